//! How a value that is given comes into a request: one more call on it.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use restli_model::model::{Body, Method, Param, Type};

use crate::emit::Scope;
use crate::emit::argument::{self, Owned};
use crate::names;

/// One more call on a request, and what must stand before it.
#[derive(Default)]
pub(in crate::emit) struct Step {
    pub(in crate::emit) before: TokenStream,
    pub(in crate::emit) call: TokenStream,
}

impl Step {
    /// A call that needs nothing before it.
    pub(in crate::emit) fn of(call: TokenStream) -> Self {
        Self {
            before: TokenStream::new(),
            call,
        }
    }
}

/// The empty object that a body is when nothing else makes one of it.
pub(super) fn empty_body(method: &Method) -> Option<TokenStream> {
    // Without any parameter, the body of an action is one too.
    let is_empty = matches!(method.body, Body::Empty | Body::Params);
    is_empty.then(|| quote!(.empty_body()))
}

/// `.param("keywords", &keywords.into())`, or in the body of an action.
pub(super) fn parameter_step(scope: &Scope<'_>, method: &Method, param: &Param) -> Step {
    let (name, wire) = (names::ident(&param.rust_name), &param.name);
    let criteria = method.criteria.map(|index| &method.params[index].name);
    let (one, many) = match method.body {
        Body::Params => ("argument", "argument_list"),
        _ if criteria == Some(wire) => ("criteria", "criteria"),
        _ => ("param", "list"),
    };
    match argument::resolved(scope.model, &param.ty) {
        Type::Array(item) => {
            let (many, ty) = (names::ident(many), scope.ty(item));
            Step::of(match argument::converts(scope.model, item) {
                true => quote!(.#many(#wire, #name.into_iter().map(Into::<#ty>::into))),
                false => quote!(.#many(#wire, #name)),
            })
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
pub(in crate::emit) fn borrowed(
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
