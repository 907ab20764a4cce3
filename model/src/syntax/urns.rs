//! `urns.yaml`: the kinds of URNs, and named sets of them.

use crate::syntax::describe::Naming;
use crate::syntax::docs::DocsSyntax;
use crate::syntax::map_reader::MapReader;
use crate::syntax::reader::{Keyed, Named};
use crate::syntax::tree::Spanned;
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

impl Keyed for UrnsSyntax {
    const WHAT: &'static str = "`urns.yaml`";

    fn keys(map: &mut MapReader<'_>) -> Self {
        map.allow();
        Self {
            namespace: map.optional(
                "namespace",
                "The namespace of kinds that do not say otherwise: `li` in `urn:li:book:7`.",
            ),
            kinds: map.named(
                "kinds",
                "The kinds of URNs, by name; a type is written `Urn<book>`.",
            ),
            sets: map.named(
                "sets",
                "Named sets of kinds; a type is written `Urn<lendable>`.",
            ),
        }
    }
}

impl Keyed for UrnKindSyntax {
    const WHAT: &'static str = "a URN kind";

    fn keys(map: &mut MapReader<'_>) -> Self {
        Self {
            namespace: map.optional(
                "namespace",
                "The namespace, where it is not that of the file.",
            ),
            wire_name: map.optional(
                "wire_name",
                "The kind on the wire, where that is not its name here.",
            ),
            rust_name: map.rust_name(),
            id: map.required(
                "id",
                "What stands behind the kind: `long`, `string` or a tuple such as `\"(book: \
                 Urn<book>, number: long)\"`.",
            ),
            entity: map
                .naming(Naming::Entity)
                .optional("entity", "What a decorated field of this kind resolves to."),
            resource: map
                .naming(Naming::Resource)
                .optional("resource", "The resource that serves the entity."),
            variants: map.named(
                "variants",
                "Named ways to resolve it: `sizes` stands for `cover~:sizes`.",
            ),
            docs: DocsSyntax::long(map),
        }
    }
}

impl Keyed for VariantSyntax {
    const WHAT: &'static str = "a variant";

    fn keys(map: &mut MapReader<'_>) -> Self {
        Self {
            rust_name: map.rust_name(),
            docs: DocsSyntax::long(map),
        }
    }
}

impl Keyed for UrnSetSyntax {
    const WHAT: &'static str = "a set of URN kinds";

    fn keys(map: &mut MapReader<'_>) -> Self {
        Self {
            kinds: map
                .naming(Naming::Kind)
                .some("kinds", "kind", "The kinds in the set."),
            rust_name: map.rust_name(),
            docs: DocsSyntax::long(map),
        }
    }
}
