//! What goes back over HTTP.

use serde_json::Value as Json;

use crate::catalogue::{EXPLAIN_HEADER, Refusal, explain_line};

/// Says what an answer rests on that neither the schema nor the sandbox's data tells.
const ASSUMED: &str = "x-sandbox-assumed";

/// An answer before it is written.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<Json>,
    /// Whether it speaks protocol 1.0.0.
    pub(crate) v1: bool,
}

impl From<Refusal> for Answer {
    fn from(refusal: Refusal) -> Self {
        let explained = explain_line(&refusal.body);
        Answer {
            headers: { explained.into_iter() }
                .map(|line| (EXPLAIN_HEADER.to_owned(), line))
                .collect(),
            body: Some(refusal.body),
            ..Answer::empty(refusal.status)
        }
    }
}

impl Answer {
    /// Success with a body.
    pub(super) fn ok(body: Json) -> Self {
        Answer {
            body: Some(body),
            ..Answer::empty(200)
        }
    }

    /// A status alone.
    pub(super) fn empty(status: u16) -> Self {
        Answer {
            status,
            ..Answer::default()
        }
    }

    /// The same, with a sentence about what was assumed to answer it.
    pub(super) fn assumed(mut self, why: &str) -> Self {
        self.headers.push((ASSUMED.to_owned(), why.to_owned()));
        self
    }
}
