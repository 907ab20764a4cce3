//! JSON that says each thing once.
//!
//! Of two members of one name a reader takes either, so what was sent would depend on who reads it.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value as Json};

/// Reads a JSON document.
///
/// # Errors
/// When it is no JSON, goes on behind its end, or has two members of one name; the text says where.
pub fn read_json(bytes: &[u8]) -> Result<Json, String> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let json = Once.deserialize(&mut reader);
    let json = json.and_then(|json| reader.end().map(|()| json));
    json.map_err(|error| error.to_string())
}

/// A value in which no object has a member twice.
struct Once;

impl<'de> DeserializeSeed<'de> for Once {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Once {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::from(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Number::from_f64(value).map_or(Json::Null, Json::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::from(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Once)? {
            list.push(item);
        }
        Ok(Json::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            if object.contains_key(&name) {
                return Err(A::Error::custom(format!(
                    "the member `{name}` is there twice"
                )));
            }
            let value = members.next_value_seed(Once)?;
            object.insert(name, value);
        }
        Ok(Json::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_kind_of_value_is_read() {
        let text =
            r#"{"a": [null, true, -1, 18446744073709551615, 0.1, "\u00e9"], "b": {"a": {}}}"#;
        let expected: Json = serde_json::from_str(text).expect("JSON");
        assert_eq!(read_json(text.as_bytes()), Ok(expected));
        assert_eq!(read_json(b" 1.0 "), Ok(json!(1.0)));
    }

    #[test]
    fn what_is_said_twice_or_goes_on_is_refused() {
        let wrong = |text: &str| read_json(text.as_bytes()).unwrap_err();
        assert_eq!(
            wrong(r#"{"a": 1, "b": [{"c": 1, "c": 1}]}"#),
            "the member `c` is there twice at line 1 column 27"
        );
        assert!(wrong("{} {}").contains("trailing characters"));
        assert!(wrong("{\"a\": ").contains("EOF"));
        assert!(wrong("1e999").contains("out of range"));
        assert!(wrong(&"[".repeat(200)).contains("recursion limit"));
        assert!(read_json(b"\"\xff\"").is_err());
    }
}
