//! The answer of a create: an id in a header, and perhaps nothing else.
//!
//! Without the id a caller cannot go on, so its absence is an error of its own and not an empty text.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Answer, RecordedAnswer, Response};
use crate::error::{Error, ErrorKind, JsonResult, Result};
use crate::key::{self, Key};
use crate::request::Protocol;
use crate::types::Json;

/// What was created.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Created<K> {
    /// Its id.
    pub id: K,
    /// Where it can be read, if the service says so.
    pub location: Option<String>,
    /// The status of the answer, normally 201.
    pub status: u16,
}

impl<K: Key> Answer for Created<K> {
    fn read(response: &Response) -> Result<Self> {
        Ok(Self {
            id: known_id(response)?.ok_or_else(|| missing(response))?,
            location: response.header("location").map(str::to_owned),
            status: response.status(),
        })
    }
}

impl<K: Key> RecordedAnswer for Created<K> {
    fn to_body(&self) -> JsonResult<Option<Json>> {
        Ok(None)
    }

    fn respelled_key(text: &str, protocol: Protocol) -> Option<String> {
        key::respelled::<K>(text, protocol)
    }

    fn created(&self) -> Option<(Option<String>, Option<&str>)> {
        Some((key::canonical(&self.id), self.location.as_deref()))
    }
}

/// The id: that of a header, or else that of the location, by which a server may tell it too.
fn known_id<K: Key>(response: &Response) -> Result<Option<K>> {
    let protocol = response.protocol();
    let Some(text) = response.id() else {
        let located = response.located();
        return Ok(located.and_then(|segment| key::from_segment(segment, protocol)));
    };
    key::read(text, protocol).map(Some).ok_or_else(|| {
        let message = format!("created, but the id `{text}` cannot be read");
        Error::new(ErrorKind::Decode, message).with_status(response.status())
    })
}

fn missing(response: &Response) -> Error {
    let headers = response.id_headers().join(", ");
    let message = format!("created, but no header tells the id (looked for {headers})");
    Error::new(ErrorKind::MissingId, message).with_status(response.status())
}

/// What was created, with the entity as the service has stored it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CreatedEntity<K, T> {
    /// Its id; nothing when the service does not tell it.
    pub id: Option<K>,
    /// The entity; nothing when the caller did without it.
    pub entity: Option<T>,
    /// Where it can be read, if the service says so.
    pub location: Option<String>,
    /// The status of the answer, normally 201.
    pub status: u16,
}

impl<K: Key, T: DeserializeOwned> Answer for CreatedEntity<K, T> {
    fn read(response: &Response) -> Result<Self> {
        Ok(Self {
            id: known_id(response)?,
            entity: response.optional_json()?,
            location: response.header("location").map(str::to_owned),
            status: response.status(),
        })
    }
}

impl<K: Key, T: Serialize + DeserializeOwned> RecordedAnswer for CreatedEntity<K, T> {
    fn to_body(&self) -> JsonResult<Option<Json>> {
        self.entity.as_ref().map(Json::new).transpose()
    }

    fn respelled_key(text: &str, protocol: Protocol) -> Option<String> {
        key::respelled::<K>(text, protocol)
    }

    fn created(&self) -> Option<(Option<String>, Option<&str>)> {
        let id = self.id.as_ref().and_then(key::canonical);
        Some((id, self.location.as_deref()))
    }
}
