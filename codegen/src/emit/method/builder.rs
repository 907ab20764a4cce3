//! The builder of a call: optional parameters, paging, projections.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use restli_model::model::{Method, MethodId, Paging, PagingStyle, Param, Returns};

use crate::docs::{Text, facts, markdown};
use crate::emit::{Scope, argument, projection};
use crate::names;

use super::steps::{Step, header_step, parameter_step};
use super::{look_up, output};

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
    let output = output(scope, resource, method);
    let params = method.params.iter().filter(|param| !param.required);
    let params = params.map(|param| {
        let text = parameter_docs(param, "On the wire");
        setter(scope, param, text, parameter_step(scope, method, param))
    });
    let headers = method.headers.iter().filter(|header| !header.required);
    let headers = headers.map(|header| {
        let text = parameter_docs(header, "Header");
        setter(scope, header, text, header_step(scope, header))
    });
    let setters: Vec<_> = params.chain(headers).collect();
    let setters = (!setters.is_empty()).then(|| quote!(impl #name<'_> { #(#setters)* }));
    let abilities = abilities(scope, method, &name);
    quote! {
        #docs
        #deprecated
        #[derive(Clone, Debug)]
        #[must_use = "a call does nothing until it is sent"]
        pub struct #name<'a>(restli::Call<'a, #output>);
        #setters
        restli::call!(#name => #output);
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
        text.sentence(&format!("Without it: {}.", markdown::code(default)));
    }
    text
}

/// What a builder can do besides being sent: page, and choose fields.
fn abilities(scope: &Scope<'_>, method: &Method, name: &Ident) -> TokenStream {
    let element = match &method.returns {
        Returns::Collection(id) => Some(scope.named(*id)),
        _ => None,
    };
    let paging = element.zip(method.paging.as_ref());
    let paging = paging.map(|(element, paging)| self::paging(name, &element, paging));
    let project = (!method.projections.is_empty()).then_some(&method.returns);
    let project = project.and_then(|returns| match returns {
        Returns::Collection(id) if projection::projected(scope.model, *id) => {
            let fields = scope.projection(*id);
            Some(quote!(restli::project!(#name => elements #fields);))
        }
        Returns::Value(ty) => match projection::inside(scope.model, ty)? {
            projection::Inside::Within(id) => {
                let fields = scope.projection(id);
                Some(quote!(restli::project!(#name => #fields);))
            }
            projection::Inside::Each(_) => None,
        },
        _ => None,
    });
    quote!(#paging #project)
}

fn paging(name: &Ident, element: &TokenStream, paging: &Paging) -> TokenStream {
    let style = names::ident(match paging.style {
        PagingStyle::Offset => "offset_paging",
        PagingStyle::Cursor => "cursor_paging",
    });
    let total = paging.total && paging.style == PagingStyle::Offset;
    let total = total.then(|| quote!(restli::total!(#name);));
    quote! {
        restli::#style!(#name);
        restli::collection!(#name => #element);
        #total
    }
}
