//! Keys as text outside a URI: members of batch bodies, ids in headers.
//!
//! Rest.li protocol 2.0.0, keys in bodies and headers: the grammar of URIs, but without the escapes that
//! only URIs need.

use std::borrow::Cow;

use crate::error::{ParseError, ParseErrorKind};
use crate::escape::{self, Place};
use crate::grammar;
use crate::value::Value;

/// Writes a key for a body or a header: a simple key as it is, a compound or complex one in the grammar.
pub fn encode_key_for_body(key: &Value) -> String {
    let mut text = String::new();
    match key {
        Value::Token(token) => text.push_str(token),
        _ => grammar::write(key, Place::Body, &mut text),
    }
    text
}

/// Reads a compound or complex key of a body or a header.
pub fn parse_complex_key(text: &str) -> Result<Value, ParseError> {
    match grammar::parse(text, Place::Body)? {
        key @ Value::Map(_) => Ok(key),
        _ => Err(ParseError::new(0, ParseErrorKind::NotAMap)),
    }
}

/// Reads a simple key of a body or a header.
///
/// A server writes it without escapes, yet some peers escape the characters of the grammar. A text that has such an
/// escape and none of these characters raw is taken to be of the second sort; everything else is kept as it is.
pub fn decode_simple_key(text: &str) -> Cow<'_, str> {
    const ESCAPES: [&str; 5] = ["%3A", "%28", "%29", "%2C", "%27"];
    let raw = text.contains([':', '(', ')', ',', '\'']);
    let escaped = text.match_indices('%').any(|(index, _)| {
        let escape = text.get(index..index + 3);
        escape.is_some_and(|found| {
            ESCAPES
                .iter()
                .any(|known| known.eq_ignore_ascii_case(found))
        })
    });
    if raw || !escaped {
        return Cow::Borrowed(text);
    }
    // Not decodable means that its percent signs were data after all.
    escape::decode(text, 0).map_or(Cow::Borrowed(text), Cow::Owned)
}
