//! Fields whose URN may be of several kinds.
//!
//! Such a set has a name in the schema, and its type here is an open enum, so that a new kind renames
//! nothing and an unexpected one is kept.

use serde::de::{Deserialize, DeserializeOwned, Deserializer};
use serde::ser::{Error as _, Serialize, Serializer};

use super::super::strict::admit;
use super::{Urn, UrnError, UrnExpectation};

/// A type that holds one URN: [`Urn`] itself, or a set of kinds.
pub trait UrnSet: Serialize + DeserializeOwned {
    /// Sorts a URN by its kind; an unexpected one is kept.
    fn from_urn(urn: Urn) -> Self;

    /// The whole text.
    fn as_str(&self) -> &str;

    /// Whether the URN is of an expected kind.
    fn is_expected(&self) -> bool;
}

impl<K: UrnExpectation> UrnSet for Urn<K> {
    fn from_urn(urn: Urn) -> Self {
        urn.assume()
    }

    fn as_str(&self) -> &str {
        self.as_str()
    }

    fn is_expected(&self) -> bool {
        self.is_expected()
    }
}

/// Writes a URN of a set; what [`urn_set!`](crate::urn_set!) puts behind `Serialize`.
pub fn serialize<U: UrnSet, S: Serializer>(urn: &U, out: S) -> Result<S::Ok, S::Error> {
    admit(urn.as_str(), || check(urn)).map_err(S::Error::custom)?;
    out.serialize_str(urn.as_str())
}

/// Reads a URN of a set; what [`urn_set!`](crate::urn_set!) puts behind `Deserialize`.
pub fn deserialize<'de, U: UrnSet, D: Deserializer<'de>>(input: D) -> Result<U, D::Error> {
    Urn::deserialize(input).map(U::from_urn)
}

/// Reads a URN of a set and refuses other kinds; what [`urn_set!`](crate::urn_set!) puts behind `FromStr`.
pub fn parse<U: UrnSet>(text: &str) -> Result<U, UrnError> {
    let urn = U::from_urn(text.parse()?);
    check(&urn).map(|()| urn)
}

pub(crate) fn check<U: UrnSet>(urn: &U) -> Result<(), UrnError> {
    match urn.is_expected() {
        true => Ok(()),
        false => Err(UrnError::outside_of_set(urn.as_str())),
    }
}

/// Implements `Serialize`, `Deserialize`, `Display`, `Debug`, `FromStr`, `From<Urn>`, [`ToValue`](crate::ToValue)
/// and [`Key`](crate::Key) for a [`UrnSet`](crate::UrnSet).
#[macro_export]
macro_rules! urn_set {
    ($set:ident) => {
        impl $crate::Serialize for $set {
            fn serialize<S: $crate::Serializer>(
                &self,
                out: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::private::urn_set::serialize(self, out)
            }
        }
        impl<'de> $crate::Deserialize<'de> for $set {
            fn deserialize<D: $crate::Deserializer<'de>>(
                input: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::private::urn_set::deserialize(input)
            }
        }
        impl ::core::fmt::Debug for $set {
            fn fmt(&self, out: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                out.write_str($crate::UrnSet::as_str(self))
            }
        }
        impl ::core::fmt::Display for $set {
            fn fmt(&self, out: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                out.pad($crate::UrnSet::as_str(self))
            }
        }
        impl ::core::str::FromStr for $set {
            type Err = $crate::UrnError;

            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                $crate::private::urn_set::parse(text)
            }
        }
        impl ::core::convert::From<$crate::Urn> for $set {
            fn from(urn: $crate::Urn) -> Self {
                $crate::UrnSet::from_urn(urn)
            }
        }
        impl $crate::ToValue for $set {
            fn to_value(&self) -> ::core::result::Result<$crate::Value, $crate::ValueError> {
                $crate::private::urn_value(self)
            }
        }
        impl $crate::Key for $set {
            fn from_value(value: &$crate::Value) -> ::core::option::Option<Self> {
                $crate::private::key::urn(value)
            }
        }
        impl $crate::Leaf for $set {}
        impl $crate::SelectedFrom<$set> for $crate::Urn {}
        impl<E> $crate::SelectedFrom<$crate::Decorated<E, $set>> for $set {}
    };
}
