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
            let is_json = many == "argument_list";
            let (many, ty) = (names::ident(many), scope.ty(item));
            let hand_written = !is_json && argument::holds_hand_written(scope.model, item);
            Step::of(match argument::converts(scope.model, item) {
                true if hand_written => {
                    let owned = quote!(|item| restli::Serialized(Into::<#ty>::into(item)));
                    quote!(.#many(#wire, #name.into_iter().map(#owned)))
                }
                true => quote!(.#many(#wire, #name.into_iter().map(Into::<#ty>::into))),
                false if hand_written => {
                    quote!(.#many(#wire, #name.into_iter().map(restli::Serialized)))
                }
                false => quote!(.#many(#wire, #name)),
            })
        }
        _ => {
            let is_json = one == "argument";
            let one = names::ident(one);
            borrowed(scope, &param.ty, &name, |value| match is_json {
                true => quote!(.#one(#wire, #value)),
                false => {
                    let value = sent(scope, &param.ty, value);
                    quote!(.#one(#wire, #value))
                }
            })
        }
    }
}

pub(super) fn header_step(scope: &Scope<'_>, header: &Param) -> Step {
    let (name, wire) = (names::ident(&header.rust_name), &header.name);
    borrowed(scope, &header.ty, &name, |value| {
        let value = sent(scope, &header.ty, value);
        quote!(.header(#wire, #value))
    })
}

/// A borrowed value as the runtime takes it for keys and parameters.
pub(super) fn sent(scope: &Scope<'_>, ty: &Type, value: TokenStream) -> TokenStream {
    match argument::holds_hand_written(scope.model, ty) {
        true => quote!(&restli::Serialized(#value)),
        false => value,
    }
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
