//! What a token is good for, told by the server that has granted it, and the end of one.
//!
//! Servers answer with names of their own beside the standard's, so both are read.

use std::time::SystemTime;

use serde_json::{Map, Value as Json};

use super::failure::hinted;
use super::form::Form;
use super::post::Answer;
use super::{Application, answer};
use crate::auth::Token;
use crate::error::Result;

/// What is known of a token (RFC 7662, section 2.2). Servers tell only some of it, and nothing of other
/// applications' tokens but that they are not active.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Introspection {
    /// Whether the token may be used now.
    pub active: bool,
    /// The server's word for its state, such as `expired` or `revoked`.
    pub status: Option<String>,
    /// What it is good for; empty if that is not told.
    pub scopes: Vec<String>,
    /// When it expires.
    pub expires_at: Option<SystemTime>,
    /// When it was made.
    pub created_at: Option<SystemTime>,
    /// When a member has agreed to it.
    pub authorized_at: Option<SystemTime>,
    /// The application that it was given to.
    pub client_id: Option<String>,
    /// Whom it stands for.
    pub kind: Option<TokenKind>,
}

/// Whom a token stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenKind {
    /// A member, who has agreed: three parties.
    Member,
    /// The application itself: two parties.
    Application,
    /// Another one, as the server calls it.
    Other(String),
}

impl Introspection {
    fn read(members: &Map<String, Json>) -> Self {
        let text = |name| answer::text(members, name).map(str::to_owned);
        let instant = |names: [&str; 2]| {
            let mut found = { names.iter() }.filter_map(|name| answer::instant(members, name));
            found.next()
        };
        let kind = text("auth_type").map(|kind| match &*kind {
            "3L" => TokenKind::Member,
            "2L" => TokenKind::Application,
            _ => TokenKind::Other(kind),
        });
        let active = match members.get("active") {
            Some(Json::Bool(active)) => *active,
            Some(Json::String(active)) => active == "true",
            _ => false,
        };
        Self {
            active,
            status: text("status"),
            scopes: answer::scopes(members, "scope").unwrap_or_default(),
            expires_at: instant(["exp", "expires_at"]),
            created_at: instant(["iat", "created_at"]),
            authorized_at: instant(["authorized_at", "auth_time"]),
            client_id: text("client_id"),
            kind,
        }
    }
}

impl Application {
    /// Asks what a token is good for: an access token or a refresh token of this application (RFC 7662).
    ///
    /// # Errors
    /// When the application has no secret, the server has no such endpoint, or knows no such token.
    pub async fn introspect(&self, token: impl Into<Token>) -> Result<Introspection> {
        const PLACE: &str = "introspection endpoint";
        let token = token.into();
        let door = Self::door(self.spec().introspection, PLACE)?;
        if self.own_secret().is_none() {
            return Err(hinted(
                "an application without a secret is told nothing of tokens",
                "set it: `Application::secret`",
            ));
        }
        let form = Form::new().secret("token", token.expose());
        match self.post(door, PLACE, form).await? {
            Answer::Granted(members) => Ok(Introspection::read(&members)),
            Answer::Unreadable(error) => Err(error),
            Answer::Refused(refusal) => {
                let hint = refusal.application_hint();
                Err(refusal.into_error("the introspection endpoint refuses", hint))
            }
        }
    }

    /// Gives a token back, so that it cannot be used any more (RFC 7009). With a refresh token servers mostly end
    /// the access tokens that came from it as well. A token that is not known any more is no error to the
    /// standard.
    ///
    /// # Errors
    /// When the server has no such endpoint, or refuses the application.
    pub async fn revoke(&self, token: impl Into<Token>) -> Result<()> {
        const PLACE: &str = "revocation endpoint";
        let token = token.into();
        let door = Self::door(self.spec().revocation, PLACE)?;
        let form = Form::new().secret("token", token.expose());
        match self.post(door, PLACE, form).await? {
            Answer::Granted(_) | Answer::Unreadable(_) => Ok(()),
            Answer::Refused(refusal) => {
                let hint = refusal.application_hint();
                Err(refusal.into_error("the revocation endpoint refuses", hint))
            }
        }
    }
}
