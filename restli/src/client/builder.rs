//! How a client is put together, and what it refuses.
//!
//! A token must not travel in the clear and a call must not hang for ever, so both are decided here, once.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use reqwest::Url;

use super::{Client, Shared, Token};
use crate::error::{Error, ErrorKind, Result};
use crate::request::{ApiSpec, Protocol, headers};
use crate::retry::{Budget, RetryPolicy};

const TIMEOUT: Duration = Duration::from_secs(30);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const MAX_BODY: usize = 16 << 20;

/// Builds a client `C` of one API.
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder<C = Client> {
    api: &'static ApiSpec,
    base_url: String,
    version: Option<String>,
    protocol: Option<Protocol>,
    token: Option<Token>,
    timeout: Duration,
    attempt_timeout: Option<Duration>,
    retry: RetryPolicy,
    connect_timeout: Duration,
    max_body: usize,
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
            timeout: TIMEOUT,
            attempt_timeout: None,
            retry: RetryPolicy::new(),
            connect_timeout: CONNECT_TIMEOUT,
            max_body: MAX_BODY,
            user_agent: format!("{} restli/{}", api.name, env!("CARGO_PKG_VERSION")),
            client: PhantomData,
        }
    }

    /// The access token that every call carries.
    pub fn token(mut self, token: impl Into<Token>) -> Self {
        self.token = Some(token.into());
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

    /// The largest body of an answer, in bytes after decompression. 16 MiB unless set.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
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
        let authorization = self.token.as_ref().map(authorization).transpose()?;
        let user_agent = HeaderValue::from_str(&self.user_agent)
            .map_err(|_| config("the user agent has characters that a header cannot hold"))?;
        let http = connector(self.connect_timeout, &base_url)?;
        Ok(Client(Arc::new(Shared {
            api: self.api,
            base_url,
            version: self.version,
            protocol: self.protocol,
            token: self.token,
            authorization,
            user_agent,
            timeout: self.timeout,
            attempt_timeout: self.attempt_timeout,
            budget: Budget::new(self.retry.in_hand()),
            retry: self.retry,
            #[cfg(feature = "blocking")]
            connect_timeout: self.connect_timeout,
            max_body: self.max_body,
            http,
            #[cfg(feature = "blocking")]
            blocking: std::sync::OnceLock::new(),
            #[cfg(feature = "testing")]
            last_status: std::sync::atomic::AtomicU16::new(0),
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
            .field("max_body", &self.max_body)
            .field("user_agent", &self.user_agent)
            .finish_non_exhaustive()
    }
}

/// The connections. Redirects would carry the token to wherever a server says, and repetition needs to know
/// the Rest.li method, so both are off.
pub(super) fn connector(connect_timeout: Duration, base_url: &str) -> Result<reqwest::Client> {
    let mut http = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .connect_timeout(connect_timeout)
        .referer(false);
    if base_url.starts_with("http:") {
        // Without TLS the token must stay on this machine, whatever proxy the environment names.
        http = http.no_proxy();
    }
    http.build()
        .map_err(|error| config("no connections are possible").with_cause(error.to_string()))
}

fn config(message: &str) -> Error {
    Error::new(ErrorKind::Config, message)
}

fn authorization(token: &Token) -> Result<HeaderValue> {
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

pub(super) fn is_loopback(url: &Url) -> bool {
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
