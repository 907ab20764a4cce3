//! What an exchange that failed becomes: the kind of error, its cause and a hint.
//!
//! The hint is for the person who reads the log: it names the permission, the version or the token that the
//! status is about.

use std::error::Error as _;
use std::time::{Duration, SystemTime};

use super::Client;
use crate::answer::Response;
use crate::error::{Error, ErrorKind};
use crate::request::{Draft, Permissions};
use crate::retry::{Ended, retry_after};

/// No answer, or not the whole of it.
pub(super) fn of_transport(error: reqwest::Error, client: &Client) -> Error {
    // Without the URL: its query holds the caller's data.
    let error = error.without_url();
    let (kind, message) = if error.is_connect() {
        match error.is_timeout() {
            true => (ErrorKind::Connect, "no connection in time"),
            false => (ErrorKind::Connect, "no connection"),
        }
    } else if error.is_timeout() {
        (ErrorKind::Timeout, "no answer in time")
    } else if error.is_decode() {
        (ErrorKind::Transport, "the answer is not as its headers say")
    } else {
        (ErrorKind::Transport, "the connection broke")
    };
    let mut cause = String::new();
    let mut next = error.source();
    while let Some(inner) = next {
        let text = inner.to_string();
        // Each layer tends to repeat the next one.
        if !cause.ends_with(&text) {
            if !cause.is_empty() {
                cause.push_str(": ");
            }
            cause.push_str(&text);
        }
        next = inner.source();
    }
    let failure = Error::new(kind, message);
    match cause.is_empty() {
        true => failure,
        false => failure.with_cause(client.redact(&cause)),
    }
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
        401 if !client.has_token() => Some("the client has no token".to_owned()),
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
