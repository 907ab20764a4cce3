//! The facts of a call, as a constant for the runtime.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use restli_model::model::{
    KeyType, Method, MethodId, Model, PathPart, Permissions, ProjectionSpelling, Protocol,
    Resource, RestMethod, Returns, Verb,
};

use crate::emit::Context;
use crate::names;

use super::{keys, look_up};

/// The facts of the call, for the runtime.
pub(in crate::emit) fn spec(cx: &Context<'_>, id: MethodId) -> TokenStream {
    let (resource, method) = look_up(cx.model, id);
    let base = &cx.model.api.bases[resource.base];
    let name = names::constant(method);
    let (wire, path) = (&resource.name, path(cx.model, resource, method));
    let new = match (constructor(method.rest), &method.name) {
        ("plain", name) => {
            let verb = verb(method.verb);
            quote!(restli::MethodSpec::plain(#wire, #name, restli::Verb::#verb, #path))
        }
        (new @ ("finder" | "batch_finder" | "action"), name) => {
            let new = names::ident(new);
            quote!(restli::MethodSpec::#new(#wire, #name, #path))
        }
        (new, _) => {
            let new = names::ident(new);
            quote!(restli::MethodSpec::#new(#wire, #path))
        }
    };
    let version = match (&resource.version, base.versioned) {
        (Some(version), _) => Some(quote!(.version(#version))),
        (None, versioned) => versioned.then(|| quote!(.versioned())),
    };
    let facts = [
        spellings(&method.projections),
        method.decorates.then(|| quote!(.decorates())),
        permissions(cx.model, &method.permissions),
        version,
        (resource.protocol == Protocol::V1).then(|| quote!(.protocol_v1())),
        alternative_key(resource, method),
        compound_key(resource, method),
        max_batch(method),
        max_body(method),
        (method.metadata.is_some() && !method.projections.is_empty()).then(|| quote!(.metadata())),
        returns_entity(&method.returns),
        method
            .idempotent
            .map(|idempotent| quote!(.idempotent(#idempotent))),
    ];
    let facts = facts.iter().flatten();
    quote!(static #name: restli::MethodSpec = #new #(#facts)*;)
}

fn path(model: &Model, resource: &Resource, method: &Method) -> String {
    let mut path = model.api.bases[resource.base].path.clone();
    for part in &resource.path {
        path.push('/');
        path.push_str(match part {
            PathPart::Segment(segment) => segment,
            PathPart::Key(_) => "{}",
        });
    }
    if keys::own(resource, method).is_some() || !method.partial_key.is_empty() {
        path.push_str("/{}");
    }
    path
}

/// Which of the resource's other keys is sent.
fn alternative_key(resource: &Resource, method: &Method) -> Option<TokenStream> {
    let name = &resource.alternative_keys[method.alternative_key?].name;
    Some(quote!(.alternative_key(#name)))
}

/// In protocol 1.0.0, several compound keys are written otherwise than several complex ones.
fn compound_key(resource: &Resource, method: &Method) -> Option<TokenStream> {
    let key = keys::entity(resource, method)?;
    let is_special = resource.protocol == Protocol::V1
        && keys::is_batch(method.rest)
        && matches!(key.ty, KeyType::Compound(_));
    is_special.then(|| quote!(.compound_key()))
}

/// How many keys the service takes, or is documented to advise.
fn max_batch(method: &Method) -> Option<TokenStream> {
    let max = method.max_batch?;
    let count = Literal::u32_unsuffixed(max.count);
    Some(match max.validated {
        true => quote!(.max_batch(#count)),
        false => quote!(.advised_batch(#count)),
    })
}

/// How large an answer may be.
fn max_body(method: &Method) -> Option<TokenStream> {
    let bytes = Literal::u32_unsuffixed(method.max_body?);
    Some(quote!(.max_body(#bytes)))
}

fn returns_entity(returns: &Returns) -> Option<TokenStream> {
    match returns {
        Returns::CreatedEntity(_) | Returns::UpdatedEntity(_) => Some(quote!(.returns_entity())),
        _ => None,
    }
}

fn constructor(rest: RestMethod) -> &'static str {
    match rest {
        RestMethod::Get => "get",
        RestMethod::BatchGet => "batch_get",
        RestMethod::GetAll => "get_all",
        RestMethod::Create => "create",
        RestMethod::BatchCreate => "batch_create",
        RestMethod::Update => "update",
        RestMethod::BatchUpdate => "batch_update",
        RestMethod::PartialUpdate => "partial_update",
        RestMethod::BatchPartialUpdate => "batch_partial_update",
        RestMethod::Delete => "delete",
        RestMethod::BatchDelete => "batch_delete",
        RestMethod::Finder => "finder",
        RestMethod::BatchFinder => "batch_finder",
        RestMethod::Action => "action",
        RestMethod::Plain => "plain",
    }
}

fn verb(verb: Option<Verb>) -> Ident {
    names::ident(match verb {
        None | Some(Verb::Get) => "Get",
        Some(Verb::Post) => "Post",
        Some(Verb::Put) => "Put",
        Some(Verb::Delete) => "Delete",
    })
}

fn spellings(spellings: &[ProjectionSpelling]) -> Option<TokenStream> {
    let spellings: Vec<_> = spellings
        .iter()
        .map(|spelling| self::spelling(*spelling))
        .collect();
    (!spellings.is_empty()).then(|| quote!(.projections(&[#(#spellings),*])))
}

/// A spelling, as the runtime names it.
pub(in crate::emit) fn spelling(spelling: ProjectionSpelling) -> TokenStream {
    match spelling {
        ProjectionSpelling::Projection => quote!(restli::Spelling::Projection),
        ProjectionSpelling::Fields => quote!(restli::Spelling::Fields),
    }
}

fn permissions(model: &Model, permissions: &Permissions) -> Option<TokenStream> {
    let (scopes, which) = match permissions {
        Permissions::Unstated => return None,
        Permissions::Any(scopes) => (scopes, "Any"),
        Permissions::All(scopes) => (scopes, "All"),
    };
    let (scopes, which) = (
        scopes.iter().map(|id| &model[*id].name),
        names::ident(which),
    );
    Some(quote!(.permissions(restli::Permissions::#which(&[#(#scopes),*]))))
}
