//! How a client is put together, and what it refuses.
//!
//! A token must not travel in the clear and a call must not hang for ever, so both are decided here, once.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use reqwest::Url;
use tokio::sync::Semaphore;

use super::{Client, Shared};
use crate::auth::{Token, TokenSource};
use crate::error::{Error, ErrorKind, Result};
use crate::middleware::Middleware;
use crate::request::{ApiSpec, Protocol, headers};
use crate::retry::{Budget, RetryPolicy};
use crate::transport::{ReqwestTransport, Settings, Transport};

const TIMEOUT: Duration = Duration::from_secs(30);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const STALL_TIMEOUT: Duration = Duration::from_secs(10);
const MAX_BODY: usize = 16 << 20;
const MAX_CONCURRENCY: usize = 64;

/// Builds a client `C` of one API.
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder<C = Client> {
    api: &'static ApiSpec,
    base_url: String,
    version: Option<String>,
    protocol: Option<Protocol>,
    token: Option<Token>,
    tokens: Option<Arc<dyn TokenSource>>,
    middleware: Vec<Arc<dyn Middleware>>,
    transport: Option<Arc<dyn Transport>>,
    timeout: Duration,
    attempt_timeout: Option<Duration>,
    retry: RetryPolicy,
    connect_timeout: Duration,
    stall_timeout: Duration,
    max_body: usize,
    max_concurrency: usize,
    certificates: Vec<Vec<u8>>,
    user_agent: String,
    client: PhantomData<fn() -> C>,
}

impl<C: From<Client>> ClientBuilder<C> {
    /// Starts with what the API says.
    pub fn new(api: &'static ApiSpec) -> Self {
        Self {
            api,
            base_url: api.base_url.to_owned(),
            version: api.version.map(str::to_owned),
            protocol: None,
            token: None,
            tokens: None,
            middleware: Vec::new(),
            transport: None,
            timeout: TIMEOUT,
            attempt_timeout: None,
            retry: RetryPolicy::new(),
            connect_timeout: CONNECT_TIMEOUT,
            stall_timeout: STALL_TIMEOUT,
            max_body: MAX_BODY,
            max_concurrency: MAX_CONCURRENCY,
            certificates: Vec::new(),
            user_agent: format!("{} restli/{}", api.name, env!("CARGO_PKG_VERSION")),
            client: PhantomData,
        }
    }

    /// The access token that every call carries.
    pub fn token(mut self, token: impl Into<Token>) -> Self {
        self.token = Some(token.into());
        self.tokens = None;
        self
    }

    /// Where calls get their access tokens from, instead of one that stays as it is.
    pub fn token_source(mut self, source: impl TokenSource) -> Self {
        self.token = None;
        self.tokens = Some(Arc::new(source));
        self
    }

    /// Adds what is done around calls, such as metrics or a rate limit.
    pub fn middleware(mut self, middleware: impl Middleware) -> Self {
        self.middleware.push(Arc::new(middleware));
        self
    }

    /// The HTTP client to send with, instead of the client's own. The connect timeout is then its business, and
    /// so is TLS.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Another place for the API, such as a sandbox or a proxy. Without TLS only on this machine.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = url.into();
        self
    }

    /// The API version that versioned calls name. It changes the header and nothing else.
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.version = Some(version.into());
        self
    }

    /// The protocol that every call speaks, whatever the schema says of its resource; for services that
    /// understand both.
    pub fn protocol(mut self, protocol: Protocol) -> Self {
        self.protocol = Some(protocol);
        self
    }

    /// The time a call may take with all its attempts and the pauses between them, from the connection to the last
    /// byte of the answer. 30 seconds unless set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The time that one attempt of a call may take; as long as the whole call unless set.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// How often and how late calls are made again that failed in passing; three attempts unless set.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// The time a connection may take. 10 seconds unless set.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How long the body of an answer may come to a standstill: within such a time at least a kilobyte of it must
    /// arrive, unless it ends. 10 seconds unless set.
    pub fn stall_timeout(mut self, timeout: Duration) -> Self {
        self.stall_timeout = timeout;
        self
    }

    /// The largest body of an answer, in bytes after decompression. 16 MiB unless set. Methods whose answers the
    /// schema knows to be larger have a limit of their own.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// How many attempts may be under way at once; 64 unless set, and 0 counts as 1. Further ones wait, and waiting
    /// counts as time of their call. As many connections are kept for later calls, so there are twice as many at most.
    pub fn max_concurrency(mut self, attempts: usize) -> Self {
        self.max_concurrency = attempts.max(1);
        self
    }

    /// Trusts the servers of a further authority, such as that of a company's own proxy, by its certificate in PEM.
    pub fn root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.certificates.push(pem.into());
        self
    }

    /// How the client names itself.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = user_agent.into();
        self
    }

    /// The client. Fails when the base URL or the token cannot be used.
    pub fn build(self) -> Result<C> {
        self.connect().map(C::from)
    }

    pub(crate) fn connect(self) -> Result<Client> {
        let base_url = check_base_url(&self.base_url)?;
        if let Some(token) = &self.token {
            authorization(token)?;
        }
        let user_agent = Some(&self.user_agent).filter(|text| headers::is_plain(text));
        let user_agent = user_agent.and_then(|text| HeaderValue::from_str(text).ok());
        let user_agent = user_agent
            .ok_or_else(|| config("the user agent has characters that a header cannot hold"))?;
        let connections = Settings {
            connect_timeout: self.connect_timeout,
            plain: base_url.starts_with("http:"),
            idle: self.max_concurrency,
            certificates: self.certificates,
        };
        #[cfg(feature = "blocking")]
        let own = self.transport.is_none();
        let transport = match self.transport {
            Some(transport) => transport,
            None => Arc::new(connect(connections.clone())?),
        };
        let fixed = |token| Arc::new(token) as Arc<dyn TokenSource>;
        Ok(Client(Arc::new(Shared {
            api: self.api,
            base_url,
            version: self.version,
            protocol: self.protocol,
            tokens: self.tokens.or_else(|| self.token.map(fixed)),
            middleware: self.middleware,
            user_agent,
            timeout: self.timeout,
            attempt_timeout: self.attempt_timeout,
            budget: Budget::new(self.retry.in_hand()),
            retry: self.retry,
            stall_timeout: self.stall_timeout,
            max_body: self.max_body,
            // The library's own limit is far beyond what a machine can open.
            slots: Semaphore::new(self.max_concurrency.min(Semaphore::MAX_PERMITS)),
            transport,
            #[cfg(feature = "blocking")]
            connections: own.then_some(connections),
            #[cfg(feature = "blocking")]
            blocking: std::sync::OnceLock::new(),
            #[cfg(feature = "testing")]
            last_response: std::sync::Mutex::default(),
        })))
    }
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("ClientBuilder")
            .field("api", &self.api.name)
            .field("base_url", &self.base_url)
            .field("version", &self.version)
            .field("protocol", &self.protocol)
            .field("token", &self.token)
            .field("timeout", &self.timeout)
            .field("attempt_timeout", &self.attempt_timeout)
            .field("retry", &self.retry)
            .field("connect_timeout", &self.connect_timeout)
            .field("stall_timeout", &self.stall_timeout)
            .field("max_body", &self.max_body)
            .field("user_agent", &self.user_agent)
            .finish_non_exhaustive()
    }
}

/// Connections of the client's own.
pub(super) fn connect(settings: Settings) -> Result<ReqwestTransport> {
    ReqwestTransport::new(settings)
        .map_err(|error| config("no connections are possible").with_cause(error.to_string()))
}

fn config(message: &str) -> Error {
    Error::new(ErrorKind::Config, message)
}

/// The header that carries a token.
pub(super) fn authorization(token: &Token) -> Result<HeaderValue> {
    if token.expose().is_empty() {
        return Err(config("the token is empty"));
    }
    let unfit = || {
        let hint = "is there a line end in it?".to_owned();
        config("the token has characters that a header cannot hold").with_hint(Some(hint))
    };
    if !headers::is_plain(token.expose()) {
        return Err(unfit());
    }
    let value = HeaderValue::from_str(&format!("Bearer {}", token.expose()));
    let mut value = value.map_err(|_| unfit())?;
    value.set_sensitive(true);
    Ok(value)
}

/// The base URL without a trailing slash.
fn check_base_url(text: &str) -> Result<String> {
    // Readers of URLs leave them out without a word.
    if text.contains(char::is_control) {
        return Err(config("the base URL has characters that a URL cannot hold"));
    }
    let url = Url::parse(text)
        .map_err(|error| config("the base URL cannot be read").with_cause(error.to_string()))?;
    let refuse = |reason: &str| Err(config(&format!("the base URL {reason}")));
    if !url.username().is_empty() || url.password().is_some() {
        return refuse("must not hold a password");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return refuse("must not have a query or a fragment");
    }
    match url.scheme() {
        "https" => {}
        "http" if is_loopback(&url) => {}
        "http" => {
            return refuse(
                "must be https, except on this machine: the token would travel in the clear",
            );
        }
        _ => return refuse("must be https"),
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

pub(crate) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    match address.parse::<std::net::IpAddr>() {
        Ok(address) => address.is_loopback(),
        Err(_) => host.eq_ignore_ascii_case("localhost"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_with_the_token_is_marked_for_http_libraries() {
        let value = authorization(&Token::new("s3cr3t")).unwrap();
        assert!(value.is_sensitive());
        assert_eq!(format!("{value:?}"), "Sensitive");
        assert_eq!(value, "Bearer s3cr3t");
    }
}
