//! What an action answers: a value in an envelope of its own.
//!
//! The envelope is kept, because an action that returns nothing leaves it out, and callers can tell.

use serde::Serialize;
use serde::de::value::UnitDeserializer;
use serde::de::{Deserialize, DeserializeOwned, Deserializer, MapAccess};
use serde::ser::SerializeMap;

use super::{Answer, RecordedAnswer, Response};
use crate::error::{JsonResult, Result};
use crate::record::{self, FieldValue, Fields, Record};
use crate::types::Json;

/// `{"value": …}`: what an action returns.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ActionValue<T> {
    /// The value, if the action returned one.
    pub value: Option<T>,
    has_body: bool,
}

impl<T: DeserializeOwned> Answer for ActionValue<T> {
    fn read(response: &Response) -> Result<Self> {
        let envelope: Option<Envelope<T>> = response.optional_json()?;
        Ok(Self {
            has_body: envelope.is_some(),
            value: envelope.and_then(|envelope| envelope.value),
        })
    }
}

impl<T: Serialize + DeserializeOwned> RecordedAnswer for ActionValue<T> {
    fn to_body(&self) -> JsonResult<Option<Json>> {
        let value = self.value.as_ref().map(|value| ("value", value));
        match self.has_body {
            true => Json::new(&std::collections::BTreeMap::from_iter(value)).map(Some),
            false => Ok(None),
        }
    }
}

/// The envelope as it stands in JSON.
struct Envelope<T> {
    value: Option<T>,
}

impl<T> Default for Envelope<T> {
    fn default() -> Self {
        Self { value: None }
    }
}

impl<T: DeserializeOwned> Record for Envelope<T> {
    const NAME: &'static str = "ActionValue";

    fn decode<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        match name {
            "value" => {
                value.read(&mut self.value)?;
                if self.value.is_none() {
                    // `null` is a value of some types.
                    let null = UnitDeserializer::<A::Error>::new();
                    self.value = T::deserialize(null).ok();
                }
                Ok(())
            }
            _ => value.skip(),
        }
    }

    fn encode<M: SerializeMap>(&self, _: &mut Fields<'_, M>) -> Result<(), M::Error> {
        Ok(())
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Envelope<T> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        record::deserialize(input)
    }
}
