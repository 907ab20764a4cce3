//! Named schemas: records, enums, fixed, typerefs.

use crate::ast::{Deprecated, FullName, Property, Spanned, Type};
use crate::json::Json;

/// A schema with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schema {
    /// Its name.
    pub name: Spanned<FullName>,
    /// Further names that it may be referred to by.
    pub aliases: Vec<Spanned<FullName>>,
    /// The package of generated Java.
    pub package: Option<Spanned<String>>,
    /// Documentation.
    pub doc: Option<String>,
    /// Whether it is deprecated.
    pub deprecated: Option<Deprecated>,
    /// Further members.
    pub properties: Vec<Property>,
    /// What it is.
    pub kind: SchemaKind,
}

/// What a schema is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemaKind {
    /// Named fields.
    Record(Record),
    /// One of several symbols.
    Enum(Enum),
    /// Bytes of a given number.
    Fixed {
        /// How many.
        size: u32,
    },
    /// Another name for a type.
    Typeref(Type),
}

impl SchemaKind {
    /// What it is, in words.
    pub fn what(&self) -> &'static str {
        match self {
            Self::Record(_) => "a record",
            Self::Enum(_) => "an enum",
            Self::Fixed { .. } => "a fixed",
            Self::Typeref(_) => "a typeref",
        }
    }
}

/// Named fields, its own and those of included records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Records whose fields come first.
    pub include: Vec<Type>,
    /// Its own fields, in the order of the file.
    pub fields: Vec<Field>,
    /// Records whose fields come last.
    pub include_after: Vec<Type>,
}

impl Record {
    /// All records whose fields it takes over.
    pub fn included(&self) -> impl Iterator<Item = &Type> {
        self.include.iter().chain(&self.include_after)
    }
}

/// A field of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: Spanned<String>,
    /// Its type.
    pub ty: Type,
    /// Whether it may be absent.
    pub optional: bool,
    /// What readers take if it is absent.
    pub default: Option<Json>,
    /// Documentation.
    pub doc: Option<String>,
    /// Whether it is deprecated.
    pub deprecated: Option<Deprecated>,
    /// How Avro sorts by it.
    pub order: Option<Spanned<String>>,
    /// Further names that Avro knows it by.
    pub aliases: Vec<Spanned<String>>,
    /// Further members.
    pub properties: Vec<Property>,
}

/// One of several symbols.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Enum {
    /// The symbols, in the order of the file.
    pub symbols: Vec<Symbol>,
}

/// A symbol of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// What stands on the wire.
    pub name: Spanned<String>,
    /// Documentation.
    pub doc: Option<String>,
    /// Whether it is deprecated.
    pub deprecated: Option<Deprecated>,
    /// Further members.
    pub properties: Vec<Property>,
}

impl Schema {
    /// Calls `visit` for every type that stands in the schema.
    pub fn each_type(&self, visit: &mut impl FnMut(&Type)) {
        match &self.kind {
            SchemaKind::Record(record) => {
                let fields = record.fields.iter().map(|field| &field.ty);
                for ty in record.included().chain(fields) {
                    ty.each(visit);
                }
            }
            SchemaKind::Typeref(ty) => ty.each(visit),
            SchemaKind::Enum(_) | SchemaKind::Fixed { .. } => {}
        }
    }

    /// Calls `visit` for every type that stands in the schema, to change them.
    pub fn each_type_mut(&mut self, visit: &mut impl FnMut(&mut Type)) {
        match &mut self.kind {
            SchemaKind::Record(record) => {
                let fields = record.fields.iter_mut().map(|field| &mut field.ty);
                let included = record.include.iter_mut().chain(&mut record.include_after);
                for ty in included.chain(fields) {
                    ty.each_mut(visit);
                }
            }
            SchemaKind::Typeref(ty) => ty.each_mut(visit),
            SchemaKind::Enum(_) | SchemaKind::Fixed { .. } => {}
        }
    }

    /// The schema without what only people read: documentation, aliases, further members.
    pub fn bare(&self) -> Self {
        let mut bare = self.clone();
        bare.aliases.clear();
        bare.package = None;
        bare.doc = None;
        bare.deprecated = None;
        bare.properties.clear();
        match &mut bare.kind {
            SchemaKind::Record(record) => {
                for field in &mut record.fields {
                    field.doc = None;
                    field.deprecated = None;
                    field.order = None;
                    field.aliases.clear();
                    field.properties.clear();
                }
            }
            SchemaKind::Enum(known) => {
                for symbol in &mut known.symbols {
                    symbol.doc = None;
                    symbol.deprecated = None;
                    symbol.properties.clear();
                }
            }
            SchemaKind::Fixed { .. } | SchemaKind::Typeref(_) => {}
        }
        bare.each_type_mut(&mut |ty| {
            ty.properties.clear();
            if let crate::ast::TypeKind::Union(union) = &mut ty.kind {
                for member in &mut union.members {
                    member.doc = None;
                    member.deprecated = None;
                    member.properties.clear();
                }
            }
        });
        bare
    }
}
