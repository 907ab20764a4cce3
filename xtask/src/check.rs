//! `cargo xtask check`: diagnostics and nothing else.

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::folder;
use crate::schema::{self, count};

/// Reports what is wrong with the schema.
#[derive(Args)]
pub(crate) struct Check {
    /// The schema to check.
    #[arg(long, value_name = "DIR")]
    schema: Option<PathBuf>,
}

impl Check {
    pub(crate) fn run(&self) -> Result<ExitCode, Box<dyn Error>> {
        let loaded = schema::load(&folder(self.schema.as_ref(), "schema"))?;
        schema::print(&loaded.report);
        let counts = loaded.report.counts();
        println!(
            "{}, {}",
            count(counts.errors, "error"),
            count(counts.warnings, "warning")
        );
        Ok(if loaded.report.has_errors() {
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        })
    }
}
