//! What public tools say of the same crates.
//!
//! Both compare the documentation of two crates. `cargo semver-checks` looks for what always breaks
//! and can be told without types, so it misses what only a type tells; where it sees a break that
//! `diff` does not, `diff` would be wrong. `cargo public-api` lists all items, so whatever reads
//! otherwise is a change to it, also where everybody's code still compiles.

mod support;

use std::path::Path;
use std::process::{Command, Output};

use rayon::prelude::*;
use restli_compat::surface::Effect;

use support::case::Case;
use support::compiler::Compiler;

/// Whether a pair breaks users, by whom.
struct Opinions {
    name: String,
    diff: bool,
    semver_checks: bool,
    public_api: bool,
}

#[test]
#[ignore = "needs cargo-semver-checks and cargo-public-api, and documents some hundred small crates"]
fn no_break_is_overlooked_that_a_public_tool_sees() {
    let compiler = Compiler::new();
    let cases = Case::all();
    let mut opinions: Vec<Opinions> = cases
        .par_iter()
        .filter_map(|case| ask(&compiler, case))
        .collect();
    opinions.sort_by(|a, b| a.name.cmp(&b.name));
    let semver_checks = |of: &Opinions| of.semver_checks;
    let public_api = |of: &Opinions| of.public_api;
    let overlooked = compare("cargo-semver-checks", &opinions, semver_checks);
    assert!(overlooked.is_empty(), "overlooked: {overlooked:#?}");
    compare("cargo-public-api", &opinions, public_api);
}

/// What everybody says of a pair; nothing of one without crates.
fn ask(compiler: &Compiler, case: &Case) -> Option<Opinions> {
    let diff = case.compare().ok()?.rust()? == Effect::Breaking;
    let (Ok(old), Ok(new)) = case.clients() else {
        return None;
    };
    let differ = !new.is_same_as(&old);
    let documented = |client| compiler.documentation(client).unwrap();
    let (old, new) = (documented(&old), documented(&new));
    Some(Opinions {
        name: case.name.clone(),
        diff,
        semver_checks: differ && asks_for_a_major_version(&old, &new),
        public_api: differ && loses_or_changes_items(&old, &new),
    })
}

/// Prints where a tool and `diff` are of two minds, and gives the pairs that break for it alone.
fn compare<'o>(
    tool: &str,
    opinions: &'o [Opinions],
    theirs: impl Fn(&Opinions) -> bool,
) -> Vec<&'o str> {
    let those = |diff: bool, tool: bool| -> Vec<&str> {
        let those = opinions
            .iter()
            .filter(|of| (of.diff, theirs(of)) == (diff, tool));
        those.map(|of| of.name.as_str()).collect()
    };
    let (diff_alone, tool_alone) = (those(true, false), those(false, true));
    println!(
        "{tool}: {} pairs, {} breaking to both, {} to neither, {} to diff alone, {} to the tool alone",
        opinions.len(),
        those(true, true).len(),
        those(false, false).len(),
        diff_alone.len(),
        tool_alone.len(),
    );
    println!("  diff alone: {}", diff_alone.join(", "));
    println!("  {tool} alone: {}", tool_alone.join(", "));
    tool_alone
}

fn asks_for_a_major_version(old: &Path, new: &Path) -> bool {
    let mut cargo = Command::new("cargo");
    cargo.args([
        "semver-checks",
        "--release-type",
        "minor",
        "--color",
        "never",
    ]);
    cargo.arg("--baseline-rustdoc").arg(old);
    cargo.arg("--current-rustdoc").arg(new);
    let (output, text) = run(cargo);
    assert!(text.contains("checks"), "{text}");
    !output.status.success()
}

fn loses_or_changes_items(old: &Path, new: &Path) -> bool {
    let mut cargo = Command::new("cargo");
    cargo.args(["public-api", "-ss", "--color", "never", "diff"]);
    cargo.args(["--deny", "removed", "--deny", "changed"]);
    cargo.arg(old).arg(new);
    let (output, text) = run(cargo);
    assert!(text.contains("items"), "{text}");
    !output.status.success()
}

fn run(mut cargo: Command) -> (Output, String) {
    let output = cargo.output().unwrap();
    let text = String::from_utf8_lossy(&output.stderr) + String::from_utf8_lossy(&output.stdout);
    let text = text.into_owned();
    (output, text)
}
