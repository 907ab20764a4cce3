//! `urns.yaml`: the kinds of URNs, and named sets of them.

use crate::diagnostics::Sink;
use crate::syntax::docs::DocsSyntax;
use crate::syntax::reader::{MapReader, Named, Read};
use crate::syntax::tree::{Node, Spanned};
use crate::syntax::type_expr::UrnIdExpr;

/// The document.
#[derive(Debug, Default)]
pub(crate) struct UrnsSyntax {
    /// The namespace of kinds that name none of their own.
    pub(crate) namespace: Option<Spanned<String>>,
    pub(crate) kinds: Vec<Named<UrnKindSyntax>>,
    pub(crate) sets: Vec<Named<UrnSetSyntax>>,
}

/// A kind.
#[derive(Debug)]
pub(crate) struct UrnKindSyntax {
    pub(crate) namespace: Option<Spanned<String>>,
    /// The kind on the wire, where that is not the name in the schema.
    pub(crate) wire_name: Option<Spanned<String>>,
    pub(crate) rust_name: Option<Spanned<String>>,
    pub(crate) id: Option<UrnIdExpr>,
    pub(crate) entity: Option<Spanned<String>>,
    pub(crate) resource: Option<Spanned<String>>,
    pub(crate) variants: Vec<Named<VariantSyntax>>,
    pub(crate) docs: DocsSyntax,
}

/// A named way to resolve a URN.
#[derive(Debug)]
pub(crate) struct VariantSyntax {
    pub(crate) rust_name: Option<Spanned<String>>,
    pub(crate) docs: DocsSyntax,
}

/// A named set of kinds.
#[derive(Debug)]
pub(crate) struct UrnSetSyntax {
    pub(crate) kinds: Vec<Spanned<String>>,
    pub(crate) rust_name: Option<Spanned<String>>,
    pub(crate) docs: DocsSyntax,
}

impl Read for UrnsSyntax {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        let mut map = MapReader::open(node, "`urns.yaml`", sink);
        map.allow();
        let urns = Self {
            namespace: map.optional("namespace"),
            kinds: map.named("kinds"),
            sets: map.named("sets"),
        };
        map.finish();
        Some(urns)
    }
}

impl Read for UrnKindSyntax {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        let mut map = MapReader::open(node, "a URN kind", sink);
        let kind = Self {
            namespace: map.optional("namespace"),
            wire_name: map.optional("wire_name"),
            rust_name: map.optional("rust_name"),
            id: map.required("id"),
            entity: map.optional("entity"),
            resource: map.optional("resource"),
            variants: map.named("variants"),
            docs: DocsSyntax::long(&mut map),
        };
        map.finish();
        Some(kind)
    }
}

impl Read for VariantSyntax {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        let mut map = MapReader::open(node, "a variant", sink);
        let variant = Self {
            rust_name: map.optional("rust_name"),
            docs: DocsSyntax::long(&mut map),
        };
        map.finish();
        Some(variant)
    }
}

impl Read for UrnSetSyntax {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        let mut map = MapReader::open(node, "a set of URN kinds", sink);
        let set = Self {
            kinds: map.some("kinds", "kind"),
            rust_name: map.optional("rust_name"),
            docs: DocsSyntax::long(&mut map),
        };
        map.finish();
        Some(set)
    }
}
