//! An enum as a projection of a union, or of what a URN of several kinds is resolved to.

use heck::ToSnakeCase;
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use crate::input::{Input, Member, Union};
use crate::projection::{Projection, expand as expand_projection};
use crate::record::at;

/// The implementations for an enum.
pub(crate) fn expand(input: &Input, union: &Union) -> TokenStream {
    let restli = &input.restli;
    let asked = union.members.iter().map(|member| ask(input, member));
    let types = union
        .members
        .iter()
        .map(|member| member.ty.to_token_stream());
    expand_projection(
        input,
        &Projection {
            undecorated: Some(types.collect()),
            asked: quote!(#(#asked)* ask),
            member: quote! {
                fn read_member<'de, __Map: #restli::MapAccess<'de>>(
                    field: &mut ::core::option::Option<Self>,
                    value: #restli::FieldValue<'_, __Map>,
                ) -> ::core::result::Result<(), __Map::Error> {
                    #restli::private::select::read_union(field, value)
                }

                fn by_kind() -> bool {
                    #restli::private::select::by_kind::<Self>()
                }

                fn of_kind(
                    kind: &str,
                    entity: #restli::RawEntity,
                ) -> #restli::JsonResult<::core::option::Option<Self>> {
                    #restli::private::select::of_kind(kind, entity)
                }
            },
            reader: reader(input, union),
            deserialize: quote!(#restli::private::select::deserialize_union(input)),
        },
    )
}

/// `let ask = ask.member(…).held_by::<Type>();`: the union's variant, and the function of its builder.
fn ask(input: &Input, member: &Member) -> TokenStream {
    let (source, ty) = (&member.source, &member.ty);
    let (of, function) = (&input.of, function(source));
    let held_by = quote_spanned!(at(ty)=> .held_by::<#ty>());
    quote! {
        let ask = ask.member::<#of, _>(
            |entity| match entity {
                #of::#source(value) => ::core::option::Option::Some(value),
                _ => ::core::option::Option::None,
            },
            |value, builder| {
                let builder = match value {
                    ::core::option::Option::Some(value) => value.beside_builder(builder),
                    ::core::option::Option::None => builder,
                };
                builder.#function()
            },
        )
        #held_by;
    }
}

/// What reads the member of the union.
fn reader(input: &Input, union: &Union) -> TokenStream {
    let Input {
        name,
        restli,
        generics,
        ..
    } = input;
    let text = name.to_string();
    let (parameters, arguments, wheres) = generics.split_for_impl();
    let reads = union.members.iter().enumerate().map(|(index, member)| {
        let (index, name, ty) = (Literal::usize_unsuffixed(index), &member.name, &member.ty);
        let unwrap = member.wrapped.unwrap();
        quote! {
            ::core::option::Option::Some(#index) => {
                ::core::option::Option::Some(Self::#name(member.read::<#ty>()? #unwrap))
            }
        }
    });
    let other = match &union.other {
        Some(name) => quote!(::core::option::Option::Some(Self::#name)),
        None => quote!(::core::option::Option::None),
    };
    quote! {
        #[automatically_derived]
        impl #parameters #restli::private::select::UnionProjection for #name #arguments #wheres {
            const NAME: &'static str = #text;

            fn read_member<__Source: #restli::private::select::MemberSource>(
                index: ::core::option::Option<usize>,
                member: __Source,
            ) -> ::core::result::Result<::core::option::Option<Self>, __Source::Error> {
                ::core::result::Result::Ok(match index {
                    #(#reads)*
                    _ => {
                        member.skip()?;
                        #other
                    }
                })
            }
        }
    }
}

/// The builder's function of a variant: `email_address` for `EmailAddress`, as the generator names it.
fn function(variant: &Ident) -> Ident {
    let name = variant.to_string().trim_start_matches("r#").to_snake_case();
    let plain = syn::parse_str::<Ident>(&name).is_ok() && name != "gen";
    match name.as_str() {
        "crate" | "self" | "super" => Ident::new(&format!("{name}_"), variant.span()),
        _ if plain => Ident::new(&name, variant.span()),
        _ => Ident::new_raw(&name, variant.span()),
    }
}
