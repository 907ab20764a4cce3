//! Error objects of recorded answers: their members must be of the types that the protocol gives them.
//!
//! A client reads errors leniently, since an error must never hide behind another one; a recorded error
//! that is written wrongly would therefore go unnoticed if nothing but the reading were compared.

use serde_json::Value;

use super::Difference;
use super::json::{excuses, member};

/// The members of an error (Rest.li, `ErrorResponse`), and whether they are numbers.
const MEMBERS: &[(&str, bool)] = &[
    ("status", true),
    ("serviceErrorCode", true),
    ("code", false),
    ("message", false),
    ("docUrl", false),
    ("requestId", false),
    ("exceptionClass", false),
    ("stackTrace", false),
    ("errorDetailType", false),
];

/// Looks at the errors in place of resolved URNs: every member `field!`, at any depth.
pub(super) fn of_decorations(place: &str, body: &Value, unknown: &[String]) -> Vec<Difference> {
    let mut found = Vec::new();
    walk(place, "", body, unknown, &mut found);
    found
}

/// One error, or those of a list of URNs: in order or by URN.
fn errors(place: &str, path: &str, value: &Value, unknown: &[String], found: &mut Vec<Difference>) {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate().filter(|(_, item)| !item.is_null()) {
                found.extend(check(place, &format!("{path}[{index}]"), item, unknown));
            }
        }
        Value::Object(members) if members.keys().any(|name| name.starts_with("urn:")) => {
            for (name, item) in members.iter().filter(|(_, item)| !item.is_null()) {
                let path = format!("{path}{}", member(path, name));
                found.extend(check(place, &path, item, unknown));
            }
        }
        _ => found.extend(check(place, path, value, unknown)),
    }
}

fn walk(place: &str, path: &str, value: &Value, unknown: &[String], found: &mut Vec<Difference>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                let path = format!("{path}{}", member(path, name));
                if name.ends_with('!') {
                    errors(place, &path, value, unknown, found);
                } else {
                    walk(place, &path, value, unknown, found);
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(place, &format!("{path}[{index}]"), item, unknown, found);
            }
        }
        _ => {}
    }
}

/// Looks at one error object.
pub(super) fn check(place: &str, path: &str, error: &Value, unknown: &[String]) -> Vec<Difference> {
    let at = |path: &str| match path {
        "" => place.to_owned(),
        path => format!("{place} at `{path}`"),
    };
    let Value::Object(members) = error else {
        return vec![Difference::new(
            at(path),
            error.to_string(),
            "an error object",
        )];
    };
    let wrong = members.iter().filter_map(|(name, value)| {
        let path = format!("{path}{}", member(path, name));
        let known = MEMBERS.iter().find(|(known, _)| known == name);
        let expected = match known {
            Some((_, true)) if value.is_i64() => return None,
            Some((_, true)) => "a whole number",
            Some((_, false)) if value.is_string() => return None,
            Some((_, false)) => "a text",
            None if name == "errorDetails" => return None,
            None if unknown.iter().any(|entry| excuses(entry, &path)) => return None,
            None => "no such member of an error",
        };
        Some(Difference::new(at(&path), value.to_string(), expected))
    });
    wrong.collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn members_of_a_wrong_type_and_unknown_ones_are_found() {
        let cases = [
            (json!({ "status": 403, "message": "no" }), 0),
            (json!({ "status": "403", "message": "no" }), 1),
            (
                json!({ "message": 7, "code": [], "serviceErrorCode": 1.5 }),
                3,
            ),
            (json!({ "errorDetails": { "anything": 1 } }), 0),
            (json!({ "other": 1 }), 1),
            (json!("an error"), 1),
        ];
        for (error, expected) in cases {
            assert_eq!(check("body", "", &error, &[]).len(), expected, "{error}");
        }
        assert!(check("body", "", &json!({ "other": 1 }), &["other".to_owned()]).is_empty());
    }

    #[test]
    fn errors_of_decorations_are_found_wherever_they_are() {
        let body = json!({ "elements": [{ "to": "u", "to!": { "status": "403" } }, { "to!": 7 },
            { "to!": [null, { "status": "1" }] }, { "to!": { "urn:a": { "status": "1" } } }] });
        let found = of_decorations("body", &body, &[]);
        let places: Vec<_> = found.iter().map(|found| found.place.as_str()).collect();
        assert_eq!(
            places,
            [
                "body at `elements[0].to!.status`",
                "body at `elements[1].to!`",
                "body at `elements[2].to![1].status`",
                "body at `elements[3].to![\"urn:a\"].status`"
            ]
        );
    }
}
