//! Every resource of a schema, walked without a word about it: made up from the model, written, found,
//! changed and deleted; and every call of it, none of which may be beyond the sandbox.
//!
//! `cargo test -p restli-sandbox --test sandbox walk -- --nocapture` prints the figures.

mod calls;
mod change;
mod finders;
mod request;
mod round;
mod seeds;
mod values;
mod world;

use std::collections::BTreeMap;
use std::path::Path;

use restli_model::model::{Resource, ResourceId, RestMethod};
use restli_model::source::SourceSet;

use self::calls::Served as Basis;
use self::round::{Outcome, Round, creating};
use self::seeds::Seeds;
use self::world::World;
use crate::support::{Served, features, schema};

/// Walks every resource that can be created, all in one sandbox.
async fn walk(schema: &Path) -> (Figures, Vec<String>) {
    let served = Served::start(schema).await;
    let seeds = Seeds::of(schema);
    let model = served.model();
    let mut figures = Figures::default();
    let mut failed = Vec::new();
    for (index, resource) in model.resources.iter().enumerate() {
        figures.resources += 1;
        if creating(resource).is_none() {
            continue;
        }
        let mut round = Round::new(&served, &seeds, resource, index);
        round.walk().await;
        let outcome = round.outcome;
        let name = &resource.name;
        failed.extend(outcome.failed.iter().map(|why| format!("{name}: {why}")));
        figures.add(resource, &outcome);
    }
    (figures, failed)
}

/// The kinds of methods of a round trip besides creation, and their steps.
const KINDS: &[(&[RestMethod], &[&str])] = &[
    (
        &[RestMethod::Get, RestMethod::BatchGet],
        &["get", "batch get"],
    ),
    (
        &[
            RestMethod::GetAll,
            RestMethod::Finder,
            RestMethod::BatchFinder,
        ],
        &[
            "get all",
            "finder",
            "batch finder",
            "finder of a list of its own",
        ],
    ),
    (
        &[RestMethod::PartialUpdate, RestMethod::BatchPartialUpdate],
        &["set"],
    ),
    (
        &[RestMethod::Delete, RestMethod::BatchDelete],
        &["delete", "batch delete"],
    ),
];

#[derive(Debug, Default)]
struct Figures {
    resources: usize,
    /// Those that can be created.
    walked: usize,
    /// Those without a failure.
    whole: usize,
    /// Those that can be created, read, found, patched and deleted.
    could: usize,
    /// Those of which an entity was.
    complete: usize,
    steps: BTreeMap<&'static str, usize>,
}

impl Figures {
    fn add(&mut self, resource: &Resource, outcome: &Outcome) {
        let has = |rests: &[RestMethod]| {
            let mut methods = resource.methods.iter();
            methods.any(|method| rests.contains(&method.rest))
        };
        let could = KINDS.iter().all(|(rests, _)| has(rests));
        let took = |steps: &[&str]| steps.iter().any(|step| outcome.taken.contains(step));
        let complete = could && KINDS.iter().all(|(_, steps)| took(steps));
        let whole = outcome.failed.is_empty();
        self.could += usize::from(could && whole);
        self.walked += 1;
        self.whole += usize::from(whole);
        self.complete += usize::from(whole && complete);
        for step in &outcome.taken {
            *self.steps.entry(step).or_default() += 1;
        }
    }
}

/// The steps that fail for a reason of the schema's, and the reason.
const FAIL: &[(&str, &str)] = &[
    (
        "conversions: finder: `campaign` does not find",
        "its `campaigns` are read-only, and written by `campaignConversions`",
    ),
    (
        "conversions@legacy: finder: `campaign` does not find",
        "the same",
    ),
    (
        "adExperiments: no field can be changed",
        "only read-only ones are known",
    ),
    (
        "loans: `ticket` cannot be sent",
        "the alternative key is read-only",
    ),
];

/// Each failure must be expected, and each that is expected of this schema must be there.
fn check(failed: &[String], expected: &[(&str, &str)]) {
    let expects = |failure: &String| expected.iter().any(|(start, _)| failure.starts_with(start));
    let others: Vec<_> = failed.iter().filter(|failure| !expects(failure)).collect();
    assert!(others.is_empty(), "{others:#?}");
    assert_eq!(failed.len(), expected.len(), "{failed:#?}");
}

#[tokio::test]
async fn every_resource_that_can_be_written_goes_round() {
    let (figures, failed) = walk(&schema()).await;
    println!("{figures:#?}");
    check(&failed, &FAIL[..3]);
    assert!(figures.resources >= 265 && figures.walked >= 99);
    assert_eq!(figures.whole, figures.walked - FAIL[..3].len());
    // Those with all five kinds of methods.
    assert!(figures.could >= 23);
    assert_eq!(figures.complete, figures.could);
    for (step, floor) in [
        ("create", 99),
        ("get", 59),
        ("batch get", 26),
        ("finder", 63),
        ("finder narrows", 33),
        ("set", 57),
        ("set within", 32),
        ("unset", 46),
        ("batch patch", 8),
        ("update", 13),
        ("delete", 50),
        ("gone", 36),
    ] {
        assert!(figures.steps[step] >= floor, "{step}");
    }
}

#[tokio::test]
async fn every_resource_of_the_library_goes_round() {
    let (figures, failed) = walk(&features()).await;
    println!("{figures:#?}");
    check(&failed, &FAIL[3..]);
    assert!(figures.walked >= 23);
    assert_eq!(figures.complete, figures.could);
    for (step, floor) in [
        ("alternative key", 2),
        ("batch create", 3),
        ("batch finder", 3),
        ("batch get", 15),
        ("batch update", 7),
        ("batch delete", 6),
    ] {
        assert!(figures.steps[step] >= floor, "{step}");
    }
}

/// Makes every call; how many rest on what, and those that are not served.
async fn call_all(schema: &Path) -> (BTreeMap<Basis, usize>, Vec<String>) {
    let world = {
        let (model, _) = restli_model::load(&SourceSet::read(schema).expect("a schema"));
        World::of(schema, &model.expect("a schema without errors"))
    };
    let served = Served::start(world.folder.path()).await;
    let seeds = Seeds::of(schema);
    let mut known = world.known;
    let (mut counts, mut failed) = (BTreeMap::new(), Vec::new());
    for (index, resource) in served.model().resources.iter().enumerate() {
        let first = resource.mount_of.unwrap_or(ResourceId(index as u32));
        let known = known.entry(first).or_default();
        for (number, method) in resource.methods.iter().enumerate() {
            let mut round = Round::new(&served, &seeds, resource, index * 100 + number);
            match calls::make(&mut round, method, known).await {
                Ok(basis) => *counts.entry(basis).or_default() += 1,
                Err(why) => failed.push(format!("{} {}: {why}", resource.name, method.name)),
            }
        }
    }
    (counts, failed)
}

#[tokio::test]
async fn every_call_is_served() {
    for (schema, floor) in [(schema(), 749), (features(), 193)] {
        let (counts, failed) = call_all(&schema).await;
        let calls = counts.values().sum::<usize>() + failed.len();
        println!("of {calls} calls {counts:?}, {} not served", failed.len());
        assert!(failed.is_empty(), "{failed:#?}");
        assert!(calls >= floor, "{calls}");
        // Assumptions are for want of anything better.
        assert!(counts[&Basis::Assumed] * 7 < calls, "{counts:?}");
    }
}
