//! Records: how a generated struct becomes JSON and comes out of it.
//!
//! A record implements two small functions and [`record!`](crate::record!) adds the serde traits, so that
//! the code that is compiled once per record stays a fraction of what a serde derive expands to.

mod decorated;
mod decorated_list;
mod fields;
mod keyed;
mod standing;

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

pub use decorated::{Decorated, Resolve};
pub use decorated_list::{DecoratedItem, DecoratedList};
pub use fields::{FieldValue, Fields};
pub(crate) use standing::text_in_place;
pub use standing::{InPlace, read_in_place};

/// A Rest.li record whose fields are all optional.
///
/// Unknown members are skipped, an explicit `null` is an absent field, and members may come in any order.
pub trait Record: Sized + Default {
    /// The name in Rust, for messages and `Debug`.
    const NAME: &'static str;

    /// Whether it has a field `$URN`, so that one which comes with an entity in place is its own.
    const OWN_URN: bool = false;

    /// Reads one member. `name` comes without the suffix of a decoration (`to` for `to`, `to~` and `to!`).
    fn decode<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: FieldValue<'_, A>,
    ) -> Result<(), A::Error>;

    /// Writes the fields that are present.
    fn encode<M: SerializeMap>(&self, out: &mut Fields<'_, M>) -> Result<(), M::Error>;
}

/// Reads a record; what [`record!`](crate::record!) puts behind `Deserialize`.
pub fn deserialize<'de, R: Record, D: Deserializer<'de>>(input: D) -> Result<R, D::Error> {
    let mut record = R::default();
    input.deserialize_map(RecordVisitor(&mut record))?;
    Ok(record)
}

/// Writes a record; what [`record!`](crate::record!) puts behind `Serialize`.
pub fn serialize<R: Record, S: Serializer>(record: &R, out: S) -> Result<S::Ok, S::Error> {
    let mut map = out.serialize_map(None)?;
    record.encode(&mut Fields::new(&mut map))?;
    map.end()
}

/// Prints a name and the JSON of a value.
pub fn debug<T: Serialize>(name: &str, value: &T, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    debug_json(name, serde_json::to_string(value), out)
}

fn debug_json(
    name: &str,
    json: serde_json::Result<String>,
    out: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    match json {
        Err(error) => write!(out, "{name}(<{error}>)"),
        Ok(text) if out.alternate() => match serde_json::from_str::<serde_json::Value>(&text) {
            Ok(value) => write!(out, "{name}{value:#}"),
            Err(_) => write!(out, "{name}{text}"),
        },
        Ok(text) => write!(out, "{name}{text}"),
    }
}

/// Fills a record where it stands: records are large, and every value that a visitor returns is moved.
struct RecordVisitor<'a, R>(&'a mut R);

impl<'de, R: Record> Visitor<'de> for RecordVisitor<'_, R> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "a record {}", R::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(member) = map.next_key_seed(MemberName)? {
            let (name, part) = split(&member);
            self.0.decode(name, FieldValue::new(&mut map, part))?;
        }
        Ok(())
    }
}

/// Which of the members `to`, `to~`, `to!` a value stands under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Plain,
    Resolved,
    Failed,
}

#[inline]
pub(crate) fn split(member: &str) -> (&str, Part) {
    // Not `strip_suffix`: this runs for every member of every record.
    match member.as_bytes().last() {
        Some(b'~') => (&member[..member.len() - 1], Part::Resolved),
        Some(b'!') => (&member[..member.len() - 1], Part::Failed),
        _ => (member, Part::Plain),
    }
}

/// Reads the name of a member without copying it where the input allows that.
pub(crate) struct MemberName;

impl<'de> DeserializeSeed<'de> for MemberName {
    type Value = Cow<'de, str>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<Cow<'de, str>, D::Error> {
        input.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for MemberName {
    type Value = Cow<'de, str>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("the name of a member")
    }

    #[inline]
    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E>(self, name: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(name.to_owned()))
    }
}

/// Implements `Serialize`, `Deserialize` and `Debug` for a [`Record`](crate::Record), and lets decorated
/// fields resolve to it.
#[macro_export]
macro_rules! record {
    ($record:ident) => {
        $crate::record!($record, batch_item);
        impl $crate::BatchItem for $record {}
    };
    // Of a type that says itself what it is in a batch.
    ($record:ident, batch_item) => {
        impl $crate::Serialize for $record {
            fn serialize<S: $crate::Serializer>(
                &self,
                out: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::private::record::serialize(self, out)
            }
        }
        impl<'de> $crate::Deserialize<'de> for $record {
            fn deserialize<D: $crate::Deserializer<'de>>(
                input: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::private::record::deserialize(input)
            }
        }
        impl ::core::fmt::Debug for $record {
            fn fmt(&self, out: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::private::record::debug(<Self as $crate::Record>::NAME, self, out)
            }
        }
        impl $crate::Resolve for $record {
            fn read_in_place<'de, U: $crate::UrnSet, A: $crate::MapAccess<'de>>(
                map: A,
            ) -> ::core::result::Result<$crate::private::record::InPlace<Self, U>, A::Error> {
                $crate::private::record::read_in_place(map)
            }
        }
    };
}
