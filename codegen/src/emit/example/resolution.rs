//! Resolutions in a mask as calls of projection builders.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use restli_model::model::{Decoration, Model, TypeId, TypeKind, UrnKindId};
use restli_wire::{Mask, Resolution};

use super::mask::{closure, is_every};
use crate::emit::projection;
use crate::names;

/// The steps that resolve a URN, or each of a list.
pub(super) fn resolving(
    model: &Model,
    function: &str,
    decoration: &Decoration,
    resolutions: &[Resolution],
) -> Option<TokenStream> {
    let by_urn = matches!(model[decoration.target].kind, TypeKind::UnionByUrn(_));
    let is_kind = |one: &Resolution| by_urn && one.kind.is_some() && one.variant.is_none();
    if resolutions.iter().all(is_kind) {
        return kinds(model, function, decoration, resolutions);
    }
    let steps = resolutions.iter().map(|resolution| {
        if is_kind(resolution) {
            return kinds(
                model,
                function,
                decoration,
                std::slice::from_ref(resolution),
            );
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
        // Every field, whatever the kind. Single fields of several kinds at once have no builder.
        Some(mask) if matches!(model[target].kind, TypeKind::UnionByUrn(_)) => {
            let function = names::suffixed(function, &format!("{suffix}_with"));
            let kinds = names::closure_param(&model[target].rust_name);
            is_every(mask).then(|| quote!(.#function(|#kinds| #kinds.all())))
        }
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
                let closure = closure(model, member.ty, mask)?;
                let kind = names::suffixed(&kind, "_with");
                quote!(.#kind(#closure))
            }
            None => {
                let kind = names::ident(&kind);
                quote!(.#kind())
            }
        })
    });
    let steps: Vec<_> = steps.collect::<Option<_>>()?;
    Some(quote!(.#function(|#parameter| #parameter #(#steps)*)))
}
