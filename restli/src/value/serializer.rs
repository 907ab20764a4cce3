//! A serde serializer whose output is a [`Value`].
//!
//! Records have one description of their members, `Record::encode`; going through serde lets it serve
//! bodies and parameters alike.

use std::borrow::Cow;
use std::fmt::Display;

use restli_wire::{Value, split_decimal};
use serde::ser::{self, Impossible, Serialize, Serializer};

use super::{ToValue, ValueError};

/// Nothing stands for an absent value: a `null` leaves its member out.
type Output = Result<Option<Value>, ValueError>;

pub(super) struct ValueSerializer;

impl ser::Error for ValueError {
    fn custom<T: Display>(message: T) -> Self {
        Self::new(message.to_string())
    }
}

macro_rules! numbers {
    ($($method:ident: $number:ty;)+) => {$(
        fn $method(self, number: $number) -> Output {
            Ok(Some(Value::from(number.to_string())))
        }
    )+};
}

impl Serializer for ValueSerializer {
    type Ok = Option<Value>;
    type Error = ValueError;
    type SerializeSeq = ListSerializer;
    type SerializeTuple = ListSerializer;
    type SerializeTupleStruct = ListSerializer;
    type SerializeTupleVariant = Impossible<Option<Value>, ValueError>;
    type SerializeMap = MapSerializer;
    type SerializeStruct = StructSerializer;
    type SerializeStructVariant = Impossible<Option<Value>, ValueError>;

    numbers! {
        serialize_i8: i8;
        serialize_i16: i16;
        serialize_i32: i32;
        serialize_i64: i64;
        serialize_u8: u8;
        serialize_u16: u16;
        serialize_u32: u32;
        serialize_u64: u64;
    }

    fn serialize_bool(self, value: bool) -> Output {
        Ok(Some(Value::from(value)))
    }

    fn serialize_f32(self, number: f32) -> Output {
        number.to_value().map(Some)
    }

    fn serialize_f64(self, number: f64) -> Output {
        number.to_value().map(Some)
    }

    fn serialize_char(self, value: char) -> Output {
        Ok(Some(Value::from(value.to_string())))
    }

    fn serialize_str(self, value: &str) -> Output {
        Ok(Some(Value::from(value.to_owned())))
    }

    fn serialize_bytes(self, value: &[u8]) -> Output {
        Ok(Some(Value::bytes(value)))
    }

    fn serialize_none(self) -> Output {
        Ok(None)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Output {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Output {
        Ok(None)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Output {
        Ok(None)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Output {
        Ok(Some(Value::from(variant)))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Output {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Output {
        let value = value.serialize(self)?;
        let members = value.map(|value| (Cow::Borrowed(variant), value));
        Ok(Some(Value::Map(members.into_iter().collect())))
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<ListSerializer, ValueError> {
        Ok(ListSerializer(Vec::with_capacity(length.unwrap_or(0))))
    }

    fn serialize_tuple(self, length: usize) -> Result<ListSerializer, ValueError> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        length: usize,
    ) -> Result<ListSerializer, ValueError> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, ValueError> {
        Err(no_form(name))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<MapSerializer, ValueError> {
        Ok(MapSerializer::default())
    }

    fn serialize_struct(
        self,
        name: &'static str,
        _: usize,
    ) -> Result<StructSerializer, ValueError> {
        Ok(match name {
            RAW_VALUE => StructSerializer::Raw(None),
            _ => StructSerializer::Members(MapSerializer::default()),
        })
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, ValueError> {
        Err(no_form(name))
    }
}

/// The name under which `serde_json` hands on JSON text; its documentation does not promise it, the test
/// of open JSON in a parameter does.
pub(crate) const RAW_VALUE: &str = "$serde_json::private::RawValue";

fn no_form(name: &str) -> ValueError {
    ValueError::new(format!("`{name}` has no form on the wire"))
}

pub(super) struct ListSerializer(Vec<Value>);

impl ser::SerializeSeq for ListSerializer {
    type Ok = Option<Value>;
    type Error = ValueError;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ValueError> {
        self.0.extend(value.serialize(ValueSerializer)?);
        Ok(())
    }

    fn end(self) -> Output {
        Ok(Some(Value::List(self.0)))
    }
}

impl ser::SerializeTuple for ListSerializer {
    type Ok = Option<Value>;
    type Error = ValueError;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ValueError> {
        ser::SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Output {
        ser::SerializeSeq::end(self)
    }
}

impl ser::SerializeTupleStruct for ListSerializer {
    type Ok = Option<Value>;
    type Error = ValueError;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ValueError> {
        ser::SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Output {
        ser::SerializeSeq::end(self)
    }
}

#[derive(Default)]
pub(super) struct MapSerializer {
    members: Vec<(Cow<'static, str>, Value)>,
    name: Option<Cow<'static, str>>,
}

impl ser::SerializeMap for MapSerializer {
    type Ok = Option<Value>;
    type Error = ValueError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, name: &T) -> Result<(), ValueError> {
        match name.serialize(ValueSerializer)? {
            Some(Value::Token(name)) => self.name = Some(name),
            _ => return Err(ValueError::new("the names in a map are texts")),
        }
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ValueError> {
        let value = value.serialize(ValueSerializer)?;
        self.members.extend(self.name.take().zip(value));
        Ok(())
    }

    fn end(self) -> Output {
        Ok(Some(Value::Map(self.members)))
    }
}

pub(super) enum StructSerializer {
    Members(MapSerializer),
    Raw(Option<Value>),
}

impl ser::SerializeStruct for StructSerializer {
    type Ok = Option<Value>;
    type Error = ValueError;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), ValueError> {
        let value = value.serialize(ValueSerializer)?;
        match self {
            Self::Members(map) => {
                let member = value.map(|value| (Cow::Borrowed(name), value));
                map.members.extend(member);
            }
            Self::Raw(raw) => *raw = value.as_ref().map(parse_raw).transpose()?.flatten(),
        }
        Ok(())
    }

    fn end(self) -> Output {
        match self {
            Self::Members(map) => ser::SerializeMap::end(map),
            Self::Raw(value) => Ok(value),
        }
    }
}

/// Open JSON: its text is read again as a tree, but for numbers, whose digits a tree would lose.
fn parse_raw(text: &Value) -> Output {
    if text.as_token().and_then(split_decimal).is_some() {
        return Ok(Some(text.clone()));
    }
    let tree = text
        .as_token()
        .map(serde_json::from_str::<serde_json::Value>);
    match tree {
        Some(Ok(tree)) => tree.serialize(ValueSerializer),
        _ => Err(no_form("open JSON")),
    }
}
