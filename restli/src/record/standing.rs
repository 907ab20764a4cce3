//! What stands under the plain name of a decorated field: its URN, or the entity in the URN's place.
//!
//! Services resolve a URN beside it or, by an older notation, where it stands, and no answer says which is
//! coming. The first character of the value tells, so nothing is read twice.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    Deserialize, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor,
};
use serde::ser::{Error as _, Serialize, SerializeMap, Serializer};

use super::{FieldValue, MemberName, Record, Resolve, split};
use crate::types::{Json, RawEntity, Urn, UrnSet};

/// The member of an entity in place that holds the URN it has replaced.
pub(crate) const URN: &str = "$URN";

/// The value of the plain member.
#[derive(Clone, PartialEq)]
pub(crate) enum Standing<T, U> {
    Urn(U),
    Entity(InPlace<T, U>),
}

impl<T, U> Standing<T, U> {
    /// The same with the entity as something else. Without it the URN is left, if that came along.
    pub(super) fn filter_map<S>(
        self,
        entity: impl FnOnce(T) -> Option<S>,
    ) -> Option<Standing<S, U>> {
        let placed = match self {
            Self::Urn(urn) => return Some(Standing::Urn(urn)),
            Self::Entity(placed) => placed,
        };
        match entity(*placed.entity) {
            Some(entity) => Some(Standing::Entity(InPlace {
                entity: Box::new(entity),
                urn: placed.urn,
            })),
            None => placed.urn.map(Standing::Urn),
        }
    }
}

/// An entity that stands where its URN would, with the URN if that came along.
#[derive(Clone, Debug, PartialEq)]
pub struct InPlace<T, U> {
    pub(crate) entity: Box<T>,
    pub(crate) urn: Option<U>,
}

impl<'de, T: Resolve, U: UrnSet> Deserialize<'de> for Standing<T, U> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        input.deserialize_any(StandingVisitor(PhantomData))
    }
}

struct StandingVisitor<T, U>(PhantomData<(T, U)>);

impl<'de, T: Resolve, U: UrnSet> Visitor<'de> for StandingVisitor<T, U> {
    type Value = Standing<T, U>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a URN, or the entity in its place")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self::Value, E> {
        self.visit_string(text.to_owned())
    }

    fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
        Ok(Standing::Urn(U::from_urn(Urn::from_text(text))))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        // Refused at its end: an error at its start would have the path of its first item.
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Err(A::Error::invalid_type(Unexpected::Seq, &self))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::read_in_place(map).map(Standing::Entity)
    }
}

impl<T: Serialize, U: Serialize> Serialize for Standing<T, U> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Urn(urn) => urn.serialize(out),
            Self::Entity(placed) => write_in_place(&*placed.entity, placed.urn.as_ref(), out),
        }
    }
}

/// Reads a record that stands in place; what [`record!`](crate::record!) puts behind `Resolve`.
pub fn read_in_place<'de, R: Record + Serialize, U: UrnSet, A: MapAccess<'de>>(
    mut map: A,
) -> Result<InPlace<R, U>, A::Error> {
    let mut entity = Box::<R>::default();
    let mut urn = None;
    while let Some(member) = map.next_key_seed(MemberName)? {
        if member == URN && !R::OWN_URN {
            urn = map.next_value()?;
            continue;
        }
        let (name, part) = split(&member);
        entity.decode(name, FieldValue::new(&mut map, part))?;
    }
    if R::OWN_URN {
        urn = own_urn(&*entity).map_err(A::Error::custom)?;
    }
    Ok(InPlace { entity, urn })
}

/// An entity that stands in place as its text, and the URN that it brings along.
pub(crate) fn text_in_place<'de, U: UrnSet, A: MapAccess<'de>>(
    map: A,
) -> Result<(Json, Option<U>), A::Error> {
    let members = Members::read(map)?;
    let urn = members.get(URN).map(|urn| RawEntity::new(urn.clone()));
    let urn = urn.map(RawEntity::read::<Option<U>>).transpose();
    let urn = urn.map_err(A::Error::custom)?.flatten();
    let json = Json::new(&members).map_err(A::Error::custom)?;
    Ok((json, urn))
}

/// The URN that a record keeps in a field of its own. Only its encoder knows which field that is.
fn own_urn<R: Serialize, U: UrnSet>(record: &R) -> serde_json::Result<Option<U>> {
    let Members(members) = written(record)?;
    let urn = members.into_iter().find(|(name, _)| name == URN);
    let urn = urn.and_then(|(_, value)| value.deserialize::<Urn>().ok());
    Ok(urn.map(U::from_urn))
}

/// Writes an entity in place, with its URN unless it has written that itself.
pub(super) fn write_in_place<T: Serialize, U: Serialize, S: Serializer>(
    entity: &T,
    urn: Option<&U>,
    out: S,
) -> Result<S::Ok, S::Error> {
    let Some(urn) = urn else {
        return entity.serialize(out);
    };
    let Members(members) = written(entity).map_err(S::Error::custom)?;
    let mut map = out.serialize_map(None)?;
    if members.iter().all(|(name, _)| name != URN) {
        map.serialize_entry(URN, urn)?;
    }
    for (name, value) in members {
        map.serialize_entry(&name, &value)?;
    }
    map.end()
}

fn written<T: Serialize>(entity: &T) -> serde_json::Result<Members> {
    serde_json::from_str(&serde_json::to_string(entity)?)
}

/// The members of an object, each as it came.
pub(crate) struct Members(pub(crate) Vec<(String, Json)>);

impl Members {
    pub(crate) fn read<'de, A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Self(members))
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Json> {
        let member = self.0.iter().find(|(own, _)| own == name);
        member.map(|(_, value)| value)
    }
}

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct MembersVisitor;

        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = Members;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Members, A::Error> {
                Members::read(map)
            }
        }

        input.deserialize_map(MembersVisitor)
    }
}

impl Serialize for Members {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}
