//! `/_sandbox/faults`: rules over HTTP, for tests that are not written in Rust.
//!
//! A body must say that it is JSON or YAML: a page in a browser can send any other without being
//! asked whether it may.

use axum::body::{Body, to_bytes};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use serde_json::{Value as Json, json};

use super::kinds::{FORMS, KINDS};
use super::refused;
use super::rules::{Faults, RuleError};
use crate::http;

/// Where the rules are.
pub(crate) const PATH: &str = "/_sandbox/faults";

const MAX_BODY: usize = 1 << 20;

/// The answer to a request below [`PATH`].
pub(crate) async fn control(faults: &Faults, head: &Parts, body: Body) -> Response {
    let rest = head.uri.path().strip_prefix(PATH).unwrap_or_default();
    match (&head.method, rest) {
        (&Method::GET, "") => http::json(200, &state(faults)),
        (&Method::GET, "/kinds") => {
            let forms: Vec<_> = FORMS.iter().map(|(name, _)| name).collect();
            http::json(200, &json!({ "kinds": KINDS, "next-link": forms }))
        }
        (&Method::POST, "") => match text(&head.headers, body).await {
            Ok(text) => answer(add(faults, &text), 201),
            Err(refusal) => refusal,
        },
        (&Method::DELETE, "") => {
            faults.clear();
            http::status(204)
        }
        (&Method::DELETE, rest) => {
            let number = rest
                .strip_prefix('/')
                .and_then(|number| number.parse().ok());
            match number.is_some_and(|number| faults.remove(number)) {
                true => http::status(204),
                false => refused(
                    404,
                    "there is no such rule; GET /_sandbox/faults lists them",
                ),
            }
        }
        (_, "" | "/kinds") => refused(405, "GET and POST rules, DELETE one or all, GET kinds"),
        _ => refused(
            404,
            "there are `/_sandbox/faults`, `/kinds` and `/NUMBER` below it",
        ),
    }
}

fn state(faults: &Faults) -> Json {
    let now = httpdate::fmt_http_date(faults.now());
    json!({ "seed": faults.seed(), "now": now, "rules": faults.rules() })
}

fn add(faults: &Faults, text: &str) -> Result<Json, RuleError> {
    let numbers = faults.load("request body", text)?;
    Ok(json!({ "numbers": numbers }))
}

async fn text(headers: &HeaderMap, body: Body) -> Result<String, Response> {
    let media_type = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let media_type = media_type.unwrap_or_default();
    if !["json", "yaml"]
        .iter()
        .any(|known| media_type.contains(known))
    {
        let why = "the body needs `Content-Type: application/json` or `application/yaml`";
        return Err(refused(415, why));
    }
    let body = to_bytes(body, MAX_BODY).await;
    let body = body.map_err(|_| refused(413, "the body is larger than 1 MB"))?;
    let text = String::from_utf8(body.into());
    text.map_err(|_| refused(400, "the body is no UTF-8"))
}

fn answer(done: Result<Json, RuleError>, status: u16) -> Response {
    match done {
        Ok(json) => http::json(status, &json),
        Err(error) => refused(400, &error.to_string()),
    }
}
