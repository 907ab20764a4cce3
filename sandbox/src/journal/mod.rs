//! The journal: the last requests, what they were understood as, and what was answered.
//!
//! A test that fails far from its cause, and a person who wonders what a client really sends, both
//! look here first; so it says what the sandbox understood, not only what came over the wire.

mod call;
mod redact;
mod verify;

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use restli_model::interpret::HttpRequest;
use serde::Serialize;
use serde_json::Value as Json;

pub use self::call::MadeCall;
pub(crate) use self::verify::verify;
pub use self::verify::{Expected, Unverified};
use crate::evaluate::Answer;

/// So many exchanges are kept unless told otherwise.
pub(crate) const KEPT: usize = 1000;

/// A request and the answer to it. Secrets are left out when it is noted, so that none can get out.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Exchange {
    /// Counts from 1, and goes on when older exchanges are forgotten.
    pub number: u64,
    /// When it was answered, in milliseconds since 1970.
    pub at: u64,
    /// How long the sandbox took, in microseconds, without delays on purpose.
    pub micros: u64,
    /// The verb.
    pub verb: String,
    /// Path and query as they came.
    pub target: String,
    /// The headers that can hold no secret; of others the names.
    pub headers: Vec<(String, String)>,
    /// The body, unless it is long.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Json>,
    /// The call that it was, if it was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call: Option<MadeCall>,
    /// Whether it fitted the schema and was let in. What was wrong otherwise stands in the answer.
    pub valid: bool,
    /// The fault that hit it, if one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
    /// The number of the first of several attempts at the same request. What has failed for a
    /// passing reason (a fault, 401, 429, 5xx) and comes again is one more attempt.
    pub first_attempt: u64,
    /// Which attempt it is, from 1 on.
    pub attempt: u32,
    /// The status of the answer.
    pub status: u16,
    /// The body of the answer, unless it is long.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<Json>,
}

/// What there is to note about a request.
#[derive(Debug, Default)]
pub(crate) struct Noted {
    pub(crate) call: Option<MadeCall>,
    pub(crate) valid: bool,
    pub(crate) took: Duration,
    pub(crate) at: Duration,
}

/// The last exchanges of a sandbox.
#[derive(Debug)]
pub(crate) struct Journal {
    kept: usize,
    /// Headers of the schema, which hold no secrets.
    known: Vec<String>,
    entries: Mutex<Entries>,
}

#[derive(Debug, Default)]
struct Entries {
    last: VecDeque<Exchange>,
    number: u64,
}

impl Journal {
    pub(crate) fn new(kept: usize, known: Vec<String>) -> Self {
        Journal {
            kept,
            known,
            entries: Mutex::default(),
        }
    }

    /// Notes an exchange, and tells its number.
    pub(crate) fn note(&self, request: &HttpRequest, answer: &Answer, noted: Noted) -> u64 {
        let headers = redact::headers(&request.headers, &self.known);
        let mut exchange = Exchange {
            number: 0,
            at: u64::try_from(noted.at.as_millis()).unwrap_or(u64::MAX),
            micros: u64::try_from(noted.took.as_micros()).unwrap_or(u64::MAX),
            verb: request.method.clone(),
            target: redact::target(&request.path),
            headers,
            body: request.body.as_ref().map(redact::body),
            call: noted.call,
            valid: noted.valid,
            fault: None,
            first_attempt: 0,
            attempt: 1,
            status: answer.status,
            answer: answer.body.as_ref().map(redact::body),
        };
        let mut entries = self.entries();
        entries.number += 1;
        exchange.number = entries.number;
        let before = entries.last.iter().rev();
        let before = before
            .clone()
            .find(|before| before.asks_the_same(&exchange));
        let failed = before.filter(|before| before.failed_in_passing());
        (exchange.first_attempt, exchange.attempt) = match failed {
            Some(before) => (before.first_attempt, before.attempt + 1),
            None => (exchange.number, 1),
        };
        entries.last.push_back(exchange);
        while entries.last.len() > self.kept {
            entries.last.pop_front();
        }
        entries.number
    }

    /// Notes what went wrong with the exchange of this number, or, if there is none, with a request that
    /// was never acted upon; and the status that the client got to see.
    pub(crate) fn hit(&self, number: u64, request: &HttpRequest, fault: &str, status: u16) {
        let number = match number {
            0 => self.note(request, &Answer::default(), Noted::default()),
            number => number,
        };
        let mut entries = self.entries();
        let hit = entries
            .last
            .iter_mut()
            .rev()
            .find(|one| one.number == number);
        if let Some(exchange) = hit {
            exchange.fault = Some(fault.to_owned());
            exchange.status = status;
        }
    }

    /// The exchanges that are kept, the oldest first.
    pub(crate) fn exchanges(&self) -> Vec<Exchange> {
        self.entries().last.iter().cloned().collect()
    }

    /// Forgets them; numbers go on.
    pub(crate) fn clear(&self) {
        self.entries().last.clear();
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Exchange {
    fn asks_the_same(&self, other: &Exchange) -> bool {
        (&self.verb, &self.target, &self.body) == (&other.verb, &other.target, &other.body)
    }

    fn failed_in_passing(&self) -> bool {
        self.fault.is_some() || matches!(self.status, 401 | 429 | 500..)
    }
}

/// The time since 1970.
pub(crate) fn since_1970(now: SystemTime) -> Duration {
    now.duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default()
}
