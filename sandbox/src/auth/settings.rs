//! How the OAuth server behaves: where its doors are, who may come through them, what they get.
//!
//! All of it comes from the schema's folder, because services differ in every point of it.

use std::collections::BTreeSet;
use std::time::Duration;

use restli_model::model::{Model, ResourceId, ScopeId};
use secrecy::SecretString;
use serde_json::{Map, Value as Json, json};

pub(crate) use super::file::ConsentSeed as Consent;
use super::words::Words;
use crate::catalogue::Evidence;

/// The behaviour of the OAuth server; by default it has no doors and knows nobody.
#[derive(Debug)]
pub(crate) struct Settings {
    /// How all this is known of the service.
    pub(super) evidence: Option<Evidence>,
    pub(super) endpoints: Vec<(String, Door)>,
    pub(super) apps: Vec<App>,
    pub(super) members: Vec<Member>,
    pub(super) code_lifetime: Duration,
    /// Of members' tokens, unless their application says otherwise.
    pub(super) member_lifetime: Duration,
    pub(super) scope_lag: Duration,
    pub(super) new_scopes_revoke: bool,
    pub(super) exclusive_scopes: Vec<BTreeSet<ScopeId>>,
    pub(super) scope_separator: String,
    pub(super) token_length: usize,
    pub(super) query_parameters: Vec<String>,
    pub(super) plain_challenge: bool,
    pub(super) ignores_redirect_query: bool,
    pub(super) commas_separate_scopes: bool,
    pub(super) consent: Consent,
    pub(super) answers: Answers,
    pub(super) discovery: Json,
    pub(super) id_token: Option<IdToken>,
    pub(super) words: Words,
}

/// A place of the OAuth server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Door {
    /// Where members are asked; of applications on a member's own machine or of others.
    Authorization {
        /// The former.
        native: bool,
    },
    /// Where tokens are got.
    Token,
    /// Where a token's state is told.
    Introspection,
    /// Where a token is ended.
    Revocation,
    /// Where all this is described.
    Discovery,
    /// Where the keys of id tokens are.
    Keys,
}

/// An application.
#[derive(Debug)]
pub(super) struct App {
    pub(super) client_id: String,
    pub(super) name: String,
    pub(super) secret: Option<SecretString>,
    pub(super) redirect_uris: Vec<String>,
    /// Without ports. An application that has some is one without a secret.
    pub(super) native_redirect_uris: Vec<String>,
    pub(super) scopes: BTreeSet<ScopeId>,
    /// Of its own tokens, if it gets any.
    pub(super) application_scopes: Option<BTreeSet<ScopeId>>,
    pub(super) refresh: Option<Refresh>,
    /// Whether each code takes a verifier.
    pub(super) pkce: bool,
    pub(super) member_lifetime: Duration,
    pub(super) application_lifetime: Duration,
}

/// That an application is given refresh tokens.
#[derive(Clone, Copy, Debug)]
pub(super) struct Refresh {
    pub(super) lifetime: Duration,
    pub(super) rotate: bool,
}

/// A member who may sign in.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) subject: String,
    pub(super) name: String,
    pub(super) claims: Map<String, Json>,
}

/// What is answered, as templates.
#[derive(Debug)]
pub(super) struct Answers {
    pub(super) member: Json,
    pub(super) application: Json,
    pub(super) introspected_member: Json,
    pub(super) introspected_application: Json,
}

/// How id tokens are made.
#[derive(Debug)]
pub(super) struct IdToken {
    pub(super) scope: ScopeId,
    pub(super) issuer: String,
    pub(super) lifetime: Duration,
    pub(super) claims: ResourceId,
    pub(super) nonce: bool,
}

/// What templates of tokens may speak of.
pub(super) const TOKEN_NAMES: [&str; 7] = [
    "access_token",
    "expires_in",
    "expires_in_text",
    "refresh_token",
    "refresh_token_expires_in",
    "scope",
    "id_token",
];

/// What templates of introspection may speak of.
pub(super) const INTROSPECTION_NAMES: [&str; 8] = [
    "active",
    "status",
    "scope",
    "client_id",
    "subject",
    "created_at",
    "expires_at",
    "authorized_at",
];

impl Default for Settings {
    fn default() -> Self {
        Settings {
            evidence: None,
            endpoints: Vec::new(),
            apps: Vec::new(),
            members: Vec::new(),
            code_lifetime: Duration::from_secs(600),
            member_lifetime: Duration::from_secs(3600),
            scope_lag: Duration::ZERO,
            new_scopes_revoke: false,
            exclusive_scopes: Vec::new(),
            scope_separator: " ".to_owned(),
            token_length: 43,
            query_parameters: vec!["access_token".to_owned()],
            plain_challenge: false,
            ignores_redirect_query: false,
            commas_separate_scopes: false,
            consent: Consent::Ask,
            answers: Answers::default(),
            discovery: Json::Null,
            id_token: None,
            words: Words::default(),
        }
    }
}

/// As RFC 6749 and RFC 7662 have them.
impl Default for Answers {
    fn default() -> Self {
        let token = json!({
            "access_token": "{access_token}", "token_type": "Bearer", "expires_in": "{expires_in}",
            "refresh_token": "{refresh_token}", "scope": "{scope}", "id_token": "{id_token}",
        });
        let introspected = json!({
            "active": "{active}", "scope": "{scope}", "client_id": "{client_id}", "sub": "{subject}",
            "iat": "{created_at}", "exp": "{expires_at}", "token_type": "Bearer",
        });
        Answers {
            member: token.clone(),
            application: token,
            introspected_member: introspected.clone(),
            introspected_application: introspected,
        }
    }
}

impl Settings {
    pub(super) fn app(&self, client_id: &str) -> Option<&App> {
        self.apps.iter().find(|app| app.client_id == client_id)
    }

    pub(super) fn member(&self, subject: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.subject == subject)
    }

    /// The door at this path.
    pub(crate) fn door(&self, path: &str) -> Option<Door> {
        let mut endpoints = self.endpoints.iter();
        let (_, door) = endpoints.find(|(known, _)| known == path)?;
        Some(*door)
    }

    /// The names of scopes in the way that answers write them.
    pub(super) fn scope_text(&self, model: &Model, scopes: &BTreeSet<ScopeId>) -> String {
        let names: Vec<_> = scopes.iter().map(|id| model[*id].name.as_str()).collect();
        names.join(&self.scope_separator)
    }
}
