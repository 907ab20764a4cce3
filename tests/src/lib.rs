//! Where the examples and the end-to-end tests get their client from.
//!
//! They run offline by default: the sandbox interprets the same schema that the client is generated
//! from. With `LINKEDIN_TOKEN` set, an example talks to LinkedIn instead.

pub mod conformance;

use restli_sandbox::Sandbox;

/// The schema of the generated client.
pub const SCHEMA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../schema");

/// A client, and the sandbox it talks to if there is one; the sandbox ends when it is dropped.
pub struct Session {
    /// The client.
    pub linkedin: linkedin::Client,
    /// The sandbox, unless `LINKEDIN_TOKEN` is set.
    pub sandbox: Option<Sandbox>,
}

/// Connects to LinkedIn with the token in `LINKEDIN_TOKEN`, or without one to a new sandbox.
///
/// # Errors
/// When the sandbox cannot start, or the token cannot stand in a header.
pub async fn connect() -> Result<Session, Box<dyn std::error::Error>> {
    match std::env::var("LINKEDIN_TOKEN") {
        Ok(token) => Ok(Session {
            linkedin: linkedin::Client::new(token)?,
            sandbox: None,
        }),
        Err(_) => sandbox().await,
    }
}

/// Starts a sandbox of its own and connects to it.
///
/// # Errors
/// When the sandbox cannot start.
pub async fn sandbox() -> Result<Session, Box<dyn std::error::Error>> {
    let sandbox = Sandbox::start(SCHEMA).await?;
    let linkedin = linkedin::Client::builder()
        .base_url(sandbox.url())
        .token(sandbox.token())
        .build()?;
    Ok(Session {
        linkedin,
        sandbox: Some(sandbox),
    })
}

/// The README's example, which is a test.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
