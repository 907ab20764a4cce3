//! How often and how late calls are made again.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::time::Duration;

/// How often, and after what pauses, a call is made again that failed in passing.
///
/// Unless set otherwise, a call is made three times at most. The first pause is a random time up to one second;
/// the limit doubles with each further one, up to 20 seconds. Where the service says in `Retry-After` when to
/// come again, no pause is shorter. No attempt begins after the time of the call is over: the call then fails
/// at once.
///
/// What is made again follows from the Rest.li method. Reads, updates and deletes are, whatever happened to
/// them. A creation, a partial update or an action is only if it surely was not acted upon: no connection
/// was made, or it was refused by 429 or 503. A 429 that does not say when to come again is final: such are day
/// quotas, which further attempts only burn.
///
/// ```
/// use std::time::Duration;
/// use restli::RetryPolicy;
///
/// let patient = RetryPolicy::new()
///     .attempts(5)
///     .backoff(Duration::from_millis(500), Duration::from_secs(60));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    attempts: u32,
    first: Duration,
    most: Duration,
    budget: u32,
}

impl RetryPolicy {
    /// Three attempts, pauses of up to 1 second at first and 20 in the end, a budget of a hundred.
    pub fn new() -> Self {
        Self {
            attempts: 3,
            first: Duration::from_secs(1),
            most: Duration::from_secs(20),
            // Connections that went stale together, such as overnight, must not use it up.
            budget: 100,
        }
    }

    /// One attempt, whatever happens.
    pub fn never() -> Self {
        Self::new().attempts(1)
    }

    /// How many attempts a call has, the first one included; 0 counts as 1.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// The limit of the first pause, and that of all of them. A pause is a random part of its limit.
    pub fn backoff(mut self, first: Duration, most: Duration) -> Self {
        (self.first, self.most) = (first, most.max(first));
        self
    }

    /// How many further attempts all calls of the client can make together; every tenth call adds one again.
    pub fn budget(mut self, attempts: u32) -> Self {
        self.budget = attempts;
        self
    }

    pub(crate) fn most_attempts(&self) -> u32 {
        self.attempts
    }

    pub(crate) fn in_hand(&self) -> u32 {
        self.budget
    }

    /// The pause after so many attempts.
    pub(crate) fn pause(&self, attempts: u32) -> Duration {
        let double = 2_u32.saturating_pow(attempts.saturating_sub(1));
        let limit = self.first.saturating_mul(double).min(self.most);
        limit.mul_f64(random())
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

/// From 0 to 1. Clients that failed together must not come back together; that is all it has to be random for.
fn random() -> f64 {
    // Each state has keys of its own.
    let bits = RandomState::new().build_hasher().finish();
    let high = u32::try_from(bits >> 32).unwrap_or_default();
    f64::from(high) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_their_limit_and_are_spread_over_it() {
        let policy = RetryPolicy::new();
        for (attempt, limit) in [(1, 1), (2, 2), (3, 4), (5, 16), (6, 20), (4_000_000, 20)] {
            let pauses: Vec<_> = (0..2000).map(|_| policy.pause(attempt)).collect();
            let limit = Duration::from_secs(limit);
            assert!(pauses.iter().all(|pause| *pause <= limit));
            for tenth in 0..10 {
                let (from, to) = (limit.mul_f64(f64::from(tenth) / 10.0), limit / 10);
                let within = pauses
                    .iter()
                    .filter(|pause| (from..=from + to).contains(pause));
                let share = within.count();
                assert!(
                    (100..=300).contains(&share),
                    "{share} of 2000 after {attempt}"
                );
            }
        }
    }
}
