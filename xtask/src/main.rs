//! The project's commands: `cargo xtask gen`, `check`, `diff`, `explain`, `import`, `conformance`,
//! `promises`, `sandbox`.
//!
//! A command is a file; none has logic of its own. Results go to stdout, progress and diagnostics to
//! stderr; exit codes are 0 (fine), 1 (findings) and 2 (wrong usage).

mod check;
mod conformance;
mod diff;
mod explain;
mod generate;
mod import;
mod promises;
mod sandbox;
mod schema;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The commands of this project.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Generates the client crate from the schema; writes only what changed.
    Gen(generate::Gen),
    /// Reports what is wrong with the schema.
    Check(check::Check),
    /// Says what a change of the schema breaks: on the wire, and for users of the generated crate.
    Diff(Box<diff::Diff>),
    /// Says why a diagnostic exists, and shows what breaks its rule and what keeps it.
    Explain(explain::Explain),
    /// Turns Rest.li's own IDL into a schema.
    Import(import::Import),
    /// Tests a generated client by a suite in the format of Rest.li's own.
    Conformance(conformance::Conformance),
    /// Runs the tests behind `PROMISES.md` and writes their figures into it.
    Promises(promises::Promises),
    /// Starts the offline server and prints its URL.
    Sandbox(sandbox::Sandbox),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Gen(gen_command) => gen_command.run(),
        Command::Check(check) => check.run(),
        Command::Diff(diff) => diff.run(),
        Command::Explain(explain) => explain.run(),
        Command::Import(import) => import.run(),
        Command::Conformance(conformance) => conformance.run(),
        Command::Promises(promises) => promises.run(),
        Command::Sandbox(sandbox) => sandbox.run(),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::FAILURE
    })
}

/// The root of this repository: paths that are not given stand below it, wherever the command runs.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask stands in the workspace")
}

/// An exit code for a command that was asked for something impossible.
const WRONG_USAGE: u8 = 2;

/// A folder that may be given; else one of the repository's own.
fn folder(given: Option<&PathBuf>, own: &str) -> PathBuf {
    given.cloned().unwrap_or_else(|| root().join(own))
}
