//! Types and values in the words of messages: "a URN of `person`", "a number".
//!
//! Messages name what is wanted and what came in one sentence, whatever the place.

use serde_json::Value as Json;

use super::urn;
use crate::diagnostics::{nearest, one_of};
use crate::model::{InstantUnit, Model, Type, TypeKind, UrnType};

/// A type with its article: "an int", "the record `Contact`".
pub(super) fn of_type(model: &Model, ty: &Type) -> String {
    match ty {
        Type::Boolean => "a boolean".to_owned(),
        Type::Int => "an int".to_owned(),
        Type::Long => "a long".to_owned(),
        Type::Float => "a float".to_owned(),
        Type::Double => "a double".to_owned(),
        Type::String => "a string".to_owned(),
        Type::Decimal => "a decimal number as a string".to_owned(),
        Type::Instant(InstantUnit::Milliseconds) => "a long of milliseconds since 1970".to_owned(),
        Type::Instant(InstantUnit::Seconds) => "a long of seconds since 1970".to_owned(),
        Type::Bytes => "bytes".to_owned(),
        Type::Json => "any JSON value".to_owned(),
        Type::Urn(UrnType::Any) => "a URN".to_owned(),
        Type::Urn(ty) => {
            let kinds: Vec<_> = urn::admitted(model, *ty)
                .into_iter()
                .map(|kind| format!("`{}`", model[kind].name))
                .collect();
            format!("a URN of {}", kinds.join(" or "))
        }
        Type::Array(_) => "a list".to_owned(),
        Type::Map(..) => "a map".to_owned(),
        Type::Named(id) => {
            let named = &model[*id];
            let kind = match &named.kind {
                TypeKind::Record(_) => "the record",
                TypeKind::Enum(_) => "a symbol of",
                TypeKind::Union(_) => "the union",
                TypeKind::UnionByUrn(_) => "the union",
                TypeKind::Shapes(_) => "a value of",
                TypeKind::Fixed(_) => "the bytes",
                TypeKind::Typeref(typeref) => return of_type(model, &typeref.ty),
            };
            format!("{kind} `{}`", named.name)
        }
    }
}

/// A JSON value by its kind: "a number".
pub(super) fn of_json(value: &Json) -> &'static str {
    match value {
        Json::Null => "null",
        Json::Bool(_) => "a boolean",
        Json::Number(number) if number.is_f64() => "a fraction",
        Json::Number(_) => "a number",
        Json::String(_) => "a string",
        Json::Array(_) => "a list",
        Json::Object(_) => "an object",
    }
}

/// How a guess begins.
pub(super) const DID_YOU_MEAN: &str = "did you mean";

/// What to write instead of a name: the nearest one, else all of them if they are few.
pub(super) fn instead<'n>(
    written: &str,
    known: impl IntoIterator<Item = &'n str>,
) -> Option<String> {
    const FEW: usize = 12;
    let known: Vec<_> = known.into_iter().collect();
    match nearest(written, known.iter().copied()) {
        Some(near) => Some(format!("{DID_YOU_MEAN} `{near}`?")),
        None if known.is_empty() || known.len() > FEW => None,
        None => Some(format!("write {}", one_of(known))),
    }
}
