//! Who holds a grant and has another one fetched when it is needed: once, however many ask for it.
//!
//! A refresh may use up the refresh token, so it is never given up halfway: it runs in a task of its own, which
//! goes on when those who wait for it do not.

use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::runtime::Handle;
use tokio::sync::watch;
use tracing::Instrument as _;

use super::Grant;
use super::failure::{hinted, reauthorization};
use crate::auth::Token;
use crate::error::{Error, ErrorKind, Result};

/// How long a call that has a good token waits for the next one.
const PATIENCE: Duration = Duration::from_secs(5);
/// When an early refresh is tried again that has failed.
const PAUSE: Duration = Duration::from_secs(60);
/// How often a caller takes over a refresh whose runtime has ended.
const TAKEOVERS: usize = 3;

/// Where the next grant comes from.
pub(super) trait Supply: Send + Sync + 'static {
    /// A grant in place of this one.
    fn next(&self, held: Option<Grant>) -> impl Future<Output = Result<Grant>> + Send;

    /// Keeps a grant beyond the program. Whoever waits for its token waits for this too.
    fn keep(&self, grant: &Grant) -> impl Future<Output = ()> + Send;

    /// How long fetching may take. A refresh that takes longer is in a runtime that stands still.
    fn patience(&self) -> Duration;
}

/// Holds a grant. Clones share it.
pub(super) struct Keeper<S>(Arc<Shared<S>>);

struct Shared<S> {
    supply: S,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    held: Option<Grant>,
    /// Nothing is held any more, whatever a refresh brings.
    over: bool,
    flight: Option<Flight>,
    flights: u64,
    /// Before that, no token is refreshed that is good still.
    not_early_before: Option<Instant>,
}

/// A refresh that is under way.
struct Flight {
    number: u64,
    begun: Instant,
    progress: watch::Receiver<Progress>,
}

#[derive(Clone)]
enum Progress {
    Begun,
    /// It takes longer than a caller with a good token wants to wait.
    Late,
    Done(Result<Token>),
}

/// What a caller does.
enum Decided {
    /// It takes this token.
    Good(Token),
    /// It has a good token, and waits a little for the next one.
    Early(Grant, watch::Receiver<Progress>),
    /// It waits.
    Needed(watch::Receiver<Progress>),
}

impl<S> Clone for Keeper<S> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<S> Shared<S> {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<S: Supply> Keeper<S> {
    pub(super) fn new(supply: S, held: Option<Grant>) -> Self {
        let state = State {
            held,
            ..State::default()
        };
        Self(Arc::new(Shared {
            supply,
            state: Mutex::new(state),
        }))
    }

    pub(super) fn supply(&self) -> &S {
        &self.0.supply
    }

    pub(super) fn held(&self) -> Option<Grant> {
        self.0.state().held.clone()
    }

    /// Looks at the grant, without a copy of its secrets.
    pub(super) fn look<T>(&self, look: impl FnOnce(&Grant) -> T) -> Option<T> {
        self.0.state().held.as_ref().map(look)
    }

    /// Takes the grant away, for good.
    pub(super) fn end(&self) -> Option<Grant> {
        let mut state = self.0.state();
        state.over = true;
        state.held.take()
    }

    /// A token that is good now.
    pub(super) async fn token(&self) -> Result<Token> {
        for _ in 0..TAKEOVERS {
            match self.decide()? {
                Decided::Good(token) => return Ok(token),
                Decided::Needed(progress) => {
                    if let Some(result) = done(progress).await {
                        return result;
                    }
                }
                Decided::Early(grant, progress) => {
                    // What goes wrong now is no trouble yet.
                    if let Some(Ok(token)) = done_or_late(progress).await {
                        return Ok(token);
                    }
                    if grant.span.is_good(Instant::now()) {
                        return Ok(grant.token());
                    }
                }
            }
        }
        Err(broken_off())
    }

    fn decide(&self) -> Result<Decided> {
        let state = self.0.state();
        let now = Instant::now();
        let held = state.held.as_ref();
        let Some(good) = held.filter(|grant| grant.span.is_good(now)) else {
            return self.board(state).map(Decided::Needed);
        };
        let later = state.not_early_before.is_some_and(|time| now < time);
        if good.span.is_fresh(now) || later {
            return Ok(Decided::Good(good.token()));
        }
        let good = good.clone();
        Ok(match self.board(state) {
            Ok(progress) => Decided::Early(good, progress),
            Err(_) => Decided::Good(good.token()),
        })
    }

    /// Another token than the one that was refused; none if the server gives the same.
    pub(super) async fn renew(&self, refused: &Token) -> Result<Option<Token>> {
        for _ in 0..TAKEOVERS {
            let renewed = match self.decide_renewal(refused)? {
                Decided::Good(token) => return Ok(Some(token)),
                Decided::Needed(progress) | Decided::Early(_, progress) => done(progress).await,
            };
            if let Some(result) = renewed {
                return result.map(|token| Some(token).filter(|token| !token.is(refused)));
            }
        }
        Err(broken_off())
    }

    fn decide_renewal(&self, refused: &Token) -> Result<Decided> {
        let state = self.0.state();
        let now = Instant::now();
        let other = |grant: &&Grant| !grant.token.is(refused) && grant.span.is_good(now);
        if let Some(grant) = state.held.as_ref().filter(other) {
            return Ok(Decided::Good(grant.token()));
        }
        self.board(state).map(Decided::Needed)
    }

    /// Another grant now, whatever the held one is good for.
    pub(super) async fn refresh(&self) -> Result<Token> {
        for _ in 0..TAKEOVERS {
            let progress = self.board(self.0.state())?;
            if let Some(result) = done(progress).await {
                return result;
            }
        }
        Err(broken_off())
    }

    /// Joins the refresh that is under way, or begins one.
    fn board(&self, mut state: MutexGuard<'_, State>) -> Result<watch::Receiver<Progress>> {
        if let Some(flight) = &state.flight {
            if flight.begun.elapsed() < self.0.supply.patience() {
                return Ok(flight.progress.clone());
            }
        }
        let runtime = Handle::try_current().map_err(|_| {
            Error::new(
                ErrorKind::Runtime,
                "refreshing a token needs a Tokio runtime",
            )
        })?;
        let (told, progress) = watch::channel(Progress::Begun);
        state.flights += 1;
        let number = state.flights;
        state.flight = Some(Flight {
            number,
            begun: Instant::now(),
            progress: progress.clone(),
        });
        let held = state.held.clone();
        // A runtime that is ending drops the task at once, and its landing locks the state.
        drop(state);
        let landing = Landing {
            shared: Arc::clone(&self.0),
            number,
        };
        runtime.spawn(fly(landing, told, held).in_current_span());
        Ok(progress)
    }
}

/// Fetches a grant and tells those who wait.
async fn fly<S: Supply>(landing: Landing<S>, told: watch::Sender<Progress>, held: Option<Grant>) {
    let result = landing.shared.fetch(&told, held).await;
    // Whoever comes after this begins anew, and does not meet an old failure.
    drop(landing);
    told.send_replace(Progress::Done(result));
}

impl<S: Supply> Shared<S> {
    async fn fetch(&self, told: &watch::Sender<Progress>, held: Option<Grant>) -> Result<Token> {
        let mut fetched = std::pin::pin!(self.supply.next(held));
        let fetched = match tokio::time::timeout(PATIENCE, &mut fetched).await {
            Ok(fetched) => fetched,
            Err(_) => {
                told.send_replace(Progress::Late);
                fetched.await
            }
        };
        match fetched {
            Ok(grant) => {
                self.put(&grant)?;
                self.supply.keep(&grant).await;
                Ok(grant.token())
            }
            Err(error) => {
                tracing::warn!(target: "restli", %error, "a token could not be refreshed");
                self.state().not_early_before = Some(Instant::now() + PAUSE);
                Err(error)
            }
        }
    }

    fn put(&self, grant: &Grant) -> Result<()> {
        let mut state = self.state();
        if state.over {
            return Err(reauthorization("the session is over", None));
        }
        let newer = |held: &Grant| held.span.since <= grant.span.since;
        if state.held.as_ref().is_none_or(newer) {
            state.held = Some(grant.clone());
            state.not_early_before = None;
        }
        Ok(())
    }
}

/// Ends a refresh, also when its runtime ends or it panics: the next caller begins another one.
struct Landing<S> {
    shared: Arc<Shared<S>>,
    number: u64,
}

impl<S> Drop for Landing<S> {
    fn drop(&mut self) {
        let mut state = self.shared.state();
        let own = |flight: &Flight| flight.number == self.number;
        if state.flight.as_ref().is_some_and(own) {
            state.flight = None;
        }
    }
}

/// What came of a refresh; nothing if it was broken off.
async fn done(mut progress: watch::Receiver<Progress>) -> Option<Result<Token>> {
    let done = progress.wait_for(|progress| matches!(progress, Progress::Done(_)));
    match &*done.await.ok()? {
        Progress::Done(result) => Some(result.clone()),
        Progress::Begun | Progress::Late => None,
    }
}

/// The same, or nothing if it takes too long.
async fn done_or_late(mut progress: watch::Receiver<Progress>) -> Option<Result<Token>> {
    let on = progress.wait_for(|progress| !matches!(progress, Progress::Begun));
    match &*on.await.ok()? {
        Progress::Done(result) => Some(result.clone()),
        Progress::Begun | Progress::Late => None,
    }
}

fn broken_off() -> Error {
    hinted(
        "the refresh of the token was broken off",
        "has the runtime ended that it ran in?",
    )
}
