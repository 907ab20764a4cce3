//! Data written again: as values of the URI grammar, and as JSON.
//!
//! The sandbox answers with it, and a request that was read and written must be the same request.

use restli_wire::{Value, encode_key_for_body};
use serde_json::{Map, Value as Json, json};

use super::keys::PARAMS;
use super::{Change, Datum, Part, Patch};
use crate::model::{Model, Type, TypeId, TypeKind};

/// The value of the URI grammar that a datum is written as.
///
/// What has no text there is left out: the null of a union. A patch has none at all.
pub fn to_value(model: &Model, datum: &Datum) -> Value {
    match datum {
        Datum::Boolean(boolean) => Value::from(*boolean),
        Datum::Int(int) => Value::from(*int),
        Datum::Long(long) => Value::from(*long),
        Datum::Float(float) => Value::from(*float),
        Datum::Double(double) => Value::from(*double),
        Datum::String(text) | Datum::Urn(text) | Datum::Symbol(_, text) => {
            Value::from(text.clone())
        }
        Datum::Bytes(bytes) => Value::bytes(bytes),
        Datum::Json(json) => from_json(json),
        Datum::Array(items) => Value::List(
            { items.iter() }
                .filter(has_text)
                .map(|item| to_value(model, item))
                .collect(),
        ),
        Datum::Map(entries) => members(
            model,
            entries.iter().map(|(name, value)| (name.as_str(), value)),
        ),
        Datum::Record(id, fields) => members(
            model,
            fields
                .iter()
                .map(|(index, value)| (field(model, *id, *index), value)),
        ),
        Datum::Member(id, index, value) => members(
            model,
            [(member(model, *id, *index), value.as_ref())].into_iter(),
        ),
        Datum::Shape(_, _, value) => to_value(model, value),
        Datum::Key { key, params } => {
            let mut members = match to_value(model, key) {
                Value::Map(members) => members,
                _ => Vec::new(),
            };
            members
                .extend({ params.iter() }.map(|params| (PARAMS.into(), to_value(model, params))));
            Value::Map(members)
        }
        Datum::Null(_) | Datum::Patch(_) => Value::Map(Vec::new()),
    }
}

fn members<'d>(model: &Model, members: impl Iterator<Item = (&'d str, &'d Datum)>) -> Value {
    let members = members.filter(|(_, value)| has_text(value));
    Value::map(members.map(|(name, value)| (name.to_owned(), to_value(model, value))))
}

fn has_text(datum: &&Datum) -> bool {
    !matches!(datum, Datum::Null(_) | Datum::Json(Json::Null))
}

fn from_json(json: &Json) -> Value {
    match json {
        Json::String(text) => Value::from(text.clone()),
        Json::Array(items) => Value::List({ items.iter() }.map(from_json).collect()),
        Json::Object(members) => {
            let members = members.iter().filter(|(_, value)| !value.is_null());
            Value::map(members.map(|(name, value)| (name.clone(), from_json(value))))
        }
        scalar => Value::from(scalar.to_string()),
    }
}

/// The JSON of a datum. A complex key is its record, with the `$params` among its members.
pub fn to_json(model: &Model, datum: &Datum) -> Json {
    match datum {
        Datum::Boolean(boolean) => json!(boolean),
        Datum::Int(int) => json!(int),
        Datum::Long(long) => json!(long),
        // By its own digits: 0.1 is no other number for having had 32 bits.
        Datum::Float(float) => float
            .to_string()
            .parse()
            .map_or(Json::Null, |double: f64| json!(double)),
        Datum::Double(double) => json!(double),
        Datum::String(text) | Datum::Urn(text) | Datum::Symbol(_, text) => json!(text),
        Datum::Bytes(bytes) => bytes
            .iter()
            .map(|&byte| char::from(byte))
            .collect::<String>()
            .into(),
        Datum::Json(json) => json.clone(),
        Datum::Array(items) => items.iter().map(|item| to_json(model, item)).collect(),
        Datum::Map(entries) => {
            object({ entries.iter() }.map(|(name, value)| (name.as_str(), to_json(model, value))))
        }
        Datum::Record(id, fields) => object(
            { fields.iter() }
                .map(|(index, value)| (field(model, *id, *index), to_json(model, value))),
        ),
        Datum::Member(id, index, value) => {
            object([(member(model, *id, *index), to_json(model, value))].into_iter())
        }
        Datum::Null(_) => Json::Null,
        Datum::Shape(_, _, value) => to_json(model, value),
        Datum::Key { key, params } => {
            let mut json = to_json(model, key);
            if let (Json::Object(members), Some(params)) = (&mut json, params) {
                members.insert(PARAMS.to_owned(), to_json(model, params));
            }
            json
        }
        Datum::Patch(patch) => patch_to_json(model, patch),
    }
}

/// The JSON of a patch, as it stands under `patch`.
fn patch_to_json(model: &Model, patch: &Patch) -> Json {
    let (mut set, mut delete, mut rest) = (Map::new(), Vec::new(), Map::new());
    for (part, change) in &patch.changes {
        let name = name_of(model, &patch.of, part).to_owned();
        match change {
            Change::Set(value) => {
                set.insert(name, to_json(model, value));
            }
            Change::Delete => delete.push(Json::from(name)),
            Change::Within(patch) => {
                rest.insert(name, patch_to_json(model, patch));
            }
            Change::Reorder(moved) => {
                let moves: Vec<_> = { moved.iter() }
                    .map(|moved| json!({"$fromIndex": moved.from, "$toIndex": moved.to}))
                    .collect();
                rest.insert(name, json!({"$reorder": moves}));
            }
        }
    }
    let mut json = Map::new();
    if !set.is_empty() {
        json.insert("$set".to_owned(), Json::Object(set));
    }
    if !delete.is_empty() {
        json.insert("$delete".to_owned(), Json::Array(delete));
    }
    json.extend(rest);
    Json::Object(json)
}

/// The name on the wire of what a patch changes.
pub(super) fn name_of<'m>(model: &'m Model, of: &Type, part: &'m Part) -> &'m str {
    match (part, of) {
        (Part::Field(index), Type::Named(id)) => field(model, *id, *index),
        (Part::Member(index), Type::Named(id)) => member(model, *id, *index),
        (Part::Key(name), _) => name,
        _ => "",
    }
}

fn object<'d>(members: impl Iterator<Item = (&'d str, Json)>) -> Json {
    Json::Object(
        members
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
    )
}

fn field(model: &Model, id: TypeId, index: usize) -> &str {
    match &model[id].kind {
        TypeKind::Record(record) => &record.fields[index].name,
        _ => "",
    }
}

fn member(model: &Model, id: TypeId, index: usize) -> &str {
    match &model[id].kind {
        TypeKind::Union(union) => &union.members[index].key,
        _ => "",
    }
}

/// A key as it stands in a body: a simple one as it is, any other one as its text.
pub fn key_json(model: &Model, key: &Datum) -> Json {
    match key {
        Datum::Record(..) | Datum::Key { .. } => {
            Json::from(encode_key_for_body(&to_value(model, key)))
        }
        simple => to_json(model, simple),
    }
}
