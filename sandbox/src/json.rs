//! Looking things up in JSON and comparing them.

use std::cmp::Ordering;

use serde_json::{Map, Value as Json};

/// The value at a path of members.
pub(crate) fn look_up<'m>(members: &'m Map<String, Json>, path: &[String]) -> Option<&'m Json> {
    let (first, rest) = path.split_first()?;
    follow(members.get(first)?, rest)
}

/// The value at a path within a value.
pub(crate) fn follow<'j>(json: &'j Json, path: &[String]) -> Option<&'j Json> {
    path.iter().try_fold(json, |json, step| json.get(step))
}

/// Whether a value is the wanted one, or a list with it.
pub(crate) fn holds(value: &Json, wanted: &Json) -> bool {
    same(value, wanted)
        || value
            .as_array()
            .is_some_and(|values| values.iter().any(|value| same(value, wanted)))
}

/// Whether two values are equal; numbers are by value, however they are written.
pub(crate) fn same(left: &Json, right: &Json) -> bool {
    match (left, right) {
        (Json::Number(left), Json::Number(right)) => {
            left == right
                || left.as_f64().is_some()
                    && left.as_f64() == right.as_f64()
                    && (left.is_f64() || right.is_f64())
        }
        (Json::Array(left), Json::Array(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .zip(right)
                    .all(|(left, right)| same(left, right))
        }
        (Json::Object(left), Json::Object(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .all(|(name, left)| right.get(name).is_some_and(|right| same(left, right)))
        }
        _ => left == right,
    }
}

/// Whether a text, or a word of it, begins with another text, whatever the case.
pub(crate) fn begins(value: &Json, wanted: &Json) -> bool {
    let lower = |json: &Json| json.as_str().map(str::to_lowercase);
    let (Some(text), Some(wanted)) = (lower(value), lower(wanted)) else {
        return false;
    };
    let starts = text.char_indices().filter(|(at, letter)| {
        let before = text[..*at].chars().next_back();
        letter.is_alphanumeric() && !before.is_some_and(char::is_alphanumeric)
    });
    starts
        .map(|(at, _)| at)
        .any(|at| text[at..].starts_with(&wanted))
}

/// Which of two values comes first: numbers by value, texts by letters, records by these fields in
/// turn. Others cannot be compared.
pub(crate) fn compare(left: &Json, right: &Json, by: &[String]) -> Option<Ordering> {
    if !by.is_empty() {
        let parts = by
            .iter()
            .map(|name| compare(left.get(name)?, right.get(name)?, &[]));
        return parts.reduce(|all, part| Some(all?.then(part?))).flatten();
    }
    match (left, right) {
        (Json::Number(left), Json::Number(right)) => match (left.as_i64(), right.as_i64()) {
            (Some(left), Some(right)) => Some(left.cmp(&right)),
            _ => left.as_f64()?.partial_cmp(&right.as_f64()?),
        },
        (Json::String(left), Json::String(right)) => Some(left.cmp(right)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn numbers_are_compared_by_value_and_large_ones_exactly() {
        assert!(same(&json!({"a": [1, 2.0]}), &json!({"a": [1.0, 2]})));
        assert!(!same(
            &json!(9_007_199_254_740_993_i64),
            &json!(9_007_199_254_740_992_i64)
        ));
        assert!(!same(&json!({"a": 1}), &json!({"a": 1, "b": 2})));
        assert!(holds(&json!(["x", "y"]), &json!("y")));
    }

    #[test]
    fn a_word_begins_where_no_letter_or_digit_is_before() {
        let text = json!("Porto-Novo, Bénin (1)");
        for beginning in ["porto", "NOVO", "béN", "1", "porto-novo, b"] {
            assert!(begins(&text, &json!(beginning)), "{beginning}");
        }
        assert!(!begins(&text, &json!("orto")));
        assert!(!begins(&json!(7), &json!("7")));
    }

    #[test]
    fn records_are_compared_by_the_weightiest_field_first() {
        let by = ["year".to_owned(), "day".to_owned()];
        let (early, late) = (json!({"day": 9, "year": 1}), json!({"year": 2, "day": 1}));
        assert_eq!(compare(&early, &late, &by), Some(Ordering::Less));
        assert_eq!(compare(&late, &late, &by), Some(Ordering::Equal));
        assert_eq!(compare(&late, &json!({"year": 2}), &by), None);
        assert_eq!(
            compare(&json!(2), &json!(1.5), &[]),
            Some(Ordering::Greater)
        );
        assert_eq!(compare(&json!("a"), &json!("b"), &[]), Some(Ordering::Less));
        assert_eq!(compare(&json!("1"), &json!(1), &[]), None);
    }
}
