//! Looking things up in JSON and comparing them.

use serde_json::Value as Json;

/// The value at a path of members.
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
}
