//! Finders: which elements have what the parameters ask for.

use std::cmp::Ordering;

use serde_json::Value as Json;

use super::Evaluation;
use super::select::Selector;
use crate::json::{begins, compare, follow, holds};
use crate::seed::{Filter, Test};
use crate::store::Members;

/// A field and the values it may have.
pub(super) struct Admitted<'f> {
    field: &'f [String],
    test: &'f Test,
    values: Vec<Json>,
}

impl Evaluation<'_, '_> {
    /// The filters of a finder that these parameters set.
    pub(super) fn filters<'f>(&self, filters: &'f [Filter], params: &Json) -> Vec<Admitted<'f>> {
        let set = filters.iter().filter_map(|filter| {
            let values = match follow(params, &filter.given)?.clone() {
                Json::Array(values) => values,
                value => vec![value],
            };
            Some(Admitted {
                field: &filter.field,
                test: &filter.test,
                values,
            })
        });
        set.collect()
    }
}

impl Admitted<'_> {
    /// Whether an element has one of the values.
    pub(super) fn admits(&self, element: &Members, selector: &Selector<'_>) -> bool {
        let element = Json::Object(element.clone());
        selector
            .follow(&element, self.field)
            .is_some_and(|found| self.values.iter().any(|value| self.passes(&found, value)))
    }

    fn passes(&self, found: &Json, value: &Json) -> bool {
        match self.test {
            Test::Equal => holds(found, value),
            Test::Begins => begins(found, value),
            Test::From(by) => compare(found, value, by).is_some_and(Ordering::is_ge),
            Test::To(by) => compare(found, value, by).is_some_and(Ordering::is_le),
        }
    }
}
