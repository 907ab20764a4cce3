//! Pages of entities: get_all, finders, and batch finders, which are finders once per criterion.

use std::collections::BTreeMap;

use restli_model::interpret::{Datum, to_json};
use restli_model::model::{KeyType, RestMethod, Returns, Type, TypeKind};
use serde_json::{Map, Value as Json};

use super::filter::Admitted;
use super::page::{Page, Token};
use super::{Answer, Evaluation};
use crate::catalogue::Refusal;
use crate::json::{follow, look_up};
use crate::seed::Finder;
use crate::store::{Entity, Members};

impl<'w> Evaluation<'w, '_> {
    pub(super) fn collection(&mut self) -> Result<Answer, Refusal> {
        let name = &self.method.name;
        let finder = match self.method.rest {
            RestMethod::Finder => self.seeded(|seeded| seeded.finders.get(name)),
            _ => self.seeded(|seeded| seeded.get_all.as_ref()),
        };
        let params = self.params(finder.map(|finder| &finder.unless_given));
        let token = Token::of(self, &params)?;
        let envelope = self.search(finder, &token, &Json::Object(params))?;
        let answer = Answer::ok(self.enveloped(Json::Object(envelope)));
        Ok(self.with_unused(answer, finder))
    }

    pub(super) fn batch_finder(&mut self) -> Result<Answer, Refusal> {
        let name = &self.method.name;
        let finder = self.seeded(|seeded| seeded.batch_finders.get(name));
        let params = self.params(finder.map(|finder| &finder.unless_given));
        let token = Token::of(self, &params)?;
        let criteria = self
            .method
            .criteria
            .map(|index| &self.method.params[index].name);
        let given = criteria.and_then(|criteria| params.get(criteria));
        let given = given.and_then(Json::as_array).cloned().unwrap_or_default();
        let mut elements = Vec::new();
        for criterion in given {
            let mut params = params.clone();
            if let Some(criteria) = criteria {
                params.insert(criteria.clone(), criterion);
            }
            let found = self.search(finder, &token, &Json::Object(params));
            elements.push(Json::Object(found.unwrap_or_else(failed)));
        }
        let mut envelope = Map::new();
        envelope.insert("elements".to_owned(), Json::Array(elements));
        let answer = Answer::ok(self.enveloped(Json::Object(envelope)));
        Ok(self.with_unused(answer, finder))
    }

    /// The answer, with a word about parameters that changed nothing.
    fn with_unused(&self, answer: Answer, finder: Option<&Finder>) -> Answer {
        match self.unused(finder).as_slice() {
            [] => answer,
            names => answer.assumed(&format!(
                "nothing says what these parameters do, so they changed nothing: {}",
                names.join(", ")
            )),
        }
    }

    /// One page of what the parameters ask for.
    fn search(
        &self,
        finder: Option<&'w Finder>,
        token: &Token,
        params: &Json,
    ) -> Result<Map<String, Json>, Refusal> {
        if let Some(finder) = finder {
            finder.refuse.check(params)?;
        }
        let mut found = self.found(finder, params);
        let limit = finder
            .and_then(|finder| finder.limit.as_ref())
            .and_then(|path| follow(params, path)?.as_u64());
        found.truncate(limit.map_or(usize::MAX, |limit| limit as usize));
        let page = Page::of(self.call, self.method, token, found.len());
        let default = finder
            .and_then(|finder| finder.default.as_ref())
            .or_else(|| self.seeded(|seeded| seeded.default.as_ref()));
        let element = match self.method.returns {
            Returns::Collection(element) => Some(Type::Named(element)),
            _ => None,
        };
        let elements = found[page.range()]
            .iter()
            .map(|members| self.part(element.clone(), members.clone(), default));
        let mut envelope = Map::new();
        envelope.insert("elements".to_owned(), Json::Array(elements.collect()));
        let metadata = finder.and_then(|finder| finder.metadata(found.len()));
        if let Some(metadata) = page.cursor(metadata) {
            envelope.insert("metadata".to_owned(), self.metadata(metadata));
        }
        if let Some(paging) = page.describe(self.method, self.request) {
            let paging = match &self.call.paging_mask {
                Some(mask) => self.selector().select(mask, &paging),
                None => paging,
            };
            envelope.insert("paging".to_owned(), paging);
        }
        Ok(envelope)
    }

    /// The elements that have what the parameters ask for.
    fn found(&self, finder: Option<&'w Finder>, params: &Json) -> Vec<Members> {
        let all: Vec<Members> = match finder.and_then(|finder| finder.elements.as_ref()) {
            Some(elements) => elements
                .iter()
                .filter_map(|element| element.as_object().cloned())
                .collect(),
            None => self
                .store
                .entities(&self.scope)
                .filter(|entity| self.has_parts(entity))
                .filter_map(|entity| entity.told(params))
                .collect(),
        };
        let filters = self.filters(finder, params);
        let selector = self.selector();
        let shaped = finder.map_or(&[][..], |finder| &finder.only_if_given);
        let mut found: Vec<Members> = all
            .into_iter()
            .filter(|members| {
                shaped.iter().all(|(given, field)| {
                    follow(params, given).is_some() == look_up(members, field).is_some()
                })
            })
            .filter(|members| {
                let admits = |filter: &Admitted| filter.admits(members, &selector);
                filters.iter().all(admits)
            })
            .collect();
        let mut sorts = finder.into_iter().flat_map(|finder| &finder.sort);
        if let Some(order) = sorts.find_map(|sort| sort.asked(params)) {
            found.sort_by(|left, right| order.compare(left, right));
        }
        found
    }

    /// Whether the key of an entity has the parts that stand in the path.
    fn has_parts(&self, entity: &Entity) -> bool {
        let key = self.resource.key.as_ref().map(|key| &key.ty);
        let (Some(KeyType::Compound(id)), Some(Datum::Record(_, fields))) = (key, &entity.key)
        else {
            return true;
        };
        let TypeKind::Record(record) = &self.model()[*id].kind else {
            return true;
        };
        self.call.partial_key.iter().all(|(index, wanted)| {
            let part = &self.method.partial_key[*index];
            let mut fields = fields.iter();
            fields.any(|(field, value)| record.fields[*field].name == part.name && value == wanted)
        })
    }

    /// The parameters by name: those that are given, or what they are otherwise.
    pub(super) fn params(
        &self,
        unless_given: Option<&BTreeMap<String, Json>>,
    ) -> Map<String, Json> {
        let mut params = Map::new();
        for (index, param) in self.method.params.iter().enumerate() {
            let given = self.call.params.iter().find(|(known, _)| *known == index);
            let value = match given {
                Some((_, datum)) => Some(to_json(self.model(), datum)),
                None => { unless_given.and_then(|values| values.get(&param.name)) }
                    .or(param.default.as_ref().map(|default| &default.json))
                    .cloned(),
            };
            params.extend(value.map(|value| (param.name.clone(), value)));
        }
        params
    }
}

/// The result of a criterion that cannot be answered.
fn failed(refusal: Refusal) -> Map<String, Json> {
    let mut result = Map::new();
    result.insert("isError".to_owned(), Json::Bool(true));
    result.insert("elements".to_owned(), Json::Array(Vec::new()));
    result.insert("error".to_owned(), refusal.unexplained());
    result
}
