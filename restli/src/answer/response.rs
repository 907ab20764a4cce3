//! A successful response, before it is read as anything.
//!
//! Public as an answer too, for calls whose answer no type describes.

use std::fmt;

use bytes::Bytes;
use http::HeaderMap;
use http::header::SET_COOKIE;
use restli_wire::Value;
use serde::de::DeserializeOwned;

use super::{Answer, RecordedAnswer};
use crate::auth::Token;
use crate::error::{Error, ErrorKind, JsonError, JsonResult, Result};
use crate::request::Protocol;
use crate::types::Json;

/// The header with the id in protocol 2.0.0, and in 1.0.0.
pub(crate) const ID_HEADERS: [&str; 2] = ["x-restli-id", "x-linkedin-id"];

/// Status, headers and body of a successful response.
#[derive(Clone)]
pub struct Response {
    status: u16,
    headers: HeaderMap,
    body: Bytes,
    id_headers: &'static [&'static str],
    /// What the request said that the answer is read by.
    asked: Asked,
    /// What must not be shown should the server repeat it.
    token: Option<Token>,
    attempts: u32,
}

/// What of a request is needed to read its answer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    /// The protocol it was written in, and so its answer.
    pub(crate) protocol: Protocol,
    /// The last segment of its path, such as the name of a collection.
    pub(crate) segment: String,
    /// The keys of a batch, without parameters.
    pub(crate) ids: Vec<Value>,
}

impl Response {
    pub(crate) fn new(
        status: u16,
        headers: HeaderMap,
        body: Bytes,
        id_headers: &'static [&'static str],
        asked: Asked,
        token: Option<Token>,
    ) -> Self {
        Self {
            status,
            headers,
            body,
            id_headers,
            asked,
            token,
            attempts: 1,
        }
    }

    /// Says which attempt has brought it.
    pub(crate) fn after(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    pub(crate) fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The same response with another body.
    #[cfg(feature = "testing")]
    pub(crate) fn with_body(&self, body: Vec<u8>) -> Self {
        Self {
            body: body.into(),
            ..self.clone()
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

    /// The id of what was created, as the API's header gives it, or else one of Rest.li's own.
    pub fn id(&self) -> Option<&str> {
        let mut names = self.id_headers.iter().chain(&ID_HEADERS);
        names.find_map(|name| self.header(name))
    }

    pub(super) fn protocol(&self) -> Protocol {
        self.asked.protocol
    }

    /// The segment that follows the name of the collection in the location of what was created.
    pub(super) fn located(&self) -> Option<&str> {
        let path = self.header("location")?.split(['?', '#']).next()?;
        let (collection, key) = path.trim_end_matches('/').rsplit_once('/')?;
        let name = collection.rsplit('/').next()?;
        Some(key).filter(|_| name == self.asked.segment)
    }

    /// The keys that the request asked for, without parameters.
    pub(super) fn ids(&self) -> &[Value] {
        &self.asked.ids
    }

    /// The names of the headers that may carry an id.
    pub(super) fn id_headers(&self) -> &'static [&'static str] {
        self.id_headers
    }

    /// Reads the body as JSON, if there is one.
    pub(super) fn optional_json<T: DeserializeOwned>(&self) -> Result<Option<T>> {
        match self.body.trim_ascii().is_empty() {
            true => Ok(None),
            false => self.json(),
        }
    }

    /// Reads the body as JSON. An error names the place and shows how the body begins.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        match std::str::from_utf8(&self.body) {
            Ok(text) => JsonError::read(text).map_err(|error| {
                let path = self.redact(error.path());
                self.unreadable(&error.to_string()).with_json_path(&path)
            }),
            Err(_) => Err(self.unreadable("the body is not UTF-8")),
        }
    }

    /// The error of an answer that cannot be read.
    pub(super) fn unreadable(&self, reason: &str) -> Error {
        let content_type = self.content_type();
        let foreign = content_type.as_deref().filter(|name| !is_json(name));
        let error = match (foreign, self.header("content-encoding")) {
            (_, Some(encoding)) => {
                let message = format!("the answer is compressed by {}", self.redact(encoding));
                let hint = "the client has not asked for that; the feature `gzip` reads gzip";
                Error::new(ErrorKind::ContentType, message).with_hint(Some(hint.to_owned()))
            }
            (Some(foreign), None) => {
                let message = format!("the answer is {foreign} and not JSON");
                Error::new(ErrorKind::ContentType, message)
            }
            (None, None) => {
                let message = format!("the answer cannot be read: {}", self.redact(reason));
                Error::new(ErrorKind::Decode, message)
            }
        };
        let error = error
            .with_status(self.status)
            .with_content_type(content_type);
        error.with_unreadable_body(self.shown_text())
    }

    /// What the body is said to be.
    pub(crate) fn content_type(&self) -> Option<String> {
        self.header("content-type").map(|name| self.redact(name))
    }

    /// The body as text that may be shown.
    pub(crate) fn shown_text(&self) -> String {
        self.redact(&String::from_utf8_lossy(&self.body))
    }

    /// What the token was allowed to do that the request carried, if that is known.
    pub(crate) fn scopes(&self) -> Option<&[String]> {
        self.token.as_ref()?.scopes()
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

/// Whether a content type is one of JSON, as far as its name tells.
fn is_json(content_type: &str) -> bool {
    let name = content_type.split(';').next().unwrap_or_default().trim();
    let name = name.to_ascii_lowercase();
    name.ends_with("json") || name == "text/plain" || name == "application/octet-stream"
}

impl Answer for Response {
    fn read(response: &Response) -> Result<Self> {
        Ok(response.clone())
    }
}

impl RecordedAnswer for Response {
    fn to_body(&self) -> JsonResult<Option<Json>> {
        match std::str::from_utf8(&self.body) {
            Ok(text) if !text.is_empty() => text.parse().map(Some),
            _ => Ok(None),
        }
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Cookies are as good as passwords.
        let mut headers = self.headers.clone();
        let cookies = headers.iter_mut().filter(|(name, _)| *name == SET_COOKIE);
        cookies.for_each(|(_, value)| value.set_sensitive(true));
        out.debug_struct("Response")
            .field("status", &self.status)
            .field("headers", &headers)
            .field("body", &self.shown_text())
            .finish_non_exhaustive()
    }
}
