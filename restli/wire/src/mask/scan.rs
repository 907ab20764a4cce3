//! The characters of a projection, for both spellings.
//!
//! Servers decode the query parameter before they read the projection and ignore blanks in it, so both are done
//! here, keeping the place of every character for errors.

use super::MaskError;
use crate::escape;
use crate::grammar::MAX_DEPTH;

pub(super) struct Scanner {
    characters: Vec<(usize, char)>,
    at: usize,
    end: usize,
    depth: usize,
}

impl Scanner {
    pub(super) fn new(text: &str) -> Result<Self, MaskError> {
        let mut characters = Vec::with_capacity(text.len());
        let mut rest = text;
        while let Some(character) = rest.chars().next() {
            let offset = text.len() - rest.len();
            if character == '%' {
                let (decoded, after) = escape::decode_run(rest, offset)
                    .map_err(|error| MaskError::syntax(error.offset, error.message()))?;
                characters.extend(decoded.char_indices().map(|(i, c)| (offset + 3 * i, c)));
                rest = after;
            } else {
                characters.push((offset, character));
                rest = &rest[character.len_utf8()..];
            }
        }
        characters.retain(|(_, character)| !character.is_whitespace());
        Ok(Self {
            characters,
            at: 0,
            end: text.len(),
            depth: 0,
        })
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.characters
            .get(self.at)
            .map(|&(_, character)| character)
    }

    pub(super) fn offset(&self) -> usize {
        self.characters
            .get(self.at)
            .map_or(self.end, |&(offset, _)| offset)
    }

    pub(super) fn eat(&mut self, character: char) -> bool {
        let found = self.peek() == Some(character);
        self.at += usize::from(found);
        found
    }

    /// The characters before the next one of `stops`.
    pub(super) fn until(&mut self, stops: &[char]) -> String {
        let rest = &self.characters[self.at..];
        let text: String = rest
            .iter()
            .map(|&(_, character)| character)
            .take_while(|character| !stops.contains(character))
            .collect();
        self.at += text.chars().count();
        text
    }

    /// Steps into a parenthesis; texts from outside must not exhaust the stack.
    pub(super) fn open(&mut self) -> Result<(), MaskError> {
        if self.depth == MAX_DEPTH {
            return Err(self.error(format!("nested deeper than {MAX_DEPTH} levels")));
        }
        if !self.eat('(') {
            return Err(self.unexpected("`(`"));
        }
        self.depth += 1;
        Ok(())
    }

    /// After an item of a parenthesis: whether another one follows, or it ends.
    pub(super) fn separator(&mut self) -> Result<bool, MaskError> {
        if self.eat(',') {
            Ok(true)
        } else if self.eat(')') {
            self.depth -= 1;
            Ok(false)
        } else {
            Err(self.unexpected("`,` or `)`"))
        }
    }

    /// Closes an empty parenthesis.
    pub(super) fn close(&mut self) -> bool {
        let closed = self.eat(')');
        self.depth -= usize::from(closed);
        closed
    }

    pub(super) fn finish(&self) -> Result<(), MaskError> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.unexpected("the end")),
        }
    }

    pub(super) fn error(&self, message: impl Into<std::borrow::Cow<'static, str>>) -> MaskError {
        MaskError::syntax(self.offset(), message)
    }

    pub(super) fn unexpected(&self, expected: &str) -> MaskError {
        match self.peek() {
            Some(found) => self.error(format!("found {found:?} where {expected} is expected")),
            None => self.error(format!("the text ends where {expected} is expected")),
        }
    }
}
