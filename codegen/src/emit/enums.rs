//! Enums: open to symbols that the schema does not know.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use restli_model::model::{Enum, TypeId};

use crate::docs::{Text, facts, markdown};
use crate::emit::Scope;
use crate::names;

/// A symbol: its name on the wire, its variant, and what stands above that.
pub(super) struct Variant<'m> {
    pub(super) wire: &'m str,
    pub(super) rust: Ident,
    pub(super) attributes: TokenStream,
}

/// An enum and its table of symbols.
pub(super) fn emit(scope: &Scope<'_>, id: TypeId, symbols: &Enum) -> TokenStream {
    let def = &scope.model[id];
    let name = names::ident(&def.rust_name);
    let docs = facts::named_type(scope.model, id).outer();
    let deprecated = facts::deprecated(&def.docs);
    let unknown = Text::new("A symbol that the schema does not know.");
    let variants = symbols.symbols.iter().map(|symbol| {
        let otherwise = format!("{}.", markdown::code(&symbol.name));
        let docs = facts::described(&symbol.docs, &otherwise).outer();
        let deprecated = facts::deprecated(&symbol.docs);
        Variant {
            wire: &symbol.name,
            rust: names::ident(&symbol.rust_name),
            attributes: quote!(#docs #deprecated),
        }
    });
    let variants: Vec<_> = variants.collect();
    let open = open(&name, &unknown, &variants);
    quote!(#docs #deprecated #open)
}

/// An enum that keeps what it does not know; its own attributes go in front.
pub(super) fn open(name: &Ident, unknown: &Text, variants: &[Variant<'_>]) -> TokenStream {
    let attributes = variants.iter().map(|variant| &variant.attributes);
    let rust: Vec<_> = variants.iter().map(|variant| &variant.rust).collect();
    let wire: Vec<_> = variants.iter().map(|variant| variant.wire).collect();
    let unknown = unknown.outer();
    quote! {
        #[derive(Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#attributes #rust,)*
            #unknown
            Unknown(restli::UnknownSymbol),
        }
        impl restli::Symbols for #name {
            fn symbol(&self) -> &str {
                match self { #(Self::#rust => #wire,)* Self::Unknown(symbol) => symbol.as_str(), }
            }

            fn from_symbol(symbol: &str) -> Self {
                match symbol { #(#wire => Self::#rust,)* _ => Self::Unknown(restli::UnknownSymbol::new(symbol)), }
            }
        }
        restli::symbols!(#name);
    }
}
