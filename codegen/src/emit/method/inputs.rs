//! What a call is given: each argument of its function with the step that brings it into the request.
//!
//! Keys come first, then required parameters and headers, then what the body holds.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use restli_model::model::{Body, Key, KeyType, Method, Param, Resource, RestMethod, Type, TypeId};

use crate::docs::facts;
use crate::emit::Scope;
use crate::emit::argument::{self, Owned};
use crate::names;

use super::keys;
use super::steps::{Step, borrowed, header_step, parameter_step, sent};

/// An argument of the function that starts a call.
pub(super) struct Input {
    pub(super) name: Ident,
    pub(super) ty: TokenStream,
    pub(super) docs: Option<String>,
    pub(super) step: Step,
}

/// The arguments of a call, in order.
pub(super) fn inputs(scope: &Scope<'_>, resource: &Resource, method: &Method) -> Vec<Input> {
    let keys = keys::in_path(resource, method).map(|key| path_key(scope, key));
    let parts = method.partial_key.iter().map(|part| key_part(scope, part));
    let mut inputs: Vec<_> = keys.chain(parts).collect();
    let free = Free::new(resource, method);
    inputs.extend(ids(scope, resource, method, &free));
    inputs.extend(required(method).map(|param| parameter(scope, method, param)));
    let headers = method.headers.iter().filter(|header| header.required);
    inputs.extend(headers.map(|header| Input {
        name: names::ident(&header.rust_name),
        ty: argument::parameter(scope, &header.ty),
        docs: facts::brief(&header.docs),
        step: header_step(scope, header),
    }));
    inputs.extend(body(scope, resource, method, &free));
    inputs
}

/// The parameters that are arguments: required ones, and the criteria of a batch finder.
pub(in crate::emit) fn required(method: &Method) -> impl Iterator<Item = &Param> {
    params(method, true)
}

/// The parameters that have a setter.
pub(super) fn optional(method: &Method) -> impl Iterator<Item = &Param> {
    params(method, false)
}

fn params(method: &Method, required: bool) -> impl Iterator<Item = &Param> {
    let params = method.params.iter().enumerate();
    let params = params.filter(move |(index, param)| {
        required == (param.required || method.criteria == Some(*index))
    });
    params.map(|(_, param)| param)
}

fn path_key(scope: &Scope<'_>, key: &Key) -> Input {
    let name = names::ident(&key.rust_name);
    let Owned { before, value } = keys::given(scope, key, &name);
    let value = match &key.ty {
        KeyType::Simple(ty) => sent(scope, ty, quote!(&#value)),
        KeyType::Complex { .. } | KeyType::Compound(_) => quote!(&#value),
    };
    Input {
        ty: keys::parameter(scope, key),
        docs: facts::brief(&key.docs),
        step: Step {
            before,
            call: quote!(.key(#value)),
        },
        name,
    }
}

/// A part of the key segment before a finder.
fn key_part(scope: &Scope<'_>, part: &Param) -> Input {
    let (name, wire) = (names::ident(&part.rust_name), &part.name);
    Input {
        ty: argument::parameter(scope, &part.ty),
        docs: facts::brief(&part.docs),
        step: borrowed(scope, &part.ty, &name, |value| {
            let value = sent(scope, &part.ty, value);
            quote!(.key_part(#wire, #value))
        }),
        name,
    }
}

fn parameter(scope: &Scope<'_>, method: &Method, param: &Param) -> Input {
    Input {
        name: names::ident(&param.rust_name),
        ty: argument::parameter(scope, &param.ty),
        docs: facts::brief(&param.docs),
        step: parameter_step(scope, method, param),
    }
}

/// The keys of a batch that has nothing but keys.
fn ids(scope: &Scope<'_>, resource: &Resource, method: &Method, free: &Free) -> Option<Input> {
    if !matches!(method.rest, RestMethod::BatchGet | RestMethod::BatchDelete) {
        return None;
    }
    let key = keys::entity(resource, method)?;
    let name = free.name("ids");
    let (item, owned) = (keys::parameter(scope, key), keys::owned(scope, key));
    let values = match keys::converts(scope.model, key) {
        true if keys::is_hand_written(scope.model, key) => {
            let owned = quote!(|id| restli::Serialized(Into::<#owned>::into(id)));
            quote!(#name.into_iter().map(#owned))
        }
        true => quote!(#name.into_iter().map(Into::<#owned>::into)),
        false => quote!(#name),
    };
    Some(Input {
        ty: quote!(impl IntoIterator<Item = #item>),
        docs: facts::brief(&key.docs),
        step: Step::of(quote!(.ids(#values))),
        name,
    })
}

/// What the body holds: an entity, a patch, or several of them.
fn body(scope: &Scope<'_>, resource: &Resource, method: &Method, free: &Free) -> Option<Input> {
    let key = keys::entity(resource, method);
    match (&method.body, method.rest) {
        (Body::Record(id), RestMethod::BatchCreate) => Some(elements(scope, *id, free)),
        (Body::Record(id), RestMethod::BatchUpdate) => {
            let entity = scope.named(*id);
            Some(keyed(scope, key?, "entities", &entity, free))
        }
        (Body::Patch(id), RestMethod::BatchPartialUpdate) => {
            let patch = scope.patch(*id);
            Some(keyed(scope, key?, "patches", &patch, free))
        }
        (Body::Record(id), _) => Some(entity(scope, *id, free)),
        (Body::Patch(id), _) => Some(patch(scope, *id, free)),
        (Body::None | Body::Empty | Body::Params, _) => None,
    }
}

fn entity(scope: &Scope<'_>, id: TypeId, free: &Free) -> Input {
    let name = free.name(&names::variable(&scope.model[id].rust_name).to_string());
    let ty = Type::Named(id);
    Input {
        ty: argument::parameter(scope, &ty),
        docs: None,
        step: borrowed(scope, &ty, &name, |value| quote!(.body(#value))),
        name,
    }
}

fn patch(scope: &Scope<'_>, id: TypeId, free: &Free) -> Input {
    let (name, patch) = (free.name("patch"), scope.patch(id));
    Input {
        ty: quote!(impl Into<#patch>),
        docs: None,
        step: Step::of(quote!(.patch(&#name.into()))),
        name,
    }
}

fn elements(scope: &Scope<'_>, id: TypeId, free: &Free) -> Input {
    let (name, entity) = (free.name("entities"), scope.named(id));
    Input {
        ty: quote!(impl IntoIterator<Item = impl Into<#entity>>),
        docs: None,
        step: Step::of(quote!(.elements(#name.into_iter().map(Into::<#entity>::into)))),
        name,
    }
}

/// Something for each key: entities or patches.
fn keyed(scope: &Scope<'_>, key: &Key, what: &str, value: &TokenStream, free: &Free) -> Input {
    let (name, step) = (free.name(what), names::ident(what));
    let owned = match keys::converts(scope.model, key) {
        true if keys::is_hand_written(scope.model, key) => {
            let owned = keys::owned(scope, key);
            quote!(restli::Serialized(Into::<#owned>::into(key)))
        }
        true => quote!(key.into()),
        false => quote!(key),
    };
    let key = keys::parameter(scope, key);
    let pair = quote!(|(key, value)| (#owned, value.into()));
    Input {
        ty: quote!(impl IntoIterator<Item = (#key, impl Into<#value>)>),
        docs: None,
        step: Step {
            before: quote!(let #name = #name.into_iter().map(#pair);),
            call: quote!(.#step(#name)),
        },
        name,
    }
}

/// Names for arguments that the schema does not name.
struct Free {
    taken: BTreeSet<String>,
}

impl Free {
    fn new(resource: &Resource, method: &Method) -> Self {
        let keys = keys::in_path(resource, method).map(|key| &key.rust_name);
        let params = method.params.iter().chain(&method.headers);
        let params = params
            .chain(&method.partial_key)
            .map(|param| &param.rust_name);
        Self {
            taken: keys.chain(params).cloned().collect(),
        }
    }

    /// The name, or one like it that no key and no parameter has.
    fn name(&self, name: &str) -> Ident {
        let mut name = name.to_owned();
        while self.taken.contains(&name) {
            name.push('_');
        }
        names::ident(&name)
    }
}
