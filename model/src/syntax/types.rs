//! Named types: what `types/**.yaml` holds, and what a resource may declare for itself.

use serde_json::Value as Json;

use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::model::Format;
use crate::syntax::docs::{DocsSyntax, PermissionsSyntax};
use crate::syntax::reader::{Keyword, MapReader, Named, Read, refuse_bare_type};
use crate::syntax::tree::{Node, NodeKind, Spanned};
use crate::syntax::type_expr::TypeExpr;

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
    pub(crate) fn keys(map: &mut MapReader<'_>) -> Self {
        Self {
            records: map.named("records"),
            enums: map.named("enums"),
            unions: map.named("unions"),
            shapes: map.named("shapes"),
            typerefs: map.named("typerefs"),
            fixed: map.named("fixed"),
        }
    }
}

impl Read for TypesSyntax {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        let mut map = MapReader::open(node, "a file of types", sink);
        map.allow();
        let types = Self::keys(&mut map);
        map.finish();
        Some(types)
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
            wire_name: map.optional("wire_name"),
            rust_name: map.optional("rust_name"),
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

impl Read for RecordSyntax {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        let mut map = MapReader::open(node, "a record", sink);
        let record = Self {
            facts: Facts::keys(&mut map),
            extension: map.optional("extension"),
            includes: map.optional("includes").unwrap_or_default(),
            includes_after: map.optional("includes_after").unwrap_or_default(),
            fields: map.required("fields").unwrap_or_default(),
        };
        map.finish();
        Some(record)
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
    const WORDS: &[(&str, Self)] = &[("array", Self::Array)];
}

impl Keyword for Format {
    const WORDS: &[(&str, Self)] = &[
        ("epoch_ms", Self::EpochMs),
        ("epoch_s", Self::EpochS),
        ("decimal", Self::Decimal),
        ("url", Self::Url),
    ];
}

impl Read for FieldSyntax {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        if refuse_bare_type(node, "a field", sink) {
            return None;
        }
        let mut map = MapReader::open(node, "a field", sink);
        let field = Self {
            ty: map.required("type"),
            rust_name: map.optional("rust_name"),
            required: map.flag("required"),
            default: map.optional("default"),
            read_only: map.flag("read_only"),
            create_only: map.flag("create_only"),
            decorates: map.optional("decorates"),
            accepts: map.optional("accepts"),
            format: map.optional("format"),
            permissions: map.optional("permissions"),
            docs: DocsSyntax::short(&mut map),
        };
        map.finish();
        Some(field)
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

impl Read for EnumSyntax {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        let mut map = MapReader::open(node, "an enum", sink);
        let read = Self {
            facts: Facts::keys(&mut map),
            symbols: map.required("symbols").unwrap_or_default(),
        };
        map.finish();
        Some(read)
    }
}

impl Read for SymbolSyntax {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        let mut map = MapReader::open(node, "a symbol", sink);
        let symbol = Self {
            rust_name: map.optional("rust_name"),
            docs: DocsSyntax::short(&mut map),
        };
        map.finish();
        Some(symbol)
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

impl Read for UnionSyntax {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        let mut map = MapReader::open(node, "a union", sink);
        let facts = Facts::keys(&mut map);
        let nullable = map.flag("nullable");
        let members = match map.entry("by_urn").map(|entry| &entry.key) {
            None => Members::Keys {
                members: map.required("members").unwrap_or_default(),
                nullable,
            },
            Some(by_urn_at) => {
                for other in ["members", "nullable"] {
                    if let Some(other_at) = map.entry(other) {
                        let message = format!("`{other}` and `by_urn` exclude each other");
                        sink.push(
                            Diagnostic::error(Code::KeyConflict, &other_at.key, message)
                                .also(by_urn_at, "first"),
                        );
                    }
                }
                Members::ByUrn(map.some("by_urn", "member"))
            }
        };
        map.finish();
        Some(Self { facts, members })
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
        let mut map = MapReader::open(node, "a member", sink);
        let member = Self {
            ty: map.required("type"),
            rust_name: map.optional("rust_name"),
            docs: DocsSyntax::short(&mut map),
        };
        map.finish();
        Some(member)
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
        let mut map = MapReader::open(node, "a member", sink);
        let member = Self {
            ty: map.required("type"),
            rust_name: map.optional("rust_name"),
        };
        map.finish();
        Some(member)
    }
}

/// A choice of JSON shapes.
#[derive(Debug)]
pub(crate) struct ShapesSyntax {
    pub(crate) facts: Facts,
    pub(crate) alternatives: Vec<Named<TypeExpr>>,
}

impl Read for ShapesSyntax {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        let mut map = MapReader::open(node, "a choice of shapes", sink);
        let shapes = Self {
            facts: Facts::keys(&mut map),
            alternatives: map.some("alternatives", "alternative"),
        };
        map.finish();
        Some(shapes)
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

impl Read for TyperefSyntax {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        let mut map = MapReader::open(node, "a typeref", sink);
        let typeref = Self {
            facts: Facts::keys(&mut map),
            ty: map.required("type"),
            format: map.optional("format"),
            rust_type: map.optional("rust_type"),
        };
        map.finish();
        Some(typeref)
    }
}

/// A number of bytes.
#[derive(Debug)]
pub(crate) struct FixedSyntax {
    pub(crate) facts: Facts,
    pub(crate) size: Option<Spanned<u32>>,
}

impl Read for FixedSyntax {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        let mut map = MapReader::open(node, "a fixed", sink);
        let fixed = Self {
            facts: Facts::keys(&mut map),
            size: map.required("size"),
        };
        map.finish();
        Some(fixed)
    }
}
