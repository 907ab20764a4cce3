//! Loading the schema for a command: reads, checks, prints the report.
//!
//! Every command that needs the model reports in the same way, so it stands here once.

use std::io::{self, IsTerminal};
use std::path::Path;
use std::time::{Duration, Instant};

use restli_model::diagnostics::Report;
use restli_model::model::Model;
use restli_model::source::SourceSet;

/// A schema as loaded, and how long that took.
pub(crate) struct Loaded {
    /// The model, unless the schema has errors; misfit samples do not count.
    pub(crate) model: Option<Model>,
    /// What there is to say about it.
    pub(crate) report: Report,
    /// Reading files.
    pub(crate) read: Duration,
    /// Parsing, checking, resolving.
    pub(crate) check: Duration,
}

/// Loads a schema folder.
///
/// # Errors
/// When the folder cannot be read.
pub(crate) fn load(folder: &Path) -> io::Result<Loaded> {
    let start = Instant::now();
    let sources = SourceSet::read(folder)
        .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", folder.display())))?;
    let read = start.elapsed();
    let start = Instant::now();
    let (model, report) = restli_model::load(&sources);
    Ok(Loaded {
        model,
        report,
        read,
        check: start.elapsed(),
    })
}

/// Prints a report to stderr, in colour on a terminal.
pub(crate) fn print(report: &Report) {
    if report.is_empty() {
        return;
    }
    eprint!("{}", report.render(io::stderr().is_terminal()));
}

/// `3 errors`, `1 warning`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    match number {
        1 => format!("1 {noun}"),
        _ => format!("{number} {noun}s"),
    }
}
