//! A recorded call as a chain: the client, the resource, the function, its setters.

use proc_macro2::TokenStream;
use quote::quote;
use restli_model::interpret::{Call, Datum};
use restli_model::model::{Body, Key, Method, Param, Resource, RestMethod, Type};

use crate::emit::{Context, Scope, method};
use crate::names;

use super::value::Values;
use super::{client, mask};

/// The call up to `send`, if the typed client can express it.
pub(in crate::emit) fn call(
    cx: &Context<'_>,
    scope: &Scope<'_>,
    call: &Call,
) -> Option<TokenStream> {
    let resource = &cx.model[call.method.resource];
    let method = resource.methods.get(call.method.method)?;
    let client = client(cx);
    let accessor = names::ident(&resource.rust_name);
    let function = names::ident(&method.rust_name);
    let values = Values::outside(scope);
    let arguments = arguments(&values, resource, method, call)?;
    let setters = setters(&values, method, call)?;
    let page = paging(call);
    let masks = mask::masks(scope, method, call)?;
    Some(quote!(#client.#accessor().#function(#(#arguments),*) #setters #page #masks))
}

/// The arguments of the function, in its order: see `method::inputs`.
fn arguments(
    values: &Values<'_, '_>,
    resource: &Resource,
    method: &Method,
    call: &Call,
) -> Option<Vec<TokenStream>> {
    let mut arguments = Vec::new();
    for (index, key) in method::path_keys(resource, method).enumerate() {
        arguments.push(values.key(key, given(&call.keys, index)?)?);
    }
    for (index, part) in method.partial_key.iter().enumerate() {
        arguments.push(values.argument(&part.ty, given(&call.partial_key, index)?)?);
    }
    if matches!(method.rest, RestMethod::BatchGet | RestMethod::BatchDelete) {
        arguments.push(ids(
            values,
            method::entity_key(resource, method)?,
            &call.ids,
        )?);
    }
    for param in method::required_params(method) {
        let index = method
            .params
            .iter()
            .position(|own| own.name == param.name)?;
        arguments.push(values.argument(&param.ty, given(&call.params, index)?)?);
    }
    for (index, header) in method.headers.iter().enumerate() {
        if header.required {
            arguments.push(values.argument(&header.ty, given(&call.headers, index)?)?);
        }
    }
    if let Body::Record(_) | Body::Patch(_) = &method.body {
        arguments.push(body(values, resource, method, call)?);
    }
    Some(arguments)
}

fn given(data: &[(usize, Datum)], index: usize) -> Option<&Datum> {
    let (_, datum) = data.iter().find(|(own, _)| *own == index)?;
    Some(datum)
}

fn ids(values: &Values<'_, '_>, key: &Key, ids: &[Datum]) -> Option<TokenStream> {
    if ids.is_empty() {
        let ty = method::owned_key(values.scope, key);
        return Some(quote!(Vec::<#ty>::new()));
    }
    let ids = ids.iter().map(|id| values.listed_key(key, id));
    let ids: Vec<_> = ids.collect::<Option<_>>()?;
    Some(quote!([#(#ids),*]))
}

/// What the body holds.
fn body(
    values: &Values<'_, '_>,
    resource: &Resource,
    method: &Method,
    call: &Call,
) -> Option<TokenStream> {
    let scope = values.scope;
    let key = method::entity_key(resource, method);
    match (&method.body, method.rest) {
        (Body::Record(id), RestMethod::BatchCreate) => {
            let elements = call.elements.iter();
            let elements = elements.map(|element| values.owned(&Type::Named(*id), element));
            list(elements, || scope.named(*id))
        }
        (Body::Record(id), RestMethod::BatchUpdate) => {
            let entity = |datum: &Datum| values.owned(&Type::Named(*id), datum);
            keyed(values, key?, &call.entities, entity, || scope.named(*id))
        }
        (Body::Patch(id), RestMethod::BatchPartialUpdate) => {
            let patch = |datum: &Datum| values.patch(*id, datum);
            keyed(values, key?, &call.entities, patch, || scope.patch(*id))
        }
        (Body::Record(id), _) => values.argument(&Type::Named(*id), call.body.as_ref()?),
        (Body::Patch(id), _) => values.patch(*id, call.body.as_ref()?),
        (Body::None | Body::Empty | Body::Params, _) => None,
    }
}

/// Pairs of a key and what belongs to it.
fn keyed(
    values: &Values<'_, '_>,
    key: &Key,
    entities: &[(Datum, Datum)],
    value: impl Fn(&Datum) -> Option<TokenStream>,
    ty: impl FnOnce() -> TokenStream,
) -> Option<TokenStream> {
    let pairs = entities.iter().map(|(id, datum)| {
        let (id, value) = (values.listed_key(key, id)?, value(datum)?);
        Some(quote!((#id, #value)))
    });
    list(pairs, || {
        let (key, value) = (method::owned_key(values.scope, key), ty());
        quote!((#key, #value))
    })
}

/// An array, or where nothing tells the type of its items, an empty vector of that type.
fn list(
    items: impl Iterator<Item = Option<TokenStream>>,
    ty: impl FnOnce() -> TokenStream,
) -> Option<TokenStream> {
    let items: Vec<_> = items.collect::<Option<_>>()?;
    if items.is_empty() {
        let ty = ty();
        return Some(quote!(Vec::<#ty>::new()));
    }
    Some(quote!([#(#items),*]))
}

/// The setters of what is optional and given.
fn setters(values: &Values<'_, '_>, method: &Method, call: &Call) -> Option<TokenStream> {
    let is_argument = |param: &Param| {
        let mut arguments = method::required_params(method);
        arguments.any(|own| own.name == param.name)
    };
    let params = call.params.iter().filter_map(|(index, datum)| {
        let param = method.params.get(*index)?;
        (!is_argument(param)).then_some((param, datum))
    });
    let headers = call.headers.iter().filter_map(|(index, datum)| {
        let header = method.headers.get(*index)?;
        (!header.required).then_some((header, datum))
    });
    let setters = params.chain(headers).map(|(param, datum)| {
        let function = names::ident(&param.rust_name);
        let value = values.argument(&param.ty, datum)?;
        Some(quote!(.#function(#value)))
    });
    let setters: Vec<_> = setters.collect::<Option<_>>()?;
    let entity = call.return_entity.map(|returns| match returns {
        true => quote!(.with_entity()),
        false => quote!(.without_entity()),
    });
    let defaults = call.fill_defaults.then(|| quote!(.with_filled_defaults()));
    Some(quote!(#(#setters)* #entity #defaults))
}

fn paging(call: &Call) -> TokenStream {
    let number = |name: &str, value: Option<u64>| {
        let name = names::ident(name);
        let value = value.map(proc_macro2::Literal::u64_unsuffixed)?;
        Some(quote!(.#name(#value)))
    };
    let paging = &call.paging;
    let token = paging.page_token.as_ref();
    let steps = [
        number("start", paging.start),
        number("count", paging.count),
        token.map(|token| quote!(.page_token(#token))),
        number("page_size", paging.page_size),
    ];
    let steps = steps.iter().flatten();
    quote!(#(#steps)*)
}
