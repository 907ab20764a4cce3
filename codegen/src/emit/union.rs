//! Unions told apart by the key of their member.

use proc_macro2::TokenStream;
use quote::quote;
use restli_model::model::{Member, TypeDef, TypeId, Union};

use crate::docs::{Text, facts, markdown};
use crate::emit::{Context, Scope, defaults, example};
use crate::names;

/// A union and its table of members.
pub(super) fn emit(cx: &Context<'_>, scope: &Scope<'_>, id: TypeId, union: &Union) -> TokenStream {
    let def = &cx.model[id];
    let name = names::ident(&def.rust_name);
    let definition = definition(cx, scope, id, union);
    let codec = codec(def, union);
    let defaults = cx.layout.defaults.contains(&id);
    let defaults = defaults.then(|| defaults::emit_union(cx, def, union));
    quote! {
        #definition
        #codec
        restli::union!(#name);
        #defaults
    }
}

fn definition(cx: &Context<'_>, scope: &Scope<'_>, id: TypeId, union: &Union) -> TokenStream {
    let def = &scope.model[id];
    let name = names::ident(&def.rust_name);
    let docs = example::projection::documented(cx, id).outer();
    let deprecated = facts::deprecated(&def.docs);
    let variants = union.members.iter().map(|member| variant(scope, member));
    let null = union.nullable.then(|| {
        let docs = Text::new("JSON `null`.").outer();
        quote!(#docs Null,)
    });
    let unknown = Text::new("A member that the schema does not know.").outer();
    quote! {
        #docs
        #deprecated
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #null
            #unknown
            Unknown(restli::UnknownMember),
        }
    }
}

fn variant(scope: &Scope<'_>, member: &Member) -> TokenStream {
    let (variant, ty) = (names::ident(&member.rust_name), scope.ty(&member.ty));
    let otherwise = format!("{}.", markdown::code(&member.key));
    let docs = facts::described(&member.docs, &otherwise).outer();
    let deprecated = facts::deprecated(&member.docs);
    quote!(#docs #deprecated #variant(#ty))
}

fn codec(def: &TypeDef, union: &Union) -> TokenStream {
    let name = names::ident(&def.rust_name);
    let members = union.members.iter();
    let (key, rust): (Vec<_>, Vec<_>) = members
        .map(|member| (&member.key, names::ident(&member.rust_name)))
        .unzip();
    let null = union.nullable.then(|| quote!(Self::Null => Ok(()),));
    let functions = union.nullable.then(|| {
        quote! {
            fn null() -> Option<Self> { Some(Self::Null) }
            fn is_null(&self) -> bool { matches!(self, Self::Null) }
        }
    });
    quote! {
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
                    #null
                    Self::Unknown(member) => out.unknown(member),
                }
            }

            #functions
        }
    }
}
