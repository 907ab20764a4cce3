//! An application: who asks for tokens, and where.
//!
//! It is a value without a connection of its own until something is asked, so that it can be made before any
//! runtime is there and used in several.

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use secrecy::SecretString;

use super::OAuthSpec;
use super::endpoint;
use crate::error::{Error, Result};
use crate::transport::{ReqwestTransport, Settings, Transport};

const TIMEOUT: Duration = Duration::from_secs(30);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// An application that is registered with an authorization server.
///
/// With a [`secret`](Self::secret) it is a confidential one (RFC 6749, section 2.1), which runs where nobody else
/// can look. Without one it is a native one, on the member's own machine (RFC 8252), and shows by PKCE
/// (RFC 7636) that it is who has asked.
///
/// All errors are of the kind [`ErrorKind::Auth`](crate::ErrorKind::Auth); what a server has refused has its
/// word for it as [`code`](Error::code), such as `invalid_grant`.
#[derive(Clone)]
pub struct Application {
    spec: &'static OAuthSpec,
    client_id: String,
    secret: Option<SecretString>,
    redirect_uri: Option<String>,
    base_url: Option<String>,
    pkce: bool,
    timeout: Duration,
    transport: Option<Arc<dyn Transport>>,
    certificates: Vec<Vec<u8>>,
    /// The one that is used otherwise; made when it is needed first.
    own_transport: Arc<OnceLock<ReqwestTransport>>,
}

impl Application {
    /// An application by the id that it is registered with.
    pub fn new(spec: &'static OAuthSpec, client_id: impl Into<String>) -> Self {
        Self {
            spec,
            client_id: client_id.into(),
            secret: None,
            redirect_uri: None,
            base_url: None,
            pkce: false,
            timeout: TIMEOUT,
            transport: None,
            certificates: Vec::new(),
            own_transport: Arc::default(),
        }
    }

    /// The secret by which the application shows who it is. It is sent in the body of requests, never in a URL.
    pub fn secret(mut self, secret: impl Into<SecretString>) -> Self {
        self.secret = Some(secret.into());
        self
    }

    /// Where members are sent back to, letter by letter as it is registered.
    ///
    /// A native application needs none: it listens at `http://127.0.0.1` on a free port. If another loopback
    /// address or a path is registered, this is the place for it; without a port it is a free one (RFC 8252,
    /// section 7.3).
    pub fn redirect_uri(mut self, uri: impl Into<String>) -> Self {
        self.redirect_uri = Some(uri.into());
        self
    }

    /// Another place for the authorization server, such as a sandbox or a proxy: it replaces scheme and host of
    /// all its URLs. Without TLS only on this machine.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self.own_transport = Arc::default();
        self
    }

    /// Uses PKCE (RFC 7636) although there is a secret; without a secret it is used anyway. A server that does
    /// not know PKCE for such applications refuses the code then.
    pub fn pkce(mut self) -> Self {
        self.pkce = true;
        self
    }

    /// The time a request may take, from the connection to the last byte of the answer. 30 seconds unless set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The HTTP client to ask with, instead of the application's own. Bodies of requests and answers are secret
    /// here, so it must not log them.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Trusts the servers of a further authority, such as that of a company's own proxy, by its certificate in PEM.
    pub fn root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.certificates.push(pem.into());
        self.own_transport = Arc::default();
        self
    }

    /// The id that the application is registered with.
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    pub(super) fn spec(&self) -> &'static OAuthSpec {
        self.spec
    }

    pub(super) fn own_secret(&self) -> Option<&SecretString> {
        self.secret.as_ref()
    }

    pub(super) fn own_redirect_uri(&self) -> Option<&str> {
        self.redirect_uri.as_deref()
    }

    pub(super) fn is_native(&self) -> bool {
        self.secret.is_none()
    }

    pub(super) fn uses_pkce(&self) -> bool {
        self.pkce || self.is_native()
    }

    pub(super) fn time(&self) -> Duration {
        self.timeout
    }

    /// The URL of one of the server's doors.
    pub(super) fn place(&self, url: &str) -> Result<String> {
        endpoint::place(url, self.base_url.as_deref())
    }

    /// What goes to the place is sent with this.
    pub(super) fn transport_to(&self, url: &str) -> Result<&dyn Transport> {
        if let Some(transport) = &self.transport {
            return Ok(&**transport);
        }
        if let Some(own) = self.own_transport.get() {
            return Ok(own);
        }
        let own = ReqwestTransport::new(Settings {
            connect_timeout: CONNECT_TIMEOUT,
            plain: endpoint::is_plain(url),
            // A connection lives in the runtime that opened it, and an application may be used in several.
            idle: 0,
            certificates: self.certificates.clone(),
        });
        let own = own.map_err(|error| {
            Error::auth("no connections are possible").with_cause(error.to_string())
        })?;
        Ok(self.own_transport.get_or_init(|| own))
    }
}

impl fmt::Debug for Application {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Application")
            .field("client_id", &self.client_id)
            .field("secret", &self.secret)
            .field("redirect_uri", &self.redirect_uri)
            .field("base_url", &self.base_url)
            .field("pkce", &self.uses_pkce())
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}
