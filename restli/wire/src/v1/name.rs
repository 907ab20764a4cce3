//! The names of protocol 1.0.0, which hold the way to a value: `a.b[2].c`.
//!
//! Characters of that way which are data are escaped with a tilde, below the escapes of the URI.

use crate::error::{ParseError, ParseErrorKind};
use crate::grammar::MAX_DEPTH;

/// One step from a value to one inside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// To the member of a map.
    Member(String),
    /// To the element of a list.
    Index(u64),
}

/// Appends the name of a member, with its own dots, brackets and tildes escaped.
pub(super) fn push(name: &str, out: &mut String) {
    for character in name.chars() {
        match character {
            '.' => out.push_str("~2E"),
            '[' => out.push_str("~5B"),
            ']' => out.push_str("~5D"),
            '~' => out.push_str("~7E"),
            other => out.push(other),
        }
    }
}

/// Takes a name apart. It begins with a member; `base` is where it stands, for the offset of an error.
pub(super) fn steps(name: &str, base: usize) -> Result<Vec<Step>, ParseError> {
    let error = |offset: usize, kind| ParseError::new(base + offset, kind);
    let mut steps = Vec::new();
    let mut at = 0;
    loop {
        let end = name[at..]
            .find(['.', '['])
            .map_or(name.len(), |end| at + end);
        steps.push(Step::Member(unescape(&name[at..end], base + at)?));
        at = end;
        while name[at..].starts_with('[') {
            let close = name[at..].find(']').map(|close| at + close);
            let index = close.and_then(|close| index(&name[at + 1..close]));
            let (Some(close), Some(index)) = (close, index) else {
                return Err(error(at, ParseErrorKind::BadIndex));
            };
            steps.push(Step::Index(index));
            at = close + 1;
        }
        if steps.len() > MAX_DEPTH {
            return Err(error(0, ParseErrorKind::TooDeep(MAX_DEPTH)));
        }
        match name[at..].chars().next() {
            None => return Ok(steps),
            Some('.') => at += 1,
            Some(found) => {
                let expected = "`.`, `[` or the end of the name";
                return Err(error(at, ParseErrorKind::Unexpected { found, expected }));
            }
        }
    }
}

/// `parse` alone would take a plus sign.
fn index(digits: &str) -> Option<u64> {
    let digits = Some(digits).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_digit()));
    digits?.parse().ok()
}

fn unescape(name: &str, base: usize) -> Result<String, ParseError> {
    let mut out = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(tilde) = rest.find('~') {
        let digits = rest.get(tilde + 1..tilde + 3);
        let byte = digits.filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let Some(byte) = byte.and_then(|digits| u8::from_str_radix(digits, 16).ok()) else {
            let offset = base + (name.len() - rest.len()) + tilde;
            return Err(ParseError::new(offset, ParseErrorKind::BadTilde));
        };
        out.push_str(&rest[..tilde]);
        out.push(char::from(byte));
        rest = &rest[tilde + 3..];
    }
    out.push_str(rest);
    Ok(out)
}
