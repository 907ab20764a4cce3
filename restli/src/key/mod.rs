//! Keys of entities: how they are written is [`ToValue`], how they are read from an answer is [`Key`].
//!
//! An answer may spell a key in another way than the request did (members in another order, other escapes,
//! another width of a number), so keys are compared after they have been read.

mod complex;

use restli_wire::{
    Value, decode_simple_key, encode_key_for_body, parse_complex_key, parse_path_segment, v1,
};
use serde::de::DeserializeOwned;

pub use complex::ComplexKey;
pub(crate) use complex::without_params;

use crate::request::Protocol;
use crate::types::{
    Bytes, Decimal, EpochMillis, EpochSeconds, Fixed, Urn, UrnExpectation, UrnSet, leniently,
};
use crate::value::{self, ToValue};

/// A key that can be read from an answer.
pub trait Key: ToValue + Sized {
    /// Whether it is a compound or complex key, which is written in the grammar of URIs, or a plain text.
    #[doc(hidden)]
    const HAS_PARTS: bool = false;

    /// Reads the key from its value; nothing when it is not of this type.
    #[doc(hidden)]
    fn from_value(value: &Value) -> Option<Self>;

    /// Reads the key from the text of a header or of a member of a body; nothing when it is not of this type.
    fn from_key_text(text: &str) -> Option<Self> {
        read(text, Protocol::V2)
    }
}

/// Reads a key from an answer in some version of the protocol.
pub(crate) fn read<K: Key>(text: &str, protocol: Protocol) -> Option<K> {
    let value = match (K::HAS_PARTS, protocol) {
        (true, Protocol::V2) => parse_complex_key(text).ok()?,
        (true, Protocol::V1) => v1::parse_body_key(text, v1::KeyKind::Complex).ok()?,
        (false, _) => Value::token(decode_simple_key(text).into_owned()),
    };
    K::from_value(&value)
}

/// Reads a key from a segment of a path.
pub(crate) fn from_segment<K: Key>(segment: &str, protocol: Protocol) -> Option<K> {
    let kind = match K::HAS_PARTS {
        true => v1::KeyKind::Complex,
        false => v1::KeyKind::Simple,
    };
    let value = match protocol {
        Protocol::V2 => parse_path_segment(segment).ok()?,
        Protocol::V1 => v1::parse_path_segment(segment, kind).ok()?,
    };
    K::from_value(&value)
}

/// A key in the one spelling that equal keys share; it is that of bodies.
pub(crate) fn canonical<K: ToValue + ?Sized>(key: &K) -> Option<String> {
    // The key may come from a server, which may send what this crate would refuse to send.
    let value = leniently(|| key.to_value()).ok()?;
    Some(encode_key_for_body(&value))
}

/// A key of an answer in the one spelling that equal keys share.
pub(crate) fn respelled<K: Key>(text: &str, protocol: Protocol) -> Option<String> {
    canonical(&read::<K>(text, protocol)?)
}

/// Reads a record that is a key; what [`key!`](crate::key!) puts behind [`Key`].
pub fn from_value<K: DeserializeOwned>(value: &Value) -> Option<K> {
    value::deserialize(value).ok()
}

macro_rules! parsed {
    ($($scalar:ty),+) => {$(
        impl Key for $scalar {
            fn from_value(value: &Value) -> Option<Self> {
                value.as_token()?.parse().ok()
            }
        }
    )+};
}

parsed!(bool, i32, i64, String, Decimal);

macro_rules! finite {
    ($($float:ty),+) => {$(
        impl Key for $float {
            fn from_value(value: &Value) -> Option<Self> {
                value.as_token()?.parse().ok().filter(|number: &Self| number.is_finite())
            }
        }
    )+};
}

finite!(f32, f64);

impl Key for EpochMillis {
    fn from_value(value: &Value) -> Option<Self> {
        i64::from_value(value).map(Self::from_millis)
    }
}

impl Key for EpochSeconds {
    fn from_value(value: &Value) -> Option<Self> {
        i64::from_value(value).map(Self::from_seconds)
    }
}

impl Key for Bytes {
    fn from_value(value: &Value) -> Option<Self> {
        Self::from_text(value.as_token()?)
    }
}

impl<const N: usize> Key for Fixed<N> {
    fn from_value(value: &Value) -> Option<Self> {
        Self::from_text(value.as_token()?)
    }
}

/// Any URN, as in every answer.
impl<K: UrnExpectation> Key for Urn<K> {
    fn from_value(value: &Value) -> Option<Self> {
        urn(value)
    }
}

/// Reads a URN of any kind; what [`urn_set!`](crate::urn_set!) puts behind [`Key`].
pub fn urn<U: UrnSet>(value: &Value) -> Option<U> {
    let urn: Urn = value.as_token()?.parse().ok()?;
    Some(U::from_urn(urn))
}

/// Lets a record be a key of entities. It must be able to stand in a URI as well: [`param!`](crate::param!).
#[macro_export]
macro_rules! key {
    ($key:ident) => {
        impl $crate::Key for $key {
            const HAS_PARTS: bool = true;

            fn from_value(value: &$crate::Value) -> ::core::option::Option<Self> {
                $crate::private::key::from_value(value)
            }
        }
    };
}
