//! Running `cargo xtask conformance` from tests.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Where this workspace builds, and where the command puts what it generates.
pub fn target_dir() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => PathBuf::from(folder),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../target"),
    }
}

/// Runs a command of the project.
///
/// # Panics
///
/// When cargo cannot be started.
pub fn xtask(arguments: &[&str]) -> Output {
    let output = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--package", "xtask", "--"])
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output();
    match output {
        Ok(output) => output,
        Err(error) => panic!("cargo: {error}"),
    }
}

/// The folder of the crate that is generated for a suite.
///
/// # Panics
///
/// When none is generated, with what the command said.
pub fn client_of(suite: &Path) -> PathBuf {
    let suite = suite.to_string_lossy();
    let output = xtask(&["conformance", &suite, "--no-run"]);
    let said = String::from_utf8_lossy(&output.stdout);
    match said.lines().last() {
        Some(folder) if output.status.success() => PathBuf::from(folder),
        _ => panic!("{said}{}", String::from_utf8_lossy(&output.stderr)),
    }
}
