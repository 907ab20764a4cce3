//! Tests of documents: JSON of a type, read and written back.

use proc_macro2::TokenStream;
use quote::quote;
use restli_model::model::{DocumentSample, TypeId, TypeKind};

use crate::docs::{Text, markdown};
use crate::emit::{Context, group, samples, scope};
use crate::layout::FileKey;
use crate::names;

/// The tests of all documents.
pub(super) fn emit(cx: &Context<'_>) -> TokenStream {
    let mut names = samples::TestNames::beside(&["sample"]);
    let tests = cx.model.documents.iter();
    let tests = tests.map(|document| test(cx, document, &names.free(&document.id)));
    let tests: Vec<_> = tests.collect();
    quote!(#(#tests)*)
}

fn test(cx: &Context<'_>, document: &DocumentSample, name: &str) -> TokenStream {
    let (name, file) = (names::ident(name), &document.file);
    if let Some(misfit) = &document.misfit {
        return samples::misfit(&document.id, file, misfit, &name);
    }
    let gate = document.ty.map(|id| gate(cx, id));
    let check = match document.ty {
        None => quote!(json_document),
        Some(id) => {
            let ty = named(cx, id);
            let filled = document.filled && cx.layout.defaults.contains(&id);
            let check = names::ident(if filled {
                "document_filled"
            } else {
                "document"
            });
            quote!(#check::<#ty>)
        }
    };
    let docs = Text::new(&format!(
        "{}, read and written.",
        markdown::code(&document.id)
    ));
    let docs = docs.outer();
    quote! {
        #docs
        #gate
        #[test]
        fn #name() { restli::testing::#check(SCHEMA, #file); }
    }
}

/// The type with its path: an import would need a condition of its own.
fn named(cx: &Context<'_>, id: TypeId) -> TokenStream {
    let def = &cx.model[id];
    match &def.kind {
        TypeKind::Typeref(typeref) if typeref.rust_type.is_some() => {
            scope::path(typeref.rust_type.as_deref().unwrap_or_default())
        }
        _ => {
            let root = names::ident(&cx.options.crate_ident());
            let name = names::ident(&def.rust_name);
            quote!(#root::#name)
        }
    }
}

/// The features of which one must be on for the type.
pub(super) fn gate(cx: &Context<'_>, id: TypeId) -> TokenStream {
    match FileKey::of(&cx.model[id].home) {
        FileKey::Resource(resource) => group::cfg_of(cx, cx.model[resource].group),
        file => group::cfg(cx, cx.layout.gate(&file).collect()),
    }
}
