//! Keys for what is created: the next one that is free, of whatever type keys are.
//!
//! A key is built as a value of the URI grammar and read back by the interpreter, so that only keys
//! come out that a client could send.

use restli_model::interpret::{Datum, read_key};
use restli_model::model::{Key, KeyType, Model, Type, TypeId, TypeKind};
use restli_wire::{Value, encode_key_for_body};
use serde_json::Value as Json;

use crate::invent::{self, Extent};
use crate::store::Members;

/// So many keys are tried.
const TRIES: u64 = 1000;

/// The key of an entity: what it says itself, or the first free one from this number on.
///
/// On failure, says why there is none.
pub(crate) fn key(
    model: &Model,
    key: &Key,
    entity: &Members,
    number: u64,
    taken: impl Fn(&Datum) -> bool,
) -> Result<Datum, String> {
    if let Some(datum) = chosen(model, key, entity) {
        return Ok(datum);
    }
    // Types with few values start again, since earlier ones may have been deleted.
    for number in (number..number + TRIES).chain(1..number.min(TRIES)) {
        let value = match &key.ty {
            KeyType::Simple(ty) => part(model, ty, number),
            KeyType::Compound(record) | KeyType::Complex { key: record, .. } => {
                record_of(model, *record, number, entity)
            }
        };
        let Some(value) = value else { continue };
        let datum = read_key(model, key, &encode_key_for_body(&value))?;
        if !taken(datum.identity()) {
            return Ok(datum.identity().clone());
        }
    }
    Err(format!("no key for `{}` is free any more", key.name))
}

/// The key that the client chose: the field of the key's name, or the fields of all its parts.
fn chosen(model: &Model, key: &Key, entity: &Members) -> Option<Datum> {
    let value = match &key.ty {
        KeyType::Simple(_) => value_of(entity.get(&key.name)?)?,
        KeyType::Compound(record) | KeyType::Complex { key: record, .. } => {
            let TypeKind::Record(record) = &model[*record].kind else {
                return None;
            };
            let required = record.fields.iter().filter(|field| field.required);
            if !required
                .clone()
                .all(|field| entity.contains_key(&field.name))
            {
                return None;
            }
            let given = record.fields.iter().filter_map(|field| {
                Some((field.name.clone(), value_of(entity.get(&field.name)?)?))
            });
            let given: Vec<_> = given.collect();
            if given.is_empty() {
                return None;
            }
            Value::map(given)
        }
    };
    let datum = read_key(model, key, &encode_key_for_body(&value)).ok()?;
    Some(datum.identity().clone())
}

/// A record with its required fields, those that the entity has as they are there.
fn record_of(model: &Model, id: TypeId, number: u64, entity: &Members) -> Option<Value> {
    let TypeKind::Record(record) = &model[id].kind else {
        return None;
    };
    let required = record.fields.iter().filter(|field| field.required).count();
    let mut members = Vec::new();
    for (index, field) in record.fields.iter().enumerate() {
        // A key of optional parts alone still has to name something.
        let needed = field.required || required == 0 && index == 0;
        let value = match entity.get(&field.name) {
            Some(json) => value_of(json),
            None if needed => Some(part(model, &field.ty, number)?),
            None => None,
        };
        members.extend(value.map(|value| (field.name.clone(), value)));
    }
    Some(Value::map(members))
}

/// A key, or a part of one, of a type; nothing where the type has no more.
fn part(model: &Model, ty: &Type, number: u64) -> Option<Value> {
    value_of(&invent::numbered(model, ty, Extent::Needed, number)?)
}

/// JSON as a value of the URI grammar; nothing for null.
pub(crate) fn value_of(json: &Json) -> Option<Value> {
    Some(match json {
        Json::Null => return None,
        Json::String(text) => Value::from(text.clone()),
        Json::Array(items) => Value::List(items.iter().filter_map(value_of).collect()),
        Json::Object(members) => Value::map(
            members
                .iter()
                .filter_map(|(name, member)| Some((name.clone(), value_of(member)?))),
        ),
        Json::Bool(_) | Json::Number(_) => Value::from(json.to_string()),
    })
}
