//! The records that Rest.li itself puts around answers: collections, paging, batches, errors.
//!
//! No schema declares them, so their members are listed here.

use serde_json::Value as Json;

use super::json::JsonReader;
use super::{Datum, describe};
use crate::model::{Method, PagingStyle, Type, TypeId};

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

/// The members of `metadata` with cursor paging.
const CURSOR: &[(&str, Type)] = &[("nextPageToken", Type::String)];

/// The members of a link.
const LINK: &[(&str, Type)] = &[
    ("rel", Type::String),
    ("href", Type::String),
    ("type", Type::String),
];

/// What stands beside the elements of a page.
#[derive(Clone, Copy)]
pub(super) enum Metadata {
    /// Nothing.
    None,
    /// A record.
    Record(TypeId),
    /// The cursor to the next page, which no record declares.
    Cursor,
}

impl Metadata {
    /// What a method answers beside its elements.
    pub(super) fn of(method: &Method) -> Self {
        match (method.metadata, &method.paging) {
            (Some(record), _) => Metadata::Record(record),
            (None, Some(paging)) if paging.style == PagingStyle::Cursor => Metadata::Cursor,
            (None, _) => Metadata::None,
        }
    }

    /// The name of the member, if there is one.
    fn member(self) -> Option<&'static str> {
        (!matches!(self, Metadata::None)).then_some("metadata")
    }
}

impl JsonReader<'_> {
    /// Reads the object of an error.
    pub(super) fn error(&mut self, value: &Json) {
        self.envelope(value, "an error object", ERROR, &[], |_, _, _| {});
    }

    /// Reads a page: `elements`, `paging`, `metadata`.
    pub(super) fn collection(&mut self, value: &Json, element: TypeId, metadata: Metadata) {
        let mut others = vec!["elements", "paging"];
        others.extend(metadata.member());
        self.envelope(
            value,
            "a collection",
            &[],
            &others,
            |reader, name, value| reader.page_part(name, value, element, metadata),
        );
    }

    fn page_part(&mut self, name: &str, value: &Json, element: TypeId, metadata: Metadata) {
        match name {
            "elements" => {
                self.value(value, &Type::Array(Box::new(Type::Named(element))));
            }
            "paging" => self.paging(value),
            _ => match metadata {
                Metadata::Record(record) => {
                    self.value(value, &Type::Named(record));
                }
                _ => self.envelope(value, "the metadata of a page", CURSOR, &[], |_, _, _| {}),
            },
        }
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
    ///
    /// `read_id` looks at the key of what was created.
    pub(super) fn outcome(
        &mut self,
        value: &Json,
        entity: Option<TypeId>,
        mut read_id: impl FnMut(&mut Self, &str),
    ) {
        const OUTCOME: &[(&str, Type)] = &[("status", Type::Int), ("location", Type::String)];
        let mut others = vec!["id", "error"];
        others.extend(entity.map(|_| "entity"));
        self.envelope(
            value,
            "an outcome",
            OUTCOME,
            &others,
            |reader, name, value| match (name, entity) {
                ("id", _) => {
                    if let Some(Datum::String(id)) = reader.value(value, &Type::String) {
                        read_id(reader, &id);
                    }
                }
                ("entity", Some(entity)) => {
                    reader.value(value, &Type::Named(entity));
                }
                _ => reader.error(value),
            },
        );
    }

    /// Reads what a batch finder found by one criterion: a page, or an error.
    pub(super) fn criterion(&mut self, value: &Json, element: TypeId, metadata: Metadata) {
        const PLAIN: &[(&str, Type)] = &[("isError", Type::Boolean)];
        let mut others = vec!["elements", "paging", "error"];
        others.extend(metadata.member());
        self.envelope(
            value,
            "the answer to a criterion",
            PLAIN,
            &others,
            |reader, name, value| match name {
                "error" => reader.error(value),
                _ => reader.page_part(name, value, element, metadata),
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
