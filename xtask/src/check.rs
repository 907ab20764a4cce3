//! `cargo xtask check`: diagnostics and nothing else.

use std::error::Error;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::folder;
use crate::schema::Findings;

/// Reports what is wrong with the schema.
#[derive(Args)]
pub(crate) struct Check {
    /// The schema to check.
    #[arg(long, value_name = "DIR")]
    schema: Option<PathBuf>,
    #[command(flatten)]
    findings: Findings,
}

impl Check {
    pub(crate) fn run(&self) -> Result<ExitCode, Box<dyn Error>> {
        let folder = folder(self.schema.as_ref(), "schema");
        let report = self.findings.load(&folder)?.report;
        self.findings.show(&report, &folder, io::stdout())?;
        if report.is_empty() {
            println!("nothing wrong");
        }
        Ok(match self.findings.fail(&report) {
            true => ExitCode::FAILURE,
            false => ExitCode::SUCCESS,
        })
    }
}
