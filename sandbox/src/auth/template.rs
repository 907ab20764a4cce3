//! Answers as the schema's folder writes them: JSON with `{names}` in its texts.
//!
//! A text that is one name stands for its value, whatever that is; a member whose value there is
//! none of is left out, because answers differ in what they have.

use serde_json::{Map, Value as Json};

/// The names of a template and their values; those that have none are absent.
pub(super) type Values<'v> = [(&'static str, Option<&'v Json>)];

/// The template with its values.
pub(super) fn fill(template: &Json, values: &Values<'_>) -> Option<Json> {
    Some(match template {
        Json::String(text) => match whole(text) {
            Some(name) => look_up(name, values)?.clone(),
            None => Json::from(fill_text(text, values)),
        },
        Json::Object(members) => {
            let members = members
                .iter()
                .filter_map(|(name, member)| Some((name.clone(), fill(member, values)?)));
            Json::Object(members.collect::<Map<_, _>>())
        }
        Json::Array(items) => items.iter().filter_map(|item| fill(item, values)).collect(),
        other => other.clone(),
    })
}

/// A text with its values; `{name|other}` is `other` where there is none.
pub(super) fn fill_text(template: &str, values: &Values<'_>) -> String {
    let mut out = String::new();
    for part in parts(template) {
        match part {
            Part::Text(text) => out.push_str(text),
            Part::Name { name, otherwise } => match look_up(name, values) {
                Some(Json::String(text)) => out.push_str(text),
                Some(value) => out.push_str(&value.to_string()),
                None => out.push_str(otherwise),
            },
        }
    }
    out
}

/// The names in a template that are none of these.
pub(super) fn strangers(template: &Json, known: &[&str]) -> Vec<String> {
    match template {
        Json::String(text) => {
            let names = parts(text).into_iter().filter_map(|part| match part {
                Part::Name { name, .. } => Some(name),
                Part::Text(_) => None,
            });
            let strangers = names.filter(|name| !known.contains(name));
            strangers.map(str::to_owned).collect()
        }
        Json::Object(members) => {
            let members = members.values();
            members.flat_map(|item| strangers(item, known)).collect()
        }
        Json::Array(items) => {
            let items = items.iter();
            items.flat_map(|item| strangers(item, known)).collect()
        }
        _ => Vec::new(),
    }
}

fn look_up<'v>(name: &str, values: &Values<'v>) -> Option<&'v Json> {
    let (_, value) = values.iter().find(|(known, _)| *known == name)?;
    *value
}

/// The name that is all of the text.
fn whole(text: &str) -> Option<&str> {
    match parts(text)[..] {
        [
            Part::Name {
                name,
                otherwise: "",
            },
        ] => Some(name),
        _ => None,
    }
}

enum Part<'t> {
    Text(&'t str),
    Name { name: &'t str, otherwise: &'t str },
}

fn parts(template: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        // A brace that is never closed is text.
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        if !before.is_empty() {
            parts.push(Part::Text(before));
        }
        let (name, otherwise) = name.split_once('|').unwrap_or((name, ""));
        parts.push(Part::Name { name, otherwise });
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_stand_for_values_and_members_without_one_are_left_out() {
        let (number, text) = (json!(7), json!("t"));
        let values = [("n", Some(&number)), ("t", Some(&text)), ("none", None)];
        let template = json!({"n": "{n}", "as text": "{n}s {t}", "gone": "{none}", "in": [{"x": "{none}", "y": true}], "{": "{"});
        assert_eq!(
            fill(&template, &values),
            Some(json!({"n": 7, "as text": "7s t", "in": [{"y": true}], "{": "{"}))
        );
        assert_eq!(fill_text("{t}.{none|NONE}{none}", &values), "t.NONE");
        assert_eq!(strangers(&template, &["n", "t"]), ["none", "none"]);
    }
}
