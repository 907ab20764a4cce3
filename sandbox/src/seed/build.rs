//! From the files to the store, with every name and value checked against the model.

use std::collections::BTreeMap;
use std::time::Duration;

use restli_model::interpret::read_key;
use restli_model::model::Model;
use restli_model::model::{
    Method, PathPart, Resource, ResourceId, ResourceKind, RestMethod, Returns, Type, UrnKindId,
};
use serde_json::Value as Json;

use super::Data;
use super::behaviour::{Create, Finder, ResourceBehaviour, State};
use super::check::{Item, text_of};
use super::expand::Names;
use super::file::{CreateSeed, FinderSeed, ResourceSeed, SeedFile, UrnSeed};
use crate::store::{Entity, Held, Members};

/// Collects what the files say, and what is wrong with them.
pub(super) struct Builder<'m> {
    pub(super) model: &'m Model,
    data: Data,
    pub(super) wrong: Vec<String>,
    /// The lists of the file at hand.
    pub(super) names: Names,
    /// Where in the files it is at.
    pub(super) at: Vec<String>,
}

impl<'m> Builder<'m> {
    pub(super) fn new(model: &'m Model) -> Self {
        Builder {
            model,
            data: Data::default(),
            wrong: Vec::new(),
            names: Names::default(),
            at: Vec::new(),
        }
    }

    pub(super) fn finish(self) -> Result<Data, Vec<String>> {
        if self.wrong.is_empty() {
            Ok(self.data)
        } else {
            Err(self.wrong)
        }
    }

    /// Takes one file.
    pub(super) fn file(&mut self, path: &str, text: &str) {
        self.within(path, |builder| {
            let file: Option<SeedFile> = match serde_saphyr::from_str(text) {
                Ok(file) => file,
                Err(error) => return builder.complain(error.to_string()),
            };
            // A file of comments alone is no mistake.
            let file = file.unwrap_or_default();
            builder.names = Names::new(&file.with);
            for (name, seed) in &file.resources {
                builder.within(name, |builder| builder.resource(name, seed));
            }
            for (name, seed) in &file.urns {
                builder.within(name, |builder| builder.urns(name, seed));
            }
            let wrong = builder.data.catalogue.add(file.errors);
            wrong
                .into_iter()
                .for_each(|message| builder.complain(message));
        });
    }

    fn resource(&mut self, name: &str, seed: &ResourceSeed) {
        let model = self.model;
        let Some(index) = model
            .resources
            .iter()
            .position(|resource| resource.name == name)
        else {
            let known = model
                .resources
                .iter()
                .map(|resource| resource.name.as_str());
            return self.unknown("resource", name, known);
        };
        let id = ResourceId(index as u32);
        let resource = &model.resources[index];
        if self.data.behaviour.resources.contains_key(&id) {
            return self.complain("it is seeded twice".to_owned());
        }
        let entity = entity_type(resource);
        let mut behaviour = ResourceBehaviour {
            default: self.mask(seed.default.as_deref(), entity.as_ref()),
            decorated: self.mask(seed.decorated.as_deref(), entity.as_ref()),
            ..ResourceBehaviour::default()
        };
        if let Some(json) = &seed.entity {
            if !matches!(resource.kind, ResourceKind::Simple | ResourceKind::Plain) {
                self.complain(
                    "`entity` is for simple resources and plain endpoints; list `entities`"
                        .to_owned(),
                );
            }
            let items = self.items(std::slice::from_ref(json), entity.as_ref(), &resource.place);
            behaviour.entity = items.into_iter().next().map(|item| item.held);
        }
        for item in self.items(&seed.entities, entity.as_ref(), &resource.place) {
            self.entity(id, resource, item);
        }
        for (name, seed) in &seed.finders {
            let finder = self.within(name, |builder| builder.finder(resource, name, seed));
            behaviour
                .finders
                .extend(finder.map(|finder| (name.clone(), finder)));
        }
        if let Some(seed) = &seed.create {
            behaviour.create = self.within("create", |builder| {
                builder.create(resource, seed, entity.as_ref())
            });
        }
        self.data.behaviour.resources.insert(id, behaviour);
    }

    fn entity(&mut self, id: ResourceId, resource: &Resource, item: Item) {
        let texts: Vec<String> = match &item.key {
            Some(Json::Array(keys)) => keys.iter().map(text_of).collect(),
            Some(key) => vec![text_of(key)],
            None => return self.complain("an entity without a `$key`".to_owned()),
        };
        let parents = resource.path.iter().filter_map(|part| match part {
            PathPart::Key(key) => Some(key),
            PathPart::Segment(_) => None,
        });
        let keys: Vec<_> = parents.chain(own_key(resource)).collect();
        if keys.len() != texts.len() {
            return self.complain(format!(
                "`$key` has {} parts, while the path has {}",
                texts.len(),
                keys.len()
            ));
        }
        let read: Result<Vec<_>, _> = keys
            .iter()
            .zip(&texts)
            .map(|(key, text)| read_key(self.model, key, text))
            .collect();
        match read {
            Ok(keys) => {
                if !self.data.store.add(
                    id,
                    Entity {
                        keys,
                        held: item.held,
                        progress: None,
                    },
                ) {
                    self.complain(format!(
                        "two entities have the key `{}`",
                        texts.join("`, `")
                    ));
                }
            }
            Err(message) => self.complain(message),
        }
    }

    fn finder(&mut self, resource: &Resource, name: &str, seed: &FinderSeed) -> Option<Finder> {
        let Some(method) = resource.method(RestMethod::Finder, name) else {
            let finders = resource
                .methods
                .iter()
                .filter(|method| method.rest == RestMethod::Finder);
            self.unknown("finder", name, finders.map(|method| method.name.as_str()));
            return None;
        };
        let element = match &method.returns {
            Returns::Collection(element) => Some(Type::Named(*element)),
            _ => None,
        };
        let elements = seed.elements.as_ref().map(|elements| {
            let items = self.items(elements, element.as_ref(), &method.place);
            let members = items.into_iter().filter_map(|item| match item.held {
                Held::Members(members) => Some(Json::Object(members)),
                Held::Error(_) => {
                    self.complain("an element of a finder cannot be an `$error`".to_owned());
                    None
                }
            });
            members.collect()
        });
        let mut filters = Vec::new();
        for (param, path) in &seed.filters {
            let path = path.split('.').map(str::to_owned).collect();
            filters.extend(self.param(method, param).map(|param| (param, path)));
        }
        let mut unless_given = BTreeMap::new();
        for (param, value) in &seed.unless_given {
            unless_given.extend(
                self.param(method, param)
                    .map(|param| (param, value.clone())),
            );
        }
        let default = self.mask(seed.default.as_deref(), element.as_ref());
        Some(Finder {
            elements,
            default,
            filters,
            unless_given,
        })
    }

    fn create(
        &mut self,
        resource: &Resource,
        seed: &CreateSeed,
        entity: Option<&Type>,
    ) -> Option<Create> {
        let states = seed.states.iter().map(|state| State {
            polls: state.polls,
            lasts: state
                .seconds
                .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()),
            set: state.set.clone(),
            urns: state
                .urns
                .iter()
                .filter_map(|item| self.born(item))
                .collect(),
        });
        let states = states.collect();
        let header = seed
            .header
            .clone()
            .or_else(|| self.model.api.id_headers.first().cloned());
        let Some(header) = header else {
            self.complain("the schema names no header that tells a created key".to_owned());
            return None;
        };
        let create = Create {
            names: self.names.clone(),
            key: seed.key.clone(),
            header,
            entity: seed.entity.clone(),
            states,
        };
        self.try_create(resource, &create, entity);
        Some(create)
    }

    /// Makes one entity and takes it through all its states, so that later nothing can fail.
    fn try_create(&mut self, resource: &Resource, create: &Create, entity: Option<&Type>) {
        let created = match create.make(1, Members::new()) {
            Ok(created) => created,
            Err(message) => return self.complain(message),
        };
        if let Some(Err(message)) =
            own_key(resource).map(|key| read_key(self.model, key, &created.key))
        {
            self.complain(message);
        }
        let mut members = created.members;
        for state in &created.states {
            let (set, urns) = state.enter();
            members.extend(set);
            for (urn, held) in urns {
                let target = self.kind(&urn).and_then(|kind| self.model[kind].entity);
                if let (Held::Members(members), Some(target)) = (held, target) {
                    self.check(
                        &Json::Object(members),
                        &Type::Named(target),
                        &resource.place,
                    );
                }
            }
        }
        if let Some(entity) = entity {
            self.check(&Json::Object(members), entity, &resource.place);
        }
    }

    fn born(&mut self, item: &Json) -> Option<(String, Members)> {
        let mut members = item.as_object().cloned().unwrap_or_default();
        match members.remove("$key") {
            Some(Json::String(urn)) => Some((urn, members)),
            _ => {
                self.complain("an entity without its URN as `$key`".to_owned());
                None
            }
        }
    }

    fn urns(&mut self, name: &str, seed: &UrnSeed) {
        let model = self.model;
        let Some(index) = model.urn_kinds.iter().position(|kind| kind.name == name) else {
            return self.unknown(
                "URN kind",
                name,
                model.urn_kinds.iter().map(|kind| kind.name.as_str()),
            );
        };
        let id = UrnKindId(index as u32);
        let kind = &model.urn_kinds[index];
        if kind.resource.is_some() {
            return self
                .complain("a resource serves this kind; its entities belong there".to_owned());
        }
        let entity = kind.entity.map(Type::Named);
        if let Some(mask) = self.mask(seed.decorated.as_deref(), entity.as_ref()) {
            self.data.behaviour.urns.insert(id, mask);
        }
        for item in self.items(&seed.entities, entity.as_ref(), &kind.place) {
            let Some(Json::String(urn)) = item.key else {
                self.complain("an entity without its URN as `$key`".to_owned());
                continue;
            };
            if self.kind(&urn) != Some(id) {
                self.complain(format!("`{urn}` is no URN of `{name}`"));
            } else if !self.data.store.add_urn(urn.clone(), item.held) {
                self.complain(format!("two entities have the URN `{urn}`"));
            }
        }
    }
}

/// What the key of an entity is, when the resource or its `get` has one.
fn own_key(resource: &Resource) -> Option<&restli_model::model::Key> {
    let get = resource
        .methods
        .iter()
        .find(|method| method.rest == RestMethod::Get);
    get.and_then(|method| method.key.as_ref())
        .or(resource.key.as_ref())
}

/// What reading an entity of the resource answers.
fn entity_type(resource: &Resource) -> Option<Type> {
    let read = |method: &&Method| matches!(method.rest, RestMethod::Get | RestMethod::Plain);
    let returns = resource
        .methods
        .iter()
        .find(read)
        .map(|method| &method.returns);
    match returns {
        Some(Returns::Value(ty)) => Some(ty.clone()),
        _ => resource.entity.map(Type::Named),
    }
}
