//! What is said of two versions of a schema, rule by rule, and of the Rust items that each change
//! touches.
//!
//! Each file of `yaml` is named after the rule that it shows. `BLESS=1` writes down what is found.
//! Whether "breaking" is what the compiler says is asked in `compiled.rs`.

mod support;

use rayon::prelude::*;
use restli_compat::surface::Change;
use restli_compat::{Comparison, Judged, Renamed};

use support::base;
use support::judged;
use support::pair::Pair;

#[test]
fn findings_are_those_of_the_pairs() {
    let pairs = base::pairs();
    let mut wrong: Vec<String> = pairs.par_iter().filter_map(difference).collect();
    wrong.sort();
    assert!(
        wrong.is_empty(),
        "{} of {} pairs (- expected, + found)\n\n{}\n",
        wrong.len(),
        pairs.len(),
        wrong.join("\n\n")
    );
}

/// Each pair shows the rule that it is named after.
#[test]
fn pairs_show_their_rules() {
    let mut wrong = Vec::new();
    for pair in base::pairs() {
        let mut lines = pair.section("findings").lines();
        if !lines.any(|line| line.split(' ').nth(2) == Some(pair.rule())) {
            wrong.push(pair.name);
        }
    }
    assert!(wrong.is_empty(), "not their rules: {wrong:#?}");
}

/// A version differs from itself in nothing.
#[test]
fn no_version_differs_from_itself() {
    for pair in base::pairs() {
        let found = lines(&judged::compare(&pair.new, &pair.new));
        assert_eq!(found, "", "{}", pair.name);
    }
}

fn difference(pair: &Pair) -> Option<String> {
    let found = judged::compare(&pair.old, &pair.new);
    pair.differs("findings", &lines(&found))
}

/// A line for each finding, and one for each item below it.
fn lines(comparison: &Comparison) -> String {
    let mut lines: Vec<String> = comparison.findings.iter().flat_map(finding).collect();
    if !comparison.unexplained.is_empty() {
        lines.push("unexplained".to_owned());
        lines.extend(comparison.unexplained.iter().map(item));
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn finding(judged: &Judged) -> Vec<String> {
    let finding = &judged.finding;
    let effect = judged
        .rust
        .map(|effect| format!("{effect:?}").to_lowercase());
    let renamed = match &finding.renamed {
        Some(Renamed::To(name)) => format!(" -> {name}"),
        Some(Renamed::From(name)) => format!(" <- {name}"),
        None => String::new(),
    };
    let first = format!(
        "{} {} {} {}: {}{renamed}",
        finding.rule.wire,
        effect.unwrap_or_default(),
        finding.rule.id,
        finding.path,
        finding.text
    );
    std::iter::once(first)
        .chain(judged.items.iter().map(item))
        .collect()
}

fn item(change: &Change) -> String {
    let effect = format!("{:?}", change.effect).to_lowercase();
    format!("    {effect} {}: {}", change.item, change.text)
}
