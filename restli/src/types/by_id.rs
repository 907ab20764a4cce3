//! Sub-collections of an entity that arrive as a map by id, or as a list.
//!
//! Servers of one API differ in this, and even one server does over time; readers must not care, and what
//! is written back keeps the shape it came in.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

/// Items by id. The ids are missing when they came as a list.
#[derive(Clone, PartialEq)]
pub struct ById<T>(Items<T>);

#[derive(Clone, PartialEq)]
enum Items<T> {
    Map(BTreeMap<String, T>),
    List(Vec<T>),
}

impl<T> ById<T> {
    /// The item of an id; nothing when they came as a list.
    pub fn get(&self, id: &str) -> Option<&T> {
        self.as_map()?.get(id)
    }

    /// The items: by id, or in the order of the list.
    pub fn values(&self) -> impl ExactSizeIterator<Item = &T> {
        match &self.0 {
            Items::Map(items) => Values::Map(items.values()),
            Items::List(items) => Values::List(items.iter()),
        }
    }

    /// The map, if they came as one.
    pub fn as_map(&self) -> Option<&BTreeMap<String, T>> {
        match &self.0 {
            Items::Map(items) => Some(items),
            Items::List(_) => None,
        }
    }

    pub(super) fn each_mut(&mut self, change: impl FnMut(&mut T)) {
        match &mut self.0 {
            Items::Map(items) => items.values_mut().for_each(change),
            Items::List(items) => items.iter_mut().for_each(change),
        }
    }

    /// The items without their ids.
    pub fn into_values(self) -> Vec<T> {
        match self.0 {
            Items::Map(items) => items.into_values().collect(),
            Items::List(items) => items,
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.values().len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

enum Values<'a, T> {
    Map(std::collections::btree_map::Values<'a, String, T>),
    List(std::slice::Iter<'a, T>),
}

impl<'a, T> Iterator for Values<'a, T> {
    type Item = &'a T;

    fn next(&mut self) -> Option<&'a T> {
        match self {
            Self::Map(items) => items.next(),
            Self::List(items) => items.next(),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match self {
            Self::Map(items) => items.size_hint(),
            Self::List(items) => items.size_hint(),
        }
    }
}

impl<T> ExactSizeIterator for Values<'_, T> {}

/// An empty map.
impl<T> Default for ById<T> {
    fn default() -> Self {
        Self(Items::Map(BTreeMap::new()))
    }
}

impl<T> From<BTreeMap<String, T>> for ById<T> {
    fn from(items: BTreeMap<String, T>) -> Self {
        Self(Items::Map(items))
    }
}

impl<T> From<Vec<T>> for ById<T> {
    fn from(items: Vec<T>) -> Self {
        Self(Items::List(items))
    }
}

impl<T: fmt::Debug> fmt::Debug for ById<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Items::Map(items) => items.fmt(out),
            Items::List(items) => items.fmt(out),
        }
    }
}

impl<T: Serialize> Serialize for ById<T> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Items::Map(items) => items.serialize(out),
            Items::List(items) => items.serialize(out),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for ById<T> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        input.deserialize_any(ByIdVisitor(PhantomData))
    }
}

struct ByIdVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ByIdVisitor<T> {
    type Value = ById<T>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a map by id, or a list")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ById<T>, A::Error> {
        let mut items = BTreeMap::new();
        while let Some((id, item)) = map.next_entry()? {
            items.insert(id, item);
        }
        Ok(ById(Items::Map(items)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<ById<T>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(ById(Items::List(items)))
    }
}
