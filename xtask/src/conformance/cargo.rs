//! The generated crate as a workspace of its own, and its tests run by cargo.

use std::fs;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use crate::root;

/// What a run of the tests has said.
pub(super) struct Run {
    /// Whether cargo was content.
    pub(super) success: bool,
    /// Whether the compiler warned of generated code.
    pub(super) warned: bool,
    /// The tests that have run: the function's name, and whether it passed.
    pub(super) tests: Vec<(String, bool)>,
}

/// Where this workspace builds, so that what both need is built once.
pub(super) fn target_dir() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => PathBuf::from(folder),
        None => root().join("target"),
    }
}

/// A workspace of one crate. Dependencies have the settings that they have in this repository, so that
/// they are built once for both.
const WORKSPACE: &str = r#"[workspace]
resolver = "3"
members = ["client"]

[profile.dev]
debug = "line-tables-only"

[profile.dev.build-override]
debug = "line-tables-only"

[profile.dev.package]
proc-macro2 = { opt-level = 3, debug-assertions = false, overflow-checks = false }
quote = { opt-level = 3, debug-assertions = false, overflow-checks = false }
restli-wire = { opt-level = 2 }
syn = { opt-level = 3, debug-assertions = false, overflow-checks = false }
"#;

/// Writes the manifest of a workspace around the crate, with this repository's versions.
pub(super) fn write_workspace(folder: &Path) -> io::Result<()> {
    let path = folder.join("Cargo.toml");
    if !fs::read_to_string(&path).is_ok_and(|old| old == WORKSPACE) {
        fs::write(path, WORKSPACE)?;
    }
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
    Ok(())
}

/// Runs the tests of the crate. What cargo and the compiler say goes to stderr, the summaries of
/// the tests to stdout, and all else that failing tests print.
pub(super) fn test(folder: &Path) -> io::Result<Run> {
    let mut child = Command::new(env!("CARGO"))
        .args(["test", "--tests", "--no-fail-fast", "--manifest-path"])
        .arg(folder.join("Cargo.toml"))
        .env("CARGO_TARGET_DIR", target_dir())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let stderr = child.stderr.take();
    let warnings = thread::spawn(move || stderr.is_some_and(pass_on));
    let mut output = String::new();
    if let Some(mut stdout) = child.stdout.take() {
        stdout.read_to_string(&mut output)?;
    }
    let success = child.wait()?.success();
    let warned = warnings.join().unwrap_or_default();
    let tests: Vec<(String, bool)> = output.lines().filter_map(outcome).collect();
    if !success {
        print!("{output}");
    }
    for line in output
        .lines()
        .filter(|line| line.starts_with("test result:"))
    {
        println!("{line}");
    }
    Ok(Run {
        success,
        warned,
        tests,
    })
}

/// Shows what cargo says while it says it; tells whether a warning was among it.
fn pass_on(stderr: impl Read) -> bool {
    let mut warned = false;
    for line in BufReader::new(stderr).lines().map_while(Result::ok) {
        warned |= line.starts_with("warning");
        eprintln!("{line}");
    }
    warned
}

/// `test group::wire_books_get ... ok`: the function's name, and whether it passed.
fn outcome(line: &str) -> Option<(String, bool)> {
    let (path, outcome) = line.strip_prefix("test ")?.split_once(" ... ")?;
    let name = path.rsplit("::").next().unwrap_or(path);
    Some((name.to_owned(), outcome == "ok"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dependencies_are_built_as_they_are_here() {
        let here = fs::read_to_string(root().join("Cargo.toml")).unwrap();
        let settings = WORKSPACE.lines().skip_while(|line| !line.is_empty());
        for line in settings {
            assert!(here.lines().any(|other| other == line), "not here: {line}");
        }
    }

    #[test]
    fn outcomes_are_read_from_what_the_tests_print() {
        let cases = [
            ("test shop::wire_get ... ok", Some(("wire_get", true))),
            ("test json_types ... FAILED", Some(("json_types", false))),
            ("test result: ok. 1 passed", None),
            ("running 3 tests", None),
        ];
        for (line, expected) in cases {
            let expected = expected.map(|(name, passed)| (name.to_owned(), passed));
            assert_eq!(outcome(line), expected, "{line}");
        }
    }
}
