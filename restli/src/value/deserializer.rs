//! A serde deserializer whose input is a [`Value`].
//!
//! Keys of answers are texts of the URI grammar; reading them through serde lets `Record::decode` serve
//! bodies and keys alike. A token is whatever the field asks for, since the grammar has no types.

use restli_wire::Value;
use serde::de::value::{MapDeserializer, SeqDeserializer, StrDeserializer, StringDeserializer};
use serde::de::{Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::ValueError;
use super::serializer::RAW_VALUE;

impl serde::de::Error for ValueError {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Self::new(message.to_string())
    }
}

/// Reads one value.
#[derive(Clone, Copy)]
pub(super) struct ValueDeserializer<'a>(pub(super) &'a Value);

impl<'de> IntoDeserializer<'de, ValueError> for ValueDeserializer<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl ValueDeserializer<'_> {
    fn parsed<T: std::str::FromStr>(self, expected: &str) -> Result<T, ValueError> {
        let token = self.0.as_token();
        token
            .and_then(|token| token.parse().ok())
            .ok_or_else(|| ValueError::new(format!("{expected} is expected")))
    }
}

macro_rules! numbers {
    ($($method:ident => $visit:ident: $expected:literal;)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
            visitor.$visit(self.parsed($expected)?)
        }
    )+};
}

impl<'de> Deserializer<'de> for ValueDeserializer<'de> {
    type Error = ValueError;

    numbers! {
        deserialize_bool => visit_bool: "`true` or `false`";
        deserialize_i8 => visit_i8: "a number";
        deserialize_i16 => visit_i16: "a number";
        deserialize_i32 => visit_i32: "a number";
        deserialize_i64 => visit_i64: "a number";
        deserialize_u8 => visit_u8: "a number";
        deserialize_u16 => visit_u16: "a number";
        deserialize_u32 => visit_u32: "a number";
        deserialize_u64 => visit_u64: "a number";
        deserialize_f32 => visit_f32: "a number";
        deserialize_f64 => visit_f64: "a number";
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        match self.0 {
            Value::Token(token) => StrDeserializer::new(token).deserialize_any(visitor),
            Value::List(values) => {
                SeqDeserializer::new(values.iter().map(ValueDeserializer)).deserialize_any(visitor)
            }
            Value::Map(members) => {
                let members = members
                    .iter()
                    .map(|(name, value)| (&**name, ValueDeserializer(value)));
                MapDeserializer::new(members).deserialize_any(visitor)
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        visitor.visit_some(self)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        match name {
            // Open JSON, such as the value of a member that the schema does not know.
            RAW_VALUE => {
                let text = StringDeserializer::<ValueError>::new(json(self.0).to_string());
                let member = std::iter::once((RAW_VALUE, text));
                MapDeserializer::new(member).deserialize_any(visitor)
            }
            _ => visitor.visit_newtype_struct(self),
        }
    }

    forward_to_deserialize_any! {
        char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct enum identifier
    }
}

/// A value whose types nobody knows, as JSON: every token is a text.
fn json(value: &Value) -> serde_json::Value {
    match value {
        Value::Token(token) => (&**token).into(),
        Value::List(values) => values.iter().map(json).collect(),
        Value::Map(members) => {
            let members = members.iter();
            members
                .map(|(name, value)| (name.to_string(), json(value)))
                .collect()
        }
    }
}
