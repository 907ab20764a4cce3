//! What a batch finder answers: one collection, or one error, for each criterion.
//!
//! They come in the order of the criteria, so the position tells which is which.

use serde::de::{DeserializeOwned, MapAccess};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::collection::read_as_record;
use super::{Answer, Collection, Failure, RecordedAnswer, Response};
use crate::error::{ErrorResponse, JsonResult, Result};
use crate::record::{FieldValue, Fields};
use crate::types::Json;

/// The answer of a batch finder. `M` is the type of the metadata, where the method declares one.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct BatchCollection<T, M = Json> {
    /// For each criterion, in the same order, what was found.
    pub elements: Vec<Found<T, M>>,
}

/// What a batch finder found for one criterion.
#[derive(Clone, Debug, PartialEq)]
pub struct Found<T, M = Json> {
    collection: Collection<T, M>,
    failure: Option<Failure>,
    is_error: Option<bool>,
}

impl<T, M> Found<T, M> {
    /// The collection, or why there is none.
    pub fn result(&self) -> Result<&Collection<T, M>, &ErrorResponse> {
        match &self.failure {
            None => Ok(&self.collection),
            Some(failure) => Err(&failure.response),
        }
    }

    /// The collection, or why there is none.
    pub fn into_result(self) -> Result<Collection<T, M>, Box<ErrorResponse>> {
        match self.failure {
            None => Ok(self.collection),
            Some(failure) => Err(failure.response),
        }
    }
}

impl<T, M> BatchCollection<T, M> {
    /// What was found for the criterion at this position, or why nothing was; nothing when the answer is
    /// shorter.
    pub fn get(&self, index: usize) -> Option<Result<&Collection<T, M>, &ErrorResponse>> {
        self.elements.get(index).map(Found::result)
    }

    /// For each criterion, what was found.
    pub fn iter(&self) -> impl Iterator<Item = Result<&Collection<T, M>, &ErrorResponse>> {
        self.elements.iter().map(Found::result)
    }
}

impl<T, M> Default for BatchCollection<T, M> {
    fn default() -> Self {
        Self {
            elements: Vec::new(),
        }
    }
}

impl<T, M> Default for Found<T, M> {
    fn default() -> Self {
        Self {
            collection: Collection::default(),
            failure: None,
            is_error: None,
        }
    }
}

impl<T: DeserializeOwned, M: DeserializeOwned> Found<T, M> {
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        match name {
            "error" => {
                let mut error = None;
                value.read(&mut error)?;
                self.failure = error.map(Failure::stated).or(self.failure.take());
                Ok(())
            }
            "isError" => {
                value.read(&mut self.is_error)?;
                if self.is_error == Some(true) && self.failure.is_none() {
                    self.failure = Some(Failure::implied(ErrorResponse::default()));
                }
                Ok(())
            }
            _ => self.collection.read_member(name, value),
        }
    }
}

impl<T: Serialize, M: Serialize> Serialize for Found<T, M> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut map = out.serialize_map(None)?;
        let mut fields = Fields::new(&mut map);
        self.collection.write_members(&mut fields)?;
        fields.write("isError", &self.is_error)?;
        let error = self.failure.as_ref().filter(|failure| failure.stated);
        fields.write("error", &error.map(|failure| &failure.response))?;
        map.end()
    }
}

impl<T: DeserializeOwned, M: DeserializeOwned> BatchCollection<T, M> {
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        match name {
            "elements" => {
                let mut elements = None;
                value.read(&mut elements)?;
                self.elements = elements.unwrap_or_default();
                Ok(())
            }
            _ => value.skip(),
        }
    }
}

impl<T: Serialize, M: Serialize> Serialize for BatchCollection<T, M> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut map = out.serialize_map(Some(1))?;
        map.serialize_entry("elements", &self.elements)?;
        map.end()
    }
}

read_as_record!(Found => ReadingFound);
read_as_record!(BatchCollection => ReadingBatchCollection);

impl<T: DeserializeOwned, M: DeserializeOwned> Answer for BatchCollection<T, M> {
    fn read(response: &Response) -> Result<Self> {
        response.json()
    }
}

impl<T, M> RecordedAnswer for BatchCollection<T, M>
where
    T: Serialize + DeserializeOwned,
    M: Serialize + DeserializeOwned,
{
    fn to_body(&self) -> JsonResult<Option<Json>> {
        Json::new(self).map(Some)
    }
}
