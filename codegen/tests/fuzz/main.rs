//! Damaged schemas, without end: refused with places or generated, whatever happened to them.
//!
//! The suite makes a short run. A long one is
//! `FUZZ_EXECUTIONS=1000000 cargo test --release -p restli-codegen --test fuzz -- --ignored --nocapture`;
//! `FUZZ_SEED=<n> FUZZ_EXECUTIONS=1` repeats the execution that a failure names.

#[path = "../support/mod.rs"]
mod support;

mod mutate;

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use rayon::prelude::*;
use restli_model::source::SourceSet;

use mutate::{Corpus, Schema};
use support::verdict::{Verdict, judge};

/// Nothing that the fuzzer makes is large, so that this is as good as a hang.
const MAX_TIME: Duration = Duration::from_secs(10);

#[test]
fn some_damaged_schemas() {
    run(20_000, 1);
}

#[test]
#[ignore = "takes the better part of an hour"]
fn a_million_damaged_schemas() {
    let number = |name: &str, otherwise: u64| {
        let given = std::env::var(name).ok();
        given.map_or(otherwise, |given| given.parse().expect("a number"))
    };
    run(number("FUZZ_EXECUTIONS", 1_000_000), number("FUZZ_SEED", 1));
}

/// What has been done so far.
#[derive(Default)]
struct Progress {
    executions: u64,
    accepted: u64,
    seen: HashSet<u64>,
}

/// Executions with the seeds from `first` on.
fn run(executions: u64, first: u64) {
    let corpus = Corpus::read();
    let progress = Mutex::new(Progress::default());
    let begin = Instant::now();
    (first..first + executions)
        .into_par_iter()
        .for_each(|seed| {
            let schema = corpus.mutated(seed);
            let is_new = progress.lock().unwrap().seen.insert(hash(&schema));
            let accepted = is_new && matches!(execute(seed, &schema), Verdict::Accepted(_));
            let mut progress = progress.lock().unwrap();
            progress.executions += 1;
            progress.accepted += u64::from(accepted);
            if progress.executions.is_multiple_of(10_000) || progress.executions == executions {
                println!(
                    "{} executions, {} different, {} accepted, {:.1} s",
                    progress.executions,
                    progress.seen.len(),
                    progress.accepted,
                    begin.elapsed().as_secs_f64(),
                );
            }
        });
    // Else the mutations are too wild to say anything about the emitter.
    let accepted = progress.into_inner().unwrap().accepted;
    assert!(
        executions < 1_000 || accepted * 10 >= executions,
        "{accepted} accepted"
    );
}

fn hash(schema: &Schema) -> u64 {
    let mut hasher = DefaultHasher::new();
    schema.hash(&mut hasher);
    hasher.finish()
}

fn execute(seed: u64, schema: &Schema) -> Verdict {
    // Twice, because a busy machine may have been slow once.
    let judged = attempt(schema).or_else(|| attempt(schema));
    judged.unwrap_or_else(|| fail(seed, schema.clone()))
}

/// What became of a schema; nothing if there was a panic, or something like a hang.
fn attempt(schema: &Schema) -> Option<Verdict> {
    let begin = Instant::now();
    let sources = SourceSet::from_files(schema.iter().cloned());
    let judged = catch_unwind(AssertUnwindSafe(|| judge(&sources, &support::options())));
    judged.ok().filter(|_| begin.elapsed() < MAX_TIME)
}

/// Writes what is left of a schema when nothing more can be taken away.
fn fail(seed: u64, mut schema: Schema) -> ! {
    println!("seed {seed} fails; looking for the smallest schema that does");
    let mut at = 0;
    while let Some(smaller) = without(&schema, at) {
        match attempt(&smaller) {
            None => schema = smaller,
            Some(_) => at += 1,
        }
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{seed}"));
    for (path, text) in &schema {
        let path: PathBuf = folder.join(path);
        let parent = path.parent().expect("files have a folder");
        std::fs::create_dir_all(parent).expect("the folder can be made");
        std::fs::write(path, text).expect("the file can be written");
    }
    panic!(
        "seed {seed} fails: {schema:#?}, also in {}",
        folder.display()
    );
}

/// A schema without its nth line, counted through all files; a file without lines is left out.
fn without(schema: &Schema, mut at: usize) -> Option<Schema> {
    let mut smaller = schema.clone();
    for index in 0..smaller.len() {
        let text = &mut smaller[index].1;
        let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
        if at < lines.len() {
            lines.remove(at);
            *text = lines.concat();
            if text.is_empty() {
                smaller.remove(index);
            }
            return Some(smaller);
        }
        at -= lines.len();
    }
    None
}
