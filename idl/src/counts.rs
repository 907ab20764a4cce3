//! How much there is of everything: what an import tells of itself.

use std::fmt;

use crate::ast::{MethodKind, Resource, SchemaKind, Type, TypeKind};
use crate::resolve::Idl;

/// Numbers of resources, methods and types.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Resources at every depth.
    pub resources: usize,
    /// Methods, finders, batch finders and actions.
    pub methods: usize,
    /// Records.
    pub records: usize,
    /// Enums.
    pub enums: usize,
    /// Unions, with a name or without.
    pub unions: usize,
    /// Typerefs of anything but a union.
    pub typerefs: usize,
    /// Fixed.
    pub fixed: usize,
}

impl Counts {
    pub(crate) fn of(idl: &Idl) -> Self {
        let mut counts = Self::default();
        for schema in idl.schemas.values() {
            match &schema.kind {
                SchemaKind::Record(_) => counts.records += 1,
                SchemaKind::Enum(_) => counts.enums += 1,
                SchemaKind::Fixed { .. } => counts.fixed += 1,
                SchemaKind::Typeref(ty) if matches!(ty.kind, TypeKind::Union(_)) => {}
                SchemaKind::Typeref(_) => counts.typerefs += 1,
            }
            schema.each_type(&mut |ty| counts.union(ty));
        }
        for resource in &idl.resources {
            counts.resource(resource);
        }
        counts
    }

    fn resource(&mut self, resource: &Resource) {
        self.resources += 1;
        let listed = |rest| {
            let mut methods = resource.methods.iter();
            methods.any(|method| method.kind.value == MethodKind::Rest(rest))
        };
        let implied = resource.supports.iter();
        let implied = implied.filter(|rest| !listed(rest.value)).count();
        self.methods += resource.methods.len() + implied;
        resource.each_type(&mut |ty| self.union(ty));
        for below in resource.subresources() {
            self.resource(below);
        }
    }

    fn union(&mut self, ty: &Type) {
        self.unions += usize::from(matches!(ty.kind, TypeKind::Union(_)));
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counted = |number: usize, noun: &str| match number {
            1 => format!("1 {noun}"),
            _ => format!("{number} {noun}s"),
        };
        let parts = [
            counted(self.resources, "resource"),
            counted(self.methods, "method"),
            counted(self.records, "record"),
            counted(self.enums, "enum"),
            counted(self.unions, "union"),
            counted(self.typerefs, "typeref"),
            format!("{} fixed", self.fixed),
        ];
        f.write_str(&parts.join(", "))
    }
}
