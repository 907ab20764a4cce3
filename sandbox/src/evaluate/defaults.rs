//! What a reader would take for absent members, written out where a request asks for it.
//!
//! Defaults are the reader's business (Rest.li protocol 2.0.0, JSON encoding), so nothing here
//! touches what is stored.

use restli_model::model::{Model, Type, TypeKind};
use serde_json::Value as Json;

/// Writes out the defaults of all records in a value.
pub(super) fn fill(model: &Model, ty: &Type, value: &mut Json) {
    match (ty, value) {
        (Type::Array(item), Json::Array(values)) => {
            values.iter_mut().for_each(|value| fill(model, item, value));
        }
        (Type::Map(_, item), Json::Object(members)) => {
            members
                .values_mut()
                .for_each(|value| fill(model, item, value));
        }
        (Type::Named(id), value) => fill_named(model, &model[*id].kind, value),
        _ => {}
    }
}

fn fill_named(model: &Model, kind: &TypeKind, value: &mut Json) {
    match (kind, value) {
        (TypeKind::Typeref(typeref), value) => fill(model, &typeref.ty, value),
        (TypeKind::Record(record), Json::Object(members)) => {
            for field in &record.fields {
                if let Some(default) = &field.default {
                    let absent = || default.json.clone();
                    members.entry(field.name.clone()).or_insert_with(absent);
                }
                if let Some(member) = members.get_mut(&field.name) {
                    fill(model, &field.ty, member);
                }
            }
        }
        (TypeKind::Union(union), Json::Object(members)) => {
            for member in &union.members {
                if let Some(value) = members.get_mut(&member.key) {
                    fill(model, &member.ty, value);
                }
            }
        }
        _ => {}
    }
}
