//! One request and its answer, over HTTP.
//!
//! Not generic, so it is compiled once; only the reading of the answer differs between calls.

use std::future::Future;
use std::pin::Pin;

use bytes::{Bytes, BytesMut};
use http::header::{AUTHORIZATION, HeaderName, HeaderValue, USER_AGENT};
use reqwest::Url;

use super::{Client, failure};
use crate::answer::Response;
use crate::error::{Error, ErrorKind, Result};
use crate::request::{Draft, EncodedRequest, Verb};

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
            match client.attempt(&draft).await {
                Ok(response) => Ok((draft, response)),
                Err(error) => Err(draft.blame(error)),
            }
        })
    }

    async fn attempt(&self, draft: &Draft) -> Result<Response> {
        let request = self.request(draft.encode()?, draft)?;
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
        match response.status() {
            200..=299 => Ok(response),
            _ => Err(failure::of_status(&response, draft, self)),
        }
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

    fn request(&self, encoded: EncodedRequest, draft: &Draft) -> Result<reqwest::Request> {
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
        *request.timeout_mut() = Some(draft.timeout.unwrap_or(self.0.timeout));
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
