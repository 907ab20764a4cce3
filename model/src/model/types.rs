//! Types of the model: what can stand in a field, a parameter, a key.
//!
//! The shapes are Rest.li's own; what Rust makes of them (names, boxing, usage) is computed here
//! once, because the generator, the reference pages and the comparison of schemas all need it.

use crate::model::{Docs, GroupId, Permissions, ResourceId, TypeId, UrnKindId, UrnSetId};
use crate::source::Place;

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// `true` or `false`.
    Boolean,
    /// 32 bits, signed.
    Int,
    /// 64 bits, signed.
    Long,
    /// 32-bit floating point.
    Float,
    /// 64-bit floating point.
    Double,
    /// Text.
    String,
    /// Bytes, one character U+0000 to U+00FF each on the wire.
    Bytes,
    /// A decimal number as text, from `format: decimal`.
    Decimal,
    /// A point in time as a long, from `format: epoch_ms` and its like.
    Instant(InstantUnit),
    /// Any JSON value: what the API leaves open.
    Json,
    /// A URN of the kinds named.
    Urn(UrnType),
    /// A list.
    Array(Box<Type>),
    /// A map; keys are text on the wire.
    Map(MapKey, Box<Type>),
    /// A record, enum, union, typeref or choice of shapes.
    Named(TypeId),
}

/// What a point in time is counted in, since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InstantUnit {
    /// Thousandths of a second.
    Milliseconds,
    /// Seconds.
    Seconds,
}

/// Which URNs a type admits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UrnType {
    /// Any kind at all: `Urn`.
    Any,
    /// One kind: `Urn<person>`.
    Kind(UrnKindId),
    /// A named set of kinds: `Urn<handle>`.
    Set(UrnSetId),
}

/// What the keys of a map are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MapKey {
    /// Plain text.
    String,
    /// A URN, as text.
    Urn(UrnType),
}

/// A kind of URN, such as `person` in `urn:li:person:abc`.
#[derive(Clone, Debug)]
pub struct UrnKind {
    /// The namespace, such as `li`.
    pub namespace: String,
    /// The kind on the wire, such as `person`.
    pub name: String,
    /// Rust name without the suffix `Urn`, such as `Person`.
    pub rust_name: String,
    /// What stands after the kind.
    pub id: UrnIdType,
    /// The type a decorated field of this kind resolves to.
    pub entity: Option<TypeId>,
    /// The resource that serves the entity, for those who evaluate decorations.
    pub resource: Option<ResourceId>,
    /// Named ways to resolve it, such as `playableStreams`.
    pub variants: Vec<Variant>,
    /// Documentation.
    pub docs: Docs,
    /// Where it is declared.
    pub place: Place,
}

/// A named way to resolve a URN: `field~:playableStreams`.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its name on the wire.
    pub name: String,
    /// Its name in Rust, in snake case.
    pub rust_name: String,
    /// What it does.
    pub docs: Docs,
}

/// What stands behind the kind of a URN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UrnIdType {
    /// Opaque text.
    String,
    /// A signed 64-bit number.
    Long,
    /// `(a,b)`, with named parts; a one-part tuple keeps its parentheses.
    Tuple(Vec<UrnIdPart>),
}

/// One part of a tuple id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UrnIdPart {
    /// Its name in Rust, in snake case.
    pub name: String,
    /// What it is: [`Type::String`], [`Type::Long`] or [`Type::Urn`].
    pub ty: Type,
}

/// A named set of URN kinds.
#[derive(Clone, Debug)]
pub struct UrnSet {
    /// The name that the YAML uses, such as `handle`.
    pub name: String,
    /// Rust name without the suffix `Urn`, such as `Handle`.
    pub rust_name: String,
    /// The kinds in it, in the order of the file.
    pub kinds: Vec<UrnKindId>,
    /// Documentation.
    pub docs: Docs,
    /// Where it is declared.
    pub place: Place,
}

/// A named type.
#[derive(Clone, Debug)]
pub struct TypeDef {
    /// The name that the YAML uses; unique in the model.
    pub name: String,
    /// The full Rest.li name where the wire shows it (union members), else the same as `name`.
    pub wire_name: String,
    /// The Rust type's name, in camel case.
    pub rust_name: String,
    /// Where the Rust type stands.
    pub home: Home,
    /// What it is.
    pub kind: TypeKind,
    /// Documentation.
    pub docs: Docs,
    /// How calls use it.
    pub usage: Usage,
    /// The groups whose features need it; empty when more than one does or none, so always compiled.
    pub only_in: Option<GroupId>,
    /// Path of a macro in a hand-written crate that adds methods, such as `linkedin_types::localized`.
    pub extension: Option<String>,
    /// Where it is declared.
    pub place: Place,
}

/// Where a type is declared, and so where its Rust type stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Home {
    /// A file below `types/`, such as `["identity", "person"]` for `types/identity/person.yaml`.
    Shared(Vec<String>),
    /// The file of a resource.
    Resource(ResourceId),
}

/// How calls use a type; what is generated for it follows from this.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// It can be sent: in a body, a parameter, a key.
    pub input: bool,
    /// It can be received.
    pub output: bool,
    /// A mask can reach into it.
    pub projected: bool,
    /// It can be patched.
    pub patched: bool,
}

/// What a named type is.
#[derive(Clone, Debug)]
pub enum TypeKind {
    /// Named fields.
    Record(Record),
    /// One of several symbols, open to new ones.
    Enum(Enum),
    /// One of several members, told apart by a key on the wire.
    Union(Union),
    /// What a decorated field of several kinds resolves to, told apart by the kind of its URN.
    UnionByUrn(UnionByUrn),
    /// One of several JSON shapes, told apart by the shape itself.
    Shapes(Shapes),
    /// Another name for a type.
    Typeref(Typeref),
    /// A number of bytes.
    Fixed(Fixed),
}

/// A fixed number of bytes; one character U+0000 to U+00FF each on the wire.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// How many.
    pub size: u32,
}

/// What stands for an absent value.
#[derive(Clone, Debug, PartialEq)]
pub struct DefaultValue {
    /// As JSON on the wire.
    pub json: serde_json::Value,
    /// The same, checked against the type.
    pub value: crate::interpret::Datum,
}

/// Named fields. Fields of included records stand among them already.
#[derive(Clone, Debug)]
pub struct Record {
    /// The fields, in the order of the file.
    pub fields: Vec<Field>,
}

/// A field of a record.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name on the wire.
    pub name: String,
    /// Its name in Rust, in snake case; raw (`r#type`) where it is a keyword.
    pub rust_name: String,
    /// Its type.
    pub ty: Type,
    /// Must be given when the record is sent; never what has a default.
    pub required: bool,
    /// What a reader takes for it when it is absent.
    pub default: Option<DefaultValue>,
    /// Never sent.
    pub read_only: bool,
    /// Sent when the record is created, never afterwards.
    pub create_only: bool,
    /// What its URN can be resolved to.
    pub decoration: Option<Decoration>,
    /// A reader must also take an array where the type is a map (told by the shape, kept when written).
    pub accepts_array: bool,
    /// What its text or number means, as written; but for URLs its type says so too.
    pub format: Option<Format>,
    /// What a token must carry to see it; unstated means whatever the method needs.
    pub permissions: Permissions,
    /// Boxed in Rust, because the record reaches itself through it.
    pub boxed: bool,
    /// Documentation.
    pub docs: Docs,
    /// Where it is declared.
    pub place: Place,
}

/// What the text or number of a field means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// A long that counts milliseconds since 1970.
    EpochMs,
    /// A long that counts seconds since 1970.
    EpochS,
    /// A decimal number as text.
    Decimal,
    /// A URL as text.
    Url,
}

/// What the URN in a field resolves to: the sibling `field~`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoration {
    /// The resolved type: a record for one kind, or a [`TypeKind::UnionByUrn`] for several.
    pub target: TypeId,
    /// The kinds that can be resolved, with the record each resolves to.
    pub kinds: Vec<(UrnKindId, TypeId)>,
}

/// One of several symbols. Unknown ones are kept by readers.
#[derive(Clone, Debug)]
pub struct Enum {
    /// The known symbols, in the order of the file.
    pub symbols: Vec<Symbol>,
}

/// A symbol of an enum.
#[derive(Clone, Debug)]
pub struct Symbol {
    /// On the wire.
    pub name: String,
    /// In Rust, in camel case.
    pub rust_name: String,
    /// Documentation.
    pub docs: Docs,
}

/// `{"member": value}`.
#[derive(Clone, Debug)]
pub struct Union {
    /// The members, in the order of the file, without null.
    pub members: Vec<Member>,
    /// Whether JSON `null` is a value of it.
    pub nullable: bool,
}

/// A member of a union.
#[derive(Clone, Debug)]
pub struct Member {
    /// The key on the wire: an alias, a primitive's name or a full type name.
    pub key: String,
    /// The Rust variant.
    pub rust_name: String,
    /// Its type.
    pub ty: Type,
    /// Documentation.
    pub docs: Docs,
}

/// What a URN of several kinds resolves to.
#[derive(Clone, Debug)]
pub struct UnionByUrn {
    /// For each kind, what it resolves to, in the order of the file.
    pub members: Vec<UrnMember>,
}

/// A member of a union by URN.
#[derive(Clone, Debug)]
pub struct UrnMember {
    /// The kind that tells it.
    pub kind: UrnKindId,
    /// The Rust variant.
    pub rust_name: String,
    /// The record.
    pub ty: TypeId,
}

/// A value that arrives in several JSON shapes.
#[derive(Clone, Debug)]
pub struct Shapes {
    /// The alternatives, in the order of the file; no two share a JSON shape.
    pub alternatives: Vec<Alternative>,
}

/// One of several shapes.
#[derive(Clone, Debug)]
pub struct Alternative {
    /// The Rust variant.
    pub rust_name: String,
    /// Its type.
    pub ty: Type,
}

/// Another name for a type.
#[derive(Clone, Debug)]
pub struct Typeref {
    /// The type it stands for on the wire.
    pub ty: Type,
    /// A hand-written Rust type to use instead, such as `linkedin_types::LittleText`.
    pub rust_type: Option<String>,
}
