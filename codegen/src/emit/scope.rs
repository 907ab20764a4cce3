//! The names that one generated file uses, and so imports.
//!
//! Everything of the generated crate is imported from its root by name, so that signatures read
//! well; everything of the runtime is written `restli::X`, so that its names never collide with
//! those of a schema.

use std::cell::RefCell;
use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use restli_model::model::{
    Field, InstantUnit, MapKey, Model, Type, TypeDef, TypeId, TypeKind, UrnType,
};

use crate::emit::argument;
use crate::layout::FileKey;
use crate::names;

/// One file while it is being made.
pub(crate) struct Scope<'m> {
    pub(crate) model: &'m Model,
    /// The file; its own types are not imported.
    file: FileKey,
    /// The crate, where its types are not imported but written with it.
    qualified: Option<Ident>,
    imports: RefCell<BTreeSet<String>>,
    maps: RefCell<bool>,
}

impl<'m> Scope<'m> {
    pub(crate) fn new(model: &'m Model, file: FileKey) -> Self {
        Self {
            model,
            file,
            qualified: None,
            imports: RefCell::default(),
            maps: RefCell::default(),
        }
    }

    /// Somewhere outside of the crate, where nothing is imported.
    pub(crate) fn qualified(model: &'m Model, root: Ident) -> Self {
        Self {
            qualified: Some(root),
            ..Self::new(model, FileKey::Tests)
        }
    }

    /// The `use` items of the file.
    pub(crate) fn uses(&self) -> TokenStream {
        self.uses_of(&names::ident("crate"))
    }

    /// The `use` items of a file outside of the crate.
    pub(crate) fn uses_of(&self, root: &Ident) -> TokenStream {
        let maps = self.maps.borrow().then(|| {
            quote!(
                use std::collections::BTreeMap;
            )
        });
        let own = self.imported(root);
        quote!(#maps #own)
    }

    /// What is imported from the crate, under its name.
    pub(crate) fn imported(&self, root: &Ident) -> Option<TokenStream> {
        let imports = self.imports.borrow();
        let imports: Vec<_> = imports.iter().map(|name| names::ident(name)).collect();
        match imports.as_slice() {
            [] => None,
            [one] => Some(quote!(use #root::#one;)),
            many => Some(quote!(use #root::{#(#many),*};)),
        }
    }

    /// The name of a named type.
    pub(crate) fn named(&self, id: TypeId) -> TokenStream {
        let def = &self.model[id];
        match &def.kind {
            TypeKind::Typeref(typeref) if typeref.rust_type.is_some() => {
                path(typeref.rust_type.as_deref().unwrap_or_default())
            }
            _ => self.of(def, &def.rust_name),
        }
    }

    /// The projection builder of a type.
    pub(crate) fn projection(&self, id: TypeId) -> TokenStream {
        let def = &self.model[id];
        self.of(def, &names::projection(def))
    }

    /// The patch builder of a type.
    pub(crate) fn patch(&self, id: TypeId) -> TokenStream {
        let def = &self.model[id];
        self.of(def, &names::patch(def))
    }

    /// A name that stands beside a type.
    fn of(&self, def: &TypeDef, name: &str) -> TokenStream {
        self.own(name, FileKey::of(&def.home))
    }

    /// A name of the crate, from the file where it is.
    fn own(&self, name: &str, home: FileKey) -> TokenStream {
        let ident = names::ident(name);
        if let Some(root) = &self.qualified {
            return quote!(#root::#ident);
        }
        if home != self.file {
            self.import(name);
        }
        quote!(#ident)
    }

    fn import(&self, name: &str) {
        self.imports.borrow_mut().insert(name.to_owned());
    }

    /// The type of a URN.
    pub(crate) fn urn(&self, urn: UrnType) -> TokenStream {
        let name = match urn {
            UrnType::Any => return quote!(restli::Urn),
            UrnType::Kind(kind) => names::urn(&self.model[kind]),
            UrnType::Set(set) => names::urn_set(&self.model[set]),
        };
        self.own(&name, FileKey::Urns)
    }

    /// The map, whose name is imported.
    pub(crate) fn map(&self, key: &TokenStream, value: &TokenStream) -> TokenStream {
        *self.maps.borrow_mut() = true;
        quote!(BTreeMap<#key, #value>)
    }

    /// The Rust type of a value.
    pub(crate) fn ty(&self, ty: &Type) -> TokenStream {
        match ty {
            Type::Boolean => quote!(bool),
            Type::Int => quote!(i32),
            Type::Long => quote!(i64),
            Type::Float => quote!(f32),
            Type::Double => quote!(f64),
            Type::String => quote!(String),
            Type::Bytes => quote!(restli::Bytes),
            Type::Decimal => quote!(restli::Decimal),
            Type::Instant(InstantUnit::Milliseconds) => quote!(restli::EpochMillis),
            Type::Instant(InstantUnit::Seconds) => quote!(restli::EpochSeconds),
            Type::Json => quote!(restli::Json),
            Type::Urn(urn) => self.urn(*urn),
            Type::Array(item) => {
                let item = self.ty(item);
                quote!(Vec<#item>)
            }
            Type::Map(key, value) => {
                let (key, value) = (self.map_key(*key), self.ty(value));
                self.map(&key, &value)
            }
            Type::Named(id) => self.named(*id),
        }
    }

    pub(crate) fn map_key(&self, key: MapKey) -> TokenStream {
        match key {
            MapKey::String => quote!(String),
            MapKey::Urn(urn) => self.urn(urn),
        }
    }

    /// The Rust type of a field, without its `Option`.
    pub(crate) fn field(&self, field: &Field) -> TokenStream {
        let ty = self.plain_field(field);
        match field.boxed {
            true => quote!(Box<#ty>),
            false => ty,
        }
    }

    /// The Rust type of a field, without its `Option` and `Box`.
    pub(crate) fn plain_field(&self, field: &Field) -> TokenStream {
        match (&field.decoration, &field.ty) {
            (Some(decoration), ty) => {
                let urn = argument::item(self.model, ty).unwrap_or(ty);
                let (target, urn) = (self.named(decoration.target), self.ty(urn));
                let decorated = argument::decorated(self.model, field);
                quote!(#decorated<#target, #urn>)
            }
            (None, Type::Map(_, value)) if field.accepts_array => {
                let value = self.ty(value);
                quote!(restli::ById<#value>)
            }
            (None, ty) => self.ty(ty),
        }
    }
}

/// The tokens of a path that the schema names, such as `linkedin_types::LittleText`.
///
/// A text that is no path becomes an error of the compiler, which shows it.
pub(crate) fn path(text: &str) -> TokenStream {
    match syn::parse_str::<syn::Path>(text) {
        Ok(path) => quote!(#path),
        Err(_) => quote!(compile_error!(#text)),
    }
}
