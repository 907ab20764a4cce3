//! The answer of a create: an id in a header, and perhaps nothing else.
//!
//! Without the id a caller cannot go on, so its absence is an error of its own and not an empty text.

use restli_wire::decode_simple_key;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Answer, Response};
use crate::error::{Error, ErrorKind, JsonResult, Result};
use crate::types::{Json, Urn};

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

impl<K: KeyText> Answer for Created<K> {
    fn read(response: &Response) -> Result<Self> {
        let Some(text) = response.id() else {
            let headers = response.id_headers().join(", ");
            let message = format!("created, but no header tells the id (looked for {headers})");
            let error = Error::new(ErrorKind::MissingId, message);
            return Err(error.with_status(response.status()));
        };
        let Some(id) = K::from_key_text(&decode_simple_key(text)) else {
            let message = format!("created, but the id `{text}` cannot be read");
            return Err(Error::new(ErrorKind::Decode, message).with_status(response.status()));
        };
        Ok(Self {
            id,
            location: response.header("location").map(str::to_owned),
            status: response.status(),
        })
    }

    fn to_body(&self) -> JsonResult<Option<Json>> {
        Ok(None)
    }
}

/// What was created, with the entity as the service has stored it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CreatedEntity<K, T> {
    /// Its id.
    pub id: K,
    /// The entity.
    pub entity: T,
    /// Where it can be read, if the service says so.
    pub location: Option<String>,
    /// The status of the answer, normally 201.
    pub status: u16,
}

impl<K: KeyText, T: Serialize + DeserializeOwned> Answer for CreatedEntity<K, T> {
    fn read(response: &Response) -> Result<Self> {
        let created = Created::read(response)?;
        Ok(Self {
            id: created.id,
            entity: response.json()?,
            location: created.location,
            status: created.status,
        })
    }

    fn to_body(&self) -> JsonResult<Option<Json>> {
        Json::new(&self.entity).map(Some)
    }
}

/// A key that can be read from the text of a header.
pub trait KeyText: Sized {
    /// Reads the key; nothing when it is not of this type.
    fn from_key_text(text: &str) -> Option<Self>;
}

impl KeyText for String {
    fn from_key_text(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
}

impl KeyText for i32 {
    fn from_key_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl KeyText for i64 {
    fn from_key_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

/// Any URN, as in every answer.
impl<K> KeyText for Urn<K> {
    fn from_key_text(text: &str) -> Option<Self> {
        let urn: Urn = text.parse().ok()?;
        Some(urn.assume())
    }
}
