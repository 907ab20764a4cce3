//! What an exchange that failed becomes: the kind of error, its cause and a hint.
//!
//! The hint is for the person who reads the log: it names the permission, the version or the token that the
//! status is about.

use std::time::{Duration, SystemTime};

use super::Client;
use super::attempt::Phase;
use crate::answer::Response;
use crate::auth::Token;
use crate::error::{
    Error, ErrorKind, ErrorMeaning, MissingPermission, Quota, QuotaOf, QuotaWindow,
};
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
        .with_content_type(response.content_type())
        .with_permissions(draft.spec.permissions, response.scopes())
        .with_version(draft.version_sent());
    if kind == ErrorKind::Redirect {
        return error;
    }
    let error = error.with_body(response.shown_text());
    let meaning = meaning(&error, draft, client);
    let error = error.with_meaning(meaning);
    let reset = reset(&error, SystemTime::now());
    let error = error.with_reset(reset);
    let hint = hint(status, &error, client);
    error.with_hint(hint)
}

/// How long the service wants to be left alone.
fn wait(response: &Response) -> Option<Duration> {
    let value = response.header("retry-after")?;
    retry_after(value, SystemTime::now())
}

/// What the schema says that the answer means, or else what its status means everywhere; 403 has too many meanings
/// for that where the schema tells one of them.
fn meaning(error: &Error, draft: &Draft, client: &Client) -> Option<ErrorMeaning> {
    let status = error.status()?;
    let rules = client.api().errors;
    let fitting = rules
        .iter()
        .find(|rule| rule.fits(status, error.response()));
    let told = || rules.iter().any(|rule| rule.status == Some(status));
    let meaning = match status {
        _ if fitting.is_some() => fitting.map(|rule| rule.meaning),
        403 if draft.spec.permissions != Permissions::Unstated && !told() => {
            Some(ErrorMeaning::MissingPermission)
        }
        426 if draft.version_sent().is_some() => Some(ErrorMeaning::VersionSunset),
        429 => Some(ErrorMeaning::Throttled(Quota::default())),
        _ => None,
    };
    match meaning {
        // Who says when to come again does not mean a day's quota.
        Some(ErrorMeaning::Throttled(Quota { of, window: None }))
            if error.retry_after().is_some() =>
        {
            let window = Some(QuotaWindow::Short);
            Some(ErrorMeaning::Throttled(Quota { of, window }))
        }
        meaning => meaning,
    }
}

/// When a limit is over.
fn reset(error: &Error, now: SystemTime) -> Option<SystemTime> {
    const DAY: u64 = 24 * 60 * 60;
    let quota = error.throttled()?.quota;
    match (error.retry_after(), quota.window) {
        (Some(wait), _) => now.checked_add(wait),
        (None, Some(QuotaWindow::Day)) => {
            let passed = now.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_secs() % DAY;
            now.checked_add(Duration::from_secs(DAY - passed))
        }
        _ => None,
    }
}

fn hint(status: u16, error: &Error, client: &Client) -> Option<String> {
    if let Some(missing) = error.missing_permission() {
        return lacking(&missing);
    }
    if let Some(sunset) = error.version_sunset() {
        let version = sunset.requested.map(|version| {
            format!("version {version} is not served; another can be set on the client")
        });
        return version.or_else(|| Some("no served version was named".to_owned()));
    }
    if let Some(throttled) = error.throttled() {
        return Some(limit(throttled.quota));
    }
    if let Some(duplicate) = error.duplicate() {
        let existing = duplicate.existing?;
        return Some(format!("it exists as {existing}"));
    }
    if error.needs_reauthorization() {
        return Some("a member has to sign in again".to_owned());
    }
    match status {
        401 if client.0.tokens.is_none() => Some("the client has no token".to_owned()),
        401 => Some("the token may have expired or been revoked".to_owned()),
        _ => None,
    }
}

fn limit(quota: Quota) -> String {
    let of = match quota.of {
        Some(QuotaOf::Application) => " of the application",
        Some(QuotaOf::Member) => " of the member",
        None => "",
    };
    match quota.window {
        Some(QuotaWindow::Day) => {
            format!("the day's limit{of} is reached; it counts anew from midnight UTC")
        }
        _ => format!("a rate limit{of} is reached"),
    }
}

fn lacking(missing: &MissingPermission<'_>) -> Option<String> {
    let (names, joint) = match missing.needs {
        Permissions::Unstated => return None,
        Permissions::Any(names) => (names, " or "),
        Permissions::All(names) => (names, " and "),
    };
    if names.is_empty() {
        return None;
    }
    let needs = names.join(joint);
    Some(match (missing.has, missing.is_granted()) {
        (_, Some(true)) => format!(
            "the token has what is needed, {needs}: the member may lack a role, or the permission is so new that it \
             is not known everywhere"
        ),
        (Some(has), _) if !has.is_empty() => {
            format!(
                "missing permission: needs {needs}; the token has {}",
                has.join(" ")
            )
        }
        _ => format!("missing permission: needs {needs}"),
    })
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
