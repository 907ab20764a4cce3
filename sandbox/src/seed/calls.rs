//! What calls do beyond reading and writing entities: finders, creating, actions.

use std::collections::BTreeMap;
use std::time::Duration;

use restli_model::interpret::read_key;
use restli_model::model::{Method, Resource, RestMethod, Returns, Type};
use serde_json::Value as Json;

use super::behaviour::{Action, Filter, Finder, ResourceBehaviour};
use super::build::{Builder, Seeded};
use super::check::{field_type, item_of};
use super::create::{Create, State};
use super::entities::own_key;
use super::expand;
use super::file::{ActionSeed, CreateSeed, FinderSeed, RefusalSeed, ResourceSeed};
use super::refuse::{Refusals, Refused};
use crate::generate;
use crate::store::{Held, Members};
use crate::upload::UPLOAD;

impl<'m> Builder<'m> {
    /// The behaviour of the calls of a resource.
    pub(super) fn calls(
        &mut self,
        seeded: Seeded<'m, '_>,
        seed: &ResourceSeed,
    ) -> ResourceBehaviour {
        let get_all = seed.get_all.as_ref().and_then(|seed| {
            self.within("get_all", |builder| {
                builder.finder(seeded.resource, RestMethod::GetAll, "get_all", seed)
            })
        });
        ResourceBehaviour {
            get_all,
            finders: self.finders(seeded.resource, RestMethod::Finder, &seed.finders),
            batch_finders: {
                self.finders(
                    seeded.resource,
                    RestMethod::BatchFinder,
                    &seed.batch_finders,
                )
            },
            create: seed
                .create
                .as_ref()
                .and_then(|seed| self.within("create", |builder| builder.create(seeded, seed))),
            actions: self.actions(seeded, &seed.actions),
            ..ResourceBehaviour::default()
        }
    }

    fn finders(
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

    fn finder(
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
        let filters = { seed.filters.iter() }
            .map(|(given, field)| Filter {
                given: self.given(method, given),
                field: self.field(field, element.as_ref()),
            })
            .collect();
        for name in seed.unless_given.keys() {
            self.given(method, name);
        }
        Some(Finder {
            elements,
            default: self.mask(seed.default.as_deref(), element.as_ref()),
            filters,
            unless_given: seed.unless_given.clone(),
            metadata: self.metadata(method, seed),
            refuse: self.refusals(resource, &seed.refuse, |builder, path| {
                builder.given(method, path)
            }),
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
            Err(message) => self.complain(message),
        }
        Some((self.names.clone(), metadata.clone()))
    }

    fn actions(
        &mut self,
        seeded: Seeded<'m, '_>,
        seeds: &BTreeMap<String, ActionSeed>,
    ) -> BTreeMap<String, Action> {
        let mut actions = BTreeMap::new();
        for (name, seed) in seeds {
            let action = self.within(name, |builder| builder.action(seeded, name, seed));
            actions.extend(action.map(|action| (name.clone(), action)));
        }
        actions
    }

    fn action(&mut self, seeded: Seeded<'m, '_>, name: &str, seed: &ActionSeed) -> Option<Action> {
        let method = self.method(seeded.resource, RestMethod::Action, name)?;
        match (&method.returns, &seed.returns, &seed.echo) {
            (_, Some(_), Some(_)) => {
                self.complain("`returns` beside `echo`: one value is answered".to_owned())
            }
            // Its texts speak of the call, so it is checked when there is one.
            (Returns::ActionValue(_), Some(_), None) if seed.creates.is_some() => {}
            (Returns::ActionValue(ty), Some(value), None) => self.check(value, ty, &method.place),
            (Returns::ActionValue(_), None, Some(param)) => {
                self.given(method, param);
            }
            (_, None, None) => {}
            _ => self.complain("the schema declares no value of it".to_owned()),
        }
        for (name, value) in &seed.set {
            self.field(name, seeded.entity);
            let ty = field_type(self.model, seeded.entity, name);
            // Texts may stand for parameters, whose types are their own.
            if let Some(ty) = ty.filter(|_| !value.is_string()) {
                self.check(value, ty, &method.place);
            }
        }
        Some(Action {
            returns: seed.returns.clone(),
            echo: seed.echo.clone(),
            set: seed.set.clone(),
            of: seed.of.as_ref().map(|path| self.given(method, path)),
            creates: seed.creates.as_ref().map(|seed| {
                let create = self.creation(seeded, seed);
                for name in seed.entity.keys() {
                    self.field(name, seeded.entity);
                }
                create
            }),
            refuse: self.refusals(seeded.resource, &seed.refuse, |builder, path| {
                builder.given(method, path)
            }),
        })
    }

    fn method(
        &mut self,
        resource: &'m Resource,
        rest: RestMethod,
        name: &str,
    ) -> Option<&'m Method> {
        let found = resource.method(rest, name);
        if found.is_none() {
            let known = resource.methods.iter().filter(|method| method.rest == rest);
            let what = match rest {
                RestMethod::Finder => "finder",
                RestMethod::BatchFinder => "batch finder",
                RestMethod::Action => "action",
                _ => "method",
            };
            self.unknown(what, name, known.map(|method| method.name.as_str()));
        }
        found
    }

    /// The way to a value among the parameters of a method.
    fn given(&mut self, method: &Method, path: &str) -> Vec<String> {
        let path: Vec<_> = path.split('.').map(str::to_owned).collect();
        let known = || method.params.iter().map(|param| param.name.as_str());
        let name = path.first().map_or("", String::as_str);
        match method.params.iter().find(|param| param.name == name) {
            Some(param) => {
                self.steps(&path[1..], item_of(self.model, &param.ty));
            }
            None => self.unknown("parameter", name, known()),
        }
        path
    }

    fn refusals(
        &mut self,
        resource: &Resource,
        seeds: &[RefusalSeed],
        mut path: impl FnMut(&mut Self, &str) -> Vec<String>,
    ) -> Refusals {
        let refused = seeds.iter().map(|seed| Refused {
            when: { seed.when.iter() }
                .map(|(name, value)| (path(self, name), value.clone()))
                .collect(),
            error: self.error(resource, &seed.error),
        });
        Refusals(refused.collect())
    }

    /// An error object as it is, or that of a service error.
    fn error(&mut self, resource: &Resource, error: &Json) -> Json {
        let Some(code) = error.as_str() else {
            if !error.is_object() {
                self.complain("an error is an object, or the code of a service error".to_owned());
            }
            return error.clone();
        };
        let known = resource.service_errors.iter();
        match known.clone().find(|known| known.code == code) {
            Some(declared) => serde_json::json!({
                "status": declared.status,
                "code": declared.code,
                "message": declared.message.clone().unwrap_or_else(|| declared.code.clone()),
            }),
            None => {
                self.unknown(
                    "service error",
                    code,
                    known.map(|error| error.code.as_str()),
                );
                Json::Null
            }
        }
    }

    fn create(&mut self, seeded: Seeded<'m, '_>, seed: &CreateSeed) -> Option<Create> {
        let create = self.creation(seeded, seed);
        self.try_create(seeded, &create);
        Some(create)
    }

    fn creation(&mut self, seeded: Seeded<'m, '_>, seed: &CreateSeed) -> Create {
        for event in seed.states.iter().filter_map(|state| state.until.as_ref()) {
            if event != UPLOAD {
                self.method(seeded.resource, RestMethod::Action, event);
            }
        }
        let states = seed.states.iter().map(|state| State {
            polls: state.polls,
            lasts: { state.seconds }.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()),
            until: state.until.clone(),
            set: state.set.clone(),
            urns: { state.urns.iter() }
                .filter_map(|item| self.born(item))
                .collect(),
        });
        let states = states.collect();
        Create {
            names: self.names.clone(),
            key: seed.key.clone(),
            header: seed.header.clone(),
            entity: seed.entity.clone(),
            refuse: self.refusals(seeded.resource, &seed.refuse, |builder, path| {
                builder.field(path, seeded.entity)
            }),
            states,
        }
    }

    /// Makes one entity and takes it through all its states, so that later nothing can fail.
    fn try_create(&mut self, seeded: Seeded<'_, '_>, create: &Create) {
        let key = match self.some_key(seeded.resource, create) {
            Ok(key) => key,
            Err(message) => return self.complain(message),
        };
        let additions = match create.additions(1, key) {
            Ok(additions) => additions,
            Err(message) => return self.complain(message),
        };
        let mut members = additions.members;
        let declared = &seeded.resource.place;
        for state in &additions.states {
            let (set, urns) = state.enter();
            members.extend(set);
            for (urn, held) in urns {
                let target = self.kind(&urn).and_then(|kind| self.model[kind].entity);
                if let (Held::Members(members), Some(target)) = (held, target) {
                    self.check(&Json::Object(members), &Type::Named(target), declared);
                }
            }
        }
        if let Some(entity) = seeded.entity {
            self.check(&Json::Object(members), entity, declared);
        }
    }

    /// The key of the first entity, as `{key}` stands for it.
    fn some_key(&self, resource: &Resource, create: &Create) -> Result<Json, String> {
        let model = self.model;
        let Some(key) = own_key(resource) else {
            return Ok(Json::Null);
        };
        let datum = match create.key(1) {
            Some(text) => read_key(model, key, &text?)?,
            None => generate::key(model, key, &Members::new(), 1, |_| false)?,
        };
        Ok(generate::key_json(model, datum.identity()))
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
