//! The sandbox's own doors for tests that are not written in Rust: tokens, and the time they last.
//!
//! Browsers ask before they send JSON to another place, and are never told yes; so a page cannot
//! use these doors.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::request::Parts;
use axum::http::{Method, header};
use axum::response::Response;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::{Auth, TokenRequest, reply};

/// Larger bodies are refused.
const MAX_BODY: usize = 64 << 10;

const TOKENS: &str = "/_sandbox/tokens";
const REVOKE: &str = "/_sandbox/tokens/revoke";
const EXPIRE: &str = "/_sandbox/tokens/expire";
const LAG: &str = "/_sandbox/scope-lag";
const CLOCK: &str = "/_sandbox/clock";

/// A token that is meant.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Meant {
    token: String,
}

/// A time.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Span {
    seconds: u64,
}

/// Whether something is at this path.
pub(crate) fn is_control(path: &str) -> bool {
    [TOKENS, REVOKE, EXPIRE, LAG, CLOCK].contains(&path)
}

/// Does what is asked at one of the doors.
pub(crate) async fn answer(auth: &Auth, head: &Parts, body: Body) -> Response {
    if head.method != Method::POST {
        return reply::not_allowed("POST");
    }
    let content_type = head.headers.get(header::CONTENT_TYPE);
    let content_type = content_type.and_then(|value| value.to_str().ok());
    let media_type = content_type.and_then(|value| value.split(';').next());
    if media_type.map(str::trim) != Some("application/json") {
        return wrong(415, "send `Content-Type: application/json`");
    }
    let Ok(bytes) = to_bytes(body, MAX_BODY).await else {
        return wrong(413, "the body is too large, or broken off");
    };
    let done = match head.uri.path() {
        TOKENS => read(&bytes).and_then(|request| issue(auth, &request)),
        REVOKE => read(&bytes).and_then(|Meant { token }| known(auth.revoke(&token))),
        EXPIRE => read(&bytes).and_then(|Meant { token }| known(auth.expire(&token))),
        LAG => read(&bytes).map(|Span { seconds }| {
            auth.set_scope_lag(Duration::from_secs(seconds));
            reply::done()
        }),
        _ => read(&bytes).map(|Span { seconds }| {
            auth.clock.advance(Duration::from_secs(seconds));
            reply::done()
        }),
    };
    done.unwrap_or_else(|refusal| *refusal)
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Box<Response>> {
    serde_json::from_slice(bytes)
        .map_err(|error| Box::new(wrong(400, &format!("the body cannot be read: {error}"))))
}

fn issue(auth: &Auth, request: &TokenRequest) -> Result<Response, Box<Response>> {
    match auth.issue(request) {
        Ok(token) => {
            let lifetime = auth.lifetime(request).as_secs();
            let body =
                json!({ "access_token": token, "token_type": "Bearer", "expires_in": lifetime });
            Ok(reply::json(201, &body))
        }
        Err(error) => Err(Box::new(wrong(400, &error.to_string()))),
    }
}

fn known(known: bool) -> Result<Response, Box<Response>> {
    match known {
        true => Ok(reply::done()),
        false => Err(Box::new(wrong(404, "the sandbox has issued no such token"))),
    }
}

fn wrong(status: u16, message: &str) -> Response {
    reply::json(status, &json!({ "status": status, "message": message }))
}
