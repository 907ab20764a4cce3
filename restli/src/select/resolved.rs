//! Fields that a projection resolves: what stands behind the URN, which often comes before it.

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess};

use super::{Member, Members, Selected};
use crate::error::{JsonError, JsonResult};
use crate::record::{Decorated, DecoratedList, FieldValue, InPlace, Resolve, text_in_place};
use crate::types::{Json, RawEntity, Urn, UrnSet};

/// An entity while its record is read: it may have to wait for its URN.
#[derive(Debug)]
pub(super) enum Waiting<T> {
    Known(Option<T>),
    Text(Json),
}

impl<T: Member> Waiting<T> {
    /// The entity. One whose URN never came is of no known kind.
    pub(super) fn into_known(self) -> Option<T> {
        match self {
            Self::Known(entity) => entity,
            Self::Text(_) => None,
        }
    }

    fn of_urn(urn: &str, entity: Json) -> JsonResult<Self> {
        let kind = restli_wire::split_urn(urn).map_or("", |urn| urn.kind);
        let is_empty = entity == Json::empty_object();
        match T::of_kind(kind, RawEntity::new(entity)) {
            Err(_) if is_empty => {
                JsonError::forget_place();
                Ok(Self::Known(None))
            }
            entity => entity.map(Self::Known),
        }
    }
}

impl<'de, T: Member> Deserialize<'de> for Waiting<T> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        match T::by_kind() {
            true => Deserialize::deserialize(input).map(Self::Text),
            false => T::read_resolved(input).map(Self::Known),
        }
    }
}

impl<T: Member> Resolve for Waiting<T> {
    fn read<'de, A: MapAccess<'de>>(
        urn: Option<&str>,
        map: &mut A,
    ) -> Result<Option<Box<Self>>, A::Error> {
        let waiting: Option<Box<Self>> = map.next_value()?;
        let waiting = match (waiting, urn) {
            (Some(waiting), Some(urn)) => Some(waiting.urn_known(urn).map_err(A::Error::custom)?),
            (waiting, _) => waiting,
        };
        Ok(waiting)
    }

    fn read_in_place<'de, U: UrnSet, A: MapAccess<'de>>(
        map: A,
    ) -> Result<InPlace<Self, U>, A::Error> {
        let (json, urn) = text_in_place::<U, A>(map)?;
        let entity = Self::of_urn(urn.as_ref().map_or("", U::as_str), json);
        let entity = Box::new(entity.map_err(A::Error::custom)?);
        Ok(InPlace { entity, urn })
    }

    fn urn_known(self: Box<Self>, urn: &str) -> JsonResult<Box<Self>> {
        match *self {
            Self::Text(json) => Self::of_urn(urn, json).map(Box::new),
            known => Ok(Box::new(known)),
        }
    }
}

/// A field that is resolved, while its record is read.
#[derive(Debug)]
pub struct Resolving<T, U = Urn>(Option<Decorated<Waiting<T>, U>>);

impl<T, U> Default for Resolving<T, U> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: Member, U: UrnSet> Resolving<T, U> {
    /// Reads a member of the field: the URN, what it was resolved to, or the error.
    pub fn read<'de, A: MapAccess<'de>>(
        &mut self,
        value: FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        value.decorated(&mut self.0)
    }

    pub(super) fn into_decorated(self) -> Option<Decorated<T, U>> {
        Some(self.0?.filter_map(Waiting::into_known))
    }
}

/// A list that is resolved, while its record is read.
#[expect(
    missing_debug_implementations,
    reason = "it lives while a record is read"
)]
pub struct ResolvingEach<T, U>(Option<DecoratedList<Waiting<T>, U>>);

impl<T, U> Default for ResolvingEach<T, U> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: Member, U: UrnSet> ResolvingEach<T, U> {
    pub(super) fn read<'de, A: MapAccess<'de>>(
        &mut self,
        value: FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        value.decorated_list(&mut self.0)
    }

    pub(super) fn into_list(self) -> Option<DecoratedList<T, U>> {
        Some(self.0?.filter_map(Waiting::into_known))
    }
}

impl<'de, A: MapAccess<'de>> Members<'_, 'de, A> {
    /// What a field was resolved to, once everything has been read.
    pub fn resolved<T: Selected>(
        &mut self,
        index: usize,
        slot: &mut Resolving<T::Entity>,
    ) -> Option<T> {
        let (entity, error) = match &mut slot.0 {
            Some(field) => field.take_resolved(),
            None => (None, None),
        };
        let entity = entity.and_then(Waiting::into_known);
        match T::from_resolved(entity, error) {
            Ok(value) => return Some(value),
            Err(None) => self.absent(index, "~"),
            Err(Some(error)) => {
                self.refuse(index, "~", format!("it could not be resolved: {error}"));
            }
        }
        None
    }

    /// The URN beside what it was resolved to, once everything has been read.
    pub fn urn<T: UrnField, E>(&mut self, index: usize, slot: Resolving<E>) -> Option<T> {
        let urn = T::from_urn(slot.0.and_then(Decorated::into_urn));
        if urn.is_none() {
            self.absent(index, "");
        }
        urn
    }
}

/// A URN as a field of a projection.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot hold a URN that is resolved by another field",
    label = "neither a URN nor an `Option` of one",
    note = "beside a field with `#[projection(resolves = …)]`, one of the same name holds the URN"
)]
pub trait UrnField: Sized {
    /// The field; nothing where the URN is absent and must not be.
    fn from_urn(urn: Option<Urn>) -> Option<Self>;
}

impl<U: UrnSet> UrnField for U {
    fn from_urn(urn: Option<Urn>) -> Option<Self> {
        urn.map(U::from_urn)
    }
}

impl<U: UrnSet> UrnField for Option<U> {
    fn from_urn(urn: Option<Urn>) -> Option<Self> {
        Some(urn.map(U::from_urn))
    }
}
