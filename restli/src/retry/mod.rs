//! When a call that failed is made again, and how late.
//!
//! HTTP libraries repeat by status and verb. Here the Rest.li method decides, a tunnelled one too: a
//! creation that may have happened is never sent twice. What is repeated is paid for from a budget that all
//! calls of a client share, so that a service in trouble does not get three times the load.

mod after;
mod budget;
mod policy;

pub(crate) use after::retry_after;
pub(crate) use budget::{Budget, Withdrawn};
pub use policy::RetryPolicy;

use std::time::Duration;

use crate::error::Error;

/// Why no attempt follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// It would fail again, or might do something twice.
    Final,
    /// As many attempts were made as there may be.
    Attempts,
    /// The next one would begin after the call must be over.
    Time,
    /// Too many calls have failed of late.
    Budget,
}

/// How long to wait before the next attempt, and its price. `attempt` is the number of the one that failed, from 1
/// on.
pub(crate) fn pause<'a>(
    policy: &RetryPolicy,
    budget: &'a Budget,
    error: &Error,
    attempt: u32,
    left: Duration,
) -> Result<(Duration, Withdrawn<'a>), Ended> {
    if !error.passes_soon() {
        return Err(Ended::Final);
    }
    if attempt >= policy.most_attempts() {
        return Err(Ended::Attempts);
    }
    let asked = error.retry_after().unwrap_or_default();
    let pause = policy.pause(attempt).max(asked);
    if pause >= left {
        return Err(Ended::Time);
    }
    match budget.withdraw() {
        Some(price) => Ok((pause, price)),
        None => Err(Ended::Budget),
    }
}
