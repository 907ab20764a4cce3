//! Finders: which elements have what the parameters ask for.

use std::cmp::Ordering;

use serde_json::Value as Json;

use super::select::Selector;
use super::{Evaluation, by_name};
use crate::json::{begins, compare, follow, holds};
use crate::seed::{Filter, Finder, Test};
use crate::store::Members;

/// A field and the values it may have.
pub(super) struct Admitted {
    filter: Filter,
    values: Vec<Json>,
}

impl Evaluation<'_, '_> {
    /// The filters of a finder that these parameters set.
    pub(super) fn filters(&self, finder: Option<&Finder>, params: &Json) -> Vec<Admitted> {
        let said = finder.map_or(&[][..], |finder| &finder.filters);
        // Nobody has asked for what stands in a declared default.
        let by_name = by_name::filters(self.model(), self.method).into_iter();
        let by_name = by_name.filter(|filter| {
            !is_said(finder, &filter.given) && self.is_given(finder, &filter.given)
        });
        let set = said.iter().cloned().chain(by_name).filter_map(|filter| {
            let values = match follow(params, &filter.given)?.clone() {
                Json::Array(values) => values,
                value => vec![value],
            };
            Some(Admitted { filter, values })
        });
        set.collect()
    }

    /// Whether a parameter stands in the request, or has a value in the data for when it does not.
    fn is_given(&self, finder: Option<&Finder>, path: &[String]) -> bool {
        let name = path.first().map_or("", String::as_str);
        let mut given = self.call.params.iter();
        given.any(|(index, _)| self.method.params[*index].name == name)
            || finder.is_some_and(|finder| finder.unless_given.contains_key(name))
    }

    /// The parameters of the request that change nothing, because nothing says what they do.
    pub(super) fn unused(&self, finder: Option<&Finder>) -> Vec<&str> {
        let by_name = by_name::filters(self.model(), self.method);
        let is_filter = |name: &str| {
            { by_name.iter() }.any(|filter| filter.given.first().is_some_and(|given| given == name))
        };
        let given = self.call.params.iter();
        let names = given.map(|(index, _)| self.method.params[*index].name.as_str());
        let unused = names.filter(|name| {
            !by_name::PAGING.contains(name)
                && !is_said(finder, &[(*name).to_owned()])
                && !is_filter(name)
        });
        unused.collect()
    }
}

/// Whether the data speaks of a parameter, of part of it, or of what it is part of.
fn is_said(finder: Option<&Finder>, given: &[String]) -> bool {
    let said = finder.map_or(&[][..], |finder| &finder.said);
    said.iter()
        .any(|said| said.starts_with(given) || given.starts_with(said))
}

impl Admitted {
    /// Whether an element has one of the values.
    pub(super) fn admits(&self, element: &Members, selector: &Selector<'_>) -> bool {
        let element = Json::Object(element.clone());
        let found = selector.follow(&element, &self.filter.field);
        let found = found.or_else(|| self.filter.absent.clone());
        found.is_some_and(|found| self.values.iter().any(|value| self.passes(&found, value)))
    }

    fn passes(&self, found: &Json, value: &Json) -> bool {
        match &self.filter.test {
            Test::Equal => holds(found, value),
            Test::Begins => begins(found, value),
            Test::From(by) => compare(found, value, by).is_some_and(Ordering::is_ge),
            Test::To(by) => compare(found, value, by).is_some_and(Ordering::is_le),
        }
    }
}
