//! What an action answers: a value in an envelope of its own.
//!
//! The envelope is kept, because an action that returns nothing leaves it out, and callers can tell.

use serde::de::{Deserialize, DeserializeOwned, Deserializer, MapAccess};
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::record::{self, FieldValue, Fields, Record};

/// `{"value": …}`: what an action returns.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ActionValue<T> {
    /// The value, if the action returned one.
    pub value: Option<T>,
}

impl<T> Default for ActionValue<T> {
    fn default() -> Self {
        Self { value: None }
    }
}

impl<T: Serialize + DeserializeOwned> Record for ActionValue<T> {
    const NAME: &'static str = "ActionValue";

    fn decode<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        match name {
            "value" => value.read(&mut self.value),
            _ => value.skip(),
        }
    }

    fn encode<M: SerializeMap>(&self, out: &mut Fields<'_, M>) -> Result<(), M::Error> {
        out.write("value", &self.value)
    }
}

impl<T: Serialize + DeserializeOwned> Serialize for ActionValue<T> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        record::serialize(self, out)
    }
}

impl<'de, T: Serialize + DeserializeOwned> Deserialize<'de> for ActionValue<T> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        record::deserialize(input)
    }
}
