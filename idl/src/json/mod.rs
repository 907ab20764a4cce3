//! JSON with places and with its members in the order of the file.
//!
//! A reader of our own, because three things meet that no library has together: comments, as
//! schema files have them; numbers kept as text; and JSON inside the texts of other JSON, where a
//! place must still be one of the file.

mod parser;
#[cfg(test)]
mod tests;
pub(crate) mod text;

pub(crate) use self::parser::{Members, is_number, parse, parse_inside, parse_range, shown};
use crate::ast::Spanned;
use crate::diagnostics::Place;

/// Deeper nesting is refused.
pub(crate) const MAX_DEPTH: usize = 100;

/// A value and where it is written.
///
/// Two values are equal if they say the same: places and the order of members do not count.
#[derive(Clone, Debug)]
pub struct Json {
    /// Where it is written.
    pub place: Place,
    /// What it is.
    pub value: Value,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as written.
    Number(String),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// Members, in the order of the file; no name stands twice.
    Object(Vec<Member>),
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its name.
    pub name: Spanned<String>,
    /// Its value.
    pub value: Json,
}

impl Json {
    /// What it is, in words.
    pub fn shape(&self) -> &'static str {
        match &self.value {
            Value::Null => "`null`",
            Value::Bool(_) => "`true` or `false`",
            Value::Number(_) => "a number",
            Value::Text(_) => "a text",
            Value::List(_) => "a list",
            Value::Object(_) => "an object",
        }
    }

    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The members, if it is an object.
    pub fn as_object(&self) -> Option<&[Member]> {
        match &self.value {
            Value::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The value of a member.
    pub fn get(&self, name: &str) -> Option<&Self> {
        let members = self.as_object()?;
        let member = members.iter().find(|member| member.name.value == name)?;
        Some(&member.value)
    }
}

impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        match (&self.value, &other.value) {
            (Value::Object(a), Value::Object(b)) => by_name(a) == by_name(b),
            (a, b) => a == b,
        }
    }
}

impl Eq for Json {}

fn by_name(members: &[Member]) -> Vec<&Member> {
    let mut members: Vec<&Member> = members.iter().collect();
    members.sort_by(|a, b| a.name.value.cmp(&b.name.value));
    members
}
