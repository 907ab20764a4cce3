//! URN kinds and sets of them.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;
use restli_model::model::{Model, Type, UrnIdType, UrnKind, UrnSet, UrnType};

use crate::docs::{Text, facts, markdown};
use crate::emit::{Context, Scope};
use crate::layout::FileKey;
use crate::names;
use crate::print::RustFile;

/// `src/urns.rs`.
pub(super) fn emit(cx: &Context<'_>) -> String {
    let scope = Scope::new(cx.model, FileKey::Urns);
    let kinds = cx.model.urn_kinds.iter().map(|kind| alias(cx.model, kind));
    let sets = cx.model.urn_sets.iter().map(|set| self::set(cx.model, set));
    let markers = cx.model.urn_kinds.iter().map(|kind| marker(&scope, kind));
    let markers: Vec<_> = markers.collect();
    let docs = Text::new("The kinds of this module mark the types of URNs; they have no values.");
    let docs = docs.outer();
    let parts = parts(cx.model);
    RustFile {
        source: cx.options.source("urns.yaml"),
        docs: Text::new("URNs: a type for each kind, and for each set of kinds."),
        inner: quote!(),
        items: quote! {
            #(#kinds)*
            #(#sets)*
            #docs
            pub mod kind {
                #parts
                #(#markers)*
            }
        },
    }
    .print()
}

fn alias(model: &Model, kind: &UrnKind) -> TokenStream {
    let (name, marker) = (
        names::ident(&names::urn(kind)),
        names::ident(&kind.rust_name),
    );
    let mut text = facts::described(&kind.docs, &format!("{}.", markdown::code(&kind.name)));
    text.sentence(&format!("Spelled {}.", markdown::code(&pattern(kind))));
    text.list(
        &facts::link(model, &kind.docs)
            .into_iter()
            .collect::<Vec<_>>(),
    );
    let docs = text.outer();
    let deprecated = facts::deprecated(&kind.docs);
    quote! {
        #docs
        #deprecated
        pub type #name = restli::Urn<kind::#marker>;
    }
}

fn marker(scope: &Scope<'_>, kind: &UrnKind) -> TokenStream {
    let marker = names::ident(&kind.rust_name);
    let (namespace, name) = (&kind.namespace, &kind.name);
    let id = id_type(scope, &kind.id);
    let docs = Text::new(&format!("{}.", markdown::code(&pattern(kind)))).outer();
    quote! {
        #docs
        pub enum #marker {}
        impl restli::UrnKind for #marker {
            type Id = #id;
            const NAMESPACE: &'static str = #namespace;
            const NAME: &'static str = #name;
        }
    }
}

fn id_type(scope: &Scope<'_>, id: &UrnIdType) -> TokenStream {
    match id {
        UrnIdType::String => quote!(String),
        UrnIdType::Long => quote!(i64),
        UrnIdType::Tuple(parts) => {
            let parts = parts.iter().map(|part| scope.ty(&part.ty));
            quote!((#(#parts,)*))
        }
    }
}

/// The URN types that stand in the ids of others.
fn parts(model: &Model) -> Option<TokenStream> {
    let ids = model.urn_kinds.iter().flat_map(|kind| match &kind.id {
        UrnIdType::Tuple(parts) => parts.as_slice(),
        UrnIdType::String | UrnIdType::Long => &[],
    });
    let names = ids.filter_map(|part| match &part.ty {
        Type::Urn(UrnType::Kind(kind)) => Some(names::urn(&model[*kind])),
        Type::Urn(UrnType::Set(set)) => Some(names::urn_set(&model[*set])),
        _ => None,
    });
    let names: BTreeSet<String> = names.collect();
    let idents = names.iter().map(|name| names::ident(name));
    (!names.is_empty()).then(|| quote!(use super::{#(#idents),*};))
}

/// What a URN of the kind looks like.
fn pattern(kind: &UrnKind) -> String {
    let id = match &kind.id {
        UrnIdType::String | UrnIdType::Long => "{id}".to_owned(),
        UrnIdType::Tuple(parts) => {
            let parts: Vec<String> = parts
                .iter()
                .map(|part| format!("{{{}}}", names::bare(&part.name)))
                .collect();
            format!("({})", parts.join(","))
        }
    };
    format!("urn:{}:{}:{id}", kind.namespace, kind.name)
}

fn set(model: &Model, set: &UrnSet) -> TokenStream {
    let name = names::ident(&names::urn_set(set));
    let docs = facts::described(&set.docs, "One of several kinds of URN.").outer();
    let deprecated = facts::deprecated(&set.docs);
    let other = Text::new("A URN of another kind.").outer();
    let kinds = set.kinds.iter().map(|kind| &model[*kind]);
    let variants = kinds.clone().map(|kind| {
        let (variant, ty) = (
            names::ident(&kind.rust_name),
            names::ident(&names::urn(kind)),
        );
        let docs = Text::new(&format!("{}.", markdown::code(&pattern(kind)))).outer();
        quote!(#docs #variant(#ty))
    });
    // Kinds of two namespaces may have one name.
    let wire: BTreeSet<_> = kinds.clone().map(|kind| &kind.name).collect();
    let is_plain = wire.len() == set.kinds.len();
    let told_by = match is_plain {
        true => quote!(urn.kind()),
        false => quote!((urn.namespace(), urn.kind())),
    };
    let patterns = kinds.clone().map(|kind| {
        let (namespace, name) = (&kind.namespace, &kind.name);
        match is_plain {
            true => quote!(#name),
            false => quote!((#namespace, #name)),
        }
    });
    let rust: Vec<_> = kinds
        .clone()
        .map(|kind| names::ident(&kind.rust_name))
        .collect();
    let types: Vec<_> = kinds.map(|kind| names::ident(&names::urn(kind))).collect();
    quote! {
        #docs
        #deprecated
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #other
            Other(restli::Urn),
        }
        impl restli::UrnSet for #name {
            fn from_urn(urn: restli::Urn) -> Self {
                match #told_by {
                    #(#patterns => Self::#rust(urn.assume()),)*
                    _ => Self::Other(urn),
                }
            }

            fn as_str(&self) -> &str {
                match self { #(Self::#rust(urn) => urn.as_str(),)* Self::Other(urn) => urn.as_str(), }
            }

            fn is_expected(&self) -> bool {
                match self { #(Self::#rust(urn) => urn.is_expected(),)* Self::Other(_) => false, }
            }
        }
        #(
            impl From<#types> for #name {
                fn from(urn: #types) -> Self { Self::#rust(urn) }
            }
        )*
        restli::urn_set!(#name);
    }
}
