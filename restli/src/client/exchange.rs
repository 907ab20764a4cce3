//! One call, with all attempts it takes.
//!
//! Not generic, so it is compiled once; only the reading of the answer differs between calls.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use tokio::time::Instant;
use tracing::Instrument as _;

use super::attempt::Tried;
use super::{Client, failure};
use crate::answer::Response;
use crate::auth::Token;
use crate::error::{Error, ErrorKind, Result};
use crate::middleware::{CallInfo, Finished, Middleware, Outcome, Retrying};
use crate::request::{Draft, Method};
use crate::retry::pause;

/// The request that was sent, for messages and the next page, and its answer. Boxed, since every call of an
/// API would otherwise hold the whole state machine.
pub(crate) type Exchanged = Pin<Box<dyn Future<Output = Result<(Draft, Response)>> + Send>>;

impl Client {
    /// Sends a request. An error status is an error.
    pub(crate) fn exchange(&self, draft: Draft) -> Exchanged {
        let client = self.clone();
        let span = tracing::info_span!(
            target: "restli",
            "call",
            api = client.api().name,
            method = draft.spec.method.as_str(),
            resource = &*draft.resource,
            name = &*draft.name,
            attempts = tracing::field::Empty,
            status = tracing::field::Empty,
        );
        let called = async move {
            if tokio::runtime::Handle::try_current().is_err() {
                let error = Error::new(ErrorKind::Runtime, "the call needs a Tokio runtime");
                return Err(draft.blame(error));
            }
            let response = client.call(&draft).await?;
            Ok((draft, response))
        };
        Box::pin(called.instrument(span))
    }

    /// Makes a call and tells that it is over.
    async fn call(&self, draft: &Draft) -> Result<Response> {
        let begun = Instant::now();
        let info = CallInfo {
            api: self.api().name,
            draft,
        };
        let result = self.attempts(info, begun).await;
        let finished = match &result {
            Ok(response) => Finished {
                info,
                attempts: response.attempts(),
                status: Some(response.status()),
                error: None,
                elapsed: begun.elapsed(),
            },
            Err(error) => Finished {
                info,
                attempts: error.attempts(),
                status: error.status(),
                error: Some(error),
                elapsed: begun.elapsed(),
            },
        };
        let span = tracing::Span::current();
        span.record("attempts", finished.attempts);
        span.record("status", finished.status);
        self.tell(|middleware| middleware.finished(&finished));
        result
    }

    /// As many attempts as it takes, and as there may be.
    async fn attempts(&self, info: CallInfo<'_>, begun: Instant) -> Result<Response> {
        let draft = info.draft;
        let policy = match draft.attempts {
            Some(attempts) => &self.0.retry.clone().attempts(attempts),
            None => &self.0.retry,
        };
        let whole = draft.timeout.unwrap_or(self.0.timeout);
        let left = || whole.saturating_sub(begun.elapsed());
        self.0.budget.deposit();
        let (mut number, mut renewed, mut unsure, mut lost) = (0, false, false, false);
        loop {
            number += 1;
            let tried = self.attempt(info, number, lost, left()).await;
            let failed = match &tried.result {
                Ok(response) if is_success(response, draft, unsure) => None,
                Ok(response) => Some(failure::of_status(response, draft, self)),
                Err(error) => Some(error.clone()),
            };
            let failed = failed.map(|error| draft.blame(error).with_attempts(number));
            self.tell_outcome(info, number, &tried, failed.as_ref());
            let Some(error) = failed else {
                return tried.result.map(|response| response.after(number));
            };
            unsure |= error.may_have_acted();
            lost = error.kind() == ErrorKind::Transport;
            if !renewed && error.status() == Some(401) {
                renewed = self
                    .renew(tried.token.as_ref(), left())
                    .await
                    .map_err(|error| draft.blame(error).with_attempts(number))?;
                if renewed {
                    self.tell_retry(info, &error, Duration::ZERO);
                    continue;
                }
            }
            let made = number - u32::from(renewed);
            match pause(policy, &self.0.budget, &error, made, left()) {
                Ok((pause, price)) => {
                    self.tell_retry(info, &error, pause);
                    tokio::time::sleep(pause).await;
                    price.spend();
                }
                Err(ended) => return Err(failure::given_up(error, ended)),
            }
        }
    }

    /// Whether there is another token now than the one that was refused.
    async fn renew(&self, refused: Option<&Token>, left: Duration) -> Result<bool> {
        let (Some(tokens), Some(refused)) = (&self.0.tokens, refused) else {
            return Ok(false);
        };
        match tokio::time::timeout(left, tokens.renew(refused)).await {
            Ok(renewed) => Ok(renewed?.is_some_and(|token| !token.is(refused))),
            Err(_) => Err(Error::new(ErrorKind::Auth, "no new token in time")),
        }
    }

    fn tell_outcome(&self, info: CallInfo<'_>, number: u32, tried: &Tried, error: Option<&Error>) {
        let outcome = Outcome {
            info,
            number,
            status: tried.status,
            error,
            elapsed: tried.elapsed,
            received: tried
                .result
                .as_ref()
                .map_or(0, |answer| answer.body().len()),
        };
        tracing::debug!(
            target: "restli",
            attempt = number,
            status = outcome.status,
            failure = error.map(|error| tracing::field::debug(error.kind())),
            elapsed_ms = millis(outcome.elapsed),
            bytes = outcome.received,
            "attempt",
        );
        for middleware in self.0.middleware.iter().rev() {
            middleware.after(&outcome);
        }
    }

    fn tell_retry(&self, info: CallInfo<'_>, error: &Error, pause: Duration) {
        tracing::info!(
            target: "restli",
            attempt = error.attempts(),
            status = error.status(),
            failure = ?error.kind(),
            pause_ms = millis(pause),
            "retry",
        );
        let retrying = Retrying { info, error, pause };
        self.tell(|middleware| middleware.on_retry(&retrying));
    }

    fn tell(&self, what: impl Fn(&dyn Middleware)) {
        for middleware in &self.0.middleware {
            what(&**middleware);
        }
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// Whether an answer is what was asked for. That what was to be deleted is gone is so too, after an attempt of
/// which nobody knows whether it has deleted it.
fn is_success(response: &Response, draft: &Draft, unsure: bool) -> bool {
    match response.status() {
        200..=299 => true,
        404 => unsure && draft.spec.method == Method::Delete,
        _ => false,
    }
}
