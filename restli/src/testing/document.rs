//! Documents as tests: JSON of a type, read and written again.
//!
//! They reach what no call sends or answers, such as the defaults of a record or a number at the edge of its
//! range.

use std::fmt::Write as _;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::sample::{Members, member, other_text, read, text};
use super::{Difference, json};
use crate::error::JsonResult;
use crate::types::{Defaults, Json};

/// Reads the `document` of a file as a type, and compares it with what is written of it. Members whose path
/// stands in the file's `unknown` list may be missing. Where `RESTLI_ANSWERS_DIR` has a file of this name, its
/// document is read, while the comparison stays with this one.
///
/// # Panics
///
/// With all differences, if there are any, or when there is no such file.
#[track_caller]
pub fn document<T: Serialize + DeserializeOwned>(directory: &str, file: &str) {
    let document = Document::read(directory, file);
    let written = document.parse::<T>().and_then(|value| Json::new(&value));
    document.verify("document", written);
}

/// Does what [`document`] does, and compares the value with its defaults filled in with the member `filled`.
///
/// # Panics
///
/// With all differences, if there are any, or when there is no such file.
#[track_caller]
pub fn document_filled<T: Serialize + DeserializeOwned + Defaults>(directory: &str, file: &str) {
    document::<T>(directory, file);
    let document = Document::read(directory, file);
    let filled = document.parse::<T>().map(Defaults::with_defaults);
    document.verify("filled", filled.and_then(|value| Json::new(&value)));
}

/// Reads the `json` of a file as JSON that no schema describes, and compares it with what is written of it.
///
/// # Panics
///
/// With all differences, if there are any, or when there is no such file.
#[track_caller]
pub fn json_document(directory: &str, file: &str) {
    let document = Document::read(directory, file);
    let json = document.members.get("json").cloned().unwrap_or_default();
    document.verify("json", json.to_value().map(Json::from));
}

/// A file with a document.
struct Document {
    file: String,
    members: Members,
    /// What is read instead, to see the difference noticed.
    other: Option<Members>,
    unknown: Vec<String>,
}

impl Document {
    #[track_caller]
    fn read(directory: &str, file: &str) -> Self {
        let members: Result<Members, String> = read(text(directory, file).parse());
        let unknown = |members: &Members| member(members, "unknown");
        match members.and_then(|members| Ok((unknown(&members)?.unwrap_or_default(), members))) {
            Ok((unknown, members)) => Self {
                file: file.to_owned(),
                members,
                other: other_text(file).and_then(|text| read(text.parse()).ok()),
                unknown,
            },
            Err(reason) => panic!("{file} is not a document: {reason}"),
        }
    }

    fn parse<T: DeserializeOwned>(&self) -> JsonResult<T> {
        let members = self.other.as_ref().unwrap_or(&self.members);
        let empty = Json::default();
        members.get("document").unwrap_or(&empty).deserialize()
    }

    /// Compares a member of the file with a value that was written.
    #[track_caller]
    fn verify(&self, name: &str, written: JsonResult<Json>) {
        let file = &self.file;
        let Some(expected) = self.members.get(name) else {
            panic!("{file} has no `{name}`");
        };
        let values = written.and_then(|json| Ok((expected.to_value()?, json.to_value()?)));
        let differences = match values {
            Ok((expected, written)) => self.differences(name, &expected, &written),
            Err(error) => panic!("{file}: `{name}`: {error}"),
        };
        if differences.is_empty() {
            return;
        }
        let mut report = format!("the value is not that of {file}\n");
        for difference in differences {
            // Writing into a string cannot fail.
            let _ = writeln!(report, "{difference}");
        }
        panic!("{report}");
    }

    fn differences(&self, name: &str, expected: &Value, written: &Value) -> Vec<Difference> {
        json::compare_strictly(name, expected, written, &self.unknown)
    }
}
