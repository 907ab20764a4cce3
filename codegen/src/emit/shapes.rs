//! Values that arrive in several JSON shapes.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use restli_model::model::{Alternative, Model, Shapes, Type, TypeId, TypeKind};

use crate::docs::{Text, facts};
use crate::emit::{Scope, argument};
use crate::names;

/// An enum of the shapes, told apart by the JSON itself.
pub(super) fn emit(scope: &Scope<'_>, id: TypeId, shapes: &Shapes) -> TokenStream {
    let def = &scope.model[id];
    let name = names::ident(&def.rust_name);
    let docs = facts::named_type(scope.model, id).outer();
    let deprecated = facts::deprecated(&def.docs);
    let variants = shapes.alternatives.iter().map(|alternative| {
        let (variant, ty) = (
            names::ident(&alternative.rust_name),
            scope.ty(&alternative.ty),
        );
        let docs = Text::new(words(scope.model, alternative)).outer();
        quote!(#docs #variant(#ty))
    });
    let mut open = shapes.alternatives.iter();
    let open = open.find(|open| shape(scope.model, &open.ty).is_none());
    let known = shapes.alternatives.iter();
    let known = known
        .filter_map(|alternative| shape(scope.model, &alternative.ty).map(|s| (s, alternative)));
    let (shape, read): (Vec<_>, Vec<_>) = known
        .map(|(shape, alternative)| (shape, names::ident(&alternative.rust_name)))
        .unzip();
    let rest = match open {
        Some(open) => {
            let open = names::ident(&open.rust_name);
            quote!(_ => value.read().map(Self::#open),)
        }
        None => {
            let text = &def.rust_name;
            quote!(other => value.unexpected(#text, other),)
        }
    };
    let all = shapes
        .alternatives
        .iter()
        .map(|a| names::ident(&a.rust_name));
    quote! {
        #docs
        #deprecated
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
        }
        impl restli::Shapes for #name {
            fn decode(shape: restli::Shape, value: restli::RawEntity) -> restli::JsonResult<Self> {
                match shape {
                    #(restli::Shape::#shape => value.read().map(Self::#read),)*
                    #rest
                }
            }

            fn encode<S: restli::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                match self {
                    #(Self::#all(value) => restli::Serialize::serialize(value, out),)*
                }
            }
        }
        restli::shapes!(#name);
    }
}

/// The JSON shape of a type; open JSON has none of its own and is what remains.
fn shape(model: &Model, ty: &Type) -> Option<Ident> {
    let name = match argument::resolved(model, ty) {
        Type::Boolean => "Boolean",
        Type::Int | Type::Long | Type::Float | Type::Double | Type::Instant(_) => "Number",
        Type::String | Type::Bytes | Type::Urn(_) | Type::Decimal => "String",
        Type::Array(_) => "Array",
        Type::Map(..) => "Object",
        Type::Json => return None,
        Type::Named(id) => match &model[*id].kind {
            TypeKind::Enum(_) | TypeKind::Fixed(_) => "String",
            TypeKind::Typeref(typeref) => return shape(model, &typeref.ty),
            TypeKind::Record(_) | TypeKind::Union(_) | TypeKind::UnionByUrn(_) => "Object",
            TypeKind::Shapes(_) => return None,
        },
    };
    Some(names::ident(name))
}

fn words(model: &Model, alternative: &Alternative) -> &'static str {
    match shape(model, &alternative.ty)
        .map(|shape| shape.to_string())
        .as_deref()
    {
        Some("Boolean") => "As `true` or `false`.",
        Some("Number") => "As a number.",
        Some("String") => "As text.",
        Some("Array") => "As a list.",
        Some(_) => "As an object.",
        None => "As any other JSON.",
    }
}
