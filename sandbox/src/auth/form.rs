//! Forms: the parameters of a query or of a body that is sent like one.

use axum::body::{Body, to_bytes};
use axum::http::header;
use axum::http::request::Parts;

/// Larger forms are refused.
const MAX_FORM: usize = 64 << 10;

/// Names and values in order. It holds secrets, so it cannot be printed.
pub(super) struct Form(Vec<(String, String)>);

impl Form {
    pub(super) fn parse(text: &[u8]) -> Self {
        Form(form_urlencoded::parse(text).into_owned().collect())
    }

    /// The parameters of a request's query.
    pub(super) fn of_query(head: &Parts) -> Self {
        Self::parse(head.uri.query().unwrap_or_default().as_bytes())
    }

    /// The parameters in a request's body; otherwise, why there are none.
    pub(super) async fn of_body(head: &Parts, body: Body) -> Result<Self, String> {
        let content_type = head.headers.get(header::CONTENT_TYPE);
        let content_type = content_type.and_then(|value| value.to_str().ok());
        let media_type = content_type.and_then(|value| value.split(';').next());
        let wanted = "application/x-www-form-urlencoded";
        match media_type.map(str::trim) {
            Some(own) if own.eq_ignore_ascii_case(wanted) => {}
            Some(own) => return Err(format!("it is sent as `{own}`; send `{wanted}`")),
            None => return Err(format!("it has no `Content-Type`; send `{wanted}`")),
        }
        match to_bytes(body, MAX_FORM).await {
            Ok(bytes) => Ok(Self::parse(&bytes)),
            Err(_) => Err(format!("it is larger than {MAX_FORM} bytes, or broken off")),
        }
    }

    /// A parameter; one without a value is as if it were not there.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let mut values = self.0.iter();
        let (_, value) = values.find(|(known, _)| known == name)?;
        Some(value.as_str()).filter(|value| !value.is_empty())
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// A parameter that is given more than once.
    pub(super) fn repeated(&self) -> Option<&str> {
        let mut names = self.0.iter().map(|(name, _)| name.as_str()).enumerate();
        let (_, name) =
            names.find(|(index, name)| self.0[..*index].iter().any(|(known, _)| known == name))?;
        Some(name)
    }
}
