//! Random masks over random entities: what the sandbox answers is what a second evaluator says, which was written
//! from the protocol's description alone and shares no code with the first.
//!
//! The ignored test asks ten thousand times:
//! `cargo test -p restli-sandbox --test sandbox ten_thousand_masks -- --ignored --nocapture`.

mod built;
mod generate;
mod reference;
mod world;

use std::collections::BTreeMap;

use self::generate::{Generator, Spelling};
use self::reference::Reference;
use self::world::World;
use crate::support::Served;

/// Asks so many times and counts the requests by what they were about.
async fn compare(requests: usize, seed: u64) -> BTreeMap<&'static str, usize> {
    let world = World::random(seed);
    let folder = world.write();
    let served = Served::start(folder.path()).await;
    let reference = Reference::new(&world);
    let mut generator = Generator::new(seed);
    let mut counts = BTreeMap::new();
    for _ in 0..requests {
        let case = generator.case();
        let target = case.target();
        built::check(&case);
        let reply = served.get(&target).await;
        *counts.entry(case.about()).or_default() += 1;
        if case.is_misfit() {
            assert_eq!(reply.status, 400, "{target}: {:#}", reply.json);
            continue;
        }
        assert_eq!(reply.status, 200, "{target}: {:#}", reply.json);
        let expected = reference.answer(&case);
        let found = case.entities(&reply.json);
        assert_eq!(
            found, expected,
            "{target}\nanswered {found:#}\nexpected {expected:#}"
        );
    }
    counts
}

fn report(counts: &BTreeMap<&'static str, usize>) {
    let total: usize = counts.values().sum();
    println!("{total} random masks: {counts:?}");
    for about in ["projection", "fields", "misfit"] {
        let found = counts.iter().filter(|(name, _)| name.starts_with(about));
        assert!(found.count() > 0, "none of {about}: {counts:?}");
    }
}

#[tokio::test]
async fn a_thousand_masks_mean_what_the_protocol_says() {
    report(&compare(1_000, 0x5EED).await);
}

#[tokio::test]
#[ignore = "takes a while; see `.ci/long`"]
async fn ten_thousand_masks_mean_what_the_protocol_says() {
    let mut counts = BTreeMap::new();
    for seed in 1..=10 {
        for (about, count) in compare(1_000, seed).await {
            *counts.entry(about).or_default() += count;
        }
    }
    report(&counts);
}

/// The spelling's query parameter.
fn parameter(spelling: Spelling) -> &'static str {
    match spelling {
        Spelling::Projection => "projection",
        Spelling::Fields => "fields",
    }
}
