//! Faults and quotas on demand: what a client must bear of a service and of the network before it.
//!
//! A [`Fault`] is asked for by a request itself, in the header `X-Sandbox-Fault`, or by a [`Rule`],
//! which tells the requests that it hits and how often. Rules come from Rust, from a scenario in a
//! file, or over HTTP at `/_sandbox/faults`. The same seed and the same requests in the same order
//! meet the same faults.

mod args;
mod around;
mod bomb;
mod canned;
mod chance;
mod check;
mod control;
mod data;
mod fault;
mod kinds;
mod links;
mod pages;
mod quota;
mod read;
mod reply;
mod rule;
mod rules;
mod scenario;
mod sites;
mod text;
mod units;
mod write;

pub(crate) use self::around::{Applied, around, may_hit};
pub(crate) use self::control::{PATH, control};
pub use self::fault::{
    Astray, Canned, Change, Coding, DateForm, Ending, Fault, Framing, Latency, Length, Position,
    RetryAfter, Status,
};
pub use self::quota::{By, Quota};
pub use self::read::FaultError;
pub use self::rule::Rule;
pub use self::rules::{Faults, RuleError, RuleState};

use axum::response::Response;
use serde_json::json;

use crate::connection::{Script, Step};
use crate::http;

/// What is played on a new connection before anything is read.
pub(crate) fn prologue(faults: &Faults) -> Option<Script> {
    match faults.on_accept()? {
        Fault::OnAccept(ending) => Some(end(ending)),
        _ => None,
    }
}

/// Nothing but an end.
fn end(ending: Ending) -> Script {
    Box::new(std::iter::once(Step::from(ending)))
}

impl From<Ending> for Step {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Close => Step::Close,
            Ending::Reset => Step::Reset,
            Ending::Hang => Step::Hang,
        }
    }
}

/// What is said to a mistake in asking for faults.
fn refused(status: u16, message: &str) -> Response {
    http::json(status, &json!({ "status": status, "message": message }))
}
