//! Two JSON values: where they differ.
//!
//! Paths are written as in the diagnostics of the schema, `elements[0].to~.firstName`, so that a path of a
//! report can be copied into a sample's `unknown` list.

use std::fmt::Write as _;

use serde_json::{Map, Number, Value};

use super::Difference;

/// Compares two values. Members may stand in any order, a `null` member is an absent one, and numbers are
/// compared by value. Members whose path an entry of `unknown` names may be missing.
pub(super) fn compare(
    place: &str,
    expected: &Value,
    actual: &Value,
    unknown: &[String],
) -> Vec<Difference> {
    Comparison::new(place, unknown, false).run(expected, actual)
}

/// Compares two values like [`compare`], but a `null` is a value like any other.
pub(super) fn compare_strictly(
    place: &str,
    expected: &Value,
    actual: &Value,
    unknown: &[String],
) -> Vec<Difference> {
    Comparison::new(place, unknown, true).run(expected, actual)
}

struct Comparison<'a> {
    place: &'a str,
    unknown: &'a [String],
    /// Whether a `null` member is one.
    null_counts: bool,
    path: String,
    found: Vec<Difference>,
}

impl<'a> Comparison<'a> {
    fn new(place: &'a str, unknown: &'a [String], null_counts: bool) -> Self {
        Self {
            place,
            unknown,
            null_counts,
            path: String::new(),
            found: Vec::new(),
        }
    }

    fn run(mut self, expected: &Value, actual: &Value) -> Vec<Difference> {
        self.values(expected, actual);
        self.found
    }

    fn values(&mut self, expected: &Value, actual: &Value) {
        match (expected, actual) {
            (Value::Object(expected), Value::Object(actual)) => self.objects(expected, actual),
            (Value::Array(expected), Value::Array(actual)) => self.arrays(expected, actual),
            (Value::Number(expected), Value::Number(actual)) if same(expected, actual) => {}
            _ if expected == actual => {}
            _ => {
                let place = self.place();
                let difference = Difference::new(place, brief(expected), brief(actual));
                self.found.push(difference);
            }
        }
    }

    fn objects(&mut self, expected: &Map<String, Value>, actual: &Map<String, Value>) {
        let null_counts = self.null_counts;
        let present = |(_, value): &(&String, &Value)| null_counts || !value.is_null();
        for (name, value) in expected.iter().filter(present) {
            self.within(&member(&self.path, name), |comparison| {
                let other = actual.get(name);
                match other.filter(|value| null_counts || !value.is_null()) {
                    Some(actual) => comparison.values(value, actual),
                    None if comparison.is_excused() => {}
                    None => {
                        let place = comparison.place();
                        comparison
                            .found
                            .push(Difference::missing(place, brief(value)));
                    }
                }
            });
        }
        for (name, value) in actual.iter().filter(present) {
            let other = expected.get(name);
            if other.is_none_or(|value| !null_counts && value.is_null()) {
                self.within(&member(&self.path, name), |comparison| {
                    let place = comparison.place();
                    comparison
                        .found
                        .push(Difference::unexpected(place, brief(value)));
                });
            }
        }
    }

    fn arrays(&mut self, expected: &[Value], actual: &[Value]) {
        for index in 0..expected.len().max(actual.len()) {
            self.within(&format!("[{index}]"), |comparison| {
                let place = comparison.place();
                match (expected.get(index), actual.get(index)) {
                    (Some(expected), Some(actual)) => comparison.values(expected, actual),
                    (Some(expected), None) => {
                        comparison
                            .found
                            .push(Difference::missing(place, brief(expected)));
                    }
                    (None, Some(actual)) => {
                        comparison
                            .found
                            .push(Difference::unexpected(place, brief(actual)));
                    }
                    (None, None) => {}
                }
            });
        }
    }

    fn within(&mut self, step: &str, compare: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        self.path.push_str(step);
        compare(self);
        self.path.truncate(length);
    }

    fn place(&self) -> String {
        match self.path.as_str() {
            "" => self.place.to_owned(),
            path => format!("{} at `{path}`", self.place),
        }
    }

    fn is_excused(&self) -> bool {
        self.unknown.iter().any(|entry| excuses(entry, &self.path))
    }
}

/// Whether an entry of an `unknown` list excuses the value at a path, or something above it. `[*]` in the
/// entry stands for any index.
pub(super) fn excuses(entry: &str, path: &str) -> bool {
    let Some((before, after)) = entry.split_once("[*]") else {
        let rest = path.strip_prefix(entry);
        return rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']));
    };
    let rest = path
        .strip_prefix(before)
        .and_then(|rest| rest.strip_prefix('['));
    match rest.and_then(|rest| rest.split_once(']')) {
        Some((index, rest)) => index.parse::<u64>().is_ok() && excuses(after, rest),
        None => false,
    }
}

pub(super) fn member(path: &str, name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_$~!-".contains(c);
    if name.is_empty() || !name.chars().all(plain) {
        return format!("[{}]", Value::from(name));
    }
    match path {
        "" => name.to_owned(),
        _ => format!(".{name}"),
    }
}

fn same(expected: &Number, actual: &Number) -> bool {
    expected == actual || expected.as_f64() == actual.as_f64() && !(both_integers(expected, actual))
}

/// Integers beyond 2^53 must not be compared as floating point numbers.
fn both_integers(left: &Number, right: &Number) -> bool {
    !left.is_f64() && !right.is_f64()
}

/// A value as text, shortened in the middle of nothing.
fn brief(value: &Value) -> String {
    const LIMIT: usize = 300;
    let mut text = value.to_string();
    if let Some((index, _)) = text.char_indices().nth(LIMIT) {
        text.truncate(index);
        // Writing into a string cannot fail.
        let _ = write!(text, "…");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn found(expected: &Value, actual: &Value, unknown: &[&str]) -> Vec<String> {
        let unknown: Vec<_> = unknown.iter().map(|entry| (*entry).to_owned()).collect();
        let found = compare("body", expected, actual, &unknown);
        found
            .iter()
            .map(|d| {
                let text = |side: &Option<String>| side.clone().unwrap_or("-".to_owned());
                format!("{}: {} / {}", d.place, text(&d.expected), text(&d.actual))
            })
            .collect()
    }

    #[test]
    fn what_means_the_same_is_no_difference() {
        let pairs = [
            (json!({"a": 1, "b": [1, 2]}), json!({"b": [1, 2], "a": 1})),
            (json!({"a": 100.0}), json!({"a": 100})),
            (json!({"a": null, "b": 1}), json!({"b": 1})),
            (json!({"b": 1}), json!({"a": null, "b": 1})),
            (
                json!(9_007_199_254_740_993_i64),
                json!(9_007_199_254_740_993_i64),
            ),
        ];
        for (expected, actual) in pairs {
            assert_eq!(found(&expected, &actual, &[]), [""; 0]);
        }
    }

    #[test]
    fn every_kind_of_change_is_found_with_its_path() {
        let expected = json!({"elements": [{"to~": {"id": "x"}, "n": 1}], "com.example.A": true});
        let cases = [
            (
                json!({"elements": [{"to~": {"id": "y"}, "n": 1}], "com.example.A": true}),
                r#"body at `elements[0].to~.id`: "x" / "y""#,
            ),
            (
                json!({"elements": [{"to~": {}, "n": 1}], "com.example.A": true}),
                r#"body at `elements[0].to~.id`: "x" / -"#,
            ),
            (
                json!({"elements": [{"to~": {"id": "x", "m": 2}, "n": 1}], "com.example.A": true}),
                "body at `elements[0].to~.m`: - / 2",
            ),
            (
                json!({"elements": [{"to~": {"id": "x"}, "n": "1"}], "com.example.A": true}),
                r#"body at `elements[0].n`: 1 / "1""#,
            ),
            (
                json!({"elements": [{"to~": {"id": "x"}, "n": 1}, 5], "com.example.A": true}),
                "body at `elements[1]`: - / 5",
            ),
            (
                json!({"elements": [], "com.example.A": true}),
                r#"body at `elements[0]`: {"n":1,"to~":{"id":"x"}} / -"#,
            ),
            (
                json!({"elements": [{"to~": {"id": "x"}, "n": 1}], "com.example.A": false}),
                r#"body at `["com.example.A"]`: true / false"#,
            ),
        ];
        for (actual, difference) in cases {
            assert_eq!(found(&expected, &actual, &[]), [difference]);
        }
        assert_eq!(
            found(&json!([1, 2]), &json!([2, 1]), &[]).len(),
            2,
            "order counts in lists"
        );
        assert_eq!(
            found(
                &json!(9_007_199_254_740_993_i64),
                &json!(9_007_199_254_740_992_i64),
                &[]
            )
            .len(),
            1,
            "large numbers are not rounded"
        );
    }

    #[test]
    fn unknown_members_may_be_missing_and_no_others() {
        let expected = json!({"elements": [{"id": 1, "new": {"a": 1}}, {"id": 2, "new": 5}]});
        let actual = json!({"elements": [{"id": 1}, {"id": 2}]});
        assert_eq!(found(&expected, &actual, &["elements[*].new"]), [""; 0]);
        assert_eq!(found(&expected, &actual, &["elements[0].new"]).len(), 1);
        assert_eq!(found(&expected, &actual, &["elements[*].ne"]).len(), 2);
        assert_eq!(found(&expected, &actual, &[]).len(), 2);
    }
}
