//! Where an API's OAuth 2.0 server is, as the schema tells it.
//!
//! It is data of the generated crate, so that nobody has to look up five addresses.

/// An OAuth 2.0 server. All URLs are absolute.
#[derive(Clone, Copy, Debug)]
pub struct OAuthSpec {
    /// Where members grant permissions in their browser.
    pub authorization: Option<&'static str>,
    /// The same for applications without a secret on the member's own machine (RFC 8252), where that is another
    /// URL.
    pub native_authorization: Option<&'static str>,
    /// Where tokens are handed out.
    pub token: &'static str,
    /// Where it is told what a token is good for (RFC 7662).
    pub introspection: Option<&'static str>,
    /// Where tokens are given back (RFC 7009).
    pub revocation: Option<&'static str>,
    /// Sets of scopes of which a token can have one at most.
    pub exclusive_scopes: &'static [&'static [&'static str]],
}
