//! YAML as the schema's authors write it: blocks outside, short things on one line.

mod print;
mod scalar;
#[cfg(test)]
mod tests;

use crate::json::{Json, Value};

/// A value to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Yaml {
    /// Text, in quotes where it needs them.
    Text(String),
    /// A number, `true`, `false` or `null`: written as it is.
    Word(String),
    /// A list.
    List(Vec<Yaml>),
    /// Keys and values.
    Map(Map),
}

/// Keys and values in the order in which they are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Map {
    entries: Vec<(String, Yaml)>,
    layout: Layout,
}

/// How a map is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Layout {
    /// On one line if it is short, else as a block.
    #[default]
    Short,
    /// Always as a block, unless it is empty.
    Block,
}

impl Yaml {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(crate) fn number(number: impl ToString) -> Self {
        Self::Word(number.to_string())
    }

    pub(crate) fn flag(flag: bool) -> Self {
        Self::Word(flag.to_string())
    }

    /// A list of texts.
    pub(crate) fn texts(texts: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::List(texts.into_iter().map(Self::text).collect())
    }

    /// A whole file.
    pub(crate) fn print(&self) -> String {
        print::document(self)
    }
}

impl Map {
    /// A map that is a block even if it is short.
    pub(crate) fn block() -> Self {
        Self {
            entries: Vec::new(),
            layout: Layout::Block,
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(crate) fn insert(&mut self, key: impl Into<String>, value: impl Into<Yaml>) {
        self.entries.push((key.into(), value.into()));
    }

    /// Adds what is there.
    pub(crate) fn insert_some(&mut self, key: &str, value: Option<impl Into<Yaml>>) {
        if let Some(value) = value {
            self.insert(key, value);
        }
    }

    /// Adds a map that has entries.
    pub(crate) fn insert_filled(&mut self, key: &str, map: Self) {
        if !map.is_empty() {
            self.insert(key, map);
        }
    }

    /// Adds a flag that is set.
    pub(crate) fn insert_flag(&mut self, key: &str, flag: bool) {
        if flag {
            self.insert(key, Yaml::flag(true));
        }
    }

    /// Adds the entries of another map.
    pub(crate) fn extend(&mut self, other: Self) {
        self.entries.extend(other.entries);
    }

    /// Puts the entries into the order of what is made of their keys.
    pub(crate) fn sort_by_key<K: Ord>(&mut self, rank: impl Fn(&str) -> K) {
        self.entries.sort_by_key(|(key, _)| rank(key));
    }

    /// Puts the entries into the order of their keys.
    pub(crate) fn sort(&mut self) {
        self.entries.sort_by(|(a, _), (b, _)| a.cmp(b));
    }
}

impl From<Map> for Yaml {
    fn from(map: Map) -> Self {
        Self::Map(map)
    }
}

impl From<&str> for Yaml {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Yaml {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&Json> for Yaml {
    fn from(json: &Json) -> Self {
        match &json.value {
            Value::Null => Self::Word("null".to_owned()),
            Value::Bool(flag) => Self::flag(*flag),
            Value::Number(number) => Self::Word(number.clone()),
            Value::Text(text) => Self::Text(text.clone()),
            Value::List(items) => Self::List(items.iter().map(Self::from).collect()),
            Value::Object(members) => {
                let mut map = Map::default();
                for member in members {
                    map.insert(member.name.value.as_str(), &member.value);
                }
                Self::Map(map)
            }
        }
    }
}
