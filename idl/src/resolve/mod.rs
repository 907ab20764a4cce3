//! From a heap of definitions to one IDL: names looked up, duplicates settled, includes followed.
//!
//! What comes out can be converted without a further look-up failing: what is unknown is reported
//! here and stays as a name, what goes round in circles is cut.

mod includes;
mod names;
mod resources;
mod twice;
mod unions;

pub use self::unions::Discriminator;
pub(crate) use self::unions::check_union;
use std::collections::{BTreeMap, BTreeSet};

use crate::ast::{FullName, Record, Resource, Schema, SchemaKind, Type, TypeKind};
use crate::diagnostics::Sink;
use crate::read::Heap;

/// All schemas by name and all resources, each once.
#[derive(Clone, Debug, Default)]
pub struct Idl {
    /// The named schemas.
    pub schemas: BTreeMap<FullName, Schema>,
    /// The root resources, by name.
    pub resources: Vec<Resource>,
    /// Names that something refers to and nothing defines.
    pub unknown: BTreeSet<FullName>,
}

/// Settles everything that needs more than one file to be known.
pub(crate) fn resolve(heap: Heap, sink: &Sink) -> Idl {
    let mut idl = names::resolve(heap, sink);
    names::cut_typerefs(&mut idl, sink);
    includes::resolve(&mut idl, sink);
    unions::check(&idl, sink);
    resources::check(&mut idl, sink);
    idl
}

impl Idl {
    /// The type behind typerefs, which may be several deep.
    pub fn behind<'t>(&'t self, ty: &'t Type) -> &'t Type {
        let mut ty = ty;
        while let Some(schema) = self.schema(ty)
            && let SchemaKind::Typeref(referenced) = &schema.kind
        {
            ty = referenced;
        }
        ty
    }

    /// The schema that a type names.
    pub fn schema(&self, ty: &Type) -> Option<&Schema> {
        self.schemas.get(ty.as_name()?)
    }

    /// The record behind a type and its typerefs.
    pub fn record(&self, ty: &Type) -> Option<(&FullName, &Record)> {
        let schema = self.schema(self.behind(ty))?;
        match &schema.kind {
            SchemaKind::Record(record) => Some((&schema.name.value, record)),
            _ => None,
        }
    }

    /// The same resources, with no more schemas than they reach.
    #[must_use]
    pub fn reached(&self) -> Self {
        let mut reached = Self {
            schemas: BTreeMap::new(),
            resources: self.resources.clone(),
            unknown: BTreeSet::new(),
        };
        let mut open: Vec<FullName> = Vec::new();
        let mut resources: Vec<&Resource> = self.resources.iter().collect();
        while let Some(resource) = resources.pop() {
            resource.each_type(&mut |ty| open.extend(ty.as_name().cloned()));
            resources.extend(resource.subresources());
        }
        while let Some(name) = open.pop() {
            match self.schemas.get(&name) {
                Some(_) if reached.schemas.contains_key(&name) => {}
                Some(schema) => {
                    schema.each_type(&mut |ty| open.extend(ty.as_name().cloned()));
                    reached.schemas.insert(name, schema.clone());
                }
                None => {
                    reached.unknown.insert(name);
                }
            }
        }
        reached
    }

    /// Whether a type names nothing that is defined, which is reported elsewhere.
    pub fn is_unknown(&self, ty: &Type) -> bool {
        match &self.behind(ty).kind {
            TypeKind::Named(name) => !self.schemas.contains_key(name),
            TypeKind::Broken => true,
            _ => false,
        }
    }
}
