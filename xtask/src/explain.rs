//! `cargo xtask explain`: what the code of a diagnostic stands for.

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::Args;
use restli_model::diagnostics::{Code, UnknownCode};

/// Says why a diagnostic exists, and shows what breaks its rule and what keeps it.
#[derive(Args)]
pub(crate) struct Explain {
    /// The code as it is printed, such as `E0121`; `121` will do.
    #[arg(required_unless_present = "list", value_parser = code)]
    code: Option<Code>,
    /// Lists all codes with their titles.
    #[arg(long, conflicts_with = "code")]
    list: bool,
}

impl Explain {
    pub(crate) fn run(&self) -> Result<ExitCode, Box<dyn Error>> {
        let mut out = io::stdout().lock();
        match self.code {
            Some(code) => write!(out, "{code}: {}\n\n{}", code.title(), code.explanation())?,
            None => {
                for code in Code::ALL {
                    writeln!(out, "{code}  {}", code.title())?;
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn code(written: &str) -> Result<Code, String> {
    written.parse().map_err(|unknown: UnknownCode| {
        format!("{unknown}\n\n`cargo xtask explain --list` lists all codes")
    })
}
