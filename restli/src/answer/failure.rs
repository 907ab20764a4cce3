//! The failure of one part of an answer whose other parts may have succeeded.
//!
//! Servers state it as an error object, as a bare status, or as a flag; callers get the same from all three.

use std::sync::Arc;

use crate::error::{Error, ErrorKind, ErrorResponse};

/// Why a part of an answer failed.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    pub(super) response: Box<ErrorResponse>,
    /// Whether an error object stood where errors stand; otherwise it follows from something else.
    pub(super) stated: bool,
    /// The error of the whole chunk that the part was sent in.
    pub(super) chunk: Option<Arc<Error>>,
}

/// What an error of a chunk says stands in the response too.
impl PartialEq for Failure {
    fn eq(&self, other: &Self) -> bool {
        self.response == other.response && self.stated == other.stated
    }
}

impl Failure {
    /// That of every part of a chunk which failed as a whole.
    pub(super) fn of_chunk(error: &Arc<Error>) -> Self {
        let mut response = error.response().clone();
        // What cannot be read may have come with 200, which is no status of a failure.
        let status = error.status().filter(|status| *status >= 400);
        response.status = response.status.or(status.map(i64::from));
        response.request_id = response
            .request_id
            .or_else(|| error.request_id().map(str::to_owned));
        if response.message.is_none() {
            response.message = match error.kind() {
                ErrorKind::Status => error.message().map(str::to_owned),
                _ => Some(error.to_string()),
            };
        }
        Self {
            chunk: Some(Arc::clone(error)),
            ..Self::implied(response)
        }
    }

    pub(super) fn stated(response: ErrorResponse) -> Self {
        Self {
            response: Box::new(response),
            stated: true,
            chunk: None,
        }
    }

    pub(super) fn implied(response: ErrorResponse) -> Self {
        Self {
            response: Box::new(response),
            stated: false,
            chunk: None,
        }
    }

    /// The failure that a status tells of, if it does.
    pub(super) fn of_status(status: i64) -> Option<Self> {
        match status {
            // What is not known to be a success or a redirect is a failure.
            100..=399 => None,
            _ => Some(Self::implied(ErrorResponse {
                status: Some(status),
                ..ErrorResponse::default()
            })),
        }
    }

    pub(super) fn status(&self) -> Option<u16> {
        self.response.status?.try_into().ok()
    }
}
