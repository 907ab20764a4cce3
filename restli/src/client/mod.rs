//! The client: where an API is, who asks, and how patient the asking is.
//!
//! It knows no resource. Generated clients wrap it, and raw calls go through it directly.

mod attempt;
#[cfg(feature = "blocking")]
mod blocking;
mod builder;
mod exchange;
mod failure;
mod upload;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use tokio::sync::Semaphore;

pub use builder::ClientBuilder;
#[cfg(feature = "oauth")]
pub(crate) use builder::is_loopback;
pub(crate) use exchange::Exchanged;
pub use upload::{Upload, UploadPart, UploadParts, UploadProgress, Uploaded};

use crate::answer::{Answer, Response};
use crate::auth::TokenSource;
use crate::error::Result;
use crate::middleware::Middleware;
use crate::request::{ApiSpec, Draft, Protocol, Request};
use crate::retry::{Budget, RetryPolicy};
#[cfg(feature = "blocking")]
use crate::transport::Settings;
use crate::transport::Transport;

/// A client of one API. Clones share their connections.
#[derive(Clone)]
pub struct Client(Arc<Shared>);

struct Shared {
    api: &'static ApiSpec,
    /// Without a trailing slash.
    base_url: String,
    version: Option<String>,
    /// Of every call, whatever the schema says of its resource.
    protocol: Option<Protocol>,
    tokens: Option<Arc<dyn TokenSource>>,
    middleware: Vec<Arc<dyn Middleware>>,
    user_agent: HeaderValue,
    timeout: Duration,
    attempt_timeout: Option<Duration>,
    retry: RetryPolicy,
    budget: Budget,
    stall_timeout: Duration,
    max_body: usize,
    /// One for each attempt that may be under way.
    slots: Semaphore,
    transport: Arc<dyn Transport>,
    /// How to make connections in another runtime, unless the transport is the caller's.
    #[cfg(feature = "blocking")]
    connections: Option<Settings>,
    #[cfg(feature = "blocking")]
    blocking: std::sync::OnceLock<blocking::Blocking>,
    /// The last answer, of which most typed answers do not tell all.
    #[cfg(feature = "testing")]
    last_response: std::sync::Mutex<Option<Response>>,
}

impl Client {
    /// The API that it speaks to.
    pub fn api(&self) -> &'static ApiSpec {
        self.0.api
    }

    /// Scheme, authority and, where a proxy wants one, a path.
    pub fn base_url(&self) -> &str {
        &self.0.base_url
    }

    /// The API version that versioned calls name.
    pub fn version(&self) -> Option<&str> {
        self.0.version.as_deref()
    }

    /// The protocol that every call speaks, unless it is for the schema to say.
    pub(crate) fn protocol(&self) -> Option<Protocol> {
        self.0.protocol
    }

    /// Sends a request and reads its answer.
    pub async fn execute<T: Answer>(&self, request: Request<T>) -> Result<T> {
        let (draft, response) = self.exchange(request.draft).await?;
        self.answer(&draft, &response)
    }

    /// Sends a request and reads its answer, on this thread. Within an async runtime this is an error.
    #[cfg(feature = "blocking")]
    pub fn execute_blocking<T: Answer>(&self, request: Request<T>) -> Result<T> {
        let call = request.draft.call_name();
        let waited = self.block_on(self.execute(request));
        waited.map_err(|error| error.with_call(call, false))?
    }

    /// The last answer, if one has come.
    #[cfg(feature = "testing")]
    pub(crate) fn last_response(&self) -> Option<Response> {
        let last = self.0.last_response.lock();
        last.unwrap_or_else(std::sync::PoisonError::into_inner)
            .clone()
    }

    /// Reads an answer; an error says which call it belongs to.
    pub(crate) fn answer<T: Answer>(&self, draft: &Draft, response: &Response) -> Result<T> {
        T::read(response).map_err(|error| {
            let error = draft.blame(error).with_attempts(response.attempts());
            error.with_request_id(response.request_id())
        })
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Client")
            .field("api", &self.0.api.name)
            .field("base_url", &self.0.base_url)
            .field("version", &self.0.version)
            .finish_non_exhaustive()
    }
}
