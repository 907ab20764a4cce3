//! Records: a struct, its table-like reader and writer, and what inputs have besides.

use proc_macro2::TokenStream;
use quote::quote;
use restli_model::model::{Field, Model, Record, Type, TypeDef, TypeId, TypeKind};

use crate::docs::facts;
use crate::emit::{Context, Scope, argument, defaults, example, setters};
use crate::names;

/// Everything of a record but its projection builder.
pub(super) fn emit(
    cx: &Context<'_>,
    scope: &Scope<'_>,
    id: TypeId,
    record: &Record,
) -> TokenStream {
    let def = &cx.model[id];
    let name = names::ident(&def.rust_name);
    let definition = definition(cx, scope, id, record);
    let codec = codec(scope, def, record);
    let input = def.usage.input.then(|| setters::emit(scope, def, record));
    let parameter = cx.layout.parameters.contains(&id);
    let parameter = parameter.then(|| quote!(restli::param!(#name);));
    let key = cx.layout.keys.contains(&id);
    let key = key.then(|| quote!(restli::key!(#name);));
    let defaults = cx.layout.defaults.contains(&id);
    let defaults = defaults.then(|| defaults::emit(cx, scope, def, record));
    let extension = def.extension.as_deref();
    let extension = extension.and_then(|path| extend(scope, def, record, path));
    quote! {
        #definition
        #codec
        restli::record!(#name);
        #parameter
        #key
        #extension
        #defaults
        #input
    }
}

fn definition(cx: &Context<'_>, scope: &Scope<'_>, id: TypeId, record: &Record) -> TokenStream {
    let def = &scope.model[id];
    let name = names::ident(&def.rust_name);
    let docs = example::projection::documented(cx, id).outer();
    let deprecated = facts::deprecated(&def.docs);
    let fields = record.fields.iter().map(|field| {
        let name = names::ident(&field.rust_name);
        let docs = facts::field(scope.model, field).outer();
        let deprecated = facts::deprecated(&field.docs);
        let ty = scope.field(field);
        quote!(#docs #deprecated pub #name: Option<#ty>)
    });
    quote! {
        #docs
        #deprecated
        #[derive(Clone, Default, PartialEq)]
        #[non_exhaustive]
        pub struct #name { #(#fields,)* }
    }
}

fn codec(scope: &Scope<'_>, def: &TypeDef, record: &Record) -> TokenStream {
    let name = names::ident(&def.rust_name);
    let rust_name = &def.rust_name;
    let decode = record.fields.iter().map(|field| {
        let (wire, name) = (&field.name, names::ident(&field.rust_name));
        let read = names::ident(reading(scope.model, field));
        quote!(#wire => value.#read(&mut self.#name),)
    });
    let encode = record.fields.iter().map(|field| {
        let (wire, name) = (&field.name, names::ident(&field.rust_name));
        let write = names::ident(decorated(scope.model, field).unwrap_or("write"));
        quote!(out.#write(#wire, &self.#name)?;)
    });
    let out = names::ident(if record.fields.is_empty() {
        "_out"
    } else {
        "out"
    });
    // The URN of an entity in place is the record's own business where it has a field for it.
    let own_urn = record.fields.iter().any(|field| field.name == "$URN");
    let own_urn = own_urn.then(|| {
        quote!(
            const OWN_URN: bool = true;
        )
    });
    quote! {
        impl restli::Record for #name {
            const NAME: &'static str = #rust_name;
            #own_urn

            fn decode<'de, A: restli::MapAccess<'de>>(
                &mut self,
                name: &str,
                value: restli::FieldValue<'_, A>,
            ) -> Result<(), A::Error> {
                match name { #(#decode)* _ => value.skip(), }
            }

            fn encode<M: restli::SerializeMap>(&self, #out: &mut restli::Fields<'_, M>) -> Result<(), M::Error> {
                #(#encode)*
                Ok(())
            }
        }
    }
}

/// How the runtime reads a field.
fn reading(model: &Model, field: &Field) -> &'static str {
    let is_nullable = matches!(argument::resolved(model, &field.ty), Type::Named(id)
        if matches!(&model[*id].kind, TypeKind::Union(union) if union.nullable));
    match (decorated(model, field), is_nullable) {
        (Some(read), _) => read,
        (None, true) => "nullable",
        (None, false) => "read",
    }
}

/// What reads and writes a decorated field.
fn decorated(model: &Model, field: &Field) -> Option<&'static str> {
    field.decoration.as_ref()?;
    Some(match argument::is_list(model, field) {
        true => "decorated_list",
        false => "decorated",
    })
}

/// The call of a hand-written macro with the fields that it wants to see.
fn extend(scope: &Scope<'_>, def: &TypeDef, record: &Record, path: &str) -> Option<TokenStream> {
    let name = names::ident(&def.rust_name);
    let path: syn::Path = syn::parse_str(path).ok()?;
    let fields = record.fields.iter().map(|field: &Field| {
        let (name, ty) = (names::ident(&field.rust_name), scope.field(field));
        quote!(#name: #ty)
    });
    Some(quote!(#path!(#name { #(#fields),* });))
}

/// The fields that must be given when the record is made, in order.
pub(super) fn required(record: &Record) -> Vec<&Field> {
    let fields = record.fields.iter();
    fields
        .filter(|field| field.required && !field.read_only)
        .collect()
}

/// Whether the record is no more than one text to those who make it, so that a text will do.
pub(super) fn is_one_text(scope: &Scope<'_>, record: &Record) -> bool {
    match required(record).as_slice() {
        [only] => matches!(argument::resolved(scope.model, &only.ty), Type::String),
        _ => false,
    }
}
