//! Values as segments of a path.
//!
//! A type of its own, because a text that is right in a query may change the path: `/` and `?` are raw there.

use std::fmt;

use crate::error::{EncodeError, ParseError, ParseErrorKind};
use crate::escape::Place;
use crate::grammar;
use crate::value::Value;

/// One segment of a path, escaped (Rest.li protocol 2.0.0, URI encoding). It never contains `/`, `?` or `#`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PathSegment(String);

impl PathSegment {
    /// Writes a key as a segment.
    ///
    /// Fails for `.` and `..`: they would be steps within the path, and escaping a dot does not help.
    pub fn encode(value: &Value) -> Result<Self, EncodeError> {
        match value.as_token() {
            Some(".") => return Err(EncodeError::DotSegment(".")),
            Some("..") => return Err(EncodeError::DotSegment("..")),
            _ => {}
        }
        let mut text = String::new();
        grammar::write(value, Place::Path, &mut text);
        Ok(Self(text))
    }

    /// A fixed part of a path, such as the name of a resource. It is escaped like a key, so it stays one segment.
    pub fn literal(name: &str) -> Result<Self, EncodeError> {
        if name.is_empty() {
            return Err(EncodeError::EmptyLiteral);
        }
        Self::encode(&Value::token(name.to_owned()))
    }

    /// Takes a text that has been escaped for a path by its writer.
    pub(crate) fn from_escaped(text: String) -> Self {
        Self(text)
    }

    /// The escaped text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The escaped text.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl AsRef<str> for PathSegment {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PathSegment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Reads a segment of a path, as it stands between two raw `/`.
pub fn parse_path_segment(text: &str) -> Result<Value, ParseError> {
    grammar::parse(text, Place::Path)
}

/// Refuses characters that would have ended the segment before anybody read it, and blanks.
pub(crate) fn check_raw(text: &str) -> Result<(), ParseError> {
    let mut characters = text.char_indices();
    match characters.find(|(_, character)| Place::Path.must_be_escaped(*character)) {
        Some((offset, character)) => {
            let kind = ParseErrorKind::RawCharacter(character);
            Err(ParseError::new(offset, kind))
        }
        None => Ok(()),
    }
}
