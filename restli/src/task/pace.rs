//! How often a task is polled.
//!
//! Less and less often, and not in step with other clients that started at the same moment.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

const MAX_PAUSE: Duration = Duration::from_secs(30);

/// The waits between polls, and when they end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    pub(super) interval: Duration,
    pub(super) deadline: Duration,
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
