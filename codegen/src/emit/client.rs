//! The client: what holds the connection and hands out the resources.

use proc_macro2::TokenStream;
use quote::quote;
use restli_model::model::Resource;

use crate::docs::{Text, facts, markdown};
use crate::emit::{Context, error_rules, group, oauth};
use crate::names;
use crate::print::RustFile;

/// `src/client.rs`.
pub(super) fn emit(cx: &Context<'_>) -> String {
    let uses = cx.model.resources.iter().map(|resource| {
        let cfg = group::cfg_of(cx, resource.group);
        let group = names::ident(&names::group_module(&cx.model[resource.group]));
        let module = names::ident(names::resource_module(resource));
        let handle = names::resource_type(resource);
        quote!(#cfg use crate::#group::#module::#handle;)
    });
    let accessors = cx
        .model
        .resources
        .iter()
        .map(|resource| accessor(cx, resource));
    let (client, api) = (client(cx, accessors), api(cx));
    RustFile {
        source: cx.options.source("api.yaml"),
        docs: Text::new("The client."),
        inner: quote!(),
        items: quote!(#(#uses)* #client #api),
    }
    .print()
}

fn client(cx: &Context<'_>, accessors: impl Iterator<Item = TokenStream>) -> TokenStream {
    let docs = docs(cx).outer();
    let new = Text::new(&format!(
        "A client of {}, with a token.",
        markdown::autolink(&cx.model.api.host)
    ));
    let builder = Text::new("A client with other settings: base URL, timeouts, user agent.");
    let untyped = Text::new("The untyped client below, for calls that the schema does not know.");
    let oauth = oauth::function(cx);
    let (new, builder, untyped) = (new.outer(), builder.outer(), untyped.outer());
    quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct Client(restli::Client);
        impl Client {
            #new
            pub fn new(token: impl Into<restli::Token>) -> restli::Result<Self> {
                Self::builder().token(token).build()
            }
            #builder
            pub fn builder() -> restli::ClientBuilder<Self> { restli::ClientBuilder::new(&API) }
            #oauth
            #untyped
            pub fn restli(&self) -> &restli::Client { &self.0 }
            #(#accessors)*
        }
        impl From<restli::Client> for Client {
            fn from(client: restli::Client) -> Self { Self(client) }
        }
    }
}

fn docs(cx: &Context<'_>) -> Text {
    let mut text = Text::new(&format!("Client of {}", summary(cx)));
    text.paragraph("Cheap to clone: clones share connections.");
    text
}

/// What the API is, to follow "client of".
pub(super) fn summary(cx: &Context<'_>) -> String {
    match &cx.model.api.docs.summary {
        Some(summary) => match summary.split_once(' ') {
            Some((article @ ("A" | "An" | "The"), rest)) => {
                markdown::safe_line(&format!("{} {rest}", article.to_lowercase()))
            }
            _ => markdown::safe_line(summary),
        },
        None => format!("the API {}.", markdown::code(&cx.model.api.name)),
    }
}

fn accessor(cx: &Context<'_>, resource: &Resource) -> TokenStream {
    let name = names::ident(&resource.rust_name);
    let handle = names::resource_type(resource);
    let cfg = group::cfg_of(cx, resource.group);
    let otherwise = format!("The resource {}.", markdown::code(&resource.name));
    let mut text = match facts::brief(&resource.docs) {
        Some(summary) => Text::new(&summary),
        None => Text::new(&otherwise),
    };
    if resource.unofficial {
        text.sentence("Unofficial.");
    }
    let docs = text.outer();
    let deprecated = facts::deprecated(&resource.docs);
    quote! {
        #docs
        #deprecated
        #cfg
        pub fn #name(&self) -> #handle<'_> { #handle { client: &self.0 } }
    }
}

fn api(cx: &Context<'_>) -> TokenStream {
    let api = &cx.model.api;
    let (name, host) = (&api.name, &api.host);
    let (header, version) = match &api.version {
        None => (quote!(None), quote!(None)),
        Some(version) => {
            let (header, version) = (&version.header, &version.default);
            (quote!(Some(#header)), quote!(Some(#version)))
        }
    };
    let spec = oauth::spec(cx.model);
    let oauth = match spec {
        Some(_) => quote!(Some(&OAUTH)),
        None => quote!(None),
    };
    let errors = api.errors.iter().map(error_rules::rule);
    let id_headers = api
        .id_headers
        .iter()
        .map(|header| header.to_ascii_lowercase());
    quote! {
        static API: restli::ApiSpec = restli::ApiSpec {
            name: #name,
            base_url: #host,
            version_header: #header,
            version: #version,
            id_headers: &[#(#id_headers),*],
            errors: &[#(#errors),*],
            oauth: #oauth,
        };
        #spec
    }
}
