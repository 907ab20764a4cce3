//! The order in which a finder finds, where its data gives meaning to a parameter.
//!
//! Services name fields in enums of their own, so the data says which field a symbol stands for.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use restli_wire::split_decimal;
use serde_json::Value as Json;

use crate::json::{follow, look_up};
use crate::store::Members;

/// An order that parameters may ask for.
#[derive(Debug)]
pub(crate) struct Sort {
    /// The way to the value that names the field.
    pub(super) by: Option<Vec<String>>,
    /// What that value stands for.
    pub(super) fields: BTreeMap<String, Order>,
    /// The order where no parameter names a field.
    pub(super) field: Option<Order>,
    /// The way to the value that turns the order around.
    pub(super) order: Option<Vec<String>>,
}

/// By one field, from one end.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(super) field: Vec<String>,
    pub(super) greatest_first: bool,
}

impl Sort {
    /// The order that the parameters ask for, if they do.
    pub(crate) fn asked(&self, params: &Json) -> Option<Order> {
        let text = |path: &Vec<String>| follow(params, path)?.as_str();
        let direction = self.order.as_ref().and_then(text);
        let order = match &self.by {
            Some(by) => self.fields.get(text(by)?)?,
            None => self.field.as_ref()?,
        };
        // An order without its parameter is not asked for; without any, it always is.
        if self.by.is_none() && self.order.is_some() && direction.is_none() {
            return None;
        }
        let turned = direction.is_some_and(is_descending);
        Some(Order {
            greatest_first: order.greatest_first != turned,
            ..order.clone()
        })
    }
}

impl Order {
    /// Which of two elements comes first; those without the field come last.
    pub(crate) fn compare(&self, left: &Members, right: &Members) -> Ordering {
        match (look_up(left, &self.field), look_up(right, &self.field)) {
            (Some(left), Some(right)) => {
                let order = Rank::of(left).compare(&Rank::of(right));
                match self.greatest_first {
                    true => order.reverse(),
                    false => order,
                }
            }
            (left, right) => left.is_none().cmp(&right.is_none()),
        }
    }
}

/// What a value is sorted by: numbers, also those in texts, before texts, and those before the rest.
///
/// Whatever stands in a field, this is a total order, as sorting needs.
struct Rank<'j> {
    class: u8,
    number: f64,
    /// The same where it is whole, since not every long is a double.
    whole: i64,
    text: &'j str,
}

impl<'j> Rank<'j> {
    fn of(value: &'j Json) -> Self {
        let (class, number, whole, text) = match value {
            Json::Bool(flag) => (0, Some(f64::from(u8::from(*flag))), None, ""),
            Json::Number(number) => (0, number.as_f64(), number.as_i64(), ""),
            Json::String(text) if split_decimal(text).is_some() => {
                (0, text.parse().ok(), text.parse().ok(), "")
            }
            Json::String(text) => (1, None, None, text.as_str()),
            _ => (2, None, None, ""),
        };
        Rank {
            class,
            number: number.unwrap_or_default(),
            whole: whole.unwrap_or_default(),
            text,
        }
    }

    fn compare(&self, other: &Self) -> Ordering {
        let numbers = || self.number.total_cmp(&other.number);
        let wholes = || self.whole.cmp(&other.whole);
        let texts = || self.text.cmp(other.text);
        let classes = self.class.cmp(&other.class);
        classes
            .then_with(numbers)
            .then_with(wholes)
            .then_with(texts)
    }
}

/// Whether a value says that the greatest comes first: `DESCENDING`, `desc`.
fn is_descending(value: &str) -> bool {
    value
        .get(..4)
        .is_some_and(|start| start.eq_ignore_ascii_case("desc"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn sorted(values: Json, greatest_first: bool) -> Json {
        let order = Order {
            field: vec!["a".to_owned()],
            greatest_first,
        };
        let mut values: Vec<Members> = serde_json::from_value(values).unwrap();
        values.sort_by(|left, right| order.compare(left, right));
        let values = values.iter().map(|value| value.get("a").cloned());
        values.map(Option::unwrap_or_default).collect()
    }

    #[test]
    fn numbers_come_before_texts_and_what_is_absent_comes_last() {
        let values = json!([
            {"a": "b"}, {}, {"a": "10"}, {"a": 9}, {"a": {"x": 1}}, {"a": 2.5}, {"a": "1a"}, {"a": true},
        ]);
        assert_eq!(
            sorted(values.clone(), false),
            json!([true, 2.5, 9, "10", "1a", "b", {"x": 1}, null])
        );
        assert_eq!(
            sorted(values, true),
            json!([{"x": 1}, "b", "1a", "10", 9, 2.5, true, null])
        );
    }

    #[test]
    fn large_numbers_are_compared_exactly() {
        let values = json!([{"a": 9_007_199_254_740_993_i64}, {"a": "9007199254740992"}]);
        assert_eq!(
            sorted(values, false),
            json!(["9007199254740992", 9_007_199_254_740_993_i64])
        );
    }

    #[test]
    fn an_order_is_that_which_the_parameters_ask_for() {
        let order = |field: &str, greatest_first| Order {
            field: vec![field.to_owned()],
            greatest_first,
        };
        let path = |name: &str| Some(vec!["sort".to_owned(), name.to_owned()]);
        let sort = Sort {
            by: path("by"),
            fields: BTreeMap::from([("NEWEST".to_owned(), order("made", true))]),
            field: None,
            order: path("order"),
        };
        let asked = |sort: &Sort, params: Json| {
            let order = sort.asked(&json!({ "sort": params }))?;
            Some((order.field.join("."), order.greatest_first))
        };
        let newest = Some(("made".to_owned(), true));
        assert_eq!(asked(&sort, json!({"by": "NEWEST"})), newest);
        let turned = json!({"by": "NEWEST", "order": "DESCENDING"});
        assert_eq!(asked(&sort, turned), Some(("made".to_owned(), false)));
        assert_eq!(asked(&sort, json!({"by": "OTHER"})), None);
        assert_eq!(asked(&sort, json!({"order": "DESCENDING"})), None);
        let alone = Sort {
            by: None,
            field: Some(order("id", false)),
            ..sort
        };
        assert_eq!(asked(&alone, json!({})), None);
        let ascending = Some(("id".to_owned(), false));
        assert_eq!(asked(&alone, json!({"order": "ASCENDING"})), ascending);
        let always = Sort {
            order: None,
            ..alone
        };
        assert_eq!(asked(&always, json!({})), ascending);
    }
}
