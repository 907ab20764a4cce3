//! Where calls get their access tokens from.
//!
//! A client does not care whether its token was pasted in, is refreshed every hour or belongs to a whole
//! fleet: it asks a [`TokenSource`] before each attempt, and tells it when the service refuses what it got.

mod token;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

pub use token::Token;

use crate::error::Result;

/// What a [`TokenSource`] is waited for.
pub type TokenFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// Where a client gets its access tokens from.
///
/// It is asked before each attempt of each call, so it should hold what it has got until that expires. A source
/// is shared by all clones of a client, and many calls may ask it at once.
///
/// ```
/// use restli::{Token, TokenFuture, TokenSource};
///
/// /// Reads the token that another process keeps fresh.
/// struct Mounted(std::path::PathBuf);
///
/// impl TokenSource for Mounted {
///     fn token(&self) -> TokenFuture<'_, Token> {
///         Box::pin(async {
///             let text = std::fs::read_to_string(&self.0)
///                 .map_err(|error| restli::Error::auth(format!("no token: {error}")))?;
///             Ok(Token::new(text.trim()))
///         })
///     }
/// }
/// ```
pub trait TokenSource: Send + Sync + 'static {
    /// The token of an attempt that is made now. An error is that of the call.
    fn token(&self) -> TokenFuture<'_, Token>;

    /// Another token, since the service has answered 401 to this one; nothing if there is none, which is the
    /// default. The call is then made once more, and not again should that be refused too.
    ///
    /// Many calls may be refused at once: what another of them has got since is as good as a new one.
    fn renew<'a>(&'a self, refused: &'a Token) -> TokenFuture<'a, Option<Token>> {
        let _ = refused;
        Box::pin(std::future::ready(Ok(None)))
    }
}

/// A token that stays as it is.
impl TokenSource for Token {
    fn token(&self) -> TokenFuture<'_, Token> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }
}

impl<S: TokenSource + ?Sized> TokenSource for Arc<S> {
    fn token(&self) -> TokenFuture<'_, Token> {
        (**self).token()
    }

    fn renew<'a>(&'a self, refused: &'a Token) -> TokenFuture<'a, Option<Token>> {
        (**self).renew(refused)
    }
}
