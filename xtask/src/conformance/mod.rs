//! `cargo xtask conformance`: a generated client against a suite in the format of Rest.li's own.
//!
//! The suite's IDL is imported, its exchanges and documents become samples, a crate is generated
//! from both, and the tests that every generated crate has are the tests of the suite. Then a sandbox of the
//! imported schema gets the same requests.

mod cargo;
mod served;
mod sources;
mod tally;
mod unknown;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use restli_codegen::output;
use restli_idl::suite::{Sample, Source, Suite};
use restli_idl::{Import, Options};
use restli_model::model::{Model, RestMethod};

use crate::conformance::tally::Tally;
use crate::schema::{self, count};
use crate::{WRONG_USAGE, generate};

/// Name of the generated crate.
const CRATE: &str = "conformance";

/// Tests a generated client by a suite in the format of Rest.li's own.
#[derive(Args)]
pub(crate) struct Conformance {
    /// The folder with the suite's `manifest.json`.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Which IDL the client is made of; with both, restspecs are, and snapshots must say the same.
    #[arg(long, value_enum, default_value_t = ImportFrom::Both)]
    import_from: ImportFrom,
    /// Only writes the generated crate and its samples, and says where.
    #[arg(long)]
    no_run: bool,
}

/// Which IDL is imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ImportFrom {
    /// Restspecs and schema files.
    Restspecs,
    /// Snapshots, and schema files for the documents.
    Snapshots,
    /// Both, compared.
    Both,
}

impl Conformance {
    pub(crate) fn run(&self) -> Result<ExitCode, Box<dyn Error>> {
        if !self.folder.is_dir() {
            eprintln!("error: {}: no such folder", self.folder.display());
            return Ok(ExitCode::from(WRONG_USAGE));
        }
        let suite = match Suite::read(&self.folder) {
            Ok(suite) => suite,
            Err(report) => {
                schema::print(&report);
                return Ok(nothing_tested(report.counts().errors));
            }
        };
        let source = match self.import_from {
            ImportFrom::Restspecs | ImportFrom::Both => Source::Restspecs,
            ImportFrom::Snapshots => Source::Snapshots,
        };
        let Some(import) = sources::import(&suite, source)? else {
            return Ok(nothing_tested(1));
        };
        let mut tally = Tally::new(&suite);
        if self.import_from == ImportFrom::Both {
            tally.expect(sources::compare(&suite, &import)?);
        }
        let (mut samples, report) = suite.samples(&import);
        schema::print(&report);
        tally.expect(!report.has_errors());

        let folder = cargo::target_dir()
            .join("conformance")
            .join(name(&self.folder));
        let schema = folder.join("schema");
        write_schema(&schema, &import, &samples)?;
        let mut loaded = schema::load(&schema, None)?;
        if let Some(model) = &loaded.model
            && unknown::tolerate(model, &import.idl, &mut samples)
        {
            write_schema(&schema, &import, &samples)?;
            loaded = schema::load(&schema, None)?;
        }
        schema::print(&loaded.report);
        let Some(model) = &loaded.model else {
            return Ok(nothing_tested(loaded.report.counts().errors));
        };
        let unsupported = restli_codegen::unsupported(model);
        for unsupported in &unsupported {
            eprintln!("error: {unsupported}");
        }
        if !unsupported.is_empty() {
            return Ok(nothing_tested(unsupported.len()));
        }
        let misrouted = misrouted(model, &samples);
        let client = folder.join("client");
        let options = generate::standing_alone(CRATE, &schema, &client)?;
        output::write(&restli_codegen::emit(model, &options), &client)?;
        cargo::write_workspace(&folder)?;
        if self.no_run {
            println!("{}", client.display());
            return Ok(match tally.is_sound() && misrouted.is_empty() {
                true => ExitCode::SUCCESS,
                false => ExitCode::FAILURE,
            });
        }
        let run = cargo::test(&folder)?;
        tally.take(&samples, &run, &misrouted);
        let served = served::send_all(&schema, model)?;
        tally.expect(served.is_sound());
        println!("{served}");
        print!("{tally}");
        Ok(tally.exit_code())
    }
}

fn nothing_tested(errors: usize) -> ExitCode {
    eprintln!("nothing tested: {}", count(errors, "error"));
    ExitCode::FAILURE
}

/// The name of the suite's folder with `_` for what may not stand in every file name. Suites whose folders
/// have one name share what is built of them.
fn name(folder: &Path) -> String {
    let full = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let name = full
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    name.unwrap_or_default().chars().map(plain).collect()
}

/// Writes the imported schema with the samples, and nothing else.
fn write_schema(folder: &Path, import: &Import, samples: &[Sample]) -> std::io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    restli_idl::output::write(&import.files, folder, false)?;
    for sample in samples {
        let path = folder.join(&sample.path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, &sample.text)?;
    }
    Ok(())
}

/// The samples whose request is another method's than the suite says.
fn misrouted(model: &Model, samples: &[Sample]) -> Vec<String> {
    let mut misrouted = Vec::new();
    for sample in samples {
        let Some(expected) = &sample.method else {
            continue;
        };
        let read = model.samples.iter().find(|read| read.id == sample.id);
        let Some(call) = read.and_then(|read| read.call.as_ref()) else {
            continue;
        };
        let method = &model[call.method.resource].methods[call.method.method];
        let found = match method.rest {
            RestMethod::Finder => format!("finder:{}", method.name),
            RestMethod::BatchFinder => format!("batch_finder:{}", method.name),
            RestMethod::Action => format!("action:{}", method.name),
            _ => method.name.clone(),
        };
        if found != expected.replace("batchFinder:", "batch_finder:") {
            eprintln!(
                "error: `{}` is read as `{found}`, and the manifest says `{expected}`",
                sample.id
            );
            misrouted.push(sample.id.clone());
        }
    }
    misrouted
}

/// The settings of every import of a suite.
fn options() -> Options {
    Options {
        api: CRATE.to_owned(),
        ..Options::default()
    }
}
