//! What the OAuth server sends back; none of it may be stored, because it holds secrets.

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use serde_json::{Value as Json, json};

use super::words::Failure;
use crate::http;

impl Failure {
    /// The failure as OAuth tells it, and what the sandbox adds.
    pub(super) fn json(&self) -> Response {
        let body = json!({
            "error": self.error,
            "error_description": self.description,
            "explanation": self.explained(),
        });
        json(self.status, &body)
    }

    fn explained(&self) -> Json {
        json!([{ "rule": self.rule, "message": self.explanation }])
    }

    /// What stands in the body of a redirect, for whoever looks at it.
    pub(super) fn beside(&self) -> Json {
        json!({ "explanation": self.explained() })
    }
}

/// JSON.
pub(super) fn json(status: u16, body: &Json) -> Response {
    secret(http::json(status, body))
}

/// Success without a body.
pub(super) fn done() -> Response {
    secret(http::status(200))
}

/// Another verb than those that there are.
pub(super) fn not_allowed(verbs: &'static str) -> Response {
    let mut response = secret(http::status(405));
    let headers = response.headers_mut();
    headers.insert(header::ALLOW, HeaderValue::from_static(verbs));
    response
}

/// Sends the browser elsewhere.
pub(super) fn redirect(to: &str, body: Option<&Json>) -> Response {
    let mut response = match body {
        Some(body) => json(302, body),
        None => secret(http::status(302)),
    };
    // Whatever came in a URL was decoded and is encoded again, so it is a header.
    if let Ok(to) = HeaderValue::from_str(to) {
        response.headers_mut().insert(header::LOCATION, to);
    }
    response
}

/// A page that runs nothing, loads nothing and stands in no frame.
pub(super) fn page(status: u16, policy: &str, html: String) -> Response {
    let mut response = secret(http::status(status));
    *response.body_mut() = Body::from(html);
    let headers = response.headers_mut();
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    headers.insert(header::CONTENT_TYPE, html);
    if let Ok(policy) = HeaderValue::from_str(policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    let deny = HeaderValue::from_static("DENY");
    headers.insert(header::X_FRAME_OPTIONS, deny);
    let nosniff = HeaderValue::from_static("nosniff");
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, nosniff);
    // Forms must tell where they come from, and nobody else needs to know.
    let referrer = HeaderValue::from_static("same-origin");
    headers.insert(header::REFERRER_POLICY, referrer);
    response
}

fn secret(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
    response
}
