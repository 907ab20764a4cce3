//! `.req` and `.res` files: a first line, header lines, a blank line, a body.
//!
//! One line break after the body belongs to the file and not to the body.

use std::sync::Arc;

use crate::diagnostics::{Code, Place, Sink, SourceFile};
use crate::json::{self, Json};

/// A message as a file holds it.
#[derive(Debug)]
pub(super) struct Message {
    /// Where the first line stands.
    pub(super) start: Place,
    /// The words of the first line; the last may have blanks.
    pub(super) first: [String; 3],
    /// Headers in the order of the file; of a name that stands twice, all values joined.
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Body,
}

/// A body.
#[derive(Debug)]
pub(super) enum Body {
    /// There is none.
    Empty,
    /// JSON.
    Json(Json),
    /// Any other text.
    Text(String),
}

impl Message {
    /// The value of a header; names are compared without case.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let (_, value) = headers.find(|(other, _)| other.eq_ignore_ascii_case(name))?;
        Some(value)
    }
}

/// Reads a file; reported if it is no message.
pub(super) fn parse(file: &Arc<SourceFile>, sink: &Sink) -> Option<Message> {
    let text = file.text();
    let mut lines = Lines { text, at: 0 };
    let fail = |start: usize, end: usize, message: &str| {
        sink.error(Code::SuiteExchange, &Place::new(file, start..end), message);
    };
    let Some((start, first)) = lines.next() else {
        fail(0, 0, "the file is empty");
        return None;
    };
    let mut words = first.splitn(3, ' ');
    let words = [words.next(), words.next(), words.next()].map(Option::unwrap_or_default);
    if words[0].is_empty() || words[1].is_empty() {
        let message = "the first line is none of HTTP: it has fewer than two words";
        fail(start, start + first.len(), message);
        return None;
    }
    let mut message = Message {
        start: Place::new(file, start..start + first.len()),
        first: words.map(str::to_owned),
        headers: Vec::new(),
        body: Body::Empty,
    };
    loop {
        let Some((at, line)) = lines.next() else {
            fail(
                text.len().saturating_sub(1),
                text.len(),
                "a blank line must follow the headers",
            );
            return None;
        };
        if line.is_empty() {
            break;
        }
        match line.split_once(':') {
            Some((name, value)) if !name.is_empty() => message.add(name, value.trim()),
            _ => fail(at, at + line.len(), "a header needs a name and a colon"),
        }
    }
    let body = &text[lines.at..];
    let body = body.strip_suffix('\n').unwrap_or(body);
    let body = body.strip_suffix('\r').unwrap_or(body);
    message.body = read_body(file, lines.at, body, message.header("Content-Type"), sink)?;
    Some(message)
}

impl Message {
    fn add(&mut self, name: &str, value: &str) {
        let mut headers = self.headers.iter_mut();
        match headers.find(|(other, _)| other.eq_ignore_ascii_case(name)) {
            Some((_, known)) => {
                known.push_str(", ");
                known.push_str(value);
            }
            None => self.headers.push((name.to_owned(), value.to_owned())),
        }
    }
}

/// A body is what its header says; JSON if there is none.
fn read_body(
    file: &Arc<SourceFile>,
    at: usize,
    body: &str,
    content_type: Option<&str>,
    sink: &Sink,
) -> Option<Body> {
    if body.is_empty() {
        return Some(Body::Empty);
    }
    let is_json = content_type.is_none_or(|kind| kind.to_ascii_lowercase().contains("json"));
    match is_json {
        true => json::parse_range(file, at..at + body.len(), sink).map(Body::Json),
        false => Some(Body::Text(body.to_owned())),
    }
}

/// Lines without their breaks, each with its offset.
struct Lines<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Iterator for Lines<'t> {
    type Item = (usize, &'t str);

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.at;
        let rest = &self.text[start..];
        if rest.is_empty() {
            return None;
        }
        let length = rest.find('\n').unwrap_or(rest.len());
        self.at = (start + length + 1).min(self.text.len());
        let line = &rest[..length];
        Some((start, line.strip_suffix('\r').unwrap_or(line)))
    }
}
