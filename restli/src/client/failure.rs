//! What an exchange that failed becomes: the kind of error, its cause and a hint.
//!
//! The hint is for the person who reads the log: it names the permission, the version or the token that the
//! status is about.

use std::time::{Duration, SystemTime};

use super::Client;
use super::attempt::Phase;
use crate::answer::Response;
use crate::auth::Token;
use crate::error::{Error, ErrorKind};
use crate::request::{Draft, Permissions};
use crate::retry::{Ended, retry_after};
use crate::transport::{Failed, TransportError};

/// No answer, or not the whole of it.
pub(super) fn of_transport(error: &TransportError, token: Option<&Token>) -> Error {
    let (kind, message) = match error.failed {
        Failed::Connect => (ErrorKind::Connect, "no connection"),
        Failed::ConnectTime => (ErrorKind::Connect, "no connection in time"),
        Failed::Time => (ErrorKind::Timeout, "no answer in time"),
        Failed::Broken => (ErrorKind::Transport, "the connection broke"),
        Failed::Undecodable => (ErrorKind::Transport, "the answer is not as its headers say"),
    };
    let failure = Error::new(kind, message);
    match (&*error.cause, token) {
        ("", _) => failure,
        (cause, None) => failure.with_cause(cause),
        (cause, Some(token)) => failure.with_cause(token.redact(cause)),
    }
}

/// An attempt whose time is over.
pub(super) fn late(phase: &Phase) -> Error {
    let message = match (phase.sent, phase.status) {
        (false, _) => "not sent in time",
        (true, None) => "no answer in time",
        (true, Some(_)) => "the answer did not end in time",
    };
    let error = Error::new(ErrorKind::Timeout, message);
    match (phase.sent, phase.status) {
        (false, _) => error.unsent(),
        (true, Some(status)) => error.with_status(status),
        (true, None) => error,
    }
}

/// An answer whose bytes do not come any more.
pub(super) fn stalled(bytes: usize, time: Duration) -> Error {
    let message = format!("the answer has stalled: after {bytes} bytes hardly any for {time:?}");
    Error::new(ErrorKind::Timeout, message)
}

/// An answer that is no success.
pub(super) fn of_status(response: &Response, draft: &Draft, client: &Client) -> Error {
    let status = response.status();
    let (kind, message) = match status {
        300..=399 => (ErrorKind::Redirect, "redirects are not followed"),
        _ => (ErrorKind::Status, ""),
    };
    let error = Error::new(kind, message)
        .with_status(status)
        .with_request_id(response.request_id())
        .with_retry_after(wait(response))
        .with_hint(hint(status, draft, client));
    match kind {
        ErrorKind::Status => error.with_body(response.shown_text()),
        _ => error,
    }
}

/// How long the service wants to be left alone.
fn wait(response: &Response) -> Option<Duration> {
    let value = response.header("retry-after")?;
    retry_after(value, SystemTime::now())
}

fn hint(status: u16, draft: &Draft, client: &Client) -> Option<String> {
    match status {
        401 if client.0.tokens.is_none() => Some("the client has no token".to_owned()),
        401 => Some("the token may have expired or been revoked".to_owned()),
        403 => permissions(draft.spec.permissions),
        426 => draft.version_sent().map(|version| {
            format!("version {version} is not served; another can be set on the client")
        }),
        429 => Some("a rate limit is reached".to_owned()),
        _ => None,
    }
}

fn permissions(permissions: Permissions) -> Option<String> {
    let (names, joint) = match permissions {
        Permissions::Unstated => return None,
        Permissions::Any(names) => (names, " or "),
        Permissions::All(names) => (names, " and "),
    };
    match names.is_empty() {
        true => None,
        false => Some(format!("missing permission: needs {}", names.join(joint))),
    }
}

/// An error after which no attempt follows.
pub(super) fn given_up(error: Error, ended: Ended) -> Error {
    let error = match ended {
        Ended::Time if error.retry_after().is_some() => {
            error.with_further_hint("the service asks to wait longer than the call may take")
        }
        Ended::Budget => {
            error.with_further_hint("not made again: too many calls have failed of late")
        }
        _ => error,
    };
    match error.is_ambiguous_write() {
        true => error.with_further_hint("it may have been done all the same"),
        false => error,
    }
}
