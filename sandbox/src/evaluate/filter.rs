//! Finders: which elements have what the parameters ask for.

use restli_model::interpret::Datum;
use serde_json::Value as Json;

use super::Evaluation;
use super::select::Selector;
use crate::seed::Finder;

/// A field and the values it may have.
pub(super) struct Filter<'f> {
    path: &'f [String],
    admitted: Vec<Json>,
}

impl<'w> Evaluation<'w, '_> {
    /// The filters of a finder that this call sets.
    pub(super) fn filters(&self, finder: &'w Finder) -> Vec<Filter<'w>> {
        let filters = finder.filters.iter().filter_map(|(param, path)| {
            let given = self.call.params.iter().find(|(index, _)| index == param);
            let value = match given {
                Some((_, datum)) => json(datum)?,
                None => finder.unless_given.get(param)?.clone(),
            };
            let admitted = match value {
                Json::Array(values) => values,
                value => vec![value],
            };
            Some(Filter { path, admitted })
        });
        filters.collect()
    }
}

impl Filter<'_> {
    /// Whether an element has one of the values.
    pub(super) fn admits(&self, element: &Json, selector: &Selector<'_>) -> bool {
        selector
            .follow(element, self.path)
            .is_some_and(|value| self.admitted.contains(&value))
    }
}

/// The JSON of a parameter; nothing for one that no field can be compared with.
fn json(datum: &Datum) -> Option<Json> {
    Some(match datum {
        Datum::Boolean(boolean) => Json::from(*boolean),
        Datum::Int(int) => Json::from(*int),
        Datum::Long(long) => Json::from(*long),
        Datum::String(text) | Datum::Urn(text) | Datum::Symbol(_, text) => {
            Json::from(text.as_str())
        }
        Datum::Array(items) => Json::Array(items.iter().map(json).collect::<Option<_>>()?),
        Datum::Shape(_, _, shape) => json(shape)?,
        _ => return None,
    })
}
