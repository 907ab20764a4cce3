//! Types and named types as IDL.

use restli_idl::ast::{
    self, Field, FullName, Primitive, Schema, SchemaKind, Spanned, Symbol, Type, TypeKind,
    UnionMember,
};
use restli_model::model::{self, Model, TypeDef};
use restli_model::source::Place;

use crate::language::spelled;

use super::{deprecated, doc, json, named, spanned};

/// The name of what may be any JSON, which IDL has no word for.
pub(crate) const ANY_JSON: &str = "json";

/// The record that stands for any JSON.
pub(super) fn any_json(place: &Place) -> Schema {
    bare(ANY_JSON, place, SchemaKind::Record(ast::Record::default()))
}

/// A named type. Unions and shapes, which have names in YAML alone, are typerefs.
pub(super) fn schema(model: &Model, def: &TypeDef) -> Schema {
    let place = &def.place;
    let kind = match &def.kind {
        model::TypeKind::Record(record) => {
            let fields = record
                .fields
                .iter()
                .map(|each| field(model, each))
                .collect();
            SchemaKind::Record(ast::Record {
                fields,
                ..ast::Record::default()
            })
        }
        model::TypeKind::Enum(known) => {
            let symbols = known
                .symbols
                .iter()
                .map(|each| symbol(each, &inside(place, "symbols:", &each.name)))
                .collect();
            SchemaKind::Enum(ast::Enum { symbols })
        }
        model::TypeKind::Fixed(fixed) => SchemaKind::Fixed { size: fixed.size },
        model::TypeKind::Typeref(typeref) => SchemaKind::Typeref(ty(model, &typeref.ty, place)),
        model::TypeKind::Union(known) => {
            let members = known.members.iter();
            let members = members.map(|m| {
                member(
                    &m.key,
                    ty(model, &m.ty, place),
                    Some(&m.docs),
                    &inside(place, "members:", &m.key),
                )
            });
            union(members.collect(), place)
        }
        model::TypeKind::UnionByUrn(known) => {
            let members = known.members.iter().map(|m| {
                let record = named(&model[m.ty].name, place);
                member(&model[m.kind].name, record, None, place)
            });
            union(members.collect(), place)
        }
        model::TypeKind::Shapes(shapes) => {
            let members = shapes.alternatives.iter();
            // The variants are names in Rust alone; no two are of one type.
            let members = members.map(|a| {
                let key = spelled(model, &a.ty);
                member(&key, ty(model, &a.ty, place), None, place)
            });
            union(members.collect(), place)
        }
    };
    let mut schema = bare(&def.name, place, kind);
    schema.doc = doc(&def.docs);
    schema.deprecated = deprecated(&def.docs);
    schema
}

fn bare(name: &str, place: &Place, kind: SchemaKind) -> Schema {
    Schema {
        name: Spanned::new(FullName::new(name), place.clone()),
        aliases: Vec::new(),
        package: None,
        doc: None,
        deprecated: None,
        properties: Vec::new(),
        kind,
    }
}

fn field(model: &Model, field: &model::Field) -> Field {
    let place = &field.place;
    Field {
        name: spanned(&field.name, place),
        ty: ty(model, &field.ty, place),
        optional: !field.required && field.default.is_none(),
        default: field
            .default
            .as_ref()
            .map(|default| json(&default.json, place)),
        doc: doc(&field.docs),
        deprecated: deprecated(&field.docs),
        order: None,
        aliases: Vec::new(),
        properties: Vec::new(),
    }
}

fn symbol(symbol: &model::Symbol, place: &Place) -> Symbol {
    Symbol {
        name: spanned(&symbol.name, place),
        doc: doc(&symbol.docs),
        deprecated: deprecated(&symbol.docs),
        properties: Vec::new(),
    }
}

fn member(key: &str, ty: Type, docs: Option<&model::Docs>, place: &Place) -> UnionMember {
    UnionMember {
        alias: Some(spanned(key, place)),
        ty,
        doc: docs.and_then(doc),
        deprecated: docs.and_then(deprecated),
        properties: Vec::new(),
    }
}

fn union(members: Vec<UnionMember>, place: &Place) -> SchemaKind {
    SchemaKind::Typeref(Type::new(
        TypeKind::Union(ast::Union { members }),
        place.clone(),
    ))
}

/// Where the declaration of a type has a symbol or member: a key or an element of a list behind
/// `list`, rather than a word of what is said about another one.
fn inside(declared: &Place, list: &str, name: &str) -> Place {
    let text = declared.file.text();
    let from = declared.span.end;
    let Some(list) = text[from..].find(list) else {
        return declared.clone();
    };
    let from = from + list;
    let stands_there = |at: &usize| {
        let line = text[..*at].rsplit('\n').next().unwrap_or_default();
        let before = line
            .trim_end()
            .trim_end_matches(['"', '\'', '-'])
            .trim_end();
        let behind = text[at + name.len()..].trim_start_matches(['"', '\'']);
        (before.is_empty() || before.ends_with(['[', ',', '{', ':']))
            && behind.starts_with([':', ',', ']', '}', '\n', '\r', ' '])
    };
    let found = text[from..].match_indices(name).map(|(at, _)| from + at);
    match found.into_iter().find(stands_there) {
        Some(at) => Place::new(&declared.file, at..at + name.len()),
        None => declared.clone(),
    }
}

/// A type where it is referred to. URNs, amounts and instants are what they are on the wire.
pub(super) fn ty(model: &Model, ty: &model::Type, place: &Place) -> Type {
    let primitive = |primitive| Type::new(TypeKind::Primitive(primitive), place.clone());
    match ty {
        model::Type::Boolean => primitive(Primitive::Boolean),
        model::Type::Int => primitive(Primitive::Int),
        model::Type::Long | model::Type::Instant(_) => primitive(Primitive::Long),
        model::Type::Float => primitive(Primitive::Float),
        model::Type::Double => primitive(Primitive::Double),
        model::Type::String | model::Type::Urn(_) | model::Type::Decimal => {
            primitive(Primitive::String)
        }
        model::Type::Bytes => primitive(Primitive::Bytes),
        model::Type::Json => named(ANY_JSON, place),
        model::Type::Array(items) => {
            let items = self::ty(model, items, place);
            Type::new(TypeKind::Array(Box::new(items)), place.clone())
        }
        model::Type::Map(_, values) => {
            let values = self::ty(model, values, place);
            Type::new(TypeKind::Map(Box::new(values)), place.clone())
        }
        model::Type::Named(id) => named(&model[*id].name, place),
    }
}
