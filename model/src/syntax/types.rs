//! Named types: what `types/**.yaml` holds, and what a resource may declare for itself.

use serde_json::Value as Json;

use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::model::Format;
use crate::syntax::describe::{Describer, Naming, either};
use crate::syntax::docs::{DocsSyntax, PermissionsSyntax};
use crate::syntax::map_reader::MapReader;
use crate::syntax::reader::{Keyed, Named, Read, read_map, refuse_bare_type};
use crate::syntax::tree::{Node, NodeKind, Spanned};
use crate::syntax::type_expr::TypeExpr;
use crate::syntax::values::Keyword;

/// The types of one file.
#[derive(Debug, Default)]
pub(crate) struct TypesSyntax {
    pub(crate) records: Vec<Named<RecordSyntax>>,
    pub(crate) enums: Vec<Named<EnumSyntax>>,
    pub(crate) unions: Vec<Named<UnionSyntax>>,
    pub(crate) shapes: Vec<Named<ShapesSyntax>>,
    pub(crate) typerefs: Vec<Named<TyperefSyntax>>,
    pub(crate) fixed: Vec<Named<FixedSyntax>>,
}

impl TypesSyntax {
    /// Reads the keys that hold types; the map may have others.
    pub(crate) fn declared(map: &mut MapReader<'_>) -> Self {
        Self {
            records: map.named("records", "Records: objects with fields of known types."),
            enums: map.named(
                "enums",
                "Enums: texts of which some are known. Readers keep symbols that are not listed.",
            ),
            unions: map.named(
                "unions",
                "Unions: one of several members, told by a key or by the kind of the URN beside \
                 it.",
            ),
            shapes: map.named(
                "shapes",
                "Choices that are told by the JSON shape, such as a text or a record.",
            ),
            typerefs: map.named(
                "typerefs",
                "Other names for types, where wanted with a format or a hand-written Rust type.",
            ),
            fixed: map.named("fixed", "Types of so many bytes."),
        }
    }
}

impl Keyed for TypesSyntax {
    const WHAT: &'static str = "a file of types";

    fn keys(map: &mut MapReader<'_>) -> Self {
        map.allow();
        Self::declared(map)
    }
}

/// What every named type may say about itself.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    pub(crate) wire_name: Option<Spanned<String>>,
    pub(crate) rust_name: Option<Spanned<String>>,
    pub(crate) docs: DocsSyntax,
}

impl Facts {
    fn keys(map: &mut MapReader<'_>) -> Self {
        Self {
            wire_name: map.optional(
                "wire_name",
                "The full name on the wire, such as `com.example.Book`; only where the wire shows \
                 it.",
            ),
            rust_name: map.rust_name(),
            docs: DocsSyntax::long(map),
        }
    }
}

/// A record.
#[derive(Debug)]
pub(crate) struct RecordSyntax {
    pub(crate) facts: Facts,
    pub(crate) extension: Option<Spanned<String>>,
    pub(crate) includes: Vec<Spanned<String>>,
    /// What is included behind the record's own fields.
    pub(crate) includes_after: Vec<Spanned<String>>,
    pub(crate) fields: Vec<Named<FieldSyntax>>,
}

impl Keyed for RecordSyntax {
    const WHAT: &'static str = "a record";

    fn keys(map: &mut MapReader<'_>) -> Self {
        Self {
            facts: Facts::keys(map),
            extension: map.optional(
                "extension",
                "A macro of a hand-written crate that adds methods, such as `shop_types::priced`.",
            ),
            includes: map
                .naming(Naming::Record)
                .optional(
                    "includes",
                    "Records whose fields come before those of this one.",
                )
                .unwrap_or_default(),
            includes_after: map
                .naming(Naming::Record)
                .optional(
                    "includes_after",
                    "Records whose fields come after those of this one.",
                )
                .unwrap_or_default(),
            fields: map
                .required(
                    "fields",
                    "The fields, by their names on the wire. Each may be absent in an answer.",
                )
                .unwrap_or_default(),
        }
    }
}

/// A field of a record.
#[derive(Clone, Debug)]
pub(crate) struct FieldSyntax {
    pub(crate) ty: Option<TypeExpr>,
    pub(crate) rust_name: Option<Spanned<String>>,
    pub(crate) required: bool,
    pub(crate) default: Option<Spanned<Json>>,
    pub(crate) read_only: bool,
    pub(crate) create_only: bool,
    pub(crate) decorates: Option<Spanned<String>>,
    pub(crate) accepts: Option<Spanned<Accepts>>,
    pub(crate) format: Option<Spanned<Format>>,
    pub(crate) permissions: Option<PermissionsSyntax>,
    pub(crate) docs: DocsSyntax,
}

/// Another JSON shape that a reader must take.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Accepts {
    Array,
}

impl Keyword for Accepts {
    const WORDS: &[(&str, Self, &str)] =
        &[("array", Self::Array, "A map that may come as an array.")];
}

impl Keyword for Format {
    const WORDS: &[(&str, Self, &str)] = &[
        (
            "epoch_ms",
            Self::EpochMs,
            "Of `long`: milliseconds since 1970.",
        ),
        ("epoch_s", Self::EpochS, "Of `long`: seconds since 1970."),
        (
            "decimal",
            Self::Decimal,
            "Of `string`: a decimal number, its digits as they came.",
        ),
        ("url", Self::Url, "Of `string`: a URL."),
    ];
}

/// What is said about the key of fields, parameters and typerefs.
pub(crate) const FORMAT: &str =
    "What a text or number means; that of a list or map is of its items.";

impl Keyed for FieldSyntax {
    const WHAT: &'static str = "a field";

    fn refuses(node: &Node, sink: &Sink) -> bool {
        refuse_bare_type(node, Self::WHAT, sink)
    }

    fn keys(map: &mut MapReader<'_>) -> Self {
        Self {
            ty: map.required(
                "type",
                "The type: `string`, `Book`, `Urn<person>`, and in quotes `\"[Book]\"` or \
                 `\"{string: Price}\"`.",
            ),
            rust_name: map.rust_name(),
            required: map.flag(
                "required",
                "Whether it must be sent. To a reader every field is optional.",
            ),
            default: map.optional(
                "default",
                "What a reader takes for it when it is absent, as JSON on the wire.",
            ),
            read_only: map.flag("read_only", "Whether clients never send it."),
            create_only: map.flag("create_only", "Whether clients send it on creation only."),
            decorates: map.naming(Naming::Entity).optional(
                "decorates",
                "What its URNs resolve to: `author~` is then the entity of `author`.",
            ),
            accepts: map.optional("accepts", "Another JSON shape that some servers send."),
            format: map.optional("format", FORMAT),
            permissions: map.optional("permissions", "The scopes without which it is not seen."),
            docs: DocsSyntax::short(map),
        }
    }
}

/// An enum.
#[derive(Debug)]
pub(crate) struct EnumSyntax {
    pub(crate) facts: Facts,
    pub(crate) symbols: Vec<Named<SymbolSyntax>>,
}

/// A symbol of an enum.
#[derive(Debug)]
pub(crate) struct SymbolSyntax {
    pub(crate) rust_name: Option<Spanned<String>>,
    pub(crate) docs: DocsSyntax,
}

impl Keyed for EnumSyntax {
    const WHAT: &'static str = "an enum";

    fn keys(map: &mut MapReader<'_>) -> Self {
        Self {
            facts: Facts::keys(map),
            symbols: map
                .required("symbols", "The symbols, as on the wire. There may be none.")
                .unwrap_or_default(),
        }
    }
}

impl Keyed for SymbolSyntax {
    const WHAT: &'static str = "a symbol";

    fn keys(map: &mut MapReader<'_>) -> Self {
        Self {
            rust_name: map.rust_name(),
            docs: DocsSyntax::short(map),
        }
    }
}

/// A union.
#[derive(Debug)]
pub(crate) struct UnionSyntax {
    pub(crate) facts: Facts,
    pub(crate) members: Members,
}

/// What tells the members of a union.
#[derive(Debug)]
pub(crate) enum Members {
    /// A key on the wire.
    Keys {
        members: Vec<Named<MemberSyntax>>,
        /// Whether JSON `null` is a value too.
        nullable: bool,
    },
    /// The kind of a URN.
    ByUrn(Vec<Named<UrnMemberSyntax>>),
}

/// A member of a union.
#[derive(Debug)]
pub(crate) struct MemberSyntax {
    pub(crate) ty: Option<TypeExpr>,
    pub(crate) rust_name: Option<Spanned<String>>,
    pub(crate) docs: DocsSyntax,
}

/// A member of a union by URN.
#[derive(Debug)]
pub(crate) struct UrnMemberSyntax {
    pub(crate) ty: Option<Spanned<String>>,
    pub(crate) rust_name: Option<Spanned<String>>,
}

impl UnionSyntax {
    /// Whether its members are told by the kind of a URN.
    pub(crate) fn is_by_urn(&self) -> bool {
        matches!(self.members, Members::ByUrn(_))
    }
}

impl Keyed for UnionSyntax {
    const WHAT: &'static str = "a union";

    fn keys(map: &mut MapReader<'_>) -> Self {
        let facts = Facts::keys(map);
        let nullable = map.flag("nullable", "Whether JSON `null` is a value too.");
        let members = map.named(
            "members",
            "The members, by their key on the wire: an alias, a primitive's name or a full type \
             name.",
        );
        let by_urn = map.filled(
            "by_urn",
            "member",
            "The members, by the kind of the URN beside the union: \
             `{ person: Person, shelf: Shelf }`.",
        );
        map.exclusive(&["by_urn", "members"]);
        map.exclusive(&["by_urn", "nullable"]);
        if map.needs_one(&["members", "by_urn"]) {
            let message = "a union needs `members:`";
            let finding = Diagnostic::error(Code::MissingKey, map.owner(), message)
                .help("write `members: { person: { type: Person, doc: … } }`");
            map.lacks_one(&["members", "by_urn"], finding);
        }
        let members = match map.key_place("by_urn") {
            None => Members::Keys { members, nullable },
            Some(_) => Members::ByUrn(by_urn.unwrap_or_default()),
        };
        Self { facts, members }
    }
}

impl MemberSyntax {
    fn keys(map: &mut MapReader<'_>) -> Self {
        Self {
            ty: map.required(
                "type",
                "The type of the member: `Person`, `int`, `\"[string]\"`.",
            ),
            rust_name: map.rust_name(),
            docs: DocsSyntax::short(map),
        }
    }
}

impl Read for MemberSyntax {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        if let NodeKind::Scalar { .. } = node.kind {
            return Some(Self {
                ty: TypeExpr::read(node, sink),
                rust_name: None,
                docs: DocsSyntax::default(),
            });
        }
        Some(read_map(node, "a member", sink, Self::keys))
    }

    fn describe(out: &mut Describer) -> Json {
        either(TypeExpr::describe(out), out.keyed("a member", Self::keys))
    }
}

impl UrnMemberSyntax {
    fn keys(map: &mut MapReader<'_>) -> Self {
        Self {
            ty: map
                .naming(Naming::Record)
                .required("type", "The record that URNs of this kind resolve to."),
            rust_name: map.rust_name(),
        }
    }
}

impl Read for UrnMemberSyntax {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        if let NodeKind::Scalar { .. } = node.kind {
            return Some(Self {
                ty: Spanned::read(node, sink),
                rust_name: None,
            });
        }
        Some(read_map(node, "a member by URN", sink, Self::keys))
    }

    fn describe(out: &mut Describer) -> Json {
        either(
            out.value(Some(Naming::Record), Spanned::<String>::describe),
            out.keyed("a member by URN", Self::keys),
        )
    }
}

/// A choice of JSON shapes.
#[derive(Debug)]
pub(crate) struct ShapesSyntax {
    pub(crate) facts: Facts,
    pub(crate) alternatives: Vec<Named<TypeExpr>>,
}

impl Keyed for ShapesSyntax {
    const WHAT: &'static str = "a choice of shapes";

    fn keys(map: &mut MapReader<'_>) -> Self {
        Self {
            facts: Facts::keys(map),
            alternatives: map.some(
                "alternatives",
                "alternative",
                "The alternatives and their types, each of another JSON shape: `{ Plain: string, \
                 Rich: RichText }`.",
            ),
        }
    }
}

/// Another name for a type.
#[derive(Debug)]
pub(crate) struct TyperefSyntax {
    pub(crate) facts: Facts,
    pub(crate) ty: Option<TypeExpr>,
    pub(crate) format: Option<Spanned<Format>>,
    pub(crate) rust_type: Option<Spanned<String>>,
}

impl Keyed for TyperefSyntax {
    const WHAT: &'static str = "a typeref";

    fn keys(map: &mut MapReader<'_>) -> Self {
        let typeref = Self {
            facts: Facts::keys(map),
            ty: map.required("type", "The type that it is another name for."),
            format: map.optional("format", FORMAT),
            rust_type: map.optional(
                "rust_type",
                "A hand-written Rust type that stands for it, such as `shop_types::Markup`.",
            ),
        };
        map.exclusive(&["rust_type", "format"]);
        typeref
    }
}

/// A number of bytes.
#[derive(Debug)]
pub(crate) struct FixedSyntax {
    pub(crate) facts: Facts,
    pub(crate) size: Option<Spanned<u32>>,
}

impl Keyed for FixedSyntax {
    const WHAT: &'static str = "a fixed";

    fn keys(map: &mut MapReader<'_>) -> Self {
        Self {
            facts: Facts::keys(map),
            size: map.required("size", "How many bytes."),
        }
    }
}
