//! How an error reads: one line, whatever a server has put into its messages.
//!
//! Logs are read line by line, and a body with line ends could fake entries of its own.

use std::fmt::{self, Write as _};

use super::{Error, ErrorKind};

/// How much of a body an error shows.
const EXCERPT: usize = 160;

/// How much of a service's message an error shows.
const MESSAGE: usize = 1000;

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let facts = &*self.0;
        if let Some(call) = &facts.call {
            out.write_str(call.method.as_str())?;
            if !call.name.is_empty() {
                write!(out, " {}", call.name)?;
            }
            write!(out, " of {}: ", call.resource)?;
        }
        let status = facts.status.map(|status| format!("status {status}"));
        let service = self
            .service_error_code()
            .map(|code| format!("service error {code}"));
        let code = self.code().map(|code| format!("code {code}"));
        let numbers: Vec<_> = [status, service, code].into_iter().flatten().collect();
        let numbers = numbers.join(", ");
        let message = facts.message.as_deref().unwrap_or_default();
        let cause = facts.cause.as_deref().unwrap_or_default();
        let parts = [&numbers, message, cause].into_iter();
        for (index, part) in parts.filter(|part| !part.is_empty()).enumerate() {
            if index > 0 {
                out.write_str(": ")?;
            }
            write_line(out, part, MESSAGE)?;
        }
        if facts.attempts > 1 {
            write!(out, " after {} attempts", facts.attempts)?;
        }
        if let Some(hint) = &facts.hint {
            write!(out, " ({hint})")?;
        }
        if let Some(id) = &facts.request_id {
            out.write_str(" [request id ")?;
            write_line(out, id, EXCERPT)?;
            out.write_char(']')?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let facts = &*self.0;
        let mut debug = out.debug_struct("Error");
        debug.field("kind", &facts.kind);
        debug.field("text", &format_args!("{self}"));
        if facts.kind == ErrorKind::Status {
            // Stacks of servers are long and hide the line above; `Error::body` has all of it.
            debug.field("body", &facts.body.as_deref().map(excerpt));
        }
        debug.finish_non_exhaustive()
    }
}

/// Writes a service's message on one line.
pub(super) fn write_message(out: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    write_line(out, text, MESSAGE)
}

/// Writes text without line ends and other control characters, up to a limit.
fn write_line(out: &mut fmt::Formatter<'_>, text: &str, limit: usize) -> fmt::Result {
    for (index, character) in text.chars().enumerate() {
        match character {
            _ if index == limit => return out.write_char('…'),
            _ if breaks_line(character) => out.write_char(' ')?,
            _ => out.write_char(character)?,
        }
    }
    Ok(())
}

fn breaks_line(character: char) -> bool {
    character.is_control() || matches!(character, '\u{2028}' | '\u{2029}')
}

/// The beginning of a body, with every run of blanks and control characters as one blank.
pub(super) fn excerpt(text: &str) -> String {
    let mut excerpt = String::new();
    let words = text.split(|c: char| c.is_whitespace() || breaks_line(c));
    for word in words.filter(|word| !word.is_empty()) {
        if !excerpt.is_empty() {
            excerpt.push(' ');
        }
        let room = EXCERPT.saturating_sub(excerpt.len());
        match word
            .char_indices()
            .find(|(index, c)| index + c.len_utf8() > room)
        {
            Some((index, _)) => {
                excerpt.push_str(&word[..index]);
                excerpt.push('…');
                return excerpt;
            }
            None => excerpt.push_str(word),
        }
    }
    excerpt
}
