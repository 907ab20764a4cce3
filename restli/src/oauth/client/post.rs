//! One request to the authorization server: a form out, a JSON object back.
//!
//! Time and size are limited here, and no body is ever shown: tokens stand in it.

use bytes::{Bytes, BytesMut};
use http::header::{ACCEPT, CONTENT_TYPE, HeaderValue, USER_AGENT};
use secrecy::ExposeSecret;
use serde_json::{Map, Value as Json};

use super::Application;
use super::failure::{self, Refusal, hinted};
use super::form::{Form, Secrets};
use crate::error::{Error, ErrorKind, Result};
use crate::transport::Body;

/// Larger answers are no answers of an authorization server.
const MOST: usize = 1 << 20;

/// What was answered.
pub(super) enum Answer {
    /// What was asked for. The body may be empty.
    Granted(Map<String, Json>),
    Refused(Refusal),
    /// A success whose body is no JSON object; only a revocation does not mind.
    Unreadable(Error),
}

impl Application {
    /// Sends a form with the client id, and with the secret if there is one, to one of the server's doors
    /// (RFC 6749, section 2.3.1). The place is what errors call it.
    pub(super) async fn post(&self, url: &str, place: &str, form: Form) -> Result<Answer> {
        let url = self.place(url)?;
        let mut form = form.field("client_id", self.client_id());
        if let Some(secret) = self.own_secret() {
            form = form.secret("client_secret", secret.expose_secret());
        }
        let (body, secrets) = form.finish();
        if tokio::runtime::Handle::try_current().is_err() {
            let message = "signing in needs a Tokio runtime";
            return Err(Error::new(ErrorKind::Runtime, message));
        }
        let asked = self.ask(&url, place, body, &secrets);
        let (status, body) = match tokio::time::timeout(self.time(), asked).await {
            Ok(answered) => answered?,
            Err(_) => {
                let message = format!("no answer of the {place} in {:?}", self.time());
                return Err(hinted(message, "the server could not be asked; try again"));
            }
        };
        let bytes = body.len();
        tracing::debug!(target: "restli", place, status, bytes, "the authorization server answers");
        read(status, &body, place, &secrets)
    }

    async fn ask(
        &self,
        url: &str,
        place: &str,
        body: Bytes,
        secrets: &Secrets,
    ) -> Result<(u16, Bytes)> {
        let mut request = http::Request::new(body);
        *request.method_mut() = http::Method::POST;
        *request.uri_mut() = http::Uri::try_from(url).map_err(|error| {
            Error::auth(format!("the URL of the {place} cannot be used"))
                .with_cause(error.to_string())
        })?;
        let headers = request.headers_mut();
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/x-www-form-urlencoded"),
        );
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(
            USER_AGENT,
            HeaderValue::from_static(concat!("restli/", env!("CARGO_PKG_VERSION"))),
        );
        let sent = self.transport_to(url)?.send(request).await;
        let response = sent.map_err(|error| failure::of_transport(place, &error, secrets))?;
        let status = response.status().as_u16();
        let body = collect(response.into_body(), place, secrets).await?;
        Ok((status, body))
    }
}

async fn collect(mut body: Body, place: &str, secrets: &Secrets) -> Result<Bytes> {
    let mut read = BytesMut::new();
    while let Some(piece) = body.next().await {
        let piece = piece.map_err(|error| failure::of_transport(place, &error, secrets))?;
        if read.len() + piece.len() > MOST {
            let message = format!("the answer of the {place} is larger than {MOST} bytes");
            return Err(Error::auth(message));
        }
        read.extend_from_slice(&piece);
    }
    Ok(read.freeze())
}

fn read(status: u16, body: &Bytes, place: &str, secrets: &Secrets) -> Result<Answer> {
    let json = match serde_json::from_slice(body) {
        Ok(Json::Object(members)) => Some(members),
        _ if body.iter().all(u8::is_ascii_whitespace) => Some(Map::new()),
        _ => None,
    };
    match (status, json) {
        (200..=299, Some(members)) => Ok(Answer::Granted(members)),
        (200..=299, None) => Ok(Answer::Unreadable(hinted(
            format!("the answer of the {place} is no JSON object"),
            "is something between here and the server, such as a proxy with a page of its own?",
        ))),
        (300..=399, _) => Err(Error::auth(format!(
            "the {place} redirects (status {status}), and redirects are not followed"
        ))),
        (_, members) => {
            let members = members.unwrap_or_default();
            let text = |name: &str| members.get(name).and_then(Json::as_str);
            match text("error") {
                Some(error) => {
                    // Some servers have a sentence under a name of their own.
                    let description = text("error_description").or(text("message"));
                    let description = description.unwrap_or_default();
                    Ok(Answer::Refused(Refusal::new(error, description, secrets)))
                }
                None => {
                    let error = Error::auth(format!(
                        "the {place} answers with status {status} and without a reason"
                    ));
                    Err(match status {
                        429 | 503 => error.unsent(),
                        _ => error,
                    })
                }
            }
        }
    }
}
