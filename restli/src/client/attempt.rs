//! One attempt of a call: a token, a request, its answer, all of it in time.
//!
//! Time and size are limited here and not by the transport, so that they are limited whatever that is.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::Uri;
use http::header::{AUTHORIZATION, HeaderName, HeaderValue, USER_AGENT};
use reqwest::Url;
use tokio::time::Instant;

use super::{Client, builder, failure};
use crate::answer::Response;
use crate::auth::Token;
use crate::error::{Error, ErrorKind, Result};
use crate::middleware::{Attempt, CallInfo};
use crate::request::{EncodedRequest, Verb};
use crate::transport::{Body, NewConnection, Transport};

/// The longest URL that can be sent; the HTTP library counts in 16 bits.
const MAX_URL: usize = u16::MAX as usize - 1;

/// Of a body that has not ended, at least so much must arrive within the stall timeout.
const LEAST_PROGRESS: usize = 1 << 10;

/// What came of an attempt.
pub(super) struct Tried {
    /// The token that it carried.
    pub(super) token: Option<Token>,
    /// The status, as soon as there was one.
    pub(super) status: Option<u16>,
    pub(super) elapsed: Duration,
    /// The answer may be an error.
    pub(super) result: Result<Response>,
}

/// How far an attempt has come.
#[derive(Default)]
pub(super) struct Phase {
    pub(super) token: Option<Token>,
    /// Whether the service may have seen something.
    pub(super) sent: bool,
    pub(super) status: Option<u16>,
}

/// How much of a body is read, and how slow it may be.
#[derive(Clone, Copy)]
pub(super) struct BodyLimits {
    pub(super) bytes: usize,
    pub(super) stall: Duration,
}

impl Client {
    /// Sends the request once; on a new connection if the last one was lost.
    pub(super) async fn attempt(
        &self,
        info: CallInfo<'_>,
        number: u32,
        lost: bool,
        left: Duration,
    ) -> Tried {
        let begun = Instant::now();
        let limit = self.0.attempt_timeout.map_or(left, |most| most.min(left));
        let mut phase = Phase::default();
        let sent = self.send_once(info, number, lost, &mut phase);
        let result = match tokio::time::timeout(limit, sent).await {
            Ok(result) => result,
            Err(_) => Err(failure::late(&phase)),
        };
        #[cfg(feature = "testing")]
        if let Ok(response) = &result {
            self.remember(response);
        }
        Tried {
            token: phase.token,
            status: phase.status,
            elapsed: begun.elapsed(),
            result,
        }
    }

    async fn send_once(
        &self,
        info: CallInfo<'_>,
        number: u32,
        lost: bool,
        phase: &mut Phase,
    ) -> Result<Response> {
        let draft = info.draft;
        let slot = self.0.slots.acquire().await;
        let _slot = slot.map_err(|_| Error::new(ErrorKind::Runtime, "the client is closed"))?;
        if let Some(tokens) = &self.0.tokens {
            phase.token = Some(tokens.token().await?);
        }
        let mut request = self.request(draft.encode()?, phase.token.as_ref())?;
        if lost {
            request.extensions_mut().insert(NewConnection);
        }
        for middleware in &self.0.middleware {
            let headers = request.headers_mut();
            let mut attempt = Attempt {
                info,
                number,
                headers,
            };
            middleware.before(&mut attempt).await?;
        }
        phase.sent = true;
        let sent = self.transport()?.send(request).await;
        let token = phase.token.as_ref();
        let response = sent.map_err(|error| failure::of_transport(&error, token))?;
        let (head, mut body) = response.into_parts();
        phase.status = Some(head.status.as_u16());
        let limits = BodyLimits {
            bytes: draft
                .max_body
                .or(draft.spec.max_body)
                .unwrap_or(self.0.max_body),
            stall: self.0.stall_timeout,
        };
        let body = read_body(&mut body, limits, token);
        let body = body
            .await
            .map_err(|error| error.with_status(head.status.as_u16()))?;
        Ok(Response::new(
            head.status.as_u16(),
            head.headers,
            body,
            self.api().id_headers,
            draft.asked(),
            phase.token.clone(),
        ))
    }

    fn request(
        &self,
        encoded: EncodedRequest,
        token: Option<&Token>,
    ) -> Result<http::Request<Bytes>> {
        let refuse = |reason: &str| Error::new(ErrorKind::Request, reason);
        let text = format!("{}{}", self.0.base_url, encoded.target);
        if text.len() > MAX_URL {
            let length = text.len();
            let reason =
                format!("the URL has {length} bytes, and no more than {MAX_URL} can be sent");
            return Err(refuse(&reason));
        }
        let url = Url::parse(&text).map_err(|error| refuse(&error.to_string()))?;
        if url.as_str() != text {
            // The encoders write only what URL libraries keep; anything else would reach the server as
            // other data.
            return Err(refuse("the URL would be changed on its way"));
        }
        let uri = Uri::try_from(text).map_err(|error| refuse(&error.to_string()))?;
        let mut request = http::Request::new(encoded.body.map(Bytes::from).unwrap_or_default());
        *request.uri_mut() = uri;
        *request.method_mut() = match encoded.verb {
            Verb::Get => http::Method::GET,
            Verb::Post => http::Method::POST,
            Verb::Put => http::Method::PUT,
            Verb::Delete => http::Method::DELETE,
        };
        let headers = request.headers_mut();
        headers.reserve(encoded.headers.len() + 2);
        headers.insert(USER_AGENT, self.0.user_agent.clone());
        if let Some(token) = token {
            headers.insert(AUTHORIZATION, builder::authorization(token)?);
        }
        for (name, value) in &encoded.headers {
            let name = HeaderName::from_bytes(name.as_bytes());
            let name = name.map_err(|error| refuse(&error.to_string()))?;
            let value = HeaderValue::from_str(value);
            headers.insert(name, value.map_err(|error| refuse(&error.to_string()))?);
        }
        Ok(request)
    }

    /// The transport of the runtime that this runs on.
    #[cfg(not(feature = "blocking"))]
    pub(super) fn transport(&self) -> Result<&dyn Transport> {
        Ok(&*self.0.transport)
    }

    /// The transport of the runtime that this runs on.
    #[cfg(feature = "blocking")]
    pub(super) fn transport(&self) -> Result<&dyn Transport> {
        match super::blocking::is_here() {
            true => self.blocking().map(|blocking| blocking.transport()),
            false => Ok(&*self.0.transport),
        }
    }

    /// For tests: the last answer.
    #[cfg(feature = "testing")]
    fn remember(&self, response: &Response) {
        let last = self.0.last_response.lock();
        *last.unwrap_or_else(std::sync::PoisonError::into_inner) = Some(response.clone());
    }
}

/// Reads a body that is neither larger nor slower than is acceptable.
pub(super) async fn read_body(
    body: &mut Body,
    limits: BodyLimits,
    token: Option<&Token>,
) -> Result<Bytes> {
    // Kept as they came until the end, so that a body which is refused never takes more than its limit.
    let (mut pieces, mut read) = (Vec::new(), 0);
    let (mut since, mut had) = (Instant::now(), 0);
    loop {
        let piece = match tokio::time::timeout_at(since + limits.stall, body.next()).await {
            Ok(None) => return Ok(joined(pieces, read)),
            Ok(Some(piece)) => piece.map_err(|error| failure::of_transport(&error, token))?,
            Err(_) if read - had < LEAST_PROGRESS => {
                return Err(failure::stalled(read, limits.stall));
            }
            Err(_) => {
                (since, had) = (Instant::now(), read);
                continue;
            }
        };
        read += piece.len();
        if read > limits.bytes {
            let message = format!("the answer is larger than {} bytes", limits.bytes);
            return Err(Error::new(ErrorKind::TooLarge, message));
        }
        pieces.push(piece);
    }
}

/// The pieces as one.
fn joined(mut pieces: Vec<Bytes>, length: usize) -> Bytes {
    if pieces.len() == 1 {
        return pieces.remove(0);
    }
    let mut whole = BytesMut::with_capacity(length);
    pieces
        .into_iter()
        .for_each(|piece| whole.extend_from_slice(&piece));
    whole.freeze()
}
