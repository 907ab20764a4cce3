//! One member of a record on its way in, and the members on their way out.
//!
//! Generated code has one line per field and direction; everything those lines do is here, compiled once
//! per type of field rather than once per field.

use std::borrow::{Borrow, BorrowMut};

use serde::de::{Deserialize, Error as _, IgnoredAny, MapAccess};
use serde::ser::{Serialize, SerializeMap};

use super::{Decorated, DecoratedList, Part, Resolve};
use crate::types::{Union, UnknownMember, UrnSet};

/// The value of a member of a record that is being read.
#[derive(Debug)]
pub struct FieldValue<'a, A> {
    pub(super) map: &'a mut A,
    pub(super) part: Part,
}

impl<'a, 'de, A: MapAccess<'de>> FieldValue<'a, A> {
    pub(crate) fn new(map: &'a mut A, part: Part) -> Self {
        Self { map, part }
    }

    /// Reads a plain field. `null` leaves it absent; a decoration of it is skipped.
    pub fn read<T: Deserialize<'de>>(self, field: &mut Option<T>) -> Result<(), A::Error> {
        if self.part != Part::Plain {
            return self.skip();
        }
        *field = self.map.next_value()?;
        Ok(())
    }

    /// Reads a field whose type has `null` among its values, so that `null` is not absence.
    pub fn nullable<T: Deserialize<'de>>(self, field: &mut Option<T>) -> Result<(), A::Error> {
        if self.part != Part::Plain {
            return self.skip();
        }
        *field = Some(self.map.next_value()?);
        Ok(())
    }

    /// Reads a field that is a union, of which `null` may be a value.
    pub fn read_union<U: Union + Deserialize<'de>>(
        self,
        field: &mut Option<U>,
    ) -> Result<(), A::Error> {
        match U::null() {
            Some(_) => self.nullable(field),
            None => self.read(field),
        }
    }

    /// Reads one of the three members of a decorated field, whichever it is. The field may be boxed.
    pub fn decorated<T: Resolve, U: UrnSet, D>(self, field: &mut Option<D>) -> Result<(), A::Error>
    where
        D: From<Decorated<T, U>> + BorrowMut<Decorated<T, U>>,
    {
        let known = field.as_ref().map(D::borrow);
        if let Some(part) = Decorated::read_part(known, self.part, self.map)? {
            let field = field.get_or_insert_with(|| D::from(Decorated::default()));
            field.borrow_mut().merge(part).map_err(A::Error::custom)?;
        }
        Ok(())
    }

    /// Reads one of the three members of a decorated list, whichever it is.
    pub fn decorated_list<T: Resolve, U: UrnSet>(
        self,
        field: &mut Option<DecoratedList<T, U>>,
    ) -> Result<(), A::Error> {
        DecoratedList::read_part(field, self.part, self.map)?.map_err(A::Error::custom)
    }

    /// Skips the value of a member that nobody knows.
    pub fn skip(self) -> Result<(), A::Error> {
        self.map.next_value::<IgnoredAny>()?;
        Ok(())
    }
}

/// The members of a record or union that is being written.
#[derive(Debug)]
pub struct Fields<'a, M> {
    map: &'a mut M,
}

impl<'a, M: SerializeMap> Fields<'a, M> {
    pub(crate) fn new(map: &'a mut M) -> Self {
        Self { map }
    }

    /// Writes a plain field, if it is present.
    pub fn write<T: Serialize>(
        &mut self,
        name: &'static str,
        value: &Option<T>,
    ) -> Result<(), M::Error> {
        match value {
            Some(value) => self.map.serialize_entry(name, value),
            None => Ok(()),
        }
    }

    /// Writes the members of a decorated field that are present: `to`, `to~`, `to!`.
    pub fn decorated<T: Serialize, U: Serialize, D: Borrow<Decorated<T, U>>>(
        &mut self,
        name: &'static str,
        value: &Option<D>,
    ) -> Result<(), M::Error> {
        match value {
            Some(value) => value.borrow().write_parts(name, self.map),
            None => Ok(()),
        }
    }

    /// Writes the members of a decorated list that are present.
    pub fn decorated_list<T: Serialize, U: Serialize>(
        &mut self,
        name: &'static str,
        value: &Option<DecoratedList<T, U>>,
    ) -> Result<(), M::Error> {
        match value {
            Some(value) => value.write_parts(name, self.map),
            None => Ok(()),
        }
    }

    /// Writes the one member of a union.
    pub fn member<T: Serialize>(&mut self, name: &'static str, value: &T) -> Result<(), M::Error> {
        self.map.serialize_entry(name, value)
    }

    /// Writes a member of a union that the schema does not know, as it came.
    pub fn unknown(&mut self, member: &UnknownMember) -> Result<(), M::Error> {
        match member.entry() {
            Some((name, value)) => self.map.serialize_entry(name, value),
            None => Ok(()),
        }
    }
}
