//! The key `oauth` of the schema's `sandbox/` folder as it is written.

use std::collections::BTreeMap;

use secrecy::SecretString;
use serde::Deserialize;
use serde_json::{Map, Value as Json};

use super::words::Wording;
use crate::catalogue::Evidence;

/// All that is under `oauth`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct OAuthSeed {
    pub(super) endpoints: EndpointsSeed,
    pub(super) lifetimes: LifetimesSeed,
    pub(super) apps: Vec<AppSeed>,
    pub(super) members: Vec<MemberSeed>,
    /// Seconds until a scope counts that a member has added to those granted before.
    pub(super) scope_lag: u64,
    /// Whether granting other scopes than before ends the tokens from before.
    pub(super) new_scopes_revoke: bool,
    /// Scopes that cannot be asked for together.
    pub(super) exclusive_scopes: Vec<Vec<String>>,
    /// What stands between scopes in answers.
    pub(super) scope_separator: Option<String>,
    /// How long tokens are.
    pub(super) token_length: Option<usize>,
    /// Parameters of the API's query that clients mistakenly put their token into.
    pub(super) query_parameters: Option<Vec<String>>,
    /// Whether a challenge may be the verifier itself.
    pub(super) plain_challenge: bool,
    /// Whether the query of a redirect URI is ignored.
    pub(super) ignores_redirect_query: bool,
    /// Whether commas separate the scopes that are asked for as spaces do.
    pub(super) commas_separate_scopes: bool,
    pub(super) consent: ConsentSeed,
    pub(super) answers: AnswersSeed,
    /// The discovery document.
    pub(super) discovery: Option<Json>,
    pub(super) id_token: Option<IdTokenSeed>,
    pub(super) errors: BTreeMap<String, Wording>,
    /// How all this is known.
    pub(super) evidence: Option<Evidence>,
}

/// Where the doors are.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct EndpointsSeed {
    pub(super) authorization: Option<String>,
    /// For applications on a member's own machine.
    pub(super) native_authorization: Option<String>,
    pub(super) token: Option<String>,
    pub(super) introspection: Option<String>,
    pub(super) revocation: Option<String>,
    pub(super) discovery: Option<String>,
    pub(super) keys: Option<String>,
}

/// How long things last, in seconds.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct LifetimesSeed {
    pub(super) code: Option<u64>,
    pub(super) member: Option<u64>,
    pub(super) application: Option<u64>,
}

/// An application.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AppSeed {
    pub(super) client_id: String,
    pub(super) name: Option<String>,
    pub(super) secret: Option<SecretString>,
    #[serde(default)]
    pub(super) redirect_uris: Vec<String>,
    /// Its redirect URIs on a member's own machine, without ports.
    #[serde(default)]
    pub(super) native_redirect_uris: Vec<String>,
    #[serde(default)]
    pub(super) scopes: ScopesSeed,
    /// The scopes of its own tokens; without them it gets none.
    pub(super) application_scopes: Option<Vec<String>>,
    pub(super) refresh: Option<RefreshSeed>,
    /// Whether each code takes a verifier; without a secret it always does.
    #[serde(default)]
    pub(super) pkce: bool,
    #[serde(default)]
    pub(super) lifetimes: LifetimesSeed,
}

/// The scopes that an application may ask members for.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum ScopesSeed {
    /// These.
    List(Vec<String>),
    /// `all`.
    Word(String),
}

impl Default for ScopesSeed {
    fn default() -> Self {
        ScopesSeed::List(Vec::new())
    }
}

/// That an application is given refresh tokens.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RefreshSeed {
    /// Seconds from the first one on; a refresh does not extend it.
    pub(super) lifetime: u64,
    /// Whether each refresh answers another refresh token.
    #[serde(default)]
    pub(super) rotate: bool,
}

/// A member who may sign in.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MemberSeed {
    /// The member's URN.
    pub(super) subject: String,
    pub(super) name: String,
    /// What an id token says of the member.
    #[serde(default)]
    pub(super) claims: Map<String, Json>,
}

/// Who decides whether an application is let in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ConsentSeed {
    /// Whoever looks at the page.
    #[default]
    Ask,
    /// The first member always agrees.
    Allow,
    /// Everybody always refuses.
    Deny,
}

/// What is answered, as templates; those of the standard where they are left out.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct AnswersSeed {
    /// To whoever gets a member's token.
    pub(super) member: Option<Json>,
    /// To whoever gets a token of an application's own.
    pub(super) application: Option<Json>,
    /// About a member's token.
    pub(super) introspected_member: Option<Json>,
    /// About a token of an application's own.
    pub(super) introspected_application: Option<Json>,
}

/// That members' tokens come with an id token.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IdTokenSeed {
    /// The scope that asks for it.
    pub(super) scope: String,
    /// Who says so.
    pub(super) issuer: String,
    /// Seconds that it is to be believed.
    pub(super) lifetime: u64,
    /// The resource whose entity has the claims, and whose fields say which scope each takes.
    pub(super) claims: String,
    /// Whether the nonce of the request is told.
    #[serde(default)]
    pub(super) nonce: bool,
}
