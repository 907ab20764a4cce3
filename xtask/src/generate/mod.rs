//! `cargo xtask gen`: schema in, client crate out.
//!
//! Writes only what changed and says what it did, or with `--check` what it would have done.

mod readme;
mod report;
mod table;
mod watch;

use std::error::Error;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Args;
use restli_codegen::output::{self, Summary};
use restli_codegen::{Dependencies, FileSet, Options};
use restli_model::model::Model;
use restli_model::statistics::Statistics;

use self::readme::Readme;
use crate::folder;
use crate::schema::{Findings, Sources, count};

/// Generates the client crate from the schema; writes only what changed.
#[derive(Args)]
pub(crate) struct Gen {
    /// Writes nothing; prints a diff of what is stale, and exits with 1 if there is any.
    #[arg(long)]
    check: bool,
    /// Generates again on every change of the schema, until it is interrupted.
    #[arg(long, conflicts_with = "check")]
    watch: bool,
    /// Prints how much was generated, group by group, and what has no sample or documentation.
    #[arg(long)]
    report: bool,
    /// The schema to read.
    #[arg(long, value_name = "DIR", requires = "out")]
    schema: Option<PathBuf>,
    /// The crate to write.
    #[arg(long, value_name = "DIR", requires = "crate_name")]
    out: Option<PathBuf>,
    /// Name of the crate.
    #[arg(long, value_name = "NAME", requires = "out")]
    crate_name: Option<String>,
    #[command(flatten)]
    findings: Findings,
}

impl Gen {
    pub(crate) fn run(&self) -> Result<ExitCode, Box<dyn Error>> {
        match self.watch {
            true => self.watch(),
            false => self.once(Sources::read(&self.schema())?),
        }
    }

    fn schema(&self) -> PathBuf {
        folder(self.schema.as_ref(), "schema")
    }

    /// Generates from these files and says what there is to say.
    fn once(&self, sources: Sources) -> Result<ExitCode, Box<dyn Error>> {
        let schema = self.schema();
        let out = folder(self.out.as_ref(), "generated-client");
        let loaded = self.findings.check(sources);
        self.findings.show(&loaded.report, &schema, io::stderr())?;
        let errors = loaded.report.counts().errors;
        let Some(model) = &loaded.model else {
            eprintln!("nothing generated: {}", count(errors, "error"));
            return Ok(ExitCode::FAILURE);
        };

        let unsupported = restli_codegen::unsupported(model);
        for unsupported in &unsupported {
            eprintln!("error: {unsupported}");
        }
        if !unsupported.is_empty() {
            eprintln!("nothing generated: {}", count(unsupported.len(), "error"));
            return Ok(ExitCode::FAILURE);
        }

        let start = Instant::now();
        let options = match &self.out {
            Some(out) => {
                let name = self.crate_name.as_deref().unwrap_or("linkedin");
                standing_alone(name, &schema, out)?
            }
            None => Options::new("linkedin"),
        };
        let files = restli_codegen::emit(model, &options);
        let emit = start.elapsed();
        let start = Instant::now();
        let editor = restli_model::editor_schema(&loaded.sources);
        let editor = FileSet::from_iter([("schema.json".to_owned(), editor)]);
        // Another API's client has a README of its own.
        let readme = match &self.out {
            Some(_) => None,
            None => Some(Readme::of(model)?),
        };
        let (mut summary, beside) = if self.check {
            let check = output::check(&files, &out)?;
            let beside = output::check_added(&editor, &schema)?;
            print!("{}{}", check.diff, beside.diff);
            (check.summary, beside.summary)
        } else {
            let beside = output::add(&editor, &schema)?;
            (output::write(&files, &out)?, beside)
        };
        summary.written.extend(beside.written);
        summary.unchanged.extend(beside.unchanged);
        if let Some(readme) = readme {
            readme.update(self.check, &mut summary)?;
        }
        let fresh = !self.check || summary.is_fresh();
        let times = Times {
            read: loaded.read,
            check: loaded.check,
            emit,
            output: start.elapsed(),
        };
        self.say(model, &files, &summary, &times);
        if errors > 0 {
            eprintln!(
                "generated, but {}: the tests of these samples will fail",
                count(errors, "misfit sample")
            );
        }
        Ok(if fresh && !self.findings.fail(&loaded.report) {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }

    fn say(&self, model: &Model, files: &FileSet, done: &Summary, times: &Times) {
        let written = if self.check { "stale" } else { "written" };
        println!(
            "{} files: {} {written}, {} unchanged, {} {}; {} lines",
            done.written.len() + done.unchanged.len(),
            done.written.len(),
            done.unchanged.len(),
            done.removed.len(),
            if self.check { "to remove" } else { "removed" },
            files.lines(),
        );
        let total = Statistics::of(model).total();
        println!(
            "{}, {}, {}, {}",
            count(total.resources, "resource"),
            count(total.methods, "method"),
            count(total.records, "record"),
            count(total.samples, "sample"),
        );
        println!(
            "{times} ({:.1} ms per method)",
            millis(times.total()) / total.methods.max(1) as f64
        );
        if done.is_fresh() {
            println!("unchanged");
        }
        if self.report {
            print!("\n{}", report::render(model, files));
        }
    }
}

/// Settings of a crate outside of this workspace, which finds the runtime by its path.
pub(crate) fn standing_alone(name: &str, schema: &Path, out: &Path) -> io::Result<Options> {
    let from = std::path::absolute(out)?;
    let mut options = Options::new(name);
    options.schema_dir = relative(&from, &schema.canonicalize()?);
    let runtime = relative(&from, &folder(None, "restli"));
    options.dependencies = Dependencies::Paths([("restli".to_owned(), runtime)].into());
    Ok(options)
}

/// How long each phase took.
struct Times {
    read: Duration,
    check: Duration,
    emit: Duration,
    output: Duration,
}

impl Times {
    fn total(&self) -> Duration {
        self.read + self.check + self.emit + self.output
    }
}

impl std::fmt::Display for Times {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{:.0} ms: read {:.0}, check {:.0}, emit {:.0}, output {:.0}",
            millis(self.total()),
            millis(self.read),
            millis(self.check),
            millis(self.emit),
            millis(self.output),
        )
    }
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// A path as seen from a folder; both absolute.
fn relative(from: &Path, to: &Path) -> String {
    let from: Vec<Component<'_>> = from.components().collect();
    let to: Vec<Component<'_>> = to.components().collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = from[shared..].iter().map(|_| "..".to_owned());
    let down = to[shared..]
        .iter()
        .map(|part| part.as_os_str().to_string_lossy().into_owned());
    let path: Vec<String> = up.chain(down).collect();
    if path.is_empty() {
        ".".to_owned()
    } else {
        path.join("/")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_seen_from_the_folder_it_is_used_in() {
        let cases = [
            ("/a/client", "/a/schema", "../schema"),
            ("/a/b/client", "/a/schema", "../../schema"),
            ("/a", "/a/schema", "schema"),
            ("/a", "/a", "."),
        ];
        for (from, to, expected) in cases {
            assert_eq!(relative(Path::new(from), Path::new(to)), expected);
        }
    }
}
