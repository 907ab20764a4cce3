//! What a token answer holds: the tokens, how long they live, and what they are good for.
//!
//! The end of a token is known twice: by the wall clock, which can be stored, and by a clock that nobody can set,
//! which is the one that counts while the program runs.

use std::fmt;
use std::time::{Duration, Instant, SystemTime};

use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value as Json};

use super::answer;
use super::failure::hinted;
use crate::auth::Token;
use crate::error::Result;

/// A token is another one's successor this long before its end at most …
const MARGIN: Duration = Duration::from_secs(5 * 60);
/// … and in the last tenth of its life.
const PART: u32 = 10;

/// What an authorization server has granted: an access token, and mostly more.
///
/// Nothing secret in it is ever printed. Clones share the token.
#[derive(Clone)]
pub struct Grant {
    pub(super) access_token: SecretString,
    pub(super) token: Token,
    pub(super) refresh_token: Option<SecretString>,
    pub(super) id_token: Option<SecretString>,
    pub(super) scopes: Option<Vec<String>>,
    /// When it was granted, as far as the wall clock knows.
    pub(super) granted_at: SystemTime,
    pub(super) expires_at: Option<SystemTime>,
    pub(super) refresh_expires_at: Option<SystemTime>,
    pub(super) span: Span,
}

/// The life of an access token by the monotonic clock.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    /// Since when it has been in this program.
    pub(super) since: Instant,
    /// How long it lives from then on, if that is known.
    pub(super) left: Option<Duration>,
    /// How long it was to live when it was granted.
    pub(super) whole: Option<Duration>,
}

impl Span {
    /// Whether the token may still be used.
    pub(super) fn is_good(&self, now: Instant) -> bool {
        let passed = now.saturating_duration_since(self.since);
        self.left.is_none_or(|left| passed < left)
    }

    /// Whether there is no need yet to have another one.
    pub(super) fn is_fresh(&self, now: Instant) -> bool {
        let passed = now.saturating_duration_since(self.since);
        let margin = self.whole.map_or(MARGIN, |whole| MARGIN.min(whole / PART));
        self.left.is_none_or(|left| passed + margin < left)
    }
}

impl Grant {
    /// A grant of an access token that is there already, such as one that was made on a website.
    pub fn new(access_token: impl Into<SecretString>) -> Self {
        let access_token = access_token.into();
        Self {
            token: Token::new(access_token.expose_secret()),
            access_token,
            refresh_token: None,
            id_token: None,
            scopes: None,
            granted_at: SystemTime::now(),
            expires_at: None,
            refresh_expires_at: None,
            span: Span {
                since: Instant::now(),
                left: None,
                whole: None,
            },
        }
    }

    /// The token by which the access token can be refreshed, and when that expires.
    pub fn with_refresh_token(
        mut self,
        token: impl Into<SecretString>,
        expires_at: Option<SystemTime>,
    ) -> Self {
        self.refresh_token = Some(token.into());
        self.refresh_expires_at = expires_at;
        self
    }

    /// When the access token expires. Without it the token is taken as good until a service refuses it.
    pub fn with_expiry(mut self, expires_at: SystemTime) -> Self {
        let left = expires_at.duration_since(SystemTime::now());
        self.expires_at = Some(expires_at);
        self.span.since = Instant::now();
        self.span.left = Some(left.unwrap_or_default());
        self.span.whole = self.span.left;
        self
    }

    /// What the access token is good for.
    pub fn with_scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        let scopes: Vec<String> = scopes.into_iter().map(S::into).collect();
        self.token = self.token.with_scopes(scopes.iter().cloned());
        self.scopes = Some(scopes);
        self
    }

    /// Reads a token answer (RFC 6749, section 5.1). Its life is counted from when it was asked for.
    pub(super) fn read(
        members: &Map<String, Json>,
        asked: Instant,
        now: SystemTime,
    ) -> Result<Self> {
        let Some(access_token) = answer::text(members, "access_token") else {
            return Err(hinted(
                "the token endpoint answers without an access token",
                "is it the token endpoint?",
            ));
        };
        let mut grant = Self::new(access_token);
        if let Some(scopes) = answer::scopes(members, "scope") {
            grant = grant.with_scopes(scopes);
        }
        let secret = |name| answer::text(members, name).map(SecretString::from);
        let life = answer::seconds(members, "expires_in");
        let end = |life: Option<Duration>| life.and_then(|life| now.checked_add(life));
        grant.refresh_token = secret("refresh_token");
        grant.id_token = secret("id_token");
        grant.granted_at = now;
        grant.expires_at = end(life);
        grant.refresh_expires_at = end(answer::seconds(members, "refresh_token_expires_in"))
            .filter(|_| grant.refresh_token.is_some());
        grant.span = Span {
            since: asked,
            left: life,
            whole: life,
        };
        Ok(grant)
    }

    /// What a refreshed grant takes over from the one before: servers leave out what has not changed (RFC 6749,
    /// sections 5.1 and 6).
    pub(super) fn succeed(mut self, before: &Self) -> Self {
        if self.refresh_token.is_none() {
            self.refresh_token = before.refresh_token.clone();
        }
        let same_token = match (&self.refresh_token, &before.refresh_token) {
            (Some(new), Some(old)) => new.expose_secret() == old.expose_secret(),
            _ => false,
        };
        if self.refresh_expires_at.is_none() && same_token {
            self.refresh_expires_at = before.refresh_expires_at;
        }
        if self.id_token.is_none() {
            self.id_token = before.id_token.clone();
        }
        self.or_scopes(before.scopes.as_deref())
    }

    /// The scopes, where the server has not told them: those that were asked for.
    pub(super) fn or_scopes(self, asked: Option<&[String]>) -> Self {
        match (&self.scopes, asked) {
            (None, Some(asked)) => self.with_scopes(asked.iter().cloned()),
            _ => self,
        }
    }

    /// The access token, as calls take it; it knows its scopes.
    pub fn token(&self) -> Token {
        self.token.clone()
    }

    /// The text of the access token.
    pub fn access_token(&self) -> &SecretString {
        &self.access_token
    }

    /// When the access token expires by the wall clock, if the server has told.
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.expires_at
    }

    /// The token by which the access token can be refreshed; not every application gets one.
    pub fn refresh_token(&self) -> Option<&SecretString> {
        self.refresh_token.as_ref()
    }

    /// When the refresh token expires by the wall clock, if the server has told.
    pub fn refresh_token_expires_at(&self) -> Option<SystemTime> {
        self.refresh_expires_at
    }

    /// The ID token of OpenID Connect, as it came: its signature is not checked.
    pub fn id_token(&self) -> Option<&SecretString> {
        self.id_token.as_ref()
    }

    /// What the access token is good for, if that is known.
    pub fn scopes(&self) -> Option<&[String]> {
        self.scopes.as_deref()
    }

    /// When a member has to sign in again, if that is known: at the end of the refresh token, or of the access
    /// token where there is no other.
    pub fn sign_in_again_by(&self) -> Option<SystemTime> {
        match self.refresh_token {
            Some(_) => self.refresh_expires_at,
            None => self.expires_at,
        }
    }
}

impl fmt::Debug for Grant {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Grant")
            .field("access_token", &self.token)
            .field("expires_at", &self.expires_at)
            .field("refresh_token", &self.refresh_token)
            .field("refresh_token_expires_at", &self.refresh_expires_at)
            .field("id_token", &self.id_token)
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}

/// The token that a secret text is.
impl From<&SecretString> for Token {
    fn from(text: &SecretString) -> Self {
        Self::new(text.expose_secret())
    }
}
