//! How arguments and setters bring their values into a request.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use restli_model::model::{Body, Method, Param, Resource, Type};

use crate::emit::Scope;
use crate::emit::argument::{self, Owned};
use crate::names;

use super::{body_name, key_as_type, keys};

/// The steps that bring the function's parameters into the call.
pub(super) fn steps(scope: &Scope<'_>, resource: &Resource, method: &Method) -> Step {
    let keys = keys(resource, method).map(|key| {
        let name = names::ident(&key.rust_name);
        borrowed(
            scope,
            &key_as_type(key),
            &name,
            |value| quote!(.key(#value)),
        )
    });
    let params = method.params.iter().filter(|param| param.required);
    let params = params.map(|param| parameter_step(scope, method, param));
    let headers = method.headers.iter().filter(|header| header.required);
    let headers = headers.map(|header| header_step(scope, header));
    // Without any parameter, the body of an action is an empty object.
    let empty = matches!(method.body, Body::Empty | Body::Params).then(|| Step {
        call: quote!(.empty_body()),
        ..Step::default()
    });
    let body = match &method.body {
        Body::None | Body::Empty | Body::Params | Body::Patch(_) => Step::default(),
        Body::Record(id) => {
            let name = body_name(scope.model, *id);
            borrowed(
                scope,
                &Type::Named(*id),
                &name,
                |value| quote!(.body(#value)),
            )
        }
    };
    let mut all = Step::default();
    for step in keys.chain(empty).chain(params).chain(headers).chain([body]) {
        all.before.extend(step.before);
        all.call.extend(step.call);
    }
    all
}

/// One more call on a request, and what must stand before it.
#[derive(Default)]
pub(super) struct Step {
    pub(super) before: TokenStream,
    pub(super) call: TokenStream,
}

/// `.param("keywords", &keywords.into())`, or in the body of an action.
pub(super) fn parameter_step(scope: &Scope<'_>, method: &Method, param: &Param) -> Step {
    let (name, wire) = (names::ident(&param.rust_name), &param.name);
    let (one, many) = match method.body {
        Body::Params => ("argument", "argument_list"),
        _ => ("param", "list"),
    };
    match argument::resolved(scope.model, &param.ty) {
        Type::Array(item) => {
            let (many, ty) = (names::ident(many), scope.ty(item));
            let call = match argument::converts(scope.model, item) {
                true => quote!(.#many(#wire, #name.into_iter().map(Into::<#ty>::into))),
                false => quote!(.#many(#wire, #name)),
            };
            Step {
                call,
                ..Step::default()
            }
        }
        _ => {
            let one = names::ident(one);
            borrowed(
                scope,
                &param.ty,
                &name,
                |value| quote!(.#one(#wire, #value)),
            )
        }
    }
}

pub(super) fn header_step(scope: &Scope<'_>, header: &Param) -> Step {
    let (name, wire) = (names::ident(&header.rust_name), &header.name);
    borrowed(
        scope,
        &header.ty,
        &name,
        |value| quote!(.header(#wire, #value)),
    )
}

/// A step with a borrowed value of the declared type.
fn borrowed(
    scope: &Scope<'_>,
    ty: &Type,
    name: &Ident,
    call: impl FnOnce(TokenStream) -> TokenStream,
) -> Step {
    let Owned { before, value } = argument::owned(scope, ty, name);
    match argument::resolved(scope.model, ty) {
        // Only a borrow of it is seen, so its type must be said.
        Type::Map(..) | Type::Array(_) => {
            let ty = scope.ty(ty);
            Step {
                before: quote!(#before let #name: #ty = #value;),
                call: call(quote!(&#name)),
            }
        }
        _ => Step {
            before,
            call: call(quote!(&#value)),
        },
    }
}
