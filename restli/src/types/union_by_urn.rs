//! Unions without a name on the wire: the kind of a URN beside them tells what they hold.
//!
//! The value often comes before its URN. Then it waits as text, and only then: nothing else of an answer is
//! buffered.

use serde::de::{Error as _, MapAccess};
use serde::ser::{Serialize, Serializer};

use super::{Json, RawEntity, UrnSet};
use crate::error::JsonResult;
use crate::record::{InPlace, text_in_place};

/// What a decorated field with URNs of several kinds resolves to.
pub trait UnionByUrn: Sized {
    /// Reads the entity of a URN of this kind.
    fn decode(kind: &str, entity: RawEntity) -> JsonResult<Self>;

    /// Writes the entity.
    fn encode<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error>;

    /// The entity, if its kind is unknown, or its URN has not come yet.
    fn as_unknown(&self) -> Option<&UnknownEntity>;
}

/// An entity that cannot be read: its URN is of a kind that the schema does not know here, or did not come.
#[derive(Clone, Debug, PartialEq)]
pub struct UnknownEntity(Json);

impl UnknownEntity {
    pub(super) fn new(json: Json) -> Self {
        Self(json)
    }

    /// The entity, as it came.
    pub fn json(&self) -> &Json {
        &self.0
    }
}

impl Serialize for UnknownEntity {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(out)
    }
}

/// Reads the entity; what [`union_by_urn!`](crate::union_by_urn!) puts behind `Resolve`.
pub fn read<'de, E: UnionByUrn, A: MapAccess<'de>>(
    urn: Option<&str>,
    map: &mut A,
) -> Result<Option<Box<E>>, A::Error> {
    let Some(json) = map.next_value::<Option<Json>>()? else {
        return Ok(None);
    };
    let entity = E::decode(urn.map_or("", kind), RawEntity::new(json));
    entity
        .map(|entity| Some(Box::new(entity)))
        .map_err(A::Error::custom)
}

/// Reads an entity that waited for its URN.
pub fn urn_known<E: UnionByUrn>(waiting: Box<E>, urn: &str) -> JsonResult<Box<E>> {
    match waiting.as_unknown() {
        Some(entity) => E::decode(kind(urn), RawEntity::new(entity.json().clone())).map(Box::new),
        None => Ok(waiting),
    }
}

/// Reads an entity that stands where its URN would. It waits as text for the URN that may come within it.
pub fn read_in_place<'de, E: UnionByUrn, U: UrnSet, A: MapAccess<'de>>(
    map: A,
) -> Result<InPlace<E, U>, A::Error> {
    let (json, urn) = text_in_place::<U, A>(map)?;
    let kind = urn.as_ref().map_or("", |urn| kind(urn.as_str()));
    let entity = E::decode(kind, RawEntity::new(json)).map_err(A::Error::custom)?;
    Ok(InPlace {
        entity: Box::new(entity),
        urn,
    })
}

fn kind(urn: &str) -> &str {
    restli_wire::split_urn(urn).map_or("", |urn| urn.kind)
}

/// Implements `Serialize`, `Deserialize` and `Debug` for a [`UnionByUrn`](crate::UnionByUrn), and lets
/// decorated fields resolve to it. Without a URN, `Deserialize` can only keep the entity as it is.
#[macro_export]
macro_rules! union_by_urn {
    ($union:ident) => {
        impl $crate::Serialize for $union {
            fn serialize<S: $crate::Serializer>(
                &self,
                out: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::UnionByUrn::encode(self, out)
            }
        }
        impl<'de> $crate::Deserialize<'de> for $union {
            fn deserialize<D: $crate::Deserializer<'de>>(
                input: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::private::entity(input, |entity| {
                    <Self as $crate::UnionByUrn>::decode("", entity)
                })
            }
        }
        impl ::core::fmt::Debug for $union {
            fn fmt(&self, out: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::private::record::debug(::core::stringify!($union), self, out)
            }
        }
        impl $crate::Resolve for $union {
            fn read<'de, A: $crate::MapAccess<'de>>(
                urn: ::core::option::Option<&str>,
                map: &mut A,
            ) -> ::core::result::Result<::core::option::Option<::std::boxed::Box<Self>>, A::Error>
            {
                $crate::private::union_by_urn::read(urn, map)
            }

            fn read_in_place<'de, U: $crate::UrnSet, A: $crate::MapAccess<'de>>(
                map: A,
            ) -> ::core::result::Result<$crate::private::record::InPlace<Self, U>, A::Error> {
                $crate::private::union_by_urn::read_in_place(map)
            }

            fn urn_known(
                self: ::std::boxed::Box<Self>,
                urn: &str,
            ) -> $crate::JsonResult<::std::boxed::Box<Self>> {
                $crate::private::union_by_urn::urn_known(self, urn)
            }
        }
        impl $crate::Leaf for $union {
            fn by_kind() -> bool {
                true
            }

            fn of_kind(
                kind: &str,
                entity: $crate::RawEntity,
            ) -> $crate::JsonResult<::core::option::Option<Self>> {
                <Self as $crate::UnionByUrn>::decode(kind, entity).map(::core::option::Option::Some)
            }
        }
    };
}
