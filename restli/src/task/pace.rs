//! How often the service is asked for what takes its time.
//!
//! Less and less often, and not in step with other clients that started at the same moment.

use std::future::Future;
use std::hash::{BuildHasher, RandomState};
use std::time::{Duration, Instant};

use crate::error::{Error, ErrorKind, Result};

const MAX_PAUSE: Duration = Duration::from_secs(30);

/// How often to ask for something until it is there, and when to give up.
///
/// The first pause is the interval, one second unless set; each later one is half as long again, up to 30
/// seconds, and a fifth longer or shorter by chance. The deadline is ten minutes unless set.
///
/// ```
/// # async fn example() -> restli::Result<()> {
/// use std::time::Duration;
///
/// let mut reads = 0;
/// let pace = restli::Pace::new().with_interval(Duration::from_millis(1));
/// let answer = pace.until("the answer", || {
///     reads += 1;
///     let seen = (reads == 3).then_some(42);
///     async move { Ok(seen) }
/// });
/// assert_eq!(answer.await?, 42);
/// # Ok(())
/// # }
/// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(example()).unwrap();
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    pub(super) interval: Duration,
    pub(super) deadline: Duration,
}

/// How the waiting for something goes that is not there yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Waiting {
    /// How often it was asked for.
    pub polls: u32,
    /// Since the waiting began.
    pub elapsed: Duration,
    /// Until it is asked for again.
    pub pause: Duration,
    /// How long the waiting may take in all.
    pub deadline: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            interval: Duration::from_secs(1),
            deadline: Duration::from_secs(600),
        }
    }
}

impl Pace {
    /// One second, and ten minutes in all.
    pub fn new() -> Self {
        Self::default()
    }

    /// How long to wait before asking again for the first time: from a millisecond to an hour.
    pub fn with_interval(mut self, interval: Duration) -> Self {
        // Neither without any rest nor for ever.
        self.interval = interval.clamp(Duration::from_millis(1), Duration::from_secs(3600));
        self
    }

    /// How long to go on asking.
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Asks until there is something. `what` is named when there is nothing by the deadline, which is an
    /// error of the kind [`ErrorKind::Timeout`]; an error of asking ends it too.
    pub async fn until<T, F>(&self, what: &str, ask: impl FnMut() -> F) -> Result<T>
    where
        F: Future<Output = Result<Option<T>>>,
    {
        self.until_with(what, ask, |_| {}).await
    }

    /// Asks until there is something, as [`until`](Self::until) does; before each pause, says how the waiting
    /// goes.
    pub async fn until_with<T, F>(
        &self,
        what: &str,
        mut ask: impl FnMut() -> F,
        mut on_wait: impl FnMut(Waiting),
    ) -> Result<T>
    where
        F: Future<Output = Result<Option<T>>>,
    {
        let started = Instant::now();
        for poll in 0_u32.. {
            if let Some(found) = ask().await? {
                return Ok(found);
            }
            let elapsed = started.elapsed();
            let left = self.deadline.saturating_sub(elapsed);
            if left.is_zero() {
                break;
            }
            let pause = self.pause(poll).min(left);
            on_wait(Waiting {
                polls: poll.saturating_add(1),
                elapsed,
                pause,
                deadline: self.deadline,
            });
            tokio::time::sleep(pause).await;
        }
        let message = format!("{what} is not done after {:?}", self.deadline);
        Err(Error::new(ErrorKind::Timeout, message))
    }

    /// The pause before the poll of this number, counted from 0: half as long again each time, a fifth more
    /// or less by chance.
    pub(super) fn pause(&self, poll: u32) -> Duration {
        let factor = 1.5_f64.powi(i32::try_from(poll).unwrap_or(i32::MAX).min(64));
        let pause = self.interval.as_secs_f64() * factor;
        let limit = MAX_PAUSE.max(self.interval).as_secs_f64();
        Duration::from_secs_f64(pause.min(limit) * (0.8 + 0.4 * chance()))
    }
}

/// A number between 0 and 1. Every `RandomState` has other keys, which is random enough for a pause.
fn chance() -> f64 {
    let bits = RandomState::new().hash_one(0) >> 11;
    bits as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_a_limit_and_vary() {
        let pace = Pace::default();
        let range = |poll| {
            let pauses: Vec<_> = (0..200).map(|_| pace.pause(poll).as_secs_f64()).collect();
            let least = pauses.iter().copied().fold(f64::INFINITY, f64::min);
            (least, pauses.into_iter().fold(0.0, f64::max))
        };
        let (least, most) = range(0);
        assert!(
            least >= 0.8 && most <= 1.2 && most - least > 0.1,
            "{least} {most}"
        );
        let (least, most) = range(2);
        assert!(least >= 1.8 && most <= 2.7, "{least} {most}");
        let (least, most) = range(u32::MAX);
        assert!(least >= 24.0 && most <= 36.0, "{least} {most}");
    }
}
