//! The tokens of PDL: names, properties, texts, numbers, marks; and the documentation in front.
//!
//! Commas are white space. What follows `@` is read as one token, because its parts may have
//! characters that no other name has.

use std::ops::Range;
use std::sync::Arc;

use crate::ast::Spanned;
use crate::diagnostics::{Code, Place, Sink, SourceFile};
use crate::json::{MAX_DEPTH, is_number, shown, text};
use crate::pdl::doc;

/// A token and what stands in front of it.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) span: Range<usize>,
    /// The documentation in front of it.
    pub(crate) doc: Option<String>,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// A name, with dots or without; a quoted one is never a keyword.
    Name { text: String, quoted: bool },
    /// `@a.b`.
    Property(Vec<Spanned<String>>),
    /// A text in double quotes.
    Text(String),
    /// A number.
    Number(String),
    /// One of `{ } [ ] : =`.
    Mark(char),
    /// Behind the last token.
    End,
}

impl TokenKind {
    /// Whether it is this word, and not in backticks.
    pub(crate) fn is_word(&self, word: &str) -> bool {
        matches!(self, Self::Name { text, quoted: false } if text == word)
    }
}

/// Splits a file. Nothing comes back if something in it is no token, which is reported.
pub(crate) fn tokens(file: &Arc<SourceFile>, sink: &Sink) -> Option<Vec<Token>> {
    let mut lexer = Lexer {
        file,
        text: file.text(),
        at: 0,
        sink,
    };
    let mut tokens = Vec::new();
    loop {
        let doc = lexer.skip()?;
        let start = lexer.at;
        let kind = lexer.token()?;
        let end = kind == TokenKind::End;
        tokens.push(Token {
            kind,
            span: start..lexer.at,
            doc,
        });
        if end {
            return Some(tokens);
        }
    }
}

struct Lexer<'a> {
    file: &'a Arc<SourceFile>,
    text: &'a str,
    at: usize,
    sink: &'a Sink,
}

impl Lexer<'_> {
    fn token(&mut self) -> Option<TokenKind> {
        let Some(c) = self.peek() else {
            return Some(TokenKind::End);
        };
        match c {
            '{' | '}' | '[' | ']' | ':' | '=' => {
                self.at += 1;
                Some(TokenKind::Mark(c))
            }
            '@' => self.property(),
            '"' => self.quoted_text(),
            '-' | '0'..='9' => self.number(),
            '`' | '_' | 'a'..='z' | 'A'..='Z' => self.name(),
            c => self.fail(&format!("`{}` is no part of PDL", shown(c))),
        }
    }

    fn name(&mut self) -> Option<TokenKind> {
        let mut name = String::new();
        let mut quoted = false;
        loop {
            match self.peek() {
                Some('`') => {
                    quoted = true;
                    name.push_str(self.backticks()?);
                }
                Some(c) if c.is_ascii_alphabetic() || c == '_' => name.push_str(self.part()),
                _ => return self.fail("expected the next part of the name"),
            }
            if self.peek() != Some('.') {
                return Some(TokenKind::Name { text: name, quoted });
            }
            name.push('.');
            self.at += 1;
        }
    }

    fn property(&mut self) -> Option<TokenKind> {
        self.at += 1;
        let mut path = Vec::new();
        loop {
            let start = self.at;
            let part = match self.peek() {
                Some('`') => self.backticks()?,
                _ => self.part(),
            };
            let part = part.to_owned();
            if part.is_empty() {
                return self.fail("expected the name of a property");
            }
            path.push(Spanned::new(part, Place::new(self.file, start..self.at)));
            if self.peek() != Some('.') {
                return Some(TokenKind::Property(path));
            }
            if path.len() == MAX_DEPTH {
                return self.fail("a property nested too deeply");
            }
            self.at += 1;
        }
    }

    /// Letters, digits, `_` and `-`.
    fn part(&mut self) -> &str {
        let rest = &self.text[self.at..];
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-');
        let part = &rest[..end.unwrap_or(rest.len())];
        self.at += part.len();
        part
    }

    fn backticks(&mut self) -> Option<&str> {
        let rest = &self.text[self.at + 1..];
        let end = rest
            .find(['`', '\n'])
            .filter(|end| rest[*end..].starts_with('`'));
        match end {
            Some(end) if end > 0 => {
                self.at += end + 2;
                Some(&rest[..end])
            }
            _ => self.fail("a name in backticks that is empty or not closed"),
        }
    }

    fn quoted_text(&mut self) -> Option<TokenKind> {
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
        match text::unescape(&rest[..end]) {
            Ok(text) => Some(TokenKind::Text(text)),
            Err(mistake) => {
                self.at = start + mistake.at;
                self.fail(&mistake.message)
            }
        }
    }

    fn number(&mut self) -> Option<TokenKind> {
        let rest = &self.text[self.at..];
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"+-.".contains(c));
        let number = &rest[..end.unwrap_or(rest.len())];
        if !is_number(number) {
            return self.fail("not a number");
        }
        self.at += number.len();
        Some(TokenKind::Number(number.to_owned()))
    }

    /// Skips white space and comments; the last documentation among them comes back. The outer
    /// option says whether to go on.
    fn skip(&mut self) -> Option<Option<String>> {
        let mut found = None;
        loop {
            let rest = &self.text[self.at..];
            let blank = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
            self.at += rest.len() - blank.len();
            if blank.starts_with("//") {
                self.at += blank.find('\n').unwrap_or(blank.len());
            } else if let Some(comment) = blank.strip_prefix("/*") {
                let Some(end) = comment.find("*/") else {
                    return self.fail("a comment that is not closed");
                };
                if let Some(written) = comment[..end].strip_prefix('*') {
                    found = doc::strip(written).or(found);
                }
                self.at += end + 4;
            } else {
                return Some(found);
            }
        }
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn fail<T>(&self, message: &str) -> Option<T> {
        let width = self.peek().map_or(0, char::len_utf8);
        let place = Place::new(self.file, self.at..self.at + width);
        self.sink.error(Code::IdlPdl, &place, message);
        None
    }
}
