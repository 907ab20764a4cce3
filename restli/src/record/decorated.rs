//! A URN that the server may have resolved in place.
//!
//! The three members `to`, `to~` and `to!` of the JSON are one field in Rust, because a caller who asked for
//! the entity wants to know in one place whether it came, failed or was left out.

use serde::de::{DeserializeOwned, MapAccess};
use serde::ser::{Serialize, SerializeMap};

use super::Part;
use crate::error::{DecorationError, JsonResult};
use crate::types::{Urn, UrnSet};

/// A field that holds a URN, the entity behind it, or the reason why the entity did not come.
///
/// Any of the three may be missing: a projection can leave out the URN, a server can leave out the rest.
#[derive(Clone, Debug, PartialEq)]
pub struct Decorated<T, U = Urn> {
    urn: Option<U>,
    resolved: Option<Box<T>>,
    error: Option<Box<DecorationError>>,
}

impl<T, U> Default for Decorated<T, U> {
    fn default() -> Self {
        Self {
            urn: None,
            resolved: None,
            error: None,
        }
    }
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
            urn: None,
            resolved: entity.map(Box::new),
            error,
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
    Urn(U),
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
            Part::Plain => map.next_value::<Option<U>>()?.map(Member::Urn),
            Part::Resolved => {
                let urn = known.and_then(Self::urn).map(U::as_str);
                T::read(urn, map)?.map(Member::Resolved)
            }
            Part::Failed => map.next_value::<Option<_>>()?.map(Member::Failed),
        })
    }

    pub(super) fn merge(&mut self, member: Member<T, U>) -> JsonResult<()> {
        match member {
            Member::Urn(urn) => {
                if let Some(entity) = self.resolved.take() {
                    self.resolved = Some(T::urn_known(entity, urn.as_str())?);
                }
                self.urn = Some(urn);
            }
            Member::Resolved(entity) => self.resolved = Some(entity),
            Member::Failed(error) => self.error = Some(error),
        }
        Ok(())
    }
}

impl<T: Serialize, U: Serialize> Decorated<T, U> {
    pub(super) fn write_parts<M: SerializeMap>(
        &self,
        name: &'static str,
        map: &mut M,
    ) -> Result<(), M::Error> {
        if let Some(urn) = &self.urn {
            map.serialize_entry(name, urn)?;
        }
        if let Some(entity) = &self.resolved {
            map.serialize_entry(&format_args!("{name}~"), entity)?;
        }
        if let Some(error) = &self.error {
            map.serialize_entry(&format_args!("{name}!"), error)?;
        }
        Ok(())
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

    /// Told the URN of an entity that was read before it.
    #[doc(hidden)]
    fn urn_known(self: Box<Self>, _urn: &str) -> JsonResult<Box<Self>> {
        Ok(self)
    }
}
