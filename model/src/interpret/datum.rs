//! Values that have been checked against their type, and patches of them.
//!
//! The generator writes typed calls from them and the sandbox applies them, so they say what is
//! meant (field 3, symbol of that enum) and not how it was spelled.

use serde_json::Value as Json;

use crate::model::{Type, TypeId};

/// A value that has been checked against its type.
#[derive(Clone, Debug, PartialEq)]
pub enum Datum {
    /// A boolean.
    Boolean(bool),
    /// An int.
    Int(i32),
    /// A long.
    Long(i64),
    /// A float.
    Float(f32),
    /// A double.
    Double(f64),
    /// A text.
    String(String),
    /// Bytes, also those of a fixed type.
    Bytes(Vec<u8>),
    /// What the schema leaves open.
    Json(Json),
    /// A URN of an admitted kind, its tuple parts included.
    Urn(String),
    /// A symbol of an enum.
    Symbol(TypeId, String),
    /// A list.
    Array(Vec<Datum>),
    /// A map, in the order in which it was read.
    Map(Vec<(String, Datum)>),
    /// A record: index of the field, value; by index.
    Record(TypeId, Vec<(usize, Datum)>),
    /// The member of a union that is there.
    Member(TypeId, usize, Box<Datum>),
    /// The null of a nullable union.
    Null(TypeId),
    /// The shape that a value came in.
    Shape(TypeId, usize, Box<Datum>),
    /// A complex key of a resource whose keys may have `$params`; other complex keys are records.
    Key {
        /// The record that names the entity.
        key: Box<Datum>,
        /// The record of `$params`, if they are there.
        params: Option<Box<Datum>>,
    },
    /// A patch of an entity.
    Patch(Box<Patch>),
}

impl Datum {
    /// What names the entity: a complex key without its `$params`, anything else as it is.
    pub fn identity(&self) -> &Datum {
        match self {
            Datum::Key { key, .. } => key,
            other => other,
        }
    }
}

/// A patch that has been checked against what it changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Patch {
    /// What it changes: a record, a union, a map or open JSON, never a typeref.
    pub of: Type,
    /// What happens to which part; no part stands in it twice. `$set` comes first, then `$delete`, then
    /// what is within.
    pub changes: Vec<(Part, Change)>,
}

/// A part of what is patched.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// A field of a record, by index.
    Field(usize),
    /// A member of a union, by index.
    Member(usize),
    /// The value under a key of a map or of open JSON.
    Key(String),
}

/// What a patch does to one part.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// It becomes this value.
    Set(Datum),
    /// It goes away.
    Delete,
    /// It is patched itself.
    Within(Patch),
    /// An item of the array moves; nothing where the list of moves is empty.
    Reorder(Option<Move>),
}

/// One item of an array moves, and those between shift by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// The index it has.
    pub from: u32,
    /// The index it gets.
    pub to: u32,
}
