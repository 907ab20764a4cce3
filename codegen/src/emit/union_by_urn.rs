//! Unions told apart by the kind of a URN that stands beside them.

use proc_macro2::TokenStream;
use quote::quote;
use restli_model::model::{TypeId, UnionByUrn, UrnMember};

use crate::docs::{Text, facts, markdown};
use crate::emit::{Context, Scope, example};
use crate::names;

/// A union and its table of kinds.
pub(super) fn emit(
    cx: &Context<'_>,
    scope: &Scope<'_>,
    id: TypeId,
    union: &UnionByUrn,
) -> TokenStream {
    let def = &scope.model[id];
    let name = names::ident(&def.rust_name);
    let docs = example::projection::documented(cx, id).outer();
    let deprecated = facts::deprecated(&def.docs);
    let unknown = Text::new("What a URN of another kind resolves to.").outer();
    let variants = union.members.iter().map(|member| {
        let (variant, ty) = (names::ident(&member.rust_name), scope.named(member.ty));
        let docs = Text::new(&of_kind(scope, member)).outer();
        quote!(#docs #variant(#ty))
    });
    let (kind, rust): (Vec<_>, Vec<_>) = union
        .members
        .iter()
        .map(|member| {
            (
                &scope.model[member.kind].name,
                names::ident(&member.rust_name),
            )
        })
        .unzip();
    quote! {
        #docs
        #deprecated
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #unknown
            Unknown(restli::UnknownEntity),
        }
        impl restli::UnionByUrn for #name {
            fn decode(kind: &str, entity: restli::RawEntity) -> restli::JsonResult<Self> {
                match kind {
                    #(#kind => entity.read().map(Self::#rust),)*
                    _ => Ok(Self::Unknown(entity.unknown())),
                }
            }

            fn encode<S: restli::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                match self {
                    #(Self::#rust(entity) => restli::Serialize::serialize(entity, out),)*
                    Self::Unknown(entity) => restli::Serialize::serialize(entity, out),
                }
            }

            fn as_unknown(&self) -> Option<&restli::UnknownEntity> {
                match self { Self::Unknown(entity) => Some(entity), _ => None, }
            }
        }
        restli::union_by_urn!(#name);
    }
}

/// What a member stands for, in words.
pub(super) fn of_kind(scope: &Scope<'_>, member: &UrnMember) -> String {
    let kind = &scope.model[member.kind];
    let urn = format!("urn:{}:{}:…", kind.namespace, kind.name);
    format!("What {} resolves to.", markdown::code(&urn))
}
