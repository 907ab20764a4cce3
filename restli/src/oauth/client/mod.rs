//! The application's side of OAuth 2.0: from asking a member, to a token, to the next one.
//!
//! `application` says who asks, and `post` asks. `authorization` sends a member away, `redirected` and `listening`
//! meet the browser that comes back, and `exchange` makes a `grant` of it. A `session` hands out its tokens, with
//! a `keeper` that fetches the next one, and a `storage` for the time after the program.

mod answer;
mod application;
mod authorization;
mod client_credentials;
mod endpoint;
mod exchange;
mod failure;
mod file_storage;
mod form;
mod grant;
mod introspection;
mod keeper;
mod listening;
mod post;
mod random;
mod redirected;
mod scopes;
mod session;
mod storage;
mod stored;
mod warning;

pub use self::application::Application;
pub use self::authorization::Authorization;
pub use self::client_credentials::ClientCredentials;
pub use self::file_storage::FileStorage;
pub use self::grant::Grant;
pub use self::introspection::{Introspection, TokenKind};
pub use self::listening::Listening;
pub use self::session::Session;
pub use self::storage::GrantStorage;

use super::OAuthSpec;
