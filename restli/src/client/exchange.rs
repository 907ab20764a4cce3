//! One request and its answer, over HTTP.
//!
//! Not generic, so it is compiled once; only the reading of the answer differs between calls.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::header::{AUTHORIZATION, HeaderName, HeaderValue, USER_AGENT};
use reqwest::Url;
use tokio::time::Instant;

use super::{Client, failure};
use crate::answer::Response;
use crate::error::{Error, ErrorKind, Result};
use crate::request::{Draft, EncodedRequest, Method, Verb};
use crate::retry::pause;

/// The request that was sent, for messages and the next page, and its answer. Boxed, since every call of an
/// API would otherwise hold the whole state machine.
pub(crate) type Exchanged = Pin<Box<dyn Future<Output = Result<(Draft, Response)>> + Send>>;

impl Client {
    /// Sends a request. An error status is an error.
    pub(crate) fn exchange(&self, draft: Draft) -> Exchanged {
        let client = self.clone();
        Box::pin(async move {
            if tokio::runtime::Handle::try_current().is_err() {
                let error = Error::new(ErrorKind::Runtime, "the call needs a Tokio runtime");
                return Err(draft.blame(error));
            }
            let response = client.attempts(&draft).await?;
            Ok((draft, response))
        })
    }

    /// As many attempts as it takes, and as there may be.
    async fn attempts(&self, draft: &Draft) -> Result<Response> {
        let policy = match draft.attempts {
            Some(attempts) => &self.0.retry.clone().attempts(attempts),
            None => &self.0.retry,
        };
        let whole = draft.timeout.unwrap_or(self.0.timeout);
        let begun = Instant::now();
        let left = || whole.saturating_sub(begun.elapsed());
        let mut unsure = false;
        self.0.budget.deposit();
        let mut attempt = 0;
        loop {
            attempt += 1;
            let error = match self.attempt(draft, left()).await {
                Ok(response) if is_success(&response, draft, unsure) => return Ok(response),
                Ok(response) => failure::of_status(&response, draft, self),
                Err(error) => error,
            };
            let error = draft.blame(error).with_attempts(attempt);
            unsure |= error.may_have_acted();
            match pause(policy, &self.0.budget, &error, attempt, left()) {
                Ok(pause) => tokio::time::sleep(pause).await,
                Err(ended) => return Err(failure::given_up(error, ended)),
            }
        }
    }

    /// Sends the request once; the answer may be an error.
    async fn attempt(&self, draft: &Draft, left: Duration) -> Result<Response> {
        let mut request = self.request(draft.encode()?)?;
        *request.timeout_mut() = Some(self.0.attempt_timeout.map_or(left, |most| most.min(left)));
        let sent = self.http()?.execute(request).await;
        let mut response = sent.map_err(|error| failure::of_transport(error, self))?;
        let body = self.read_body(&mut response).await?;
        let response = Response::new(
            response.status().as_u16(),
            std::mem::take(response.headers_mut()),
            body,
            self.api().id_headers,
            draft.asked(),
            self.0.token.clone(),
        );
        #[cfg(feature = "testing")]
        self.0
            .last_status
            .store(response.status(), std::sync::atomic::Ordering::Relaxed);
        Ok(response)
    }

    /// Reads a body that is not larger than the client accepts.
    pub(super) async fn read_body(&self, response: &mut reqwest::Response) -> Result<Bytes> {
        let limit = self.0.max_body;
        let declared = response.content_length().unwrap_or(0);
        let mut body = BytesMut::with_capacity(usize::try_from(declared).unwrap_or(0).min(limit));
        loop {
            let chunk = response.chunk().await;
            match chunk.map_err(|error| failure::of_transport(error, self))? {
                Some(chunk) if body.len() + chunk.len() > limit => {
                    let message = format!("the answer is larger than {limit} bytes");
                    return Err(Error::new(ErrorKind::TooLarge, message)
                        .with_status(response.status().as_u16()));
                }
                Some(chunk) => body.extend_from_slice(&chunk),
                None => return Ok(body.freeze()),
            }
        }
    }

    fn request(&self, encoded: EncodedRequest) -> Result<reqwest::Request> {
        let refuse = |reason: &str| Error::new(ErrorKind::Request, reason);
        let text = format!("{}{}", self.0.base_url, encoded.target);
        let url = Url::parse(&text).map_err(|error| refuse(&error.to_string()))?;
        if url.as_str() != text {
            // The encoders write only what URL libraries keep; anything else would reach the server as
            // other data.
            return Err(refuse("the URL would be changed on its way"));
        }
        let method = match encoded.verb {
            Verb::Get => http::Method::GET,
            Verb::Post => http::Method::POST,
            Verb::Put => http::Method::PUT,
            Verb::Delete => http::Method::DELETE,
        };
        let mut request = reqwest::Request::new(method, url);
        let headers = request.headers_mut();
        headers.reserve(encoded.headers.len() + 2);
        headers.insert(USER_AGENT, self.0.user_agent.clone());
        if let Some(authorization) = &self.0.authorization {
            headers.insert(AUTHORIZATION, authorization.clone());
        }
        for (name, value) in &encoded.headers {
            let name = HeaderName::from_bytes(name.as_bytes());
            let name = name.map_err(|error| refuse(&error.to_string()))?;
            let value = HeaderValue::from_str(value);
            headers.insert(name, value.map_err(|error| refuse(&error.to_string()))?);
        }
        *request.body_mut() = encoded.body.map(reqwest::Body::from);
        Ok(request)
    }

    /// The connections of the runtime that this runs on.
    #[cfg(not(feature = "blocking"))]
    pub(super) fn http(&self) -> Result<&reqwest::Client> {
        Ok(&self.0.http)
    }

    /// The connections of the runtime that this runs on.
    #[cfg(feature = "blocking")]
    pub(super) fn http(&self) -> Result<&reqwest::Client> {
        match super::blocking::is_here() {
            true => self.blocking().map(|blocking| blocking.http()),
            false => Ok(&self.0.http),
        }
    }

    /// Whether calls carry a token.
    pub(super) fn has_token(&self) -> bool {
        self.0.token.is_some()
    }

    pub(super) fn redact(&self, text: &str) -> String {
        match &self.0.token {
            Some(token) => token.redact(text),
            None => text.to_owned(),
        }
    }
}

/// Whether an answer is what was asked for. That what was to be deleted is gone is so too, after an attempt of
/// which nobody knows whether it has deleted it.
fn is_success(response: &Response, draft: &Draft, unsure: bool) -> bool {
    match response.status() {
        200..=299 => true,
        404 => unsure && draft.spec.method == Method::Delete,
        _ => false,
    }
}
