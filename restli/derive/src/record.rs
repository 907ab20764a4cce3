//! A struct as a projection of a record.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::Path;
use syn::spanned::Spanned;

use crate::input::{Field, Input, Resolves};
use crate::projection::{Projection, expand as expand_projection};

/// The implementations for a struct.
pub(crate) fn expand(input: &Input, fields: &[Field]) -> TokenStream {
    let restli = &input.restli;
    let asked = fields.iter().map(|field| ask(input, field));
    let resolves = fields.iter().any(Field::resolves);
    let types = fields.iter().map(|field| field.ty.to_token_stream());
    expand_projection(
        input,
        &Projection {
            undecorated: (!resolves).then(|| types.collect()),
            asked: quote!(#(#asked)* ask),
            member: quote! {
                fn read_resolved<'de, __Input: #restli::Deserializer<'de>>(
                    input: __Input,
                ) -> ::core::result::Result<::core::option::Option<Self>, __Input::Error> {
                    #restli::private::select::deserialize_resolved(input)
                }
            },
            reader: reader(input, fields),
            deserialize: quote!(#restli::private::select::deserialize(input)),
        },
    )
}

/// `let ask = ask.field(…).held_by::<Type>();`: the field of the entity, and the function of its builder.
fn ask(input: &Input, field: &Field) -> TokenStream {
    let Input { of, restli, .. } = input;
    let (ty, source) = (&field.ty, &field.source);
    let function = match &field.resolves {
        Resolves::Variant(variant) => suffixed(source, variant),
        Resolves::Nothing | Resolves::Urn => source.clone(),
    };
    // The name under which errors about the field are reported.
    let asked = Ident::new("asked", at(source));
    let behind = field.resolves().then(
        || quote_spanned!(at(source)=> let #asked = #restli::private::select::behind(#asked);),
    );
    let held_by = quote_spanned!(at(ty)=> .held_by::<#ty>());
    quote! {
        let #asked = ask.field::<#of, _>(|entity, builder| {
            let value = &entity.#source;
            let builder = value.beside_builder(builder);
            (value, builder.#function())
        });
        #behind
        let ask = #asked #held_by;
    }
}

/// Where an error about a part of the user's type is reported; names are resolved here all the same.
pub(crate) fn at(part: &impl Spanned) -> Span {
    part.span().resolved_at(Span::call_site())
}

/// `display_image` through `playable_streams` is `display_image_playable_streams`.
fn suffixed(source: &Ident, variant: &Ident) -> Ident {
    let bare = |ident: &Ident| {
        let name = ident.to_string();
        let name = name.trim_start_matches("r#");
        name.trim_end_matches('_').to_owned()
    };
    format_ident!("{}_{}", bare(source), bare(variant), span = variant.span())
}

/// What reads the members of the record.
fn reader(input: &Input, fields: &[Field]) -> TokenStream {
    let Input {
        name,
        restli,
        generics,
        ..
    } = input;
    let text = name.to_string();
    let (parameters, arguments, wheres) = generics.split_for_impl();
    let sources = sources(fields);
    let slots = sources.iter().map(|source| source.slot(restli));
    let reads = sources.iter().map(|source| source.read(restli));
    let values: Vec<_> = sources.iter().flat_map(|source| source.values()).collect();
    // Apart from the fields' own names, which may be those of anything here.
    let names: Vec<_> = (0..values.len())
        .map(|index| format_ident!("value{index}"))
        .collect();
    let (fields, values): (Vec<_>, Vec<_>) = values.into_iter().unzip();
    quote! {
        #[automatically_derived]
        impl #parameters #restli::private::select::RecordProjection for #name #arguments #wheres {
            const NAME: &'static str = #text;

            fn read_members<'de, __Map: #restli::MapAccess<'de>>(
                mut members: #restli::private::select::Members<'_, 'de, __Map>,
            ) -> ::core::result::Result<Self, __Map::Error> {
                #(#slots)*
                while let ::core::option::Option::Some((index, value)) = members.next_member()? {
                    let read = match index {
                        #(#reads)*
                        _ => value.skip(),
                    };
                    read?;
                }
                // At once, so that there is one branch and not one for each field.
                let (#(::core::option::Option::Some(#names),)*) = (#(#values,)*) else {
                    return ::core::result::Result::Err(members.problem());
                };
                ::core::result::Result::Ok(Self { #(#fields: #names,)* })
            }
        }
    }
}

/// A field of the entity, with the fields of the projection that are read from it.
struct Source<'a> {
    /// Where its slot is, and the index of the first field.
    first: usize,
    plain: Option<(usize, &'a Field)>,
    resolved: Option<(usize, &'a Field)>,
}

fn sources(fields: &[Field]) -> Vec<Source<'_>> {
    let mut sources: Vec<Source<'_>> = Vec::new();
    for (index, field) in fields.iter().enumerate() {
        let known = |source: &&mut Source<'_>| fields[source.first].source == field.source;
        let source = match sources.iter_mut().find(known) {
            Some(source) => source,
            None => {
                sources.push(Source {
                    first: index,
                    plain: None,
                    resolved: None,
                });
                let last = sources.len() - 1;
                &mut sources[last]
            }
        };
        match field.resolves() {
            true => source.resolved = Some((index, field)),
            false => source.plain = Some((index, field)),
        }
    }
    sources
}

impl Source<'_> {
    fn name(&self) -> Ident {
        format_ident!("slot{}", self.first)
    }

    /// What is known of the field so far.
    fn slot(&self, restli: &Path) -> TokenStream {
        let slot = self.name();
        let ty = match (self.resolved, self.plain) {
            (Some((_, field)), _) => {
                let ty = &field.ty;
                quote_spanned! {at(ty)=>
                    #restli::private::select::Resolving::<<#ty as #restli::Selected>::Entity>
                }
            }
            (None, Some((_, field))) => {
                let ty = &field.ty;
                quote_spanned!(at(ty)=> <#ty as #restli::Selected>::Slot)
            }
            (None, None) => return TokenStream::new(),
        };
        quote!(let mut #slot = <#ty as ::core::default::Default>::default();)
    }

    fn read(&self, restli: &Path) -> TokenStream {
        let (slot, index) = (self.name(), Literal::usize_unsuffixed(self.first));
        match (self.resolved, self.plain) {
            (None, Some((_, field))) => {
                let ty = &field.ty;
                quote!(#index => <#ty as #restli::Selected>::read(&mut #slot, value),)
            }
            _ => quote!(#index => #slot.read(value),),
        }
    }

    /// The fields with their values; what was resolved is taken out before the URN is.
    fn values(&self) -> Vec<(&Ident, TokenStream)> {
        let slot = self.name();
        let resolved = self.resolved.map(|(index, field)| {
            let (ty, index) = (&field.ty, Literal::usize_unsuffixed(index));
            let value = quote_spanned! {at(ty)=>
                members.resolved::<#ty>(#index, &mut #slot)
            };
            (&field.name, value)
        });
        let plain = self.plain.map(|(index, field)| {
            let (ty, index) = (&field.ty, Literal::usize_unsuffixed(index));
            let value = match self.resolved {
                None => {
                    let unwrap = field.wrapped.unwrap_in_option();
                    quote!(members.finish::<#ty>(#index, #slot) #unwrap)
                }
                Some(_) => quote_spanned!(at(ty)=> members.urn::<#ty, _>(#index, #slot)),
            };
            (&field.name, value)
        });
        resolved.into_iter().chain(plain).collect()
    }
}
