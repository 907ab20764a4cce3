//! The request that came, against that of a sample.
//!
//! Of the headers only those count that the sample shows: documentation leaves most of them out.

use serde_json::Value;

use super::keys::Spelling;
use super::sample::SampleRequest;
use super::{Difference, Received, Sample, json, keys, target};

/// Headers that belong to the connection and not to the call.
const OF_THE_CONNECTION: [&str; 5] = [
    "connection",
    "host",
    "content-length",
    "user-agent",
    "authorization",
];

/// Compares what came; the header that names the API version may name another one.
///
/// An exchange is recorded in the version of its day, and the client is generated for a later one.
pub(super) fn compare(
    sample: &Sample,
    actual: Received,
    version_header: Option<&str>,
) -> Vec<Difference> {
    let expected = recorded(&sample.request).untunneled();
    let actual = actual.untunneled();
    let mut found = Vec::new();
    if !expected.method.eq_ignore_ascii_case(&actual.method) {
        found.push(Difference::new(
            "request method",
            &*expected.method,
            &*actual.method,
        ));
    }
    let is_older = actual.is_older();
    found.extend(target::compare(&expected.target, &actual.target, is_older));
    let mut expected = expected;
    if sample.unversioned {
        let is_version =
            |name: &str| version_header.is_some_and(|own| own.eq_ignore_ascii_case(name));
        expected.headers.retain(|(name, _)| !is_version(name));
    }
    found.extend(headers(&expected, &actual, version_header));
    let spelling = Spelling::of(target::ids(&expected.target), is_older);
    found.extend(bodies(&expected.body, &actual.body, spelling));
    found
}

/// The recorded request, as if it had been received.
fn recorded(request: &SampleRequest) -> Received {
    let headers = request.headers.iter();
    let body = match &request.body {
        None => String::new(),
        // A text stands for a body that is no JSON: a form or several parts.
        Some(json) => json
            .deserialize::<String>()
            .unwrap_or_else(|_| json.to_string()),
    };
    Received {
        raw: Vec::new(),
        method: request.method.clone(),
        target: request.target.clone(),
        headers: headers
            .map(|(name, value)| (name.to_ascii_lowercase(), value.clone()))
            .collect(),
        body: body.into_bytes(),
    }
}

fn headers(
    expected: &Received,
    actual: &Received,
    version_header: Option<&str>,
) -> Vec<Difference> {
    let mut found = Vec::new();
    for (name, value) in &expected.headers {
        if OF_THE_CONNECTION.contains(&name.as_str()) {
            continue;
        }
        let place = format!("request header `{name}`");
        match actual.header(name) {
            None => found.push(Difference::missing(place, &**value)),
            Some(actual)
                if version_header.is_some_and(|own| own.eq_ignore_ascii_case(name))
                    && version_shape(value) == version_shape(actual) => {}
            Some(actual) if same_header(name, value, actual) => {}
            Some(actual) => found.push(Difference::new(place, &**value, actual)),
        }
    }
    found
}

/// What versions have in common: `202510.03`, `202609` and, of an exchange that was refused for it,
/// `20190101` are digits with a date or number behind a point.
fn version_shape(version: &str) -> &str {
    version.trim_matches(|c: char| c.is_ascii_digit() || c == '.')
}

fn same_header(name: &str, expected: &str, actual: &str) -> bool {
    match name {
        "content-type" | "accept" => {
            let media_type = |value: &str| value.split(';').next().map(|t| t.trim().to_lowercase());
            media_type(expected) == media_type(actual)
        }
        // Servers compare its value without case, and documentation writes it either way.
        "x-restli-method" => expected.eq_ignore_ascii_case(actual),
        _ => expected == actual,
    }
}

fn bodies(expected: &[u8], actual: &[u8], spelling: Spelling) -> Vec<Difference> {
    const PLACE: &str = "request body";
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match (expected.is_empty(), actual.is_empty()) {
        (true, true) => return Vec::new(),
        (true, false) => return vec![Difference::unexpected(PLACE, text(actual))],
        (false, true) => return vec![Difference::missing(PLACE, text(expected))],
        (false, false) => {}
    }
    let parsed: (Result<Value, _>, Result<Value, _>) = (
        serde_json::from_slice(expected),
        serde_json::from_slice(actual),
    );
    match parsed {
        (Ok(expected), Ok(actual)) => {
            let actual = keys::respelled(&expected, actual, &["entities"], |own, other| {
                spelling.agree(own, other)
            });
            json::compare(PLACE, &expected, &actual, &[])
        }
        _ if expected == actual => Vec::new(),
        _ => vec![Difference::new(PLACE, text(expected), text(actual))],
    }
}
