//! The envelope of a collection.
//!
//! A projection can leave out the elements or the paging, so the envelope remembers what was there.

use std::fmt;

use serde::de::{Deserialize, DeserializeOwned, Deserializer, MapAccess};
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::record::{self, FieldValue, Fields, Record};
use crate::types::Json;

/// One page of a collection. `M` is the type of its metadata, where the method declares one.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Collection<T, M = Json> {
    /// The elements; empty as well when the projection left them out.
    pub elements: Vec<T>,
    /// Which page it is; nothing when the projection left it out.
    pub paging: Option<Paging>,
    /// What the method says beside its elements.
    pub metadata: Option<M>,
    has_elements: bool,
}

impl<T, M> Default for Collection<T, M> {
    fn default() -> Self {
        Self {
            elements: Vec::new(),
            paging: None,
            metadata: None,
            has_elements: false,
        }
    }
}

impl<T, M> Record for Collection<T, M>
where
    T: Serialize + DeserializeOwned,
    M: Serialize + DeserializeOwned,
{
    const NAME: &'static str = "Collection";

    fn decode<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        match name {
            "elements" => {
                let mut elements = None;
                value.read(&mut elements)?;
                self.has_elements = elements.is_some();
                self.elements = elements.unwrap_or_default();
                Ok(())
            }
            "paging" => value.read(&mut self.paging),
            "metadata" => value.read(&mut self.metadata),
            _ => value.skip(),
        }
    }

    fn encode<O: SerializeMap>(&self, out: &mut Fields<'_, O>) -> Result<(), O::Error> {
        if self.has_elements || !self.elements.is_empty() {
            out.member("elements", &self.elements)?;
        }
        out.write("paging", &self.paging)?;
        out.write("metadata", &self.metadata)
    }
}

impl<T, M> Serialize for Collection<T, M>
where
    T: Serialize + DeserializeOwned,
    M: Serialize + DeserializeOwned,
{
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        record::serialize(self, out)
    }
}

impl<'de, T, M> Deserialize<'de> for Collection<T, M>
where
    T: Serialize + DeserializeOwned,
    M: Serialize + DeserializeOwned,
{
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        record::deserialize(input)
    }
}

impl<T: fmt::Debug, M: fmt::Debug> fmt::Debug for Collection<T, M> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = out.debug_struct("Collection");
        debug.field("elements", &self.elements);
        if let Some(paging) = &self.paging {
            debug.field("paging", paging);
        }
        if let Some(metadata) = &self.metadata {
            debug.field("metadata", metadata);
        }
        debug.finish()
    }
}

/// Which page of a collection an answer holds.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Paging {
    /// Index of the first element.
    pub start: Option<i64>,
    /// The page size asked for, which is not the number of elements returned.
    pub count: Option<i64>,
    /// How many elements there are; absent when unknown.
    pub total: Option<i64>,
    /// Links to the pages before and after.
    pub links: Option<Vec<Link>>,
}

impl Record for Paging {
    const NAME: &'static str = "Paging";

    fn decode<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        match name {
            "start" => value.read(&mut self.start),
            "count" => value.read(&mut self.count),
            "total" => value.read(&mut self.total),
            "links" => value.read(&mut self.links),
            _ => value.skip(),
        }
    }

    fn encode<M: SerializeMap>(&self, out: &mut Fields<'_, M>) -> Result<(), M::Error> {
        out.write("start", &self.start)?;
        out.write("count", &self.count)?;
        out.write("total", &self.total)?;
        out.write("links", &self.links)
    }
}

crate::record!(Paging);

/// A link to another page.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Link {
    /// `next` or `prev`.
    pub rel: Option<String>,
    /// The link, relative to the host. This crate never follows it.
    pub href: Option<String>,
    /// The media type of the page.
    pub r#type: Option<String>,
}

impl Record for Link {
    const NAME: &'static str = "Link";

    fn decode<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        match name {
            "rel" => value.read(&mut self.rel),
            "href" => value.read(&mut self.href),
            "type" => value.read(&mut self.r#type),
            _ => value.skip(),
        }
    }

    fn encode<M: SerializeMap>(&self, out: &mut Fields<'_, M>) -> Result<(), M::Error> {
        out.write("rel", &self.rel)?;
        out.write("href", &self.href)?;
        out.write("type", &self.r#type)
    }
}

crate::record!(Link);
