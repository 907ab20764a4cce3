//! Rust values as keys and parameters.
//!
//! Everything that a caller passes becomes a tree of the URI grammar first and is escaped last, so no
//! method of this crate takes text that is encoded already.

mod deserializer;
mod serialized;
mod serializer;

pub use serialized::Serialized;
pub(crate) use serializer::RAW_VALUE;

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use restli_wire::Value;
use serde::de::DeserializeOwned;
use serde::ser::Serialize;

use crate::types::{
    Bytes, Decimal, EpochMillis, EpochSeconds, Fixed, Json, Urn, UrnExpectation, UrnSet,
    is_lenient, set, strictly,
};

/// A value that can stand in a key or a parameter.
pub trait ToValue {
    /// The value, before any escaping. A URN of the wrong kind is an error.
    fn to_value(&self) -> Result<Value, ValueError>;
}

/// A value cannot be a key or a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueError(String);

impl ValueError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for ValueError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for ValueError {}

/// The value of a record, through its `Serialize`.
pub fn from_serialize<T: Serialize + ?Sized>(value: &T) -> Result<Value, ValueError> {
    let value = strictly(|| value.serialize(serializer::ValueSerializer))?;
    value.ok_or_else(|| ValueError::new("there is no null in keys and parameters"))
}

/// A record from its value, such as a key of an answer.
pub(crate) fn deserialize<T: DeserializeOwned>(value: &Value) -> Result<T, ValueError> {
    T::deserialize(deserializer::ValueDeserializer(value))
}

/// The value of a URN that must be of an expected kind.
pub fn from_urn<U: UrnSet>(urn: &U) -> Result<Value, ValueError> {
    match set::check(urn) {
        _ if is_lenient() => Ok(Value::token(urn.as_str().to_owned())),
        Ok(()) => Ok(Value::token(urn.as_str().to_owned())),
        Err(error) => Err(ValueError::new(error.to_string())),
    }
}

macro_rules! plain {
    ($($scalar:ty),+) => {$(
        impl ToValue for $scalar {
            fn to_value(&self) -> Result<Value, ValueError> {
                Ok(Value::from(*self))
            }
        }
    )+};
}

plain!(bool, i32, i64, u64);

macro_rules! finite {
    ($($float:ty),+) => {$(
        impl ToValue for $float {
            fn to_value(&self) -> Result<Value, ValueError> {
                match self.is_finite() {
                    true => Ok(Value::from(*self)),
                    false => Err(ValueError::new(format!("{self} has no form on the wire"))),
                }
            }
        }
    )+};
}

finite!(f32, f64);

impl ToValue for str {
    fn to_value(&self) -> Result<Value, ValueError> {
        Ok(Value::token(self.to_owned()))
    }
}

impl ToValue for String {
    fn to_value(&self) -> Result<Value, ValueError> {
        self.as_str().to_value()
    }
}

impl ToValue for Bytes {
    fn to_value(&self) -> Result<Value, ValueError> {
        Ok(Value::bytes(&self.0))
    }
}

impl<const N: usize> ToValue for Fixed<N> {
    fn to_value(&self) -> Result<Value, ValueError> {
        Ok(Value::bytes(&self.0))
    }
}

impl ToValue for Decimal {
    fn to_value(&self) -> Result<Value, ValueError> {
        self.as_str().to_value()
    }
}

impl ToValue for EpochMillis {
    fn to_value(&self) -> Result<Value, ValueError> {
        self.as_millis().to_value()
    }
}

impl ToValue for EpochSeconds {
    fn to_value(&self) -> Result<Value, ValueError> {
        self.as_seconds().to_value()
    }
}

impl ToValue for Json {
    fn to_value(&self) -> Result<Value, ValueError> {
        from_serialize(self)
    }
}

impl ToValue for Value {
    fn to_value(&self) -> Result<Value, ValueError> {
        Ok(self.clone())
    }
}

impl<K: UrnExpectation> ToValue for Urn<K> {
    fn to_value(&self) -> Result<Value, ValueError> {
        match self.check() {
            _ if is_lenient() => Ok(Value::token(self.as_str().to_owned())),
            Ok(()) => Ok(Value::token(self.as_str().to_owned())),
            Err(error) => Err(ValueError::new(error.to_string())),
        }
    }
}

impl<T: ToValue + ?Sized> ToValue for &T {
    fn to_value(&self) -> Result<Value, ValueError> {
        (**self).to_value()
    }
}

impl<T: ToValue + ?Sized> ToValue for Box<T> {
    fn to_value(&self) -> Result<Value, ValueError> {
        (**self).to_value()
    }
}

impl<T: ToValue> ToValue for [T] {
    fn to_value(&self) -> Result<Value, ValueError> {
        list(self)
    }
}

impl<T: ToValue> ToValue for Vec<T> {
    fn to_value(&self) -> Result<Value, ValueError> {
        list(self)
    }
}

/// A list of values.
pub(crate) fn list(values: impl IntoIterator<Item = impl ToValue>) -> Result<Value, ValueError> {
    let values = values.into_iter().map(|value| value.to_value());
    values.collect::<Result<_, _>>().map(Value::List)
}

impl<N: ToValue, T: ToValue> ToValue for BTreeMap<N, T> {
    fn to_value(&self) -> Result<Value, ValueError> {
        map(self)
    }
}

impl<N: ToValue, T: ToValue, S> ToValue for HashMap<N, T, S> {
    fn to_value(&self) -> Result<Value, ValueError> {
        map(self)
    }
}

fn map<'a, N: ToValue + 'a, T: ToValue + 'a>(
    members: impl IntoIterator<Item = (&'a N, &'a T)>,
) -> Result<Value, ValueError> {
    let members = members
        .into_iter()
        .map(|(name, value)| match name.to_value()? {
            Value::Token(name) => Ok((name, value.to_value()?)),
            _ => Err(ValueError::new("the names in a map are texts")),
        });
    members.collect::<Result<_, _>>().map(Value::Map)
}

/// Lets a type with `Serialize` stand in keys and parameters.
#[macro_export]
macro_rules! param {
    ($param:ident) => {
        impl $crate::ToValue for $param {
            fn to_value(&self) -> ::core::result::Result<$crate::Value, $crate::ValueError> {
                $crate::private::serialize_value(self)
            }
        }
    };
}
