//! The parser of PDL: the document, types where they are referred to, names.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::ast::{FullName, Spanned, Type, TypeKind, Union, UnionMember};
use crate::diagnostics::{Code, Diagnostic, Place, SourceFile};
use crate::json::MAX_DEPTH;
use crate::pdl::lexer::{Token, TokenKind};
use crate::pdl::properties::Prelude;
use crate::read::SchemaReader;

/// More properties in front of one thing are refused.
const MAX_PROPERTIES: usize = 1_000;

/// Reading cannot go on; the reason has been reported.
pub(crate) struct Stop;

pub(crate) struct Parser<'p, 's> {
    file: &'p Arc<SourceFile>,
    tokens: Vec<Token>,
    at: usize,
    pub(crate) reader: &'p mut SchemaReader<'s>,
    imports: HashMap<String, Spanned<FullName>>,
}

impl<'p, 's> Parser<'p, 's> {
    pub(crate) fn new(
        file: &'p Arc<SourceFile>,
        tokens: Vec<Token>,
        reader: &'p mut SchemaReader<'s>,
    ) -> Self {
        Self {
            file,
            tokens,
            at: 0,
            reader,
            imports: HashMap::new(),
        }
    }

    /// The whole file.
    pub(crate) fn document(mut self) -> Result<(), Stop> {
        let already = self.reader.schemas.len();
        let (namespace, package) = self.scope()?;
        while self.skip_word("import") {
            let name = self.qualified("the full name of a schema")?;
            self.import(name);
        }
        let prelude = self.prelude()?;
        if !self.at_named() {
            return self.unexpected("`record`, `enum`, `typeref` or `fixed`");
        }
        self.named(prelude, &namespace, package, 0)?;
        if *self.peek() != TokenKind::End {
            return self.unexpected("the end of the file, which defines one schema");
        }
        let declared = self.reader.schemas[already..].iter();
        let declared: BTreeSet<_> = declared.map(|schema| schema.name.value.clone()).collect();
        for import in self.imports.values() {
            if declared.contains(&import.value) {
                let message = format!(
                    "`{}` is defined in this file and cannot be imported",
                    import.value
                );
                self.reader
                    .sink
                    .error(Code::IdlImport, &import.place, message);
            }
        }
        Ok(())
    }

    /// `namespace` and `package`, in front of a document or an inline type.
    pub(crate) fn scope(&mut self) -> Result<(String, Option<Spanned<String>>), Stop> {
        let mut namespace = String::new();
        if self.skip_word("namespace") {
            let name = self.qualified("a namespace")?;
            if !FullName::new(name.value.as_str()).is_valid() {
                let message = format!("`{}` cannot be a namespace", name.value.escape_debug());
                self.reader.sink.error(Code::IdlName, &name.place, message);
                return Err(Stop);
            }
            namespace = name.value;
        }
        let package = match self.skip_word("package") {
            true => Some(self.qualified("a package")?),
            false => None,
        };
        Ok((namespace, package))
    }

    fn import(&mut self, name: Spanned<String>) {
        let full = FullName::new(name.value.as_str());
        let message = if full.namespace().is_empty() {
            "only a name with a namespace can be imported".to_owned()
        } else if !full.is_valid() {
            format!("`{full}` cannot be the name of a schema")
        } else {
            let last = full.last().to_owned();
            let import = Spanned::new(full, name.place.clone());
            match self.imports.get(&last) {
                None => {
                    self.imports.insert(last, import);
                    return;
                }
                Some(first) => {
                    let message = format!("`{last}` is imported twice");
                    let diagnostic = Diagnostic::error(Code::IdlImport, &name.place, message);
                    self.reader
                        .sink
                        .push(diagnostic.also(&first.place, "first"));
                    return;
                }
            }
        };
        self.reader
            .sink
            .error(Code::IdlImport, &name.place, message);
    }

    /// A type: a name, or one that is defined here.
    pub(crate) fn ty(&mut self, namespace: &str, depth: usize) -> Result<Type, Stop> {
        let prelude = self.prelude()?;
        self.ty_after(prelude, namespace, depth)
    }

    /// A type whose documentation and properties have been read.
    pub(crate) fn ty_after(
        &mut self,
        mut prelude: Prelude,
        namespace: &str,
        depth: usize,
    ) -> Result<Type, Stop> {
        if depth > MAX_DEPTH {
            return self.too_deep();
        }
        let start = self.start();
        let kind = if self.at_named() {
            TypeKind::Named(self.named(std::mem::take(&mut prelude), namespace, None, depth)?)
        } else if self.at_scoped() {
            self.eat('{')?;
            let (inner, package) = self.scope()?;
            let inner = if inner.is_empty() { namespace } else { &inner };
            let mut own = self.prelude()?;
            own.doc = own.doc.or(prelude.doc.take());
            own.properties.append(&mut prelude.properties);
            let name = self.named(own, inner, package, depth)?;
            self.eat('}')?;
            TypeKind::Named(name)
        } else if self.skip_word("union") {
            TypeKind::Union(self.union(namespace, depth)?)
        } else if self.skip_word("array") {
            self.eat('[')?;
            let items = self.ty(namespace, depth + 1)?;
            self.eat(']')?;
            TypeKind::Array(Box::new(items))
        } else if self.skip_word("map") {
            self.eat('[')?;
            self.map_key(namespace, depth)?;
            let values = self.ty(namespace, depth + 1)?;
            self.eat(']')?;
            TypeKind::Map(Box::new(values))
        } else {
            let place = prelude.place().cloned();
            let name = self.reference(namespace)?;
            if let Some(place) = place {
                let message = "properties in front of a name belong to nothing and are left out";
                self.reader.sink.dropped(&place, message);
            }
            prelude.properties.clear();
            name
        };
        Ok(Type {
            place: self.place_from(start),
            kind,
            properties: prelude.properties,
        })
    }

    /// The keys of maps are strings, whatever the file calls them.
    fn map_key(&mut self, namespace: &str, depth: usize) -> Result<(), Stop> {
        let key = self.ty(namespace, depth + 1)?;
        if key.kind != TypeKind::Primitive(crate::ast::Primitive::String) {
            let message = "the keys of a map are read as strings";
            self.reader.sink.dropped(&key.place, message);
        }
        Ok(())
    }

    fn union(&mut self, namespace: &str, depth: usize) -> Result<Union, Stop> {
        let mut members = Vec::new();
        self.eat('[')?;
        while !self.skip_mark(']') {
            let mut prelude = self.prelude()?;
            let aliased = matches!(self.peek(), TokenKind::Name { .. })
                && *self.peek_next() == TokenKind::Mark(':');
            if !aliased {
                members.push(UnionMember {
                    alias: None,
                    ty: self.ty_after(prelude, namespace, depth + 1)?,
                    doc: None,
                    deprecated: None,
                    properties: Vec::new(),
                });
                continue;
            }
            let alias = self.qualified("the name of a member")?;
            self.eat(':')?;
            members.push(UnionMember {
                alias: Some(alias),
                ty: self.ty(namespace, depth + 1)?,
                deprecated: prelude.deprecated(self.reader.sink),
                doc: prelude.doc,
                properties: prelude.properties,
            });
        }
        Ok(Union { members })
    }

    /// A name that stands for a type.
    fn reference(&mut self, namespace: &str) -> Result<TypeKind, Stop> {
        let TokenKind::Name { quoted, .. } = *self.peek() else {
            return self.unexpected("a type");
        };
        let name = self.qualified("a type")?;
        if !quoted && let Some(word) = KEYWORDS.iter().find(|word| **word == name.value) {
            let message = format!("`{word}` is a word of PDL");
            let help = format!("a type of this name is written `` `{word}` ``");
            let diagnostic = Diagnostic::error(Code::IdlPdl, &name.place, message);
            self.reader.sink.push(diagnostic.help(help));
            return Err(Stop);
        }
        if let Some(import) = self.imports.get(&name.value)
            && crate::ast::Primitive::from_name(&name.value).is_none()
        {
            return Ok(TypeKind::Named(import.value.clone()));
        }
        Ok(self.reader.name(&name.value, &name.place, namespace))
    }

    /// Documentation and properties in front of what follows.
    pub(crate) fn prelude(&mut self) -> Result<Prelude, Stop> {
        let mut prelude = Prelude::default();
        for _ in 0..MAX_PROPERTIES {
            prelude.doc = self.tokens[self.at].doc.take().or(prelude.doc);
            let TokenKind::Property(path) = self.peek().clone() else {
                return Ok(prelude);
            };
            let place = self.place();
            self.advance();
            let value = match self.skip_mark('=') {
                true => self.json(0)?,
                false => crate::json::Json {
                    place,
                    value: crate::json::Value::Bool(true),
                },
            };
            prelude.add(path, value, self.reader.sink);
        }
        let message = "too many properties in one place";
        self.reader
            .sink
            .error(Code::IdlTooMuch, &self.place(), message);
        Err(Stop)
    }

    /// A name, with dots or without.
    pub(crate) fn qualified(&mut self, expected: &str) -> Result<Spanned<String>, Stop> {
        let TokenKind::Name { text, .. } = self.peek().clone() else {
            return self.unexpected(expected);
        };
        let name = Spanned::new(text, self.place());
        self.advance();
        Ok(name)
    }

    /// Whether a named schema begins here.
    pub(crate) fn at_named(&self) -> bool {
        NAMED.iter().any(|word| self.peek().is_word(word))
    }

    /// Whether `{` opens an inline type rather than the fields of a record.
    pub(crate) fn at_scoped(&self) -> bool {
        let inside = |word: &&str| self.peek_next().is_word(word);
        let opens = NAMED.iter().chain(&["namespace", "package"]).any(inside);
        *self.peek() == TokenKind::Mark('{') && opens && !self.is_field(1)
    }

    /// Whether the name of a field with its `:` stands some tokens ahead.
    pub(crate) fn is_field(&self, ahead: usize) -> bool {
        let kind = |at: usize| self.tokens.get(self.at + at).map(|token| &token.kind);
        matches!(kind(ahead), Some(TokenKind::Name { .. }))
            && kind(ahead + 1) == Some(&TokenKind::Mark(':'))
    }

    pub(crate) fn peek(&self) -> &TokenKind {
        &self.tokens[self.at].kind
    }

    pub(crate) fn peek_next(&self) -> &TokenKind {
        let last = self.tokens.len() - 1;
        &self.tokens[(self.at + 1).min(last)].kind
    }

    pub(crate) fn advance(&mut self) {
        self.at = (self.at + 1).min(self.tokens.len() - 1);
    }

    pub(crate) fn eat(&mut self, mark: char) -> Result<(), Stop> {
        match self.skip_mark(mark) {
            true => Ok(()),
            false => self.unexpected(&format!("`{mark}`")),
        }
    }

    pub(crate) fn skip_mark(&mut self, mark: char) -> bool {
        let found = *self.peek() == TokenKind::Mark(mark);
        if found {
            self.advance();
        }
        found
    }

    pub(crate) fn skip_word(&mut self, word: &str) -> bool {
        let found = self.peek().is_word(word);
        if found {
            self.advance();
        }
        found
    }

    /// The place of the token that comes next.
    pub(crate) fn place(&self) -> Place {
        Place::new(self.file, self.tokens[self.at].span.clone())
    }

    pub(crate) fn start(&self) -> usize {
        self.tokens[self.at].span.start
    }

    /// From a start to the end of the token read last.
    pub(crate) fn place_from(&self, start: usize) -> Place {
        let last = &self.tokens[self.at.saturating_sub(1)];
        Place::new(self.file, start..last.span.end)
    }

    pub(crate) fn unexpected<T>(&self, expected: &str) -> Result<T, Stop> {
        let found = match self.peek() {
            TokenKind::End => "the end".to_owned(),
            _ => format!("`{}`", self.place().text()),
        };
        let message = format!("expected {expected}, found {found}");
        self.reader.sink.error(Code::IdlPdl, &self.place(), message);
        Err(Stop)
    }

    pub(crate) fn too_deep<T>(&self) -> Result<T, Stop> {
        self.reader.sink.push(
            Diagnostic::error(Code::IdlTooMuch, &self.place(), "nested too deeply")
                .note(format!("{MAX_DEPTH} levels are read")),
        );
        Err(Stop)
    }
}

/// Words that begin a named schema.
const NAMED: &[&str] = &["record", "enum", "typeref", "fixed"];

/// Words that cannot be names unless they stand in backticks; `null` is a type.
const KEYWORDS: &[&str] = &[
    "array",
    "enum",
    "fixed",
    "import",
    "optional",
    "package",
    "map",
    "namespace",
    "record",
    "typeref",
    "union",
    "includes",
    "true",
    "false",
];
