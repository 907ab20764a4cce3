//! Values that make a difference: what was sent is refused, answered or made in another way.
//!
//! A seed asks for values in several places, and everywhere in the same words.

use serde_json::{Map, Value as Json};

use crate::json::{follow, holds};

/// Of a number that is larger, or a list that is longer.
const ABOVE: &str = "$above";
/// Of a number that is smaller, or a list that is shorter.
const BELOW: &str = "$below";

/// Where values stand and what they are; all must be met.
#[derive(Clone, Debug, Default)]
pub(crate) struct When(pub(super) Vec<(Vec<String>, Json)>);

impl When {
    /// Takes the values as they are written; on failure, says what is wrong.
    pub(super) fn of(values: Vec<(Vec<String>, Json)>) -> Result<Self, String> {
        let members = values.iter().filter_map(|(_, value)| value.as_object());
        for members in members {
            let command = members.keys().find(|name| name.starts_with('$'));
            if let Some(name) = command.filter(|_| bound(members).is_none()) {
                return Err(format!(
                    "`{name}` compares nothing; a value is compared by `{ABOVE}` or `{BELOW}` and a number"
                ));
            }
        }
        Ok(When(values))
    }

    /// Whether an object has the values.
    pub(crate) fn met(&self, given: &Json) -> bool {
        let mut values = self.0.iter();
        values.all(|(path, value)| follow(given, path).is_some_and(|found| meets(found, value)))
    }
}

fn meets(found: &Json, wanted: &Json) -> bool {
    let Some((name, bound)) = wanted.as_object().and_then(bound) else {
        return holds(found, wanted);
    };
    let size = match found {
        Json::Array(items) => Some(items.len() as f64),
        other => other.as_f64(),
    };
    size.is_some_and(|size| match name {
        ABOVE => size > bound,
        _ => size < bound,
    })
}

/// `{ $above: 50 }`.
fn bound(members: &Map<String, Json>) -> Option<(&str, f64)> {
    let (name, number) = members.iter().next().filter(|_| members.len() == 1)?;
    let known = [ABOVE, BELOW].contains(&name.as_str());
    Some((name.as_str(), number.as_f64().filter(|_| known)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn numbers_and_lengths_have_bounds() {
        let when = |value: Json| When::of(vec![(vec!["a".to_owned()], value)]);
        let met = |value: Json, given: Json| when(value).unwrap().met(&json!({"a": given}));
        assert!(met(json!({"$above": 50}), json!(51)) && !met(json!({"$above": 50}), json!(50)));
        assert!(met(json!({"$below": 1}), json!(0)) && !met(json!({"$below": 1}), json!(1)));
        assert!(
            met(json!({"$above": 1}), json!([1, 2])) && !met(json!({"$above": 2}), json!([1, 2]))
        );
        assert!(!met(json!({"$above": 1}), json!("2")));
        assert!(met(json!({"b": 1}), json!({"b": 1})));
        assert!(when(json!({"$abov": 1})).unwrap_err().contains("`$abov`"));
        assert!(when(json!({"$above": "1"})).is_err());
    }
}
