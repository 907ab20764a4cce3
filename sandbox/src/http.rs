//! HTTP in and out: bytes to a request of the interpreter, an answer back to bytes.
//!
//! Everything with a meaning happens elsewhere; here only what HTTP itself asks for is done.

use axum::body::{Body, to_bytes};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use restli_model::interpret::HttpRequest;
use serde_json::Value as Json;

use crate::evaluate::Answer;
use crate::validate::read_body;

pub(crate) const PROTOCOL: &str = "x-restli-protocol-version";
const OVERRIDE: &str = "x-http-method-override";
const ERROR: &str = "x-restli-error-response";
const ERROR_V1: &str = "x-linkedin-error-response";
/// Larger bodies are refused; no call of a schema needs one.
pub(crate) const MAX_BODY: usize = 8 << 20;

/// Why a body cannot be read.
pub(crate) enum Unread {
    /// It is larger than [`MAX_BODY`].
    TooLarge,
    /// It is not what its headers say.
    Broken(String),
}

/// The request as the interpreter sees it; and why its body cannot be read, if it cannot.
pub(crate) async fn read(head: &Parts, body: Body) -> (HttpRequest, Result<(), Unread>) {
    let mut request = self::head(head);
    let content_type = head.headers.get(header::CONTENT_TYPE);
    let content_type = content_type.and_then(|value| value.to_str().ok());
    let tunneled = head.headers.contains_key(OVERRIDE);
    let read = match to_bytes(body, MAX_BODY).await {
        Ok(bytes) => read_body(&bytes, content_type, tunneled).map_err(Unread::Broken),
        Err(_) => Err(Unread::TooLarge),
    };
    let read = read.map(|body| request.body = body);
    (request, read)
}

/// A request without its body.
pub(crate) fn head(head: &Parts) -> HttpRequest {
    let path = { head.uri.path_and_query() }.map_or("/", |path| path.as_str());
    HttpRequest {
        method: head.method.as_str().to_owned(),
        path: path.to_owned(),
        headers: texts(&head.headers),
        body: None,
    }
}

fn texts(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = headers.iter();
    let headers = headers.map(|(name, value)| (name.to_string(), text(value)));
    headers.collect()
}

/// Writes an answer.
pub(crate) fn respond(answer: Answer) -> Response {
    let failed = answer.status >= 400;
    let (body, json) = match answer.body {
        Some(body) => (Body::from(body.to_string()), true),
        None => (Body::empty(), false),
    };
    let mut response = status(answer.status);
    *response.body_mut() = body;
    let headers = response.headers_mut();
    if json {
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        );
    }
    if failed && json {
        let name = if answer.v1 { ERROR_V1 } else { ERROR };
        headers.insert(name, HeaderValue::from_static("true"));
    }
    for (name, value) in answer.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.append(name, value);
        }
    }
    response
}

/// JSON that is no answer of the API.
pub(crate) fn json(code: u16, body: &Json) -> Response {
    let mut response = status(code);
    *response.body_mut() = Body::from(body.to_string());
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}

/// A status without a body.
pub(crate) fn status(code: u16) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() =
        StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response
}
