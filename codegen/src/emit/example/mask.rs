//! Masks as calls of projection builders.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use restli_model::model::{
    Decoration, Field, Method, Model, Returns, Type, TypeId, TypeKind, UrnKindId,
};
use restli_wire::{Item, Mask, Resolution};

use crate::emit::projection::{self, Inside};
use crate::names;

/// The step of a call that asks for a mask.
pub(super) fn project(model: &Model, method: &Method, mask: &Mask) -> Option<TokenStream> {
    match &method.returns {
        Returns::Collection(id) => collection(model, *id, mask),
        Returns::Value(Type::Named(id)) => {
            let closure = closure(model, *id, mask)?;
            Some(quote!(.project(#closure)))
        }
        _ => None,
    }
}

/// Of a collection, mostly its elements and the paging are asked for, which has a shorter form.
fn collection(model: &Model, id: TypeId, mask: &Mask) -> Option<TokenStream> {
    let names: Vec<&str> = mask.items().map(|(name, _)| name).collect();
    let elements = mask.get("elements").and_then(|item| item.each.as_ref());
    let paging = mask.get("paging").is_some_and(|item| item.selected);
    if let (2, Some(elements), true, false) = (names.len(), elements, paging, mask.selects_all()) {
        let closure = closure(model, id, elements)?;
        return Some(quote!(.project(#closure)));
    }
    let steps = mask.items().map(|(name, item)| match (name, &item.each) {
        ("elements", Some(elements)) => {
            let closure = closure(model, id, elements)?;
            Some(quote!(.elements(#closure)))
        }
        ("elements", None) if item.selected => Some(quote!(.elements_all())),
        ("paging" | "metadata", None) if item.selected => {
            let name = names::ident(name);
            Some(quote!(.#name()))
        }
        _ => None,
    });
    let steps: Vec<_> = steps.collect::<Option<_>>()?;
    let all = mask.selects_all().then(|| quote!(.all()));
    Some(quote!(.project_collection(|page| page #all #(#steps)*)))
}

/// `|person| person.id().first_name()`.
pub(super) fn closure(model: &Model, id: TypeId, mask: &Mask) -> Option<TokenStream> {
    if !projection::projected(model, id) {
        return None;
    }
    let parameter = names::closure_param(&model[id].rust_name);
    let all = mask.selects_all().then(|| quote!(.all()));
    let steps = mask.items().map(|(name, item)| step(model, id, name, item));
    let steps: Vec<_> = steps.collect::<Option<_>>()?;
    Some(quote!(|#parameter| #parameter #all #(#steps)*))
}

/// All that is asked of one field.
fn step(model: &Model, id: TypeId, name: &str, item: &Item) -> Option<TokenStream> {
    if item.excluded || item.range.is_some() {
        return None;
    }
    let (function, inside, decoration) = match &model[id].kind {
        TypeKind::Record(record) => {
            let field: &Field = record.fields.iter().find(|field| field.name == name)?;
            let inside = projection::inside(model, &field.ty);
            (field.rust_name.clone(), inside, field.decoration.as_ref())
        }
        TypeKind::Union(union) => {
            let member = union.members.iter().find(|member| member.key == name)?;
            let inside = projection::inside(model, &member.ty);
            (names::function(&member.rust_name), inside, None)
        }
        _ => return None,
    };
    let plain = names::ident(&function);
    let whole = item.selected.then(|| quote!(.#plain()));
    let part = match (&item.within, &item.each, inside) {
        (None, None, _) => None,
        (Some(mask), None, Some(Inside::Within(id)))
        | (None, Some(mask), Some(Inside::Each(id))) => {
            let (with, closure) = (
                names::suffixed(&function, "_with"),
                closure(model, id, mask)?,
            );
            Some(quote!(.#with(#closure)))
        }
        _ => return None,
    };
    let resolved = match item.resolutions.as_slice() {
        [] => quote!(),
        resolutions => resolving(model, &function, decoration?, resolutions)?,
    };
    Some(quote!(#whole #part #resolved))
}

fn resolving(
    model: &Model,
    function: &str,
    decoration: &Decoration,
    resolutions: &[Resolution],
) -> Option<TokenStream> {
    if let TypeKind::UnionByUrn(_) = &model[decoration.target].kind
        && resolutions
            .iter()
            .all(|resolution| resolution.kind.is_some() && resolution.variant.is_none())
    {
        return kinds(model, function, decoration, resolutions);
    }
    let steps = resolutions.iter().map(|resolution| {
        if resolution.each {
            return None;
        }
        let entity = |own: UrnKindId| decoration.kinds.iter().find(|(kind, _)| *kind == own);
        let (suffix, target) = match (&resolution.variant, &resolution.kind) {
            (Some(wire), _) => {
                let mut variants = projection::variants(model, decoration);
                let (kind, variant) = variants.find(|(_, variant)| variant.name == *wire)?;
                (
                    format!("_{}", names::bare(&variant.rust_name)),
                    entity(kind)?.1,
                )
            }
            (None, Some(wire)) => {
                let mut kinds = decoration.kinds.iter();
                let (_, entity) = kinds.find(|(kind, _)| model[*kind].name == *wire)?;
                ("_resolved".to_owned(), *entity)
            }
            (None, None) => ("_resolved".to_owned(), decoration.target),
        };
        resolved(model, function, &suffix, target, resolution.mask.as_ref())
    });
    let steps: Vec<_> = steps.collect::<Option<_>>()?;
    Some(quote!(#(#steps)*))
}

fn resolved(
    model: &Model,
    function: &str,
    suffix: &str,
    target: TypeId,
    mask: Option<&Mask>,
) -> Option<TokenStream> {
    match mask {
        None => {
            let function = names::suffixed(function, suffix);
            Some(quote!(.#function()))
        }
        // The fields of several kinds at once have no builder.
        Some(_) if matches!(model[target].kind, TypeKind::UnionByUrn(_)) => None,
        Some(mask) => {
            let function = names::suffixed(function, &format!("{suffix}_with"));
            let closure = closure(model, target, mask)?;
            Some(quote!(.#function(#closure)))
        }
    }
}

/// `handle~emailAddress(…)~phoneNumber(…)`.
fn kinds(
    model: &Model,
    function: &str,
    decoration: &Decoration,
    resolutions: &[Resolution],
) -> Option<TokenStream> {
    let TypeKind::UnionByUrn(union) = &model[decoration.target].kind else {
        return None;
    };
    let function = names::suffixed(function, "_resolved_with");
    let parameter: Ident = names::closure_param(&model[decoration.target].rust_name);
    let steps = resolutions.iter().map(|resolution| {
        let wire = resolution.kind.as_deref()?;
        let member = union
            .members
            .iter()
            .find(|member| model[member.kind].name == wire)?;
        let kind = names::function(&member.rust_name);
        Some(match &resolution.mask {
            Some(mask) => {
                let (kind, closure) = (names::ident(&kind), closure(model, member.ty, mask)?);
                quote!(.#kind(#closure))
            }
            None => {
                let kind = names::suffixed(&kind, "_all");
                quote!(.#kind())
            }
        })
    });
    let steps: Vec<_> = steps.collect::<Option<_>>()?;
    Some(quote!(.#function(|#parameter| #parameter #(#steps)*)))
}
