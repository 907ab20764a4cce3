//! Finders of the seed: what they search, by what they filter, in which order they find.

use std::collections::BTreeMap;

use restli_model::model::{Method, Resource, RestMethod, Returns, Type};
use serde_json::Value as Json;

use super::behaviour::{Filter, Finder, Test};
use super::build::Builder;
use super::check::{field_of, part_type};
use super::expand;
use super::file::{FilterSeed, FinderSeed, SortSeed};
use super::sort::{Order, Sort};
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
        let filters: Vec<_> = { seed.filters.iter() }
            .filter_map(|(given, seed)| self.filter(method, element, given, seed))
            .collect();
        let sort: Vec<_> = { seed.sort.iter() }
            .filter_map(|seed| self.sort(method, element, seed))
            .collect();
        let limit = seed.limit.as_ref().map(|path| self.given(method, path));
        let only_if_given: Vec<_> = { seed.only_if_given.iter() }
            .map(|(given, field)| (self.given(method, given), self.field(field, element)))
            .collect();
        let ignored: Vec<_> = { seed.ignore.iter() }
            .map(|path| self.given(method, path))
            .collect();
        for name in seed.unless_given.keys() {
            self.given(method, name);
        }
        let orders = sort.iter().flat_map(|sort| [&sort.by, &sort.order]);
        let said = { filters.iter().map(|filter| &filter.given) }
            .chain(only_if_given.iter().map(|(given, _)| given))
            .chain(orders.flatten())
            .chain(&limit)
            .chain(&ignored)
            .cloned()
            .collect();
        Some(Finder {
            elements: self.elements(method, element, seed),
            default: self.mask(seed.default.as_deref(), element),
            filters,
            said,
            sort,
            limit,
            unless_given: seed.unless_given.clone(),
            only_if_given,
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
            absent: field_of(self.model, element, field)
                .and_then(|field| Some(field.default.as_ref()?.json.clone())),
            field: self.field(field, element),
            test,
        })
    }

    fn sort(&mut self, method: &Method, element: Option<&Type>, seed: &SortSeed) -> Option<Sort> {
        let by = seed.by.is_some();
        if by == seed.field.is_some() || by == seed.fields.is_empty() {
            let message = "`sort` has either `field`, or `by` with the `fields` of its values";
            self.complain(message.to_owned());
            return None;
        }
        let by = seed.by.as_ref().map(|path| self.given(method, path));
        let order = seed.order.as_ref().map(|path| self.given(method, path));
        if let Some(by) = &by {
            self.symbols(method, by, seed.fields.keys());
        }
        let mut end = |text: &String| {
            let field = text.strip_prefix('-');
            Order {
                field: self.field(field.unwrap_or(text), element),
                greatest_first: field.is_some(),
            }
        };
        Some(Sort {
            by,
            fields: { seed.fields.iter() }
                .map(|(value, field)| (value.clone(), end(field)))
                .collect(),
            field: seed.field.as_ref().map(end),
            order,
        })
    }

    /// Complains of values that a parameter of an enum cannot have.
    fn symbols<'s>(
        &mut self,
        method: &Method,
        path: &[String],
        values: impl Iterator<Item = &'s String>,
    ) {
        let param = method.params.iter().find(|param| param.name == path[0]);
        let ty = param.and_then(|param| part_type(self.model, &param.ty, &path[1..]));
        let Some(ty) = ty else { return };
        for value in values {
            self.check_sent(&Json::from(value.as_str()), ty, &method.place);
        }
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
