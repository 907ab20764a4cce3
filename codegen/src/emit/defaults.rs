//! Defaults: what a reader takes for a field that is absent.
//!
//! They are never sent and never filled in by decoding; a caller who wants them asks for them.

use proc_macro2::TokenStream;
use quote::quote;
use restli_model::interpret::Datum;
use restli_model::model::{DefaultValue, Field, Model, Record, Type, TypeDef, TypeKind, Union};

use crate::emit::{Context, Scope, argument, example};
use crate::names;

/// The defaults of a record and of what stands in it.
pub(super) fn emit(
    cx: &Context<'_>,
    scope: &Scope<'_>,
    def: &TypeDef,
    record: &Record,
) -> TokenStream {
    let steps = record.fields.iter().map(|field| {
        let own = field.default.as_ref();
        let own = own.and_then(|default| own_default(scope, field, default));
        let inner = reaches(cx, field).then(|| {
            let name = names::ident(&field.rust_name);
            quote!(restli::fill_defaults(&mut self.#name);)
        });
        quote!(#own #inner)
    });
    implementation(def, &quote!(#(#steps)*))
}

/// The defaults of what stands in a union.
pub(super) fn emit_union(cx: &Context<'_>, def: &TypeDef, union: &Union) -> TokenStream {
    let members = union.members.iter();
    let members = members.filter(|member| cx.layout.has_defaults(&member.ty));
    let members: Vec<_> = members.map(|m| names::ident(&m.rust_name)).collect();
    let body = match members.as_slice() {
        [only] => quote!(if let Self::#only(value) = self { restli::fill_defaults(value); }),
        members => quote! {
            match self {
                #(Self::#members(value) => restli::fill_defaults(value),)*
                _ => {}
            }
        },
    };
    implementation(def, &body)
}

fn implementation(def: &TypeDef, body: &TokenStream) -> TokenStream {
    let name = names::ident(&def.rust_name);
    quote! {
        impl restli::Defaults for #name {
            fn fill_defaults(&mut self) { #body }
        }
    }
}

/// `self.edition.get_or_insert_with(|| 1);`
fn own_default(scope: &Scope<'_>, field: &Field, default: &DefaultValue) -> Option<TokenStream> {
    let name = names::ident(&field.rust_name);
    let value = example::literal(scope, field, &default.value)?;
    let is_plain = is_plain(field);
    Some(match &default.value {
        datum if is_plain && is_copied(scope.model, &field.ty, datum) => {
            quote!(self.#name.get_or_insert(#value);)
        }
        datum if is_plain && is_empty(datum) => quote!(self.#name.get_or_insert_default();),
        _ => quote!(self.#name.get_or_insert_with(|| #value);),
    })
}

/// Whether making the value costs nothing, so that it need not wait until it is wanted.
fn is_copied(model: &Model, ty: &Type, datum: &Datum) -> bool {
    let kind = match argument::resolved(model, ty) {
        Type::Named(id) => Some(&model[*id].kind),
        _ => None,
    };
    match (kind, datum) {
        (_, Datum::Boolean(_) | Datum::Int(_) | Datum::Long(_)) => true,
        (_, Datum::Float(_) | Datum::Double(_) | Datum::Symbol(..) | Datum::Null(_)) => true,
        (Some(TypeKind::Fixed(_)), Datum::Bytes(_)) => true,
        (Some(TypeKind::Union(union)), Datum::Member(_, index, value)) => {
            is_copied(model, &union.members[*index].ty, value)
        }
        (Some(TypeKind::Shapes(shapes)), Datum::Shape(_, index, value)) => {
            is_copied(model, &shapes.alternatives[*index].ty, value)
        }
        // Without a call for the fields that are not given.
        (Some(TypeKind::Record(record)), Datum::Record(_, given)) => {
            given.len() == record.fields.len()
                && given.iter().all(|(index, datum)| {
                    let field = &record.fields[*index];
                    is_plain(field) && is_copied(model, &field.ty, datum)
                })
        }
        _ => false,
    }
}

/// Whether the value of a field is of its declared type, with nothing around it.
fn is_plain(field: &Field) -> bool {
    !field.boxed && !field.accepts_array && field.decoration.is_none()
}

/// Whether Rust has the same default.
fn is_empty(datum: &Datum) -> bool {
    match datum {
        Datum::Array(items) => items.is_empty(),
        Datum::Map(entries) => entries.is_empty(),
        Datum::Record(_, fields) => fields.is_empty(),
        _ => false,
    }
}

/// Whether defaults stand inside the value of a field, in a place that the runtime can fill.
fn reaches(cx: &Context<'_>, field: &Field) -> bool {
    let is_plain = field.decoration.is_none() && !field.accepts_array;
    is_plain && cx.layout.has_defaults(&field.ty)
}
