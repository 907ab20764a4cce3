//! Values that arrive in several JSON shapes, such as a text or a record.
//!
//! The shape itself tells which; it is looked at before anything is read, so no attempt is made twice.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::Serializer;

use super::{Json, RawEntity};
use crate::error::JsonResult;

/// A value told apart by its JSON shape.
pub trait Shapes: Sized {
    /// Reads a value of this shape.
    fn decode(shape: Shape, value: RawEntity) -> JsonResult<Self>;

    /// Writes the value.
    fn encode<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error>;
}

/// The JSON shapes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// `null`, which only stands alone: as a field it is absence.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A number.
    Number,
    /// A text.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl Shape {
    /// The shape of a JSON text, from its first character.
    pub(super) fn of(json: &str) -> Self {
        match json.as_bytes().first() {
            Some(b'{') => Self::Object,
            Some(b'[') => Self::Array,
            Some(b'"') => Self::String,
            Some(b't' | b'f') => Self::Boolean,
            Some(b'n') => Self::Null,
            _ => Self::Number,
        }
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        })
    }
}

/// Reads a value of several shapes; what [`shapes!`](crate::shapes!) puts behind `Deserialize`.
pub fn deserialize<'de, V: Shapes, D: Deserializer<'de>>(input: D) -> Result<V, D::Error> {
    let json: Json = Deserialize::deserialize(input)?;
    V::decode(Shape::of(json.as_str()), RawEntity::new(json)).map_err(D::Error::custom)
}

/// Reads a value that stands alone by handing on its text.
pub fn entity<'de, V, D: Deserializer<'de>>(
    input: D,
    decode: impl FnOnce(RawEntity) -> JsonResult<V>,
) -> Result<V, D::Error> {
    let json: Json = Deserialize::deserialize(input)?;
    decode(RawEntity::new(json)).map_err(D::Error::custom)
}

/// Implements `Serialize`, `Deserialize`, `Debug` and [`ToValue`](crate::ToValue) for
/// [`Shapes`](crate::Shapes), and lets them be an answer.
#[macro_export]
macro_rules! shapes {
    ($shapes:ident) => {
        impl $crate::Serialize for $shapes {
            fn serialize<S: $crate::Serializer>(
                &self,
                out: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::Shapes::encode(self, out)
            }
        }
        impl<'de> $crate::Deserialize<'de> for $shapes {
            fn deserialize<D: $crate::Deserializer<'de>>(
                input: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::private::shapes::deserialize(input)
            }
        }
        impl ::core::fmt::Debug for $shapes {
            fn fmt(&self, out: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::private::record::debug(::core::stringify!($shapes), self, out)
            }
        }
        $crate::param!($shapes);
        $crate::json_answer!($shapes);
        impl $crate::Leaf for $shapes {}
    };
}
