//! Loading the schema for a command: reads, checks, shows the report.
//!
//! Every command that needs the model reports in the same way, so it stands here once.

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use restli_model::Month;
use restli_model::diagnostics::{Format, Report, View};
use restli_model::model::Model;
use restli_model::source::SourceSet;

use crate::root;

/// A schema as loaded, and how long that took.
pub(crate) struct Loaded {
    /// Its files.
    pub(crate) sources: SourceSet,
    /// The model, unless the schema has errors; misfit samples do not count.
    pub(crate) model: Option<Model>,
    /// What there is to say about it.
    pub(crate) report: Report,
    /// Reading files.
    pub(crate) read: Duration,
    /// Parsing, checking, resolving.
    pub(crate) check: Duration,
}

/// Loads a schema folder; in a month, versions have an age.
///
/// # Errors
/// When the folder cannot be read.
pub(crate) fn load(folder: &Path, month: Option<Month>) -> io::Result<Loaded> {
    Ok(Sources::read(folder)?.load(month))
}

/// The files of a schema, and how long reading them took.
pub(crate) struct Sources {
    /// The files.
    pub(crate) files: SourceSet,
    read: Duration,
}

impl Sources {
    /// Reads a schema folder.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub(crate) fn read(folder: &Path) -> io::Result<Self> {
        let start = Instant::now();
        let files = SourceSet::read(folder).map_err(|error| {
            io::Error::new(error.kind(), format!("{}: {error}", folder.display()))
        })?;
        Ok(Self {
            files,
            read: start.elapsed(),
        })
    }

    fn load(self, month: Option<Month>) -> Loaded {
        let start = Instant::now();
        let (model, report) = restli_model::load_and_lint(&self.files, month);
        Loaded {
            sources: self.files,
            model,
            report,
            read: self.read,
            check: start.elapsed(),
        }
    }
}

/// How a command shows its findings, and which of them fail it.
#[derive(Args, Clone, Debug)]
pub(crate) struct Findings {
    /// How findings are written: for people, as a JSON object per line, or as annotations of a
    /// GitHub workflow.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Style,
    /// Fails on these too.
    #[arg(long, value_name = "LEVEL")]
    deny: Option<Level>,
    /// Shows no more findings than this; 0 for all of them.
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    /// Does not look at the age of versions, so that the findings do not depend on the day.
    #[arg(long)]
    no_clock: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Style {
    Human,
    Json,
    Github,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Level {
    Warnings,
}

impl Findings {
    /// Loads a schema folder.
    pub(crate) fn load(&self, folder: &Path) -> io::Result<Loaded> {
        Ok(self.check(Sources::read(folder)?))
    }

    /// Loads a schema that was read.
    pub(crate) fn check(&self, sources: Sources) -> Loaded {
        let today = Timestamp::now().to_zoned_datetime(TimeZone::UTC).date();
        let month = Month {
            year: today.year().unsigned_abs(),
            month: today.month().unsigned_abs(),
        };
        sources.load((!self.no_clock).then_some(month))
    }

    /// Writes a report about a schema folder, and how to learn more.
    pub(crate) fn show(
        &self,
        report: &Report,
        folder: &Path,
        mut out: impl Write + IsTerminal,
    ) -> io::Result<()> {
        let view = View {
            format: match self.format {
                Style::Human => Format::Human {
                    colour: out.is_terminal(),
                },
                Style::Json => Format::Json,
                Style::Github => Format::Github,
            },
            folder: shown(folder),
            limit: (self.limit > 0).then_some(self.limit),
        };
        write!(out, "{}", report.show(&view))?;
        match report.diagnostics().first() {
            Some(first) if self.format == Style::Human => {
                let (counts, code) = (report.counts(), first.code);
                writeln!(out, "\n{counts}; `cargo xtask explain {code}` says more")
            }
            _ => Ok(()),
        }
    }

    /// Whether a command fails that found this.
    pub(crate) fn fail(&self, report: &Report) -> bool {
        report.has_errors() || (self.deny.is_some() && !report.is_empty())
    }
}

/// Shows all findings about files that are no schema of their own to stderr.
pub(crate) fn print(report: &Report) {
    eprint!("{}", report.render(io::stderr().is_terminal()));
}

/// A folder as people and workflows know it: from the root of this repository.
fn shown(folder: &Path) -> String {
    let folder = folder.strip_prefix(root()).unwrap_or(folder);
    folder.to_string_lossy().replace('\\', "/")
}

/// `3 records`, `1 record`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    match number {
        1 => format!("1 {noun}"),
        _ => format!("{number} {noun}s"),
    }
}
