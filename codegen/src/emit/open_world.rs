//! The test that every type copes with what a newer server sends: a line for each, with what it holds.
//!
//! The lines come from the model, so that no type and no field is forgotten; what is new, and where it is put,
//! is the runtime's business. What is of a hand-written type is left out, since only that type knows its texts.

use std::collections::BTreeMap;

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use restli_model::model::{
    Field, MapKey, Model, Type, TypeId, TypeKind, UrnKindId, UrnSetId, UrnType,
};

use crate::docs::Text;
use crate::emit::{Context, Scope, argument, documents};
use crate::names;
use crate::print::RustFile;

/// `tests/open_world.rs`.
pub(super) fn emit(cx: &Context<'_>) -> String {
    let name = &cx.options.crate_name;
    let urns = urns(cx);
    // The types by the features that they need, so that a condition stands once before all of its own.
    let mut gated: BTreeMap<String, (TokenStream, Vec<TokenStream>)> = BTreeMap::new();
    for id in cx.layout.types.values().flatten() {
        if let Some(line) = line(cx, *id) {
            let gate = documents::gate(cx, *id);
            let (_, lines) = gated.entry(gate.to_string()).or_insert((gate, Vec::new()));
            lines.push(line);
        }
    }
    let gated = gated
        .into_values()
        .map(|(gate, lines)| match gate.is_empty() {
            true => quote!(#(#lines)*),
            false => quote!(#gate { #(#lines)* }),
        });
    let gated: Vec<_> = gated.collect();
    let docs = Text::new(
        "Unknown symbols, members, fields and kinds of URNs, wherever a server may send some.",
    );
    let docs = docs.outer();
    RustFile {
        source: cx.options.source("types"),
        docs: Text::new("Every type of the crate, sent what the schema does not know."),
        inner: quote!(#![allow(deprecated, unused_imports, clippy::too_many_lines)]),
        items: quote! {
            use restli::testing::{Held::*, OpenWorld};

            #docs
            #[test]
            fn what_is_new_breaks_no_type_and_is_not_lost() {
                let mut world = OpenWorld::default();
                #(#urns)*
                #(#gated)*
                world.verify(#name);
            }
        },
    }
    .print()
}

/// A line for each type of URNs.
fn urns(cx: &Context<'_>) -> Vec<TokenStream> {
    let kinds = (0..cx.model.urn_kinds.len()).map(|at| UrnType::Kind(UrnKindId(at as u32)));
    let sets = (0..cx.model.urn_sets.len()).map(|at| UrnType::Set(UrnSetId(at as u32)));
    let scope = qualified(cx);
    let line = |urn| {
        let ty = scope.urn(urn);
        quote!(world.urn::<#ty>();)
    };
    kinds.chain(sets).map(line).collect()
}

fn qualified<'m>(cx: &Context<'m>) -> Scope<'m> {
    Scope::qualified(cx.model, names::ident(&cx.options.crate_ident()))
}

/// The line of a type, if it is one of its own.
fn line(cx: &Context<'_>, id: TypeId) -> Option<TokenStream> {
    let def = &cx.model[id];
    if !(def.usage.input || def.usage.output) {
        return None;
    }
    let ty = qualified(cx).named(id);
    Some(match &def.kind {
        TypeKind::Record(record) => {
            let fields = record.fields.iter();
            let fields = fields.filter(|field| !argument::holds_hand_written(cx.model, &field.ty));
            let fields = fields.map(|field| {
                let (name, held) = (&field.name, of_field(cx.model, field));
                quote!((#name, #held))
            });
            let fields: Vec<_> = fields.collect();
            quote!(let fields = &[#(#fields),*]; world.record::<#ty>(fields);)
        }
        TypeKind::Enum(_) => quote!(world.symbols::<#ty>();),
        TypeKind::Union(union) => {
            let members = union.members.iter();
            let members = members.filter(|one| !argument::holds_hand_written(cx.model, &one.ty));
            let members = members.map(|member| {
                let (key, held) = (&member.key, of(cx.model, &member.ty));
                quote!((#key, #held))
            });
            quote!(let members = &[#(#members),*]; world.union::<#ty>(members);)
        }
        TypeKind::UnionByUrn(_) => quote!(world.union_by_urn::<#ty>();),
        TypeKind::Shapes(shapes) => {
            let all = shapes.alternatives.iter();
            let all = all.filter(|one| !argument::holds_hand_written(cx.model, &one.ty));
            let all = all.map(|alternative| of(cx.model, &alternative.ty));
            quote!(let shapes = &[#(#all),*]; world.shapes::<#ty>(shapes);)
        }
        TypeKind::Typeref(_) | TypeKind::Fixed(_) => return None,
    })
}

/// What a field holds.
fn of_field(model: &Model, field: &Field) -> TokenStream {
    let Some(decoration) = &field.decoration else {
        return of(model, &field.ty);
    };
    let entity = match &model[decoration.target].kind {
        // Nothing of an entity is skipped whose kind is unknown.
        TypeKind::UnionByUrn(_) => quote!(Json),
        _ => quote!(Record),
    };
    match argument::is_list(model, field) {
        true => quote!(ResolvedList(&#entity)),
        false => quote!(Resolved(&#entity)),
    }
}

/// What a value of a type holds.
fn of(model: &Model, ty: &Type) -> TokenStream {
    match ty {
        Type::Boolean => quote!(Boolean),
        Type::Int | Type::Long | Type::Instant(_) => quote!(Integer),
        Type::Float | Type::Double => quote!(Float),
        Type::String | Type::Bytes => quote!(Text),
        Type::Decimal => quote!(Decimal),
        Type::Json => quote!(Json),
        Type::Urn(_) => quote!(Urn),
        Type::Array(item) => {
            let item = of(model, item);
            quote!(List(&#item))
        }
        Type::Map(key, value) => {
            let value = of(model, value);
            match key {
                MapKey::String => quote!(Map(&#value)),
                MapKey::Urn(_) => quote!(MapByUrn(&#value)),
            }
        }
        Type::Named(id) => match &model[*id].kind {
            TypeKind::Record(_) => quote!(Record),
            TypeKind::Enum(_) => quote!(Symbol),
            TypeKind::Union(_) => quote!(Union),
            TypeKind::UnionByUrn(_) => quote!(Json),
            // Whichever: each alternative has been looked at with its type.
            TypeKind::Shapes(shapes) => {
                let mut all = shapes.alternatives.iter();
                match all.find(|one| !argument::holds_hand_written(model, &one.ty)) {
                    Some(alternative) => of(model, &alternative.ty),
                    None => quote!(Json),
                }
            }
            TypeKind::Typeref(typeref) => of(model, &typeref.ty),
            TypeKind::Fixed(fixed) => {
                let size = Literal::u32_unsuffixed(fixed.size);
                quote!(Fixed(#size))
            }
        },
    }
}
