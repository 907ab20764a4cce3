//! Unions told apart by the key of their member.

use proc_macro2::TokenStream;
use quote::quote;
use restli_model::model::{TypeId, Union};

use crate::docs::{Text, facts, markdown};
use crate::emit::Scope;
use crate::names;

/// A union and its table of members.
pub(super) fn emit(scope: &Scope<'_>, id: TypeId, union: &Union) -> TokenStream {
    let def = &scope.model[id];
    let name = names::ident(&def.rust_name);
    let docs = facts::named_type(scope.model, id).outer();
    let deprecated = facts::deprecated(&def.docs);
    let unknown = Text::new("A member that the schema does not know.").outer();
    let variants = union.members.iter().map(|member| {
        let (variant, ty) = (names::ident(&member.rust_name), scope.ty(&member.ty));
        let otherwise = format!("{}.", markdown::code(&member.key));
        let docs = facts::described(&member.docs, &otherwise).outer();
        let deprecated = facts::deprecated(&member.docs);
        quote!(#docs #deprecated #variant(#ty))
    });
    let (key, rust): (Vec<_>, Vec<_>) = union
        .members
        .iter()
        .map(|member| (&member.key, names::ident(&member.rust_name)))
        .unzip();
    quote! {
        #docs
        #deprecated
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #unknown
            Unknown(restli::UnknownMember),
        }
        impl restli::Union for #name {
            fn decode<'de, A: restli::MapAccess<'de>>(member: &str, value: restli::MemberValue<'_, A>) -> Result<Self, A::Error> {
                match member {
                    #(#key => value.read().map(Self::#rust),)*
                    _ => value.unknown(member).map(Self::Unknown),
                }
            }

            fn encode<M: restli::SerializeMap>(&self, out: &mut restli::Fields<'_, M>) -> Result<(), M::Error> {
                match self {
                    #(Self::#rust(value) => out.member(#key, value),)*
                    Self::Unknown(member) => out.unknown(member),
                }
            }
        }
        restli::union!(#name);
    }
}
