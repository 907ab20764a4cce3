//! Enums: open to symbols that the schema does not know.

use proc_macro2::TokenStream;
use quote::quote;
use restli_model::model::{Enum, TypeId};

use crate::docs::{Text, facts, markdown};
use crate::emit::Scope;
use crate::names;

/// An enum and its table of symbols.
pub(super) fn emit(scope: &Scope<'_>, id: TypeId, symbols: &Enum) -> TokenStream {
    let def = &scope.model[id];
    let name = names::ident(&def.rust_name);
    let docs = facts::named_type(scope.model, id).outer();
    let deprecated = facts::deprecated(&def.docs);
    let unknown = Text::new("A symbol that the schema does not know.").outer();
    let variants = symbols.symbols.iter().map(|symbol| {
        let variant = names::ident(&symbol.rust_name);
        let otherwise = format!("{}.", markdown::code(&symbol.name));
        let docs = facts::described(&symbol.docs, &otherwise).outer();
        let deprecated = facts::deprecated(&symbol.docs);
        quote!(#docs #deprecated #variant)
    });
    let (wire, rust): (Vec<_>, Vec<_>) = symbols
        .symbols
        .iter()
        .map(|symbol| (&symbol.name, names::ident(&symbol.rust_name)))
        .unzip();
    quote! {
        #docs
        #deprecated
        #[derive(Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
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
