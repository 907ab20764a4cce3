//! `cargo xtask sandbox`: the offline server.
//!
//! It is another crate's program, started through cargo, so that `gen` never compiles an HTTP stack.

use std::error::Error;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use clap::Args;

use crate::folder;

/// Starts the offline server and prints its URL and a token.
#[derive(Args)]
pub(crate) struct Sandbox {
    /// Port to listen on; any free one unless given.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// The schema to serve.
    #[arg(long, value_name = "DIR")]
    schema: Option<PathBuf>,
    /// Data to start with, instead of the schema's own `sandbox/` folder.
    #[arg(long, value_name = "FILE")]
    seed: Option<PathBuf>,
    /// The month that it is, such as 202609, for the age of versions; that of the schema
    /// unless given.
    #[arg(long, value_name = "YYYYMM")]
    month: Option<String>,
    /// Rules of what goes wrong; may be given several times.
    #[arg(long, value_name = "FILE")]
    scenario: Vec<PathBuf>,
    /// The token to accept; a random one unless given.
    #[arg(long, value_name = "TEXT")]
    token: Option<String>,
    /// The scopes of that token, separated by commas; it may do everything unless given.
    #[arg(long, value_name = "SCOPES")]
    scopes: Option<String>,
}

impl Sandbox {
    pub(crate) fn run(&self) -> Result<ExitCode, Box<dyn Error>> {
        let mut command = Command::new(env!("CARGO"));
        command
            .args([
                "run",
                "--quiet",
                "--package",
                "restli-sandbox",
                "--bin",
                "restli-sandbox",
                "--",
            ])
            .arg("--schema")
            .arg(folder(self.schema.as_ref(), "schema"))
            .args(["--port", &self.port.to_string()]);
        if let Some(seed) = &self.seed {
            command.arg("--seed").arg(seed);
        }
        if let Some(month) = &self.month {
            command.args(["--month", month]);
        }
        for scenario in &self.scenario {
            command.arg("--scenario").arg(scenario);
        }
        // In one piece, so that a value may begin with a dash.
        command.args(self.token.iter().map(|token| format!("--token={token}")));
        command.args(
            self.scopes
                .iter()
                .map(|scopes| format!("--scopes={scopes}")),
        );
        let status = command.status()?;
        Ok(if status.success() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }
}
