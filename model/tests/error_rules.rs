//! The rules of the shipped schema that say what errors mean, against the errors that are known: those that
//! the sandbox answers with, and recorded ones.

use std::fs;
use std::path::Path;

use restli_model::model::{ErrorMeaning, ErrorRule, Model, Quota, QuotaOf, QuotaWindow};
use restli_model::source::SourceSet;
use serde_json::{Value as Json, json};

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema")
}

fn model() -> Model {
    let sources = SourceSet::read(&folder()).expect("the schema folder can be read");
    restli_model::load(&sources)
        .0
        .expect("the schema has a model")
}

/// The bodies of all errors that the sandbox has words for. Each has its status.
fn of_the_sandbox() -> Vec<Json> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder().join("sandbox")).expect("the sandbox's folder can be read");
    for entry in entries {
        let path = entry.expect("a file can be listed").path();
        if path.extension().is_some_and(|ending| ending == "yaml") {
            let text = fs::read_to_string(&path).expect("a file can be read");
            let document = serde_saphyr::from_str(&text).expect("it is YAML");
            collect(&document, &mut found);
        }
    }
    found
}

/// Whatever has a status of an error and words for it.
fn collect(value: &Json, found: &mut Vec<Json>) {
    match value {
        Json::Object(members) => {
            let is_error = members.get("status").and_then(Json::as_u64) >= Some(400);
            // What OAuth servers answer is told apart by RFC 6749.
            if is_error && !members.contains_key("error") {
                found.push(value.clone());
            }
            members.values().for_each(|member| collect(member, found));
        }
        Json::Array(items) => items.iter().for_each(|item| collect(item, found)),
        _ => {}
    }
}

/// The bodies of recorded errors.
fn recorded(model: &Model) -> Vec<Json> {
    let answers = model.samples.iter().map(|sample| &sample.exchange.response);
    let bodies = answers.filter(|answer| answer.status >= 400).map(|answer| {
        let mut body = answer.body.clone().unwrap_or(json!({}));
        body["status"] = json!(answer.status);
        body
    });
    bodies.collect()
}

fn fits(rule: &ErrorRule, body: &Json) -> bool {
    let number = |key: &str| body.get(key).and_then(Json::as_u64);
    let text = |key: &str| body.get(key).and_then(Json::as_str);
    let message = text("message").unwrap_or_default();
    rule.status
        .is_none_or(|status| number("status") == Some(status.into()))
        && rule
            .code
            .as_deref()
            .is_none_or(|code| text("code") == Some(code))
        && rule
            .service_error_code
            .is_none_or(|code| number("serviceErrorCode") == Some(code.into()))
        && rule
            .message
            .as_deref()
            .is_none_or(|part| message.contains(part))
}

/// The rule that counts for an error.
fn rule_of(model: &Model, body: &Json) -> Option<usize> {
    model.api.errors.iter().position(|rule| fits(rule, body))
}

fn meaning_of(model: &Model, body: &Json) -> Option<ErrorMeaning> {
    Some(model.api.errors[rule_of(model, body)?].means)
}

#[test]
fn every_rule_is_the_one_for_an_error_that_is_known() {
    let model = model();
    let mut errors = of_the_sandbox();
    errors.extend(recorded(&model));
    assert!(errors.len() > 40, "{}", errors.len());
    for (at, rule) in model.api.errors.iter().enumerate() {
        let is_met = errors
            .iter()
            .any(|error| rule_of(&model, error) == Some(at));
        assert!(is_met, "no error that is known comes to {rule:?}");
    }
}

#[test]
fn errors_that_look_alike_mean_different_things() {
    let model = model();
    let throttled = |of, window| Some(ErrorMeaning::Throttled(Quota { of, window }));
    let day = |who: &str| {
        let message = format!(
            "Resource level throttle {who} DAY limit for calls to this resource is reached."
        );
        json!({ "status": 429, "serviceErrorCode": 101, "message": message })
    };
    let (application, member) = (Some(QuotaOf::Application), Some(QuotaOf::Member));
    for (body, expected) in [
        (
            json!({ "status": 426, "code": "NONEXISTENT_VERSION" }),
            Some(ErrorMeaning::VersionSunset),
        ),
        (json!({ "status": 400, "code": "VERSION_MISSING" }), None),
        (
            day("APPLICATION"),
            throttled(application, Some(QuotaWindow::Day)),
        ),
        (day("MEMBER"), throttled(member, Some(QuotaWindow::Day))),
        (
            day("APPLICATION_AND_MEMBER"),
            throttled(member, Some(QuotaWindow::Day)),
        ),
        (json!({ "status": 429 }), throttled(None, None)),
        (
            json!({ "status": 401, "code": "REVOKED_ACCESS_TOKEN", "serviceErrorCode": 65601 }),
            Some(ErrorMeaning::Reauthorization),
        ),
        (
            json!({ "status": 401, "code": "EXPIRED_ACCESS_TOKEN", "serviceErrorCode": 65602 }),
            None,
        ),
        (
            json!({ "status": 401, "code": "INVALID_ACCESS_TOKEN", "serviceErrorCode": 65600 }),
            None,
        ),
        (
            json!({ "status": 403, "serviceErrorCode": 100, "message": "Not enough permissions to access: me.GET.NO_VERSION" }),
            Some(ErrorMeaning::MissingPermission),
        ),
        (
            json!({ "status": 403, "serviceErrorCode": 100, "message": "Unpermitted fields present in PARAMETER: [/x]" }),
            None,
        ),
        (
            json!({ "status": 422, "code": "DUPLICATE_POST" }),
            Some(ErrorMeaning::Duplicate),
        ),
        (
            json!({ "status": 422, "message": "Field lastName is mandatory" }),
            None,
        ),
    ] {
        assert_eq!(meaning_of(&model, &body), expected, "{body}");
    }
}
