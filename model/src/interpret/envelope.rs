//! The records that Rest.li itself puts around answers: collections, paging, batches, errors.
//!
//! No schema declares them, so their members are listed here.

use serde_json::Value as Json;

use super::describe;
use super::json::JsonReader;
use crate::model::{Type, TypeId};

/// The members of an error, all of them optional.
const ERROR: &[(&str, Type)] = &[
    ("status", Type::Int),
    ("code", Type::String),
    ("serviceErrorCode", Type::Int),
    ("message", Type::String),
    ("docUrl", Type::String),
    ("requestId", Type::String),
    ("exceptionClass", Type::String),
    ("stackTrace", Type::String),
    ("errorDetailType", Type::String),
    ("errorDetails", Type::Json),
];

/// The members of `paging` besides its links.
const PAGING: &[(&str, Type)] = &[
    ("start", Type::Int),
    ("count", Type::Int),
    ("total", Type::Int),
];

/// The members of a link.
const LINK: &[(&str, Type)] = &[
    ("rel", Type::String),
    ("href", Type::String),
    ("type", Type::String),
];

impl JsonReader<'_> {
    /// Reads the object of an error.
    pub(super) fn error(&mut self, value: &Json) {
        self.envelope(value, "an error object", ERROR, &[], |_, _, _| {});
    }

    /// Reads a page: `elements`, `paging`, `metadata`.
    pub(super) fn collection(&mut self, value: &Json, element: TypeId, metadata: Option<TypeId>) {
        let mut others = vec!["elements", "paging"];
        others.extend(metadata.map(|_| "metadata"));
        self.envelope(
            value,
            "a collection",
            &[],
            &others,
            |reader, name, value| match name {
                "elements" => {
                    reader.value(value, &Type::Array(Box::new(Type::Named(element))));
                }
                "paging" => reader.paging(value),
                _ => {
                    metadata.and_then(|metadata| reader.value(value, &Type::Named(metadata)));
                }
            },
        );
    }

    /// Reads the answer to a batch: `results`, `statuses`, `errors`, each by key.
    ///
    /// `read_key` looks at a key, `read` at a result.
    pub(super) fn batch(
        &mut self,
        value: &Json,
        mut read_key: impl FnMut(&mut Self, &str),
        mut read: impl FnMut(&mut Self, &Json),
    ) {
        self.envelope(
            value,
            "a batch",
            &[],
            &["results", "statuses", "errors"],
            |reader, part, value| {
                let Json::Object(entries) = value else {
                    let message = format!("is {}, not an object by key", describe::of_json(value));
                    reader.refuse::<()>(message, None);
                    return;
                };
                for (key, value) in entries {
                    reader.member(key, None, |reader| {
                        read_key(reader, key);
                        match part {
                            "results" => read(reader, value),
                            "statuses" => {
                                reader.value(value, &Type::Int);
                            }
                            _ => reader.error(value),
                        }
                    });
                }
            },
        );
    }

    /// Reads the outcome of one write of a batch: a status, and what came with it.
    pub(super) fn outcome(&mut self, value: &Json, entity: Option<TypeId>) {
        const OUTCOME: &[(&str, Type)] = &[
            ("status", Type::Int),
            ("id", Type::String),
            ("location", Type::String),
        ];
        let mut others = vec!["error"];
        others.extend(entity.map(|_| "entity"));
        self.envelope(
            value,
            "an outcome",
            OUTCOME,
            &others,
            |reader, name, value| match (name, entity) {
                ("entity", Some(entity)) => {
                    reader.value(value, &Type::Named(entity));
                }
                _ => reader.error(value),
            },
        );
    }

    /// Reads an object with members of Rest.li's own: plain ones by type, the others by `read`.
    pub(super) fn envelope(
        &mut self,
        value: &Json,
        what: &str,
        plain: &[(&str, Type)],
        others: &[&str],
        mut read: impl FnMut(&mut Self, &str, &Json),
    ) {
        let Json::Object(members) = value else {
            let message = format!("is {}, not {what}", describe::of_json(value));
            self.refuse::<()>(message, None);
            return;
        };
        for (name, value) in members {
            if value.is_null() {
                continue;
            }
            if let Some((_, ty)) = plain.iter().find(|(known, _)| known == name) {
                self.member(name, None, |reader| reader.value(value, ty));
            } else if others.contains(&name.as_str()) {
                self.member(name, None, |reader| read(reader, name, value));
            } else {
                let known = plain
                    .iter()
                    .map(|(known, _)| *known)
                    .chain(others.iter().copied());
                self.unknown(name, known);
            }
        }
    }

    fn paging(&mut self, value: &Json) {
        self.envelope(
            value,
            "the paging of a collection",
            PAGING,
            &["links"],
            |reader, _, value| {
                let Json::Array(links) = value else {
                    let message = format!("is {}, not a list of links", describe::of_json(value));
                    reader.refuse::<()>(message, None);
                    return;
                };
                for (index, link) in links.iter().enumerate() {
                    reader.element(index, |reader| {
                        reader.envelope(link, "a link", LINK, &[], |_, _, _| {})
                    });
                }
            },
        );
    }
}
