//! A member who is signed in: calls get a token for as long as there is a way to have one.
//!
//! All that has to do with refreshing is decided here, so that no program has to think of it.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use super::failure::reauthorization;
use super::keeper::{Keeper, Supply};
use super::storage::{self, GrantStorage};
use super::warning::Warning;
use super::{Application, Grant};
use crate::auth::{Token, TokenFuture, TokenSource};
use crate::error::Result;

/// Saving may take this long besides the request for a token.
const SAVING: Duration = Duration::from_secs(30);

/// A source of tokens over a [`Grant`]: it refreshes the access token before it expires, and when a service
/// refuses it. Clones share the grant.
///
/// However many calls need another token, one request is made for it. It goes on when the calls that wait for it
/// are given up, so that a refresh token that it brings is never lost. When it fails, all who wait are told; the
/// next call tries again. A token is refreshed five minutes before its end, or in the last tenth of its life if
/// that is shorter; should that fail, it is used to its end, and no call waits for it longer than five seconds.
///
/// Its end is told by a clock that nobody can set. That clock may stand while a machine sleeps; then the
/// service refuses the token, and it is refreshed too.
///
/// When there is nothing to refresh with any more, calls fail: a member has to sign in again.
#[derive(Clone)]
pub struct Session {
    keeper: Keeper<Refresh>,
    warning: Arc<Mutex<Warning>>,
}

/// How a session gets on.
struct Refresh {
    application: Application,
    storage: Mutex<Option<Arc<dyn GrantStorage>>>,
}

impl Session {
    /// A session of a grant, in memory only unless it is [`stored_in`](Self::stored_in) something.
    pub fn new(application: Application, grant: Grant) -> Self {
        let refresh = Refresh {
            application,
            storage: Mutex::new(None),
        };
        Self {
            keeper: Keeper::new(refresh, Some(grant)),
            warning: Arc::default(),
        }
    }

    /// The session that was stored; nothing if there is none.
    ///
    /// # Errors
    /// When what is stored cannot be read.
    pub async fn load(
        application: Application,
        storage: impl GrantStorage,
    ) -> Result<Option<Self>> {
        let storage: Arc<dyn GrantStorage> = Arc::new(storage);
        let loaded = storage::off_thread(&storage, |storage| storage.load()).await?;
        let session = |grant| Self::new(application, grant).in_storage(storage);
        Ok(loaded.map(session))
    }

    /// Saves the grant after each refresh. What is there already is saved by [`save`](Self::save) only.
    ///
    /// Several programs may share a storage: before a refresh, each looks whether another one has stored a newer
    /// grant.
    pub fn stored_in(self, storage: impl GrantStorage) -> Self {
        self.in_storage(Arc::new(storage))
    }

    fn in_storage(self, storage: Arc<dyn GrantStorage>) -> Self {
        let mut own =
            { self.keeper.supply().storage.lock() }.unwrap_or_else(PoisonError::into_inner);
        *own = Some(storage);
        drop(own);
        self
    }

    /// Calls a function when a member has to sign in again within a time, at most once a day; it is handed
    /// the end of the session. Without it, a warning is traced 30 days before. It is called from calls that ask
    /// for a token, so it should be quick.
    pub fn warn_before(
        self,
        ahead: Duration,
        warn: impl Fn(SystemTime) + Send + Sync + 'static,
    ) -> Self {
        *self.warning() = Warning::new(ahead, warn);
        self
    }

    /// The grant as it is now.
    pub fn grant(&self) -> Option<Grant> {
        self.keeper.held()
    }

    /// When a member has to sign in again, if the server has told; refreshing does not help then.
    pub fn sign_in_again_by(&self) -> Option<SystemTime> {
        self.keeper.look(Grant::sign_in_again_by)?
    }

    /// Refreshes now, whatever the token is good for.
    ///
    /// # Errors
    /// When there is no refresh token, or the server refuses it.
    pub async fn refresh(&self) -> Result<Token> {
        self.keeper.refresh().await
    }

    /// Saves the grant. Nothing happens without a storage.
    ///
    /// # Errors
    /// Those of the storage.
    pub async fn save(&self) -> Result<()> {
        match (self.keeper.supply().storage(), self.keeper.held()) {
            (Some(storage), Some(grant)) => {
                storage::off_thread(&storage, move |storage| storage.save(&grant)).await
            }
            _ => Ok(()),
        }
    }

    /// Ends the session: revokes its tokens, and removes what is stored. Calls fail from then on.
    ///
    /// # Errors
    /// When the server could not be told, or the storage fails; the session is over all the same.
    pub async fn sign_out(&self) -> Result<()> {
        let grant = self.keeper.end();
        let refresh = self.keeper.supply();
        let cleared = match refresh.storage() {
            Some(storage) => storage::off_thread(&storage, |storage| storage.clear()).await,
            None => Ok(()),
        };
        if let Some(grant) = grant {
            if let Some(token) = grant.refresh_token() {
                refresh.application.revoke(token).await?;
            }
            refresh.application.revoke(grant.token()).await?;
        }
        cleared
    }

    fn warning(&self) -> std::sync::MutexGuard<'_, Warning> {
        self.warning.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn warn(&self) {
        let due =
            { self.warning() }.due(self.sign_in_again_by(), Instant::now(), SystemTime::now());
        if let Some((warn, end)) = due {
            warn(end);
        }
    }
}

impl TokenSource for Session {
    fn token(&self) -> TokenFuture<'_, Token> {
        Box::pin(async {
            let token = self.keeper.token().await;
            self.warn();
            token
        })
    }

    fn renew<'a>(&'a self, refused: &'a Token) -> TokenFuture<'a, Option<Token>> {
        Box::pin(self.keeper.renew(refused))
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Session")
            .field("application", &self.keeper.supply().application)
            .field("grant", &self.keeper.held())
            .finish_non_exhaustive()
    }
}

impl Refresh {
    fn storage(&self) -> Option<Arc<dyn GrantStorage>> {
        let storage = self.storage.lock();
        storage.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What another program has stored since.
    async fn newer(&self, held: &Grant) -> Option<Grant> {
        let storage = self.storage()?;
        match storage::off_thread(&storage, |storage| storage.load()).await {
            Ok(stored) => stored.filter(|stored| stored.granted_at > held.granted_at),
            Err(error) => {
                tracing::warn!(target: "restli", %error, "what is stored cannot be read");
                None
            }
        }
    }
}

impl Supply for Refresh {
    async fn next(&self, held: Option<Grant>) -> Result<Grant> {
        let Some(held) = held else {
            return Err(reauthorization("the session is over", None));
        };
        let latest = match self.newer(&held).await {
            Some(newer) if newer.span.is_good(Instant::now()) => return Ok(newer),
            Some(newer) => newer,
            None => held,
        };
        if latest.refresh_token.is_none() {
            let reason = match latest.span.is_good(Instant::now()) {
                true => "the access token is refused, and there is no refresh token",
                false => "the access token has expired, and there is no refresh token",
            };
            return Err(reauthorization(reason, None));
        }
        self.application.refresh(&latest).await
    }

    async fn keep(&self, grant: &Grant) {
        let Some(storage) = self.storage() else {
            return;
        };
        let grant = grant.clone();
        let saved = storage::off_thread(&storage, move |storage| storage.save(&grant));
        if let Err(error) = saved.await {
            tracing::warn!(
                target: "restli",
                %error,
                "the refreshed grant is in memory only, because it cannot be saved",
            );
        }
    }

    fn patience(&self) -> Duration {
        self.application.time() + SAVING
    }
}
