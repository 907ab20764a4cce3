//! The sandbox's clock: the system's, and as far ahead of it as somebody has put it.
//!
//! What takes sixty days elsewhere must be seen in a test, so time can be made to pass; it never
//! goes back, because nothing that has ended begins again.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

/// Further ahead than anybody looks, and within what every system can tell.
pub(crate) const FURTHEST: Duration = Duration::from_secs(100 * 366 * 24 * 60 * 60);

/// A clock that can be put forward.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    ahead: Mutex<Duration>,
}

impl Clock {
    /// The time by this clock.
    pub(crate) fn now(&self) -> SystemTime {
        SystemTime::now() + *self.ahead.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets time pass; a hundred years in all are the most.
    pub(crate) fn advance(&self, by: Duration) {
        let mut ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        *ahead = ahead.saturating_add(by).min(FURTHEST);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_passes_as_far_as_it_is_told_and_by_itself() {
        let clock = Clock::default();
        let before = SystemTime::now();
        assert!(clock.now() >= before);
        clock.advance(Duration::from_secs(3600));
        clock.advance(Duration::from_millis(500));
        let passed = clock.now().duration_since(before).unwrap();
        assert!(passed >= Duration::from_millis(3_600_500), "{passed:?}");
        assert!(passed < Duration::from_secs(3660), "{passed:?}");
        clock.advance(Duration::MAX);
        clock.advance(Duration::MAX);
        assert!(clock.now().duration_since(before).unwrap() >= FURTHEST);
    }
}
