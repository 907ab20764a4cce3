//! The time of day, which tests may turn on.
//!
//! Quotas last until midnight, and no test waits that long.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

/// The system's clock, put forward by some time.
#[derive(Debug, Default)]
pub(super) struct Clock {
    milliseconds: AtomicU64,
}

impl Clock {
    /// The time that it is.
    pub(super) fn now(&self) -> SystemTime {
        let ahead = Duration::from_millis(self.milliseconds.load(Ordering::Relaxed));
        let now = SystemTime::now();
        // Beyond all that the system can tell, it stands still.
        now.checked_add(ahead).unwrap_or(now)
    }

    /// Puts it forward.
    pub(super) fn advance(&self, time: Duration) {
        let time = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        let add = |ahead: u64| Some(ahead.saturating_add(time));
        // A function that always has a result cannot fail.
        let _ = self
            .milliseconds
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
    }
}
