//! The text of a URN, taken apart.
//!
//! For the protocol a URN is a plain string; kinds and tuples matter to the API's schema, so they are read here
//! and nowhere in the grammar.

use std::fmt;

use thiserror::Error;

/// The parts of a URN such as `urn:li:person:abc`, borrowed from its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct UrnText<'a> {
    /// The namespace: `li`.
    pub namespace: &'a str,
    /// The kind of the entity: `person`.
    pub kind: &'a str,
    /// Everything after the kind: `abc`, or a tuple `(a,b)`.
    pub id: &'a str,
}

impl<'a> UrnText<'a> {
    /// Whether the id is a tuple in parentheses.
    pub fn is_tuple(&self) -> bool {
        self.id.starts_with('(')
    }

    /// The parts of the id: those of the tuple, or the id alone.
    pub fn parts(&self) -> Result<Vec<&'a str>, UrnError> {
        if self.is_tuple() {
            split_tuple(self.id)
        } else {
            Ok(vec![self.id])
        }
    }
}

impl fmt::Display for UrnText<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "urn:{}:{}:{}",
            self.namespace, self.kind, self.id
        )
    }
}

/// A text is not a URN, or not a tuple.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum UrnError {
    /// The text does not start with `urn:`.
    #[error("a URN starts with `urn:`")]
    NotAUrn,
    /// A part is missing or empty.
    #[error("the {0} of the URN is missing")]
    Missing(&'static str),
    /// A character that a namespace or kind cannot have.
    #[error("{found:?} cannot stand in the {part} of a URN (byte {offset})")]
    BadCharacter {
        /// Which part.
        part: &'static str,
        /// The character.
        found: char,
        /// Its place, in bytes from the start of the URN.
        offset: usize,
    },
    /// The text is not wrapped in one pair of parentheses.
    #[error("a tuple stands in parentheses")]
    NotATuple,
    /// Parentheses without their counterparts.
    #[error("unbalanced parenthesis at byte {0}")]
    Unbalanced(usize),
    /// Nothing between two separators of a tuple.
    #[error("empty part of a tuple at byte {0}")]
    EmptyPart(usize),
}

/// Splits `urn:namespace:kind:id`. The id is not looked into.
pub fn split_urn(text: &str) -> Result<UrnText<'_>, UrnError> {
    let rest = text.strip_prefix("urn:").ok_or(UrnError::NotAUrn)?;
    let (namespace, rest) = rest.split_once(':').unwrap_or((rest, ""));
    let (kind, id) = rest.split_once(':').unwrap_or((rest, ""));
    let offset = "urn:".len();
    check_name(namespace, "namespace", offset)?;
    check_name(kind, "kind", offset + namespace.len() + 1)?;
    if id.is_empty() {
        return Err(UrnError::Missing("id"));
    }
    Ok(UrnText {
        namespace,
        kind,
        id,
    })
}

fn check_name(name: &str, part: &'static str, offset: usize) -> Result<(), UrnError> {
    if name.is_empty() {
        return Err(UrnError::Missing(part));
    }
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    match name.char_indices().find(|&(_, c)| !allowed(c)) {
        Some((index, found)) => Err(UrnError::BadCharacter {
            part,
            found,
            offset: offset + index,
        }),
        None => Ok(()),
    }
}

/// Splits a tuple `(a,b)` at its own commas; those of tuples within it stay.
pub fn split_tuple(text: &str) -> Result<Vec<&str>, UrnError> {
    if !text.starts_with('(') {
        return Err(UrnError::NotATuple);
    }
    let mut parts = Vec::new();
    let mut open = Vec::new();
    let mut start = 1;
    for (index, byte) in text.bytes().enumerate() {
        match byte {
            b'(' if open.is_empty() && index > 0 => return Err(UrnError::NotATuple),
            b'(' => open.push(index),
            b')' | b',' if open.is_empty() => return Err(UrnError::NotATuple),
            b')' => {
                open.pop();
                if open.is_empty() {
                    parts.push(part(text, start, index)?);
                    start = index + 1;
                }
            }
            b',' if open.len() == 1 => {
                parts.push(part(text, start, index)?);
                start = index + 1;
            }
            _ if open.is_empty() => return Err(UrnError::NotATuple),
            _ => {}
        }
    }
    match open.last() {
        Some(&index) => Err(UrnError::Unbalanced(index)),
        None => Ok(parts),
    }
}

fn part(text: &str, start: usize, end: usize) -> Result<&str, UrnError> {
    if start == end {
        return Err(UrnError::EmptyPart(start));
    }
    Ok(&text[start..end])
}
