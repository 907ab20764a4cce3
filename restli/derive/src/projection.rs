//! What every projection implements, struct or enum.

use proc_macro2::TokenStream;
use quote::quote;

use crate::input::Input;

/// What differs from projection to projection.
pub(crate) struct Projection {
    /// Whether it resolves URNs, as a type.
    pub(crate) decoration: TokenStream,
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
    let Input {
        name,
        of,
        restli,
        generics,
        ..
    } = input;
    let Projection {
        decoration,
        asked,
        member,
        reader,
        deserialize,
    } = projection;
    let (parameters, arguments, wheres) = generics.split_for_impl();
    let mut with_de = generics.clone();
    with_de.params.insert(0, syn::parse_quote!('de));
    let (de_parameters, ..) = with_de.split_for_impl();
    quote! {
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
                type Decoration = #decoration;

                fn item() -> #restli::private::select::Item {
                    #restli::private::select::item::<Self>()
                }

                #member
            }
            #[automatically_derived]
            impl #parameters #restli::SelectedFrom<#of> for #name #arguments #wheres {}
            #[automatically_derived]
            impl #parameters #restli::SelectedFrom<::std::boxed::Box<#of>> for #name #arguments #wheres {}
            #reader
            #[automatically_derived]
            impl #de_parameters #restli::Deserialize<'de> for #name #arguments #wheres {
                fn deserialize<Input: #restli::Deserializer<'de>>(
                    input: Input,
                ) -> ::core::result::Result<Self, Input::Error> {
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
