//! Access tokens.
//!
//! A type of its own that never prints its content, so that neither a debug line nor an error can leak it.

use std::fmt;
use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};

/// An access token, and what is known of it. It is sent and never shown. Clones share it.
#[derive(Clone)]
pub struct Token(Arc<Inner>);

#[derive(Clone)]
struct Inner {
    text: SecretString,
    scopes: Option<Vec<String>>,
}

impl Token {
    /// A token from its text.
    pub fn new(text: impl Into<String>) -> Self {
        let text = SecretString::from(text.into());
        Self(Arc::new(Inner { text, scopes: None }))
    }

    /// Says what the token is allowed to do, so that an error can say what is missing. It is not checked before
    /// calls: the service alone knows.
    pub fn with_scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        let scopes = scopes.into_iter().map(S::into).collect();
        Arc::make_mut(&mut self.0).scopes = Some(scopes);
        self
    }

    /// What the token is allowed to do, if that is known.
    pub fn scopes(&self) -> Option<&[String]> {
        self.0.scopes.as_deref()
    }

    pub(crate) fn expose(&self) -> &str {
        self.0.text.expose_secret()
    }

    /// Whether both are the same text.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.expose() == other.expose()
    }

    /// A text with the token blacked out; servers sometimes repeat it in their errors.
    pub(crate) fn redact(&self, text: &str) -> String {
        match self.expose() {
            "" => text.to_owned(),
            secret => text.replace(secret, "[token]"),
        }
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Token([hidden])")
    }
}

impl From<String> for Token {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<&str> for Token {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<&String> for Token {
    fn from(text: &String) -> Self {
        Self::new(text.as_str())
    }
}
