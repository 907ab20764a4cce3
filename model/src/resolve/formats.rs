//! Formats: what a text or number means becomes a part of its type.
//!
//! Whoever reads the model then finds a decimal or a point in time wherever one stands, in a list as well as
//! in the parameter of a call, and needs no second look at how it was written.

use std::collections::BTreeMap;

use crate::diagnostics::{Code, Diagnostic};
use crate::model::{Format, InstantUnit, Model, Type, TypeDef, TypeId, TypeKind};
use crate::resolve::context::Context;
use crate::resolve::defaults::{At, at};
use crate::resolve::index::TypeDeclKind;
use crate::resolve::types::{behind_aliases, behind_typerefs};
use crate::syntax::{Spanned, TypeExpr};

/// Brings the formats of typerefs, fields and parameters into their types. Runs before anything is copied
/// from one record into another.
pub(crate) fn resolve(cx: &Context<'_>, model: &mut Model) {
    typerefs(cx, model);
    let types = model.types.clone();
    for (id, item) in cx.index.types.items().iter().enumerate() {
        let TypeDeclKind::Record(syntax) = item.value.kind else {
            continue;
        };
        let TypeKind::Record(record) = &mut model.types[id].kind else {
            continue;
        };
        for (field, named) in record.fields.iter_mut().zip(&syntax.fields) {
            if let Some(format) = &named.value.format {
                let written = named.value.ty.as_ref();
                apply(cx, &types, &mut field.ty, &named.name, written, format);
            }
        }
    }
    parameters(cx, &types, model);
}

/// Of typerefs. One that stands for another comes after it, so that it sees what that one says already.
fn typerefs(cx: &Context<'_>, model: &mut Model) {
    let items = cx.index.types.items().iter().enumerate();
    let formatted = items.filter_map(|(id, item)| match item.value.kind {
        TypeDeclKind::Typeref(syntax) => Some((id, item, syntax, syntax.format.as_ref()?)),
        _ => None,
    });
    let mut formatted: Vec<_> = formatted.collect();
    formatted.sort_by_key(|(id, ..)| depth(&model.types, *id));
    for (id, item, syntax, format) in formatted {
        let TypeKind::Typeref(typeref) = &model.types[id].kind else {
            continue;
        };
        let mut ty = typeref.ty.clone();
        apply(
            cx,
            &model.types,
            &mut ty,
            item.name,
            syntax.ty.as_ref(),
            format,
        );
        if let TypeKind::Typeref(typeref) = &mut model.types[id].kind {
            typeref.ty = ty;
        }
    }
}

/// How many typerefs stand one behind the other, from this one on.
fn depth(types: &[TypeDef], id: usize) -> usize {
    let mut next = Some(id);
    let mut depth = 0;
    // Those that go round in circles are reported elsewhere; here they only must not hang.
    while let Some(id) = next.take()
        && depth <= types.len()
        && let TypeKind::Typeref(typeref) = &types[id].kind
    {
        depth += 1;
        let mut ty = &typeref.ty;
        while let Type::Array(item) | Type::Map(_, item) = ty {
            ty = item;
        }
        if let Type::Named(TypeId(id)) = ty {
            next = Some(*id as usize);
        }
    }
    depth
}

/// Of parameters and headers, which stand in several calls where a resource has alternative keys or mounts.
fn parameters(cx: &Context<'_>, types: &[TypeDef], model: &mut Model) {
    let mut formatted: BTreeMap<At, Type> = BTreeMap::new();
    let params = model
        .resources
        .iter()
        .flat_map(|resource| &resource.methods);
    let params = params.flat_map(|method| method.params.iter().chain(&method.headers));
    let declared: BTreeMap<_, _> = params.map(|param| (at(&param.place), &param.ty)).collect();
    let documents = cx.documents.resources.iter();
    for (_, method) in documents.flat_map(|document| &document.syntax.methods.0) {
        for named in method.value.params.iter().chain(&method.value.headers) {
            let (Some(format), Some(ty)) =
                (&named.value.format, declared.get(&at(&named.name.place)))
            else {
                continue;
            };
            let mut ty = (*ty).clone();
            apply(
                cx,
                types,
                &mut ty,
                &named.name,
                named.value.ty.as_ref(),
                format,
            );
            formatted.insert(at(&named.name.place), ty);
        }
    }
    for method in model.resources.iter_mut().flat_map(|r| &mut r.methods) {
        for param in method.params.iter_mut().chain(&mut method.headers) {
            if let Some(ty) = formatted.get(&at(&param.place)) {
                param.ty = ty.clone();
            }
        }
    }
}

fn apply(
    cx: &Context<'_>,
    types: &[TypeDef],
    ty: &mut Type,
    name: &Spanned<String>,
    written: Option<&TypeExpr>,
    format: &Spanned<Format>,
) {
    if cx.has_failed(&name.place) {
        return;
    }
    match formatted(types, ty, format.value) {
        Some(formatted) => *ty = formatted,
        None => {
            let word = format.place.text();
            let (_, needed) = base(format.value);
            let (message, help) = match formatted(types, ty, Format::Url) {
                Some(_) if needed == "string" => (
                    format!(
                        "`{}` has a `rust_type`, which `{word}` would take from it",
                        name.value
                    ),
                    "remove `format:`".to_owned(),
                ),
                _ => (
                    format!(
                        "`{word}` is a format of `{needed}`, which `{}` is not",
                        name.value
                    ),
                    format!("remove `format:`, or write `{needed}` as type"),
                ),
            };
            let mut diagnostic = Diagnostic::error(Code::Format, &format.place, message);
            if let Some(written) = written {
                diagnostic = diagnostic.also(&written.place, "its type");
            }
            cx.report(diagnostic.remove(help, &format.place));
        }
    }
}

/// The type that a format gives to a type; of a list or map, to its items.
fn formatted(types: &[TypeDef], ty: &Type, format: Format) -> Option<Type> {
    let item = |item: &Type| formatted(types, item, format).map(Box::new);
    let target = match format {
        Format::EpochMs => Some(Type::Instant(InstantUnit::Milliseconds)),
        Format::EpochS => Some(Type::Instant(InstantUnit::Seconds)),
        Format::Decimal => Some(Type::Decimal),
        Format::Url => None,
    };
    let plain = match target {
        // It changes no type, so whatever it is in Rust may stay.
        None => behind_typerefs(types, ty),
        Some(_) => behind_aliases(types, ty),
    };
    match plain {
        Type::Array(items) => item(items).map(Type::Array),
        Type::Map(key, items) => item(items).map(|items| Type::Map(*key, items)),
        // A typeref may say it already.
        plain if *plain == base(format).0 || Some(plain) == target.as_ref() => {
            Some(target.unwrap_or_else(|| ty.clone()))
        }
        _ => None,
    }
}

/// What a format is a format of, and its name in the language.
fn base(format: Format) -> (Type, &'static str) {
    match format {
        Format::EpochMs | Format::EpochS => (Type::Long, "long"),
        Format::Decimal | Format::Url => (Type::String, "string"),
    }
}
