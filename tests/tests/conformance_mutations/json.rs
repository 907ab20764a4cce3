//! A JSON body, and what can be changed in it.

use serde_json::{Value, json};

/// A body that differs in one point.
pub(crate) struct Changed {
    pub(crate) kind: &'static str,
    /// A JSON pointer to what has changed, or to what it is a part of.
    pub(crate) place: String,
    pub(crate) json: Value,
    /// Whether it is about a member that is `null`.
    pub(crate) of_null: bool,
}

/// Bodies that differ in one point.
pub(crate) fn changes(json: &Value) -> Vec<Changed> {
    let mut all = Vec::new();
    for place in pointers(json) {
        let here = json.pointer(&place).expect("a place of the body");
        let mut with = |kind: &'static str, value: Value, of_null: bool| {
            let mut changed = json.clone();
            *changed.pointer_mut(&place).expect("a place of the body") = value;
            all.push(Changed {
                kind,
                place: place.clone(),
                json: changed,
                of_null,
            });
        };
        if let Some((kind, value)) = other_value(here) {
            with(kind, value, false);
        }
        with("type of a value", other_type(here), false);
        match here {
            Value::Object(members) => {
                let mut more = members.clone();
                more.insert("falsified".to_owned(), json!(1));
                with("member added", Value::Object(more), false);
                for (name, value) in members {
                    let mut others = members.clone();
                    others.remove(name);
                    with(
                        "member left out",
                        Value::Object(others.clone()),
                        value.is_null(),
                    );
                    others.insert(renamed(name), value.clone());
                    with("name of a member", Value::Object(others), value.is_null());
                }
            }
            Value::Array(items) => {
                let more = items.iter().cloned().chain([json!("falsified")]);
                with("item added", more.collect(), false);
                for at in 0..items.len() {
                    let mut others = items.clone();
                    others.remove(at);
                    with("item left out", Value::Array(others), false);
                }
                if items.len() > 1 && items[0] != items[items.len() - 1] {
                    let reversed = items.iter().rev().cloned().collect();
                    with("items in another order", reversed, false);
                }
            }
            _ => {}
        }
    }
    all
}

/// Another value of the same type.
fn other_value(value: &Value) -> Option<(&'static str, Value)> {
    match value {
        Value::Bool(flag) => Some(("boolean", json!(!flag))),
        Value::Number(number) => Some(match number.as_i64() {
            Some(i64::MAX) => ("number", json!(i64::MAX - 1)),
            Some(whole) => ("number", json!(whole + 1)),
            None => ("number", json!(number.as_f64().unwrap_or_default() + 0.5)),
        }),
        Value::String(text) => Some(("text", json!(format!("{text}9")))),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A value of a type that no reader takes for the other.
fn other_type(value: &Value) -> Value {
    match value {
        Value::String(_) | Value::Null => json!({ "falsified": true }),
        Value::Number(_) | Value::Bool(_) => json!("falsified"),
        Value::Array(_) | Value::Object(_) => json!(7),
    }
}

/// Another name; of a key with members, one of its tokens.
fn renamed(name: &str) -> String {
    match name.strip_suffix(')') {
        Some(inside) => format!("{inside}9)"),
        None => format!("{name}9"),
    }
}

/// JSON pointers of a value and of everything below it.
fn pointers(value: &Value) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut child = |name: &str, value: &Value| {
        let escaped = name.replace('~', "~0").replace('/', "~1");
        let below = pointers(value).into_iter();
        all.extend(below.map(|pointer| format!("/{escaped}{pointer}")));
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| child(name, value)),
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items.for_each(|(at, item)| child(&at.to_string(), item));
        }
        _ => {}
    }
    all
}

/// The text of a value with the members of every object in reverse.
pub(crate) fn reversed(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let members = members.iter().rev();
            let members: Vec<String> = members
                .map(|(name, value)| format!("{}:{}", json!(name), reversed(value)))
                .collect();
            format!("{{{}}}", members.join(","))
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(reversed).collect();
            format!("[{}]", items.join(","))
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_and_every_member_is_changed() {
        let changed = changes(&json!({ "a": [1, true], "(k:1)": "x" }));
        let has = |body: Value| changed.iter().any(|changed| changed.json == body);
        for body in [
            json!({ "a": [2, true], "(k:1)": "x" }),
            json!({ "a": [1, false], "(k:1)": "x" }),
            json!({ "a": [true], "(k:1)": "x" }),
            json!({ "a": [1, true], "(k:19)": "x" }),
            json!({ "a": [1, true] }),
            json!({ "a": [1, true], "(k:1)": "x9" }),
            json!({ "a": [1, true], "(k:1)": "x", "falsified": 1 }),
        ] {
            assert!(has(body.clone()), "{body}");
        }
    }
}
