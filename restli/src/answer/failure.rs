//! The failure of one part of an answer whose other parts may have succeeded.
//!
//! Servers state it as an error object, as a bare status, or as a flag; callers get the same from all three.

use crate::error::ErrorResponse;

/// Why a part of an answer failed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Failure {
    pub(super) response: Box<ErrorResponse>,
    /// Whether an error object stood where errors stand; otherwise it follows from something else.
    pub(super) stated: bool,
}

impl Failure {
    pub(super) fn stated(response: ErrorResponse) -> Self {
        Self {
            response: Box::new(response),
            stated: true,
        }
    }

    pub(super) fn implied(response: ErrorResponse) -> Self {
        Self {
            response: Box::new(response),
            stated: false,
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
