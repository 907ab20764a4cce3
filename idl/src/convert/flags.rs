//! Fields that clients may not send, or on creation only.
//!
//! The IDL says so of a resource, our language of a record. The two mean the same only where the
//! record is the entity of resources that agree, and is used for nothing else; everywhere else the
//! flag would forbid too much, and is left out with a warning.

use std::collections::{BTreeMap, BTreeSet};

use crate::ast::{FullName, Resource, Spanned, Type, TypeKind};
use crate::convert::context::Context;
use crate::diagnostics::{Code, Diagnostic};

/// The fields that are read only or create only.
#[derive(Debug, Default)]
pub(crate) struct Flags {
    read_only: BTreeSet<(FullName, String)>,
    create_only: BTreeSet<(FullName, String)>,
}

impl Flags {
    /// Gathers what the resources say.
    pub(crate) fn new(cx: &Context<'_>, resources: &[&Resource]) -> Self {
        let mut serving: BTreeMap<FullName, Vec<&Resource>> = BTreeMap::new();
        for resource in resources {
            let record = resource
                .schema
                .as_ref()
                .and_then(|schema| cx.idl.record(schema));
            if let Some((name, _)) = record {
                serving.entry(name.clone()).or_default().push(resource);
            }
        }
        let elsewhere = elsewhere(cx, resources);
        let mut flags = Self::default();
        for (entity, resources) in &serving {
            let alone = !elsewhere.contains(entity);
            let read: Vec<_> = resources.iter().map(|r| r.read_only.as_slice()).collect();
            let create: Vec<_> = resources.iter().map(|r| r.create_only.as_slice()).collect();
            flags
                .read_only
                .extend(agreed(cx, entity, alone, &read, "readOnly"));
            flags
                .create_only
                .extend(agreed(cx, entity, alone, &create, "createOnly"));
        }
        // A field cannot be both; what is never sent is not sent on creation either.
        let read_only = &flags.read_only;
        flags.create_only.retain(|field| !read_only.contains(field));
        flags
    }

    pub(crate) fn is_read_only(&self, record: &FullName, field: &str) -> bool {
        self.read_only.contains(&(record.clone(), field.to_owned()))
    }

    pub(crate) fn is_create_only(&self, record: &FullName, field: &str) -> bool {
        self.create_only
            .contains(&(record.clone(), field.to_owned()))
    }
}

/// The fields of an entity that all its resources name; the others are reported.
fn agreed(
    cx: &Context<'_>,
    entity: &FullName,
    alone: bool,
    paths: &[&[Spanned<String>]],
    annotation: &str,
) -> Vec<(FullName, String)> {
    let key = cx.idl.schemas.get_key_value(entity);
    let record = key.and_then(|(_, schema)| {
        let ty = Type::new(TypeKind::Named(entity.clone()), schema.name.place.clone());
        cx.idl.record(&ty).map(|(_, record)| record)
    });
    let mut fields = Vec::new();
    for path in paths.iter().copied().flatten() {
        let has = |field: &crate::ast::Field| field.name.value == path.value;
        let own = record.is_some_and(|record| record.fields.iter().any(has));
        let by_all = paths
            .iter()
            .all(|others| others.iter().any(|other| other.value == path.value));
        let why = if !own {
            "only fields of the entity itself can be marked"
        } else if !by_all {
            "another resource serves the same record without it"
        } else if !alone {
            "the record is used elsewhere, where the field may be sent"
        } else {
            fields.push((entity.clone(), path.value.clone()));
            continue;
        };
        let shown = path.value.escape_debug();
        let message = format!("`{annotation}` of `{shown}` is left out");
        let diagnostic = Diagnostic::warning(Code::Dropped, &path.place, message);
        cx.sink.push(diagnostic.note(why));
    }
    fields
}

/// The records that are used otherwise than as entities.
fn elsewhere(cx: &Context<'_>, resources: &[&Resource]) -> BTreeSet<FullName> {
    let mut found = BTreeSet::new();
    let mut note = |ty: &Type| {
        if let Some((name, _)) = cx.idl.record(ty) {
            found.insert(name.clone());
        }
    };
    for schema in cx.idl.schemas.values() {
        schema.each_type(&mut note);
    }
    for resource in resources {
        let mut others = (*resource).clone();
        others.schema = None;
        others.each_type(&mut note);
    }
    found
}
