//! Values of protocol 1.0.0, brought into the form that their type has in 2.0.0.
//!
//! Its texts do not tell a list of one from its only element (`a=x`); the type does.

use restli_wire::Value;

use super::keys::PARAMS;
use crate::model::{Key, KeyType, Model, Type, TypeId, TypeKind};

/// A key as its type has it.
pub(super) fn key(model: &Model, key: &Key, value: Value) -> Value {
    match &key.ty {
        KeyType::Simple(ty) => self::value(model, ty, value),
        KeyType::Compound(record) => self::value(model, &Type::Named(*record), value),
        KeyType::Complex { key, params } => match value {
            Value::Map(members) => {
                let (own, others): (Vec<_>, Vec<_>) =
                    members.into_iter().partition(|(name, _)| name != PARAMS);
                let named = self::value(model, &Type::Named(*key), Value::Map(own));
                let Value::Map(mut members) = named else {
                    return named;
                };
                members.extend(others.into_iter().map(|(name, value)| match params {
                    Some(params) => (name, self::value(model, &Type::Named(*params), value)),
                    None => (name, value),
                }));
                Value::Map(members)
            }
            other => other,
        },
    }
}

/// A value as its type has it; what does not fit stays as it is, for the reader to refuse.
pub(super) fn value(model: &Model, ty: &Type, value: Value) -> Value {
    match (ty, value) {
        (Type::Array(item), Value::List(values)) => {
            let values = values.into_iter();
            Value::List(
                values
                    .map(|value| self::value(model, item, value))
                    .collect(),
            )
        }
        (Type::Array(item), single) => Value::List(vec![self::value(model, item, single)]),
        (Type::Map(_, item), Value::Map(members)) => {
            let members = members.into_iter();
            Value::Map(
                members
                    .map(|(name, value)| (name, self::value(model, item, value)))
                    .collect(),
            )
        }
        (Type::Named(id), value) => named(model, *id, value),
        (_, value) => value,
    }
}

fn named(model: &Model, id: TypeId, value: Value) -> Value {
    match (&model[id].kind, value) {
        (TypeKind::Typeref(typeref), value) => self::value(model, &typeref.ty, value),
        (TypeKind::Record(record), Value::Map(members)) => parts(model, members, |name| {
            let field = record.fields.iter().find(|field| field.name == name)?;
            Some(&field.ty)
        }),
        (TypeKind::Union(union), Value::Map(members)) => parts(model, members, |name| {
            let member = union.members.iter().find(|member| member.key == name)?;
            Some(&member.ty)
        }),
        (_, value) => value,
    }
}

type Members = Vec<(std::borrow::Cow<'static, str>, Value)>;

fn parts<'m>(model: &Model, members: Members, ty: impl Fn(&str) -> Option<&'m Type>) -> Value {
    let members = members.into_iter().map(|(name, value)| {
        let value = match ty(&name) {
            Some(ty) => self::value(model, ty, value),
            None => value,
        };
        (name, value)
    });
    Value::Map(members.collect())
}
