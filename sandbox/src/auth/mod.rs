//! The OAuth 2.0 server beside the API, and what its tokens may do there.
//!
//! Clients get their tokens here as they do from the real service, with its doors, words and
//! lifetimes, and whoever needs a token only can have one without any of that. `read` takes the
//! settings from the schema's folder; `authorize`, `consent`, `exchange`, `inspect` and `identity`
//! answer at the doors; `bearer` and `permit` stand before the API, `veil` behind it.

mod asked;
mod authorize;
mod bearer;
mod client;
mod consent;
mod control;
mod exchange;
mod file;
mod form;
mod identity;
mod inspect;
mod issue;
mod page;
mod permit;
mod read;
mod redirect;
mod reply;
mod secret;
mod settings;
mod template;
mod tokens;
mod vault;
mod veil;
mod words;

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::SystemTime;

use axum::body::Body;
use axum::http::request::Parts;
use axum::response::Response;
use restli_model::model::Model;
use secrecy::{ExposeSecret, SecretString};

use self::asked::Asked;
use self::authorize::Code;
pub(crate) use self::bearer::Bearer;
pub(crate) use self::control::{answer as control, is_control};
pub(crate) use self::file::OAuthSeed;
use self::identity::Signer;
pub use self::issue::{TokenError, TokenRequest};
pub(crate) use self::settings::{Door, Settings};
use self::tokens::{Holder, Kind, Scopes, Token, Tokens};
use self::vault::Vault;
pub(crate) use self::veil::veil;
use crate::catalogue::Evidence;
use crate::clock::Clock;

/// More than this many consent pages, sessions and codes at a time are nobody's honest work.
const MOST_AT_ONCE: usize = 1000;

/// The OAuth server of one sandbox.
pub(crate) struct Auth {
    model: Arc<Model>,
    clock: Arc<Clock>,
    settings: Settings,
    /// Where the sandbox is.
    url: String,
    /// The token that the sandbox prints.
    own: SecretString,
    own_scopes: Scopes,
    state: Mutex<State>,
    signer: OnceLock<Signer>,
}

/// What changes as clients come and go.
struct State {
    tokens: Tokens,
    codes: Vault<Code>,
    /// What members are asked at the moment.
    asked: Vault<Asked>,
    /// Who has signed in with a browser.
    sessions: Vault<String>,
}

impl State {
    fn new(settings: &Settings) -> Self {
        State {
            tokens: Tokens::new(settings.token_length, settings.scope_lag),
            codes: Vault::new(MOST_AT_ONCE),
            asked: Vault::new(MOST_AT_ONCE),
            sessions: Vault::new(MOST_AT_ONCE),
        }
    }
}

/// The token that a sandbox prints.
#[derive(Debug, Default, Clone)]
pub(crate) struct OwnToken {
    /// Its text; a random one if nothing else is wanted.
    pub(crate) text: Option<SecretString>,
    /// The scopes it has; without them it may do everything.
    pub(crate) scopes: Option<Vec<String>>,
}

impl Auth {
    /// A server that has given out one token.
    ///
    /// # Errors
    /// When that token cannot be.
    pub(crate) fn new(
        model: Arc<Model>,
        clock: Arc<Clock>,
        settings: Settings,
        url: String,
        own: &OwnToken,
    ) -> Result<Self, TokenError> {
        let state = State::new(&settings);
        let own_scopes = match &own.scopes {
            Some(names) => issue::scopes(&model, names)?,
            None => Scopes::Everything,
        };
        let own = match &own.text {
            Some(text) if bearer::is_token(text.expose_secret()) => text.clone(),
            Some(_) => return Err(TokenError::Text),
            None => SecretString::from(state.tokens.secret()),
        };
        let auth = Auth {
            model,
            clock,
            settings,
            url,
            own,
            own_scopes,
            state: Mutex::new(state),
            signer: OnceLock::new(),
        };
        auth.reset();
        Ok(auth)
    }

    /// Forgets all that was given out since the start; only the token that the sandbox prints is left.
    pub(crate) fn reset(&self) {
        let mut state = State::new(&self.settings);
        let token = Token {
            kind: Kind::Access,
            holder: Holder::default(),
            scopes: self.own_scopes.clone(),
            waiting: Default::default(),
            created: self.now(),
            expires: None,
            revoked: None,
        };
        state.tokens.put(self.token(), token);
        *self.state() = state;
    }

    /// The token that the sandbox prints.
    pub(crate) fn token(&self) -> &str {
        self.own.expose_secret()
    }

    /// The door at this path.
    pub(crate) fn door(&self, path: &str) -> Option<Door> {
        self.settings.door(path)
    }

    /// Answers at a door.
    pub(crate) async fn answer(&self, door: Door, head: &Parts, body: Body) -> Response {
        match door {
            Door::Authorization { native } => authorize::answer(self, native, head, body).await,
            Door::Token => client::answer(self, head, body, exchange::exchange).await,
            Door::Introspection => client::answer(self, head, body, inspect::introspect).await,
            Door::Revocation => client::answer(self, head, body, inspect::revoke).await,
            Door::Discovery => identity::discovery(self, head),
            Door::Keys => identity::keys(self, head),
        }
    }

    /// How it is known that the service does the same.
    pub(crate) fn evidence(&self) -> Option<&Evidence> {
        self.settings.evidence.as_ref()
    }

    fn now(&self) -> SystemTime {
        self.clock.now()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A request that panicked must not take the others with it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
