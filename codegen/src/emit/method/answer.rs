//! What a call answers, as a type of the runtime around types of the schema.

use proc_macro2::TokenStream;
use quote::quote;
use restli_model::model::{Method, Resource, RestMethod, Returns};

use crate::emit::Scope;

use super::keys;

/// What the call answers.
pub(in crate::emit) fn output(
    scope: &Scope<'_>,
    resource: &Resource,
    method: &Method,
) -> TokenStream {
    let entity = entity(scope, method);
    output_of(scope, resource, method, &entity)
}

/// What the call answers if its entities are read as another type.
pub(super) fn output_of(
    scope: &Scope<'_>,
    resource: &Resource,
    method: &Method,
    entity: &TokenStream,
) -> TokenStream {
    let key = || key(scope, resource, method);
    if keys::is_batch(method.rest) {
        return batch(method, &key(), entity);
    }
    match &method.returns {
        Returns::Nothing => quote!(()),
        Returns::Value(_) => entity.clone(),
        Returns::ActionValue(_) => quote!(restli::ActionValue<#entity>),
        Returns::Collection(_) => collection(scope, method, entity),
        Returns::Batch(_) => {
            let key = key();
            quote!(restli::Batch<#key, #entity>)
        }
        Returns::Created => {
            let key = key();
            quote!(restli::Created<#key>)
        }
        Returns::CreatedEntity(_) => {
            let key = key();
            quote!(restli::CreatedEntity<#key, #entity>)
        }
        Returns::UpdatedEntity(_) => quote!(restli::UpdatedEntity<#entity>),
    }
}

/// The entity, or whatever else the answer is made of.
pub(super) fn entity(scope: &Scope<'_>, method: &Method) -> TokenStream {
    match &method.returns {
        Returns::Nothing | Returns::Created => quote!(()),
        Returns::Value(ty) | Returns::ActionValue(ty) => scope.ty(ty),
        Returns::Collection(id)
        | Returns::Batch(id)
        | Returns::CreatedEntity(id)
        | Returns::UpdatedEntity(id) => scope.named(*id),
    }
}

/// What a batch answers: something for each key, or for each new element.
fn batch(method: &Method, key: &TokenStream, entity: &TokenStream) -> TokenStream {
    match (&method.returns, method.rest) {
        (Returns::CreatedEntity(_), _) => quote!(restli::BatchCreatedEntity<#key, #entity>),
        (_, RestMethod::BatchCreate) => quote!(restli::BatchCreated<#key>),
        (Returns::Batch(_), _) => quote!(restli::Batch<#key, #entity>),
        (Returns::UpdatedEntity(_), _) => {
            quote!(restli::Batch<#key, restli::UpdatedEntity<#entity>>)
        }
        _ => quote!(restli::Batch<#key, restli::Updated>),
    }
}

fn collection(scope: &Scope<'_>, method: &Method, element: &TokenStream) -> TokenStream {
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
