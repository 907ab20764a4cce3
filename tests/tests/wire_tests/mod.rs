//! The generated tests of recorded exchanges, as a program to be run with other samples or settings.
//!
//! Whoever changes a sample need not generate anything anew: the program reads its files when it runs.

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

/// The program of the generated wire tests, as cargo has built it for the workspace.
pub(crate) fn program() -> PathBuf {
    let output = Command::new(env!("CARGO"))
        .args([
            "test",
            "--workspace",
            "--test",
            "samples",
            "--no-run",
            "--message-format",
            "json",
        ])
        .current_dir(linkedin_tests::SCHEMA)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let messages = text
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut programs = messages
        .filter(|message| {
            let source = message["target"]["src_path"].as_str().unwrap_or_default();
            source.ends_with("generated-client/tests/samples/main.rs")
        })
        .filter_map(|message| message["executable"].as_str().map(PathBuf::from));
    programs.next().unwrap_or_else(|| {
        panic!(
            "no wire tests:\n{}",
            String::from_utf8_lossy(&output.stderr)
        )
    })
}
