//! Writes keys and parameters of protocol 1.0.0.
//!
//! Every text inside a value becomes one `name=text`; what holds no text cannot be told from what is absent.

use super::{KeyKind, name};
use crate::error::EncodeError;
use crate::escape::{self, Place};
use crate::path::PathSegment;
use crate::query::QueryText;
use crate::value::{self, Value};

/// Writes a key as a segment of a path: `12`, or `x=3&y=4&$params.d=1`.
///
/// Fails for `.` and `..`, for the empty text, and for a key of several parts without a single text.
pub fn path_segment(key: &Value) -> Result<PathSegment, EncodeError> {
    match key {
        Value::Token(text) if text.is_empty() => {
            Err(EncodeError::NotInV1("an empty key in a path"))
        }
        Value::Token(_) => PathSegment::encode(key),
        _ => body_key(key).map(PathSegment::from_escaped),
    }
}

/// Writes a key for a body or a header: a simple key as it is, one of several parts as in a path.
pub fn body_key(key: &Value) -> Result<String, EncodeError> {
    let members = match key {
        Value::Token(text) => return Ok(text.clone().into_owned()),
        Value::List(_) => return Err(EncodeError::NotInV1("a list as a key")),
        Value::Map(members) => members,
    };
    let mut text = String::new();
    each_member(String::new(), members, &mut |name, token| {
        if !text.is_empty() {
            text.push('&');
        }
        escape::write(name, Place::KeyV1, &mut text);
        text.push('=');
        escape::write(token, Place::KeyV1, &mut text);
    })?;
    if text.is_empty() {
        return Err(EncodeError::NotInV1("a key without a single value"));
    }
    Ok(text)
}

/// Writes a parameter, as names and values ready to stand in a query: `p.a=1`, `p.b[0]=x`.
///
/// There is none for an empty list or map. Fails for an empty list or map inside a list, which would
/// move the elements behind it.
pub fn query_pairs(name: &str, value: &Value) -> Result<Vec<(QueryText, QueryText)>, EncodeError> {
    if name.is_empty() {
        return Err(EncodeError::NotInV1("a parameter without a name"));
    }
    let mut prefix = String::new();
    name::push(name, &mut prefix);
    pairs(prefix, value)
}

/// Writes the keys of a batch: `ids=1&ids=2`; `ids=a%3D1%26b%3D2` for compound keys, `ids[0].a=1` for complex
/// ones.
pub fn id_pairs(ids: &[Value], kind: KeyKind) -> Result<Vec<(QueryText, QueryText)>, EncodeError> {
    const IDS: &str = "ids";
    let mut written = Vec::new();
    for (index, id) in ids.iter().enumerate() {
        match kind {
            KeyKind::Complex => {
                let found = pairs(format!("{IDS}[{index}]"), id)?;
                if found.is_empty() {
                    return Err(EncodeError::NotInV1("a key without a single value"));
                }
                written.extend(found);
            }
            // Escaped twice: as a key of its own, and as the value that it is here.
            KeyKind::Simple | KeyKind::Compound => {
                written.push((QueryText::name(IDS), QueryText::name(&body_key(id)?)));
            }
        }
    }
    Ok(written)
}

fn pairs(prefix: String, value: &Value) -> Result<Vec<(QueryText, QueryText)>, EncodeError> {
    let mut pairs = Vec::new();
    each(prefix, value, &mut |name, token| {
        pairs.push((QueryText::name(name), QueryText::name(token)));
    })?;
    Ok(pairs)
}

type Write<'a> = dyn FnMut(&str, &str) + 'a;

/// Hands each text in a value to `write`, with its name; says whether there was one.
fn each(name: String, value: &Value, write: &mut Write<'_>) -> Result<bool, EncodeError> {
    match value {
        Value::Token(token) => {
            write(&name, token);
            Ok(true)
        }
        Value::List(values) => {
            for (index, value) in values.iter().enumerate() {
                if !each(format!("{name}[{index}]"), value, write)? {
                    return Err(EncodeError::NotInV1("an empty list or map within a list"));
                }
            }
            Ok(!values.is_empty())
        }
        Value::Map(members) => each_member(name + ".", members, write),
    }
}

/// The same for the members of a map, in the order of their names.
fn each_member(
    prefix: String,
    members: &[value::Member],
    write: &mut Write<'_>,
) -> Result<bool, EncodeError> {
    let mut any = false;
    for (member, value) in value::sorted(members) {
        let mut name = prefix.clone();
        name::push(member, &mut name);
        any |= each(name, value, write)?;
    }
    Ok(any)
}
