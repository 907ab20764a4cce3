//! Keys: which of them a call takes, and what Rust makes of them.
//!
//! A key is given with its parameters (`$params`) and comes back without them, so it has two types.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use restli_model::model::{
    Key, KeyType, Method, Model, PathPart, Resource, RestMethod, Type, TypeKind,
};

use crate::emit::Scope;
use crate::emit::argument::{self, Owned};

/// The keys in the path of a call, in path order: those of parents, then its own.
pub(in crate::emit) fn in_path<'m>(
    resource: &'m Resource,
    method: &'m Method,
) -> impl Iterator<Item = &'m Key> {
    let parents = resource.path.iter().filter_map(|part| match part {
        PathPart::Key(key) => Some(key),
        PathPart::Segment(_) => None,
    });
    parents.chain(own(resource, method))
}

/// The key of the entity that a call is about, if it is about one.
pub(super) fn own<'m>(resource: &'m Resource, method: &'m Method) -> Option<&'m Key> {
    match method.rest {
        RestMethod::Get | RestMethod::Update | RestMethod::PartialUpdate | RestMethod::Delete => {
            entity(resource, method)
        }
        _ if is_batch(method.rest) => None,
        _ => method.key.as_ref(),
    }
}

/// The key that names entities in a call: in its path, in a batch, or in what it answers.
pub(in crate::emit) fn entity<'m>(resource: &'m Resource, method: &'m Method) -> Option<&'m Key> {
    method.key.as_ref().or(resource.key.as_ref())
}

/// Whether a call is about several entities, each of which has its key in the query or the body.
pub(super) fn is_batch(rest: RestMethod) -> bool {
    matches!(
        rest,
        RestMethod::BatchGet
            | RestMethod::BatchCreate
            | RestMethod::BatchUpdate
            | RestMethod::BatchPartialUpdate
            | RestMethod::BatchDelete
    )
}

/// The type of a key that is given.
pub(in crate::emit) fn owned(scope: &Scope<'_>, key: &Key) -> TokenStream {
    match &key.ty {
        KeyType::Simple(ty) => scope.ty(ty),
        KeyType::Complex { key, params: None } | KeyType::Compound(key) => scope.named(*key),
        KeyType::Complex {
            key,
            params: Some(params),
        } => {
            let (key, params) = (scope.named(*key), scope.named(*params));
            quote!(restli::ComplexKey<#key, #params>)
        }
    }
}

/// The type of a parameter that takes a key.
pub(super) fn parameter(scope: &Scope<'_>, key: &Key) -> TokenStream {
    let owned = owned(scope, key);
    match converts(scope.model, key) {
        true => quote!(impl Into<#owned>),
        false => owned,
    }
}

/// How a parameter becomes a key.
pub(super) fn given(scope: &Scope<'_>, key: &Key, name: &Ident) -> Owned {
    match &key.ty {
        KeyType::Simple(ty) => argument::owned(scope, ty, name),
        KeyType::Complex { .. } | KeyType::Compound(_) => Owned {
            before: quote!(),
            value: quote!(#name.into()),
        },
    }
}

/// Whether a key is taken by `Into`.
pub(super) fn converts(model: &Model, key: &Key) -> bool {
    match &key.ty {
        KeyType::Simple(ty) => argument::converts(model, ty),
        KeyType::Complex { .. } | KeyType::Compound(_) => true,
    }
}

/// Whether a key is of a hand-written type.
pub(super) fn is_hand_written(model: &Model, key: &Key) -> bool {
    match &key.ty {
        KeyType::Simple(ty) => argument::holds_hand_written(model, ty),
        KeyType::Complex { .. } | KeyType::Compound(_) => false,
    }
}

/// The type of a key in an answer: without parameters, and as the wire has it where the schema puts
/// a hand-written type in its place.
pub(in crate::emit) fn answered(scope: &Scope<'_>, key: Option<&Key>) -> TokenStream {
    match key.map(|key| &key.ty) {
        None => quote!(String),
        Some(KeyType::Simple(ty)) => scope.ty(on_the_wire(scope.model, ty)),
        Some(KeyType::Complex { key, .. } | KeyType::Compound(key)) => scope.named(*key),
    }
}

fn on_the_wire<'m>(model: &'m Model, ty: &'m Type) -> &'m Type {
    match ty {
        Type::Named(id) => match &model[*id].kind {
            TypeKind::Typeref(typeref) if typeref.rust_type.is_some() => {
                on_the_wire(model, &typeref.ty)
            }
            _ => ty,
        },
        _ => ty,
    }
}
