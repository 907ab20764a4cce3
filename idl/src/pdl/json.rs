//! JSON inside PDL: values of properties and defaults, in which commas may be left away.

use crate::ast::Spanned;
use crate::json::{Json, MAX_DEPTH, Member, Members, Value};
use crate::pdl::lexer::TokenKind;
use crate::pdl::parser::{Parser, Stop};

impl Parser<'_, '_> {
    /// One value.
    pub(crate) fn json(&mut self, depth: usize) -> Result<Json, Stop> {
        if depth > MAX_DEPTH {
            return self.too_deep();
        }
        let start = self.start();
        let value = match self.peek().clone() {
            TokenKind::Text(text) => {
                self.advance();
                Value::Text(text)
            }
            TokenKind::Number(number) => {
                self.advance();
                Value::Number(number)
            }
            TokenKind::Mark('{') => self.object(depth)?,
            TokenKind::Mark('[') => self.list(depth)?,
            kind => {
                let value = match () {
                    () if kind.is_word("true") => Value::Bool(true),
                    () if kind.is_word("false") => Value::Bool(false),
                    () if kind.is_word("null") => Value::Null,
                    () => return self.unexpected("a JSON value"),
                };
                self.advance();
                value
            }
        };
        Ok(Json {
            place: self.place_from(start),
            value,
        })
    }

    fn object(&mut self, depth: usize) -> Result<Value, Stop> {
        let mut members = Members::default();
        self.eat('{')?;
        while !self.skip_mark('}') {
            let TokenKind::Text(name) = self.peek().clone() else {
                return self.unexpected("the name of a member in quotes, or `}`");
            };
            let name = Spanned::new(name, self.place());
            self.advance();
            self.eat(':')?;
            let value = self.json(depth + 1)?;
            members.insert(Member { name, value }, self.reader.sink);
        }
        Ok(members.finish())
    }

    fn list(&mut self, depth: usize) -> Result<Value, Stop> {
        let mut items = Vec::new();
        self.eat('[')?;
        while !self.skip_mark(']') {
            items.push(self.json(depth + 1)?);
        }
        Ok(Value::List(items))
    }
}
