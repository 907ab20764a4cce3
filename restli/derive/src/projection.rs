//! What every projection implements, struct or enum.

use proc_macro2::TokenStream;
use quote::quote;

use crate::input::Input;

/// What differs from projection to projection.
pub(crate) struct Projection {
    /// The types that must resolve no URN for it not to; nothing where it does so itself.
    pub(crate) undecorated: Option<Vec<TokenStream>>,
    /// Asks for each field.
    pub(crate) asked: TokenStream,
    /// How it stands in the record around it, where that is not as others do.
    pub(crate) member: TokenStream,
    /// The implementation of what reads it.
    pub(crate) reader: TokenStream,
    /// Reads it from `input`.
    pub(crate) deserialize: TokenStream,
}

/// The implementations.
pub(crate) fn expand(input: &Input, projection: &Projection) -> TokenStream {
    let lints = &input.lints;
    let Input {
        name,
        of,
        restli,
        generics,
        ..
    } = input;
    let Projection {
        undecorated,
        asked,
        member,
        reader,
        deserialize,
    } = projection;
    let (parameters, arguments, wheres) = generics.split_for_impl();
    let undecorated = undecorated
        .as_ref()
        .map(|types| self::undecorated(input, types));
    let mut with_de = generics.clone();
    with_de.params.insert(0, syn::parse_quote!('__de));
    let (de_parameters, ..) = with_de.split_for_impl();
    quote! {
        #(#lints)*
        const _: () = {
            #[automatically_derived]
            impl #parameters #restli::Projection for #name #arguments #wheres {
                type Of = #of;

                fn ask(ask: #restli::private::select::Ask<#of>) -> #restli::private::select::Ask<#of> {
                    use #restli::private::select::Beside as _;
                    #asked
                }

                fn asked() -> &'static ::std::sync::OnceLock<#restli::private::select::Asked> {
                    static ASKED: ::std::sync::OnceLock<#restli::private::select::Asked> =
                        ::std::sync::OnceLock::new();
                    &ASKED
                }
            }
            #[automatically_derived]
            impl #parameters #restli::private::select::Member for #name #arguments #wheres {

                fn item() -> #restli::private::select::Item {
                    #restli::private::select::item::<Self>()
                }

                #member
            }
            #[automatically_derived]
            impl #parameters #restli::SelectedFrom<#of> for #name #arguments #wheres {}
            #[automatically_derived]
            impl #parameters #restli::SelectedFrom<::std::boxed::Box<#of>> for #name #arguments #wheres {}
            #undecorated
            #reader
            #[automatically_derived]
            impl #de_parameters #restli::Deserialize<'__de> for #name #arguments #wheres {
                fn deserialize<__Input: #restli::Deserializer<'__de>>(
                    input: __Input,
                ) -> ::core::result::Result<Self, __Input::Error> {
                    #deserialize
                }
            }
            #[automatically_derived]
            impl #parameters #restli::Answer for #name #arguments #wheres {
                fn read(response: &#restli::Response) -> #restli::Result<Self> {
                    response.json()
                }
            }
            #[automatically_derived]
            impl #parameters #restli::BatchItem for #name #arguments #wheres {}
        };
    }
}

/// That it resolves no URN if none of these types does. It is stated for every call, because the compiler would
/// check on the spot what it can decide without one.
fn undecorated(input: &Input, types: &[TokenStream]) -> TokenStream {
    let Input {
        name,
        restli,
        generics,
        ..
    } = input;
    let mut generics_of_call = generics.clone();
    generics_of_call.params.push(syn::parse_quote!(__Call));
    let wheres = generics_of_call.make_where_clause();
    for ty in types {
        wheres
            .predicates
            .push(syn::parse_quote!(#ty: #restli::Undecorated<__Call>));
    }
    let (_, arguments, _) = generics.split_for_impl();
    let (parameters, _, wheres) = generics_of_call.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #parameters #restli::Undecorated<__Call> for #name #arguments #wheres {}
    }
}
