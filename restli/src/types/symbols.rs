//! Enums that stay open: a server may send symbols that are newer than the schema.
//!
//! An unknown symbol is kept, so a record that holds one can still be read, compared and written back.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Visitor};

/// An enum of symbols.
pub trait Symbols: Sized {
    /// The symbol on the wire.
    fn symbol(&self) -> &str;

    /// The value of a symbol; unknown ones are kept.
    fn from_symbol(symbol: &str) -> Self;
}

/// A symbol that the schema does not know. It comes from a server and from nowhere else.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnknownSymbol(Box<str>);

impl UnknownSymbol {
    #[doc(hidden)]
    pub fn new(symbol: &str) -> Self {
        Self(symbol.into())
    }

    /// The symbol, as it came.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UnknownSymbol {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl fmt::Display for UnknownSymbol {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Reads a symbol; what [`symbols!`](crate::symbols!) puts behind `Deserialize`.
pub fn deserialize<'de, E: Symbols, D: Deserializer<'de>>(input: D) -> Result<E, D::Error> {
    input.deserialize_str(SymbolVisitor(PhantomData))
}

struct SymbolVisitor<E>(PhantomData<E>);

impl<E: Symbols> Visitor<'_> for SymbolVisitor<E> {
    type Value = E;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a symbol")
    }

    fn visit_str<R>(self, symbol: &str) -> Result<E, R> {
        Ok(E::from_symbol(symbol))
    }
}

/// Implements `Serialize`, `Deserialize`, `Display`, `Debug`, `FromStr` [`ToValue`](crate::ToValue)
/// and [`Key`](crate::Key) for an enum of [`Symbols`](crate::Symbols), and lets it be an answer.
#[macro_export]
macro_rules! symbols {
    ($symbols:ident) => {
        impl $crate::Serialize for $symbols {
            fn serialize<S: $crate::Serializer>(
                &self,
                out: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                out.serialize_str($crate::Symbols::symbol(self))
            }
        }
        impl<'de> $crate::Deserialize<'de> for $symbols {
            fn deserialize<D: $crate::Deserializer<'de>>(
                input: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::private::symbols::deserialize(input)
            }
        }
        impl ::core::fmt::Debug for $symbols {
            fn fmt(&self, out: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                out.write_str($crate::Symbols::symbol(self))
            }
        }
        impl ::core::fmt::Display for $symbols {
            fn fmt(&self, out: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                out.pad($crate::Symbols::symbol(self))
            }
        }
        impl ::core::str::FromStr for $symbols {
            type Err = ::core::convert::Infallible;

            fn from_str(symbol: &str) -> ::core::result::Result<Self, Self::Err> {
                ::core::result::Result::Ok($crate::Symbols::from_symbol(symbol))
            }
        }
        impl $crate::ToValue for $symbols {
            fn to_value(&self) -> ::core::result::Result<$crate::Value, $crate::ValueError> {
                ::core::result::Result::Ok($crate::private::token($crate::Symbols::symbol(self)))
            }
        }
        impl $crate::Key for $symbols {
            fn from_value(value: &$crate::Value) -> ::core::option::Option<Self> {
                value.as_token().map($crate::Symbols::from_symbol)
            }
        }
        $crate::json_answer!($symbols);
        impl $crate::Leaf for $symbols {}
    };
}
