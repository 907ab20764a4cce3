//! A client that is slower than the service allows never meets its limits.
//!
//! Attempts are spread evenly instead of being sent and refused, since refused ones count as well.

use std::sync::Mutex;
use std::time::Duration;

use tokio::time::Instant;

use super::{Attempt, Middleware, MiddlewareFuture};

/// So many attempts per second and no more, of all calls of a client together.
///
/// ```
/// # fn example(api: &'static restli::ApiSpec) -> restli::Result<restli::Client> {
/// use restli::middleware::RateLimit;
///
/// // Five per second; up to ten at once after a time of rest.
/// restli::ClientBuilder::new(api)
///     .token("token")
///     .middleware(RateLimit::per_second(5).burst(10))
///     .build()
/// # }
/// ```
///
/// An attempt waits until it is its turn, in the order in which they asked. A call that is cancelled while it waits
/// leaves its turn unused. One limit can be shared by several clients, in an [`Arc`](std::sync::Arc).
#[derive(Debug)]
pub struct RateLimit {
    interval: Duration,
    burst: u32,
    /// When the next turn would be if attempts came evenly.
    next: Mutex<Option<Instant>>,
}

impl RateLimit {
    /// So many attempts per second; 0 counts as 1.
    pub fn per_second(attempts: u32) -> Self {
        Self::every(Duration::from_secs(1) / attempts.max(1))
    }

    /// So many attempts per minute; 0 counts as 1.
    pub fn per_minute(attempts: u32) -> Self {
        Self::every(Duration::from_secs(60) / attempts.max(1))
    }

    /// One attempt in this time.
    pub fn every(interval: Duration) -> Self {
        Self {
            interval,
            burst: 1,
            next: Mutex::new(None),
        }
    }

    /// How many attempts may be made at once after a time of rest; 1 unless set.
    pub fn burst(mut self, attempts: u32) -> Self {
        self.burst = attempts.max(1);
        self
    }

    /// Takes a turn: when it is.
    fn turn(&self, now: Instant) -> Instant {
        let saved = self.interval.saturating_mul(self.burst - 1);
        let mut next = match self.next.lock() {
            Ok(next) => next,
            Err(poisoned) => poisoned.into_inner(),
        };
        let even = next.map_or(now, |next| next.max(now));
        *next = Some(even + self.interval);
        even.checked_sub(saved).map_or(now, |turn| turn.max(now))
    }
}

impl Middleware for RateLimit {
    fn before<'a>(&'a self, _: &'a mut Attempt<'_>) -> MiddlewareFuture<'a> {
        Box::pin(async {
            tokio::time::sleep_until(self.turn(Instant::now())).await;
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_are_even_after_a_burst_and_saved_up_again_by_rest() {
        let limit = RateLimit::per_second(10).burst(3);
        let begin = Instant::now();
        let turns = |at: u64, count: usize| -> Vec<u128> {
            let now = begin + Duration::from_millis(at);
            let turns = (0..count).map(|_| limit.turn(now).duration_since(begin).as_millis());
            turns.collect()
        };
        assert_eq!(turns(0, 5), [0, 0, 0, 100, 200]);
        assert_eq!(turns(200, 1), [300]);
        assert_eq!(turns(400, 2), [400, 500]);
        assert_eq!(turns(5000, 4), [5000, 5000, 5000, 5100]);
    }
}
