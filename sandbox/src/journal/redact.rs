//! What of an exchange may be written down.
//!
//! Headers are shown only if they are known to hold no secret: a list of those that do would never
//! be whole. Bodies and queries are the API's own, and only members named as secrets are hidden.

use serde_json::{Map, Value as Json};

/// Stands for what is not written down.
const HIDDEN: &str = "[hidden]";
/// Longer bodies are not kept.
const MAX_BODY: usize = 64 << 10;

/// Headers of HTTP and Rest.li that say how a request is to be read.
const SHOWN: &[&str] = &[
    "accept",
    "accept-encoding",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "host",
    "transfer-encoding",
    "user-agent",
    "x-http-method-override",
    "x-restli-method",
    "x-restli-protocol-version",
];

/// Members and parameters of OAuth 2.0 that are secrets, and whatever else ends like them.
const SECRETS: &[&str] = &[
    "access_token",
    "refresh_token",
    "id_token",
    "token",
    "client_secret",
    "code",
    "code_verifier",
    "password",
];

/// The headers; those that are neither shown nor `known` without their values.
pub(super) fn headers(headers: &[(String, String)], known: &[String]) -> Vec<(String, String)> {
    let shown = |name: &str| {
        let same = |other: &str| other.eq_ignore_ascii_case(name);
        SHOWN.iter().any(|other| same(other))
            || known.iter().any(|other| same(other))
            || name.to_ascii_lowercase().starts_with("x-sandbox-")
    };
    let headers = headers.iter().map(|(name, value)| {
        let value = if shown(name) { value } else { HIDDEN };
        (name.clone(), value.to_owned())
    });
    headers.collect()
}

/// Path and query.
pub(super) fn target(target: &str) -> String {
    match target.split_once('?') {
        Some((path, query)) => format!("{path}?{}", form(query)),
        None => target.to_owned(),
    }
}

/// A body, or how long it is.
pub(super) fn body(body: &Json) -> Json {
    let body = match body {
        Json::String(text) if text.contains('=') => Json::from(form(text)),
        other => json(other),
    };
    match body.to_string().len() {
        length if length > MAX_BODY => Json::from(format!("[{length} bytes]")),
        _ => body,
    }
}

/// Parameters as they stand in a query or in a form.
fn form(text: &str) -> String {
    let pairs = text.split('&').map(|pair| match pair.split_once('=') {
        // An escaped name could be any.
        Some((name, _)) if is_secret(name) || name.contains(['%', '+']) => {
            format!("{name}={HIDDEN}")
        }
        _ => pair.to_owned(),
    });
    pairs.collect::<Vec<_>>().join("&")
}

fn json(body: &Json) -> Json {
    match body {
        Json::Object(members) => {
            let members = members.iter().map(|(name, value)| {
                // The API has codes that are no secrets, such as those of errors.
                let hidden = name != "code" && is_secret(name) && value.is_string();
                let value = if hidden {
                    Json::from(HIDDEN)
                } else {
                    json(value)
                };
                (name.clone(), value)
            });
            Json::Object(members.collect::<Map<_, _>>())
        }
        Json::Array(values) => values.iter().map(json).collect(),
        other => other.clone(),
    }
}

fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SECRETS.contains(&name.as_str())
        || ["_token", "_secret", "password"]
            .iter()
            .any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn headers_are_hidden_unless_known() {
        let given = [
            ("Authorization", "Bearer canary"),
            ("Cookie", "canary"),
            ("X-Trace", "canary"),
            ("Content-Type", "application/json"),
            ("Shop-Version", "202510"),
        ];
        let given = given.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let shown = headers(&given, &["Shop-Version".to_owned()]);
        let values: Vec<_> = shown.iter().map(|(_, value)| value.as_str()).collect();
        assert_eq!(
            values,
            [HIDDEN, HIDDEN, HIDDEN, "application/json", "202510"]
        );
    }

    #[test]
    fn secrets_are_hidden_wherever_oauth_puts_them() {
        assert_eq!(
            target("/token?client_secret=canary&state=s&access_token=canary"),
            "/token?client_secret=[hidden]&state=s&access_token=[hidden]"
        );
        let form = json!("grant_type=authorization_code&code=canary&code_verifier=canary");
        assert!(!body(&form).to_string().contains("canary"));
        let answer =
            json!({ "refresh_token": "canary", "expires_in": 5, "a": [{ "token": "canary" }] });
        let written = body(&answer);
        assert!(!written.to_string().contains("canary"));
        assert_eq!(written["expires_in"], 5);
        assert_eq!(body(&json!({ "code": "NOT_FOUND" }))["code"], "NOT_FOUND");
    }

    #[test]
    fn of_long_bodies_the_length_is_kept() {
        let long = json!({ "text": "x".repeat(MAX_BODY) });
        assert_eq!(body(&long), json!(format!("[{} bytes]", MAX_BODY + 11)));
    }
}
