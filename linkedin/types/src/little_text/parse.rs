//! Markup taken apart, whatever it holds.
//!
//! Servers and older clients write all sorts of texts, and one that cannot be read would take its post with it.
//! So everything can be read; what is not quite markup is text, and is remembered as stray.
//!
//! No element holds the beginning of another of its kind, which makes an attempt that fails end where the next
//! one starts: the time is linear in the text, however hostile it is.

use std::borrow::Cow;

use super::{RESERVED, Segment};

/// The parts of a markup.
pub(super) struct Parts<'a> {
    markup: &'a str,
    at: usize,
    /// Whether a letter or digit stands before, so that a `#` is in the middle of a word.
    in_word: bool,
}

/// One of them.
pub(super) struct Part<'a> {
    pub(super) segment: Segment<'a>,
    /// The byte of a character that should have been escaped, or of a backslash that escapes nothing.
    pub(super) stray: Option<usize>,
}

impl<'a> Parts<'a> {
    pub(super) fn new(markup: &'a str) -> Self {
        Self {
            markup,
            at: 0,
            in_word: false,
        }
    }

    /// A mention or hashtag that starts here, and what is behind it.
    fn element(&self, rest: &'a str) -> Option<(Segment<'a>, &'a str)> {
        match rest.as_bytes().first()? {
            b'@' => mention(rest),
            b'{' => hashtag(rest),
            b'#' if !self.in_word => word(rest),
            _ => None,
        }
    }
}

impl<'a> Iterator for Parts<'a> {
    type Item = Part<'a>;

    fn next(&mut self) -> Option<Part<'a>> {
        let (start, rest) = (self.at, &self.markup[self.at..]);
        let first = rest.chars().next()?;
        if let Some((segment, behind)) = self.element(rest) {
            self.at = self.markup.len() - behind.len();
            self.in_word = true;
            return Some(Part {
                segment,
                stray: None,
            });
        }
        let text = if first == '\\' {
            match rest[1..].chars().next().filter(|c| RESERVED.contains(c)) {
                Some(escaped) => &rest[1..1 + escaped.len_utf8()],
                None => &rest[..1],
            }
        } else if RESERVED.contains(&first) {
            &rest[..first.len_utf8()]
        } else {
            &rest[..rest.find(RESERVED).unwrap_or(rest.len())]
        };
        let is_escaped = text.as_ptr() != rest.as_ptr();
        self.at = start + text.len() + usize::from(is_escaped);
        self.in_word = text.ends_with(char::is_alphanumeric);
        let is_stray = RESERVED.contains(&first) && !is_escaped;
        Some(Part {
            segment: Segment::Plain(Cow::Borrowed(text)),
            stray: is_stray.then_some(start),
        })
    }
}

/// `@[Name](urn)`.
fn mention(rest: &str) -> Option<(Segment<'_>, &str)> {
    let (name, rest) = until(rest.strip_prefix("@[")?, "](", '[')?;
    let (urn, rest) = urn(rest)?;
    Some((Segment::Mention { name, urn }, rest))
}

/// The URN of a mention, which may have parentheses in pairs.
fn urn(text: &str) -> Option<(Cow<'_, str>, &str)> {
    let mut depth = 0_u32;
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '\\' => {
                characters.next();
            }
            '(' => depth += 1,
            ')' if depth == 0 => {
                let is_there = at > 0;
                return is_there.then(|| (unescaped(&text[..at]), &text[at + 1..]));
            }
            ')' => depth -= 1,
            '[' => return None,
            _ => {}
        }
    }
    None
}

/// `{hashtag|\#|tag}`.
fn hashtag(rest: &str) -> Option<(Segment<'_>, &str)> {
    let rest = rest.strip_prefix("{hashtag|")?;
    let rest = rest.strip_prefix('\\').unwrap_or(rest);
    let rest = rest.strip_prefix(['#', '＃'])?.strip_prefix('|')?;
    let (tag, rest) = until(rest, "}", '{')?;
    (!tag.is_empty()).then_some((Segment::Hashtag(tag), rest))
}

/// `#tag`, as people type it.
fn word(rest: &str) -> Option<(Segment<'_>, &str)> {
    let rest = &rest[1..];
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
    (end > 0).then(|| (Segment::Hashtag(Cow::Borrowed(&rest[..end])), &rest[end..]))
}

/// What stands before an end that is not escaped, and behind it; nothing where a beginning comes first.
fn until<'a>(text: &'a str, end: &str, beginning: char) -> Option<(Cow<'a, str>, &'a str)> {
    let closing = end.chars().next()?;
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        if character == '\\' {
            characters.next();
        } else if character == closing {
            let rest = text[at..].strip_prefix(end)?;
            return Some((unescaped(&text[..at]), rest));
        } else if character == beginning {
            return None;
        }
    }
    None
}

/// A text without the backslashes that escape something.
fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let escaped = characters.next_if(|next| character == '\\' && RESERVED.contains(next));
        plain.push(escaped.unwrap_or(character));
    }
    Cow::Owned(plain)
}
