//! The answer to a call that fits the schema.
//!
//! Everything here follows from the model and the seed; a call that needs more than that is
//! refused as not served, never answered wrongly. Each Rest.li method exists once, on one entity;
//! its batch form does the same for each key and collects the outcomes.

mod action;
mod answer;
mod batch;
mod by_name;
mod collection;
mod create;
mod cursor;
mod defaults;
mod filter;
mod keys;
mod make;
mod mask;
mod page;
mod read;
mod select;
mod unique;
mod write;

use restli_model::interpret::{Call, Datum, HttpRequest, Spelling};
use restli_model::model::{Method, Model, Resource, RestMethod, Returns, Type, Verb};

pub(crate) use self::answer::Answer;
use self::select::Selector;
use crate::catalogue::{NOT_FOUND, NOT_SERVED, Refusal};
use crate::invent::{self, Extent};
use crate::scope::{Name, Scope};
use crate::seed::{ResourceBehaviour, path_keys};
use crate::store::Store;
use crate::world::World;

/// Answers a call; the request is the one within a tunnel.
pub(crate) fn evaluate(
    world: &World,
    store: &mut Store,
    call: &Call,
    request: &HttpRequest,
) -> Answer {
    let resource = &world.model[call.method.resource];
    let method = &resource.methods[call.method.method];
    let above = path_keys(resource).count();
    let own = |datum: &Datum| datum.identity().clone();
    let parents = call.keys.iter().take(above).map(|(_, key)| own(key));
    let mut evaluation = Evaluation {
        world,
        scope: Scope::of_resource(
            &world.model,
            &world.behaviour,
            call.method.resource,
            parents.collect(),
        ),
        key: call.keys.get(above).map(|(_, key)| own(key)),
        store,
        call,
        request,
        resource,
        method,
    };
    let mut answer = evaluation.answer().unwrap_or_else(Answer::from);
    answer.v1 = call.spelling == Spelling::V1;
    answer
}

/// One call on its way to an answer.
struct Evaluation<'w, 's> {
    world: &'w World,
    store: &'s mut Store,
    call: &'w Call,
    request: &'w HttpRequest,
    resource: &'w Resource,
    method: &'w Method,
    /// The entities that the path leads to.
    scope: Scope,
    /// The key of the one entity that the path names.
    key: Option<Datum>,
}

impl<'w> Evaluation<'w, '_> {
    fn answer(&mut self) -> Result<Answer, Refusal> {
        match (self.method.rest, &self.method.returns) {
            (RestMethod::Get, _) => self.get(),
            (RestMethod::Plain, Returns::Value(_)) if self.method.verb == Some(Verb::Get) => {
                self.get()
            }
            (RestMethod::BatchGet, _) => self.batch_get(),
            (RestMethod::GetAll | RestMethod::Finder, _) => self.collection(),
            (RestMethod::BatchFinder, _) => self.batch_finder(),
            (RestMethod::Create, _) => self.create(),
            (RestMethod::BatchCreate, _) => self.batch_create(),
            (RestMethod::Update, _) => self.update(),
            (RestMethod::BatchUpdate, _) => self.batch_update(),
            (RestMethod::PartialUpdate, _) => self.partial_update(),
            (RestMethod::BatchPartialUpdate, _) => self.batch_partial_update(),
            (RestMethod::Delete, _) => self.delete(),
            (RestMethod::BatchDelete, _) => self.batch_delete(),
            (RestMethod::Action, _) => self.action(),
            (RestMethod::Plain, returns) => Ok(self.plain(returns)),
        }
    }

    /// A call that is not Rest.li and reads no entity: nothing says what it does.
    fn plain(&self, returns: &Returns) -> Answer {
        match returns {
            Returns::Value(ty) => {
                let value = invent::value(self.model(), ty, Extent::Needed);
                Answer::ok(value).assumed("nothing says what this call does; its answer is made up")
            }
            _ => Answer::empty(200).assumed("nothing says what this call does; it did nothing"),
        }
    }

    fn model(&self) -> &'w Model {
        &self.world.model
    }

    /// The entity that the path names.
    fn target(&self) -> Result<Name, Refusal> {
        match &self.key {
            Some(key) => self.name(key),
            None => Ok(Name::Only),
        }
    }

    /// What the seed says of this resource, or else of the one that it mounts.
    fn seeded<T>(&self, pick: impl Fn(&'w ResourceBehaviour) -> Option<T>) -> Option<T> {
        let resources = &self.world.behaviour.resources;
        let own = resources.get(&self.call.method.resource);
        let mounted = self
            .resource
            .mount_of
            .and_then(|first| resources.get(&first));
        [own, mounted].into_iter().flatten().find_map(pick)
    }

    /// The type of the resource's entities.
    fn entity(&self) -> Option<Type> {
        self.resource.entity.map(Type::Named)
    }

    fn selector(&self) -> Selector<'_> {
        Selector::new(self.world, self.store)
    }

    fn not_found(&self) -> Refusal {
        let path = self.path();
        let message = format!("`{}` holds nothing at `{path}`", self.resource.name);
        self.world.catalogue.refuse(NOT_FOUND, Some(message))
    }

    fn not_served(&self, why: &str) -> Refusal {
        let what = format!("{} of `{}`: {why}", self.method.name, self.resource.name);
        self.world.catalogue.refuse(NOT_SERVED, Some(what))
    }

    /// The path of the request, without its query.
    fn path(&self) -> &'w str {
        let target = &self.request.path;
        target.split_once('?').map_or(target, |(path, _)| path)
    }
}
