//! Finders of the seed: what they search, and by what they filter.

use std::collections::BTreeMap;

use restli_model::model::{Method, Resource, RestMethod, Returns, Type};
use serde_json::Value as Json;

use super::behaviour::{Filter, Finder, Test};
use super::build::Builder;
use super::expand;
use super::file::{FilterSeed, FinderSeed};
use crate::store::Held;

impl<'m> Builder<'m> {
    pub(super) fn finders(
        &mut self,
        resource: &'m Resource,
        rest: RestMethod,
        seeds: &BTreeMap<String, FinderSeed>,
    ) -> BTreeMap<String, Finder> {
        let mut finders = BTreeMap::new();
        for (name, seed) in seeds {
            let finder = self.within(name, |builder| builder.finder(resource, rest, name, seed));
            finders.extend(finder.map(|finder| (name.clone(), finder)));
        }
        finders
    }

    pub(super) fn finder(
        &mut self,
        resource: &'m Resource,
        rest: RestMethod,
        name: &str,
        seed: &FinderSeed,
    ) -> Option<Finder> {
        let method = self.method(resource, rest, name)?;
        let element = match &method.returns {
            Returns::Collection(element) => Some(Type::Named(*element)),
            _ => None,
        };
        let element = element.as_ref();
        let filters = { seed.filters.iter() }
            .filter_map(|(given, seed)| self.filter(method, element, given, seed))
            .collect();
        for name in seed.unless_given.keys() {
            self.given(method, name);
        }
        Some(Finder {
            elements: self.elements(method, element, seed),
            default: self.mask(seed.default.as_deref(), element),
            filters,
            limit: seed.limit.as_ref().map(|path| self.given(method, path)),
            unless_given: seed.unless_given.clone(),
            only_if_given: { seed.only_if_given.iter() }
                .map(|(given, field)| (self.given(method, given), self.field(field, element)))
                .collect(),
            metadata: self.metadata(method, seed),
            refuse: self.refusals(resource, &seed.refuse, |builder, path| {
                builder.given(method, path)
            }),
        })
    }

    /// The list that a finder searches instead of the entities.
    fn elements(
        &mut self,
        method: &Method,
        element: Option<&Type>,
        seed: &FinderSeed,
    ) -> Option<Vec<Json>> {
        let items = self.items(seed.elements.as_ref()?, element, &method.place);
        let members = items.into_iter().filter_map(|item| match item.held {
            Held::Members(members) if item.variants.is_empty() => Some(Json::Object(members)),
            _ => {
                let message = "an element of a finder has neither `$error` nor `$variants`";
                self.complain(message.to_owned());
                None
            }
        });
        Some(members.collect())
    }

    fn filter(
        &mut self,
        method: &Method,
        element: Option<&Type>,
        given: &str,
        seed: &FilterSeed,
    ) -> Option<Filter> {
        let (field, test) = match seed {
            FilterSeed::Equal(field) => (field, Test::Equal),
            FilterSeed::Compared(seed) => {
                for part in &seed.by {
                    self.given(method, &format!("{given}.{part}"));
                }
                match (&seed.begins, &seed.from, &seed.to) {
                    (Some(field), None, None) if seed.by.is_empty() => (field, Test::Begins),
                    (None, Some(field), None) => (field, Test::From(seed.by.clone())),
                    (None, None, Some(field)) => (field, Test::To(seed.by.clone())),
                    _ => {
                        let message = format!(
                            "`{given}` is compared by one of `begins`, `from` and `to`; `by` stands beside the latter two"
                        );
                        self.complain(message);
                        return None;
                    }
                }
            }
        };
        Some(Filter {
            given: self.given(method, given),
            field: self.field(field, element),
            test,
        })
    }

    fn metadata(&mut self, method: &Method, seed: &FinderSeed) -> Option<(expand::Names, Json)> {
        let metadata = seed.metadata.as_ref()?;
        let Some(ty) = method.metadata else {
            self.complain("the schema declares no `metadata` of it".to_owned());
            return None;
        };
        match expand::value(metadata, &self.names.clone().with("total", Json::from(0))) {
            Ok(json) => self.check(&json, &Type::Named(ty), &method.place),
            Err(unfilled) => self.complain(unfilled.into()),
        }
        Some((self.names.clone(), metadata.clone()))
    }
}
