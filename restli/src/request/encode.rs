//! The bytes of a request: target, headers, body.
//!
//! Escaping happens here and nowhere else, at the last moment and from values.

use std::borrow::Cow;

use restli_wire::{PathSegment, Value, v1};

use super::{Draft, Method, Protocol, Verb, headers, tunnel};
use crate::error::Result;

/// A request as it goes over the wire, except for the host and the token.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EncodedRequest {
    /// The verb; POST when the query is tunneled.
    pub verb: Verb,
    /// Path and query, escaped.
    pub target: String,
    /// The headers, by name.
    pub headers: Vec<(Cow<'static, str>, String)>,
    /// The body.
    pub body: Option<Vec<u8>>,
}

pub(super) const JSON: &str = "application/json";

impl EncodedRequest {
    /// A header, whatever the case of its name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let (_, value) = headers.find(|(own, _)| own.eq_ignore_ascii_case(name))?;
        Some(value)
    }
}

impl Draft {
    pub(crate) fn encode(&self) -> Result<EncodedRequest> {
        self.check()?;
        let plain = self.spec.method == Method::Plain;
        let mut request = EncodedRequest {
            verb: self.spec.verb,
            target: self.path()?,
            headers: self.encode_headers()?,
            body: self
                .body
                .as_ref()
                .map(|body| body.as_str().as_bytes().to_vec()),
        };
        if request.body.is_some() {
            request
                .headers
                .push(("Content-Type".into(), JSON.to_owned()));
        }
        let query = self.query()?;
        if !plain && tunnel::is_needed(&query) {
            tunnel::wrap(&mut request, query);
        } else if !query.is_empty() {
            request.target.push('?');
            request.target.push_str(&query);
        }
        Ok(request)
    }

    fn path(&self) -> Result<String> {
        let mut path = String::new();
        let mut keys = self.keys.iter();
        let template = self.path.strip_prefix('/').unwrap_or(&self.path);
        for segment in template.split('/') {
            let segment = match segment {
                "{}" => match keys.next() {
                    Some(key) => self.key_segment(key)?,
                    None => return Err(self.refused("the path has more keys than were given")),
                },
                literal => PathSegment::literal(literal)
                    .map_err(|error| self.refused(format_args!("path: {error}")))?
                    .into_string(),
            };
            path.push('/');
            path.push_str(&segment);
        }
        match keys.next() {
            Some(_) => Err(self.refused("more keys were given than the path has")),
            None => Ok(path),
        }
    }

    fn key_segment(&self, key: &Value) -> Result<String> {
        let segment = match self.spec.protocol {
            Protocol::V2 => PathSegment::encode(key),
            Protocol::V1 => v1::path_segment(key),
        };
        let segment = segment.map_err(|error| self.refused(format_args!("key: {error}")))?;
        Ok(segment.into_string())
    }

    fn encode_headers(&self) -> Result<Vec<(Cow<'static, str>, String)>> {
        let mut all: Vec<(Cow<'static, str>, String)> = Vec::with_capacity(6);
        if let Some(method) = self.spec.method.header() {
            let protocol = self.spec.protocol.as_str();
            all.push(("X-RestLi-Protocol-Version".into(), protocol.to_owned()));
            all.push(("X-RestLi-Method".into(), method.to_owned()));
        }
        all.push(("Accept".into(), JSON.to_owned()));
        for (name, value) in &self.headers {
            headers::check(name, value)
                .map_err(|reason| self.refused(format_args!("header `{name}`: {reason}")))?;
            all.push((name.clone(), value.clone()));
        }
        Ok(all)
    }
}
