//! Keys as written: of a resource, in a path, and alternative ones.
//!
//! The record that holds the parts of a compound key has no declaration of its own, so its name is
//! made here, where everybody can still look it up.

use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::names;
use crate::source::Place;
use crate::syntax::docs::DocsSyntax;
use crate::syntax::reader::{MapReader, Named, Read};
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

    fn read(node: &Node, sink: &Sink, typed: bool) -> Self {
        let mut map = MapReader::open(node, "a key", sink);
        let key = Self {
            name: map.optional("name"),
            rust_name: map.optional("rust_name"),
            ty: key_type(&mut map, &node.owner, typed),
            docs: DocsSyntax::short(&mut map),
            place: node.owner.clone(),
        };
        map.finish();
        key
    }
}

impl Read for KeySyntax {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        Some(Self::read(node, sink, true))
    }
}

impl Read for PathKeySyntax {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        Some(Self(KeySyntax::read(node, sink, false)))
    }
}

/// The finding that a key lacks its type.
pub(crate) fn untyped_key(place: &Place) -> Diagnostic {
    let message = "a key needs `type:`, `complex:` or `parts:`";
    Diagnostic::error(Code::MissingKey, place, message).note(
        "`type:` is a primitive, an enum or a URN; `complex:` a record; `parts:` are those of an association",
    )
}

fn key_type(map: &mut MapReader<'_>, owner: &Place, typed: bool) -> Option<KeyTypeSyntax> {
    let simple = map.optional::<TypeExpr>("type");
    let complex = map.optional::<Spanned<String>>("complex");
    let params = map.optional::<Spanned<String>>("params");
    let parts = key_parts(map);
    let forms = ["type", "complex", "parts"];
    let mut written = forms.iter().filter_map(|form| map.key_place(form));
    match (written.next(), written.next()) {
        (None, _) if typed => map.sink.push(untyped_key(owner)),
        (Some(first), Some(second)) => map.sink.push(
            Diagnostic::error(
                Code::KeyConflict,
                second,
                "`type`, `complex` and `parts` exclude each other",
            )
            .also(first, "first"),
        ),
        _ => {}
    }
    if let (Some(params), None) = (&params, &complex) {
        let message = "`params` belongs to a complex key";
        map.sink
            .push(Diagnostic::error(Code::KeyConflict, &params.place, message));
    }
    simple
        .map(KeyTypeSyntax::Simple)
        .or(complex.map(|key| KeyTypeSyntax::Complex { key, params }))
        .or(parts.map(KeyTypeSyntax::Parts))
}

fn key_parts(map: &mut MapReader<'_>) -> Option<KeyPartsSyntax> {
    let parts = map.optional::<Vec<Named<KeyPartSyntax>>>("parts");
    let rust_type = map.optional::<Spanned<String>>("rust_type");
    let place = map.key_place("parts");
    if let (Some(rust_type), None) = (&rust_type, place) {
        let message = "`rust_type` belongs to a key with `parts`";
        map.sink.push(Diagnostic::error(
            Code::KeyConflict,
            &rust_type.place,
            message,
        ));
    }
    let place = place?;
    let parts = parts?;
    if parts.is_empty() {
        let message = "a compound key needs at least one part";
        map.sink
            .push(Diagnostic::error(Code::KeyParts, place, message));
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

impl Read for KeyPartSyntax {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        if let NodeKind::Scalar { .. } = node.kind {
            return Some(Self {
                ty: TypeExpr::read(node, sink),
                rust_name: None,
                docs: DocsSyntax::default(),
            });
        }
        let mut map = MapReader::open(node, "a part of a key", sink);
        let part = Self {
            ty: map.required("type"),
            rust_name: map.optional("rust_name"),
            docs: DocsSyntax::short(&mut map),
        };
        map.finish();
        Some(part)
    }
}
