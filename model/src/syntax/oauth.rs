//! Where tokens come from, as written: `oauth:` of `api.yaml`.

use crate::syntax::describe::Naming;
use crate::syntax::map_reader::MapReader;
use crate::syntax::reader::Keyed;
use crate::syntax::tree::Spanned;

/// An OAuth 2.0 server.
#[derive(Debug)]
pub(crate) struct OAuthSyntax {
    pub(crate) endpoints: Option<EndpointsSyntax>,
    pub(crate) exclusive_scopes: Vec<Vec<Spanned<String>>>,
}

/// Its addresses.
#[derive(Debug)]
pub(crate) struct EndpointsSyntax {
    pub(crate) authorization: Option<Spanned<String>>,
    pub(crate) native_authorization: Option<Spanned<String>>,
    pub(crate) token: Option<Spanned<String>>,
    pub(crate) introspection: Option<Spanned<String>>,
    pub(crate) revocation: Option<Spanned<String>>,
}

impl Keyed for OAuthSyntax {
    const WHAT: &'static str = "`oauth`";

    fn keys(map: &mut MapReader<'_>) -> Self {
        Self {
            endpoints: map.required("endpoints", "The server's addresses."),
            exclusive_scopes: map
                .naming(Naming::Scope)
                .optional(
                    "exclusive_scopes",
                    "Sets of permissions of which a token can have one at most.",
                )
                .unwrap_or_default(),
        }
    }
}

impl Keyed for EndpointsSyntax {
    const WHAT: &'static str = "`endpoints`";

    fn keys(map: &mut MapReader<'_>) -> Self {
        Self {
            authorization: map.optional(
                "authorization",
                "Where members grant permissions in their browser.",
            ),
            native_authorization: map.optional(
                "native_authorization",
                "The same for applications without a secret on the member's own machine, where that is \
                 another URL.",
            ),
            token: map.required(
                "token",
                "Where tokens are handed out: `https://www.example.org/oauth/token`.",
            ),
            introspection: map.optional(
                "introspection",
                "Where it is told what a token is good for.",
            ),
            revocation: map.optional("revocation", "Where tokens are given back."),
        }
    }
}
