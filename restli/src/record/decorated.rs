//! A URN that the server may have resolved.
//!
//! The three members `to`, `to~` and `to!` of the JSON are one field in Rust, because a caller who asked for
//! the entity wants to know in one place whether it came, failed or was left out, and not where it stood.

use std::fmt;

use serde::de::{DeserializeOwned, MapAccess};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::Part;
use super::standing::{InPlace, Standing, write_in_place};
use crate::error::{DecorationError, JsonResult};
use crate::types::{Urn, UrnSet};

/// A field that holds a URN, the entity behind it, or the reason why the entity did not come.
///
/// Any of the three may be missing: a projection can leave out the URN, a server can leave out the rest.
///
/// The entity may have come beside its URN or in the place of it (`"to": {"$URN": "urn:…", …}`). It reads the
/// same, and is written back as it came; two fields are equal if they hold the same and came in the same shape.
#[derive(Clone, PartialEq)]
pub struct Decorated<T, U = Urn> {
    urn: Option<U>,
    resolved: Option<Box<T>>,
    /// Whether the entity stood where its URN would.
    in_place: bool,
    error: Option<Box<DecorationError>>,
}

impl<T, U> Default for Decorated<T, U> {
    fn default() -> Self {
        Self {
            urn: None,
            resolved: None,
            in_place: false,
            error: None,
        }
    }
}

/// What came, and nothing else.
impl<T: fmt::Debug, U: fmt::Debug> fmt::Debug for Decorated<T, U> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        shown(out, self.urn(), self.resolved(), self.error())
    }
}

pub(super) fn shown<T: fmt::Debug, U: fmt::Debug>(
    out: &mut fmt::Formatter<'_>,
    urn: Option<&U>,
    resolved: Option<&T>,
    error: Option<&DecorationError>,
) -> fmt::Result {
    let mut shown = out.debug_struct("Decorated");
    if let Some(urn) = urn {
        shown.field("urn", urn);
    }
    if let Some(entity) = resolved {
        shown.field("resolved", entity);
    }
    if let Some(error) = error {
        shown.field("error", error);
    }
    shown.finish()
}

impl<T, U> Decorated<T, U> {
    /// A field that holds only a URN, as it is sent.
    pub fn new(urn: impl Into<U>) -> Self {
        Self {
            urn: Some(urn.into()),
            ..Self::default()
        }
    }

    /// The URN.
    pub fn urn(&self) -> Option<&U> {
        self.urn.as_ref()
    }

    /// The entity, if the call asked for it and it could be resolved.
    pub fn resolved(&self) -> Option<&T> {
        self.resolved.as_deref()
    }

    pub(crate) fn resolved_mut(&mut self) -> Option<&mut T> {
        self.resolved.as_deref_mut()
    }

    /// Why the entity could not be resolved; the call itself has succeeded nevertheless.
    pub fn error(&self) -> Option<&DecorationError> {
        self.error.as_deref()
    }

    /// The URN alone.
    pub fn into_urn(self) -> Option<U> {
        self.urn
    }

    /// The entity alone.
    pub fn into_resolved(self) -> Option<T> {
        self.resolved.map(|entity| *entity)
    }

    /// A field whose URN was not asked for.
    pub(crate) fn of_resolved(entity: Option<T>, error: Option<Box<DecorationError>>) -> Self {
        Self {
            resolved: entity.map(Box::new),
            error,
            ..Self::default()
        }
    }

    /// Takes out the entity, or the reason why it did not come.
    pub(crate) fn take_resolved(&mut self) -> (Option<T>, Option<Box<DecorationError>>) {
        let entity = self.resolved.take().map(|entity| *entity);
        (entity, self.error.take())
    }

    /// The same field with the entity as something else, or without it.
    pub(crate) fn filter_map<S>(self, entity: impl FnOnce(T) -> Option<S>) -> Decorated<S, U> {
        let resolved = self.resolved.and_then(|resolved| entity(*resolved));
        Decorated {
            urn: self.urn,
            resolved: resolved.map(Box::new),
            error: self.error,
            in_place: self.in_place,
        }
    }

    /// The entity or the reason why it did not come; nothing when the server says neither.
    pub fn into_result(self) -> Option<Result<T, DecorationError>> {
        match (self.resolved, self.error) {
            (Some(entity), _) => Some(Ok(*entity)),
            (None, Some(error)) => Some(Err(*error)),
            (None, None) => None,
        }
    }
}

/// One of the three members of a decorated field.
pub(super) enum Member<T, U> {
    Plain(Standing<T, U>),
    Resolved(Box<T>),
    Failed(Box<DecorationError>),
}

impl<T: Resolve, U: UrnSet> Decorated<T, U> {
    /// Reads a member; nothing where it is `null`. `known` is what was read of the field before.
    pub(super) fn read_part<'de, A: MapAccess<'de>>(
        known: Option<&Self>,
        part: Part,
        map: &mut A,
    ) -> Result<Option<Member<T, U>>, A::Error> {
        Ok(match part {
            Part::Plain => map.next_value::<Option<_>>()?.map(Member::Plain),
            Part::Resolved => {
                let urn = known.and_then(Self::urn).map(U::as_str);
                T::read(urn, map)?.map(Member::Resolved)
            }
            Part::Failed => map.next_value::<Option<_>>()?.map(Member::Failed),
        })
    }

    pub(super) fn merge(&mut self, member: Member<T, U>) -> JsonResult<()> {
        match member {
            Member::Plain(Standing::Urn(urn)) => self.name(urn)?,
            // Where both came, the one beside the URN is the one that was asked for by `~`.
            Member::Plain(Standing::Entity(InPlace { urn, .. })) if self.resolved.is_some() => {
                urn.map_or(Ok(()), |urn| self.name(urn))?;
            }
            Member::Plain(Standing::Entity(InPlace { entity, urn })) => {
                self.urn = urn;
                self.resolved = Some(entity);
                self.in_place = true;
            }
            Member::Resolved(entity) => {
                self.resolved = Some(entity);
                self.in_place = false;
            }
            Member::Failed(error) => self.error = Some(error),
        }
        Ok(())
    }

    fn name(&mut self, urn: U) -> JsonResult<()> {
        if let Some(entity) = self.resolved.take() {
            self.resolved = Some(T::urn_known(entity, urn.as_str())?);
        }
        self.urn = Some(urn);
        Ok(())
    }
}

impl<T: Serialize, U: Serialize> Decorated<T, U> {
    pub(super) fn write_parts<M: SerializeMap>(
        &self,
        name: &'static str,
        map: &mut M,
    ) -> Result<(), M::Error> {
        match &self.resolved {
            Some(entity) if self.in_place => {
                map.serialize_entry(name, &Placed(&**entity, self.urn.as_ref()))?;
            }
            entity => {
                if let Some(urn) = &self.urn {
                    map.serialize_entry(name, urn)?;
                }
                if let Some(entity) = entity {
                    map.serialize_entry(&format_args!("{name}~"), entity)?;
                }
            }
        }
        if let Some(error) = &self.error {
            map.serialize_entry(&format_args!("{name}!"), error)?;
        }
        Ok(())
    }
}

/// An entity on its way back to where it stood.
struct Placed<'a, T, U>(&'a T, Option<&'a U>);

impl<T: Serialize, U: Serialize> Serialize for Placed<'_, T, U> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        write_in_place(self.0, self.1, out)
    }
}

/// What a URN can be resolved to: a record, or a union told apart by the kind of the URN.
///
/// Implemented by [`record!`](crate::record!) and [`union_by_urn!`](crate::union_by_urn!).
pub trait Resolve: DeserializeOwned {
    /// Reads the entity. Its URN is known if it came first; it often comes later.
    #[doc(hidden)]
    fn read<'de, A: MapAccess<'de>>(
        _urn: Option<&str>,
        map: &mut A,
    ) -> Result<Option<Box<Self>>, A::Error> {
        map.next_value()
    }

    /// Reads an entity that stands where its URN would, and catches the URN that it brings along.
    #[doc(hidden)]
    fn read_in_place<'de, U: UrnSet, A: MapAccess<'de>>(
        map: A,
    ) -> Result<InPlace<Self, U>, A::Error>;

    /// Told the URN of an entity that was read before it.
    #[doc(hidden)]
    fn urn_known(self: Box<Self>, _urn: &str) -> JsonResult<Box<Self>> {
        Ok(self)
    }
}
