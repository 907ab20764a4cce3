//! Keys as texts: the same key may stand in another spelling, and both must name the same entity.
//!
//! In a request the spelling is this crate's and has to be right; in an answer it is the server's.

use std::collections::BTreeMap;

use restli_wire::parse_complex_key;
use restli_wire::v1::{self, KeyKind};
use serde_json::Value;

use super::older;
use super::token::{Place, agree, is_list_of_maps};
use crate::request::Protocol;

/// How the keys of a request are written, which the keys in its query show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
    /// One text.
    Simple,
    /// The grammar of URIs.
    Grammar,
    /// That of protocol 1.0.0.
    Older,
}

impl Spelling {
    /// That of the keys of a request.
    pub(super) fn of(ids: Option<&str>, is_older: bool) -> Self {
        match ids {
            _ if is_older => Self::Older,
            Some(ids) if is_list_of_maps(ids) => Self::Grammar,
            _ => Self::Simple,
        }
    }

    /// Whether a key of a body is written as the protocol demands.
    pub(super) fn agree(self, expected: &str, actual: &str) -> bool {
        match self {
            Self::Simple => expected == actual,
            Self::Grammar => agree(expected, actual, Place::Body),
            Self::Older => older::same_segment(expected, actual),
        }
    }
}

/// How the keys of an answer are read: by the type of the key.
#[derive(Clone, Copy)]
pub(super) struct Reader {
    pub(super) is_older: bool,
    /// Reads a key and writes it again.
    pub(super) respelled: fn(&str, Protocol) -> Option<String>,
}

impl Reader {
    /// Whether a key of a recorded answer is one that was read from it and written again.
    pub(super) fn same(self, expected: &str, actual: &str) -> bool {
        if expected == actual {
            return true;
        }
        let protocol = match self.is_older {
            true => Protocol::V1,
            false => Protocol::V2,
        };
        (self.respelled)(expected, protocol).as_deref() == Some(actual)
            && self.is_whole(expected, actual)
    }

    /// Whether nothing of a key was lost when it was read.
    fn is_whole(self, expected: &str, actual: &str) -> bool {
        let Ok(actual) = parse_complex_key(actual) else {
            return true;
        };
        let expected = match self.is_older {
            true => v1::parse_body_key(expected, KeyKind::Complex),
            false => parse_complex_key(expected),
        };
        expected.map_or(true, |expected| alike(&expected, &actual))
    }
}

/// Whether two keys have the same members, whatever the texts in them.
fn alike(left: &restli_wire::Value, right: &restli_wire::Value) -> bool {
    match (left, right) {
        (restli_wire::Value::Map(left), restli_wire::Value::Map(right)) => {
            left.len() == right.len()
                && left.iter().all(|(name, value)| {
                    let mut others = right.iter();
                    others.any(|(other, right)| name == other && alike(value, right))
                })
        }
        (restli_wire::Value::List(left), restli_wire::Value::List(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(l, r)| alike(l, r))
        }
        (left, right) => left.as_token().is_some() && right.as_token().is_some(),
    }
}

/// The actual value, with its keys in the spelling of the expected one. `members` are those of which the
/// names are keys.
pub(super) fn respelled(
    expected: &Value,
    mut actual: Value,
    members: &[&str],
    same: impl Fn(&str, &str) -> bool,
) -> Value {
    for &member in members {
        let expected = expected.get(member).and_then(Value::as_object);
        let own = actual.get_mut(member).and_then(Value::as_object_mut);
        let (Some(expected), Some(own)) = (expected, own) else {
            continue;
        };
        let mut spellings: BTreeMap<String, String> = BTreeMap::new();
        for key in expected.keys() {
            let found = own
                .keys()
                .find(|other| !spellings.contains_key(*other) && same(key, other));
            if let Some(other) = found {
                spellings.insert(other.clone(), key.clone());
            }
        }
        let renamed = std::mem::take(own).into_iter().map(|(key, value)| {
            let key = spellings.remove(&key).unwrap_or(key);
            (key, value)
        });
        *own = renamed.collect();
    }
    actual
}

/// The same for ids that stand as texts in the elements of an answer.
pub(super) fn respelled_ids(
    expected: &Value,
    mut actual: Value,
    same: impl Fn(&str, &str) -> bool,
) -> Value {
    let expected = expected.get("elements").and_then(Value::as_array);
    let own = actual.get_mut("elements").and_then(Value::as_array_mut);
    let pairs = expected
        .into_iter()
        .flatten()
        .zip(own.into_iter().flatten());
    for (expected, own) in pairs {
        let expected = match expected.get("id") {
            Some(Value::Number(number)) => number.to_string(),
            Some(Value::String(text)) => text.clone(),
            _ => continue,
        };
        let Some(id) = own.get_mut("id") else {
            continue;
        };
        if id.as_str().is_some_and(|actual| same(&expected, actual)) {
            *id = Value::String(expected);
        }
    }
    actual
}
