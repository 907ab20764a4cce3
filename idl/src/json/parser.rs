//! The parser of JSON, which also takes `//` and `/* */` comments.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use crate::ast::Spanned;
use crate::diagnostics::{Code, Diagnostic, Place, Sink, SourceFile};
use crate::json::{Json, MAX_DEPTH, Member, Value, text};

/// Reads a file. Nothing comes back if it is no JSON, which is reported.
pub(crate) fn parse(file: &Arc<SourceFile>, sink: &Sink) -> Option<Json> {
    Parser {
        text: file.text(),
        at: 0,
        origin: Origin::File(file),
        sink,
    }
    .document()
}

/// Reads the JSON that is a part of a file.
pub(crate) fn parse_range(
    file: &Arc<SourceFile>,
    range: Range<usize>,
    sink: &Sink,
) -> Option<Json> {
    Parser {
        text: file.text().get(..range.end)?,
        at: range.start,
        origin: Origin::File(file),
        sink,
    }
    .document()
}

/// Reads the JSON that stands inside a text of other JSON.
pub(crate) fn parse_inside(literal: &Spanned<String>, sink: &Sink) -> Option<Json> {
    Parser {
        text: &literal.value,
        at: 0,
        origin: Origin::Text(&literal.place, offsets(literal)),
        sink,
    }
    .document()
}

/// For each byte of a text the offset in the file that it comes from.
fn offsets(literal: &Spanned<String>) -> Vec<usize> {
    let source = literal.place.text();
    let raw = source
        .get(1..source.len().saturating_sub(1))
        .unwrap_or_default();
    let start = literal.place.span.start + 1;
    let mut offsets = Vec::with_capacity(literal.value.len() + 1);
    for (c, at) in text::characters(raw).unwrap_or_default() {
        offsets.extend(std::iter::repeat_n(start + at, c.len_utf8()));
    }
    offsets.push(start + raw.len());
    offsets
}

/// Where the text comes from.
enum Origin<'a> {
    File(&'a Arc<SourceFile>),
    Text(&'a Place, Vec<usize>),
}

/// Reading cannot go on; the reason has been reported.
struct Stop;

struct Parser<'a> {
    text: &'a str,
    at: usize,
    origin: Origin<'a>,
    sink: &'a Sink,
}

impl Parser<'_> {
    fn document(mut self) -> Option<Json> {
        let value = self.value(0).ok()?;
        self.skip().ok()?;
        if self.at < self.text.len() {
            let _ = self.fail::<()>("text behind the end of the JSON");
            return None;
        }
        Some(value)
    }

    fn value(&mut self, depth: usize) -> Result<Json, Stop> {
        self.skip()?;
        let start = self.at;
        if depth > MAX_DEPTH {
            let place = self.place(start, start + 1);
            self.sink.push(
                Diagnostic::error(Code::IdlTooMuch, &place, "nested too deeply")
                    .note(format!("{MAX_DEPTH} levels are read")),
            );
            return Err(Stop);
        }
        let value = match self.peek() {
            Some('{') => self.object(depth)?,
            Some('[') => self.list(depth)?,
            Some('"') => Value::Text(self.text()?),
            Some('-' | '0'..='9') => self.number()?,
            Some('a'..='z') => self.word()?,
            _ => return self.fail("expected a value"),
        };
        Ok(Json {
            place: self.place(start, self.at),
            value,
        })
    }

    fn object(&mut self, depth: usize) -> Result<Value, Stop> {
        let mut members = Members::default();
        let open = self.at;
        self.at += 1;
        self.skip()?;
        while self.peek() != Some('}') {
            if !members.is_empty() {
                self.eat(',', open)?;
            }
            let start = self.at;
            if self.peek() != Some('"') {
                return self.fail("expected the name of a member in quotes");
            }
            let name = self.text()?;
            let name = Spanned::new(name, self.place(start, self.at));
            self.skip()?;
            self.eat(':', open)?;
            let value = self.value(depth + 1)?;
            self.skip()?;
            members.insert(Member { name, value }, self.sink);
        }
        self.at += 1;
        Ok(members.finish())
    }

    fn list(&mut self, depth: usize) -> Result<Value, Stop> {
        let mut items = Vec::new();
        let open = self.at;
        self.at += 1;
        self.skip()?;
        while self.peek() != Some(']') {
            if !items.is_empty() {
                self.eat(',', open)?;
            }
            items.push(self.value(depth + 1)?);
            self.skip()?;
        }
        self.at += 1;
        Ok(Value::List(items))
    }

    fn text(&mut self) -> Result<String, Stop> {
        let start = self.at + 1;
        let rest = &self.text[start..];
        let mut escaped = false;
        let end = rest.find(|c| {
            let ends = (c == '"' && !escaped) || c == '\n';
            escaped = c == '\\' && !escaped;
            ends
        });
        let Some(end) = end.filter(|end| rest[*end..].starts_with('"')) else {
            return self.fail("a text that is not closed on its line");
        };
        self.at = start + end + 1;
        text::unescape(&rest[..end]).map_err(|mistake| {
            let place = self.place(start + mistake.at, start + mistake.at + 1);
            self.sink.error(Code::IdlJson, &place, mistake.message);
            Stop
        })
    }

    fn number(&mut self) -> Result<Value, Stop> {
        let rest = &self.text[self.at..];
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"+-.".contains(c));
        let number = &rest[..end.unwrap_or(rest.len())];
        if !is_number(number) {
            return self.fail("not a number");
        }
        self.at += number.len();
        Ok(Value::Number(number.to_owned()))
    }

    fn word(&mut self) -> Result<Value, Stop> {
        let rest = &self.text[self.at..];
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric());
        let (word, value) = match &rest[..end.unwrap_or(rest.len())] {
            "true" => ("true", Value::Bool(true)),
            "false" => ("false", Value::Bool(false)),
            "null" => ("null", Value::Null),
            _ => return self.fail("expected a value; a text stands in double quotes"),
        };
        self.at += word.len();
        Ok(value)
    }

    fn eat(&mut self, wanted: char, open: usize) -> Result<(), Stop> {
        if self.peek() != Some(wanted) {
            let message = match self.peek() {
                Some(c) => format!("expected `{wanted}`, found `{}`", shown(c)),
                None => format!("expected `{wanted}`, found the end"),
            };
            let opened = self.place(open, open + 1);
            let place = self.here();
            let diagnostic = Diagnostic::error(Code::IdlJson, &place, message);
            self.sink
                .push(diagnostic.also(&opened, "in what begins here"));
            return Err(Stop);
        }
        self.at += wanted.len_utf8();
        self.skip()
    }

    /// Skips white space and comments.
    fn skip(&mut self) -> Result<(), Stop> {
        loop {
            let rest = &self.text[self.at..];
            let blank = rest.len() - rest.trim_start().len();
            let rest = &rest[blank..];
            self.at += blank;
            if rest.starts_with("//") {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if let Some(comment) = rest.strip_prefix("/*") {
                match comment.find("*/") {
                    Some(end) => self.at += end + 4,
                    None => return self.fail("a comment that is not closed"),
                }
            } else {
                return Ok(());
            }
        }
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn fail<T>(&self, message: &str) -> Result<T, Stop> {
        self.sink.error(Code::IdlJson, &self.here(), message);
        Err(Stop)
    }

    fn here(&self) -> Place {
        let width = self.peek().map_or(0, char::len_utf8);
        self.place(self.at, self.at + width)
    }

    fn place(&self, start: usize, end: usize) -> Place {
        match &self.origin {
            Origin::File(file) => Place::new(file, start..end),
            Origin::Text(literal, offsets) => {
                let at = |offset: usize| offsets.get(offset).or(offsets.last()).copied();
                let start = at(start).unwrap_or(literal.span.start);
                let end = at(end).unwrap_or(literal.span.end);
                Place::new(&literal.file, start..end)
            }
        }
    }
}

/// The members of an object while it is read.
#[derive(Default)]
pub(crate) struct Members {
    members: Vec<Member>,
    by_name: HashMap<String, usize>,
}

impl Members {
    /// Adds a member; of two with one name, the first is kept.
    pub(crate) fn insert(&mut self, member: Member, sink: &Sink) {
        let name = &member.name;
        if let Some(first) = self.by_name.get(&name.value) {
            sink.push(
                Diagnostic::error(
                    Code::IdlTwice,
                    &name.place,
                    format!("`{}` is written twice", name.value),
                )
                .label("second")
                .also(&self.members[*first].name.place, "first"),
            );
            return;
        }
        self.by_name.insert(name.value.clone(), self.members.len());
        self.members.push(member);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    pub(crate) fn finish(self) -> Value {
        Value::Object(self.members)
    }
}

/// A character as messages show it.
pub(crate) fn shown(c: char) -> String {
    match c.is_ascii_graphic() || c.is_alphanumeric() {
        true => c.to_string(),
        false => c.escape_default().to_string(),
    }
}

/// Whether a text is a number of JSON.
pub(crate) fn is_number(text: &str) -> bool {
    fn digits(text: &str) -> Option<&str> {
        let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
        (rest.len() < text.len()).then_some(rest)
    }
    fn number(text: &str) -> Option<&str> {
        let text = text.strip_prefix('-').unwrap_or(text);
        let mut rest = match text.strip_prefix('0') {
            Some(rest) => rest,
            None => digits(text)?,
        };
        if let Some(fraction) = rest.strip_prefix('.') {
            rest = digits(fraction)?;
        }
        if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
            rest = digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))?;
        }
        Some(rest)
    }
    number(text) == Some("")
}
