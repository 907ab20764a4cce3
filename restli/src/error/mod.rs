//! The one error of this crate, and the questions it answers.
//!
//! Its `Display` is a whole sentence on one line, because that line is often all that reaches a log. Types of
//! other crates do not show in it, so that they can change without breaking callers.

mod display;
mod json;
pub(crate) mod json_path;
mod meaning;
mod response;
mod rule;

use std::borrow::Cow;
use std::time::{Duration, SystemTime};

pub use json::{JsonError, JsonResult};
pub use meaning::{Duplicate, MissingPermission, Throttled, VersionSunset};
pub use response::{DecorationError, ErrorResponse};
pub use rule::{ErrorMeaning, ErrorRule, Quota, QuotaOf, QuotaWindow};

use crate::request::{Method, Permissions};

/// What calls return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A call, or the client itself, has failed.
///
/// `Display` tells everything on one line: the method and its resource, the status, the service's own codes
/// and message, the cause and a hint. There is no `source()`, since the cause stands in the line already.
#[derive(Clone)]
pub struct Error(Box<Facts>);

/// What kind of failure an [`Error`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client cannot be built: a base URL without TLS, an empty token.
    Config,
    /// No token could be had: it cannot be refreshed, or a [`TokenSource`](crate::TokenSource) has failed.
    Auth,
    /// A [`Middleware`](crate::middleware::Middleware) has refused the call.
    Middleware,
    /// The request cannot be built: a URN of the wrong kind, a projection that the method does not take.
    Request,
    /// No connection was made, so the service has seen nothing.
    Connect,
    /// No answer came in time; the service may have acted nevertheless.
    Timeout,
    /// The connection broke; the service may have acted nevertheless.
    Transport,
    /// The service redirects. Redirects are never followed.
    Redirect,
    /// The answer is larger than the client accepts.
    TooLarge,
    /// The service answered with an error status.
    Status,
    /// The answer cannot be read.
    Decode,
    /// The answer is of another kind than JSON, such as a page for people.
    ContentType,
    /// Something was created, but the answer does not tell its id.
    MissingId,
    /// The pages of a collection do not come to an end.
    Paging,
    /// A task has failed on the service's side.
    TaskFailed,
    /// A part of the answer could not be resolved.
    Decoration,
    /// The result of a task has expired.
    Expired,
    /// The call was made from the wrong place: blocking within an async runtime, or async outside of one.
    Runtime,
}

#[derive(Clone)]
struct Facts {
    kind: ErrorKind,
    call: Option<CallName>,
    /// Whether the call may be repeated without harm, by its Rest.li method.
    repeatable: bool,
    status: Option<u16>,
    response: ErrorResponse,
    request_id: Option<String>,
    body: Option<String>,
    message: Option<String>,
    cause: Option<String>,
    hint: Option<String>,
    retry_after: Option<Duration>,
    attempts: u32,
    /// Whether the service has certainly seen nothing, although the kind would leave that open.
    unsent: bool,
    meaning: Option<ErrorMeaning>,
    /// What the call needs, and what its token has.
    needs: Permissions,
    granted: Option<Vec<String>>,
    /// The API version that the call named.
    version: Option<String>,
    resets_at: Option<SystemTime>,
    content_type: Option<String>,
    json_path: Option<String>,
}

/// Which call an error is about.
#[derive(Clone, Debug)]
pub(crate) struct CallName {
    pub(crate) method: Method,
    /// Of a finder, an action or a plain call; else empty.
    pub(crate) name: Cow<'static, str>,
    pub(crate) resource: Cow<'static, str>,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Facts {
            kind,
            call: None,
            repeatable: false,
            status: None,
            response: ErrorResponse::default(),
            request_id: None,
            body: None,
            message: Some(message.into()),
            cause: None,
            hint: None,
            retry_after: None,
            attempts: 1,
            unsent: false,
            meaning: None,
            needs: Permissions::Unstated,
            granted: None,
            version: None,
            resets_at: None,
            content_type: None,
            json_path: None,
        }))
    }

    /// An error of a [`TokenSource`](crate::TokenSource): no token could be had. The message is for people, and
    /// must hold no secret.
    pub fn auth(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Auth, message)
    }

    /// An error of a [`Middleware`](crate::middleware::Middleware) that refuses a call. The message is for people.
    pub fn middleware(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Middleware, message)
    }

    pub(crate) fn with_call(mut self, call: CallName, repeatable: bool) -> Self {
        self.0.call.get_or_insert(call);
        self.0.repeatable = repeatable;
        self
    }

    pub(crate) fn with_cause(mut self, cause: impl Into<String>) -> Self {
        self.0.cause = Some(cause.into());
        self
    }

    pub(crate) fn with_hint(mut self, hint: Option<String>) -> Self {
        self.0.hint = hint;
        self
    }

    pub(crate) fn with_retry_after(mut self, wait: Option<Duration>) -> Self {
        self.0.retry_after = wait;
        self
    }

    pub(crate) fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    pub(crate) fn with_meaning(mut self, meaning: Option<ErrorMeaning>) -> Self {
        self.0.meaning = meaning;
        self
    }

    /// Says what the call needs, and what the token that it carried has.
    pub(crate) fn with_permissions(
        mut self,
        needs: Permissions,
        granted: Option<&[String]>,
    ) -> Self {
        self.0.needs = needs;
        self.0.granted = granted.map(<[String]>::to_vec);
        self
    }

    pub(crate) fn with_version(mut self, version: Option<&str>) -> Self {
        self.0.version = version.map(str::to_owned);
        self
    }

    pub(crate) fn with_reset(mut self, at: Option<SystemTime>) -> Self {
        self.0.resets_at = at;
        self
    }

    pub(crate) fn with_content_type(mut self, content_type: Option<String>) -> Self {
        self.0.content_type = content_type;
        self
    }

    pub(crate) fn with_json_path(mut self, path: &str) -> Self {
        self.0.json_path = Some(path.to_owned());
        self
    }

    /// Says that the service has seen nothing.
    pub(crate) fn unsent(mut self) -> Self {
        self.0.unsent = true;
        self
    }

    pub(crate) fn with_status(mut self, status: u16) -> Self {
        self.0.status = Some(status);
        self
    }

    pub(crate) fn with_request_id(mut self, id: Option<String>) -> Self {
        self.0.request_id = id.or(self.0.request_id);
        self
    }

    /// Keeps a body, but not more of it than anybody will read.
    fn keep_body(&mut self, mut text: String) {
        const LIMIT: usize = 64 << 10;
        if let Some(last) = (0..=LIMIT.min(text.len()))
            .rev()
            .find(|&at| text.is_char_boundary(at))
        {
            text.truncate(last);
        }
        self.0.body = Some(text);
    }

    /// The body of an error answer: typed if it is one of Rest.li's, as text in any case.
    pub(crate) fn with_body(mut self, text: String) -> Self {
        let facts = &mut *self.0;
        match serde_json::from_str::<ErrorResponse>(&text) {
            Ok(response) => {
                if facts.request_id.is_none() {
                    facts.request_id = response.request_id.clone();
                }
                facts.message = response.message.clone();
                facts.response = response;
            }
            Err(_) if text.trim().is_empty() => facts.message = None,
            Err(_) => facts.message = Some(format!("body `{}`", display::excerpt(&text))),
        }
        self.keep_body(text);
        self
    }

    /// Shows how an answer begins that cannot be read.
    pub(crate) fn with_unreadable_body(mut self, text: String) -> Self {
        self.0.cause = Some(match text.trim().is_empty() {
            true => "the body is empty".to_owned(),
            false => format!("the body begins `{}`", display::excerpt(&text)),
        });
        self.keep_body(text);
        self
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Whether the same call may succeed if it is made again after a while, and may be made again at all.
    ///
    /// The second part follows the Rest.li method: reads, updates and deletes may be repeated; a create,
    /// an action or a partial update only if it did not reach the service, or was refused by 429 or 503.
    pub fn is_retryable(&self) -> bool {
        match self.0.kind {
            ErrorKind::Connect => true,
            // The authorization server could not be asked.
            ErrorKind::Auth => self.0.unsent,
            ErrorKind::Timeout | ErrorKind::Transport => self.0.repeatable || self.0.unsent,
            ErrorKind::Status => match self.0.status {
                Some(429 | 503) => true,
                Some(408 | 500 | 502 | 504) => self.0.repeatable,
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether the client makes the call again by itself: not where a quota lasts until midnight, or may.
    pub(crate) fn passes_soon(&self) -> bool {
        let window = self
            .throttled()
            .and_then(|throttled| throttled.quota.window);
        self.is_retryable()
            && match (self.0.status, window) {
                (_, Some(QuotaWindow::Day)) => false,
                (_, Some(QuotaWindow::Short)) => true,
                (Some(429), None) => self.0.retry_after.is_some(),
                (_, None) => true,
            }
    }

    /// Whether the service may have acted although the call failed. Then a create should not be made again
    /// before somebody has looked.
    pub fn may_have_acted(&self) -> bool {
        match self.0.kind {
            _ if self.0.unsent => false,
            ErrorKind::Timeout
            | ErrorKind::Transport
            | ErrorKind::TooLarge
            | ErrorKind::Decode
            | ErrorKind::ContentType
            | ErrorKind::MissingId => true,
            ErrorKind::Status => matches!(self.0.status, Some(408 | 500..=502 | 504..)),
            _ => false,
        }
    }

    /// Whether the call must not simply be made again.
    pub(crate) fn is_ambiguous_write(&self) -> bool {
        let unknown = matches!(
            self.0.kind,
            ErrorKind::Timeout | ErrorKind::Transport | ErrorKind::Status
        );
        unknown && self.may_have_acted() && !self.0.repeatable
    }

    /// How often the call was made.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// How long the service wants to be left alone, by its `Retry-After`.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The HTTP status, if there was an answer.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// The `serviceErrorCode` of the answer.
    pub fn service_error_code(&self) -> Option<i64> {
        self.0.response.service_error_code
    }

    /// The `code` of the answer, such as `QUOTA_EXCEEDED`.
    pub fn code(&self) -> Option<&str> {
        self.0.response.code.as_deref()
    }

    /// The message: the service's own where it sent one.
    pub fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// The id by which the service's operators find the call.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// Adds to what could be done about it.
    pub(crate) fn with_further_hint(mut self, hint: &str) -> Self {
        self.0.hint = Some(match self.0.hint.take() {
            Some(first) => format!("{first}; {hint}"),
            None => hint.to_owned(),
        });
        self
    }

    /// What could be done about it.
    pub fn hint(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }

    /// The `Content-Type` of the answer, if it named one.
    pub fn content_type(&self) -> Option<&str> {
        self.0.content_type.as_deref()
    }

    /// Where in the body of an answer that could not be read the trouble is, such as `elements[3].id`; empty if it is
    /// the whole of it.
    pub fn json_path(&self) -> Option<&str> {
        self.0.json_path.as_deref()
    }

    /// The error answer, if the body was one.
    pub fn response(&self) -> &ErrorResponse {
        &self.0.response
    }

    /// The body of the answer as text, whatever it was; of a large one the beginning.
    pub fn body(&self) -> Option<&str> {
        self.0.body.as_deref()
    }
}

impl std::error::Error for Error {}
