//! Replies that were damaged on their way are read as the answer of their call, or refused: nothing panics or
//! hangs, and a value of a wrong type is refused with its place.
//!
//! Every recorded reply of every group is damaged. `MUTATED_REPLIES` sets how many are read in all:
//! `MUTATED_REPLIES=1000000 cargo test --package linkedin-tests --test mutated_replies -- --nocapture`.

mod wire_tests;

use std::process::Command;

/// How many damaged replies are read unless the environment says otherwise.
const REPLIES: u64 = 20_000;

/// How many samples have a body, at least.
const BODIES: u64 = 180;

/// What the test of one sample says of its damaged replies.
#[derive(Default)]
struct Found {
    samples: u64,
    replies: u64,
    errors: u64,
    placed: u64,
    slowest: u64,
    slowest_sample: String,
}

#[test]
fn no_damaged_reply_makes_a_reader_panic_or_hang() {
    let wanted = std::env::var("MUTATED_REPLIES").ok();
    let wanted = wanted.map_or(REPLIES, |text| text.parse().unwrap());
    let output = Command::new(wire_tests::program())
        .args(["--nocapture", "--test-threads", "2"])
        .env("RESTLI_MUTATIONS", wanted.div_ceil(BODIES).to_string())
        .env("RUST_BACKTRACE", "0")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}", failures(&text));
    let mut found = Found::default();
    for line in text.lines() {
        if let Some((_, line)) = line.split_once("mutated: ") {
            found.add(line);
        }
    }
    assert!(
        found.replies >= wanted,
        "{} replies of {} samples",
        found.replies,
        found.samples
    );
    println!(
        "figure T17: {} damaged replies of {} recorded ones were read as the answers of their calls: 0 panics, 0 hangs, \
         {} refused, all {} values of a wrong type with their path, slowest {} us ({})",
        found.replies,
        found.samples,
        found.errors,
        found.placed,
        found.slowest,
        found.slowest_sample
    );
}

impl Found {
    /// Adds what a test has printed: `111 replies, 40 errors, 12 placed, slowest 350 us, of samples/…`.
    fn add(&mut self, line: &str) {
        let words: Vec<&str> = line
            .split([' ', ','])
            .filter(|word| !word.is_empty())
            .collect();
        let ["slowest", slowest, "us", "of", sample] = words[6..] else {
            panic!("{line}");
        };
        let number = |at: usize| words[at].parse::<u64>().unwrap();
        self.samples += 1;
        self.replies += number(0);
        self.errors += number(2);
        self.placed += number(4);
        let slowest: u64 = slowest.parse().unwrap();
        if slowest > self.slowest {
            self.slowest = slowest;
            sample.clone_into(&mut self.slowest_sample);
        }
    }
}

/// The messages of the tests that failed.
fn failures(text: &str) -> String {
    let lines = text.lines();
    let told = lines.filter(|line| line.starts_with("mutation ") || line.contains("panicked at"));
    let told: Vec<_> = told
        .map(|line| line.chars().take(2000).collect::<String>())
        .collect();
    told.join("\n")
}
