//! When somebody is told that a session comes to its end.
//!
//! A member has to be asked in time, and the one who can ask reads neither the token nor its end.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

const AHEAD: Duration = Duration::from_secs(30 * 24 * 60 * 60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

type Warn = Arc<dyn Fn(SystemTime) + Send + Sync>;

pub(super) struct Warning {
    ahead: Duration,
    warn: Warn,
    last: Option<Instant>,
}

impl Warning {
    pub(super) fn new(ahead: Duration, warn: impl Fn(SystemTime) + Send + Sync + 'static) -> Self {
        Self {
            ahead,
            warn: Arc::new(warn),
            last: None,
        }
    }

    /// Whom to tell now, and what.
    pub(super) fn due(
        &mut self,
        end: Option<SystemTime>,
        now: Instant,
        wall: SystemTime,
    ) -> Option<(Warn, SystemTime)> {
        let end = end?;
        let left = end.duration_since(wall).unwrap_or_default();
        let told = |last: Instant| now.saturating_duration_since(last) < DAY;
        if left > self.ahead || self.last.is_some_and(told) {
            return None;
        }
        self.last = Some(now);
        Some((Arc::clone(&self.warn), end))
    }
}

impl Default for Warning {
    fn default() -> Self {
        Self::new(AHEAD, |end| {
            let left = end.duration_since(SystemTime::now()).unwrap_or_default();
            tracing::warn!(
                target: "restli",
                days = left.as_secs() / DAY.as_secs(),
                "a member has to sign in again: the tokens come to their end",
            );
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_is_told_in_time_and_once_a_day() {
        let mut warning = Warning::default();
        let (now, wall) = (Instant::now(), SystemTime::UNIX_EPOCH + 1000 * DAY);
        let end = Some(wall + 31 * DAY);
        let mut due = |days: u32, hours: u32| {
            let passed = days * DAY + hours * DAY / 24;
            warning.due(end, now + passed, wall + passed).is_some()
        };
        assert!(!due(0, 0));
        assert!(due(1, 0));
        assert!(!due(1, 1));
        assert!(!due(1, 23));
        assert!(due(2, 0));
        assert!(due(40, 0), "after the end as well");
        assert!(warning.due(None, now + 90 * DAY, wall).is_none());
    }
}
