//! Time as a store counts it: a copy that is put aside stands still.
//!
//! Entities change by themselves after some seconds. Were those counted by the system's clock, what
//! is put back an hour later would be an hour older than when it was copied.

use std::time::{Duration, Instant};

/// How long a store has been in use.
///
/// A clone stands at the time of its original, and goes on when it is started or first asked.
#[derive(Debug, Default)]
pub(crate) struct Stopwatch {
    /// What had passed when it was started.
    before: Duration,
    started: Option<Instant>,
}

impl Stopwatch {
    /// Goes on from where it stands.
    pub(crate) fn start(&mut self) {
        self.started.get_or_insert_with(Instant::now);
    }

    /// The time it is.
    pub(crate) fn now(&mut self) -> Duration {
        self.start();
        self.stand()
    }

    /// Lets time pass that does not.
    #[cfg(test)]
    pub(crate) fn pass(&mut self, time: Duration) {
        self.before += time;
    }

    fn stand(&self) -> Duration {
        self.before + self.started.map_or(Duration::ZERO, |since| since.elapsed())
    }
}

impl Clone for Stopwatch {
    fn clone(&self) -> Self {
        Stopwatch {
            before: self.stand(),
            started: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread::sleep;

    #[test]
    fn a_clone_stands_still_until_it_is_used() {
        let pause = Duration::from_millis(30);
        let mut clock = Stopwatch::default();
        clock.start();
        sleep(pause);
        let aside = clock.clone();
        sleep(pause);
        let mut back = aside.clone();
        let first = back.now();
        assert!(first >= pause && first < clock.now(), "{first:?}");
        sleep(pause);
        assert!(back.now() >= first + pause);
    }
}
