//! The envelope of a batch as it stands in JSON: `results`, `errors`, `statuses`, each by key.
//!
//! Its keys stay text here, because how a key is read depends on the call and not on the JSON.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, DeserializeOwned, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Batch, Entry};
use crate::error::ErrorResponse;
use crate::key::{self, Key};
use crate::record::{self, FieldValue, Fields, Record};

/// The envelope of a batch. Each of its members may be absent.
pub(super) struct Envelope<T> {
    pub(super) results: Option<Members<T>>,
    pub(super) errors: Option<Members<ErrorResponse>>,
    pub(super) statuses: Option<Members<i64>>,
}

/// Which members an envelope has, so that it can be written again as it came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Present {
    results: bool,
    errors: bool,
    statuses: bool,
}

impl Present {
    /// Those of either.
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            results: self.results || other.results,
            errors: self.errors || other.errors,
            statuses: self.statuses || other.statuses,
        }
    }
}

impl<T> Envelope<T> {
    pub(super) fn present(&self) -> Present {
        Present {
            results: self.results.is_some(),
            errors: self.errors.is_some(),
            statuses: self.statuses.is_some(),
        }
    }
}

impl<T> Default for Envelope<T> {
    fn default() -> Self {
        Self {
            results: None,
            errors: None,
            statuses: None,
        }
    }
}

impl<T: DeserializeOwned> Record for Envelope<T> {
    const NAME: &'static str = "Batch";

    fn decode<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        match name {
            "results" => value.read(&mut self.results),
            "errors" => value.read(&mut self.errors),
            "statuses" => value.read(&mut self.statuses),
            _ => value.skip(),
        }
    }

    fn encode<M: SerializeMap>(&self, _: &mut Fields<'_, M>) -> Result<(), M::Error> {
        // What is written is `Written`, which knows the keys.
        Ok(())
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Envelope<T> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        record::deserialize(input)
    }
}

/// Members by the text of their key; `null` is no member.
pub(super) struct Members<T>(pub(super) Vec<(String, T)>);

impl<T> Default for Members<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Members<T> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct MembersVisitor<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for MembersVisitor<T> {
            type Value = Members<T>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object by key")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<T>, A::Error> {
                let mut members = Vec::new();
                while let Some(key) = map.next_key()? {
                    let value: Option<T> = map.next_value()?;
                    members.extend(value.map(|value| (key, value)));
                }
                Ok(Members(members))
            }
        }
        input.deserialize_map(MembersVisitor(PhantomData))
    }
}

/// A batch as its envelope, with each key in the one spelling that equal keys share.
pub(super) struct Written<'a, K, T>(pub(super) &'a Batch<K, T>);

impl<K: Key, T: Serialize> Serialize for Written<'_, K, T> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let Batch {
            entries, members, ..
        } = self.0;
        let mut map = out.serialize_map(None)?;
        if members.results {
            map.serialize_entry("results", &ByKey(entries, |entry| entry.result.as_ref()))?;
        }
        if members.errors {
            map.serialize_entry("errors", &ByKey(entries, Entry::stated_error))?;
        }
        if members.statuses {
            map.serialize_entry("statuses", &ByKey(entries, |entry| entry.status.as_ref()))?;
        }
        map.end()
    }
}

/// One member of the envelope: what each entry has of it.
struct ByKey<'a, K, T, V>(&'a [Entry<K, T>], fn(&Entry<K, T>) -> Option<&V>);

impl<K: Key, T, V: Serialize> Serialize for ByKey<'_, K, T, V> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let members = self.0.iter().filter_map(|entry| {
            let value = (self.1)(entry)?;
            Some((key::canonical(&entry.key)?, value))
        });
        out.collect_map(members)
    }
}
