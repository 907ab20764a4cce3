//! A successful response, before it is read as anything.
//!
//! Public as an answer too, for calls whose answer no type describes.

use std::fmt;

use bytes::Bytes;
use http::HeaderMap;
use serde::de::DeserializeOwned;

use super::Answer;
use crate::client::Token;
use crate::error::{Error, ErrorKind, JsonError, JsonResult, Result};
use crate::types::Json;

/// Status, headers and body of a successful response.
#[derive(Clone)]
pub struct Response {
    status: u16,
    headers: HeaderMap,
    body: Bytes,
    id_headers: &'static [&'static str],
    /// What must not be shown should the server repeat it.
    token: Option<Token>,
}

impl Response {
    pub(crate) fn new(
        status: u16,
        headers: HeaderMap,
        body: Bytes,
        id_headers: &'static [&'static str],
        token: Option<Token>,
    ) -> Self {
        Self {
            status,
            headers,
            body,
            id_headers,
            token,
        }
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// A header as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The id of what was created, as the API's header gives it.
    pub fn id(&self) -> Option<&str> {
        self.id_headers.iter().find_map(|name| self.header(name))
    }

    /// The names of the headers that may carry an id.
    pub(super) fn id_headers(&self) -> &'static [&'static str] {
        self.id_headers
    }

    /// Reads the body as JSON. An error names the place and shows how the body begins.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        match std::str::from_utf8(&self.body) {
            Ok(text) => JsonError::read(text).map_err(|error| self.unreadable(&error.to_string())),
            Err(_) => Err(self.unreadable("the body is not UTF-8")),
        }
    }

    fn unreadable(&self, reason: &str) -> Error {
        let message = format!("the answer cannot be read: {}", self.redact(reason));
        Error::new(ErrorKind::Decode, message)
            .with_status(self.status)
            .with_unreadable_body(self.shown_text())
    }

    /// The body as text that may be shown.
    pub(crate) fn shown_text(&self) -> String {
        self.redact(&String::from_utf8_lossy(&self.body))
    }

    fn redact(&self, text: &str) -> String {
        match &self.token {
            Some(token) => token.redact(text),
            None => text.to_owned(),
        }
    }

    /// The id that operators know the request by. Its header has many names that end alike.
    pub(crate) fn request_id(&self) -> Option<String> {
        let mut headers = self.headers.iter();
        let (_, id) = headers.find(|(name, _)| name.as_str().ends_with("request-id"))?;
        id.to_str().ok().map(|id| self.redact(id))
    }
}

impl Answer for Response {
    fn read(response: &Response) -> Result<Self> {
        Ok(response.clone())
    }

    fn to_body(&self) -> JsonResult<Option<Json>> {
        match std::str::from_utf8(&self.body) {
            Ok(text) if !text.is_empty() => text.parse().map(Some),
            _ => Ok(None),
        }
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Response")
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("body", &self.shown_text())
            .finish_non_exhaustive()
    }
}
