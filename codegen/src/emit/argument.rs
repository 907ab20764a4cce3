//! How a function takes a value, and makes its own type of it.
//!
//! What can be converted without loss is taken by `Into`, so that `"abc"` is a `String` and a
//! `PersonUrn` is any URN; numbers, booleans and enums are taken as they are. A point in time is never taken as a
//! number: that has no unit.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use restli_model::model::{Field, Model, Type, TypeKind};

use crate::emit::Scope;

/// The type of a parameter that takes a value.
pub(crate) fn parameter(scope: &Scope<'_>, ty: &Type) -> TokenStream {
    match resolved(scope.model, ty) {
        Type::Array(item) => {
            let item = one(scope, item);
            quote!(impl IntoIterator<Item = #item>)
        }
        Type::Map(key, value) => {
            let key = scope.map_key(*key);
            let value = one(scope, value);
            quote!(impl IntoIterator<Item = (impl Into<#key>, #value)>)
        }
        _ => one(scope, ty),
    }
}

/// How a parameter becomes a value of its declared type.
pub(crate) struct Owned {
    /// A statement before, where one expression would be hard to read.
    pub(crate) before: TokenStream,
    /// The value, where its type is known from what surrounds it.
    pub(crate) value: TokenStream,
}

/// How a parameter becomes a value of its declared type.
pub(crate) fn owned(scope: &Scope<'_>, ty: &Type, name: &Ident) -> Owned {
    let mut before = quote!();
    let value = match resolved(scope.model, ty) {
        Type::Array(item) if converts(scope.model, item) => {
            quote!(#name.into_iter().map(Into::into).collect())
        }
        Type::Array(_) => quote!(#name.into_iter().collect()),
        Type::Map(_, value) => {
            let value = match converts(scope.model, value) {
                true => quote!(value.into()),
                false => quote!(value),
            };
            let pair = quote!(|(key, value)| (key.into(), #value));
            before = quote!(let #name = #name.into_iter().map(#pair););
            quote!(#name.collect())
        }
        _ if converts(scope.model, ty) => quote!(#name.into()),
        _ => quote!(#name),
    };
    Owned { before, value }
}

/// The type of a parameter that sets a field.
pub(crate) fn field_parameter(scope: &Scope<'_>, field: &Field) -> TokenStream {
    match &field.ty {
        Type::Map(..) if field.accepts_array => {
            let ty = scope.plain_field(field);
            quote!(impl Into<#ty>)
        }
        ty => parameter(scope, ty),
    }
}

/// How a parameter becomes the value of a field, without its `Option`.
pub(crate) fn field_owned(scope: &Scope<'_>, field: &Field, name: &Ident) -> Owned {
    let converted = |value: TokenStream| Owned {
        before: quote!(),
        value,
    };
    let decorated = decorated(scope.model, field);
    let mut owned = match (decorated, &field.ty) {
        (Some(decorated), _) => converted(quote!(#decorated::new(#name))),
        (None, Type::Map(..)) if field.accepts_array => converted(quote!(#name.into())),
        (None, ty) => owned(scope, ty, name),
    };
    if field.boxed {
        let value = owned.value;
        owned.value = quote!(Box::new(#value));
    }
    owned
}

/// Whether values of the type are of a hand-written type, or lists and maps of one.
///
/// Such a type knows nothing of the runtime, so serde must do where it goes into a key, a parameter or a
/// header; records, which are of the generated crate, see to it themselves.
pub(crate) fn holds_hand_written(model: &Model, ty: &Type) -> bool {
    match resolved(model, ty) {
        Type::Array(item) | Type::Map(_, item) => holds_hand_written(model, item),
        Type::Named(id) => matches!(model[*id].kind, TypeKind::Typeref(_)),
        _ => false,
    }
}

/// What holds the URNs of a field and what they resolve to, if they are decorated.
pub(crate) fn decorated(model: &Model, field: &Field) -> Option<TokenStream> {
    field.decoration.as_ref()?;
    Some(match is_list(model, field) {
        true => quote!(restli::DecoratedList),
        false => quote!(restli::Decorated),
    })
}

/// Whether a field is a list.
pub(crate) fn is_list(model: &Model, field: &Field) -> bool {
    item(model, &field.ty).is_some()
}

/// The type of the items of a list.
pub(crate) fn item<'m>(model: &'m Model, ty: &'m Type) -> Option<&'m Type> {
    match resolved(model, ty) {
        Type::Array(item) => Some(item),
        _ => None,
    }
}

/// Whether a value of the type is taken by `Into`.
pub(crate) fn converts(model: &Model, ty: &Type) -> bool {
    match resolved(model, ty) {
        Type::String | Type::Bytes | Type::Json | Type::Urn(_) => true,
        Type::Decimal | Type::Instant(_) => true,
        Type::Boolean | Type::Int | Type::Long | Type::Float | Type::Double => false,
        Type::Array(_) | Type::Map(..) => false,
        Type::Named(id) => matches!(
            model[*id].kind,
            TypeKind::Record(_) | TypeKind::Shapes(_) | TypeKind::Typeref(_) | TypeKind::Fixed(_)
        ),
    }
}

/// A type without the names that only stand for it on the wire.
///
/// A typeref with a Rust type of its own stays: that type is what callers give.
pub(crate) fn resolved<'m>(model: &'m Model, mut ty: &'m Type) -> &'m Type {
    while let Type::Named(id) = ty
        && let TypeKind::Typeref(typeref) = &model[*id].kind
        && typeref.rust_type.is_none()
    {
        ty = &typeref.ty;
    }
    ty
}

fn one(scope: &Scope<'_>, ty: &Type) -> TokenStream {
    let owned = scope.ty(ty);
    match converts(scope.model, ty) {
        true => quote!(impl Into<#owned>),
        false => owned,
    }
}
