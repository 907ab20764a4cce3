//! Properties (`@a.b = value`) and what stands in front of a type, a field, a symbol or a member.

use crate::ast::{Deprecated, Property, Spanned};
use crate::diagnostics::{Code, Diagnostic, Place, Sink};
use crate::json::{Json, Member, Value};
use crate::read::schema::split_deprecated;

/// Documentation and properties in front of something.
#[derive(Debug, Default)]
pub(crate) struct Prelude {
    pub(crate) doc: Option<String>,
    pub(crate) properties: Vec<Property>,
}

impl Prelude {
    /// Adds a property; dots in its path nest objects.
    pub(crate) fn add(&mut self, path: Vec<Spanned<String>>, value: Json, sink: &Sink) {
        let mut path = path.into_iter();
        let Some(first) = path.next() else {
            return;
        };
        let known = self.properties.iter_mut();
        let existing = known.into_iter().find(|property| property.name == first);
        let rest: Vec<Spanned<String>> = path.collect();
        match existing {
            None => self.properties.push(Property {
                name: first,
                value: nested(rest, value),
            }),
            Some(property) => merge(&mut property.value, &first, rest, value, sink),
        }
    }

    /// Takes `deprecated` out of the properties.
    pub(crate) fn deprecated(&mut self, sink: &Sink) -> Option<Deprecated> {
        let properties = std::mem::take(&mut self.properties);
        let (deprecated, others) = split_deprecated(properties, sink);
        self.properties = others;
        deprecated
    }

    /// Takes a property out of the others.
    pub(crate) fn take(&mut self, name: &str) -> Option<Json> {
        let mut properties = self.properties.iter();
        let at = properties.position(|property| property.name.value == name)?;
        Some(self.properties.remove(at).value)
    }

    /// Where the first property stands, if there is one.
    pub(crate) fn place(&self) -> Option<&Place> {
        self.properties.first().map(|property| &property.name.place)
    }
}

/// A value below names: `a.b` with `1` is `{"a": {"b": 1}}`.
fn nested(path: Vec<Spanned<String>>, value: Json) -> Json {
    path.into_iter().rev().fold(value, |value, name| Json {
        place: name.place.clone(),
        value: Value::Object(vec![Member { name, value }]),
    })
}

/// Puts a value into an object that a property before it has begun.
fn merge(
    into: &mut Json,
    above: &Spanned<String>,
    path: Vec<Spanned<String>>,
    value: Json,
    sink: &Sink,
) {
    let mut into = into;
    let mut last = above.clone();
    let mut path = path.into_iter();
    loop {
        let next = path.next();
        let (Some(name), Value::Object(members)) = (next, &mut into.value) else {
            let message = format!("the property `{}` is written twice", last.value);
            let diagnostic = Diagnostic::error(Code::IdlTwice, &last.place, message);
            sink.push(diagnostic.also(&into.place, "first"));
            return;
        };
        match members.iter().position(|member| member.name == name) {
            None => {
                let value = nested(path.collect(), value);
                members.push(Member { name, value });
                return;
            }
            Some(at) => {
                into = &mut members[at].value;
                last = name;
            }
        }
    }
}
