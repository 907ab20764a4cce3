//! The builder of a call: optional parameters, paging, projections.

use proc_macro2::TokenStream;
use quote::quote;
use restli_model::model::{MethodId, Param};

use crate::docs::{Text, facts, markdown};
use crate::emit::{Scope, argument};
use crate::names;

use super::abilities::{abilities, projected_entity};
use super::answer::{entity, output_of};
use super::steps::{Step, header_step, parameter_step};
use super::{inputs, look_up};

/// The builder of the call.
pub(in crate::emit) fn builder(scope: &Scope<'_>, id: MethodId) -> TokenStream {
    let (resource, method) = look_up(scope.model, id);
    let name = names::ident(&method.rust_type);
    let (handle, function) = (
        names::resource_type(resource),
        names::bare(&method.rust_name),
    );
    let docs = Text::new(&format!("Builder of [`{handle}::{function}`].")).outer();
    let deprecated = facts::deprecated(&method.docs);
    let entity = entity(scope, method);
    let is_selectable = projected_entity(scope, method).is_some();
    // The entity is a parameter of a builder whose answer can be read as a projection of it.
    let parameter = is_selectable.then(|| quote!(T));
    let output = output_of(
        scope,
        resource,
        method,
        parameter.as_ref().unwrap_or(&entity),
    );
    let default = parameter.as_ref().map(|t| quote!(, #t = #entity));
    let argument = parameter.as_ref().map(|t| quote!(, #t));
    let generics = parameter.as_ref().map(|t| quote!(<#t>));
    let params = inputs::optional(method).map(|param| {
        let text = parameter_docs(param, "On the wire");
        setter(scope, param, text, parameter_step(scope, method, param))
    });
    let headers = method.headers.iter().filter(|header| !header.required);
    let headers = headers.map(|header| {
        let text = parameter_docs(header, "Header");
        setter(scope, header, text, header_step(scope, header))
    });
    let setters: Vec<_> = params.chain(headers).collect();
    let setters =
        (!setters.is_empty()).then(|| quote!(impl #generics #name<'_ #argument> { #(#setters)* }));
    let abilities = abilities(scope, method, &name, &output);
    quote! {
        #docs
        #deprecated
        #[must_use = "a call does nothing until it is sent"]
        pub struct #name<'a #default>(restli::Call<'a, #output>);
        #setters
        restli::call!(#name #generics => #output);
        #abilities
    }
}

fn setter(scope: &Scope<'_>, param: &Param, text: Text, step: Step) -> TokenStream {
    let (name, docs) = (names::ident(&param.rust_name), text.outer());
    let ty = argument::parameter(scope, &param.ty);
    let deprecated = facts::deprecated(&param.docs);
    let Step { before, call } = step;
    quote! {
        #docs
        #deprecated
        pub fn #name(self, #name: #ty) -> Self {
            #before
            Self(self.0 #call)
        }
    }
}

fn parameter_docs(param: &Param, known_as: &str) -> Text {
    let wire = markdown::code(&param.name);
    let mut text = facts::described(&param.docs, &format!("{wire}."));
    if param.docs.summary.is_some() && !names::is_obvious(&param.name, &param.rust_name) {
        text.sentence(&format!("{known_as} {wire}."));
    }
    if let Some(default) = &param.default {
        text.sentence(&facts::without(default));
    }
    text
}
