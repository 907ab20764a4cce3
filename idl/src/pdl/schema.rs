//! Named schemas in PDL: records, enums, typerefs, fixed.

use crate::ast::{Enum, Field, FullName, Record, Schema, SchemaKind, Spanned, Type, is_identifier};
use crate::diagnostics::Code;
use crate::json::{Json, Value};
use crate::pdl::lexer::TokenKind;
use crate::pdl::parser::{Parser, Stop};
use crate::pdl::properties::Prelude;
use crate::read::schema::Symbols;

impl Parser<'_, '_> {
    /// A schema from its kind on; what stands in front of it has been read.
    pub(crate) fn named(
        &mut self,
        mut prelude: Prelude,
        namespace: &str,
        package: Option<Spanned<String>>,
        depth: usize,
    ) -> Result<FullName, Stop> {
        let sink = self.reader.sink;
        let kind = self.peek().clone();
        self.advance();
        let name = self.simple_name("the name of the schema")?;
        let name = Spanned::new(FullName::relative(&name.value, namespace), name.place);
        let inside = name.value.namespace().to_owned();
        let kind = if kind.is_word("record") {
            SchemaKind::Record(self.record(&inside, depth + 1)?)
        } else if kind.is_word("enum") {
            SchemaKind::Enum(self.enumeration()?)
        } else if kind.is_word("fixed") {
            SchemaKind::Fixed { size: self.size()? }
        } else if kind.is_word("typeref") {
            self.eat('=')?;
            SchemaKind::Typeref(self.ty(&inside, depth + 1)?)
        } else {
            return self.unexpected("`record`, `enum`, `typeref` or `fixed`");
        };
        let aliases = prelude.take("aliases").map(|json| self.texts(&json));
        let full = name.value.clone();
        let schema = Schema {
            name,
            aliases: self.reader.aliases(aliases.unwrap_or_default(), &inside),
            package,
            deprecated: prelude.deprecated(sink),
            doc: prelude.doc,
            properties: prelude.properties,
            kind,
        };
        self.reader.schemas.push(schema);
        Ok(full)
    }

    fn record(&mut self, namespace: &str, depth: usize) -> Result<Record, Stop> {
        let mut record = Record::default();
        if self.skip_word("includes") {
            loop {
                record.include.push(self.ty(namespace, depth)?);
                if *self.peek() == TokenKind::Mark('{') && !self.at_scoped() {
                    break;
                }
            }
        }
        self.eat('{')?;
        while !self.skip_mark('}') {
            record.fields.push(self.field(namespace, depth)?);
        }
        // A field may be called `includes`, too.
        if !self.is_field(0) && self.skip_word("includes") {
            loop {
                record.include_after.push(self.ty(namespace, depth)?);
                if !self.at_another_include() {
                    break;
                }
            }
        }
        Ok(record)
    }

    /// Whether the list of includes behind a record goes on; what follows may also be the next
    /// field of the record around it.
    fn at_another_include(&self) -> bool {
        let is_name = matches!(self.peek(), TokenKind::Name { .. });
        (is_name && !self.is_field(0)) || self.at_scoped()
    }

    fn field(&mut self, namespace: &str, depth: usize) -> Result<Field, Stop> {
        let mut prelude = self.prelude()?;
        let name = self.simple_name("a field or `}`")?;
        self.eat(':')?;
        let optional = self.skip_word("optional");
        let ty: Type = self.ty(namespace, depth)?;
        let default = match self.skip_mark('=') {
            true => Some(self.json(0)?),
            false => None,
        };
        let order = prelude.take("order");
        let aliases = prelude.take("aliases");
        Ok(Field {
            name,
            ty,
            optional,
            default,
            deprecated: prelude.deprecated(self.reader.sink),
            doc: prelude.doc,
            order: order.and_then(|json| self.text(&json)),
            aliases: aliases.map(|json| self.texts(&json)).unwrap_or_default(),
            properties: prelude.properties,
        })
    }

    fn enumeration(&mut self) -> Result<Enum, Stop> {
        let mut symbols = Symbols::default();
        let sink = self.reader.sink;
        self.eat('{')?;
        while !self.skip_mark('}') {
            let mut prelude = self.prelude()?;
            let name = self.simple_name("a symbol or `}`")?;
            let deprecated = prelude.deprecated(sink);
            if let Some(symbol) = symbols.push(name, sink) {
                symbol.doc = prelude.doc;
                symbol.deprecated = deprecated;
                symbol.properties = prelude.properties;
            }
        }
        Ok(symbols.finish())
    }

    fn size(&mut self) -> Result<u32, Stop> {
        let size = match self.peek() {
            TokenKind::Number(number) => number.parse().ok(),
            _ => None,
        };
        match size {
            Some(size) => {
                self.advance();
                Ok(size)
            }
            None => self.unexpected("the number of bytes"),
        }
    }

    /// A name without dots.
    fn simple_name(&mut self, expected: &str) -> Result<Spanned<String>, Stop> {
        let name = self.qualified(expected)?;
        if !is_identifier(&name.value) {
            let message = format!(
                "`{}` cannot be a name here, which has letters, digits and `_`",
                name.value.escape_debug()
            );
            self.reader.sink.error(Code::IdlName, &name.place, message);
            return Err(Stop);
        }
        Ok(name)
    }

    fn text(&self, json: &Json) -> Option<Spanned<String>> {
        let text = json.as_text().map(str::to_owned);
        if text.is_none() {
            let message = format!("expected a text, found {}", json.shape());
            self.reader.sink.error(Code::IdlShape, &json.place, message);
        }
        Some(Spanned::new(text?, json.place.clone()))
    }

    fn texts(&self, json: &Json) -> Vec<Spanned<String>> {
        match &json.value {
            Value::List(items) => items.iter().filter_map(|item| self.text(item)).collect(),
            _ => {
                let message = format!("expected a list, found {}", json.shape());
                self.reader.sink.error(Code::IdlShape, &json.place, message);
                Vec::new()
            }
        }
    }
}
