//! What happens around calls: looking on, measuring, slowing down, adding headers.
//!
//! A client that runs for months has to be watched, and everybody watches by other means; so the runtime tells
//! what happens, and knows no library of metrics.

mod info;
mod rate_limit;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

pub use info::{Attempt, CallInfo, Finished, Outcome, Retrying};
pub use rate_limit::RateLimit;

use crate::error::Result;

/// What [`Middleware::before`] is waited for.
pub type MiddlewareFuture<'a> = Pin<Box<dyn Future<Output = Result<()>> + Send + 'a>>;

/// What is done around calls. Every function has a default that does nothing.
///
/// Middleware is called in the order in which the builder got it, after an attempt in the reverse order. It sees
/// neither tokens nor what calls are about: the labels of a [`CallInfo`] are few, and fit for metrics.
///
/// ```
/// use restli::middleware::{Finished, Middleware};
///
/// /// Counts calls and their time by method, resource and status.
/// struct Metrics;
///
/// impl Middleware for Metrics {
///     fn finished(&self, call: &Finished<'_>) {
///         let labels = (call.info().method(), call.info().resource(), call.status());
///         println!("{labels:?}: {} attempts, {:?}", call.attempts(), call.elapsed());
///     }
/// }
/// ```
pub trait Middleware: Send + Sync + 'static {
    /// Before each attempt: may wait, add headers, or refuse. An error is that of the call, which is not made
    /// again. What is waited for counts as time of the call.
    fn before<'a>(&'a self, attempt: &'a mut Attempt<'_>) -> MiddlewareFuture<'a> {
        let _ = attempt;
        Box::pin(std::future::ready(Ok(())))
    }

    /// After each attempt, whatever came of it.
    fn after(&self, outcome: &Outcome<'_>) {
        let _ = outcome;
    }

    /// Before the pause that precedes a further attempt.
    fn on_retry(&self, retrying: &Retrying<'_>) {
        let _ = retrying;
    }

    /// After the last attempt of a call. The answer has not been read as its type yet.
    fn finished(&self, call: &Finished<'_>) {
        let _ = call;
    }
}

impl<M: Middleware + ?Sized> Middleware for Arc<M> {
    fn before<'a>(&'a self, attempt: &'a mut Attempt<'_>) -> MiddlewareFuture<'a> {
        (**self).before(attempt)
    }

    fn after(&self, outcome: &Outcome<'_>) {
        (**self).after(outcome);
    }

    fn on_retry(&self, retrying: &Retrying<'_>) {
        (**self).on_retry(retrying);
    }

    fn finished(&self, call: &Finished<'_>) {
        (**self).finished(call);
    }
}
