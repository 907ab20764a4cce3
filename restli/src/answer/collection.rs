//! The envelope of a collection.
//!
//! A projection can leave out the elements or the paging, so the envelope remembers what was there.

use std::fmt;

use serde::de::{DeserializeOwned, MapAccess};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Answer, RecordedAnswer, Response};
use crate::error::{self, JsonResult};
use crate::record::{FieldValue, Fields, Record};
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

impl<T: DeserializeOwned, M: DeserializeOwned> Collection<T, M> {
    /// Reads one member of the envelope.
    pub(super) fn read_member<'de, A: MapAccess<'de>>(
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
}

impl<T: Serialize, M: Serialize> Collection<T, M> {
    /// Writes the members of the envelope that were there.
    pub(super) fn write_members<O: SerializeMap>(
        &self,
        out: &mut Fields<'_, O>,
    ) -> Result<(), O::Error> {
        if self.has_elements || !self.elements.is_empty() {
            out.member("elements", &self.elements)?;
        }
        out.write("paging", &self.paging)?;
        out.write("metadata", &self.metadata)
    }
}

impl<T: Serialize, M: Serialize> Serialize for Collection<T, M> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut map = out.serialize_map(None)?;
        self.write_members(&mut Fields::new(&mut map))?;
        map.end()
    }
}

/// Reads an envelope as a record: what it holds may be projections, which can be read and not written.
macro_rules! read_as_record {
    ($read:ident => $reading:ident) => {
        struct $reading<T, M>($read<T, M>);

        impl<T, M> ::core::default::Default for $reading<T, M> {
            fn default() -> Self {
                Self($read::default())
            }
        }

        impl<T, M> $crate::Record for $reading<T, M>
        where
            T: ::serde::de::DeserializeOwned,
            M: ::serde::de::DeserializeOwned,
        {
            const NAME: &'static str = stringify!($read);

            fn decode<'de, A: $crate::MapAccess<'de>>(
                &mut self,
                name: &str,
                value: $crate::FieldValue<'_, A>,
            ) -> ::core::result::Result<(), A::Error> {
                self.0.read_member(name, value)
            }

            fn encode<O: $crate::SerializeMap>(
                &self,
                _: &mut $crate::Fields<'_, O>,
            ) -> ::core::result::Result<(), O::Error> {
                Ok(())
            }
        }

        impl<'de, T, M> $crate::Deserialize<'de> for $read<T, M>
        where
            T: ::serde::de::DeserializeOwned,
            M: ::serde::de::DeserializeOwned,
        {
            fn deserialize<D: $crate::Deserializer<'de>>(
                input: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::private::record::deserialize(input).map(|$reading(read)| read)
            }
        }
    };
}
pub(super) use read_as_record;

read_as_record!(Collection => ReadingCollection);

impl<T: DeserializeOwned, M: DeserializeOwned> Answer for Collection<T, M> {
    fn read(response: &Response) -> error::Result<Self> {
        response.json()
    }
}

impl<T, M> RecordedAnswer for Collection<T, M>
where
    T: Serialize + DeserializeOwned,
    M: Serialize + DeserializeOwned,
{
    fn to_body(&self) -> JsonResult<Option<Json>> {
        Json::new(self).map(Some)
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
