//! Patch builders: for each field of a record, what can be changed about it.
//!
//! A patch of a field is set, deleted, reordered or patched itself; a function for each, so that a
//! caller never writes `$set`.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use restli_model::model::{Docs, Field, Model, Record, Type, TypeDef, TypeId, TypeKind, Union};

use crate::docs::{Text, facts, markdown};
use crate::emit::{Scope, argument, method};
use crate::names;

/// What stands inside a field that a patch can reach into.
pub(super) enum Inside {
    /// A record or a union.
    Builder(TypeId),
    /// A map of these.
    Map(Type),
}

/// The builder of a record.
pub(super) fn emit(scope: &Scope<'_>, def: &TypeDef, record: &Record) -> TokenStream {
    let fields = record.fields.iter().filter(|field| is_patched(field));
    let parts = fields.clone().map(|field| part(scope, field));
    let parts = table(def, false, parts);
    let builder = builder(def, fields.map(|field| functions(scope, field)));
    quote!(#builder #parts)
}

/// The builder of a union, whose records can be patched where they are.
pub(super) fn emit_union(scope: &Scope<'_>, def: &TypeDef, union: &Union) -> TokenStream {
    let members = union.members.iter();
    let parts = members.clone().filter_map(|member| {
        let inside = inside(scope.model, &member.ty)?;
        Some(reaching(scope, &member.key, &inside))
    });
    let parts = table(def, true, parts);
    let functions = members.filter_map(|member| {
        let inside = inside(scope.model, &member.ty)?;
        let name = names::function(&member.rust_name);
        Some(within(scope, &name, &member.key, &member.docs, &inside))
    });
    let builder = builder(def, functions);
    quote!(#builder #parts)
}

/// What a comparison of two values can say in a patch.
fn table(def: &TypeDef, is_union: bool, parts: impl Iterator<Item = TokenStream>) -> TokenStream {
    let name = names::ident(&def.rust_name);
    let is_union = is_union.then(|| {
        quote!(
            const IS_UNION: bool = true;
        )
    });
    quote! {
        impl restli::patch::Parts for #name {
            #is_union
            const PARTS: &'static [restli::patch::Part] = &[#(#parts,)*];
        }
    }
}

/// A field in the table.
fn part(scope: &Scope<'_>, field: &Field) -> TokenStream {
    let wire = &field.name;
    let part = match inside(scope.model, &field.ty) {
        Some(inside) => reaching(scope, wire, &inside),
        None => quote!(restli::patch::Part::whole(#wire)),
    };
    let required = field.required.then(|| quote!(.required()));
    quote!(#part #required)
}

fn reaching(scope: &Scope<'_>, wire: &str, inside: &Inside) -> TokenStream {
    let value = match inside {
        Inside::Builder(id) => {
            let part = scope.named(*id);
            return quote!(restli::patch::Part::within::<#part>(#wire));
        }
        Inside::Map(value) => self::inside(scope.model, value),
    };
    match value {
        Some(Inside::Builder(id)) => {
            let value = scope.named(id);
            quote!(restli::patch::Part::map_of::<#value>(#wire))
        }
        _ => quote!(restli::patch::Part::map(#wire)),
    }
}

/// Whether a patch may change a field at all.
pub(super) fn is_patched(field: &Field) -> bool {
    !field.read_only && !field.create_only
}

/// Whether a type has a patch builder.
pub(super) fn patched(model: &Model, id: TypeId) -> bool {
    let def = &model[id];
    def.usage.patched
        && match &def.kind {
            TypeKind::Record(_) => true,
            TypeKind::Union(union) => union.members.iter().any(|member| {
                matches!(argument::resolved(model, &member.ty), Type::Named(id)
                    if matches!(model[*id].kind, TypeKind::Record(_)))
            }),
            _ => false,
        }
}

/// What a patch finds inside a value of this type, if it can reach into it.
pub(super) fn inside(model: &Model, ty: &Type) -> Option<Inside> {
    match argument::resolved(model, ty) {
        Type::Named(id) => patched(model, *id).then_some(Inside::Builder(*id)),
        Type::Map(_, value) => Some(Inside::Map((**value).clone())),
        _ => None,
    }
}

fn builder(def: &TypeDef, functions: impl Iterator<Item = TokenStream>) -> TokenStream {
    let (name, record) = (
        names::ident(&names::patch(def)),
        names::ident(&def.rust_name),
    );
    let docs = Text::new(&format!("Changes of [`{record}`].")).outer();
    let functions: Vec<_> = functions.collect();
    let functions = (!functions.is_empty()).then(|| quote!(impl #name { #(#functions)* }));
    quote! {
        #docs
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct #name(restli::Patch);
        #functions
        restli::patch!(#name => #record);
    }
}

fn functions(scope: &Scope<'_>, field: &Field) -> TokenStream {
    let wire = &field.name;
    let value = names::ident(&field.rust_name);
    let ty = argument::parameter(scope, &field.ty);
    let method::Step { before, call } = method::borrowed(
        scope,
        &field.ty,
        &value,
        |value| quote!(.set(#wire, #value)),
    );
    let (set, docs) = named("set", field, "Sets");
    let delete = (!field.required).then(|| {
        let (delete, docs) = named("delete", field, "Deletes");
        quote!(#docs pub fn #delete(self) -> Self { Self(self.0.delete(#wire)) })
    });
    let reorder = is_array(scope.model, &field.ty).then(|| {
        let (reorder, docs) = named("reorder", field, "Moves one item of");
        quote! {
            #docs
            pub fn #reorder(self, from: u32, to: u32) -> Self {
                Self(self.0.reorder(#wire, from, to))
            }
        }
    });
    let inside = inside(scope.model, &field.ty);
    let within = inside.map(|inside| within(scope, &field.rust_name, wire, &field.docs, &inside));
    quote! {
        #docs
        pub fn #set(self, #value: #ty) -> Self {
            #before
            Self(self.0 #call)
        }
        #delete
        #reorder
        #within
    }
}

/// The name of a function, and what stands above it.
fn named(operation: &str, field: &Field, does: &str) -> (Ident, TokenStream) {
    let docs = Text::new(&format!("{does} {}.", markdown::code(&field.name))).outer();
    let deprecated = facts::deprecated(&field.docs);
    (
        names::prefixed(operation, &field.rust_name),
        quote!(#docs #deprecated),
    )
}

fn within(
    scope: &Scope<'_>,
    rust_name: &str,
    wire: &str,
    docs: &Docs,
    inside: &Inside,
) -> TokenStream {
    let name = names::prefixed("within", rust_name);
    let text = Text::new(&format!("Changes parts of {}.", markdown::code(wire))).outer();
    let deprecated = facts::deprecated(docs);
    let part = match inside {
        Inside::Builder(id) => scope.patch(*id),
        Inside::Map(value) => {
            let value = scope.ty(value);
            quote!(restli::MapPatch<#value>)
        }
    };
    quote! {
        #text
        #deprecated
        pub fn #name(self, changes: impl FnOnce(#part) -> #part) -> Self {
            Self(restli::patch::within(self.0, #wire, changes))
        }
    }
}

/// Whether a field holds a list, of which a patch can move one item.
pub(super) fn is_array(model: &Model, ty: &Type) -> bool {
    matches!(argument::resolved(model, ty), Type::Array(_))
}
