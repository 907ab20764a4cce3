//! Types of schemas in JSON: names, anonymous types, and named ones defined where they are used.

use crate::ast::{FullName, Primitive, Schema, Spanned, Type, TypeKind, Union, UnionMember};
use crate::diagnostics::{Code, Diagnostic, Place, Sink};
use crate::json::{self, Json, Value};
use crate::read::object::{Object, deprecation, wrong_shape};

/// Reads schemas, and gathers those that have names.
pub(crate) struct SchemaReader<'a> {
    pub(crate) sink: &'a Sink,
    /// Every named schema read so far, nested ones included.
    pub(crate) schemas: Vec<Schema>,
}

impl<'a> SchemaReader<'a> {
    pub(crate) fn new(sink: &'a Sink) -> Self {
        Self {
            sink,
            schemas: Vec::new(),
        }
    }

    /// A type as it stands in a schema file; `namespace` is that of the enclosing schema.
    pub(crate) fn ty(&mut self, json: &Json, namespace: &str) -> Type {
        let kind = match &json.value {
            Value::Text(name) => self.name(name, &json.place, namespace),
            Value::List(members) => TypeKind::Union(self.union(members, namespace)),
            Value::Object(_) => return self.object(json, namespace),
            _ => {
                wrong_shape(json, "a type", self.sink);
                TypeKind::Broken
            }
        };
        Type::new(kind, json.place.clone())
    }

    /// A type as it stands in a restspec: a full name, or JSON in a text; very old files have the
    /// JSON itself.
    pub(crate) fn type_text(&mut self, json: &Json) -> Type {
        let Some(text) = json.as_text() else {
            return self.ty(json, "");
        };
        let place = &json.place;
        if !text.trim_start().starts_with(['{', '"', '[']) {
            return Type::new(self.name(text.trim(), place, ""), place.clone());
        }
        let text = Spanned::new(text.to_owned(), place.clone());
        match json::parse_inside(&text, self.sink) {
            Some(inner) => self.ty(&inner, ""),
            None => Type::new(TypeKind::Broken, place.clone()),
        }
    }

    /// A name, of a primitive or of a schema.
    pub(crate) fn name(&self, name: &str, place: &Place, namespace: &str) -> TypeKind {
        if name == "null" {
            return TypeKind::Null;
        }
        if let Some(primitive) = Primitive::from_name(name) {
            return TypeKind::Primitive(primitive);
        }
        let full = FullName::relative(name, namespace);
        if full.is_valid() {
            return TypeKind::Named(full);
        }
        let message = format!("`{}` cannot be the name of a schema", name.escape_debug());
        self.sink.error(Code::IdlName, place, message);
        TypeKind::Broken
    }

    fn object(&mut self, json: &Json, namespace: &str) -> Type {
        let place = json.place.clone();
        let sink = self.sink;
        let broken = Type::new(TypeKind::Broken, place.clone());
        let Some(mut object) = Object::open(json, "a type", sink) else {
            return broken;
        };
        let Some(ty) = object.required("type") else {
            return broken;
        };
        let kind = match ty.as_text() {
            Some("record" | "error" | "enum" | "fixed" | "typeref") => {
                return match self.schema(json, namespace) {
                    Some(name) => Type::new(TypeKind::Named(name), place),
                    None => broken,
                };
            }
            Some("array") => object.required("items").map(|items| {
                let items = self.ty(items, namespace);
                TypeKind::Array(Box::new(items))
            }),
            Some("map") => {
                if let Some(keys) = object.take("keys")
                    && keys.as_text() != Some("string")
                {
                    sink.dropped(&keys.place, "the keys of a map are always strings");
                }
                object.required("values").map(|values| {
                    let values = self.ty(values, namespace);
                    TypeKind::Map(Box::new(values))
                })
            }
            _ => {
                let mut inner = self.ty(ty, namespace);
                inner.properties.extend(object.rest());
                return inner;
            }
        };
        Type {
            place,
            kind: kind.unwrap_or(TypeKind::Broken),
            properties: object.rest(),
        }
    }

    fn union(&mut self, members: &[Json], namespace: &str) -> Union {
        let members = members.iter().filter_map(|json| {
            if json.get("alias").is_some() {
                return self.aliased(json, namespace);
            }
            Some(UnionMember {
                alias: None,
                ty: self.ty(json, namespace),
                doc: None,
                deprecated: None,
                properties: Vec::new(),
            })
        });
        Union {
            members: members.collect(),
        }
    }

    fn aliased(&mut self, json: &Json, namespace: &str) -> Option<UnionMember> {
        let mut object = Object::open(json, "a member of a union", self.sink)?;
        let alias = object.required_text("alias")?;
        let ty = object.required("type")?;
        Some(UnionMember {
            alias: Some(alias),
            ty: self.ty(ty, namespace),
            doc: object.doc(),
            deprecated: object
                .take("deprecated")
                .and_then(|d| deprecation(d, self.sink)),
            properties: object.rest(),
        })
    }

    /// A reference to a record by its full name, as restspecs have for entities and metadata.
    pub(crate) fn record_name(
        &mut self,
        object: &mut Object<'_>,
        name: &'static str,
    ) -> Option<Type> {
        let json = object.take(name)?;
        let ty = self.type_text(json);
        match &ty.kind {
            TypeKind::Named(_) | TypeKind::Broken => Some(ty),
            _ => {
                let message = format!("`{name}` must be the full name of a record");
                object.report(Diagnostic::error(Code::IdlValue, &json.place, message));
                None
            }
        }
    }
}
