//! A recorded request, and the ways to take it apart.

use restli_model::interpret::{Call, HttpRequest, path_of, receive};
use restli_model::model::{Method, Model, Param, Resource, ResourceKind};
use serde_json::Value as Json;

use super::wire::Raw;

pub(super) const PROTOCOL: &str = "X-RestLi-Protocol-Version";
pub(super) const METHOD: &str = "X-RestLi-Method";
pub(super) const OVERRIDE: &str = "X-HTTP-Method-Override";
pub(super) const CONTENT_TYPE: &str = "Content-Type";
pub(super) const JSON: &str = "application/json";
pub(super) const FORM: &str = "application/x-www-form-urlencoded";

/// A recorded request and the call that it is.
pub(super) struct Sample<'m> {
    pub(super) model: &'m Model,
    pub(super) raw: Raw,
    pub(super) resource: &'m Resource,
    pub(super) method: &'m Method,
    pub(super) call: Call,
    pub(super) body: Option<Json>,
}

/// A change that makes a request wrong.
#[derive(Debug)]
pub(super) struct Corruption {
    pub(super) kind: &'static str,
    pub(super) raw: Raw,
    /// One of these must be told …
    pub(super) rules: &'static [&'static str],
    /// … with these words in its place, message or help.
    pub(super) culprit: String,
    /// Why the change may pass.
    pub(super) excuse: Option<&'static str>,
}

impl Corruption {
    pub(super) fn new(
        kind: &'static str,
        raw: Raw,
        rules: &'static [&'static str],
        culprit: impl Into<String>,
    ) -> Self {
        Corruption {
            kind,
            raw,
            rules,
            culprit: culprit.into(),
            excuse: None,
        }
    }

    pub(super) fn unless(mut self, excused: bool, excuse: &'static str) -> Self {
        if excused {
            self.excuse = Some(excuse);
        }
        self
    }
}

/// The request of a sample as it is sent.
pub(super) fn raw(request: &Json) -> Raw {
    let headers = request["headers"].as_object().into_iter().flatten();
    let text = |json: &Json| json.as_str().expect("a text").to_owned();
    Raw {
        verb: text(&request["method"]),
        target: text(&request["path"]),
        headers: { headers }
            .map(|(name, value)| (name.clone(), text(value)))
            .collect(),
        body: match &request["body"] {
            Json::Null => String::new(),
            Json::String(text) => text.clone(),
            body => body.to_string(),
        },
        length: true,
    }
}

impl<'m> Sample<'m> {
    /// A sample whose request is not in a tunnel; others are covered by those put into one.
    pub(super) fn of(model: &'m Model, sample: &Json) -> Option<Self> {
        let raw = raw(&sample["request"]);
        if raw.header(OVERRIDE).is_some() {
            return None;
        }
        let body = Some(sample["request"]["body"].clone()).filter(|body| !body.is_null());
        let request = request(&raw, body.clone());
        let call = receive(model, &request).ok()?;
        let resource = &model[call.method.resource];
        Some(Sample {
            model,
            raw,
            resource,
            method: &resource.methods[call.method.method],
            call,
            body,
        })
    }

    /// Whether an unofficial call at the same path may take what this one does not.
    pub(super) fn is_doubted(&self) -> bool {
        let path = |resource: &Resource| path_of(self.model, resource);
        let headers = [METHOD, PROTOCOL]
            .iter()
            .any(|name| self.raw.header(name).is_some());
        let mut others = self.model.resources.iter().filter(|other| other.unofficial);
        let own = path(self.resource);
        !headers && !self.resource.unofficial && others.any(|other| path(other) == own)
    }

    pub(super) fn is_plain(&self) -> bool {
        self.resource.kind == ResourceKind::Plain
    }

    /// Whether it names protocol 2.0.0.
    pub(super) fn is_v2(&self) -> bool {
        self.raw.header(PROTOCOL) == Some("2.0.0")
    }

    pub(super) fn path(&self) -> &str {
        let target = &self.raw.target;
        target.split_once('?').map_or(target, |(path, _)| path)
    }

    /// The query's parameters: written name and value.
    pub(super) fn pairs(&self) -> Vec<(String, String)> {
        let Some((_, query)) = self.raw.target.split_once('?') else {
            return Vec::new();
        };
        let pairs = query.split('&');
        let pairs = pairs.map(|pair| pair.split_once('=').expect("a value"));
        pairs
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }

    pub(super) fn with_pairs(&self, pairs: &[(String, String)]) -> Raw {
        let query: Vec<_> = pairs
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let target = match query.is_empty() {
            true => self.path().to_owned(),
            false => format!("{}?{}", self.path(), query.join("&")),
        };
        self.raw.with_target(target)
    }

    /// With one more parameter.
    pub(super) fn with_pair(&self, name: &str, value: &str) -> Raw {
        let mut pairs = self.pairs();
        pairs.push((name.to_owned(), value.to_owned()));
        self.with_pairs(&pairs)
    }

    /// The declared parameter that a written name begins with.
    pub(super) fn param(&self, written: &str) -> Option<&'m Param> {
        let name = written.split(['.', '[']).next().unwrap_or(written);
        let in_query = self.method.rest != restli_model::model::RestMethod::Action;
        let mut params = self.method.params.iter().filter(|_| in_query);
        params.find(|param| param.name == name || param.name == written)
    }
}

fn request(raw: &Raw, body: Option<Json>) -> HttpRequest {
    HttpRequest {
        method: raw.verb.clone(),
        path: raw.target.clone(),
        headers: raw.headers.clone(),
        body,
    }
}
