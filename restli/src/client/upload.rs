//! Bytes to the URLs that a service hands out for them, whole or in parts.
//!
//! Such a URL is no resource: it is absolute, often signed, may be of another host, and takes raw bytes.
//! What must hold for calls must hold here as well: TLS, no redirects, and the token only where it belongs.

mod parts;

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::Uri;
use http::header::{AUTHORIZATION, CONTENT_TYPE, ETAG, HeaderName, HeaderValue, USER_AGENT};
use reqwest::Url;

use parts::{OnProgress, Told};
pub use parts::{UploadParts, UploadProgress};

use super::attempt::{BodyLimits, Phase};
use super::{Client, attempt, builder, failure};
use crate::error::{Error, ErrorKind, Result};

/// The time an upload may take unless told otherwise: ten minutes.
const TIMEOUT: Duration = Duration::from_secs(600);

/// An upload to one URL, by PUT.
///
/// The token stays at home unless [`Upload::authorized_for`] names the host of the URL.
#[must_use = "an upload does nothing until it is sent"]
pub struct Upload<'a> {
    client: &'a Client,
    url: String,
    headers: Vec<(String, String)>,
    /// The hosts that may see the token, besides the client's own; nobody may if there is no list.
    trusted: Option<Vec<String>>,
    timeout: Duration,
    on_progress: Option<OnProgress<'a>>,
}

/// Where one part of a file goes: the bytes from `first` to `last`, both included, counted from 0.
#[derive(Clone, PartialEq, Eq)]
pub struct UploadPart {
    /// Where to put the bytes.
    pub url: String,
    /// The first byte.
    pub first: u64,
    /// The last byte.
    pub last: u64,
}

/// What the service said to an upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uploaded {
    /// The HTTP status, 200 to 299.
    pub status: u16,
    /// The header `ETag` as it came, quotes included; services know the parts of a file by it.
    pub etag: Option<String>,
}

impl Client {
    /// An upload to a URL that the service has handed out. It has to be `https`, except on this machine.
    pub fn upload(&self, url: impl Into<String>) -> Upload<'_> {
        Upload {
            client: self,
            url: url.into(),
            headers: Vec::new(),
            trusted: None,
            timeout: TIMEOUT,
            on_progress: None,
        }
    }

    /// Uploads a file in parts, one after the other, without the token; what was said to each, in the order
    /// of the parts.
    ///
    /// Fails before the first byte is sent when the parts are not the whole of the file.
    pub fn upload_parts<'a>(&'a self, parts: &'a [UploadPart], file: Bytes) -> UploadParts<'a> {
        UploadParts::new(self, parts, file)
    }
}

/// The bytes of each part. The parts have to follow each other from the first byte to the last.
fn slices(parts: &[UploadPart], file: &Bytes) -> Result<Vec<Bytes>> {
    let refuse = |message: String| Err(Error::new(ErrorKind::Request, message));
    let mut slices = Vec::with_capacity(parts.len());
    let mut next = 0_u64;
    let length = file.len() as u64;
    for part in parts {
        if part.first != next || part.last < part.first || part.last >= length {
            return refuse(format!(
                "the part from byte {} to {} does not fit: byte {next} of {length} is next",
                part.first, part.last
            ));
        }
        next = part.last + 1;
        // Both are below the length of the file, which is a `usize`.
        slices.push(file.slice(part.first as usize..next as usize));
    }
    match next == length {
        true => Ok(slices),
        false => refuse(format!(
            "the parts end at byte {next}, and the file has {length}"
        )),
    }
}

impl<'a> Upload<'a> {
    /// A further header, such as one that the service has handed out with the URL.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sends the client's token too, if the URL is one of these hosts or of a host below them, or of the
    /// place that the client sends its calls to.
    pub fn authorized_for<H: Into<String>>(mut self, hosts: impl IntoIterator<Item = H>) -> Self {
        let hosts = hosts
            .into_iter()
            .map(|host| host.into().to_ascii_lowercase());
        self.trusted = Some(hosts.collect());
        self
    }

    /// The time that it may take. Ten minutes unless set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Is told how far it is: at the beginning, and when the service has taken the whole. For steps between
    /// them, a file has to be uploaded in parts.
    pub fn on_progress(mut self, on_progress: impl FnMut(UploadProgress) + Send + 'a) -> Self {
        self.on_progress = Some(Box::new(on_progress));
        self
    }

    /// Uploads the bytes. Any status but 200 to 299 is an error.
    pub async fn send(mut self, bytes: impl Into<Bytes>) -> Result<Uploaded> {
        if tokio::runtime::Handle::try_current().is_err() {
            return Err(Error::new(
                ErrorKind::Runtime,
                "an upload needs a Tokio runtime",
            ));
        }
        let bytes = bytes.into();
        let length = bytes.len();
        let mut told = Told::begin(length, self.on_progress.take());
        let mut phase = Phase::default();
        let timeout = self.timeout;
        let sent = match tokio::time::timeout(timeout, self.put(bytes, &mut phase)).await {
            Ok(sent) => sent,
            Err(_) => Err(failure::late(&phase)),
        };
        if sent.is_ok() {
            told.sent(length);
        }
        sent.map_err(|error| error.with_further_hint("it was an upload"))
    }

    /// An upload is made once: the URLs of parts are good for one answer only.
    async fn put(&mut self, bytes: Bytes, phase: &mut Phase) -> Result<Uploaded> {
        let client = self.client;
        let mut request = self.request(bytes)?;
        if let (true, Some(tokens)) = (self.is_trusted(&self.url()?), &client.0.tokens) {
            let token = phase.token.insert(tokens.token().await?);
            let headers = request.headers_mut();
            headers.insert(AUTHORIZATION, builder::authorization(token)?);
        }
        phase.sent = true;
        let sent = client.transport()?.send(request).await;
        let token = phase.token.as_ref();
        let response = sent.map_err(|error| failure::of_transport(&error, token))?;
        let (head, mut body) = response.into_parts();
        let status = head.status.as_u16();
        phase.status = Some(status);
        let limits = BodyLimits {
            bytes: client.0.max_body,
            stall: client.0.stall_timeout,
        };
        let body = attempt::read_body(&mut body, limits, token).await?;
        let etag = head.headers.get(ETAG).and_then(|etag| etag.to_str().ok());
        match status {
            200..=299 => Ok(Uploaded {
                status,
                etag: etag.map(str::to_owned),
            }),
            300..=399 => Err(
                Error::new(ErrorKind::Redirect, "redirects are not followed").with_status(status),
            ),
            _ => {
                let text = String::from_utf8_lossy(&body);
                let text = token.map_or_else(|| text.to_string(), |token| token.redact(&text));
                let error = Error::new(ErrorKind::Status, "").with_status(status);
                Err(error.with_body(text))
            }
        }
    }

    /// Uploads the bytes, on this thread. Within an async runtime this is an error.
    #[cfg(feature = "blocking")]
    pub fn send_blocking(self, bytes: impl Into<Bytes>) -> Result<Uploaded> {
        let bytes = bytes.into();
        self.client.clone().block_on(self.send(bytes))?
    }

    /// Whether the token may go there. That is decided on what the URL means, not on its text, which can be
    /// made to look like another one.
    fn is_trusted(&self, url: &Url) -> bool {
        let Some(hosts) = &self.trusted else {
            return false;
        };
        let host = url.host_str().unwrap_or_default();
        let within = |trusted: &String| {
            let above = host.strip_suffix(trusted.as_str());
            above.is_some_and(|above| above.is_empty() || above.ends_with('.'))
        };
        let own = Url::parse(&self.client.0.base_url);
        own.is_ok_and(|own| own.origin() == url.origin()) || hosts.iter().any(within)
    }

    /// Where the bytes go, if they may go there at all.
    fn url(&self) -> Result<Url> {
        let refuse = |reason: String| Error::new(ErrorKind::Request, reason);
        let url = Url::parse(&self.url)
            .map_err(|error| refuse(format!("the URL of the upload cannot be read: {error}")))?;
        let safe =
            url.scheme() == "https" || (url.scheme() == "http" && builder::is_loopback(&url));
        match safe {
            true => Ok(url),
            false => {
                let reason = "the URL of the upload must be https, except on this machine";
                Err(refuse(reason.to_owned()))
            }
        }
    }

    fn request(&self, bytes: Bytes) -> Result<http::Request<Bytes>> {
        let refuse = |reason: String| Error::new(ErrorKind::Request, reason);
        let uri = Uri::try_from(self.url()?.as_str());
        let uri =
            uri.map_err(|error| refuse(format!("the URL of the upload cannot be read: {error}")))?;
        let mut request = http::Request::new(bytes);
        (*request.method_mut(), *request.uri_mut()) = (http::Method::PUT, uri);
        let headers = request.headers_mut();
        headers.insert(USER_AGENT, self.client.0.user_agent.clone());
        let octets = HeaderValue::from_static("application/octet-stream");
        headers.insert(CONTENT_TYPE, octets);
        for (name, value) in &self.headers {
            let name = HeaderName::from_bytes(name.as_bytes());
            let name = name.map_err(|error| refuse(error.to_string()))?;
            let value = HeaderValue::from_str(value).map_err(|error| refuse(error.to_string()))?;
            headers.insert(name, value);
        }
        Ok(request)
    }
}

/// Without the query of the URL, which is often as good as a password.
impl fmt::Debug for Upload<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Upload")
            .field("url", &without_query(&self.url))
            .field("trusted", &self.trusted)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for UploadPart {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("UploadPart")
            .field("url", &without_query(&self.url))
            .field("first", &self.first)
            .field("last", &self.last)
            .finish()
    }
}

fn without_query(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or_default()
}
