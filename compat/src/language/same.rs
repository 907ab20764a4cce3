//! Types as the YAML spells them, and what the IDL does not see of a changed one.

use restli_model::model::{InstantUnit, MapKey, Model, Type, UrnType};

use super::code;
use crate::rule::{self, Rule};

/// A type as the YAML spells it.
pub(crate) fn spelled(model: &Model, ty: &Type) -> String {
    match ty {
        Type::Boolean => "boolean".to_owned(),
        Type::Int => "int".to_owned(),
        Type::Long => "long".to_owned(),
        Type::Float => "float".to_owned(),
        Type::Double => "double".to_owned(),
        Type::String => "string".to_owned(),
        Type::Bytes => "bytes".to_owned(),
        Type::Decimal => "decimal".to_owned(),
        Type::Instant(InstantUnit::Milliseconds) => "epoch_ms".to_owned(),
        Type::Instant(InstantUnit::Seconds) => "epoch_s".to_owned(),
        Type::Json => "json".to_owned(),
        Type::Urn(urn) => format!("Urn<{}>", kinds_name(model, *urn)),
        Type::Array(items) => format!("[{}]", spelled(model, items)),
        Type::Map(MapKey::String, values) => format!("{{string: {}}}", spelled(model, values)),
        Type::Map(MapKey::Urn(urn), values) => {
            format!(
                "{{Urn<{}>: {}}}",
                kinds_name(model, *urn),
                spelled(model, values)
            )
        }
        Type::Named(id) => model[*id].name.clone(),
    }
}

fn kinds_name(model: &Model, urn: UrnType) -> String {
    match urn {
        UrnType::Any => "any".to_owned(),
        UrnType::Kind(id) => model[id].name.clone(),
        UrnType::Set(id) => model[id].name.clone(),
    }
}

/// The kinds that a URN may be of; none where it may be of any.
fn kinds(model: &Model, urn: UrnType) -> Option<Vec<&str>> {
    match urn {
        UrnType::Any => None,
        UrnType::Kind(id) => Some(vec![&model[id].name]),
        UrnType::Set(id) => Some(
            model[id]
                .kinds
                .iter()
                .map(|id| model[*id].name.as_str())
                .collect(),
        ),
    }
}

/// What is said of required fields or parameters that change places.
pub(super) const REORDERED: &str = "stand in another order, and so do the arguments in Rust: what still \
                                    compiles says something else";

/// Whether what must be given in both versions stands in another order: nothing on the wire knows,
/// but it is the order of arguments.
pub(super) fn is_reordered<T>(
    old: &[T],
    new: &[T],
    name: impl Fn(&T) -> String,
    is_given: impl Fn(&T) -> bool,
) -> bool {
    let given =
        |of: &[T]| -> Vec<String> { of.iter().filter(|one| is_given(one)).map(&name).collect() };
    let (mut old, mut new) = (given(old), given(new));
    let before = old.clone();
    old.retain(|one| new.contains(one));
    new.retain(|one| before.contains(one));
    old != new
}

/// Changes of a type that are none to the IDL, with what to say of each. What is sent is not taken
/// any more where it is of fewer kinds than before.
pub(super) fn unseen(
    (old_model, old): (&Model, &Type),
    (new_model, new): (&Model, &Type),
    is_sent: bool,
) -> Vec<(&'static Rule, String)> {
    let said = |rule| {
        let (old, new) = (spelled(old_model, old), spelled(new_model, new));
        vec![(rule, format!("{} becomes {}", code(old), code(new)))]
    };
    match (old, new) {
        (Type::Array(a), Type::Array(b)) => unseen((old_model, a), (new_model, b), is_sent),
        (Type::Map(a, old_values), Type::Map(b, new_values)) => {
            let mut found = match (a, b) {
                (MapKey::String, MapKey::String) => Vec::new(),
                (MapKey::Urn(a), MapKey::Urn(b))
                    if kinds_name(old_model, *a) == kinds_name(new_model, *b) =>
                {
                    Vec::new()
                }
                _ => said(&rule::MAP_KEY_CHANGED),
            };
            found.extend(unseen(
                (old_model, old_values),
                (new_model, new_values),
                is_sent,
            ));
            found
        }
        (Type::Urn(a), Type::Urn(b)) => {
            if kinds_name(old_model, *a) == kinds_name(new_model, *b) {
                return Vec::new();
            }
            let fits = match (kinds(old_model, *a), kinds(new_model, *b)) {
                (Some(a), Some(b)) if is_sent => a.iter().all(|kind| b.contains(kind)),
                (Some(a), Some(b)) => a.iter().any(|kind| b.contains(kind)),
                _ => true,
            };
            said(if fits {
                &rule::URN_KIND_STATED
            } else {
                &rule::URN_KIND_CHANGED
            })
        }
        (Type::Urn(_), Type::String) | (Type::String, Type::Urn(_)) => said(&rule::URN_KIND_STATED),
        (Type::Instant(a), Type::Instant(b)) if a != b => said(&rule::INSTANT_UNIT_CHANGED),
        (Type::Decimal | Type::Instant(_), _) | (_, Type::Decimal | Type::Instant(_))
            if old != new =>
        {
            said(&rule::FORMAT_CHANGED)
        }
        _ => Vec::new(),
    }
}
