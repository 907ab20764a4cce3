//! Keys as written: of a resource, in a path, and alternative ones.
//!
//! The record that holds the parts of a compound key has no declaration of its own, so its name is
//! made here, where everybody can still look it up.

use serde_json::Value as Json;

use crate::diagnostics::{Code, Diagnostic, Edit, Sink};
use crate::names;
use crate::source::Place;
use crate::syntax::describe::{Describer, Naming, either};
use crate::syntax::docs::DocsSyntax;
use crate::syntax::map_reader::MapReader;
use crate::syntax::reader::{Keyed, Named, Read, read_map};
use crate::syntax::tree::{Node, NodeKind, Spanned};
use crate::syntax::type_expr::TypeExpr;
use crate::syntax::types::Facts;

/// The key of an entity.
#[derive(Debug)]
pub(crate) struct KeySyntax {
    /// Missing where the key stands below its name already.
    pub(crate) name: Option<Spanned<String>>,
    pub(crate) rust_name: Option<Spanned<String>>,
    pub(crate) ty: Option<KeyTypeSyntax>,
    pub(crate) docs: DocsSyntax,
    pub(crate) place: Place,
}

/// The kinds of keys.
#[derive(Debug)]
pub(crate) enum KeyTypeSyntax {
    Simple(TypeExpr),
    Complex {
        key: Spanned<String>,
        params: Option<Spanned<String>>,
    },
    Parts(KeyPartsSyntax),
}

/// The named parts of a compound key.
#[derive(Debug)]
pub(crate) struct KeyPartsSyntax {
    pub(crate) parts: Vec<Named<KeyPartSyntax>>,
    /// The record that holds them.
    pub(crate) record: Spanned<String>,
    pub(crate) facts: Facts,
}

/// A part of a compound key.
#[derive(Debug)]
pub(crate) struct KeyPartSyntax {
    pub(crate) ty: Option<TypeExpr>,
    pub(crate) rust_name: Option<Spanned<String>>,
    pub(crate) docs: DocsSyntax,
}

/// A key in a path; in the file of a sub-resource only its name in Rust.
#[derive(Debug)]
pub(crate) struct PathKeySyntax(pub(crate) KeySyntax);

impl KeySyntax {
    /// Gives the record of a compound key its name, which follows from where the resource stands.
    pub(crate) fn name_record(&mut self, resource: &[String]) {
        let Some(KeyTypeSyntax::Parts(parts)) = &mut self.ty else {
            return;
        };
        if parts.facts.rust_name.is_none() {
            parts.record.value = format!("{}Key", names::type_of(&resource.join("_")));
        }
    }

    fn keys(map: &mut MapReader<'_>, typed: bool) -> Self {
        let name = map.optional("name", "The name of the key, such as `id`.");
        let rust_name = map.rust_name();
        let mut ty = key_type(map, typed);
        let docs = DocsSyntax::short(map);
        if let Some(KeyTypeSyntax::Parts(parts)) = &mut ty {
            parts.facts.docs = docs.clone();
        }
        Self {
            name,
            rust_name,
            ty,
            docs,
            place: map.owner().clone(),
        }
    }
}

impl Keyed for KeySyntax {
    const WHAT: &'static str = "a key";

    fn keys(map: &mut MapReader<'_>) -> Self {
        Self::keys(map, true)
    }
}

impl Keyed for PathKeySyntax {
    const WHAT: &'static str = "a key in a path";

    fn keys(map: &mut MapReader<'_>) -> Self {
        Self(KeySyntax::keys(map, false))
    }
}

/// The finding that a key lacks its type.
pub(crate) fn untyped_key(place: &Place) -> Diagnostic {
    let message = "a key needs `type:`, `complex:` or `parts:`";
    Diagnostic::error(Code::MissingKey, place, message)
        .note("`type:` is a primitive, an enum or a URN; `complex:` a record; `parts:` are those of an association")
        .try_fix("write `type: long`, or what it is", Edit::below(place, "type: long"))
}

fn key_type(map: &mut MapReader<'_>, typed: bool) -> Option<KeyTypeSyntax> {
    let simple = map.optional::<TypeExpr>(
        "type",
        "The type of a simple key: a primitive, an enum, a URN, a fixed, or a typeref of one.",
    );
    let complex = map
        .naming(Naming::Record)
        .optional::<Spanned<String>>("complex", "The record that a complex key is.");
    let params = map.naming(Naming::Record).optional::<Spanned<String>>(
        "params",
        "The record of what belongs to a complex key but not to the identity.",
    );
    let parts = key_parts(map);
    let forms = ["type", "complex", "parts"];
    if typed && map.needs_one(&forms) {
        map.lacks_one(&["type", "complex", "parts"], untyped_key(map.owner()));
    }
    map.exclusive(&forms);
    map.belongs("params", "complex", "a complex key");
    simple
        .map(KeyTypeSyntax::Simple)
        .or(complex.map(|key| KeyTypeSyntax::Complex { key, params }))
        .or(parts.map(KeyTypeSyntax::Parts))
}

fn key_parts(map: &mut MapReader<'_>) -> Option<KeyPartsSyntax> {
    let parts = map.optional::<Vec<Named<KeyPartSyntax>>>(
        "parts",
        "The named parts of an association's key: `{ book: { type: long }, reader: string \
         }`.",
    );
    let rust_type = map.optional::<Spanned<String>>(
        "rust_type",
        "The name in Rust of the record of the parts, where it is not the resource's: \
         `LoanId`.",
    );
    map.belongs("rust_type", "parts", "a key with `parts`");
    let place = map.key_place("parts")?;
    let parts = parts?;
    if parts.is_empty() {
        let message = "a compound key needs at least one part";
        map.sink.push(
            Diagnostic::error(Code::KeyParts, place, message).help(
                "write the name and type of each, as in `parts: { member: long, day: string }`",
            ),
        );
    }
    let record = rust_type.clone();
    Some(KeyPartsSyntax {
        parts,
        record: record.unwrap_or_else(|| Spanned::new(String::new(), place.clone())),
        facts: Facts {
            rust_name: rust_type,
            ..Facts::default()
        },
    })
}

impl KeyPartSyntax {
    fn keys(map: &mut MapReader<'_>) -> Self {
        Self {
            ty: map.required("type", "The type of the part."),
            rust_name: map.rust_name(),
            docs: DocsSyntax::short(map),
        }
    }
}

impl Read for KeyPartSyntax {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        if let NodeKind::Scalar { .. } = node.kind {
            return Some(Self {
                ty: TypeExpr::read(node, sink),
                rust_name: None,
                docs: DocsSyntax::default(),
            });
        }
        Some(read_map(node, "a part of a key", sink, Self::keys))
    }

    fn describe(out: &mut Describer) -> Json {
        either(
            TypeExpr::describe(out),
            out.keyed("a part of a key", Self::keys),
        )
    }
}
