//! The comparison behind `cargo xtask conformance` can fail: every `.req` and `.res` of a suite is
//! changed in one place at a time, and each time the test of its operation must notice, without
//! being generated anew; changes that mean the same must pass.
//!
//! `RESTLI_CONFORMANCE_DIR` names a further suite to try: a generated crate is built for each, so
//! these tests run only when asked for.

mod json;
mod message;
mod runner;
mod target;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::thread;

use crate::message::{Change, Message};
use crate::runner::{Operation, Prepared};

#[test]
#[ignore = "builds a generated crate"]
fn every_single_change_of_the_own_suite_is_noticed() {
    check(&Path::new(env!("CARGO_MANIFEST_DIR")).join("suite"));
}

#[test]
#[ignore = "builds a generated crate"]
fn every_single_change_of_a_given_suite_is_noticed() {
    match std::env::var_os("RESTLI_CONFORMANCE_DIR") {
        Some(folder) => check(&PathBuf::from(folder)),
        None => println!("skipped: RESTLI_CONFORMANCE_DIR names no suite"),
    }
}

/// What became of the changes of one operation.
#[derive(Default)]
struct Outcome {
    /// How many changes of each kind were made, and how many of them were noticed.
    kinds: BTreeMap<String, (usize, usize)>,
    /// Changes that nothing noticed, and why that is right where it is known.
    unnoticed: Vec<(String, Option<&'static str>)>,
    /// Changes without a meaning that were noticed nevertheless.
    overzealous: Vec<String>,
}

fn check(suite: &Path) {
    let prepared = Prepared::new(suite);
    let operations = prepared.operations();
    let workers = thread::available_parallelism().map_or(2, usize::from);
    let next = std::sync::atomic::AtomicUsize::new(0);
    let outcomes = std::sync::Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                let place = prepared.copy();
                loop {
                    let at = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    let Some(operation) = operations.get(at) else {
                        break;
                    };
                    let outcome = try_changes(&place, operation);
                    outcomes.lock().unwrap().push(outcome);
                }
            });
        }
    });
    report(&outcomes.into_inner().unwrap(), operations.len());
}

/// Makes every change of an operation's two files.
fn try_changes(place: &runner::Copy<'_>, operation: &Operation) -> Outcome {
    let mut outcome = Outcome::default();
    let untouched = place.try_files(operation, &[]);
    assert!(
        !untouched.noticed(),
        "{} fails as it is:\n{untouched}",
        operation.name
    );
    for file in [&operation.request, &operation.response] {
        let message = Message::parse(&place.read(file));
        for change in message.changes() {
            let noticed = place.try_files(operation, &[(file, &change.message.print())]);
            outcome.take(file, change, noticed.noticed());
        }
        for (what, message) in message.equal_changes() {
            let noticed = place.try_files(operation, &[(file, &message.print())]);
            if noticed.noticed() {
                let shown = format!("{file}: {what}\n{noticed}");
                outcome.overzealous.push(shown);
            }
        }
    }
    outcome
}

impl Outcome {
    fn take(&mut self, file: &str, change: Change, noticed: bool) {
        let kind = self.kinds.entry(change.kind.to_owned()).or_default();
        kind.0 += 1;
        if noticed {
            kind.1 += 1;
        } else {
            let shown = format!("{file}: {}: {}", change.kind, change.what);
            self.unnoticed.push((shown, change.excuse));
        }
    }
}

fn report(outcomes: &[Outcome], operations: usize) {
    let mut kinds: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (kind, (made, noticed)) in outcomes.iter().flat_map(|outcome| &outcome.kinds) {
        let sum = kinds.entry(kind).or_default();
        sum.0 += made;
        sum.1 += noticed;
    }
    for (kind, (made, noticed)) in &kinds {
        println!("{noticed:>5} of {made:>5}  {kind}");
    }
    let made: usize = kinds.values().map(|(made, _)| made).sum();
    let noticed: usize = kinds.values().map(|(_, noticed)| noticed).sum();
    println!("{noticed} of {made} changes of {operations} operations noticed");
    let mut excused: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut failed = Vec::new();
    for (what, excuse) in outcomes.iter().flat_map(|outcome| &outcome.unnoticed) {
        match excuse {
            Some(excuse) => excused.entry(excuse).or_default().push(what),
            None => failed.push(format!("unnoticed: {what}")),
        }
    }
    for (excuse, changes) in excused {
        println!("{} unnoticed, because {excuse}:", changes.len());
        println!("  {}", changes.join("\n  "));
    }
    let overzealous = outcomes.iter().flat_map(|outcome| &outcome.overzealous);
    failed.extend(overzealous.map(|what| format!("noticed without reason: {what}")));
    assert!(made >= 10 * operations, "only {made} changes");
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
