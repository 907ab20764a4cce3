//! What the cases of the corpus cost: one at a time, so that memory can be told apart.
//!
//! What other tests prepare meanwhile is counted as well; `--test-threads=1` gives exact figures.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::HEAP;

/// No case comes near these, on a machine that does nothing else in a tenth of the time; they only
/// keep a mistake from going unnoticed.
const MAX_TIME: Duration = Duration::from_secs(60);
const MAX_BYTES: usize = 1 << 30;

static ALONE: Mutex<()> = Mutex::new(());

/// Figures of a number of cases.
#[derive(Debug, Default)]
pub(crate) struct Figures {
    cases: usize,
    slowest: (Duration, String),
    largest: (usize, String),
}

impl Figures {
    /// Runs a case while no other runs.
    pub(crate) fn measure<T>(&mut self, case: &str, run: impl FnOnce() -> T) -> T {
        let alone = ALONE
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        let before = HEAP.current_usage();
        HEAP.reset_peak_usage();
        let begin = Instant::now();
        let result = run();
        let time = begin.elapsed();
        let bytes = HEAP.peak_usage().saturating_sub(before);
        drop(alone);
        assert!(time < MAX_TIME, "{case}: {time:?}");
        assert!(bytes < MAX_BYTES, "{case}: {bytes} bytes");
        self.cases += 1;
        if time > self.slowest.0 {
            self.slowest = (time, case.to_owned());
        }
        if bytes > self.largest.0 {
            self.largest = (bytes, case.to_owned());
        }
        result
    }

    /// The most bytes that a case has used at a time.
    pub(crate) fn most_memory(&self) -> usize {
        self.largest.0
    }

    /// Shown by `--nocapture`.
    pub(crate) fn print(&self, what: &str) {
        println!(
            "{what}: {} cases; slowest {:.1} ms ({}); most memory {:.1} MiB ({})",
            self.cases,
            self.slowest.0.as_secs_f64() * 1e3,
            self.slowest.1,
            self.largest.0 as f64 / f64::from(1 << 20),
            self.largest.1,
        );
    }
}
