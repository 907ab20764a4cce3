//! What is there: entities by resource and key, and by URN.
//!
//! Keys are compared as the interpreter reads them, never as text, because one key has several
//! spellings. The stores are small, so they are plain lists that keep the order of the seed.

use std::collections::BTreeMap;
use std::time::Instant;

use restli_model::interpret::Datum;
use restli_model::model::ResourceId;
use serde_json::{Map, Value as Json};

use crate::seed::State;

/// The members of an entity.
pub(crate) type Members = Map<String, Json>;

/// All entities of one sandbox.
#[derive(Debug, Default)]
pub(crate) struct Store {
    resources: BTreeMap<ResourceId, Vec<Entity>>,
    urns: BTreeMap<String, Held>,
}

/// An entity of a resource.
#[derive(Debug)]
pub(crate) struct Entity {
    /// The keys of its path.
    pub(crate) keys: Vec<Datum>,
    pub(crate) held: Held,
    /// Where it stands on its way, if it is on one.
    pub(crate) progress: Option<Progress>,
}

/// What is held under a key or URN.
#[derive(Clone, Debug)]
pub(crate) enum Held {
    /// An entity.
    Members(Members),
    /// An error, for those that must not be seen.
    Error(Json),
}

/// The way of an entity that changes by itself.
#[derive(Debug)]
pub(crate) struct Progress {
    pub(crate) states: Vec<State>,
    /// How many of the states it has entered.
    pub(crate) entered: usize,
    /// How often it has been read in the state that it is in.
    pub(crate) polls: u32,
    pub(crate) since: Instant,
}

impl Store {
    /// The entities of a resource, in the order of the seed.
    pub(crate) fn entities(&self, resource: ResourceId) -> &[Entity] {
        self.resources.get(&resource).map_or(&[], Vec::as_slice)
    }

    /// The entity under these keys.
    pub(crate) fn entity(&self, resource: ResourceId, keys: &[Datum]) -> Option<&Entity> {
        self.entities(resource)
            .iter()
            .find(|entity| entity.keys == keys)
    }

    /// Adds an entity; false if its keys are taken.
    pub(crate) fn add(&mut self, resource: ResourceId, entity: Entity) -> bool {
        let free = self.entity(resource, &entity.keys).is_none();
        if free {
            self.resources.entry(resource).or_default().push(entity);
        }
        free
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

    /// Moves an entity on, before it is read.
    pub(crate) fn poll(&mut self, resource: ResourceId, keys: &[Datum]) {
        let Some(entities) = self.resources.get_mut(&resource) else {
            return;
        };
        let Some(entity) = entities.iter_mut().find(|entity| entity.keys == keys) else {
            return;
        };
        let (Some(progress), Held::Members(members)) = (&mut entity.progress, &mut entity.held)
        else {
            return;
        };
        let born = progress.settle(members);
        progress.polls += 1;
        self.urns.extend(born);
    }
}

impl Progress {
    pub(crate) fn new(states: Vec<State>) -> Self {
        Progress {
            states,
            entered: 0,
            polls: 0,
            since: Instant::now(),
        }
    }

    /// Enters the states that it is time for; what comes to be with them is returned.
    pub(crate) fn settle(&mut self, members: &mut Members) -> Vec<(String, Held)> {
        let mut born = Vec::new();
        while let Some(next) = self.states.get(self.entered) {
            let current = self
                .entered
                .checked_sub(1)
                .map(|current| &self.states[current]);
            if current.is_some_and(|current| current.lasts(self.polls, self.since.elapsed())) {
                break;
            }
            let (set, urns) = next.enter();
            members.extend(set);
            born.extend(urns);
            self.entered += 1;
            self.polls = 0;
            self.since = Instant::now();
        }
        born
    }
}
