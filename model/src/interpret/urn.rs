//! URNs against the kinds that the schema declares.
//!
//! A request may hold the admitted kinds alone. An answer may hold any: services send kinds that
//! nobody declared, so there only the form of an admitted kind is checked.

use restli_wire::{split_tuple, split_urn};

use super::describe;
use crate::model::{Model, Type, UrnIdType, UrnKind, UrnKindId, UrnType};

/// Why a text is no URN of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct UrnMisfit {
    /// What is wrong, to stand behind the place: "is no URN".
    pub(super) message: String,
    /// The form it should have.
    pub(super) help: Option<String>,
}

/// Checks a URN that is sent: its kind must be admitted, the parts of a tuple included.
pub(super) fn check_sent(model: &Model, text: &str, ty: UrnType) -> Result<(), UrnMisfit> {
    check(model, text, ty, false)
}

/// Checks a URN that came: any kind will do, but an admitted one must have its form.
pub(super) fn check_received(model: &Model, text: &str, ty: UrnType) -> Result<(), UrnMisfit> {
    check(model, text, ty, true)
}

/// The kind of a URN, where the schema knows it.
pub fn kind_of(model: &Model, text: &str) -> Option<UrnKindId> {
    let urn = split_urn(text).ok()?;
    let index = model
        .urn_kinds
        .iter()
        .position(|kind| kind.namespace == urn.namespace && kind.name == urn.kind)?;
    Some(UrnKindId(index as u32))
}

/// URNs in the ids of URNs stand no deeper; a text that goes on and on would fill the stack.
const MAX_DEPTH: usize = 32;

fn is_too_deep(text: &str) -> bool {
    let depths = text.bytes().scan(0_usize, |depth, byte| {
        match byte {
            b'(' => *depth += 1,
            b')' => *depth = depth.saturating_sub(1),
            _ => {}
        }
        Some(*depth)
    });
    depths.max() > Some(MAX_DEPTH)
}

fn check(model: &Model, text: &str, ty: UrnType, any_kind: bool) -> Result<(), UrnMisfit> {
    if is_too_deep(text) {
        return Err(UrnMisfit {
            message: "is nested too deeply".to_owned(),
            help: None,
        });
    }
    let forms = admitted(model, ty)
        .iter()
        .map(|id| format!("`{}`", form(model, &model[*id])))
        .collect::<Vec<_>>()
        .join(" or ");
    let help = (!forms.is_empty()).then(|| format!("write {forms}"));

    let Ok(urn) = split_urn(text) else {
        let message = format!("is `{text}`, which is no URN");
        return Err(UrnMisfit { message, help });
    };
    let Some(kind) =
        kind_of(model, text).filter(|id| ty == UrnType::Any || admitted(model, ty).contains(id))
    else {
        if any_kind || ty == UrnType::Any {
            return Ok(());
        }
        let message = format!(
            "is a URN of `{}`, not {}",
            urn.kind,
            describe::of_type(model, &Type::Urn(ty))
        );
        return Err(UrnMisfit { message, help });
    };
    check_id(model, urn.id, &model[kind].id, any_kind).map_err(|message| UrnMisfit {
        message: format!("is `{text}`, whose id {message}"),
        help: Some(format!("write `{}`", form(model, &model[kind]))),
    })
}

fn check_id(model: &Model, id: &str, ty: &UrnIdType, any_kind: bool) -> Result<(), String> {
    match ty {
        UrnIdType::String if id.is_empty() => Err("is empty".to_owned()),
        UrnIdType::String => Ok(()),
        UrnIdType::Long => check_part(model, id, &Type::Long, any_kind),
        UrnIdType::Tuple(declared) => {
            let Ok(parts) = split_tuple(id) else {
                return Err("is no tuple in parentheses".to_owned());
            };
            if parts.len() != declared.len() {
                return Err(format!("has {} parts, not {}", parts.len(), declared.len()));
            }
            parts.iter().zip(declared).try_for_each(|(part, declared)| {
                check_part(model, part, &declared.ty, any_kind)
                    .map_err(|message| format!("has a part `{}` that {message}", declared.name))
            })
        }
    }
}

fn check_part(model: &Model, text: &str, ty: &Type, any_kind: bool) -> Result<(), String> {
    match ty {
        Type::Urn(urn) => check(model, text, *urn, any_kind).map_err(|misfit| misfit.message),
        Type::Long => match text.parse::<i64>() {
            Ok(_) => Ok(()),
            Err(_) => Err("is no number of 64 bits".to_owned()),
        },
        _ => Ok(()),
    }
}

/// The kinds that a type names; none means that it names no kind.
pub(super) fn admitted(model: &Model, ty: UrnType) -> Vec<UrnKindId> {
    match ty {
        UrnType::Any => Vec::new(),
        UrnType::Kind(kind) => vec![kind],
        UrnType::Set(set) => model[set].kinds.clone(),
    }
}

fn form(model: &Model, kind: &UrnKind) -> String {
    let id = match &kind.id {
        UrnIdType::String => "{id}".to_owned(),
        UrnIdType::Long => "{number}".to_owned(),
        UrnIdType::Tuple(parts) => {
            let parts: Vec<_> = parts
                .iter()
                .map(|part| part_form(model, &part.name, &part.ty))
                .collect();
            format!("({})", parts.join(","))
        }
    };
    format!("urn:{}:{}:{id}", kind.namespace, kind.name)
}

fn part_form(model: &Model, name: &str, ty: &Type) -> String {
    match ty {
        Type::Urn(UrnType::Kind(kind)) => form(model, &model[*kind]),
        _ => format!("{{{name}}}"),
    }
}
