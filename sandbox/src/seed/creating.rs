//! What calls of the seed create: tried out when it is read, so that later nothing can fail.
//!
//! Texts speak of what a client sends. They are tried with invented values of the declared types, all
//! optional ones among them.

use std::time::Duration;

use restli_model::interpret::{key_json, read_key};
use restli_model::model::{Method, Model, Resource, ResourceId, RestMethod, Type};
use serde_json::{Map, Value as Json};

use super::build::{Builder, Seeded, path_keys};
use super::create::{Also, Create, State};
use super::entities::own_key;
use super::file::{AlsoSeed, CreateSeed, StateSeed};
use super::refuse::Refusals;
use crate::generate;
use crate::invent::{self, Extent};
use crate::store::{Held, Members};
use crate::upload::UPLOAD;

impl<'m> Builder<'m> {
    /// What `create` makes, of any of the entities that can be sent.
    pub(super) fn create(&mut self, seeded: Seeded<'m, '_>, seed: &CreateSeed) -> Create {
        let methods = seeded.resource.methods.iter();
        let creates = |rest| matches!(rest, RestMethod::Create | RestMethod::BatchCreate);
        let params = methods
            .filter(|method| creates(method.rest))
            .flat_map(|method| values_of(self.model, method));
        let params: Members = params.collect();
        self.creation(seeded, seed, &params)
    }

    /// What a call with these values makes.
    pub(super) fn creation(
        &mut self,
        seeded: Seeded<'m, '_>,
        seed: &CreateSeed,
        values: &Members,
    ) -> Create {
        let create = Create {
            names: self.names.clone(),
            key: seed.key.clone(),
            header: seed.header.clone(),
            entity: seed.entity.clone(),
            refuse: self.refusals(seeded.resource, &seed.refuse, |builder, path| {
                builder.field(path, seeded.entity)
            }),
            states: self.states(seeded.resource, &seed.states),
            also: Vec::new(),
        };
        let key = match some_key(self.model, seeded.resource, &create) {
            Ok(key) => key,
            Err(message) => {
                self.complain(message);
                return create;
            }
        };
        self.try_out(seeded.resource, seeded.entity, &create, values, &key);
        let mut told = values.clone();
        told.extend(whole(self.model, seeded.entity));
        let also = seed.also.iter().filter_map(|(name, seeds)| {
            self.within(name, |builder| {
                builder.also(seeded.entity, name, seeds, &told, &key)
            })
        });
        let also = also.collect();
        Create { also, ..create }
    }

    fn states(&mut self, resource: &'m Resource, seeds: &[StateSeed]) -> Vec<State> {
        for event in seeds.iter().filter_map(|state| state.until.as_ref()) {
            if event != UPLOAD {
                self.method(resource, RestMethod::Action, event);
            }
        }
        let states = seeds.iter().map(|state| State {
            polls: state.polls,
            lasts: { state.seconds }.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()),
            until: state.until.clone(),
            set: state.set.clone(),
            urns: { state.urns.iter() }
                .filter_map(|item| self.born(item))
                .collect(),
        });
        states.collect()
    }

    /// What comes to be in another resource, whose path must have no keys.
    fn also(
        &mut self,
        sent: Option<&Type>,
        name: &str,
        seeds: &[AlsoSeed],
        values: &Members,
        key: &Json,
    ) -> Option<(ResourceId, Vec<Also>)> {
        let model = self.model;
        let id = self.resource_id(name)?;
        let resource = &model[id];
        let Some(declared) = own_key(resource).filter(|_| path_keys(resource).next().is_none())
        else {
            self.complain("nothing says where below it the entity would be".to_owned());
            return None;
        };
        let entity = resource.entity.map(Type::Named);
        let made = seeds.iter().map(|seed| {
            let when = { seed.when.iter() }
                .map(|(path, value)| (self.field(path, sent), value.clone()))
                .collect();
            let also = Also {
                when: self.when(when),
                create: Create {
                    names: self.names.clone(),
                    key: Some(seed.key.clone()),
                    header: None,
                    entity: seed.entity.clone(),
                    refuse: Refusals::default(),
                    states: self.states(resource, &seed.states),
                    also: Vec::new(),
                },
            };
            let text = also.key(values, 1, key.clone());
            match text.and_then(|text| read_key(model, declared, &text)) {
                Ok(_) => self.try_out(resource, entity.as_ref(), &also.create, values, key),
                Err(message) => self.complain(message),
            }
            also
        });
        Some((id, made.collect()))
    }

    /// Makes one entity and takes it through all its states.
    fn try_out(
        &mut self,
        resource: &Resource,
        entity: Option<&Type>,
        create: &Create,
        values: &Members,
        key: &Json,
    ) {
        let additions = match create.try_additions(values, key.clone()) {
            Ok(additions) => additions,
            Err(message) => return self.complain(message),
        };
        let mut parts = vec![additions.members];
        for state in &additions.states {
            let (set, urns) = state.enter();
            parts.push(set);
            for (urn, held) in urns {
                let target = self.kind(&urn).and_then(|kind| self.model[kind].entity);
                if let (Held::Members(members), Some(target)) = (held, target) {
                    let members = Json::Object(members);
                    self.check(&members, &Type::Named(target), &resource.place);
                }
            }
        }
        for part in parts {
            if let Some(entity) = entity {
                self.check(&Json::Object(part), entity, &resource.place);
            }
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
}

/// Values for all parameters of a method.
pub(super) fn values_of(model: &Model, method: &Method) -> Members {
    let params = method.params.iter().map(|param| {
        let value = invent::value(model, &param.ty, Extent::All);
        (param.name.clone(), value)
    });
    params.collect()
}

/// The members of an entity that has all fields.
pub(super) fn whole(model: &Model, entity: Option<&Type>) -> Members {
    match entity.map(|entity| invent::value(model, entity, Extent::All)) {
        Some(Json::Object(members)) => members,
        _ => Map::new(),
    }
}

/// The key of the first entity, as `{key}` stands for it.
pub(super) fn some_key(
    model: &Model,
    resource: &Resource,
    create: &Create,
) -> Result<Json, String> {
    let Some(key) = own_key(resource) else {
        return Ok(Json::Null);
    };
    let datum = match create.key(1) {
        Some(text) => read_key(model, key, &text?)?,
        None => generate::key(model, key, &Members::new(), 1, |_| false)?,
    };
    Ok(key_json(model, datum.identity()))
}
