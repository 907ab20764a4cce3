//! Access tokens.
//!
//! A type of its own that never prints its content, so that neither a debug line nor an error can leak it.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

/// An access token. It is sent and never shown.
#[derive(Clone)]
pub struct Token(SecretString);

impl Token {
    /// A token from its text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(SecretString::from(text.into()))
    }

    pub(crate) fn expose(&self) -> &str {
        self.0.expose_secret()
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
