//! Why JSON could not be read, and where in it.
//!
//! The place is found by walking the text once more up to the byte where the reader stopped. A second
//! decode that tracks its path would give the same answer, but every record would be compiled twice for it.

use std::cell::Cell;
use std::fmt;

use serde::de::DeserializeOwned;

use super::json_path;

/// The result of reading JSON.
pub type JsonResult<T> = std::result::Result<T, JsonError>;

/// JSON does not hold what it should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonError {
    path: String,
    reason: String,
}

impl JsonError {
    /// Reads JSON text.
    pub(crate) fn read<T: DeserializeOwned>(text: &str) -> JsonResult<T> {
        serde_json::from_str(text).map_err(|error| Self::placed(&error, text).0)
    }

    /// Reads JSON that is a part of the text that is being read, and waited for something else in it.
    pub(crate) fn read_part<T: DeserializeOwned>(text: &str) -> JsonResult<T> {
        serde_json::from_str(text).map_err(|error| {
            let (error, offset) = Self::placed(&error, text);
            PLACE.set(Some(Place::Part {
                text: text.to_owned(),
                offset,
                error: error.clone(),
            }));
            error
        })
    }

    /// An error about a part of the text that is being read, which is none of the things expected.
    pub(crate) fn refused_part(text: &str, reason: String) -> Self {
        let error = Self {
            path: String::new(),
            reason,
        };
        PLACE.set(Some(Place::Part {
            text: text.to_owned(),
            offset: 0,
            error: error.clone(),
        }));
        error
    }

    /// The error of a record that has been read, and lacks a member.
    pub(crate) fn within<E: serde::de::Error>(member: String, reason: String) -> E {
        let error = E::custom(&reason);
        PLACE.set(Some(Place::Within { member, reason }));
        error
    }

    /// An error of writing, or of something that has no text.
    pub(crate) fn unplaced(error: &serde_json::Error) -> Self {
        Self {
            path: String::new(),
            reason: reason(error),
        }
    }

    /// Forgets the place of an error that was put right.
    pub(crate) fn forget_place() {
        PLACE.take();
    }

    /// The error with its path, and the offset that the path is of.
    fn placed(error: &serde_json::Error, text: &str) -> (Self, usize) {
        let mut offset = json_path::offset_of(text, error.line(), error.column());
        let closes = |byte: &u8| matches!(byte, b'}' | b']');
        if error.is_syntax() && text.as_bytes()[..offset].last().is_some_and(closes) {
            // The bracket is what is wrong, so it closes nothing.
            offset -= 1;
        }
        let mut reason = reason(error);
        let mut within = None;
        match PLACE.take() {
            Some(Place::Part {
                text: part,
                offset: at,
                error,
            }) if reason == error.to_string() => {
                // The part as it stands in the text; its own path starts there.
                if let Some(start) = text.get(..offset).unwrap_or(text).rfind(&part) {
                    offset = start + at;
                    reason = error.reason;
                }
            }
            Some(Place::Within {
                member,
                reason: own,
            }) if reason == own => within = Some(member),
            _ => {}
        }
        let mut path = json_path::path_at(text, offset);
        if let Some(member) = &within {
            json_path::push_member(member, &mut path);
        }
        (Self { path, reason }, offset)
    }

    /// Where it is, such as `elements[3].to~.firstName`; empty for the whole.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong there.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

thread_local! {
    /// The place of the last error, where it is not that of the reader of the text. serde's errors carry a
    /// message and nothing else.
    static PLACE: Cell<Option<Place>> = const { Cell::new(None) };
}

enum Place {
    /// In a part of the text that waited for something behind it.
    Part {
        text: String,
        offset: usize,
        error: JsonError,
    },
    /// Of a member that the record lacks which the reader has just read.
    Within { member: String, reason: String },
}

/// The message without the line and column that `serde_json` adds.
fn reason(error: &serde_json::Error) -> String {
    let mut text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    if text.ends_with(&place) {
        text.truncate(text.len() - place.len());
    }
    text
}

impl fmt::Display for JsonError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path.as_str() {
            "" => out.write_str(&self.reason),
            path => write!(out, "at `{path}`: {}", self.reason),
        }
    }
}

impl std::error::Error for JsonError {}
