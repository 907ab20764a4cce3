//! Reading an object member by member.
//!
//! The members that nobody asked for are what the format does not define; they are handed back, so
//! that none can get lost.

use crate::ast::{Deprecated, Property, Spanned};
use crate::diagnostics::{Code, Diagnostic, Place, Sink};
use crate::json::{Json, Member, Value};

/// An object being read.
pub(crate) struct Object<'j> {
    what: &'static str,
    place: &'j Place,
    members: &'j [Member],
    taken: Vec<&'static str>,
    sink: &'j Sink,
}

/// Reports that a value is not what it should be.
pub(crate) fn wrong_shape(json: &Json, expected: &str, sink: &Sink) {
    let message = format!("expected {expected}, found {}", json.shape());
    sink.error(Code::IdlShape, &json.place, message);
}

/// A text with its place; reported if it is something else.
pub(crate) fn text(json: &Json, sink: &Sink) -> Option<Spanned<String>> {
    match json.as_text() {
        Some(text) => Some(Spanned::new(text.to_owned(), json.place.clone())),
        None => {
            wrong_shape(json, "a text", sink);
            None
        }
    }
}

/// A whole number; reported if it is something else.
pub(crate) fn whole(json: &Json, sink: &Sink) -> Option<u32> {
    let number = match &json.value {
        Value::Number(number) => number.parse().ok(),
        _ => None,
    };
    if number.is_none() {
        wrong_shape(json, "a whole number", sink);
    }
    number
}

/// Whether something is deprecated: `true`, or what to do instead.
pub(crate) fn deprecation(json: &Json, sink: &Sink) -> Option<Deprecated> {
    match &json.value {
        Value::Bool(true) => Some(Deprecated { text: None }),
        Value::Text(text) => Some(Deprecated {
            text: Some(text.clone()),
        }),
        Value::Bool(false) | Value::Null => None,
        _ => {
            wrong_shape(json, "`true` or a text", sink);
            None
        }
    }
}

impl<'j> Object<'j> {
    /// Begins to read a value that should be an object; `what` is its name in messages, such as
    /// `a field`.
    pub(crate) fn open(json: &'j Json, what: &'static str, sink: &'j Sink) -> Option<Self> {
        let Some(members) = json.as_object() else {
            wrong_shape(json, "an object", sink);
            return None;
        };
        Some(Self {
            what,
            place: &json.place,
            members,
            taken: Vec::new(),
            sink,
        })
    }

    /// The value of a member; `null` counts as absent.
    pub(crate) fn take(&mut self, name: &'static str) -> Option<&'j Json> {
        let value = self.take_any(name)?;
        (value.value != Value::Null).then_some(value)
    }

    /// The value of a member for which `null` is a value like others.
    pub(crate) fn take_any(&mut self, name: &'static str) -> Option<&'j Json> {
        self.taken.push(name);
        let mut members = self.members.iter();
        let member = members.find(|member| member.name.value == name)?;
        Some(&member.value)
    }

    /// The value of a member that must be there.
    pub(crate) fn required(&mut self, name: &'static str) -> Option<&'j Json> {
        let value = self.take(name);
        if value.is_none() {
            let message = format!("{} needs `{name}`", self.what);
            let first = self.place.span.start;
            let brace = Place::new(&self.place.file, first..first + 1);
            self.sink.error(Code::IdlMissing, &brace, message);
        }
        value
    }

    /// The position of a member among the others.
    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        let mut members = self.members.iter();
        members.position(|member| member.name.value == name)
    }

    /// A text that may be absent.
    pub(crate) fn text(&mut self, name: &'static str) -> Option<Spanned<String>> {
        text(self.take(name)?, self.sink)
    }

    /// A text that must be there.
    pub(crate) fn required_text(&mut self, name: &'static str) -> Option<Spanned<String>> {
        text(self.required(name)?, self.sink)
    }

    /// Documentation; a blank one counts as absent.
    pub(crate) fn doc(&mut self) -> Option<String> {
        let doc = self.text("doc")?.value;
        (!doc.trim().is_empty()).then_some(doc)
    }

    /// `true` or `false`.
    pub(crate) fn flag(&mut self, name: &'static str) -> Option<Spanned<bool>> {
        let json = self.take(name)?;
        match json.value {
            Value::Bool(flag) => Some(Spanned::new(flag, json.place.clone())),
            _ => {
                wrong_shape(json, "`true` or `false`", self.sink);
                None
            }
        }
    }

    /// The items of a list; none if it is absent.
    pub(crate) fn list(&mut self, name: &'static str) -> &'j [Json] {
        match self.take(name) {
            Some(json) => items(json, self.sink),
            None => &[],
        }
    }

    /// The items of a list that must be there.
    pub(crate) fn required_list(&mut self, name: &'static str) -> &'j [Json] {
        match self.required(name) {
            Some(json) => items(json, self.sink),
            None => &[],
        }
    }

    /// The texts of a list.
    pub(crate) fn texts(&mut self, name: &'static str) -> Vec<Spanned<String>> {
        let items = self.list(name).iter();
        items.filter_map(|item| text(item, self.sink)).collect()
    }

    /// The members of an object that stands below a name; none if it is absent.
    pub(crate) fn members(&mut self, name: &'static str) -> &'j [Member] {
        let Some(json) = self.take(name) else {
            return &[];
        };
        json.as_object().unwrap_or_else(|| {
            wrong_shape(json, "an object", self.sink);
            &[]
        })
    }

    /// Reports one of the object's values.
    pub(crate) fn report(&self, diagnostic: Diagnostic) {
        self.sink.push(diagnostic);
    }

    /// The members that nobody asked for.
    pub(crate) fn rest(self) -> Vec<Property> {
        let members = self.members.iter();
        members
            .filter(|member| !self.taken.contains(&member.name.value.as_str()))
            .map(|member| Property {
                name: member.name.clone(),
                value: member.value.clone(),
            })
            .collect()
    }
}

fn items<'j>(json: &'j Json, sink: &Sink) -> &'j [Json] {
    match &json.value {
        Value::List(items) => items,
        _ => {
            wrong_shape(json, "a list", sink);
            &[]
        }
    }
}
