//! Named schemas as types of our language.

use std::collections::BTreeSet;

use crate::ast::{Enum, Field, FullName, Record, Schema, SchemaKind, Type, TypeKind, Union};
use crate::convert::context::{Context, Invented};
use crate::convert::docs;
use crate::convert::flags::Flags;
use crate::convert::rust_names::{
    Case, Scope, field_scope, identifier, member_scope, symbol_scope,
};
use crate::diagnostics::{Code, Diagnostic};
use crate::json::{Json, Value};
use crate::resolve::{Discriminator, Idl};
use crate::yaml::{Map, Yaml};

/// The types of one file, by what they are.
pub(crate) struct Types {
    records: Map,
    fixed: Map,
    enums: Map,
    pub(crate) unions: Map,
    typerefs: Map,
}

impl Default for Types {
    fn default() -> Self {
        Self {
            records: Map::block(),
            fixed: Map::block(),
            enums: Map::block(),
            unions: Map::block(),
            typerefs: Map::block(),
        }
    }
}

impl Types {
    /// Puts the types into the file's map, sorted by name.
    pub(crate) fn write(mut self, file: &mut Map) {
        for (key, map) in [
            ("records", &mut self.records),
            ("fixed", &mut self.fixed),
            ("enums", &mut self.enums),
            ("unions", &mut self.unions),
            ("typerefs", &mut self.typerefs),
        ] {
            map.sort();
            file.insert_filled(key, std::mem::take(map));
        }
    }

    /// Adds a schema.
    pub(crate) fn add(&mut self, cx: &mut Context<'_>, schema: &Schema, flags: &Flags) {
        let full = &schema.name.value;
        let owner = format!("`{full}`");
        cx.drop_properties(&schema.properties, &owner);
        cx.inform_text("package", schema.package.as_ref());
        for alias in &schema.aliases {
            cx.inform("aliases", &alias.place);
        }
        let name = cx.names.get(full).name;
        let (mut map, docs) = facts(cx, schema);
        match &schema.kind {
            SchemaKind::Record(record) => {
                let mut place = Invented {
                    wanted: name.clone(),
                    unions: &mut self.unions,
                };
                map.insert_filled("docs", docs);
                fill_record(cx, &mut map, full, record, flags, &mut place);
                self.records.insert(name, block(map));
            }
            SchemaKind::Enum(known) => {
                map.insert_filled("docs", docs);
                map.insert("symbols", symbols(cx, full, known));
                self.enums.insert(name, block(map));
            }
            SchemaKind::Fixed { size } => {
                map.insert("size", Yaml::number(size));
                map.insert_filled("docs", docs);
                self.fixed.insert(name, map);
            }
            SchemaKind::Typeref(Type {
                kind: TypeKind::Union(union),
                properties,
                ..
            }) => {
                cx.drop_properties(properties, &owner);
                let mut place = Invented {
                    wanted: name.clone(),
                    unions: &mut self.unions,
                };
                map.insert_filled("docs", docs);
                let inner = cx.union(union, None, &mut place);
                map.extend(inner);
                self.unions.insert(name, block(map));
            }
            SchemaKind::Typeref(ty) => {
                let mut place = Invented {
                    wanted: format!("{name}Union"),
                    unions: &mut self.unions,
                };
                map.insert("type", cx.ty(ty, &mut place));
                map.insert_filled("docs", docs);
                self.typerefs.insert(name, map);
            }
        }
    }
}

/// A map that is always a block.
fn block(map: Map) -> Map {
    let mut block = Map::block();
    block.extend(map);
    block
}

/// What every named type says about itself: its names, its documentation.
fn facts(cx: &Context<'_>, schema: &Schema) -> (Map, Map) {
    let full = &schema.name.value;
    let name = cx.names.get(full);
    let mut map = Map::default();
    if full.as_str() != name.name {
        map.insert("wire_name", full.as_str());
    }
    map.insert_some("rust_name", name.rust_name);
    let docs = docs::long(schema.doc.as_deref(), schema.deprecated.as_ref());
    (map, docs)
}

fn fill_record(
    cx: &mut Context<'_>,
    map: &mut Map,
    full: &FullName,
    record: &Record,
    flags: &Flags,
    place: &mut Invented<'_>,
) {
    for (key, included) in [
        ("includes", &record.include),
        ("includes_after", &record.include_after),
    ] {
        let names: Vec<String> = included
            .iter()
            .filter_map(|ty| Some(cx.names.get(ty.as_name()?).name))
            .collect();
        if !names.is_empty() {
            map.insert(key, Yaml::texts(names));
        }
    }
    let mut scope = field_scope();
    for name in inherited(cx, record) {
        scope.reserve(name);
    }
    let own: BTreeSet<String> = record
        .fields
        .iter()
        .filter_map(|field| identifier(&field.name.value, Case::Snake))
        .collect();
    for field in &record.fields {
        // The projection of `a`, a record, has a function `a_with` beside `a`.
        let with = format!(
            "{}_with",
            identifier(&field.name.value, Case::Snake).unwrap_or_default()
        );
        if own.contains(&with) && holds_record(cx.idl, &field.ty) {
            scope.reserve(with);
        }
    }
    let base = place.wanted.clone();
    let mut fields = Map::block();
    for field in &record.fields {
        if !cx.check_name(&field.name, "a field") {
            continue;
        }
        place.wanted = format!("{base}_{}", field.name.value);
        let written = write_field(cx, full, field, flags, &mut scope, place);
        fields.insert(field.name.value.as_str(), written);
    }
    map.insert("fields", fields);
}

/// More fields are more than a record may have in our language.
const MAX_INHERITED: usize = 1_000;

/// The names in Rust of fields that a record has from others.
fn inherited(cx: &mut Context<'_>, record: &Record) -> Vec<String> {
    let mut names = Vec::new();
    let mut seen: BTreeSet<&FullName> = BTreeSet::new();
    let mut open: Vec<&Type> = record.included().collect();
    let idl = cx.idl;
    while let Some(ty) = open.pop()
        && names.len() < MAX_INHERITED
    {
        if let Some((name, record)) = idl.record(ty)
            && seen.insert(name)
        {
            let own = cx.field_names.entry(name.clone()).or_insert_with(|| {
                let fields = record.fields.iter();
                let made = fields.map(|field| identifier(&field.name.value, Case::Snake));
                made.map(Option::unwrap_or_default).collect()
            });
            names.extend(own.iter().cloned());
            open.extend(record.included());
        }
    }
    names
}

/// Whether a mask can reach into a field.
fn holds_record(idl: &Idl, ty: &Type) -> bool {
    let mut ty = idl.behind(ty);
    // Typerefs may lead into lists of themselves.
    for _ in 0..100 {
        match &ty.kind {
            TypeKind::Array(inner) | TypeKind::Map(inner) => ty = idl.behind(inner),
            _ => return idl.record(ty).is_some(),
        }
    }
    false
}

fn write_field(
    cx: &mut Context<'_>,
    full: &FullName,
    field: &Field,
    flags: &Flags,
    scope: &mut Scope,
    place: &mut Invented<'_>,
) -> Map {
    let name = &field.name.value;
    let owner = format!("the field `{name}`");
    cx.drop_properties(&field.properties, &owner);
    cx.inform_text("order", field.order.as_ref());
    for alias in &field.aliases {
        cx.inform("aliases", &alias.place);
    }
    let read_only = flags.is_read_only(full, name);
    let mut map = Map::default();
    map.insert("type", cx.ty(&field.ty, place));
    let default = default(cx, field);
    // What is read only is never sent, and what has a default need not be.
    let required = !field.optional && !read_only && default.is_none();
    map.insert_flag("required", required);
    map.insert_some("default", default);
    map.insert_flag("read_only", read_only);
    map.insert_flag("create_only", flags.is_create_only(full, name));
    map.insert_some("rust_name", scope.claim(name));
    docs::short(&mut map, field.doc.as_deref(), field.deprecated.as_ref());
    map
}

/// The default of a field; `null` is one only for a union that has it.
fn default<'f>(cx: &Context<'_>, field: &'f Field) -> Option<&'f Json> {
    let default = field.default.as_ref()?;
    let nullable = match &cx.idl.behind(&field.ty).kind {
        TypeKind::Union(union) => {
            let mut members = union.members.iter();
            members.any(|member| cx.idl.discriminator(member) == Some(Discriminator::Null))
        }
        _ => false,
    };
    if default.value == Value::Null && !nullable {
        let message = format!("`null` is no value of the field `{}`", field.name.value);
        let diagnostic = Diagnostic::error(Code::IdlDefault, &default.place, message);
        cx.sink.push(diagnostic.label("left out"));
        return None;
    }
    Some(default)
}

fn symbols(cx: &Context<'_>, full: &FullName, known: &Enum) -> Map {
    let mut map = Map::block();
    let mut scope = symbol_scope();
    for symbol in &known.symbols {
        let name = &symbol.name.value;
        cx.drop_properties(
            &symbol.properties,
            &format!("the symbol `{name}` of `{full}`"),
        );
        let mut written = Map::default();
        written.insert_some("rust_name", scope.claim(name));
        docs::short(
            &mut written,
            symbol.doc.as_deref(),
            symbol.deprecated.as_ref(),
        );
        map.insert(name.as_str(), written);
    }
    map
}

impl Context<'_> {
    /// A union: its members by their keys on the wire.
    pub(crate) fn union(
        &mut self,
        union: &Union,
        rust_name: Option<&str>,
        place: &mut Invented<'_>,
    ) -> Map {
        let mut map = Map::block();
        let mut members = Map::block();
        let mut scope = member_scope();
        let mut seen: BTreeSet<String> = BTreeSet::new();
        let mut nullable = false;
        let base = place.wanted.clone();
        for member in &union.members {
            let key = match self.idl.discriminator(member) {
                Some(Discriminator::Null) => {
                    nullable = true;
                    continue;
                }
                Some(Discriminator::Key(key)) => key,
                // Reported where unions are checked, or where the type could not be read.
                None => continue,
            };
            let fits = match &member.alias {
                Some(alias) => self.check_name(alias, "a member of a union"),
                None => true,
            };
            if !fits || !seen.insert(key.clone()) {
                continue;
            }
            self.drop_properties(&member.properties, &format!("the member `{key}`"));
            let short = key.rsplit('.').next().unwrap_or(&key);
            place.wanted = format!("{base}_{short}");
            let mut written = Map::default();
            written.insert("type", self.ty(&member.ty, place));
            written.insert_some(
                "rust_name",
                scope.claim_or(short, with_namespace(&key).as_slice()),
            );
            docs::short(
                &mut written,
                member.doc.as_deref(),
                member.deprecated.as_ref(),
            );
            members.insert(key, written);
        }
        map.insert_some("rust_name", rust_name);
        map.insert_flag("nullable", nullable);
        map.insert("members", members);
        map
    }
}

/// The last part of a full name with the part in front of it, to tell members apart.
fn with_namespace(key: &str) -> Option<String> {
    let full = FullName::new(key);
    let namespace = FullName::new(full.namespace());
    identifier(
        &format!("{}_{}", namespace.last(), full.last()),
        Case::Camel,
    )
}
