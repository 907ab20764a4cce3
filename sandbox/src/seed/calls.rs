//! What calls do beyond reading and writing entities: which stands where, and actions.
//!
//! Finders and creating have files of their own; what all of them say in the same words is here.

use std::collections::BTreeMap;

use restli_model::model::{Method, Resource, RestMethod, Returns};
use serde_json::{Value as Json, json};

use super::behaviour::{Action, ResourceBehaviour};
use super::build::{Builder, Seeded};
use super::check::item_of;
use super::create::Create;
use super::creating::{some_key, values_of, whole};
use super::expand::{self, Names};
use super::file::{ActionSeed, RefusalSeed, ResourceSeed, UniqueSeed};
use super::refuse::{Refusals, Refused};
use super::unique::Unique;

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
            create: { seed.create.as_ref() }
                .map(|seed| self.within("create", |builder| builder.create(seeded, seed))),
            unique: self.within("unique", |builder| builder.unique(seeded, &seed.unique)),
            actions: self.actions(seeded, &seed.actions),
            ..ResourceBehaviour::default()
        }
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
        let values = values_of(self.model, method);
        if seed
            .creates
            .as_ref()
            .is_some_and(|creates| !creates.refuse.is_empty())
        {
            self.complain("`refuse` of an action stands beside `creates`".to_owned());
        }
        let creates =
            { seed.creates.as_ref() }.map(|creates| self.creation(seeded, creates, &values));
        let action = Action {
            returns: seed.returns.clone(),
            echo: seed.echo.clone(),
            set: seed.set.clone(),
            of: seed.of.as_ref().map(|path| self.given(method, path)),
            refuse: self.refusals(seeded.resource, &seed.refuse, |builder, path| {
                builder.given(method, path)
            }),
            creates,
        };
        self.answer(seeded, method, seed, action.creates.as_ref());
        let names = Names::default().with("", Json::Null).with_all(&values);
        for (name, value) in &seed.set {
            match expand::value(value, &names) {
                Ok(mut value) => {
                    expand::times(&mut value);
                    let change = json!({ name.as_str(): value });
                    if let Some(entity) = seeded.entity {
                        self.check(&change, entity, &method.place);
                    }
                }
                Err(unfilled) => self.complain(unfilled.into()),
            }
        }
        Some(action)
    }

    /// Checks what an action answers.
    fn answer(
        &mut self,
        seeded: Seeded<'m, '_>,
        method: &'m Method,
        seed: &ActionSeed,
        creates: Option<&Create>,
    ) {
        let (ty, value) = match (&method.returns, &seed.returns, &seed.echo) {
            (_, Some(_), Some(_)) => {
                return self.complain("`returns` beside `echo`: one value is answered".to_owned());
            }
            (Returns::ActionValue(ty), Some(value), None) => (ty, value),
            (Returns::ActionValue(_), None, Some(param)) => {
                self.given(method, param);
                return;
            }
            (_, None, None) => return,
            _ => return self.complain("the schema declares no value of it".to_owned()),
        };
        let Some(create) = creates else {
            return self.check(value, ty, &method.place);
        };
        let mut names = Names::default().with_all(&values_of(self.model, method));
        if let Ok(key) = some_key(self.model, seeded.resource, create) {
            let url = json!("http://127.0.0.1/upload");
            names = names.with("key", key).with("upload_url", url);
        }
        match expand::value(value, &names) {
            Ok(mut value) => {
                expand::times(&mut value);
                self.check(&value, ty, &method.place);
            }
            Err(unfilled) => self.complain(unfilled.into()),
        }
    }

    fn unique(&mut self, seeded: Seeded<'m, '_>, seeds: &[UniqueSeed]) -> Vec<Unique> {
        if !seeds.is_empty() && seeded.resource.mount_of.is_some() {
            let message = "a mount serves the entities of another resource; say it there";
            self.complain(message.to_owned());
        }
        let unique = seeds.iter().map(|seed| {
            let (fields, error, even_deleted) = match seed {
                UniqueSeed::Fields(fields) => (fields, None, false),
                UniqueSeed::Rule(rule) => (&rule.fields, rule.error.as_ref(), rule.even_deleted),
            };
            if fields.is_empty() {
                self.complain("no field at all".to_owned());
            }
            let mut error = error.map(|error| self.error(seeded.resource, error));
            if let Some(Json::Object(error)) = &mut error {
                error.entry("status").or_insert(json!(422));
            }
            let names = Names::default().with_all(&whole(self.model, seeded.entity));
            let names = names.with("key", json!("1"));
            if let Some(Err(unfilled)) = error.as_ref().map(|error| expand::value(error, &names)) {
                self.complain(unfilled.into());
            }
            Unique {
                fields: { fields.iter() }
                    .map(|path| self.field(path, seeded.entity))
                    .collect(),
                error,
                even_deleted,
            }
        });
        unique.collect()
    }

    pub(super) fn method(
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
    pub(super) fn given(&mut self, method: &Method, path: &str) -> Vec<String> {
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

    pub(super) fn refusals(
        &mut self,
        resource: &Resource,
        seeds: &[RefusalSeed],
        mut path: impl FnMut(&mut Self, &str) -> Vec<String>,
    ) -> Refusals {
        let refused = seeds.iter().map(|seed| {
            let values = { seed.when.iter() }
                .map(|(name, value)| (path(self, name), value.clone()))
                .collect();
            Refused {
                when: self.when(values),
                error: self.error(resource, &seed.error),
            }
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
}
