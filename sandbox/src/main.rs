//! `restli-sandbox --schema DIR`: serves a schema until it is interrupted.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use restli_sandbox::Sandbox;

/// Serves a schema on this machine and prints the URL and a token.
#[derive(Parser)]
#[command(name = "restli-sandbox", version, about)]
struct Arguments {
    /// The folder of the schema.
    #[arg(long, value_name = "DIR")]
    schema: PathBuf,
    /// Port to listen on; any free one unless given.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Data to start with, instead of the schema's own `sandbox/` folder.
    #[arg(long, value_name = "FILE")]
    seed: Option<PathBuf>,
    /// The month that it is, such as 202609: later versions are unknown, old ones sunset. Unless given,
    /// it is the month of the schema.
    #[arg(long, value_name = "YYYYMM")]
    month: Option<String>,
    /// Rules of what goes wrong; may be given several times.
    #[arg(long, value_name = "FILE")]
    scenario: Vec<PathBuf>,
    /// How many connections there are at once; further ones wait.
    #[arg(long, value_name = "N", default_value_t = 1024)]
    max_connections: usize,
    /// The token to accept; a random one unless given.
    #[arg(long, value_name = "TEXT")]
    token: Option<String>,
    /// The scopes of that token, separated by commas; it may do everything unless given.
    #[arg(long, value_name = "SCOPES", value_delimiter = ',')]
    scopes: Option<Vec<String>>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut builder = Sandbox::builder(arguments.schema)
        .port(arguments.port)
        .max_connections(arguments.max_connections);
    if let Some(seed) = arguments.seed {
        builder = builder.seed(seed);
    }
    if let Some(month) = arguments.month {
        builder = builder.month(month);
    }
    for scenario in arguments.scenario {
        builder = builder.scenario(scenario);
    }
    if let Some(token) = arguments.token {
        builder = builder.token(token);
    }
    if let Some(scopes) = arguments.scopes {
        builder = builder.scopes(scopes);
    }
    let runtime = match tokio::runtime::Builder::new_current_thread().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&error),
    };
    match runtime.block_on(builder.start()) {
        Ok(sandbox) => {
            println!("{}", sandbox.url());
            println!("token: {}", sandbox.token());
            sandbox.wait();
            ExitCode::SUCCESS
        }
        Err(error) => failed(&error),
    }
}

fn failed(error: &dyn std::error::Error) -> ExitCode {
    eprintln!("error: {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        eprintln!("  because: {error}");
        cause = error.source();
    }
    ExitCode::FAILURE
}
