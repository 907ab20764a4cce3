//! Tokens of the application itself: there is nobody to sign in and nothing to refresh with, so a new one is
//! asked for.

use std::fmt;
use std::time::Duration;

use super::keeper::{Keeper, Supply};
use super::{Application, Grant, scopes};
use crate::auth::{Token, TokenFuture, TokenSource};
use crate::error::Result;

/// A source of tokens of the application itself (RFC 6749, section 4.4). Clones share the token.
///
/// A token is asked for when it is needed first, before it expires, and when a service refuses it; once for all
/// calls that need it, as a [`Session`](super::Session) does.
#[derive(Clone)]
pub struct ClientCredentials {
    keeper: Keeper<Ask>,
}

struct Ask {
    application: Application,
    scopes: Vec<String>,
}

impl ClientCredentials {
    /// Tokens with all scopes that the application has.
    pub fn new(application: Application) -> Self {
        Self::with(application, Vec::new())
    }

    /// Tokens with these scopes only.
    ///
    /// # Errors
    /// When scopes do not go together.
    pub fn with_scopes<S: AsRef<str>>(
        application: Application,
        scopes: impl IntoIterator<Item = S>,
    ) -> Result<Self> {
        let scopes = scopes::check(application.spec(), scopes)?;
        Ok(Self::with(application, scopes))
    }

    fn with(application: Application, scopes: Vec<String>) -> Self {
        let ask = Ask {
            application,
            scopes,
        };
        Self {
            keeper: Keeper::new(ask, None),
        }
    }

    /// The grant as it is now; nothing before the first call.
    pub fn grant(&self) -> Option<Grant> {
        self.keeper.held()
    }
}

impl TokenSource for ClientCredentials {
    fn token(&self) -> TokenFuture<'_, Token> {
        Box::pin(self.keeper.token())
    }

    fn renew<'a>(&'a self, refused: &'a Token) -> TokenFuture<'a, Option<Token>> {
        Box::pin(self.keeper.renew(refused))
    }
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("ClientCredentials")
            .field("application", &self.keeper.supply().application)
            .field("scopes", &self.keeper.supply().scopes)
            .field("grant", &self.keeper.held())
            .finish_non_exhaustive()
    }
}

impl Supply for Ask {
    async fn next(&self, _: Option<Grant>) -> Result<Grant> {
        self.application.own_grant(&self.scopes).await
    }

    /// Another one is to be had at any time.
    async fn keep(&self, _: &Grant) {}

    fn patience(&self) -> Duration {
        self.application.time() + Duration::from_secs(1)
    }
}
