//! The answer that was read, against that of a sample.
//!
//! Reading must lose nothing: a typed answer is written again and has to be the recorded body.

use serde_json::Value;

use super::keys::Reader;
use super::{Difference, Sample, error_object, json, keys};
use crate::answer::{ID_HEADERS, RecordedAnswer};
use crate::error::{Error, ErrorKind, JsonResult, Result};
use crate::types::Json;

const BODY: &str = "response body";

/// What came over the wire and shows in few answers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    /// Whether the request was written in protocol 1.0.0.
    pub(super) is_older: bool,
    /// The status that the client received.
    pub(super) status: Option<u16>,
    /// The headers of the API that may carry the id of what was created.
    pub(super) id_headers: &'static [&'static str],
}

/// What a typed answer tells, whatever its type.
struct Told<'a> {
    body: JsonResult<Option<Json>>,
    created: Option<(Option<String>, Option<&'a str>)>,
    keyed: &'static [&'static str],
    keys: Reader,
}

pub(super) fn compare<T: RecordedAnswer>(
    sample: &Sample,
    answer: &Result<T>,
    seen: Seen,
) -> Vec<Difference> {
    // Not generic from here on.
    match answer {
        Ok(answer) => {
            let told = Told {
                body: answer.to_body(),
                created: answer.created(),
                keyed: T::KEYED,
                keys: Reader {
                    is_older: seen.is_older,
                    respelled: T::respelled_key,
                },
            };
            success(sample, told, seen)
        }
        Err(error) => failure(sample, error),
    }
}

/// Adds a difference if there is one.
fn fact(
    found: &mut Vec<Difference>,
    place: &str,
    expected: Option<String>,
    actual: Option<String>,
) {
    if expected != actual {
        found.push(Difference {
            place: place.to_owned(),
            expected,
            actual,
        });
    }
}

fn success(sample: &Sample, told: Told<'_>, seen: Seen) -> Vec<Difference> {
    let status = sample.response.status;
    if !(200..300).contains(&status) {
        let expected = format!("an error of status {status}");
        return vec![Difference::new("response", expected, "a success")];
    }
    let mut found = Vec::new();
    if let Some(seen) = seen.status {
        let (expected, actual) = (status.to_string(), seen.to_string());
        fact(&mut found, "response status", Some(expected), Some(actual));
    }
    if let Some((id, location)) = told.created {
        found.extend(created(sample, id, location, told.keys, seen.id_headers));
    }
    found.extend(body(sample, told.body, told.keyed, told.keys));
    found
}

/// The id and the location, where the sample shows them.
fn created(
    sample: &Sample,
    id: Option<String>,
    location: Option<&str>,
    keys: Reader,
    id_headers: &[&str],
) -> Vec<Difference> {
    let mut found = Vec::new();
    let header = |name: &str| {
        let mut headers = sample.response.headers.iter();
        let header = headers.find(|(own, _)| own.eq_ignore_ascii_case(name));
        header.map(|(_, value)| value.clone())
    };
    let mut names = id_headers.iter().chain(&ID_HEADERS);
    let recorded = names.find_map(|name| header(name));
    if let Some(recorded) = recorded {
        let same = id.as_ref().is_some_and(|id| keys.same(&recorded, id));
        if !same {
            fact(&mut found, "response id", Some(recorded), id);
        }
    }
    let location = location.map(str::to_owned);
    fact(
        &mut found,
        "response location",
        header("location"),
        location,
    );
    found
}

fn body(
    sample: &Sample,
    body: JsonResult<Option<Json>>,
    keyed: &[&str],
    reader: Reader,
) -> Vec<Difference> {
    let body = body.and_then(|body| body.map(|body| body.to_value()).transpose());
    let body = match body {
        Ok(body) => body.unwrap_or(Value::Null),
        Err(error) => {
            let actual = format!("cannot be written again: {error}");
            return vec![Difference::new(BODY, "JSON", actual)];
        }
    };
    match sample.response.body.as_ref().map(Json::to_value) {
        None if body.is_null() => Vec::new(),
        None => vec![Difference::unexpected(BODY, body.to_string())],
        // Where an answer says nothing, an empty object says no more.
        Some(Ok(Value::Object(members))) if body.is_null() && members.is_empty() => Vec::new(),
        Some(Ok(expected)) => {
            let same = |own: &str, other: &str| reader.same(own, other);
            let body = match keyed {
                ["elements"] => keys::respelled_ids(&expected, body, same),
                members => keys::respelled(&expected, body, members, same),
            };
            let mut found = json::compare(BODY, &expected, &body, &sample.unknown);
            found.extend(error_object::of_decorations(
                BODY,
                &expected,
                &sample.unknown,
            ));
            found
        }
        Some(Err(error)) => vec![Difference::new(BODY, error.to_string(), body.to_string())],
    }
}

fn failure(sample: &Sample, error: &Error) -> Vec<Difference> {
    let response = &sample.response;
    let is_success = (200..300).contains(&response.status);
    if is_success && error.kind() == ErrorKind::MissingId && sample.without_id {
        // A service may keep the id to itself; then the error is what a caller has to see.
        return Vec::new();
    }
    if is_success {
        let expected = format!("a success of status {}", response.status);
        return vec![Difference::new("response", expected, error.to_string())];
    }
    let mut found = Vec::new();
    let status = error.status().map(|status| status.to_string());
    let expected = Some(response.status.to_string());
    fact(&mut found, "response status", expected, status);
    if error.kind() != ErrorKind::Status {
        return found;
    }
    let body = response.body.as_ref();
    let object = body.and_then(|body| body.to_value().ok());
    let Some(object) = object.filter(Value::is_object) else {
        return found;
    };
    let members = error_object::check(BODY, "", &object, &sample.unknown);
    if members.is_empty() {
        let read = Json::new(error.response()).and_then(|json| json.to_value());
        match read {
            Ok(read) => found.extend(json::compare(BODY, &object, &read, &sample.unknown)),
            Err(error) => found.push(Difference::new(BODY, "JSON", error.to_string())),
        }
    }
    found.extend(members);
    found
}
