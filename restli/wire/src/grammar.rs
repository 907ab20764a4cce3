//! The grammar of protocol 2.0.0: tokens, `List(…)` and `(key:value)`, written and read.
//!
//! Paths, queries and bodies share it; they differ only in the characters that stand raw.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::error::{ParseError, ParseErrorKind};
use crate::escape::{self, Place};
use crate::value::{self, Member, Value};

/// Containers within containers that a reader follows; texts from outside must not exhaust the stack.
pub(crate) const MAX_DEPTH: usize = 64;

const EMPTY: &str = "''";
const LIST: &str = "List";

/// Writes a value; the members of maps are sorted by name, as the reference client does.
pub(crate) fn write(value: &Value, place: Place, out: &mut String) {
    match value {
        Value::Token(text) => write_token(text, place, out),
        Value::List(values) => {
            out.push_str(LIST);
            out.push('(');
            for (index, value) in values.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write(value, place, out);
            }
            out.push(')');
        }
        Value::Map(members) => {
            out.push('(');
            if members.is_sorted_by(|left, right| left.0 <= right.0) {
                write_members(members.iter(), place, out);
            } else {
                write_members(value::sorted(members).into_iter(), place, out);
            }
            out.push(')');
        }
    }
}

fn write_members<'a>(members: impl Iterator<Item = &'a Member>, place: Place, out: &mut String) {
    for (index, (name, value)) in members.enumerate() {
        if index > 0 {
            out.push(',');
        }
        write_token(name, place, out);
        out.push(':');
        write(value, place, out);
    }
}

pub(crate) fn write_token(text: &str, place: Place, out: &mut String) {
    if text.is_empty() {
        out.push_str(EMPTY);
    } else {
        escape::write(text, place, out);
    }
}

/// Reads one value that fills the whole text.
pub(crate) fn parse(text: &str, place: Place) -> Result<Value, ParseError> {
    let mut parser = Parser { text, at: 0, place };
    let value = parser.value(0)?;
    match parser.peek() {
        None => Ok(value),
        Some(_) => Err(parser.unexpected("the end")),
    }
}

/// Reads a whole text as one token, whatever grammar characters stand in it.
pub(crate) fn parse_lone(text: &str) -> Result<Value, ParseError> {
    decode_token(text, 0).map(Value::Token)
}

fn decode_token(raw: &str, base: usize) -> Result<Cow<'static, str>, ParseError> {
    match raw {
        "" => Err(ParseError::new(base, ParseErrorKind::EmptyToken)),
        // Only raw quotes are the sign of the empty string; escaped ones are data.
        EMPTY => Ok(Cow::Borrowed("")),
        _ => escape::decode(raw, base).map(Cow::Owned),
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    place: Place,
}

impl<'a> Parser<'a> {
    fn value(&mut self, depth: usize) -> Result<Value, ParseError> {
        if self.peek() == Some(b'(') {
            return self.map(depth);
        }
        if self.peek().is_none() && depth > 0 {
            return Err(self.unexpected("a value"));
        }
        let start = self.at;
        let raw = self.raw_token()?;
        // The exact raw text is the sign of a list: an escaped spelling of it is not.
        if raw == LIST && self.peek() == Some(b'(') {
            return self.list(depth);
        }
        decode_token(raw, start).map(Value::Token)
    }

    fn list(&mut self, depth: usize) -> Result<Value, ParseError> {
        let mut values = Vec::new();
        self.open(depth)?;
        if self.eat(b')') {
            return Ok(Value::List(values));
        }
        loop {
            values.push(self.value(depth + 1)?);
            if !self.separator()? {
                return Ok(Value::List(values));
            }
        }
    }

    fn map(&mut self, depth: usize) -> Result<Value, ParseError> {
        let mut members = Vec::new();
        let mut offsets = Vec::new();
        self.open(depth)?;
        if self.eat(b')') {
            return Ok(Value::Map(members));
        }
        loop {
            if let None | Some(b'(') = self.peek() {
                return Err(self.unexpected("a key"));
            }
            let start = self.at;
            let key = decode_token(self.raw_token()?, start)?;
            offsets.push(start);
            if !self.eat(b':') {
                return Err(self.unexpected("`:`"));
            }
            members.push((key, self.value(depth + 1)?));
            if !self.separator()? {
                break;
            }
        }
        let mut seen = HashSet::with_capacity(members.len());
        for ((key, _), offset) in members.iter().zip(offsets) {
            if !seen.insert(key) {
                let kind = ParseErrorKind::DuplicateKey(key.clone().into_owned());
                return Err(ParseError::new(offset, kind));
            }
        }
        Ok(Value::Map(members))
    }

    /// Steps into a container.
    fn open(&mut self, depth: usize) -> Result<(), ParseError> {
        if depth >= MAX_DEPTH {
            let kind = ParseErrorKind::TooDeep(MAX_DEPTH);
            return Err(ParseError::new(self.at, kind));
        }
        self.at += 1;
        Ok(())
    }

    /// After an element: whether another one follows, or the container ends.
    fn separator(&mut self) -> Result<bool, ParseError> {
        if self.eat(b',') {
            Ok(true)
        } else if self.eat(b')') {
            Ok(false)
        } else {
            Err(self.unexpected("`,` or `)`"))
        }
    }

    /// The text up to the next character of the grammar, still escaped.
    fn raw_token(&mut self) -> Result<&'a str, ParseError> {
        let rest = &self.text[self.at..];
        for (index, character) in rest.char_indices() {
            if matches!(character, '(' | ')' | ',' | ':') {
                self.at += index;
                return Ok(&rest[..index]);
            }
            if self.place.must_be_escaped(character) {
                let kind = ParseErrorKind::RawCharacter(character);
                return Err(ParseError::new(self.at + index, kind));
            }
        }
        self.at = self.text.len();
        Ok(rest)
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn unexpected(&self, expected: &'static str) -> ParseError {
        let kind = match self.text[self.at..].chars().next() {
            Some(found) => ParseErrorKind::Unexpected { found, expected },
            None => ParseErrorKind::UnexpectedEnd(expected),
        };
        ParseError::new(self.at, kind)
    }
}
