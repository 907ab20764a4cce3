//! JSON that the schema leaves open.
//!
//! Kept as text, because a tree of it would cost more than the records around it and would lose the
//! digits of large numbers.

use std::fmt;
use std::str::FromStr;

use serde::de::{Deserialize, DeserializeOwned, Deserializer};
use serde::ser::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::error::{JsonError, JsonResult};

/// A JSON value whose shape the schema does not know, as it came.
#[derive(Clone)]
pub struct Json(Box<RawValue>);

impl Json {
    /// The JSON of a value.
    pub fn new<T: Serialize + ?Sized>(value: &T) -> JsonResult<Self> {
        serde_json::value::to_raw_value(value)
            .map(Self)
            .map_err(|error| JsonError::unplaced(&error))
    }

    pub(crate) fn empty_object() -> Self {
        serde_json::Map::new().into()
    }

    /// The text, as it came.
    pub fn as_str(&self) -> &str {
        self.0.get()
    }

    /// The value as a tree.
    pub fn to_value(&self) -> JsonResult<serde_json::Value> {
        self.deserialize()
    }

    /// Reads it as something of your own.
    pub fn deserialize<T: DeserializeOwned>(&self) -> JsonResult<T> {
        JsonError::read(self.as_str())
    }
}

/// Two texts are equal when they mean the same value.
impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
            || match (self.to_value(), other.to_value()) {
                (Ok(own), Ok(other)) => own == other,
                _ => false,
            }
    }
}

/// `null`.
impl Default for Json {
    fn default() -> Self {
        Self(RawValue::NULL.to_owned())
    }
}

impl FromStr for Json {
    type Err = JsonError;

    fn from_str(text: &str) -> JsonResult<Self> {
        JsonError::read(text)
    }
}

impl From<serde_json::Value> for Json {
    fn from(value: serde_json::Value) -> Self {
        // A tree always has a text: its keys are strings and its numbers finite.
        RawValue::from_string(value.to_string()).map_or_else(|_| Self::default(), Self)
    }
}

impl From<serde_json::Map<String, serde_json::Value>> for Json {
    fn from(members: serde_json::Map<String, serde_json::Value>) -> Self {
        serde_json::Value::Object(members).into()
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl fmt::Display for Json {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(out)
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Deserialize::deserialize(input).map(Self)
    }
}

/// JSON that waits to be told what it is.
#[derive(Clone, Debug)]
pub struct RawEntity(Json);

impl RawEntity {
    pub(crate) fn new(json: Json) -> Self {
        Self(json)
    }

    /// Reads it.
    pub fn read<T: DeserializeOwned>(self) -> JsonResult<T> {
        JsonError::read_part(self.0.as_str())
    }

    /// Refuses it, as a shape that none of the alternatives of a type has.
    pub fn unexpected<T>(self, name: &str, shape: super::Shape) -> JsonResult<T> {
        let reason = format!("invalid type: {shape}, expected one of the shapes of {name}");
        Err(JsonError::refused_part(self.0.as_str(), reason))
    }

    /// Keeps it as an entity that the schema does not know.
    pub fn unknown(self) -> super::UnknownEntity {
        super::UnknownEntity::new(self.0)
    }

    /// Keeps it as JSON.
    pub fn json(self) -> Json {
        self.0
    }
}
