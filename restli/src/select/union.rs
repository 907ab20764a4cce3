//! Enums as projections of unions: told by the key of the member, or by the kind of the URN beside them.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    Deserialize, DeserializeOwned, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor,
};

use super::Projection;
use super::read::asked;
use crate::error::{JsonError, JsonResult};
use crate::record::{FieldValue, MemberName};
use crate::types::RawEntity;

/// An enum that derives [`Projection`].
pub trait UnionProjection: Projection {
    /// The name of the type, for messages.
    const NAME: &'static str;

    /// Reads the member at an index; for any other one the variant that stands for it, if there is one.
    fn read_member<M: MemberSource>(
        index: Option<usize>,
        member: M,
    ) -> Result<Option<Self>, M::Error>;
}

/// A member of a union that is about to be read.
pub trait MemberSource {
    /// Why it cannot be read.
    type Error;

    /// Reads it.
    fn read<T: DeserializeOwned>(self) -> Result<T, Self::Error>;

    /// Does not read it.
    fn skip(self) -> Result<(), Self::Error>;
}

struct Member<'a, 'de, A> {
    map: &'a mut A,
    input: PhantomData<&'de ()>,
}

impl<'de, A: MapAccess<'de>> MemberSource for Member<'_, 'de, A> {
    type Error = A::Error;

    fn read<T: DeserializeOwned>(self) -> Result<T, A::Error> {
        self.map.next_value()
    }

    fn skip(self) -> Result<(), A::Error> {
        self.map.next_value::<IgnoredAny>().map(|_| ())
    }
}

impl MemberSource for RawEntity {
    type Error = JsonError;

    fn read<T: DeserializeOwned>(self) -> JsonResult<T> {
        RawEntity::read(self)
    }

    fn skip(self) -> JsonResult<()> {
        Ok(())
    }
}

fn index<P: Projection>(name: &str) -> Option<usize> {
    asked::<P>().names.iter().position(|own| own == name)
}

/// A union that is read as a projection of it; nothing where it holds something else.
struct Matched<P>(Option<P>);

impl<'de, P: UnionProjection> Deserialize<'de> for Matched<P> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        input.deserialize_any(UnionVisitor(PhantomData)).map(Self)
    }
}

struct UnionVisitor<P>(PhantomData<P>);

impl<'de, P: UnionProjection> Visitor<'de> for UnionVisitor<P> {
    type Value = Option<P>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "a union for {}: an object with one member", P::NAME)
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Option<P>, E> {
        P::read_member(None, Nothing(PhantomData))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<P>, A::Error> {
        let Some(member) = map.next_key_seed(MemberName)? else {
            return P::read_member(None, Nothing(PhantomData));
        };
        let value = Member {
            map: &mut map,
            input: PhantomData,
        };
        let read = P::read_member(index::<P>(&member), value)?;
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(read)
    }
}

/// What is left of a union where a mask names other members.
struct Nothing<E>(PhantomData<E>);

impl<E: serde::de::Error> MemberSource for Nothing<E> {
    type Error = E;

    fn read<T: DeserializeOwned>(self) -> Result<T, E> {
        Err(E::custom("the union has no member"))
    }

    fn skip(self) -> Result<(), E> {
        Ok(())
    }
}

/// Reads a field that is a projection of a union; it stays absent where the union holds something else.
pub fn read_union<'de, P: UnionProjection, A: MapAccess<'de>>(
    field: &mut Option<P>,
    value: FieldValue<'_, A>,
) -> Result<(), A::Error> {
    let mut matched = None;
    value.read(&mut matched)?;
    // Nothing was read of a member beside the field, such as an error.
    if let Some(Matched(read)) = matched {
        *field = read;
    }
    Ok(())
}

/// Reads a projection of a union.
pub fn deserialize_union<'de, P: UnionProjection, D: Deserializer<'de>>(
    input: D,
) -> Result<P, D::Error> {
    let Matched(read) = Matched::deserialize(input)?;
    read.ok_or_else(|| {
        D::Error::custom(format_args!(
            "the union holds none of the members that `{}` names",
            P::NAME
        ))
    })
}

/// Whether it is the kind of a URN that tells the variants apart.
pub fn by_kind<P: UnionProjection>() -> bool {
    !asked::<P>().item.resolutions.is_empty()
}

/// Reads what a URN of a kind was resolved to.
pub fn of_kind<P: UnionProjection>(kind: &str, entity: RawEntity) -> JsonResult<Option<P>> {
    P::read_member(index::<P>(kind), entity)
}
