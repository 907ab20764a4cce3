//! OAuth 2.0: how applications get the tokens that calls carry.
//!
//! The services' own habits (texts where numbers belong, scopes with commas, no token type) are taken as they
//! are, and their addresses are data of the schema.
//!
//! An [`Application`] is where everything begins: it sends members to grant something
//! ([`authorize`](Application::authorize)), and asks for tokens. What it is answered is a [`Grant`], and a
//! [`Session`] of one gives a client its tokens for as long as they can be refreshed.
//!
//! ```no_run
//! # #[cfg(feature = "oauth")]
//! # async fn sign_in(spec: &'static restli::oauth::OAuthSpec) -> restli::Result<()> {
//! use restli::oauth::{Application, FileStorage, Session};
//!
//! let application = Application::new(spec, "my-client-id");
//! let storage = FileStorage::new("grant.json");
//! let session = match Session::load(application.clone(), storage.clone()).await? {
//!     Some(session) => session,
//!     None => {
//!         let listening = application.authorize(["profile"])?.listen().await?;
//!         println!("open {}", listening.url());
//!         let session = Session::new(application, listening.grant().await?).stored_in(storage);
//!         session.save().await?;
//!         session
//!     }
//! };
//! // …::Client::builder().token_source(session)
//! # Ok(())
//! # }
//! ```

mod spec;

#[cfg(feature = "oauth")]
mod client;

#[cfg(feature = "oauth")]
pub use client::{
    Application, Authorization, ClientCredentials, FileStorage, Grant, GrantStorage, Introspection,
    Listening, Session, TokenKind,
};
/// Texts that never print themselves.
#[cfg(feature = "oauth")]
pub use secrecy::{ExposeSecret, SecretString};
pub use spec::OAuthSpec;
