//! Tokens without ceremony, for tests and for whoever looks at the API only.

use std::collections::BTreeSet;
use std::time::Duration;

use restli_model::diagnostics::nearest;
use restli_model::interpret::urn_kind;
use restli_model::model::Model;
use serde::Deserialize;
use thiserror::Error;

use super::tokens::{Holder, Kind, Scopes};
use super::{Auth, read};
use crate::clock::FURTHEST;

/// A token that a test wants, without an application asking for it.
///
/// ```
/// use std::time::Duration;
/// use restli_sandbox::TokenRequest;
///
/// let reader = TokenRequest::new().scopes(["read"]).lifetime(Duration::from_secs(60));
/// ```
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[must_use = "no token is issued before a sandbox is asked for it"]
pub struct TokenRequest {
    scopes: Option<Vec<String>>,
    /// Seconds.
    lifetime: Option<u64>,
    subject: Option<String>,
    app: Option<String>,
}

/// Why a token cannot be issued.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TokenError {
    /// A scope that the schema does not know.
    #[error("{0}")]
    Scope(String),
    /// An application that the schema's sandbox data does not know.
    #[error("{0}")]
    App(String),
    /// A member whose URN is none of the schema's.
    #[error("`{0}` is no URN of the schema")]
    Subject(String),
    /// A text that cannot be sent as a token.
    #[error("a token has letters, digits and `-._~+/`, with `=` at its end at most")]
    Text,
}

impl TokenRequest {
    /// A token that may do everything, for nobody in particular, as long as members' tokens live.
    pub fn new() -> Self {
        Self::default()
    }

    /// The scopes it has, instead of everything.
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = Some(scopes.into_iter().map(Into::into).collect());
        self
    }

    /// How long it lives, in whole seconds.
    pub fn lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime.as_secs());
        self
    }

    /// The URN of the member it is for; without one, and with an application, it is the
    /// application's own.
    pub fn subject(mut self, urn: impl Into<String>) -> Self {
        self.subject = Some(urn.into());
        self
    }

    /// The client id of the application it is given to.
    pub fn app(mut self, client_id: impl Into<String>) -> Self {
        self.app = Some(client_id.into());
        self
    }
}

/// The scopes of these names.
pub(super) fn scopes(model: &Model, names: &[String]) -> Result<Scopes, TokenError> {
    let scopes = names.iter().map(|name| read::scope(model, name));
    let scopes: Result<BTreeSet<_>, String> = scopes.collect();
    scopes.map(Scopes::These).map_err(TokenError::Scope)
}

impl Auth {
    /// Issues a token.
    pub(crate) fn issue(&self, request: &TokenRequest) -> Result<String, TokenError> {
        let scopes = match &request.scopes {
            Some(names) => scopes(&self.model, names)?,
            None => Scopes::Everything,
        };
        if let Some(app) = &request.app
            && self.settings.app(app).is_none()
        {
            return Err(TokenError::App(self.no_app(app)));
        }
        if let Some(subject) = &request.subject
            && urn_kind(&self.model, subject).is_none()
        {
            return Err(TokenError::Subject(subject.clone()));
        }
        let now = self.now();
        let lifetime = self.lifetime(request);
        let mut state = self.state();
        let holder = Holder {
            app: request.app.clone(),
            subject: request.subject.clone(),
            authorized: request.subject.is_some().then_some(now),
            family: state.tokens.family(),
        };
        // Longer than the system can tell is for ever.
        let expires = now.checked_add(lifetime);
        Ok({ &mut state.tokens }.issue(Kind::Access, holder, scopes, now, expires))
    }

    /// How long the token lives that is asked for.
    pub(super) fn lifetime(&self, request: &TokenRequest) -> Duration {
        let own = request.lifetime.map(Duration::from_secs);
        own.unwrap_or(self.settings.member_lifetime)
    }

    /// Ends a token; whether there was one.
    pub(crate) fn revoke(&self, token: &str) -> bool {
        self.state()
            .tokens
            .revoke(token, "it was revoked from outside")
    }

    /// Lets a token expire; whether there was one.
    pub(crate) fn expire(&self, token: &str) -> bool {
        self.state().tokens.expire(token, self.now())
    }

    /// How long scopes wait that are granted beside earlier ones, from now on.
    pub(crate) fn set_scope_lag(&self, lag: Duration) {
        self.state().tokens.lag = lag.min(FURTHEST);
    }

    /// That there is no such application.
    pub(super) fn no_app(&self, client_id: &str) -> String {
        let apps = || self.settings.apps.iter().map(|app| app.client_id.as_str());
        there_is_no("app", client_id, apps().collect())
    }

    /// That there is no such member.
    pub(super) fn no_member(&self, subject: &str) -> String {
        let members = self.settings.members.iter();
        there_is_no(
            "member",
            subject,
            members.map(|own| own.subject.as_str()).collect(),
        )
    }
}

fn there_is_no(what: &str, name: &str, known: Vec<&str>) -> String {
    let meant = match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "there is none at all".to_owned(),
        None => format!("there are `{}`", known.join("`, `")),
    };
    format!("the sandbox knows no {what} `{name}`; {meant}")
}
