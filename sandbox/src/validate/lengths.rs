//! How long the parts of a request may be.
//!
//! What stands before all services refuses long requests, so a client that does not tunnel its long queries
//! must fail here as it would there.

use restli_model::interpret::HttpRequest;
use serde::Deserialize;

use crate::catalogue::{Explanation, NO_LENGTH, TOO_LONG};

/// The most bytes of some parts of a request; no limit where there is none.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Limits {
    /// Path and query together.
    uri: Option<usize>,
    /// What stands behind the `?`.
    query: Option<usize>,
    /// A segment of the path.
    segment: Option<usize>,
    /// Path, query and headers together.
    head: Option<usize>,
    /// Whether a POST must say how long its body is.
    content_length: bool,
}

impl Limits {
    /// What is too long, or of no length, if anything.
    pub(super) fn check(&self, request: &HttpRequest) -> Option<(&'static str, Explanation)> {
        let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
        let headers = { request.headers.iter() }.map(|(name, value)| name.len() + value.len());
        let segments = path.split('/').map(str::len);
        let uri = request.path.len();
        for (limit, length, at) in [
            (self.segment, segments.max().unwrap_or_default(), "path"),
            (self.query, query.len(), "query"),
            (self.uri, uri, "path and query"),
            (
                self.head,
                uri + headers.sum::<usize>(),
                "path, query and headers",
            ),
        ] {
            let Some(limit) = limit.filter(|limit| length > *limit) else {
                continue;
            };
            let message = match at {
                "path" => format!("a segment of the path has {length} bytes, more than {limit}"),
                at => format!("{at} have {length} bytes, more than {limit}"),
            };
            let help = "send the query in the body of a POST with `X-HTTP-Method-Override`";
            let explanation = explain(TOO_LONG, at, message, help);
            return Some((TOO_LONG, explanation));
        }
        let has = |name: &str| {
            let mut headers = request.headers.iter();
            headers.any(|(known, _)| known.eq_ignore_ascii_case(name))
        };
        let lengthless =
            request.method == "POST" && !has("content-length") && !has("transfer-encoding");
        if self.content_length && lengthless {
            let message = "a POST without `Content-Length`".to_owned();
            let help = "write `Content-Length: 0` where there is no body";
            let explanation = explain(NO_LENGTH, "header `Content-Length`", message, help);
            return Some((NO_LENGTH, explanation));
        }
        None
    }
}

fn explain(rule: &'static str, at: &str, message: String, help: &str) -> Explanation {
    Explanation {
        at: Some(at.to_owned()),
        help: Some(help.to_owned()),
        ..Explanation::text(rule, message)
    }
}
