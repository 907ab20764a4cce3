//! What a batch of creates answers: one element for each that was sent, in the same order.
//!
//! There are no keys yet to tell them apart by, so the position counts, for failures too.

use std::fmt;
use std::sync::Arc;

use restli_wire::Value;
use serde::Serialize;
use serde::de::{DeserializeOwned, MapAccess};
use serde::ser::{SerializeMap, Serializer};

use super::{Answer, BatchAnswer, Failure, RecordedAnswer, Response};
use crate::error::{Error, ErrorResponse, JsonResult, Result};
use crate::key::{self, Key};
use crate::record::{self, FieldValue, Fields, Record};
use crate::request::Protocol;
use crate::types::Json;

/// The answer of a batch of creates, with the entities where the service returns them.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct BatchCreated<K, T = Json> {
    /// For each element that was sent, in the same order, what became of it.
    pub elements: Vec<CreatedElement<K, T>>,
}

/// The answer of a batch of creates that returns the entities.
pub type BatchCreatedEntity<K, T> = BatchCreated<K, T>;

/// What became of one element of a batch of creates.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct CreatedElement<K, T = Json> {
    /// Its id, if it was created and the service tells.
    pub id: Option<K>,
    /// Where it can be read, if the service says so.
    pub location: Option<String>,
    /// The entity as the service has stored it, where the method returns it.
    pub entity: Option<T>,
    status: Option<u16>,
    failure: Option<Failure>,
}

impl<K, T> CreatedElement<K, T> {
    /// The status, 201 where the server tells neither it nor a failure.
    pub fn status(&self) -> u16 {
        let failure = self.failure.as_ref();
        let status = self.status.or(failure.and_then(Failure::status));
        status.unwrap_or(match failure {
            None => 201,
            Some(_) => 500,
        })
    }

    /// Why it was not created.
    pub fn error(&self) -> Option<&ErrorResponse> {
        self.failure.as_ref().map(|failure| &*failure.response)
    }

    /// Why the whole chunk failed that it was sent in, of a batch that was sent in [chunks](crate::Chunks);
    /// nothing when the service has answered the chunk. [`error`](Self::error) is drawn from it; whether the
    /// service may have created it nevertheless is told by [`Error::may_have_acted`].
    pub fn chunk_error(&self) -> Option<&Error> {
        self.failure.as_ref()?.chunk.as_deref()
    }

    /// The element if it was created, or why it was not.
    pub fn into_result(self) -> Result<Self, Box<ErrorResponse>> {
        match self.failure {
            Some(failure) => Err(failure.response),
            None => Ok(self),
        }
    }
}

impl<K, T> BatchCreated<K, T> {
    /// What failed, with its position among the elements that were sent.
    pub fn failures(&self) -> impl Iterator<Item = (usize, &ErrorResponse)> {
        let elements = self.elements.iter().enumerate();
        elements.filter_map(|(index, element)| Some((index, element.error()?)))
    }

    /// Whether every element was created.
    pub fn is_success(&self) -> bool {
        self.failures().next().is_none()
    }
}

impl<K: Key, T> CreatedElement<K, T> {
    fn from_raw(raw: Element<T>, index: usize, response: &Response) -> Result<Self> {
        let id = raw.id.map(|id| {
            let text = id
                .deserialize::<String>()
                .unwrap_or_else(|_| id.to_string());
            key::read(&text, response.protocol()).ok_or_else(|| {
                let place = format!("at `elements[{index}].id`: the key `{text}` cannot be read");
                response.unreadable(&place)
            })
        });
        let failure = match raw.error {
            Some(error) => Some(Failure::stated(error)),
            None => raw
                .status
                .and_then(|status| Failure::of_status(status.into())),
        };
        Ok(Self {
            id: id.transpose()?,
            location: raw.location,
            entity: raw.entity,
            status: raw.status,
            failure,
        })
    }
}

impl<K: Key, T: DeserializeOwned> Answer for BatchCreated<K, T> {
    fn read(response: &Response) -> Result<Self> {
        let envelope: Envelope<T> = response.json()?;
        let elements = envelope
            .elements
            .unwrap_or_default()
            .into_iter()
            .enumerate();
        let elements = elements.map(|(index, raw)| CreatedElement::from_raw(raw, index, response));
        Ok(Self {
            elements: elements.collect::<Result<_>>()?,
        })
    }
}

impl<K: Key, T: DeserializeOwned> BatchAnswer for BatchCreated<K, T> {
    fn read_chunk(response: &Response, sent: usize) -> Result<Self> {
        let part = Self::read(response)?;
        match part.elements.len() {
            answered if answered == sent => Ok(part),
            // Nobody knows which of them is which, and those of later chunks would move too.
            answered => {
                let reason = format!("`elements` has {answered} members for {sent} that were sent");
                Err(response.unreadable(&reason))
            }
        }
    }

    fn failed(_: &[Value], sent: usize, error: &Arc<Error>) -> Self {
        let element = || CreatedElement {
            id: None,
            location: None,
            entity: None,
            status: None,
            failure: Some(Failure::of_chunk(error)),
        };
        Self {
            elements: (0..sent).map(|_| element()).collect(),
        }
    }

    fn merged(parts: Vec<Self>) -> Self {
        Self {
            elements: parts.into_iter().flat_map(|part| part.elements).collect(),
        }
    }
}

impl<K: Key, T: Serialize + DeserializeOwned> RecordedAnswer for BatchCreated<K, T> {
    const KEYED: &'static [&'static str] = &["elements"];

    fn respelled_key(text: &str, protocol: Protocol) -> Option<String> {
        key::respelled::<K>(text, protocol)
    }

    fn to_body(&self) -> JsonResult<Option<Json>> {
        Json::new(self).map(Some)
    }
}

impl<K: Key, T: Serialize> Serialize for BatchCreated<K, T> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut map = out.serialize_map(Some(1))?;
        map.serialize_entry("elements", &self.elements)?;
        map.end()
    }
}

impl<K: Key, T: Serialize> Serialize for CreatedElement<K, T> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut map = out.serialize_map(None)?;
        let mut fields = Fields::new(&mut map);
        fields.write("status", &self.status)?;
        fields.write("id", &self.id.as_ref().and_then(key::canonical))?;
        fields.write("location", &self.location)?;
        let error = self.failure.as_ref().filter(|failure| failure.stated);
        fields.write("error", &error.map(|failure| &failure.response))?;
        fields.write("entity", &self.entity)?;
        map.end()
    }
}

impl<K: Key, T: Serialize> fmt::Debug for BatchCreated<K, T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        record::debug("BatchCreated", self, out)
    }
}

impl<K: Key, T: Serialize> fmt::Debug for CreatedElement<K, T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        record::debug("CreatedElement", self, out)
    }
}

/// The envelope as it stands in JSON.
struct Envelope<T> {
    elements: Option<Vec<Element<T>>>,
}

/// An element as it stands in JSON: its id is text, whatever the type of the key.
struct Element<T> {
    status: Option<u16>,
    id: Option<Json>,
    location: Option<String>,
    error: Option<ErrorResponse>,
    entity: Option<T>,
}

impl<T> Default for Envelope<T> {
    fn default() -> Self {
        Self { elements: None }
    }
}

impl<T> Default for Element<T> {
    fn default() -> Self {
        Self {
            status: None,
            id: None,
            location: None,
            error: None,
            entity: None,
        }
    }
}

macro_rules! read_only {
    ($record:ident: $($member:literal => $field:ident),+) => {
        impl<T: DeserializeOwned> Record for $record<T> {
            const NAME: &'static str = "BatchCreated";

            fn decode<'de, A: MapAccess<'de>>(
                &mut self,
                name: &str,
                value: FieldValue<'_, A>,
            ) -> Result<(), A::Error> {
                match name {
                    $($member => value.read(&mut self.$field),)+
                    _ => value.skip(),
                }
            }

            fn encode<M: SerializeMap>(&self, _: &mut Fields<'_, M>) -> Result<(), M::Error> {
                Ok(())
            }
        }

        impl<'de, T: DeserializeOwned> serde::de::Deserialize<'de> for $record<T> {
            fn deserialize<D: serde::de::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                record::deserialize(input)
            }
        }
    };
}

read_only!(Envelope: "elements" => elements);
read_only!(Element: "status" => status, "id" => id, "location" => location, "error" => error, "entity" => entity);
