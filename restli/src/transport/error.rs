//! Why an exchange has failed, as far as a transport can tell.
//!
//! The difference that matters is whether the service may have seen the request: calls that must not happen
//! twice are made again only if it has not.

use std::fmt;

/// An exchange that failed: there is no answer, or not the whole of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransportError {
    pub(crate) failed: Failed,
    pub(crate) cause: String,
}

/// What has failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failed {
    Connect,
    ConnectTime,
    Time,
    Broken,
    Undecodable,
}

impl TransportError {
    /// No connection was made, so the service has seen nothing. The cause is for people.
    pub fn connect(cause: impl Into<String>) -> Self {
        Self::new(Failed::Connect, cause)
    }

    /// The connection broke, and nobody knows what the service has done.
    pub fn broken(cause: impl Into<String>) -> Self {
        Self::new(Failed::Broken, cause)
    }

    /// The answer is not what its headers say, such as one that is not compressed as they claim.
    pub fn undecodable(cause: impl Into<String>) -> Self {
        Self::new(Failed::Undecodable, cause)
    }

    pub(crate) fn new(failed: Failed, cause: impl Into<String>) -> Self {
        let cause = cause.into();
        Self { failed, cause }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self.failed {
            Failed::Connect => "no connection",
            Failed::ConnectTime => "no connection in time",
            Failed::Time => "no answer in time",
            Failed::Broken => "the connection broke",
            Failed::Undecodable => "the answer is not as its headers say",
        })?;
        match self.cause.is_empty() {
            true => Ok(()),
            false => write!(out, ": {}", self.cause),
        }
    }
}

impl std::error::Error for TransportError {}
