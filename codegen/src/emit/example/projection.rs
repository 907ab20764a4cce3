//! A projection of a type, as somebody would write it: a struct with a few of its fields.
//!
//! It stands in the documentation of every type that can be projected, so that nobody has to look up how.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use restli_model::model::{
    Decoration, Field, Record, Type, TypeId, TypeKind, Union, UnionByUrn, UrnType,
};

use crate::docs::{Text, facts};
use crate::emit::{Context, Scope, projection};
use crate::{names, print};

/// How many fields are shown.
const SHOWN: usize = 3;

/// The documentation of a type, with the example if calls can ask for parts of the type.
pub(in crate::emit) fn documented(cx: &Context<'_>, id: TypeId) -> Text {
    let mut text = facts::named_type(cx.model, id);
    let lines = projection::projected(cx.model, id).then(|| declaration(cx, id));
    if let Some(mut lines) = lines.flatten() {
        text.paragraph("# Projection");
        lines.insert(0, "```".to_owned());
        lines.push("```".to_owned());
        text.block(lines);
    }
    text
}

/// What the projection of the example is called.
pub(super) fn name(cx: &Context<'_>, id: TypeId) -> Ident {
    names::suffixed(&cx.model[id].rust_name, "Part")
}

/// The lines of the type.
pub(super) fn declaration(cx: &Context<'_>, id: TypeId) -> Option<Vec<String>> {
    let root = names::ident(&cx.options.crate_ident());
    let scope = Scope::qualified(cx.model, root.clone());
    let (keyword, parts) = match &cx.model[id].kind {
        TypeKind::Record(record) => (quote!(struct), fields(&scope, record)),
        TypeKind::Union(union) => (quote!(enum), members(&scope, union)),
        TypeKind::UnionByUrn(union) => (quote!(enum), kinds(&scope, union)),
        _ => return None,
    };
    if parts.is_empty() {
        return None;
    }
    let (name, of) = (name(cx, id), scope.named(id));
    Some(print::statements(&quote! {
        #[derive(#root::Projection)]
        #[projection(of = #of)]
        #keyword #name { #(#parts,)* }
    }))
}

fn fields(scope: &Scope<'_>, record: &Record) -> Vec<TokenStream> {
    let shown = record.fields.iter().filter(|field| {
        let plain = !field.boxed && !field.accepts_array;
        field.docs.deprecated.is_none() && plain && is_short(scope, &field.ty)
    });
    let fields = shown.filter_map(|field| match &field.decoration {
        None => {
            let (name, ty) = (names::ident(&field.rust_name), scope.field(field));
            Some(quote!(#name: Option<#ty>))
        }
        Some(decoration) => resolved(scope, field, decoration),
    });
    fields.take(SHOWN).collect()
}

/// The entity behind the URN of a field.
fn resolved(scope: &Scope<'_>, field: &Field, decoration: &Decoration) -> Option<TokenStream> {
    if !matches!(field.ty, Type::Urn(_)) {
        return None;
    }
    let (name, source) = (
        names::ident(&field.rust_name),
        names::bare(&field.rust_name),
    );
    let target = scope.named(decoration.target);
    Some(quote! {
        #[projection(resolves = #source)]
        #name: Option<#target>
    })
}

fn members(scope: &Scope<'_>, union: &Union) -> Vec<TokenStream> {
    let shown = union
        .members
        .iter()
        .filter(|member| member.docs.deprecated.is_none() && is_short(scope, &member.ty));
    let variants = shown.take(SHOWN).map(|member| {
        let (name, ty) = (names::ident(&member.rust_name), scope.ty(&member.ty));
        quote!(#name(#ty))
    });
    variants.collect()
}

fn kinds(scope: &Scope<'_>, union: &UnionByUrn) -> Vec<TokenStream> {
    let variants = union.members.iter().take(SHOWN).map(|member| {
        let (name, ty) = (names::ident(&member.rust_name), scope.named(member.ty));
        quote!(#name(#ty))
    });
    variants.collect()
}

/// Whether a type is written without a path into the runtime or a crate that a caller may not have.
fn is_short(scope: &Scope<'_>, ty: &Type) -> bool {
    match ty {
        Type::Boolean | Type::Int | Type::Long | Type::Float | Type::Double | Type::String => true,
        Type::Urn(urn) => *urn != UrnType::Any,
        Type::Array(item) => is_short(scope, item),
        Type::Bytes | Type::Json | Type::Map(..) | Type::Decimal | Type::Instant(_) => false,
        Type::Named(id) => match &scope.model[*id].kind {
            TypeKind::Typeref(typeref) => {
                typeref.rust_type.is_none() && is_short(scope, &typeref.ty)
            }
            _ => true,
        },
    }
}
