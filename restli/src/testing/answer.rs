//! The answer that was read, against that of a sample.
//!
//! Reading must lose nothing: a typed answer is written again and has to be the recorded body.

use serde_json::Value;

use super::{Difference, Sample, error_object, json};
use crate::answer::Answer;
use crate::error::{Error, ErrorKind, ErrorResponse, JsonResult, Result};
use crate::types::Json;

const BODY: &str = "response body";

pub(super) fn compare<T: Answer>(sample: &Sample, answer: &Result<T>) -> Vec<Difference> {
    // Not generic from here on.
    match answer {
        Ok(answer) => success(sample, answer.to_body()),
        Err(error) => failure(sample, error),
    }
}

fn success(sample: &Sample, body: JsonResult<Option<Json>>) -> Vec<Difference> {
    let status = sample.response.status;
    if !(200..300).contains(&status) {
        return vec![Difference::new(
            "response",
            format!("an error of status {status}"),
            "a success",
        )];
    }
    let body = body.and_then(|body| body.map(|body| body.to_value()).transpose());
    let body = match body {
        Ok(body) => body.unwrap_or(Value::Null),
        Err(error) => {
            return vec![Difference::new(
                BODY,
                "JSON",
                format!("cannot be written again: {error}"),
            )];
        }
    };
    match sample.response.body.as_ref().map(Json::to_value) {
        None if body.is_null() => Vec::new(),
        None => vec![Difference::unexpected(BODY, body.to_string())],
        Some(Ok(expected)) => {
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
    if (200..300).contains(&response.status) {
        let expected = format!("a success of status {}", response.status);
        return vec![Difference::new("response", expected, error.to_string())];
    }
    let mut found = Vec::new();
    let mut facts = |place: &str, expected: Option<String>, actual: Option<String>| {
        if expected != actual {
            let place = place.to_owned();
            found.push(Difference {
                place,
                expected,
                actual,
            });
        }
    };
    facts(
        "response status",
        Some(response.status.to_string()),
        error.status().map(|status| status.to_string()),
    );
    if error.kind() != ErrorKind::Status {
        return found;
    }
    let body = response.body.as_ref();
    let object = body
        .and_then(|body| body.to_value().ok())
        .filter(Value::is_object);
    let wrong = object.map(|object| error_object::check(BODY, "", &object, &sample.unknown));
    if let Some(Ok(body)) = body.map(Json::deserialize::<ErrorResponse>) {
        let number = |number: Option<i64>| number.map(|number| number.to_string());
        facts(
            "response `code`",
            body.code,
            error.code().map(str::to_owned),
        );
        facts(
            "response `serviceErrorCode`",
            number(body.service_error_code),
            number(error.service_error_code()),
        );
        facts(
            "response `message`",
            body.message,
            error.message().map(str::to_owned),
        );
    }
    found.extend(wrong.into_iter().flatten());
    found
}
