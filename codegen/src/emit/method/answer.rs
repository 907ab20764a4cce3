//! What a call answers, as a type of the runtime around types of the schema.

use proc_macro2::TokenStream;
use quote::quote;
use restli_model::model::{Method, Resource, RestMethod, Returns, TypeId};

use crate::emit::Scope;

use super::keys;

/// What the call answers.
pub(in crate::emit) fn output(
    scope: &Scope<'_>,
    resource: &Resource,
    method: &Method,
) -> TokenStream {
    if keys::is_batch(method.rest) {
        return batch(scope, resource, method);
    }
    match &method.returns {
        Returns::Nothing => quote!(()),
        Returns::Value(ty) => scope.ty(ty),
        Returns::ActionValue(ty) => {
            let ty = scope.ty(ty);
            quote!(restli::ActionValue<#ty>)
        }
        Returns::Collection(id) => collection(scope, method, *id),
        Returns::Batch(id) => {
            let (key, entity) = (key(scope, resource, method), scope.named(*id));
            quote!(restli::Batch<#key, #entity>)
        }
        Returns::Created => {
            let key = key(scope, resource, method);
            quote!(restli::Created<#key>)
        }
        Returns::CreatedEntity(id) => {
            let (key, entity) = (key(scope, resource, method), scope.named(*id));
            quote!(restli::CreatedEntity<#key, #entity>)
        }
        Returns::UpdatedEntity(id) => {
            let entity = scope.named(*id);
            quote!(restli::UpdatedEntity<#entity>)
        }
    }
}

/// What a batch answers: something for each key, or for each new element.
fn batch(scope: &Scope<'_>, resource: &Resource, method: &Method) -> TokenStream {
    let key = key(scope, resource, method);
    match (&method.returns, method.rest) {
        (Returns::CreatedEntity(id), _) => {
            let entity = scope.named(*id);
            quote!(restli::BatchCreatedEntity<#key, #entity>)
        }
        (_, RestMethod::BatchCreate) => quote!(restli::BatchCreated<#key>),
        (Returns::Batch(id), _) => {
            let entity = scope.named(*id);
            quote!(restli::Batch<#key, #entity>)
        }
        (Returns::UpdatedEntity(id), _) => {
            let entity = scope.named(*id);
            quote!(restli::Batch<#key, restli::UpdatedEntity<#entity>>)
        }
        _ => quote!(restli::Batch<#key, restli::Updated>),
    }
}

fn collection(scope: &Scope<'_>, method: &Method, element: TypeId) -> TokenStream {
    let element = scope.named(element);
    let metadata = method.metadata.map(|id| scope.named(id));
    match (method.rest, metadata) {
        (RestMethod::BatchFinder, None) => quote!(restli::BatchCollection<#element>),
        (RestMethod::BatchFinder, Some(metadata)) => {
            quote!(restli::BatchCollection<#element, #metadata>)
        }
        (_, None) => quote!(restli::Collection<#element>),
        (_, Some(metadata)) => quote!(restli::Collection<#element, #metadata>),
    }
}

/// The type of the keys in the answer.
fn key(scope: &Scope<'_>, resource: &Resource, method: &Method) -> TokenStream {
    keys::answered(scope, keys::entity(resource, method))
}
