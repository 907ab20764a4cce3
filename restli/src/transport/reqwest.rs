//! The HTTP client that is used unless another one is plugged in: `reqwest`.
//!
//! What it does by itself elsewhere is off here: redirects would carry the token to wherever a server says, and
//! repetition needs to know the Rest.li method.

use std::error::Error as _;
use std::pin::Pin;
use std::sync::OnceLock;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http_body::Body as _;

use super::error::Failed;
use super::{Body, NewConnection, Transport, TransportError, TransportFuture};

/// How connections are made.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) connect_timeout: Duration,
    /// Whether everything goes to this machine, without TLS.
    pub(crate) plain: bool,
    /// How many connections are kept for the next call.
    pub(crate) idle: usize,
    /// Further authorities that are trusted, in PEM.
    pub(crate) certificates: Vec<Vec<u8>>,
}

#[derive(Debug)]
pub(crate) struct ReqwestTransport {
    kept: reqwest::Client,
    settings: Settings,
    /// Makes a connection for each request; there is one as soon as it is needed.
    new: OnceLock<reqwest::Client>,
}

impl ReqwestTransport {
    pub(crate) fn new(settings: Settings) -> Result<Self, TransportError> {
        Ok(Self {
            kept: settings.client(settings.idle)?,
            settings,
            new: OnceLock::new(),
        })
    }

    fn client(&self, request: &http::Request<Bytes>) -> Result<&reqwest::Client, TransportError> {
        if request.extensions().get::<NewConnection>().is_none() {
            return Ok(&self.kept);
        }
        match self.new.get() {
            Some(client) => Ok(client),
            None => {
                let client = self.settings.client(0)?;
                Ok(self.new.get_or_init(|| client))
            }
        }
    }
}

impl Settings {
    /// A client that keeps so many connections for later requests.
    fn client(&self, idle: usize) -> Result<reqwest::Client, TransportError> {
        let mut http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .connect_timeout(self.connect_timeout)
            .pool_max_idle_per_host(idle)
            .referer(false);
        if self.plain {
            // Without TLS the token must stay on this machine, whatever proxy the environment names.
            http = http.no_proxy();
        }
        self.trust(http)?.build().map_err(of_reqwest)
    }

    /// Adds the further authorities.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    fn trust(
        &self,
        mut http: reqwest::ClientBuilder,
    ) -> Result<reqwest::ClientBuilder, TransportError> {
        for pem in &self.certificates {
            let bundle = reqwest::Certificate::from_pem_bundle(pem).map_err(of_reqwest)?;
            if bundle.is_empty() {
                let cause = "there is no certificate in what should be one";
                return Err(TransportError::connect(cause));
            }
            for certificate in bundle {
                http = http.add_root_certificate(certificate);
            }
        }
        Ok(http)
    }

    /// Without TLS nobody is trusted.
    #[cfg(not(any(feature = "rustls", feature = "native-tls")))]
    fn trust(
        &self,
        http: reqwest::ClientBuilder,
    ) -> Result<reqwest::ClientBuilder, TransportError> {
        match self.certificates.is_empty() {
            true => Ok(http),
            false => Err(TransportError::connect(
                "certificates need a feature of TLS",
            )),
        }
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(async {
            let client = self.client(&request)?;
            let request = reqwest::Request::try_from(request).map_err(of_reqwest)?;
            let response = client.execute(request).await.map_err(of_reqwest)?;
            let (head, body) = http::Response::from(response).into_parts();
            Ok(http::Response::from_parts(head, Body::stream(Pieces(body))))
        })
    }
}

/// The data of a body; trailers say nothing that anybody reads.
struct Pieces(reqwest::Body);

impl Stream for Pieces {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match std::task::ready!(Pin::new(&mut self.0).poll_frame(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(of_reqwest(error)))),
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
            }
        }
    }
}

fn of_reqwest(error: reqwest::Error) -> TransportError {
    // Without the URL: its query holds the caller's data.
    let error = error.without_url();
    let failed = match (error.is_connect(), error.is_timeout()) {
        (true, true) => Failed::ConnectTime,
        (true, false) => Failed::Connect,
        (false, true) => Failed::Time,
        (false, false) if error.is_decode() => Failed::Undecodable,
        (false, false) => Failed::Broken,
    };
    let mut cause = String::new();
    let mut next = error.source();
    while let Some(inner) = next {
        let text = inner.to_string();
        // Each layer tends to repeat the next one.
        if !cause.ends_with(&text) {
            if !cause.is_empty() {
                cause.push_str(": ");
            }
            cause.push_str(&text);
        }
        next = inner.source();
    }
    TransportError::new(failed, cause)
}
