//! `cargo xtask import`: Rest.li's IDL in, a schema folder out.

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use restli_idl::{Options, output};

use crate::schema::{self, count};
use crate::{WRONG_USAGE, folder};

/// Turns Rest.li's own IDL into a schema.
///
/// Reads `.restspec.json`, `.snapshot.json`, `.pdsc` and `.pdl`; what has no counterpart in the
/// schema language is told with its place.
#[derive(Args)]
pub(crate) struct Import {
    /// IDL files, or folders of them.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The schema folder to write.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Name of the API.
    #[arg(long, value_name = "NAME")]
    api: Option<String>,
    /// Where the API is served.
    #[arg(long, value_name = "URL")]
    host: Option<String>,
    /// Overwrites what stands in the way, whoever wrote it.
    #[arg(long)]
    force: bool,
}

impl Import {
    pub(crate) fn run(&self) -> Result<ExitCode, Box<dyn Error>> {
        let files = match restli_idl::read_files(&self.paths) {
            Ok(files) => files,
            Err(error) => return Ok(refuse(&error)),
        };
        let usual = Options::default();
        let options = Options {
            api: self.api.clone().unwrap_or(usual.api),
            host: self.host.clone().unwrap_or(usual.host),
        };
        let import = restli_idl::import(files, &options);
        schema::print(&import.report);
        let out = folder(Some(&self.out), "");
        let done = match output::write(&import.files, &out, self.force) {
            Ok(done) => done,
            Err(error) => return Ok(refuse(&error)),
        };
        println!(
            "{}: {} written, {} unchanged, {} removed",
            count(import.files.len(), "file"),
            done.written.len(),
            done.unchanged.len(),
            done.removed.len(),
        );
        println!("{}", import.counts);
        let counts = import.report.counts();
        println!(
            "{}, {}",
            count(counts.errors, "error"),
            count(counts.warnings, "warning")
        );
        Ok(if import.report.has_errors() {
            eprintln!("imported without what the errors are about");
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        })
    }
}

fn refuse(error: &dyn Error) -> ExitCode {
    eprintln!("error: {error}");
    ExitCode::from(WRONG_USAGE)
}
