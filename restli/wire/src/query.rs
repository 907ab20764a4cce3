//! Values in a query, and the query as a whole.
//!
//! Form encoding does not apply to values: `+` is a plus sign and blanks are `%20`, so the usual query
//! parsers and builders would change them.

use std::collections::HashSet;
use std::fmt;

use crate::error::{ParseError, ParseErrorKind};
use crate::escape::{self, Place};
use crate::grammar;
use crate::value::Value;

/// The name or the value of a query parameter, escaped (Rest.li protocol 2.0.0, URI encoding).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct QueryText(String);

impl QueryText {
    /// Writes the value of a parameter.
    pub fn encode(value: &Value) -> Self {
        let mut text = String::new();
        write_query_value(value, &mut text);
        Self(text)
    }

    /// Writes the name of a parameter.
    pub fn name(name: &str) -> Self {
        let mut text = String::with_capacity(name.len());
        escape::write(name, Place::Query, &mut text);
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

    /// Whether an empty string stands in it as `''`. Common URL libraries escape the quotes in a query, and
    /// then the server reads two quotes of data.
    pub fn has_empty_string(&self) -> bool {
        self.0.contains('\'')
    }
}

impl AsRef<str> for QueryText {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for QueryText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Appends the value of a parameter, escaped.
pub fn write_query_value(value: &Value, out: &mut String) {
    grammar::write(value, Place::Query, out);
}

/// Reads the value of a parameter, as it stands after the first `=`.
pub fn parse_query_value(text: &str) -> Result<Value, ParseError> {
    grammar::parse(text, Place::Query)
}

/// Reads a whole value as one token and keeps the raw `( ) , :` in it.
///
/// Documentation prints URNs so (`urn:li:person:x`). Servers read `:` as grammar, so this is for such
/// texts only, after the grammar has refused them.
pub fn parse_lone_token(text: &str) -> Result<Value, ParseError> {
    grammar::parse_lone(text)
}

/// Splits a query into decoded names and raw values. A repeated name is an error in protocol 2.0.0.
pub fn split_query(query: &str) -> Result<Vec<(String, &str)>, ParseError> {
    let mut seen = HashSet::new();
    let mut parameters = Vec::new();
    for (offset, name, value) in pieces(query) {
        let name = decode_name(name, offset)?;
        if !seen.insert(name.clone()) {
            let kind = ParseErrorKind::DuplicateParameter(name);
            return Err(ParseError::new(offset, kind));
        }
        parameters.push((name, value));
    }
    Ok(parameters)
}

/// Splits a query like [`split_query`], but names may repeat, as in protocol 1.0.0 (`ids=1&ids=2`).
pub fn query_pairs(query: &str) -> Result<Vec<(String, &str)>, ParseError> {
    pieces(query)
        .map(|(offset, name, value)| Ok((decode_name(name, offset)?, value)))
        .collect()
}

/// The parameters with the offset of their names. Nothing between two `&` is no parameter.
fn pieces(query: &str) -> impl Iterator<Item = (usize, &str, &str)> {
    let mut next = 0;
    query
        .split('&')
        .map(move |piece| {
            let offset = next;
            next += piece.len() + 1;
            (offset, piece)
        })
        .filter(|(_, piece)| !piece.is_empty())
        .map(|(offset, piece)| {
            let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
            (offset, name, value)
        })
}

/// Names, unlike values, are form-decoded.
fn decode_name(name: &str, offset: usize) -> Result<String, ParseError> {
    if name.is_empty() {
        return Err(ParseError::new(offset, ParseErrorKind::EmptyToken));
    }
    escape::decode(&name.replace('+', " "), offset)
}
