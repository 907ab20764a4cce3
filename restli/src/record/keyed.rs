//! What came for the URNs of a list: in their order, or by URN.
//!
//! Entities and errors come in the same two shapes, so both are read, looked up and written here.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use super::Resolve;
use super::standing::Members;
use crate::error::{DecorationError, JsonResult};
use crate::types::{Json, Urn, UrnSet};

/// Values of the URNs of a list, nothing where there is nothing.
#[derive(Clone, PartialEq)]
pub(super) enum Keyed<V, U> {
    InOrder(Vec<Option<V>>),
    ByUrn(Vec<(U, Option<V>)>),
}

impl<V, U> Keyed<V, U> {
    /// How many there are, if they have no URNs of their own.
    pub(super) fn ordered(&self) -> usize {
        match self {
            Self::InOrder(values) => values.len(),
            Self::ByUrn(_) => 0,
        }
    }

    /// The URNs and where each stands, if they have some.
    pub(super) fn urns(&self) -> impl Iterator<Item = (usize, &U)> {
        let entries = match self {
            Self::InOrder(_) => &[][..],
            Self::ByUrn(entries) => entries,
        };
        entries.iter().map(|(urn, _)| urn).enumerate()
    }

    /// Other values in their places, or none.
    pub(super) fn filter_map<W>(self, mut change: impl FnMut(V) -> Option<W>) -> Keyed<W, U> {
        match self {
            Self::InOrder(values) => {
                let values = values.into_iter();
                Keyed::InOrder(values.map(|value| value.and_then(&mut change)).collect())
            }
            Self::ByUrn(entries) => {
                let entries = entries.into_iter();
                let entries = entries.map(|(urn, value)| (urn, value.and_then(&mut change)));
                Keyed::ByUrn(entries.collect())
            }
        }
    }

    pub(super) fn each_mut(&mut self, change: impl FnMut(&mut V)) {
        match self {
            Self::InOrder(values) => values.iter_mut().flatten().for_each(change),
            Self::ByUrn(entries) => {
                let values = entries.iter_mut().filter_map(|(_, value)| value.as_mut());
                values.for_each(change);
            }
        }
    }
}

impl<V, U: UrnSet> Keyed<V, U> {
    /// The value of the item at this place, with this URN.
    pub(super) fn get(&self, at: usize, urn: Option<&U>) -> Option<&V> {
        match self {
            Self::InOrder(values) => values.get(at)?.as_ref(),
            Self::ByUrn(entries) => {
                let urn = urn?.as_str();
                let same = |(own, _): &&(U, Option<V>)| own.as_str() == urn;
                // Mostly both are in the same order.
                let entry = entries.get(at).filter(same);
                entry.or_else(|| entries.iter().find(same))?.1.as_ref()
            }
        }
    }
}

/// Reads entities. Those by URN are read as what their URN says, those in order wait until it is known.
impl<'de, T: Resolve, U: UrnSet> Deserialize<'de> for Keyed<Box<T>, U> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        input.deserialize_any(EntitiesVisitor(PhantomData))
    }
}

struct EntitiesVisitor<T, U>(PhantomData<(T, U)>);

impl<'de, T: Resolve, U: UrnSet> Visitor<'de> for EntitiesVisitor<T, U> {
    type Value = Keyed<Box<T>, U>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a list of entities, or an object from URN to entity")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut entities = Vec::with_capacity(items.size_hint().unwrap_or(0).min(1000));
        while let Some(entity) = items.next_element()? {
            entities.push(entity);
        }
        Ok(Keyed::InOrder(entities))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entities = Vec::new();
        while let Some(urn) = map.next_key::<U>()? {
            let entity = T::read(Some(urn.as_str()), &mut map)?;
            entities.push((urn, entity));
        }
        Ok(Keyed::ByUrn(entities))
    }
}

impl<V: Serialize, U: Serialize> Serialize for Keyed<V, U> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::InOrder(values) => out.collect_seq(values),
            Self::ByUrn(entries) => {
                out.collect_map(entries.iter().map(|(urn, value)| (urn, value)))
            }
        }
    }
}

/// Why the URNs of a list could not be resolved.
#[derive(Clone, PartialEq)]
pub(super) enum Errors<U> {
    /// One reason for the whole list.
    All(Box<DecorationError>),
    Each(Keyed<DecorationError, U>),
}

/// Only the text tells an error from an object of errors, which is by URN.
impl<'de, U: UrnSet> Deserialize<'de> for Errors<U> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let json: Json = Deserialize::deserialize(input)?;
        Self::of(&json).map_err(D::Error::custom)
    }
}

impl<U: UrnSet> Errors<U> {
    fn of(json: &Json) -> JsonResult<Self> {
        if json.as_str().starts_with('[') {
            return json.deserialize().map(Keyed::InOrder).map(Self::Each);
        }
        if json.as_str().starts_with('{') {
            let Members(members) = json.deserialize()?;
            if members.is_empty() || members.iter().any(|(name, _)| name.starts_with("urn:")) {
                let errors = members.into_iter().map(|(name, error)| {
                    Ok((U::from_urn(Urn::from_text(name)), error.deserialize()?))
                });
                return errors
                    .collect::<JsonResult<_>>()
                    .map(Keyed::ByUrn)
                    .map(Self::Each);
            }
        }
        json.deserialize().map(Box::new).map(Self::All)
    }
}

impl<U: Serialize> Serialize for Errors<U> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::All(error) => error.serialize(out),
            Self::Each(errors) => errors.serialize(out),
        }
    }
}
