//! Unions that name their member: `{"com.example.Square": {…}}`.
//!
//! They stay open like enums do: a member that the schema does not know is kept with its value.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};

use super::Json;
use crate::record::{Fields, MemberName};

/// A union told apart by the key of its one member.
pub trait Union: Sized {
    /// Reads the member.
    fn decode<'de, A: MapAccess<'de>>(
        member: &str,
        value: MemberValue<'_, A>,
    ) -> Result<Self, A::Error>;

    /// Writes the member.
    fn encode<M: SerializeMap>(&self, out: &mut Fields<'_, M>) -> Result<(), M::Error>;

    /// The value of `null`, where that is one.
    fn null() -> Option<Self> {
        None
    }

    /// Whether this is the value of `null`.
    fn is_null(&self) -> bool {
        false
    }

    /// What an object without a member becomes; a projection can leave that behind.
    #[doc(hidden)]
    fn decode_empty<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Self, A::Error> {
        Self::decode("", MemberValue { map, empty: true })
    }
}

/// The value of a union's member that is being read.
#[derive(Debug)]
pub struct MemberValue<'a, A> {
    map: &'a mut A,
    empty: bool,
}

impl<'de, A: MapAccess<'de>> MemberValue<'_, A> {
    /// Reads the value.
    pub fn read<T: Deserialize<'de>>(self) -> Result<T, A::Error> {
        self.map.next_value()
    }

    /// Keeps the value of a member that the schema does not know.
    pub fn unknown(self, member: &str) -> Result<UnknownMember, A::Error> {
        let entry = match self.empty {
            true => None,
            false => Some((member.into(), self.map.next_value()?)),
        };
        Ok(UnknownMember { entry })
    }
}

/// A union's member that the schema does not know, as it came.
#[derive(Clone, Debug, PartialEq)]
pub struct UnknownMember {
    entry: Option<(Box<str>, Json)>,
}

impl UnknownMember {
    /// The key of the member; nothing for an object without members.
    pub fn name(&self) -> Option<&str> {
        self.entry.as_ref().map(|(name, _)| &**name)
    }

    /// The value of the member.
    pub fn value(&self) -> Option<&Json> {
        self.entry.as_ref().map(|(_, value)| value)
    }

    pub(crate) fn entry(&self) -> Option<(&str, &Json)> {
        self.entry.as_ref().map(|(name, value)| (&**name, value))
    }
}

/// Reads a union; what [`union!`](crate::union!) puts behind `Deserialize`.
pub fn deserialize<'de, U: Union, D: Deserializer<'de>>(input: D) -> Result<U, D::Error> {
    match U::null() {
        None => input.deserialize_map(UnionVisitor(PhantomData)),
        Some(_) => input.deserialize_option(NullableVisitor(PhantomData)),
    }
}

/// Writes a union; what [`union!`](crate::union!) puts behind `Serialize`.
pub fn serialize<U: Union, S: Serializer>(union: &U, out: S) -> Result<S::Ok, S::Error> {
    if union.is_null() {
        return out.serialize_unit();
    }
    let mut map = out.serialize_map(None)?;
    union.encode(&mut Fields::new(&mut map))?;
    map.end()
}

struct UnionVisitor<U>(PhantomData<U>);

impl<'de, U: Union> Visitor<'de> for UnionVisitor<U> {
    type Value = U;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a union: an object with one member")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<U, A::Error> {
        let Some(member) = map.next_key_seed(MemberName)? else {
            return U::decode_empty(&mut map);
        };
        let value = MemberValue {
            map: &mut map,
            empty: false,
        };
        let union = U::decode(&member, value)?;
        // A union has one member; whatever a server adds beside it must not break the reader.
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(union)
    }
}

/// Reads a union of which `null` is a value.
struct NullableVisitor<U>(PhantomData<U>);

impl<U: Union> NullableVisitor<U> {
    fn null<E: serde::de::Error>() -> Result<U, E> {
        U::null().ok_or_else(|| E::custom("null is no value of the union"))
    }
}

impl<'de, U: Union> Visitor<'de> for NullableVisitor<U> {
    type Value = U;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a union: an object with one member, or null")
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<U, E> {
        Self::null()
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<U, E> {
        Self::null()
    }

    fn visit_some<D: Deserializer<'de>>(self, input: D) -> Result<U, D::Error> {
        input.deserialize_map(UnionVisitor(PhantomData))
    }
}

/// Implements `Serialize`, `Deserialize`, `Debug` and [`ToValue`](crate::ToValue) for a
/// [`Union`](crate::Union), and lets it be an answer.
#[macro_export]
macro_rules! union {
    ($union:ident) => {
        impl $crate::Serialize for $union {
            fn serialize<S: $crate::Serializer>(
                &self,
                out: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::private::union::serialize(self, out)
            }
        }
        impl<'de> $crate::Deserialize<'de> for $union {
            fn deserialize<D: $crate::Deserializer<'de>>(
                input: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::private::union::deserialize(input)
            }
        }
        impl ::core::fmt::Debug for $union {
            fn fmt(&self, out: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::private::record::debug(::core::stringify!($union), self, out)
            }
        }
        $crate::param!($union);
        $crate::json_answer!($union);
        impl $crate::Leaf for $union {
            fn read_leaf<'de, A: $crate::MapAccess<'de>>(
                field: &mut ::core::option::Option<Self>,
                value: $crate::FieldValue<'_, A>,
            ) -> ::core::result::Result<(), A::Error> {
                value.read_union(field)
            }
        }
    };
}
