//! What is there: entities by resource, parents and key, and by URN.
//!
//! Keys are compared as the interpreter reads them, never as text, because one key has several
//! spellings. The stores are small, so they are plain lists that keep the order of the seed.

use std::collections::BTreeMap;
use std::time::Duration;

use restli_model::interpret::{Datum, key_json};
use restli_model::model::{Model, ResourceId};
use serde_json::{Map, Value as Json, json};

use crate::progress::Progress;
use crate::scope::{Name, Scope};
use crate::seed::When;
use crate::stopwatch::Stopwatch;
use crate::upload::UPLOAD;

/// The members of an entity.
pub(crate) type Members = Map<String, Json>;

/// All entities of one sandbox: a value, which can be cloned, put aside, and put back.
///
/// For a clone no time passes until it is started or used.
#[derive(Clone, Debug, Default)]
pub(crate) struct Store {
    stopwatch: Stopwatch,
    families: BTreeMap<ResourceId, Family>,
    urns: BTreeMap<String, Held>,
    /// What waits for uploads: where it is, and its key.
    uploads: Vec<(Scope, Datum)>,
}

/// The entities of a resource and its mounts.
#[derive(Clone, Debug, Default)]
struct Family {
    entities: Vec<Entity>,
    /// Those that are gone and must not come again.
    deleted: Vec<Entity>,
    /// The number of the last one that was created.
    number: u64,
}

/// An entity of a resource.
#[derive(Clone, Debug)]
pub(crate) struct Entity {
    /// The resource (perhaps a mount) that it came through.
    pub(crate) resource: ResourceId,
    /// The keys of the entities above it.
    pub(crate) parents: Vec<Datum>,
    /// Its own key, without parameters; the entity of a simple resource has none.
    pub(crate) key: Option<Datum>,
    pub(crate) held: Held,
    /// Where it stands on its way, if it is on one.
    pub(crate) progress: Option<Progress>,
    pub(crate) variants: Vec<Variant>,
}

/// What differs in an entity when it is read with some parameters.
#[derive(Clone, Debug)]
pub(crate) struct Variant {
    pub(crate) when: When,
    pub(crate) set: Members,
}

/// What is held under a key or URN.
#[derive(Clone, Debug)]
pub(crate) enum Held {
    /// An entity.
    Members(Members),
    /// An error, for those that must not be seen.
    Error(Json),
}

impl Held {
    fn told(&self) -> Json {
        match self {
            Held::Members(members) => Json::Object(members.clone()),
            Held::Error(error) => json!({ "$error": error }),
        }
    }
}

impl Entity {
    /// Its members, unless it must not be seen.
    pub(crate) fn members(&self) -> Option<&Members> {
        match &self.held {
            Held::Members(members) => Some(members),
            Held::Error(_) => None,
        }
    }

    /// Its members as they are read with these parameters.
    pub(crate) fn told(&self, params: &Json) -> Option<Members> {
        let mut members = self.members()?.clone();
        let met = |variant: &&Variant| variant.when.met(params);
        for variant in self.variants.iter().filter(met) {
            members.extend(variant.set.clone());
        }
        Some(members)
    }
}

impl Store {
    /// Lets time pass.
    pub(crate) fn start(&mut self) {
        self.stopwatch.start();
    }

    /// Lets time pass that does not.
    #[cfg(test)]
    pub(crate) fn pass(&mut self, time: Duration) {
        self.stopwatch.pass(time);
    }

    /// How long it has been in use.
    pub(crate) fn now(&mut self) -> Duration {
        self.stopwatch.now()
    }

    /// The entities of a scope, in the order in which they came.
    pub(crate) fn entities(&self, scope: &Scope) -> impl Iterator<Item = &Entity> {
        let entities = self
            .families
            .get(&scope.family)
            .map_or(&[][..], |family| &family.entities);
        entities.iter().filter(|entity| scope.holds(entity))
    }

    /// The entity of this name.
    pub(crate) fn find(&self, scope: &Scope, name: &Name) -> Option<&Entity> {
        self.entities(scope).find(|entity| name.is_of(entity))
    }

    /// The entity of this name, to be changed.
    pub(crate) fn find_mut(&mut self, scope: &Scope, name: &Name) -> Option<&mut Entity> {
        let family = self.families.get_mut(&scope.family)?;
        let mut entities = family.entities.iter_mut();
        entities.find(|entity| scope.holds(entity) && name.is_of(entity))
    }

    /// What is there, in JSON: by resource the keys and members, by URN the rest.
    pub(crate) fn told(&self, model: &Model) -> Json {
        let resources = self.families.iter().map(|(id, family)| {
            let entities = family.entities.iter().map(|entity| {
                let keys = entity.parents.iter().chain(&entity.key);
                let keys: Vec<Json> = keys.map(|key| key_json(model, key)).collect();
                json!({ "keys": keys, "entity": entity.held.told() })
            });
            (model[*id].name.clone(), entities.collect())
        });
        let urns = self.urns.iter();
        let urns = urns.map(|(urn, held)| (urn.clone(), held.told()));
        json!({ "resources": resources.collect::<Members>(), "urns": urns.collect::<Members>() })
    }

    /// Adds an entity; false if its key is taken.
    pub(crate) fn add(&mut self, scope: &Scope, entity: Entity) -> bool {
        let name = entity.key.clone().map_or(Name::Only, Name::Key);
        let free = self.find(scope, &name).is_none();
        if free {
            let family = self.families.entry(scope.family).or_default();
            family.entities.push(entity);
        }
        free
    }

    /// Takes an entity away, and remembers it if that is asked for.
    pub(crate) fn remove(&mut self, scope: &Scope, name: &Name, remember: bool) {
        if let Some(family) = self.families.get_mut(&scope.family) {
            let gone = |entity: &mut Entity| scope.holds(entity) && name.is_of(entity);
            let gone = family.entities.extract_if(.., gone).collect::<Vec<_>>();
            family.deleted.extend(gone.into_iter().filter(|_| remember));
        }
    }

    /// The entities of a scope that are gone and remembered.
    pub(crate) fn deleted(&self, scope: &Scope) -> impl Iterator<Item = &Entity> {
        let family = self.families.get(&scope.family);
        let deleted = family.into_iter().flat_map(|family| &family.deleted);
        deleted.filter(|entity| scope.holds(entity))
    }

    /// The number of the next entity that is created; none comes twice.
    pub(crate) fn next_number(&mut self, scope: &Scope) -> u64 {
        let family = self.families.entry(scope.family).or_default();
        family.number = family.number.max(family.entities.len() as u64) + 1;
        family.number
    }

    /// What a URN leads to, for kinds that no resource serves.
    pub(crate) fn by_urn(&self, urn: &str) -> Option<&Held> {
        self.urns.get(urn)
    }

    /// Adds what a URN leads to; false if it leads somewhere already.
    pub(crate) fn add_urn(&mut self, urn: String, held: Held) -> bool {
        let free = !self.urns.contains_key(&urn);
        if free {
            self.urns.insert(urn, held);
        }
        free
    }

    /// The number of the next place to upload to.
    pub(crate) fn next_upload(&self) -> usize {
        self.uploads.len()
    }

    /// Opens the next place to upload to, for this entity.
    pub(crate) fn open_upload(&mut self, scope: &Scope, key: Datum) {
        self.uploads.push((scope.clone(), key));
    }

    /// Tells the entity of an upload's place that there was one; false if there is no such place.
    pub(crate) fn uploaded(&mut self, number: usize) -> bool {
        let Some((scope, key)) = self.uploads.get(number).cloned() else {
            return false;
        };
        self.happen(&scope, &Name::Key(key), UPLOAD)
    }

    /// Tells an entity that something has happened to it; false if there is none.
    pub(crate) fn happen(&mut self, scope: &Scope, name: &Name, event: &str) -> bool {
        let Some(entity) = self.find_mut(scope, name) else {
            return false;
        };
        if let Some(progress) = &mut entity.progress {
            progress.happen(event);
        }
        true
    }

    /// Moves an entity on, before it is read.
    pub(crate) fn poll(&mut self, scope: &Scope, name: &Name) {
        let now = self.now();
        let Some(entity) = self.find_mut(scope, name) else {
            return;
        };
        let (Some(progress), Held::Members(members)) = (&mut entity.progress, &mut entity.held)
        else {
            return;
        };
        let born = progress.read(members, now);
        self.urns.extend(born);
    }
}
