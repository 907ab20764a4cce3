//! From JSON to a projection, without its entity between.
//!
//! Names on the wire are compared with those that the projection asks for; there are few of them, so a walk
//! over them is quicker than any table.

use std::fmt;
use std::marker::PhantomData;

use restli_wire::Item;
use serde::de::{Deserializer, Error as _, MapAccess, Visitor};

use super::{Ask, Asked, Projection, Selected};
use crate::error::JsonError;
use crate::record::{FieldValue, MemberName, split};

/// What a projection asks of a value.
pub fn item<P: Projection>() -> Item {
    P::ask(Ask::new()).into_asked().item
}

/// What a projection asks for, put together once.
pub(super) fn asked<P: Projection>() -> &'static Asked {
    P::asked().get_or_init(|| P::ask(Ask::new()).into_asked())
}

/// A struct that derives [`Projection`].
pub trait RecordProjection: Projection {
    /// The name of the type, for messages.
    const NAME: &'static str;

    /// Reads the fields.
    fn read_members<'de, A: MapAccess<'de>>(members: Members<'_, 'de, A>)
    -> Result<Self, A::Error>;
}

/// Reads a projection of a record.
pub fn deserialize<'de, P: RecordProjection, D: Deserializer<'de>>(
    input: D,
) -> Result<P, D::Error> {
    let is_resolved = false;
    let read = input.deserialize_map(RecordVisitor::new(is_resolved))?;
    read.ok_or_else(|| D::Error::custom("the projection cannot be read"))
}

/// Reads a projection of what a URN is resolved to; nothing of an empty object where something must be in it.
pub fn deserialize_resolved<'de, P: RecordProjection, D: Deserializer<'de>>(
    input: D,
) -> Result<Option<P>, D::Error> {
    let is_resolved = true;
    input.deserialize_map(RecordVisitor::new(is_resolved))
}

struct RecordVisitor<P> {
    is_resolved: bool,
    projection: PhantomData<P>,
}

impl<P> RecordVisitor<P> {
    fn new(is_resolved: bool) -> Self {
        Self {
            is_resolved,
            projection: PhantomData,
        }
    }
}

impl<'de, P: RecordProjection> Visitor<'de> for RecordVisitor<P> {
    type Value = Option<P>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "a record for {}", P::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<P>, A::Error> {
        let mut is_empty = true;
        let read = P::read_members(Members {
            map: &mut map,
            is_empty: &mut is_empty,
            names: &asked::<P>().names,
            projection: P::NAME,
            problem: None,
        });
        match read {
            Err(_) if self.is_resolved && is_empty => {
                JsonError::forget_place();
                Ok(None)
            }
            read => read.map(Some),
        }
    }
}

/// The members of a record that is read as a projection.
#[expect(
    missing_debug_implementations,
    reason = "it holds a reader that may have none"
)]
pub struct Members<'a, 'de, A: MapAccess<'de>> {
    map: &'a mut A,
    /// Whether there was no member so far, known or not.
    is_empty: &'a mut bool,
    names: &'static [String],
    projection: &'static str,
    problem: Option<A::Error>,
}

impl<'de, A: MapAccess<'de>> Members<'_, 'de, A> {
    /// The next member that the projection names: the index of the first field that asks for it, and its
    /// value. A field that is resolved has several.
    pub fn next_member(&mut self) -> Result<Option<(usize, FieldValue<'_, A>)>, A::Error> {
        while let Some(member) = self.map.next_key_seed(MemberName)? {
            *self.is_empty = false;
            let (name, part) = split(&member);
            let index = self.names.iter().position(|own| own == name);
            match index {
                Some(index) => return Ok(Some((index, FieldValue::new(&mut *self.map, part)))),
                None => FieldValue::new(&mut *self.map, part).skip()?,
            }
        }
        Ok(None)
    }

    /// The value of a field, once everything has been read; nothing where it is absent and must not be.
    pub fn finish<T: Selected>(&mut self, index: usize, slot: T::Slot) -> Option<T> {
        let value = T::finish(slot);
        if value.is_none() {
            self.absent(index, "");
        }
        value
    }

    /// Why there is no projection, after a field was found to be absent.
    pub fn problem(self) -> A::Error {
        let problem = self.problem;
        problem.unwrap_or_else(|| A::Error::custom("the projection cannot be read"))
    }

    /// Remembers that a field is absent and must not be.
    pub(super) fn absent(&mut self, index: usize, mark: &str) {
        let reason = format!(
            "it is absent, and `{}` demands it; a field of type `Option<…>` may be absent",
            self.projection
        );
        self.refuse(index, mark, reason);
    }

    /// Remembers what is wrong with a field. The first problem counts.
    pub(super) fn refuse(&mut self, index: usize, mark: &str, reason: String) {
        let name = self.names.get(index).map_or("", String::as_str);
        let problem = || JsonError::within(format!("{name}{mark}"), reason);
        self.problem.get_or_insert_with(problem);
    }
}
