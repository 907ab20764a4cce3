//! Types as they are referred to: primitives, names, arrays, maps, unions.

use std::fmt;

use crate::ast::{Deprecated, FullName, Property, Spanned};
use crate::diagnostics::Place;

/// A type and where it is written.
///
/// Two types are equal if they say the same, wherever they are written.
#[derive(Clone, Debug)]
pub struct Type {
    /// Where it is written.
    pub place: Place,
    /// What it is.
    pub kind: TypeKind,
    /// Further members of an anonymous type.
    pub properties: Vec<Property>,
}

impl Type {
    /// A type without further members.
    pub fn new(kind: TypeKind, place: Place) -> Self {
        Self {
            place,
            kind,
            properties: Vec::new(),
        }
    }

    /// The name, if it is one.
    pub fn as_name(&self) -> Option<&FullName> {
        match &self.kind {
            TypeKind::Named(name) => Some(name),
            _ => None,
        }
    }

    /// Calls `visit` for this type and every type inside it.
    pub fn each(&self, visit: &mut impl FnMut(&Self)) {
        visit(self);
        match &self.kind {
            TypeKind::Array(inner) | TypeKind::Map(inner) => inner.each(visit),
            TypeKind::Union(union) => {
                for member in &union.members {
                    member.ty.each(visit);
                }
            }
            TypeKind::Primitive(_) | TypeKind::Null | TypeKind::Named(_) | TypeKind::Broken => {}
        }
    }

    /// Calls `visit` for this type and every type inside it, to change them.
    pub fn each_mut(&mut self, visit: &mut impl FnMut(&mut Self)) {
        visit(self);
        match &mut self.kind {
            TypeKind::Array(inner) | TypeKind::Map(inner) => inner.each_mut(visit),
            TypeKind::Union(union) => {
                for member in &mut union.members {
                    member.ty.each_mut(visit);
                }
            }
            TypeKind::Primitive(_) | TypeKind::Null | TypeKind::Named(_) | TypeKind::Broken => {}
        }
    }
}

impl PartialEq for Type {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind && self.properties == other.properties
    }
}

impl Eq for Type {}

/// What a type is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeKind {
    /// A primitive but `null`.
    Primitive(Primitive),
    /// `null`, of use as a member of a union only.
    Null,
    /// A named schema.
    Named(FullName),
    /// A list of items.
    Array(Box<Type>),
    /// A map; its keys are texts.
    Map(Box<Type>),
    /// One of several members.
    Union(Union),
    /// What could not be read, and is reported.
    Broken,
}

/// A primitive type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Primitive {
    /// 32 bits, signed.
    Int,
    /// 64 bits, signed.
    Long,
    /// 32-bit floating point.
    Float,
    /// 64-bit floating point.
    Double,
    /// `true` or `false`.
    Boolean,
    /// Text.
    String,
    /// Bytes.
    Bytes,
}

impl Primitive {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::Int,
        Self::Long,
        Self::Float,
        Self::Double,
        Self::Boolean,
        Self::String,
        Self::Bytes,
    ];

    /// The name that Rest.li and our language give it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Int => "int",
            Self::Long => "long",
            Self::Float => "float",
            Self::Double => "double",
            Self::Boolean => "boolean",
            Self::String => "string",
            Self::Bytes => "bytes",
        }
    }

    /// The primitive of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|primitive| primitive.name() == name)
    }
}

impl fmt::Display for Primitive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One of several members.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Union {
    /// The members, in the order of the file.
    pub members: Vec<UnionMember>,
}

/// A member of a union.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnionMember {
    /// The name that tells it, where the union gives one.
    pub alias: Option<Spanned<String>>,
    /// Its type.
    pub ty: Type,
    /// Documentation.
    pub doc: Option<String>,
    /// Whether it is deprecated.
    pub deprecated: Option<Deprecated>,
    /// Further members.
    pub properties: Vec<Property>,
}
