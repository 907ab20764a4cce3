//! A small client in the exact shape in which the generator prints one, written by hand.
//!
//! The runtime is tested through it, so that what is tested is what users get.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test file uses a part of it"
)]

pub mod archive;
pub mod books;
pub mod loan_types;
pub mod loans;
pub mod maps;
pub mod reprints;
pub mod server;
pub mod types;
pub mod urns;

pub use archive::*;
pub use books::*;
pub use loan_types::*;
pub use loans::*;
pub use maps::*;
pub use reprints::*;
pub use types::*;
pub use urns::*;

/// Prints all that is traced or logged, by whatever crate, if `TRACE_ALL` is set: `tests/leaks` searches it for
/// secrets.
pub fn trace_all() {
    if std::env::var_os("TRACE_ALL").is_some() {
        let all = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE);
        let _ = all.with_writer(std::io::stdout).try_init();
    }
}

/// Client of a library's API.
#[derive(Clone, Debug)]
pub struct Client(restli::Client);

impl Client {
    /// A client with a token.
    pub fn new(token: impl Into<restli::Token>) -> restli::Result<Self> {
        Self::builder().token(token).build()
    }

    /// A client with settings of its own.
    pub fn builder() -> restli::ClientBuilder<Self> {
        restli::ClientBuilder::new(&API)
    }

    /// The untyped client below, for calls that the schema does not know.
    pub fn restli(&self) -> &restli::Client {
        &self.0
    }

    pub fn books(&self) -> Books<'_> {
        Books { client: &self.0 }
    }

    pub fn loans(&self) -> Loans<'_> {
        Loans { client: &self.0 }
    }

    pub fn maps(&self) -> Maps<'_> {
        Maps { client: &self.0 }
    }

    pub fn archive(&self) -> Archive<'_> {
        Archive { client: &self.0 }
    }

    pub fn reprints(&self) -> Reprints<'_> {
        Reprints { client: &self.0 }
    }
}

impl From<restli::Client> for Client {
    fn from(client: restli::Client) -> Self {
        Self(client)
    }
}

const API: restli::ApiSpec = restli::ApiSpec {
    name: "library",
    base_url: "https://api.example.org",
    version_header: Some("Library-Version"),
    version: Some("202510"),
    id_headers: &["x-restli-id", "x-library-id"],
    errors: &[],
    oauth: None,
};
