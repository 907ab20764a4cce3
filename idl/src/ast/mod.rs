//! The IDL as written: schemas and resources of every source format, in one shape.
//!
//! All formats are read into these types, so that whatever follows (the import, a comparison of
//! versions) need not know where a schema comes from. Names are full names throughout.

mod name;
mod resource;
mod schema;
mod types;

pub use self::name::{FullName, is_identifier};
pub use self::resource::*;
pub use self::schema::*;
pub use self::types::*;
use crate::diagnostics::Place;
use crate::json::Json;

/// Something with the place it is written at.
///
/// Two are equal if their values are: the same text at two places says the same.
#[derive(Clone, Debug)]
pub struct Spanned<T> {
    /// What is written.
    pub value: T,
    /// Where.
    pub place: Place,
}

impl<T> Spanned<T> {
    /// Something at a place.
    pub fn new(value: T, place: Place) -> Self {
        Self { value, place }
    }
}

impl<T: PartialEq> PartialEq for Spanned<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Spanned<T> {}

/// A member that the format does not define, or an annotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Property {
    /// Its name.
    pub name: Spanned<String>,
    /// Its value.
    pub value: Json,
}

/// That something should not be used any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deprecated {
    /// What to do instead; may be absent.
    pub text: Option<String>,
}
