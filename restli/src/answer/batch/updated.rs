//! What is said of one key that was written: a status, and perhaps the entity as it is now.
//!
//! A status may be that of a failure although it stands among the results, so each item tells.

use serde::de::{Deserialize, DeserializeOwned, Deserializer, MapAccess};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::super::{Answer, Failure, RecordedAnswer, Response};
use crate::error::{ErrorResponse, JsonResult, Result};
use crate::record::{self, FieldValue, Fields, Record};
use crate::types::Json;

/// What a batch says of a key: an entity, or what became of a change. Implemented by
/// [`record!`](crate::record!) and `#[derive(Projection)]`.
pub trait BatchItem {
    /// The status, where the item states one.
    #[doc(hidden)]
    fn stated_status(&self) -> Option<u16> {
        None
    }

    /// The error, where the item holds one.
    #[doc(hidden)]
    fn stated_error(&self) -> Option<&ErrorResponse> {
        None
    }
}

/// What an item says of a failure.
pub(super) fn failure(item: &impl BatchItem) -> Option<Failure> {
    match item.stated_error() {
        Some(error) => Some(Failure::implied(error.clone())),
        None => Failure::of_status(item.stated_status()?.into()),
    }
}

/// For batches whose entities no type describes.
impl BatchItem for Json {}

/// A key that was updated or deleted.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Updated {
    status: Option<u16>,
    error: Option<ErrorResponse>,
}

impl Updated {
    /// The status, 200 where the server does not tell.
    pub fn status(&self) -> u16 {
        self.status.unwrap_or(200)
    }
}

impl Record for Updated {
    const NAME: &'static str = "Updated";

    fn decode<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        match name {
            "status" => value.read(&mut self.status),
            "error" => value.read(&mut self.error),
            _ => value.skip(),
        }
    }

    fn encode<M: SerializeMap>(&self, out: &mut Fields<'_, M>) -> Result<(), M::Error> {
        out.write("status", &self.status)?;
        out.write("error", &self.error)
    }
}

crate::record!(Updated, batch_item);

impl BatchItem for Updated {
    fn stated_status(&self) -> Option<u16> {
        self.status
    }

    fn stated_error(&self) -> Option<&ErrorResponse> {
        self.error.as_ref()
    }
}

/// An entity that was changed, as it is now.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct UpdatedEntity<T> {
    /// The entity; nothing when the caller did without it, or the change failed.
    pub entity: Option<T>,
    change: Updated,
}

impl<T> UpdatedEntity<T> {
    /// The status of the change, 200 where the server does not tell.
    pub fn status(&self) -> u16 {
        self.change.status()
    }
}

impl<T> Default for UpdatedEntity<T> {
    fn default() -> Self {
        Self {
            entity: None,
            change: Updated::default(),
        }
    }
}

impl<T> BatchItem for UpdatedEntity<T> {
    fn stated_status(&self) -> Option<u16> {
        self.change.stated_status()
    }

    fn stated_error(&self) -> Option<&ErrorResponse> {
        self.change.stated_error()
    }
}

/// `{"status": …, "entity": …}`, as it stands in a batch: a record apart, since every record is an answer
/// by itself, and the answer of a single change has another form.
struct InBatch<T>(UpdatedEntity<T>);

impl<T> Default for InBatch<T> {
    fn default() -> Self {
        Self(UpdatedEntity::default())
    }
}

impl<T: DeserializeOwned> Record for InBatch<T> {
    const NAME: &'static str = "UpdatedEntity";

    fn decode<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        match name {
            "entity" => value.read(&mut self.0.entity),
            _ => self.0.change.decode(name, value),
        }
    }

    fn encode<M: SerializeMap>(&self, _: &mut Fields<'_, M>) -> Result<(), M::Error> {
        Ok(())
    }
}

impl<T: Serialize> Serialize for UpdatedEntity<T> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut map = out.serialize_map(None)?;
        let mut fields = Fields::new(&mut map);
        self.change.encode(&mut fields)?;
        fields.write("entity", &self.entity)?;
        map.end()
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for UpdatedEntity<T> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        record::deserialize(input).map(|InBatch(updated)| updated)
    }
}

/// As the answer of a single change the body is the entity itself.
impl<T: DeserializeOwned> Answer for UpdatedEntity<T> {
    fn read(response: &Response) -> Result<Self> {
        Ok(Self {
            entity: response.optional_json()?,
            change: Updated {
                status: Some(response.status()),
                error: None,
            },
        })
    }
}

impl<T: Serialize + DeserializeOwned> RecordedAnswer for UpdatedEntity<T> {
    fn to_body(&self) -> JsonResult<Option<Json>> {
        self.entity.as_ref().map(Json::new).transpose()
    }
}
