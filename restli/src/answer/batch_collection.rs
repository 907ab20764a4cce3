//! What a batch finder answers: one collection, or one error, for each criterion.
//!
//! They come in the order of the criteria, so the position tells which is which.

use serde::de::{Deserialize, DeserializeOwned, Deserializer, MapAccess};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Collection, Failure};
use crate::error::{ErrorResponse, Result};
use crate::record::{self, FieldValue, Fields, Record};
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

impl<T, M> Record for Found<T, M>
where
    T: Serialize + DeserializeOwned,
    M: Serialize + DeserializeOwned,
{
    const NAME: &'static str = "Found";

    fn decode<'de, A: MapAccess<'de>>(
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
            _ => self.collection.decode(name, value),
        }
    }

    fn encode<O: SerializeMap>(&self, out: &mut Fields<'_, O>) -> Result<(), O::Error> {
        self.collection.encode(out)?;
        out.write("isError", &self.is_error)?;
        let error = self.failure.as_ref().filter(|failure| failure.stated);
        out.write("error", &error.map(|failure| &failure.response))
    }
}

impl<T, M> Record for BatchCollection<T, M>
where
    T: Serialize + DeserializeOwned,
    M: Serialize + DeserializeOwned,
{
    const NAME: &'static str = "BatchCollection";

    fn decode<'de, A: MapAccess<'de>>(
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

    fn encode<O: SerializeMap>(&self, out: &mut Fields<'_, O>) -> Result<(), O::Error> {
        out.member("elements", &self.elements)
    }
}

macro_rules! record_of_two {
    ($record:ident) => {
        impl<T, M> Serialize for $record<T, M>
        where
            T: Serialize + DeserializeOwned,
            M: Serialize + DeserializeOwned,
        {
            fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                record::serialize(self, out)
            }
        }

        impl<'de, T, M> Deserialize<'de> for $record<T, M>
        where
            T: Serialize + DeserializeOwned,
            M: Serialize + DeserializeOwned,
        {
            fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                record::deserialize(input)
            }
        }
    };
}

record_of_two!(Found);
record_of_two!(BatchCollection);
