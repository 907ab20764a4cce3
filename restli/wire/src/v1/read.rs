//! Reads keys and parameters of protocol 1.0.0.
//!
//! Each `name=text` adds one text to a tree; what the names say of one another must agree.

use std::borrow::Cow;
use std::collections::BTreeMap;

use indexmap::IndexMap;
use indexmap::map::Entry;

use super::KeyKind;
use super::name::{self, Step};
use crate::error::{ParseError, ParseErrorKind};
use crate::escape;
use crate::key::decode_simple_key;
use crate::path;
use crate::value::Value;

/// Reads a key of a path.
pub fn parse_path_segment(text: &str, kind: KeyKind) -> Result<Value, ParseError> {
    if text.is_empty() {
        return Err(ParseError::new(0, ParseErrorKind::EmptyToken));
    }
    path::check_raw(text)?;
    match kind {
        KeyKind::Simple => escape::decode(text, 0).map(Value::from),
        KeyKind::Compound | KeyKind::Complex => parse_parts(text),
    }
}

/// Reads a key of a body or a header.
pub fn parse_body_key(text: &str, kind: KeyKind) -> Result<Value, ParseError> {
    match kind {
        KeyKind::Simple => Ok(Value::from(decode_simple_key(text).into_owned())),
        KeyKind::Compound | KeyKind::Complex => parse_parts(text),
    }
}

/// Reads parameters, names decoded and values raw as [`crate::query_pairs`] gives them, to a map by name.
///
/// A name that repeats is a list of its values, in order. The keys of a batch are such a list under `ids`;
/// those of an association are texts, to be read by [`parse_body_key`].
pub fn parse_pairs(pairs: &[(String, &str)]) -> Result<Value, ParseError> {
    let mut tree = Tree::default();
    for (name, value) in pairs {
        tree.add(name::steps(name, 0)?, form_decode(value, 0)?, name, 0)?;
    }
    Ok(tree.into_value())
}

/// Reads a key of several parts, which is a query of its own.
fn parse_parts(text: &str) -> Result<Value, ParseError> {
    let mut tree = Tree::default();
    let mut offset = 0;
    for piece in text.split('&') {
        let Some((name, value)) = piece.split_once('=') else {
            return Err(ParseError::new(offset, ParseErrorKind::NotAPair));
        };
        let value = form_decode(value, offset + name.len() + 1)?;
        let name = form_decode(name, offset)?;
        // Its escapes are gone, so places inside the name are no longer those of the text.
        let steps = name::steps(&name, 0).map_err(|error| ParseError::new(offset, error.kind))?;
        tree.add(steps, value, &name, offset)?;
        offset += piece.len() + 1;
    }
    Ok(tree.into_value())
}

/// Peers of this version decode values like forms, in which a plus sign is a blank.
fn form_decode(text: &str, base: usize) -> Result<String, ParseError> {
    let text = match text.contains('+') {
        true => Cow::Owned(text.replace('+', " ")),
        false => Cow::Borrowed(text),
    };
    escape::decode(&text, base)
}

/// What has been read so far.
#[derive(Default)]
struct Tree {
    members: IndexMap<String, Node>,
}

enum Node {
    /// The values of one name; several where it repeats.
    Texts(Vec<String>),
    Map(IndexMap<String, Node>),
    List(BTreeMap<u64, Node>),
}

impl Tree {
    fn add(
        &mut self,
        steps: Vec<Step>,
        text: String,
        name: &str,
        offset: usize,
    ) -> Result<(), ParseError> {
        let mut steps = steps.into_iter().peekable();
        let Some(Step::Member(first)) = steps.next() else {
            return Err(ParseError::new(offset, ParseErrorKind::EmptyToken));
        };
        let clash = || {
            let kind = ParseErrorKind::Contradiction(name.to_owned());
            ParseError::new(offset, kind)
        };
        let mut node = match self.members.entry(first) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => entry.insert(Node::new(steps.peek())),
        };
        while let Some(step) = steps.next() {
            let next = steps.peek();
            node = match (node, step) {
                (Node::Map(members), Step::Member(name)) => {
                    members.entry(name).or_insert_with(|| Node::new(next))
                }
                (Node::List(elements), Step::Index(index)) => {
                    elements.entry(index).or_insert_with(|| Node::new(next))
                }
                _ => return Err(clash()),
            };
        }
        match node {
            Node::Texts(texts) => texts.push(text),
            _ => return Err(clash()),
        }
        Ok(())
    }

    fn into_value(self) -> Value {
        Node::Map(self.members).into_value()
    }
}

impl Node {
    /// What a first name with this step makes of a value.
    fn new(next: Option<&Step>) -> Self {
        match next {
            None => Node::Texts(Vec::new()),
            Some(Step::Member(_)) => Node::Map(IndexMap::new()),
            Some(Step::Index(_)) => Node::List(BTreeMap::new()),
        }
    }

    fn into_value(self) -> Value {
        match self {
            Node::Texts(mut texts) => match texts.len() {
                1 => Value::from(texts.remove(0)),
                _ => Value::list(texts),
            },
            Node::Map(members) => Value::map(
                members
                    .into_iter()
                    .map(|(name, node)| (name, node.into_value())),
            ),
            // Indexes only order the elements: gaps close.
            Node::List(elements) => {
                Value::List(elements.into_values().map(Node::into_value).collect())
            }
        }
    }
}
