//! What can be wrong with a text of the URI grammar, and with a value that should become one.
//!
//! Readers report these to people, so every error tells where and why.

use thiserror::Error;

/// A text does not follow the URI grammar.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{kind} at byte {offset}")]
#[non_exhaustive]
pub struct ParseError {
    /// Where the text goes wrong, in bytes from its start.
    pub offset: usize,
    /// What is wrong there.
    pub kind: ParseErrorKind,
}

impl ParseError {
    pub(crate) fn new(offset: usize, kind: ParseErrorKind) -> Self {
        Self { offset, kind }
    }

    /// What is wrong, without the place.
    pub fn message(&self) -> String {
        self.kind.to_string()
    }
}

/// The reason of a [`ParseError`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ParseErrorKind {
    /// Nothing where a value or a key must stand.
    #[error("empty token (the empty string is written `''`)")]
    EmptyToken,
    /// The text ends inside a list or a map.
    #[error("the text ends where {0} is expected")]
    UnexpectedEnd(&'static str),
    /// A character in the wrong place.
    #[error("found {found:?} where {expected} is expected")]
    Unexpected {
        /// The character that stands there.
        found: char,
        /// What the grammar wants.
        expected: &'static str,
    },
    /// A `%` without two hexadecimal digits.
    #[error("`%` without two hexadecimal digits")]
    BadEscape,
    /// Percent-escapes whose bytes are not UTF-8.
    #[error("percent-escapes that are not UTF-8")]
    NotUtf8,
    /// A character that cannot stand raw in this place of a URI.
    #[error("{0:?} must be percent-encoded here")]
    RawCharacter(char),
    /// Lists and maps nested too deeply.
    #[error("nested deeper than {0} levels")]
    TooDeep(usize),
    /// A key stands twice in one map.
    #[error("key `{0}` stands twice in this map")]
    DuplicateKey(String),
    /// A query parameter is given twice.
    #[error("query parameter `{0}` is given twice")]
    DuplicateParameter(String),
    /// A key of several parts must be a map.
    #[error("a compound or complex key is a map in parentheses")]
    NotAMap,
    /// A part of a key of protocol 1.0.0 must be `name=text`.
    #[error("a compound or complex key is `name=text`, joined by `&`, in protocol 1.0.0")]
    NotAPair,
    /// A `~` in a name of protocol 1.0.0 without two hexadecimal digits.
    #[error("`~` without two hexadecimal digits")]
    BadTilde,
    /// Brackets in a name of protocol 1.0.0 without a number.
    #[error("brackets without a number")]
    BadIndex,
    /// A name of protocol 1.0.0 takes for a map, a list or a text what another takes for something else.
    #[error("`{0}` contradicts the names before it")]
    Contradiction(String),
}

/// A value has no text in this place of a URI.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// `.` and `..` are steps of a path, and every URL library treats their escapes the same way.
    #[error("`{0}` cannot be a path segment: it would be taken for a step within the path")]
    DotSegment(&'static str),
    /// A fixed part of a path without a character.
    #[error("a fixed path segment cannot be empty")]
    EmptyLiteral,
    /// Protocol 1.0.0 has no text for it.
    #[error("protocol 1.0.0 cannot write {0}")]
    NotInV1(&'static str),
}
