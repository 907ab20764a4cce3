//! A request while it is being put together.
//!
//! It is the same type for every call and every answer, so its methods are compiled once. What goes wrong
//! on the way is remembered and reported when the request is built, since setters do not return results.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use restli_wire::Value;
use serde::Serialize;

use super::{ApiSpec, Masks, MethodSpec, Spelling, VersionUse};
use crate::answer::Asked;
use crate::error::{CallName, Error, ErrorKind, JsonResult, Result};
use crate::key::without_params;
use crate::request::RetryClass;
use crate::types::{Json, strictly};
use crate::value::ValueError;

#[derive(Clone)]
pub(crate) struct Draft {
    pub(crate) spec: MethodSpec,
    pub(crate) resource: Cow<'static, str>,
    pub(crate) name: Cow<'static, str>,
    pub(crate) path: Cow<'static, str>,
    pub(crate) keys: Vec<Value>,
    /// Whether the last key is a compound one to which parts are still being added.
    parts: bool,
    /// The keys of a batch.
    pub(crate) ids: Vec<Value>,
    /// What a batch consists of, and how many of it there are.
    pub(crate) batch: Option<(&'static str, usize)>,
    pub(crate) parameters: Vec<(Cow<'static, str>, Value)>,
    pub(crate) masks: Masks,
    pub(super) spelling: Option<Spelling>,
    pub(super) headers: Vec<(Cow<'static, str>, String)>,
    pub(super) body: Option<Json>,
    /// The parameters of an action, of which the body consists.
    arguments: Vec<(&'static str, Json)>,
    pub(super) version: Option<String>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempts: Option<u32>,
    pub(crate) max_body: Option<usize>,
    problem: Option<String>,
}

impl Draft {
    pub(crate) fn new(spec: &MethodSpec) -> Self {
        Self {
            spec: *spec,
            resource: Cow::Borrowed(spec.resource),
            name: Cow::Borrowed(spec.name),
            path: Cow::Borrowed(spec.path),
            keys: Vec::new(),
            parts: false,
            ids: Vec::new(),
            batch: None,
            parameters: Vec::new(),
            masks: Masks::default(),
            spelling: None,
            headers: Vec::new(),
            body: None,
            arguments: Vec::new(),
            version: None,
            timeout: None,
            attempts: None,
            max_body: None,
            problem: None,
        }
    }

    /// Remembers the first thing that goes wrong.
    pub(super) fn problem(&mut self, place: fmt::Arguments<'_>, reason: impl fmt::Display) {
        self.problem
            .get_or_insert_with(|| format!("{place}: {reason}"));
    }

    pub(super) fn key(&mut self, key: Result<Value, ValueError>) {
        self.parts = false;
        match key {
            Ok(key) => self.keys.push(key),
            Err(error) => self.problem(format_args!("key {}", self.keys.len() + 1), error),
        }
    }

    /// Adds a part to the compound key at the end of the path.
    pub(super) fn key_part(&mut self, name: &'static str, part: Result<Value, ValueError>) {
        let part = match part {
            Ok(part) => (Cow::Borrowed(name), part),
            Err(error) => return self.problem(format_args!("key part `{name}`"), error),
        };
        match self.keys.last_mut() {
            Some(Value::Map(parts)) if self.parts => parts.push(part),
            _ => self.keys.push(Value::Map(vec![part])),
        }
        self.parts = true;
    }

    /// Sets a parameter; the last value of a name counts.
    pub(crate) fn parameter(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        value: Result<Value, ValueError>,
    ) {
        let name = name.into();
        match value {
            Err(error) => self.problem(format_args!("parameter `{name}`"), error),
            Ok(value) => match self.parameters.iter_mut().find(|(own, _)| *own == name) {
                Some((_, own)) => *own = value,
                None => self.parameters.push((name, value)),
            },
        }
    }

    /// The text of a parameter.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        let (_, value) = self.parameters.iter().find(|(own, _)| own == name)?;
        value.as_token()
    }

    /// The number in a parameter.
    pub(crate) fn number(&self, name: &str) -> Option<u64> {
        self.text(name)?.parse().ok()
    }

    /// Sets a header to what a parameter of that value would be.
    pub(super) fn header_value(&mut self, name: &'static str, value: Result<Value, ValueError>) {
        match value {
            Ok(Value::Token(text)) => self.header(name, text.into_owned()),
            Ok(_) => {
                let error = ValueError::new("a list or map has no form there");
                self.problem(format_args!("header `{name}`"), error);
            }
            Err(error) => self.problem(format_args!("header `{name}`"), error),
        }
    }

    pub(super) fn header(&mut self, name: impl Into<Cow<'static, str>>, value: String) {
        let name = name.into();
        self.headers
            .retain(|(own, _)| !own.eq_ignore_ascii_case(&name));
        self.headers.push((name, value));
    }

    pub(super) fn body<B: Serialize + ?Sized>(&mut self, body: &B) {
        match strictly(|| Json::new(body)) {
            Ok(body) => self.body = Some(body),
            Err(error) => self.problem(format_args!("body"), error),
        }
    }

    /// Adds a member to the body of an action.
    pub(super) fn argument(&mut self, name: &'static str, value: JsonResult<Json>) {
        match value {
            Err(error) => self.problem(format_args!("argument `{name}`"), error),
            Ok(value) => {
                self.arguments.retain(|(own, _)| *own != name);
                self.arguments.push((name, value));
                let body: BTreeMap<_, _> = self.arguments.iter().cloned().collect();
                self.body(&body);
            }
        }
    }

    /// What the answer is read by.
    pub(crate) fn asked(&self) -> Asked {
        Asked {
            protocol: self.spec.protocol,
            segment: self.path.rsplit('/').next().unwrap_or_default().to_owned(),
            ids: self.ids.iter().map(without_params).collect(),
        }
    }

    /// How the projection is spelled; nothing when the call takes none.
    pub(crate) fn spelling(&self) -> Option<Spelling> {
        self.spelling.or(self.spec.spellings.first().copied())
    }

    /// Settles what depends on the client. Nothing is changed afterwards.
    pub(super) fn settle(&mut self, api: &ApiSpec, client_version: Option<&str>) {
        let version = match (self.version.take(), self.spec.version) {
            (Some(version), _) => version,
            (None, VersionUse::Pinned(version)) => version.to_owned(),
            (None, VersionUse::Unversioned) => return,
            (None, VersionUse::Client) => match client_version {
                Some(version) => version.to_owned(),
                None => return self.problem(format_args!("version"), "the client has none"),
            },
        };
        match api.version_header {
            Some(header) => {
                self.header(header, version.clone());
                self.version = Some(version);
            }
            None => self.problem(format_args!("version"), "the API has no header for it"),
        }
    }

    /// The API version that the request names.
    pub(crate) fn version_sent(&self) -> Option<&str> {
        self.version.as_deref()
    }

    /// Whatever is wrong with it, the size of a batch included.
    pub(super) fn check(&self) -> Result<()> {
        self.check_parts()?;
        match (self.batch, self.spec.max_batch) {
            (Some((place, count)), Some(max)) if count > max as usize => {
                let size =
                    format_args!("{place}: {count} in one batch, where the service takes {max}");
                let hint = self.spec.method.has_chunks();
                let hint = hint.then(|| "`in_chunks()` sends them in several".to_owned());
                Err(self.refused(size).with_hint(hint))
            }
            _ => Ok(()),
        }
    }

    /// What went wrong while it was put together.
    pub(super) fn check_parts(&self) -> Result<()> {
        match &self.problem {
            Some(problem) => Err(self.refused(problem)),
            None => Ok(()),
        }
    }

    /// The error of a request that cannot be built.
    pub(super) fn refused(&self, reason: impl fmt::Display) -> Error {
        self.blame(Error::new(ErrorKind::Request, reason.to_string()))
    }

    /// Says in an error which call it is about.
    pub(crate) fn blame(&self, error: Error) -> Error {
        let repeatable = self.spec.retry_class() == RetryClass::Repeatable;
        error.with_call(self.call_name(), repeatable)
    }

    pub(crate) fn call_name(&self) -> CallName {
        CallName {
            method: self.spec.method,
            name: self.name.clone(),
            resource: self.resource.clone(),
        }
    }
}

impl fmt::Debug for Draft {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = out.debug_struct("Request");
        debug.field("method", &self.spec.method);
        if !self.name.is_empty() {
            debug.field("name", &self.name);
        }
        debug.field("resource", &self.resource);
        debug.field("path", &self.path);
        debug.field("keys", &self.keys);
        if !self.ids.is_empty() {
            debug.field("ids", &self.ids);
        }
        debug.field("parameters", &self.parameters);
        if let Some(projected) = &self.masks.projected {
            debug.field("mask", &projected.mask);
        }
        debug.field("headers", &self.headers);
        debug.field("body", &self.body);
        if let Some(problem) = &self.problem {
            debug.field("problem", problem);
        }
        debug.finish_non_exhaustive()
    }
}
