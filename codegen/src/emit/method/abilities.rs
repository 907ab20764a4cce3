//! What a builder can do besides being sent: go in chunks, page, choose fields, do without an answer's entity.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use restli_model::model::{
    Method, Paging, PagingStyle, ProjectionSpelling, RestMethod, Returns, Type, TypeId,
};

use crate::emit::{Scope, projection};
use crate::names;

use super::keys;

/// The macro calls behind a builder.
pub(super) fn abilities(
    scope: &Scope<'_>,
    method: &Method,
    name: &Ident,
    output: &TokenStream,
) -> TokenStream {
    let paging = method.paging.as_ref();
    let paging = paging.map(|paging| self::paging(scope, method, name, paging));
    let project = (!method.projections.is_empty()).then(|| project(scope, method, name));
    let generics = projected_entity(scope, method).map(|_| quote!(<T>));
    let entity =
        returns_entity(&method.returns).then(|| quote!(restli::returned_entity!(#name #generics);));
    let batch =
        keys::is_batch(method.rest).then(|| quote!(restli::batch!(#name #generics => #output);));
    quote!(#batch #paging #project #entity)
}

/// Whether the caller may do without the entity in the answer.
fn returns_entity(returns: &Returns) -> bool {
    matches!(
        returns,
        Returns::CreatedEntity(_) | Returns::UpdatedEntity(_)
    )
}

fn paging(scope: &Scope<'_>, method: &Method, name: &Ident, paging: &Paging) -> TokenStream {
    let style = names::ident(match paging.style {
        PagingStyle::Offset => "offset_paging",
        PagingStyle::Cursor => "cursor_paging",
    });
    let generics = projected_entity(scope, method).map(|_| quote!(<T>));
    let walk = match (&method.returns, method.rest) {
        // Every criterion has pages of its own, so there is no walk over them.
        (_, RestMethod::BatchFinder) => None,
        (Returns::Collection(id), _) => {
            let element = match &generics {
                Some(_) => quote!(T),
                None => scope.named(*id),
            };
            let total = paging.total && paging.style == PagingStyle::Offset;
            let total = total.then(|| quote!(restli::total!(#name #generics);));
            Some(quote!(restli::collection!(#name #generics => #element); #total))
        }
        _ => None,
    };
    quote!(restli::#style!(#name #generics); #walk)
}

fn project(scope: &Scope<'_>, method: &Method, name: &Ident) -> TokenStream {
    let entity = projected_entity(scope, method).map(|id| {
        let (fields, entity) = (scope.projection(id), scope.named(id));
        let elements = is_walked(method).then(|| quote!(elements));
        let decorates = method.decorates.then(|| quote!(, decorates));
        quote! {
            restli::project!(#name => #elements #fields);
            restli::select!(#name => #elements #entity #decorates);
        }
    });
    let apart = method.projections.contains(&ProjectionSpelling::Fields);
    let is_collection = matches!(method.returns, Returns::Collection(_));
    let metadata = method
        .metadata
        .filter(|id| apart && projection::projected(scope.model, *id));
    let metadata = metadata.map(|id| {
        let fields = scope.projection(id);
        quote!(restli::project_metadata!(#name => #fields);)
    });
    let paging = (apart && is_collection).then(|| quote!(restli::project_paging!(#name);));
    quote!(#entity #metadata #paging)
}

/// Whether the answer is one collection, whose envelope a mask may begin at.
pub(in crate::emit) fn is_walked(method: &Method) -> bool {
    matches!(method.returns, Returns::Collection(_)) && method.rest != RestMethod::BatchFinder
}

/// The type that a mask of the call selects from.
pub(in crate::emit) fn projected_entity(scope: &Scope<'_>, method: &Method) -> Option<TypeId> {
    let model = scope.model;
    if method.projections.is_empty() {
        return None;
    }
    match &method.returns {
        Returns::Collection(id)
        | Returns::Batch(id)
        | Returns::CreatedEntity(id)
        | Returns::UpdatedEntity(id) => projection::projected(model, *id).then_some(*id),
        Returns::Value(ty) if !keys::is_batch(method.rest) => single(scope, ty),
        _ => None,
    }
}

fn single(scope: &Scope<'_>, ty: &Type) -> Option<TypeId> {
    match projection::inside(scope.model, ty)? {
        projection::Inside::Within(id) => Some(id),
        projection::Inside::Each(..) => None,
    }
}
