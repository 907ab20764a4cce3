//! Permissions: an enum, so that applications ask for those that there are.

use proc_macro2::TokenStream;
use quote::quote;
use restli_model::model::Scope;

use crate::docs::{Text, facts, markdown};
use crate::emit::Context;
use crate::emit::enums::{Variant, open};
use crate::names;
use crate::print::RustFile;

/// `src/scopes.rs`.
pub(super) fn emit(cx: &Context<'_>) -> String {
    let variants = cx.model.scopes.iter().map(|scope| Variant {
        wire: &scope.name,
        rust: names::ident(&scope.rust_name),
        attributes: attributes(cx, scope),
    });
    let variants: Vec<_> = variants.collect();
    let unknown = Text::new("A permission that the schema does not know.");
    let open = open(&names::ident(names::SCOPE), &unknown, &variants);
    let (docs, texts) = (docs().outer(), texts());
    RustFile {
        source: cx.options.source("scopes.yaml"),
        docs: Text::new("Permissions, which applications ask for and tokens carry."),
        inner: quote!(),
        items: quote!(#docs #open #texts),
    }
    .print()
}

fn docs() -> Text {
    let mut text = Text::new("A permission that an application asks for and a token carries.");
    text.paragraph(
        "Which ones a call needs is said in its documentation. One that is not listed here can be had \
         from its name: `Scope::from(\"…\")`.",
    );
    text
}

/// What stands above a permission: what it is for, its name on the wire, and what grants it.
fn attributes(cx: &Context<'_>, scope: &Scope) -> TokenStream {
    let name = markdown::code(&scope.name);
    let mut text = facts::described(&scope.docs, &format!("The permission {name}."));
    let product = scope.product.as_deref().map(markdown::safe_line);
    match (&scope.docs.summary, product) {
        (Some(_), Some(product)) => text.paragraph(&format!("{name}, granted by: {product}.")),
        (None, Some(product)) => text.paragraph(&format!("Granted by: {product}.")),
        (Some(_), None) => text.paragraph(&format!("{name}.")),
        (None, None) => {}
    }
    let link = facts::link(cx.model, &scope.docs);
    text.list(&link.into_iter().collect::<Vec<_>>());
    let (docs, deprecated) = (text.outer(), facts::deprecated(&scope.docs));
    quote!(#docs #deprecated)
}

/// A permission is its text.
fn texts() -> TokenStream {
    let name = names::ident(names::SCOPE);
    let as_str = Text::new("The name on the wire.").outer();
    quote! {
        impl #name {
            #as_str
            pub fn as_str(&self) -> &str { restli::Symbols::symbol(self) }
        }
        impl AsRef<str> for #name {
            fn as_ref(&self) -> &str { self.as_str() }
        }
        impl From<&str> for #name {
            fn from(name: &str) -> Self { restli::Symbols::from_symbol(name) }
        }
    }
}
