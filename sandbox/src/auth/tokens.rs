//! The tokens that are out: what each may do, for whom, how long, and what it comes from.
//!
//! Ended tokens are kept, because a client must be told whether its token has expired, was revoked
//! or never was.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, SystemTime};

use restli_model::model::ScopeId;

use super::secret::random;
use super::vault::Vault;

/// What begins every secret of a sandbox, so that nobody takes one for a real one.
const PREFIX: &str = "sandbox-";

/// What a token may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Scopes {
    /// Everything there is.
    Everything,
    /// What these scopes grant.
    These(BTreeSet<ScopeId>),
}

/// Who may do it, and who lets them.
#[derive(Clone, Debug, Default)]
pub(super) struct Holder {
    /// The client id of the application.
    pub(super) app: Option<String>,
    /// The URN of the member; none if the application acts for itself.
    pub(super) subject: Option<String>,
    /// When the member has agreed.
    pub(super) authorized: Option<SystemTime>,
    /// All that comes from one agreement.
    pub(super) family: u64,
}

/// What a token is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Calling the API.
    Access,
    /// Getting another access token.
    Refresh,
}

/// A token, without its text.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) holder: Holder,
    pub(super) scopes: Scopes,
    /// Scopes that do not count before some time.
    pub(super) waiting: BTreeMap<ScopeId, SystemTime>,
    pub(super) created: SystemTime,
    pub(super) expires: Option<SystemTime>,
    /// Why it was revoked, if it was.
    pub(super) revoked: Option<&'static str>,
}

/// Whether a token is still good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Active,
    Expired(SystemTime),
    Revoked(&'static str),
}

/// All tokens.
pub(super) struct Tokens {
    held: Vault<Token>,
    /// What each member has granted to each application, and since when it counts.
    granted: BTreeMap<(String, String), BTreeMap<ScopeId, SystemTime>>,
    families: u64,
    length: usize,
    /// How long a scope waits that is added to those granted before.
    pub(super) lag: Duration,
}

impl Token {
    pub(super) fn standing(&self, now: SystemTime) -> Standing {
        match (self.revoked, self.expires) {
            (Some(why), _) => Standing::Revoked(why),
            (None, Some(expires)) if expires <= now => Standing::Expired(expires),
            (None, _) => Standing::Active,
        }
    }
}

impl Tokens {
    pub(super) fn new(length: usize, lag: Duration) -> Self {
        Tokens {
            held: Vault::new(usize::MAX),
            granted: BTreeMap::new(),
            families: 0,
            length,
            lag,
        }
    }

    /// A secret of this sandbox that is not yet used.
    pub(super) fn secret(&self) -> String {
        format!("{PREFIX}{}", random(self.length - PREFIX.len()))
    }

    /// A family that nothing belongs to yet.
    pub(super) fn family(&mut self) -> u64 {
        self.families += 1;
        self.families
    }

    /// A token of its own text.
    pub(super) fn put(&mut self, secret: &str, token: Token) {
        self.held.put(secret, token);
    }

    /// A new token; the scopes that its member has granted only just may have to wait.
    pub(super) fn issue(
        &mut self,
        kind: Kind,
        holder: Holder,
        scopes: Scopes,
        now: SystemTime,
        expires: Option<SystemTime>,
    ) -> String {
        let waiting = match (&holder.app, &holder.subject, &scopes) {
            (Some(app), Some(subject), Scopes::These(scopes)) => {
                self.grant(app, subject, scopes, now);
                self.waiting(app, subject, scopes, now)
            }
            _ => BTreeMap::new(),
        };
        let secret = self.secret();
        let token = Token {
            kind,
            holder,
            scopes,
            waiting,
            created: now,
            expires,
            revoked: None,
        };
        self.put(&secret, token);
        secret
    }

    pub(super) fn get(&self, secret: &str) -> Option<&Token> {
        self.held.get(secret)
    }

    /// The scopes that a member has granted to an application.
    pub(super) fn granted(&self, app: &str, subject: &str) -> BTreeSet<ScopeId> {
        let granted = self.granted.get(&(app.to_owned(), subject.to_owned()));
        granted
            .into_iter()
            .flat_map(BTreeMap::keys)
            .copied()
            .collect()
    }

    /// Notes what a member grants; what is new beside earlier grants counts after the lag.
    pub(super) fn grant(
        &mut self,
        app: &str,
        subject: &str,
        scopes: &BTreeSet<ScopeId>,
        now: SystemTime,
    ) {
        let key = (app.to_owned(), subject.to_owned());
        let counts = match self.granted.contains_key(&key) {
            true => now + self.lag,
            false => now,
        };
        let granted = self.granted.entry(key).or_default();
        for scope in scopes {
            granted.entry(*scope).or_insert(counts);
        }
    }

    /// Forgets what a member has granted beside these scopes, and ends the tokens from before.
    pub(super) fn grant_only(&mut self, app: &str, subject: &str, scopes: &BTreeSet<ScopeId>) {
        let granted = self.granted.get_mut(&(app.to_owned(), subject.to_owned()));
        let Some(granted) = granted else { return };
        if granted.keys().eq(scopes) {
            return;
        }
        granted.retain(|scope, _| scopes.contains(scope));
        let theirs = |holder: &Holder| {
            holder.app.as_deref() == Some(app) && holder.subject.as_deref() == Some(subject)
        };
        self.revoke_where(
            theirs,
            "the member has granted other scopes to the application since",
        );
    }

    fn waiting(
        &self,
        app: &str,
        subject: &str,
        scopes: &BTreeSet<ScopeId>,
        now: SystemTime,
    ) -> BTreeMap<ScopeId, SystemTime> {
        let granted = self.granted.get(&(app.to_owned(), subject.to_owned()));
        let granted = granted.into_iter().flatten();
        granted
            .filter(|(scope, counts)| scopes.contains(scope) && **counts > now)
            .map(|(scope, counts)| (*scope, *counts))
            .collect()
    }

    /// Ends a token, and with a refresh token all that came from it.
    pub(super) fn revoke(&mut self, secret: &str, why: &'static str) -> bool {
        let Some(token) = self.held.get_mut(secret) else {
            return false;
        };
        token.revoked.get_or_insert(why);
        if token.kind == Kind::Refresh {
            let family = token.holder.family;
            self.revoke_family(family, "its refresh token was revoked");
        }
        true
    }

    /// Ends a refresh token alone: another stands in its place.
    pub(super) fn replace(&mut self, secret: &str) {
        if let Some(token) = self.held.get_mut(secret) {
            token.revoked = Some(REPLACED);
        }
    }

    /// Ends all that comes from one agreement.
    pub(super) fn revoke_family(&mut self, family: u64, why: &'static str) {
        self.revoke_where(|holder| holder.family == family, why);
    }

    fn revoke_where(&mut self, meant: impl Fn(&Holder) -> bool, why: &'static str) {
        for token in self.held.iter_mut().filter(|token| meant(&token.holder)) {
            token.revoked.get_or_insert(why);
        }
    }

    /// Lets a token expire now.
    pub(super) fn expire(&mut self, secret: &str, now: SystemTime) -> bool {
        match self.held.get_mut(secret) {
            Some(token) => {
                let earlier = token.expires.filter(|expires| *expires < now);
                token.expires = Some(earlier.unwrap_or(now));
                true
            }
            None => false,
        }
    }
}

/// Why a refresh token does nothing any more that was exchanged for another.
pub(super) const REPLACED: &str = "another refresh token stands in its place";

/// Whether a text is one that sandboxes give out.
pub(super) fn of_a_sandbox(secret: &str) -> bool {
    secret.starts_with(PREFIX)
}
