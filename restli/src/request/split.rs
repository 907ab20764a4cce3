//! A batch that is cut into several.
//!
//! Keys and body are cut at the same places, so that each of the parts is a batch like one that a caller has
//! made.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

use super::batch::{Enveloped, Members};
use super::{Draft, Method};
use crate::error::{JsonError, JsonResult, Result};
use crate::types::Json;

impl Draft {
    /// Requests for at most so many of its keys or elements each, in order. All of them can be sent: whatever
    /// is wrong with one is told before the first one is.
    pub(super) fn split(mut self, size: usize) -> Result<Vec<Self>> {
        self.check_parts()?;
        if !self.spec.method.has_chunks() {
            return Err(self.refused("only a batch of keys or elements can be sent in chunks"));
        }
        let Some((place, count)) = self.batch else {
            return Err(self.refused("there is nothing to send in chunks"));
        };
        let bodies = self.split_body(size)?;
        let ids = std::mem::take(&mut self.ids);
        self.body = None;
        let chunks = bodies.into_iter().enumerate().map(|(number, body)| {
            let first = number * size;
            let next = count.min(first + size);
            let mut chunk = self.clone();
            chunk.ids = ids.get(first..next).unwrap_or_default().to_vec();
            chunk.batch = Some((place, next - first));
            chunk.body = body;
            chunk
        });
        let chunks: Vec<_> = chunks.collect();
        chunks
            .iter()
            .try_for_each(|chunk| chunk.encode().map(drop))?;
        Ok(chunks)
    }

    /// The body of each chunk.
    fn split_body(&self, size: usize) -> Result<Vec<Option<Json>>> {
        let count = self.batch.map_or(0, |(_, count)| count);
        let envelope = match self.spec.method {
            Method::BatchCreate => "elements",
            Method::BatchUpdate | Method::BatchPartialUpdate => "entities",
            _ => return Ok(vec![None; count.div_ceil(size)]),
        };
        let bodies = match (&self.body, envelope) {
            (Some(body), "elements") => cut::<Vec<Json>, _>(body, envelope, |elements| {
                let chunks = elements.chunks(size);
                let bodies = chunks.map(|chunk| Json::new(&Enveloped(envelope, chunk)));
                bodies.collect()
            }),
            (Some(body), _) => cut::<Members, _>(body, envelope, |Members(mut members)| {
                let mut bodies = Vec::with_capacity(members.len().div_ceil(size));
                while !members.is_empty() {
                    let rest = members.split_off(size.min(members.len()));
                    bodies.push(Json::new(&Enveloped(envelope, Members(members)))?);
                    members = rest;
                }
                Ok(bodies)
            }),
            (None, _) => Ok(Vec::new()),
        };
        let bodies = bodies.map_err(|error| self.refused(format_args!("body: {error}")))?;
        match bodies.len() == count.div_ceil(size) {
            true => Ok(bodies.into_iter().map(Some).collect()),
            false => Err(self.refused("the body is not that of a batch")),
        }
    }
}

/// What stands under the name of the envelope, made into several bodies.
fn cut<T: serde::de::DeserializeOwned, F>(
    body: &Json,
    envelope: &str,
    bodies: F,
) -> JsonResult<Vec<Json>>
where
    F: FnOnce(T) -> JsonResult<Vec<Json>>,
{
    let Members(members) = JsonError::read(body.as_str())?;
    let content = members.into_iter().find(|(name, _)| name == envelope);
    match content {
        Some((_, content)) => bodies(content.deserialize()?),
        None => Ok(Vec::new()),
    }
}

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct MembersVisitor;
        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = Members;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        input.deserialize_map(MembersVisitor)
    }
}
