//! Where an API's tokens come from.

use super::ScopeId;

/// An OAuth 2.0 server; all its URLs are absolute and begin with `https://`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OAuth {
    /// Where members grant permissions in their browser.
    pub authorization: Option<String>,
    /// The same for applications without a secret on the member's own machine, where that is another URL.
    pub native_authorization: Option<String>,
    /// Where tokens are handed out.
    pub token: String,
    /// Where it is told what a token is good for.
    pub introspection: Option<String>,
    /// Where tokens are given back.
    pub revocation: Option<String>,
    /// Sets of permissions of which a token can have one at most; each holds two or more.
    pub exclusive_scopes: Vec<Vec<ScopeId>>,
}
