//! OAuth 2.0: how applications get the tokens that calls carry.
//!
//! The services' own habits (texts where numbers belong, scopes with commas, no token type) are taken as they
//! are, and their addresses are data of the schema.
//!
//! An [`Application`](Application) is where everything begins: it sends members to grant something
//! ([`authorize`](Application::authorize)), and asks for tokens. What it is answered is a
//! [`Grant`](Grant), and a [`Session`](oauth::Session) of one gives a client its tokens for as long as
//! they can be refreshed.
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

pub use spec::OAuthSpec;

#[cfg(feature = "oauth")]
mod answer;
#[cfg(feature = "oauth")]
mod application;
#[cfg(feature = "oauth")]
mod authorization;
#[cfg(feature = "oauth")]
mod client_credentials;
#[cfg(feature = "oauth")]
mod endpoint;
#[cfg(feature = "oauth")]
mod exchange;
#[cfg(feature = "oauth")]
mod failure;
#[cfg(feature = "oauth")]
mod file_storage;
#[cfg(feature = "oauth")]
mod form;
#[cfg(feature = "oauth")]
mod grant;
#[cfg(feature = "oauth")]
mod introspection;
#[cfg(feature = "oauth")]
mod keeper;
#[cfg(feature = "oauth")]
mod listening;
#[cfg(feature = "oauth")]
mod post;
#[cfg(feature = "oauth")]
mod random;
#[cfg(feature = "oauth")]
mod redirected;
#[cfg(feature = "oauth")]
mod scopes;
#[cfg(feature = "oauth")]
mod session;
#[cfg(feature = "oauth")]
mod storage;
#[cfg(feature = "oauth")]
mod stored;
#[cfg(feature = "oauth")]
mod warning;

#[cfg(feature = "oauth")]
pub use self::{
    application::Application,
    authorization::Authorization,
    client_credentials::ClientCredentials,
    file_storage::FileStorage,
    grant::Grant,
    introspection::{Introspection, TokenKind},
    listening::Listening,
    session::Session,
    storage::GrantStorage,
};
/// Texts that never print themselves.
#[cfg(feature = "oauth")]
pub use secrecy::{ExposeSecret, SecretString};
