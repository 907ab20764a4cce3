//! One public item, with all of it that users can rely on.

use std::collections::BTreeMap;
use std::ops::Range;

use super::abilities::Ability;
use super::compare::Location;
use super::gate::Gate;
use super::signature::Generics;

/// A public item of a generated crate.
#[derive(Clone, Debug)]
pub struct Item {
    /// The shortest path that users can write: `library::Loan`, `library::loans::Loans::get`; a
    /// cargo feature as `feature "lending"`.
    pub path: String,
    /// The file it is in.
    pub file: String,
    /// Its lines, with its documentation and attributes: from the first, which is 1, to before the end.
    pub lines: Range<usize>,
    /// The item whose field, variant or method it is.
    pub(super) owner: Option<Key>,
    pub(super) shape: Shape,
    pub(super) deprecated: bool,
    /// What it needs besides what its owner or its paths need.
    pub(super) gate: Gate,
    /// All paths to it, and what each needs.
    pub(super) paths: BTreeMap<String, Gate>,
    /// What it can do besides its methods.
    pub(super) facets: BTreeMap<String, Facet>,
}

impl Item {
    pub(super) fn location(&self) -> Location {
        Location {
            file: self.file.clone(),
            lines: self.lines.clone(),
        }
    }
}

/// What tells an item from all others: its path without the crate, and what names it competes with.
pub(super) type Key = (String, Space);

/// A type, a function and a field of the same name are three things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Space {
    Type,
    Value,
    Field,
    Feature,
}

/// What kind of item it is, and what is compared of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Module,
    Struct {
        generics: Generics,
        /// `struct`, or what else is written around its fields.
        style: &'static str,
        /// Whether it may get fields: it says so, or has private ones.
        open: bool,
        non_exhaustive: bool,
    },
    Enum {
        generics: Generics,
        non_exhaustive: bool,
    },
    Alias {
        generics: Generics,
        target: String,
    },
    Function {
        /// The parameters of the `impl` that it is in.
        on: String,
        signature: String,
    },
    Constant(String),
    Field(String),
    Variant {
        payload: String,
        non_exhaustive: bool,
    },
    /// An item of another crate.
    Foreign(String),
    /// What the generator does not emit today.
    Other(String),
    Feature {
        default: bool,
        enables: Vec<String>,
    },
}

/// Something that a type can do besides its methods.
#[derive(Clone, Debug)]
pub(super) struct Facet {
    pub(super) what: What,
    pub(super) gate: Gate,
    pub(super) lines: Range<usize>,
    pub(super) file: String,
}

/// What a type can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A trait, with the types that its implementation names.
    Trait { associated: String },
    /// What a macro of the runtime gives it.
    Ability(Ability),
}

impl Shape {
    /// All texts in which types are named.
    pub(super) fn texts(&mut self) -> Vec<&mut String> {
        match self {
            Self::Struct { generics, .. } | Self::Enum { generics, .. } => generics.texts(),
            Self::Alias { generics, target } => {
                let mut texts = generics.texts();
                texts.push(target);
                texts
            }
            Self::Function { on, signature } => vec![on, signature],
            Self::Constant(text) | Self::Field(text) | Self::Other(text) => vec![text],
            Self::Variant { payload, .. } => vec![payload],
            Self::Module | Self::Foreign(_) | Self::Feature { .. } => Vec::new(),
        }
    }

    /// The parameters of a type.
    pub(super) fn generics(&self) -> Option<&Generics> {
        match self {
            Self::Struct { generics, .. }
            | Self::Enum { generics, .. }
            | Self::Alias { generics, .. } => Some(generics),
            _ => None,
        }
    }

    /// Its word, where a change from one to another is told.
    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::Module => "a module",
            Self::Struct { .. } => "a struct",
            Self::Enum { .. } => "an enum",
            Self::Alias { .. } => "an alias",
            Self::Function { .. } => "a function",
            Self::Constant(_) => "a constant",
            Self::Field(_) => "a field",
            Self::Variant { .. } => "a variant",
            Self::Foreign(_) => "of another crate",
            Self::Other(_) => "another kind of item",
            Self::Feature { .. } => "a feature",
        }
    }
}
