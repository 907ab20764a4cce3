//! What a record has because calls send it: `new` with what is required, setters for the rest.

use proc_macro2::TokenStream;
use quote::quote;
use restli_model::model::{Field, Record, TypeDef};

use crate::docs::{Text, facts};
use crate::emit::argument::{self, Owned};
use crate::emit::{Scope, record};
use crate::names;

/// The functions that make the record, and its conversions from text.
pub(super) fn emit(scope: &Scope<'_>, def: &TypeDef, record: &Record) -> TokenStream {
    let name = names::ident(&def.rust_name);
    let new = new(scope, record);
    let optional = record
        .fields
        .iter()
        .filter(|field| !field.read_only && !field.required);
    let setters = optional.map(|field| setter(scope, field));
    let conversions = record::is_one_text(scope, record).then(|| conversions(def));
    quote! {
        impl #name {
            #new
            #(#setters)*
        }
        #conversions
    }
}

fn new(scope: &Scope<'_>, record: &Record) -> TokenStream {
    let required = record::required(record);
    let docs = match required.is_empty() {
        true => Text::new("Without any field.").outer(),
        false => Text::new("With what must be given.").outer(),
    };
    let parameters = required.iter().map(|field| {
        let (name, ty) = (
            names::ident(&field.rust_name),
            argument::field_parameter(scope, field),
        );
        quote!(#name: #ty)
    });
    if required.is_empty() {
        return quote!(#docs pub fn new() -> Self { Default::default() });
    }
    let fields = required.iter().map(|field| {
        let name = names::ident(&field.rust_name);
        let Owned { before, value } = argument::field_owned(scope, field, &name);
        (before, quote!(#name: Some(#value)))
    });
    let (before, fields): (Vec<_>, Vec<_>) = fields.unzip();
    let rest = (required.len() < record.fields.len()).then(|| quote!(..Default::default()));
    quote! {
        #docs
        pub fn new(#(#parameters),*) -> Self {
            #(#before)*
            Self { #(#fields,)* #rest }
        }
    }
}

fn setter(scope: &Scope<'_>, field: &Field) -> TokenStream {
    let name = names::ident(&field.rust_name);
    let docs = facts::field(scope.model, field).outer();
    let deprecated = facts::deprecated(&field.docs);
    let ty = argument::field_parameter(scope, field);
    let Owned { before, value } = argument::field_owned(scope, field, &name);
    quote! {
        #docs
        #deprecated
        pub fn #name(mut self, #name: #ty) -> Self {
            #before
            self.#name = Some(#value);
            self
        }
    }
}

fn conversions(def: &TypeDef) -> TokenStream {
    let name = names::ident(&def.rust_name);
    quote! {
        impl From<String> for #name {
            fn from(text: String) -> Self { Self::new(text) }
        }
        impl From<&str> for #name {
            fn from(text: &str) -> Self { Self::new(text) }
        }
    }
}
