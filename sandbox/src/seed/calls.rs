//! What calls do beyond reading and writing entities: finders, creating, actions.

use std::collections::BTreeMap;
use std::time::Duration;

use restli_model::interpret::read_key;
use restli_model::model::{Method, Resource, ResourceId, RestMethod, Returns, Type};
use serde_json::Value as Json;

use super::behaviour::{Action, Filter, Finder, ResourceBehaviour, Test};
use super::build::{Builder, Seeded, path_keys};
use super::check::{field_type, item_of};
use super::create::{Also, Create, State};
use super::entities::own_key;
use super::expand;
use super::file::{ActionSeed, AlsoSeed, CreateSeed, FilterSeed, FinderSeed, RefusalSeed};
use super::file::{ResourceSeed, StateSeed};
use super::refuse::{Refusals, Refused};
use super::when::When;
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
                Held::Members(members) if item.variants.is_empty() => Some(Json::Object(members)),
                _ => {
                    let message = "an element of a finder has neither `$error` nor `$variants`";
                    self.complain(message.to_owned());
                    None
                }
            });
            members.collect()
        });
        let filters = { seed.filters.iter() }
            .filter_map(|(given, seed)| self.filter(method, element.as_ref(), given, seed))
            .collect();
        for name in seed.unless_given.keys() {
            self.given(method, name);
        }
        Some(Finder {
            elements,
            default: self.mask(seed.default.as_deref(), element.as_ref()),
            filters,
            limit: seed.limit.as_ref().map(|path| self.given(method, path)),
            unless_given: seed.unless_given.clone(),
            only_if_given: { seed.only_if_given.iter() }
                .map(|(given, field)| {
                    (
                        self.given(method, given),
                        self.field(field, element.as_ref()),
                    )
                })
                .collect(),
            metadata: self.metadata(method, seed),
            refuse: self.refusals(resource, &seed.refuse, |builder, path| {
                builder.given(method, path)
            }),
        })
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
            when: When(
                { seed.when.iter() }
                    .map(|(name, value)| (path(self, name), value.clone()))
                    .collect(),
            ),
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
        let also = seed.also.iter().filter_map(|(name, seeds)| {
            self.within(name, |builder| builder.also(seeded.entity, name, seeds))
        });
        let also = also.collect();
        Create {
            names: self.names.clone(),
            key: seed.key.clone(),
            header: seed.header.clone(),
            entity: seed.entity.clone(),
            refuse: self.refusals(seeded.resource, &seed.refuse, |builder, path| {
                builder.field(path, seeded.entity)
            }),
            states: self.states(seeded.resource, &seed.states),
            also,
        }
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
    ///
    /// Its texts speak of what was sent, so they are checked when something was.
    fn also(
        &mut self,
        sent: Option<&Type>,
        name: &str,
        seeds: &[AlsoSeed],
    ) -> Option<(ResourceId, Vec<Also>)> {
        let model = self.model;
        let id = self.resource_id(name)?;
        let resource = &model[id];
        if path_keys(resource).next().is_some() || own_key(resource).is_none() {
            self.complain("nothing says where below it the entity would be".to_owned());
            return None;
        }
        let entity = resource.entity.map(Type::Named);
        let made = seeds.iter().map(|seed| {
            for field in seed.entity.keys() {
                self.field(field, entity.as_ref());
            }
            let when = { seed.when.iter() }
                .map(|(path, value)| (self.field(path, sent), value.clone()))
                .collect();
            Also {
                when: When(when),
                create: Create {
                    names: self.names.clone(),
                    key: Some(seed.key.clone()),
                    header: None,
                    entity: seed.entity.clone(),
                    refuse: Refusals::default(),
                    states: self.states(resource, &seed.states),
                    also: Vec::new(),
                },
            }
        });
        Some((id, made.collect()))
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
