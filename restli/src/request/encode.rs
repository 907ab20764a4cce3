//! The bytes of a request: target, headers, body.
//!
//! Escaping happens here and nowhere else, at the last moment and from values.

use std::borrow::Cow;

use restli_wire::{Mask, PathSegment, QueryText, Value};

use super::{Draft, Method, Protocol, Spelling, Verb, headers, plain, tunnel};
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
        self.needs_v2(key, "key")?;
        let segment = PathSegment::encode(key);
        let segment = segment.map_err(|error| self.refused(format_args!("key: {error}")))?;
        Ok(segment.into_string())
    }

    fn query(&self) -> Result<String> {
        let mut pieces = Vec::with_capacity(self.parameters.len() + 2);
        for (name, value) in &self.parameters {
            let text = match self.spec.method {
                Method::Plain => plain::encode(value).ok_or_else(|| {
                    self.refused(format_args!(
                        "parameter `{name}`: a plain query holds texts only"
                    ))
                })?,
                _ => {
                    self.needs_v2(value, name)?;
                    QueryText::encode(value).into_string()
                }
            };
            pieces.push((&**name, text));
        }
        if let Some(parameter) = self.spec.method.name_parameter() {
            let name = Value::token(self.name.clone());
            pieces.push((parameter, QueryText::encode(&name).into_string()));
        }
        if let Some((spelling, mask)) = self.mask()? {
            pieces.push((spelling.parameter(), mask));
        }
        // The reference client sorts, and a stable order makes requests easy to compare.
        pieces.sort_by_key(|(name, _)| *name);
        let mut query = String::new();
        for (name, text) in pieces {
            if !query.is_empty() {
                query.push('&');
            }
            query.push_str(QueryText::name(name).as_str());
            query.push('=');
            query.push_str(&text);
        }
        Ok(query)
    }

    /// Lists and records are written in other ways in protocol 1.0.0; a wrong request must not go out.
    fn needs_v2(&self, value: &Value, name: &str) -> Result<()> {
        match (self.spec.protocol, value) {
            (Protocol::V2, _) => Ok(()),
            (Protocol::V1, Value::Token(text)) if !text.is_empty() => Ok(()),
            (Protocol::V1, _) => Err(self.refused(format_args!(
                "`{name}`: only single texts and numbers can be written in protocol 1.0.0"
            ))),
        }
    }

    /// The text of the projection, if there is one.
    fn mask(&self) -> Result<Option<(Spelling, String)>> {
        let Some(projected) = &self.projected else {
            return Ok(None);
        };
        let Some(spelling) = self.spelling() else {
            return Err(self.refused("projection: the method does not take one"));
        };
        if !self.spec.spellings.contains(&spelling) {
            let parameter = spelling.parameter();
            return Err(self.refused(format_args!(
                "projection: the method does not take the parameter `{parameter}`"
            )));
        }
        if !self.spec.decorates && has_decoration(&projected.mask) {
            return Err(self.refused("projection: the method cannot resolve URNs (`~`)"));
        }
        let text = match (spelling, projected.envelope) {
            (Spelling::Projection, _) => projected.mask.to_projection(),
            (Spelling::Fields, false) => projected.mask.to_fields(),
            (Spelling::Fields, true) => match element_mask(&projected.mask) {
                Some(mask) => mask.to_fields(),
                None => return Ok(None),
            },
        };
        let text = text.map_err(|error| self.refused(format_args!("projection: {error}")))?;
        Ok(Some((spelling, text)))
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

/// The `fields` spelling knows no envelope: it says what each element holds. Nothing when the mask does not
/// restrict the elements.
fn element_mask(envelope: &Mask) -> Option<&Mask> {
    let (_, elements) = envelope.items().find(|(name, _)| *name == "elements")?;
    elements.each.as_ref()
}

fn has_decoration(mask: &Mask) -> bool {
    mask.items().any(|(_, item)| {
        let inner = [&item.within, &item.each];
        !item.resolutions.is_empty() || inner.into_iter().flatten().any(has_decoration)
    })
}
