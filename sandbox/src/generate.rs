//! Keys for what is created: the next one that is free, of whatever type keys are.
//!
//! A key is built as a value of the URI grammar and read back by the interpreter, so that only keys
//! come out that a client could send.

use restli_model::interpret::{Datum, read_key, to_json, to_value};
use restli_model::model::{
    Key, KeyType, Model, Type, TypeId, TypeKind, UrnIdType, UrnKindId, UrnType,
};
use restli_wire::{Value, encode_key_for_body};
use serde_json::Value as Json;

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
            KeyType::Simple(ty) => candidate(model, ty, number),
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

/// A key as JSON: a simple one as it is, any other one as the text that stands in bodies.
pub(crate) fn key_json(model: &Model, key: &Datum) -> Json {
    match key {
        Datum::Record(..) | Datum::Key { .. } => {
            Json::from(encode_key_for_body(&to_value(model, key)))
        }
        simple => to_json(model, simple),
    }
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

/// A value of a type, another one for each number; nothing where a type has no more.
fn candidate(model: &Model, ty: &Type, number: u64) -> Option<Value> {
    let index = usize::try_from(number).ok()?.checked_sub(1)?;
    Some(match ty {
        Type::Boolean => Value::from(*[false, true].get(index)?),
        Type::Int => Value::from(i32::try_from(number).ok()?),
        Type::Long | Type::Instant(_) => Value::from(i64::try_from(number).ok()?),
        Type::Float | Type::Double => Value::from(f64::from(u32::try_from(number).ok()?)),
        Type::String | Type::Bytes | Type::Json | Type::Decimal => Value::from(number.to_string()),
        Type::Urn(kinds) => Value::from(urn(model, *kinds, number)?),
        Type::Array(item) => Value::List(vec![candidate(model, item, number)?]),
        Type::Map(..) => Value::Map(Vec::new()),
        Type::Named(id) => match &model[*id].kind {
            TypeKind::Typeref(typeref) => candidate(model, &typeref.ty, number)?,
            TypeKind::Enum(symbols) => Value::from(symbols.symbols.get(index)?.name.clone()),
            TypeKind::Fixed(fixed) => {
                let size = fixed.size as usize;
                Value::from(Some(format!("{number:0size$}")).filter(|text| text.len() == size)?)
            }
            TypeKind::Record(_) => record_of(model, *id, number, &Members::new())?,
            TypeKind::Union(union) => {
                let member = union.members.first()?;
                Value::map([(member.key.clone(), candidate(model, &member.ty, number)?)])
            }
            TypeKind::Shapes(shapes) => candidate(model, &shapes.alternatives.first()?.ty, number)?,
            TypeKind::UnionByUrn(_) => return None,
        },
    })
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
            None if needed => Some(candidate(model, &field.ty, number)?),
            None => None,
        };
        members.extend(value.map(|value| (field.name.clone(), value)));
    }
    Some(Value::map(members))
}

fn urn(model: &Model, kinds: UrnType, number: u64) -> Option<String> {
    let kind = match kinds {
        UrnType::Kind(kind) => kind,
        UrnType::Set(set) => *model[set].kinds.first()?,
        UrnType::Any if model.urn_kinds.is_empty() => {
            return Some(format!("urn:sandbox:entity:{number}"));
        }
        UrnType::Any => UrnKindId(0),
    };
    let kind = &model[kind];
    let id = match &kind.id {
        UrnIdType::String | UrnIdType::Long => number.to_string(),
        UrnIdType::Tuple(parts) => {
            let parts = parts.iter().map(|part| match &part.ty {
                Type::Urn(kinds) => urn(model, *kinds, number),
                _ => Some(number.to_string()),
            });
            format!("({})", parts.collect::<Option<Vec<_>>>()?.join(","))
        }
    };
    Some(format!("urn:{}:{}:{id}", kind.namespace, kind.name))
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
