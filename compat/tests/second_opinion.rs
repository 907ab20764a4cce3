//! What a public tool says of the same crates.
//!
//! `cargo semver-checks` compares the documentation of two crates. It looks for what always breaks
//! and can be told without types, so it misses what only a type tells; where it sees a break that
//! `diff` does not, `diff` would be wrong.

mod support;

use std::path::Path;
use std::process::Command;

use rayon::prelude::*;
use restli_compat::surface::Effect;

use support::case::Case;
use support::compiler::Compiler;

#[test]
#[ignore = "needs `cargo install cargo-semver-checks`, and documents some hundred small crates"]
fn no_break_is_overlooked_that_cargo_semver_checks_sees() {
    let compiler = Compiler::new();
    let mut opinions: Vec<(String, bool, bool)> = Case::all()
        .par_iter()
        .filter_map(|case| {
            let ours = case.compare().ok()?.rust()? == Effect::Breaking;
            let (Ok(old), Ok(new)) = case.clients() else {
                return None;
            };
            let documented = |client| compiler.documentation(client).unwrap();
            let theirs = !new.is_same_as(&old) && breaks(&documented(&old), &documented(&new));
            Some((case.name.clone(), ours, theirs))
        })
        .collect();
    opinions.sort();
    let both = |wanted| {
        opinions
            .iter()
            .filter(move |(_, ours, theirs)| (*ours, *theirs) == wanted)
    };
    println!(
        "{} pairs: {} breaking to both, {} to neither, {} to diff alone, {} to the tool alone",
        opinions.len(),
        both((true, true)).count(),
        both((false, false)).count(),
        both((true, false)).count(),
        both((false, true)).count(),
    );
    for (name, ..) in both((true, false)) {
        println!("diff alone: {name}");
    }
    let overlooked: Vec<_> = both((false, true)).map(|(name, ..)| name).collect();
    assert!(overlooked.is_empty(), "overlooked: {overlooked:#?}");
}

/// Whether the tool asks for a major version.
fn breaks(old: &Path, new: &Path) -> bool {
    let output = Command::new("cargo")
        .args([
            "semver-checks",
            "--release-type",
            "minor",
            "--color",
            "never",
        ])
        .arg("--baseline-rustdoc")
        .arg(old)
        .arg("--current-rustdoc")
        .arg(new)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stderr) + String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("checks"), "{text}");
    !output.status.success()
}
