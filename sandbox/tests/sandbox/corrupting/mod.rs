//! Every recorded request is taken, and every single change that makes one wrong is refused, with an
//! explanation that names the change.
//!
//! Changes are made mechanically from each sample, so a new sample brings its own; what may pass is listed
//! by reason, and what passes without one fails the test.

mod body;
mod header;
mod mask;
mod patch;
mod path;
mod query;
mod sample;
mod site;
mod types;
mod wire;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;

use restli_model::interpret::Rule;
use restli_model::source::SourceSet;
use restli_sandbox::Sandbox;
use serde_json::Value as Json;

use self::sample::{Corruption, Sample};
use self::wire::{Answer, Raw, Wire};
use crate::support::{features, samples, schema};

/// What only answers can break.
const OF_ANSWERS: &[Rule] = &[Rule::Status, Rule::CreatedKey];

/// What the sandbox refuses besides.
const SITUATIONS: &[&str] = &[
    "accept",
    "no-length",
    "no-version",
    "sunset-version",
    "too-long",
    "too-many-fields",
    "unknown-version",
];

/// What was tried, and what came of it.
#[derive(Debug, Default)]
struct Tally {
    accepted: usize,
    samples: usize,
    /// Corruptions by the rule that refused them.
    rules: BTreeMap<String, usize>,
    kinds: BTreeSet<&'static str>,
    /// Corruptions that passed, by the reason why they may.
    excused: BTreeMap<&'static str, usize>,
    wrong: Vec<String>,
}

impl Tally {
    fn take(&mut self, id: &str, corruption: &Corruption, answer: &Answer) {
        self.kinds.insert(corruption.kind);
        let refused = answer.refused();
        let tell = |what: &str| {
            let Raw {
                verb,
                target,
                headers,
                body,
                ..
            } = &corruption.raw;
            let target: String = target.chars().take(300).collect();
            let body: String = body.chars().take(300).collect();
            format!(
                "{id}: {}: {what}\n    {verb} {target} {headers:?} {body}\n    wants {:?} with `{}`\n    {} {}",
                corruption.kind, corruption.rules, corruption.culprit, answer.status, answer.json
            )
        };
        if refused.is_empty() {
            match corruption.excuse {
                Some(excuse) => *self.excused.entry(excuse).or_default() += 1,
                None => self.wrong.push(tell("passes")),
            }
            return;
        }
        let text = |one: &Json, name: &str| one[name].as_str().unwrap_or_default().to_owned();
        let names = |one: &&&Json| {
            let told = ["at", "message", "help"]
                .map(|name| text(one, name))
                .join(" ");
            let told = told.to_lowercase();
            let rule = text(one, "rule");
            corruption.rules.contains(&rule.as_str())
                && told.contains(&corruption.culprit.to_lowercase())
        };
        let line = answer.line.as_deref().unwrap_or_default();
        let lined = line.starts_with(&format!("{}: ", text(refused[0], "rule"))) && line.is_ascii();
        match refused.iter().find(names) {
            Some(one) if (400..500).contains(&answer.status) && lined => {
                *self.rules.entry(text(one, "rule")).or_default() += 1;
            }
            Some(_) => self
                .wrong
                .push(tell("has no line, or no status from 400 to 499")),
            None => self.wrong.push(tell("is not named")),
        }
    }

    fn add(&mut self, other: Tally) {
        self.accepted += other.accepted;
        self.samples += other.samples;
        self.kinds.extend(other.kinds);
        self.wrong.extend(other.wrong);
        for (rule, count) in other.rules {
            *self.rules.entry(rule).or_default() += count;
        }
        for (excuse, count) in other.excused {
            *self.excused.entry(excuse).or_default() += count;
        }
    }

    fn show(&self) {
        println!(
            "{} of {} recorded requests are calls of the schema",
            self.accepted, self.samples
        );
        let all: usize = self.rules.values().sum();
        println!(
            "{all} corruptions of {} kinds are refused:",
            self.kinds.len()
        );
        for (rule, count) in &self.rules {
            println!("{count:8} {rule}");
        }
        for (excuse, count) in &self.excused {
            println!("{count:8} pass, because {excuse}");
        }
    }
}

/// Replays all samples of a schema, and corrupts those that were answered.
async fn corrupt(schema: &Path, all: bool) -> Tally {
    let mut tally = Tally::default();
    let mut seen = HashSet::new();
    let sandbox = Sandbox::start(schema).await.expect("it starts");
    let sources = SourceSet::read(schema).expect("the schema can be read");
    let (model, _) = restli_model::load(&sources);
    let model = model.expect("the schema has no errors");
    let mut wire = Wire::new(sandbox.url(), sandbox.token());
    for recorded in samples(schema) {
        // What the service refused may be refused.
        if recorded["response"]["status"].as_u64() >= Some(400) {
            continue;
        }
        let raw = sample::raw(&recorded["request"]);
        let version = model.api.version.as_ref();
        let version = version.and_then(|version| raw.header(&version.header));
        let month = version.map(|version| &version[..6]);
        sandbox.turn_to(month).expect("versions begin with a month");
        tally.samples += 1;
        let answer = wire.send(&raw).await;
        let id = recorded["id"].as_str().expect("an id");
        // A page token is data, and the recorded one was given out by another server.
        let foreign_token =
            |one: &&Json| one["rule"] == "paging" && raw.target.contains("pageToken=");
        if !answer.refused().iter().all(foreign_token) {
            tally
                .wrong
                .push(format!("{id} is refused: {:#}", answer.json));
            continue;
        }
        tally.accepted += 1;
        let Some(sample) = Sample::of(&model, &recorded) else {
            continue;
        };
        let doubted = sample.is_doubted();
        for corruption in corruptions(&sample) {
            let reason = "an unofficial call at the same path takes it";
            let corruption = corruption.unless(doubted, reason);
            let same = (
                sample.call.method,
                corruption.kind,
                corruption.culprit.clone(),
            );
            if !seen.insert(same) && !all {
                continue;
            }
            let answer = wire.send(&corruption.raw).await;
            tally.take(id, &corruption, &answer);
        }
    }
    tally
}

fn corruptions(sample: &Sample<'_>) -> Vec<Corruption> {
    let mut all = path::corruptions(sample);
    all.extend(header::corruptions(sample));
    all.extend(query::corruptions(sample));
    all.extend(mask::corruptions(sample));
    all.extend(body::corruptions(sample));
    all
}

/// Corruptions of all samples, or of each call no two that are alike.
async fn every_corruption(all: bool) {
    let mut tally = corrupt(&schema(), all).await;
    tally.add(corrupt(&features(), all).await);
    tally.show();
    let shown: Vec<_> = tally.wrong.iter().take(40).map(String::as_str).collect();
    assert!(
        tally.wrong.is_empty(),
        "{} wrong:\n{}",
        tally.wrong.len(),
        shown.join("\n")
    );
    let rules = Rule::ALL.iter().filter(|rule| !OF_ANSWERS.contains(rule));
    let rules = rules
        .map(|rule| rule.name())
        .chain(SITUATIONS.iter().copied());
    let unprovoked: Vec<_> = rules
        .filter(|rule| !tally.rules.contains_key(*rule))
        .collect();
    assert!(
        unprovoked.is_empty(),
        "nothing was refused as {unprovoked:?}"
    );
}

#[tokio::test]
async fn every_sample_is_taken_and_what_is_corrupted_is_refused() {
    every_corruption(false).await;
}

#[tokio::test]
#[ignore = "half a minute; see `.ci/long`"]
async fn every_corruption_of_every_sample_is_refused() {
    every_corruption(true).await;
}
