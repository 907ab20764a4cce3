//! What has passed and what has failed, by kind.

use std::collections::BTreeMap;
use std::fmt;
use std::process::ExitCode;

use restli_idl::suite::{Kind, Sample, Suite};

use crate::conformance::cargo::Run;
use crate::schema::count;

/// The outcome of a suite: everything that the manifest lists has passed, or has failed.
pub(super) struct Tally {
    /// How many tests the manifest lists, and how many of them have passed.
    kinds: BTreeMap<Kind, (usize, usize)>,
    /// What has not passed, by name.
    failed: Vec<String>,
    /// Whether all that is no test of the manifest was as it should be.
    sound: bool,
}

impl Tally {
    pub(super) fn new(suite: &Suite) -> Self {
        let kinds = Kind::ALL.iter();
        Self {
            kinds: kinds.map(|kind| (*kind, (suite.count(*kind), 0))).collect(),
            failed: Vec::new(),
            sound: true,
        }
    }

    /// Takes in something that is no test of the manifest.
    pub(super) fn expect(&mut self, holds: bool) {
        self.sound &= holds;
    }

    /// Whether all that was expected held.
    pub(super) fn is_sound(&self) -> bool {
        self.sound
    }

    /// Takes in the tests that have run. A sample whose test has not run has failed.
    pub(super) fn take(&mut self, samples: &[Sample], run: &Run, misrouted: &[String]) {
        self.expect(run.success && !run.warned);
        for sample in samples {
            let mut runs = run
                .tests
                .iter()
                .filter(|(name, _)| *name == sample.id)
                .peekable();
            let passed = runs.peek().is_some()
                && runs.all(|(_, passed)| *passed)
                && !misrouted.contains(&sample.id);
            match self.kinds.get_mut(&sample.kind) {
                Some((_, done)) if passed => *done += 1,
                _ => self.failed.push(sample.id.clone()),
            }
        }
    }

    pub(super) fn exit_code(&self) -> ExitCode {
        let all = self.kinds.values().all(|(total, passed)| total == passed);
        match all && self.sound {
            true => ExitCode::SUCCESS,
            false => ExitCode::FAILURE,
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for id in &self.failed {
            writeln!(f, "failed: {id}")?;
        }
        let (mut total, mut passed) = (0, 0);
        for (kind, (listed, done)) in &self.kinds {
            writeln!(
                f,
                "{}: {done} passed, {} failed",
                count(*listed, &kind.to_string()),
                listed - done
            )?;
            total += listed;
            passed += done;
        }
        if !self.sound {
            writeln!(
                f,
                "something beside the tests is not as it should be, see above"
            )?;
        }
        writeln!(f, "{passed} passed, {} failed", total - passed)
    }
}
