//! How the sandbox behaves where the schema leaves it open.

use std::collections::BTreeMap;
use std::time::Duration;

use restli_model::model::{ResourceId, UrnKindId};
use restli_wire::Mask;
use serde_json::{Map, Value as Json};

use super::expand::{self, Names};
use crate::store::{Held, Members};

/// The behaviour of everything.
#[derive(Debug, Default)]
pub(crate) struct Behaviour {
    pub(crate) resources: BTreeMap<ResourceId, ResourceBehaviour>,
    /// The fields of entities behind URNs that no resource serves.
    pub(crate) urns: BTreeMap<UrnKindId, Mask>,
}

/// The behaviour of a resource.
#[derive(Debug, Default)]
pub(crate) struct ResourceBehaviour {
    /// The fields of an answer to a request without a mask; all when absent.
    pub(crate) default: Option<Mask>,
    /// The fields of an entity behind a decorated URN; all when absent.
    pub(crate) decorated: Option<Mask>,
    /// The one entity of a simple resource or a plain endpoint.
    pub(crate) entity: Option<Held>,
    pub(crate) finders: BTreeMap<String, Finder>,
    pub(crate) create: Option<Create>,
}

/// The behaviour of a finder.
#[derive(Debug)]
pub(crate) struct Finder {
    /// What it searches; the entities of its resource when absent.
    pub(crate) elements: Option<Vec<Json>>,
    pub(crate) default: Option<Mask>,
    /// Index of a parameter, and the way to the field that must have its value.
    pub(crate) filters: Vec<(usize, Vec<String>)>,
    /// Index of a parameter, and its value where none is given.
    pub(crate) unless_given: BTreeMap<usize, Json>,
}

/// What creating makes.
#[derive(Debug)]
pub(crate) struct Create {
    pub(super) names: Names,
    pub(super) key: String,
    /// The header that tells the key.
    pub(crate) header: String,
    pub(super) entity: Map<String, Json>,
    pub(super) states: Vec<State>,
}

/// An entity that has just been created.
pub(crate) struct Created {
    pub(crate) key: String,
    pub(crate) members: Members,
    pub(crate) states: Vec<State>,
}

/// A state that a created entity passes through.
#[derive(Clone, Debug)]
pub(crate) struct State {
    pub(super) polls: Option<u32>,
    pub(super) lasts: Option<Duration>,
    pub(super) set: Members,
    pub(super) urns: Vec<(String, Members)>,
}

impl Create {
    /// Makes the entity with this number; what was sent comes first.
    ///
    /// The patterns were tried when they were read, so they can be filled.
    pub(crate) fn make(&self, number: u64, sent: Members) -> Result<Created, String> {
        let names = self.names.clone().with("n", Json::from(number));
        let key = expand::text(&self.key, &names)?;
        let names = names.with("key", Json::from(key.as_str()));
        let mut members = sent;
        members.extend(expand::object(&self.entity, &names)?);
        let mut members = Json::Object(members);
        expand::times(&mut members);
        let states = self
            .states
            .iter()
            .map(|state| state.fill(&names))
            .collect::<Result<_, String>>()?;
        let Json::Object(members) = members else {
            return Err("an entity is an object".to_owned());
        };
        Ok(Created {
            key,
            members,
            states,
        })
    }
}

impl State {
    fn fill(&self, names: &Names) -> Result<Self, String> {
        let urns = self
            .urns
            .iter()
            .map(|(urn, members)| Ok((expand::text(urn, names)?, expand::object(members, names)?)));
        Ok(State {
            polls: self.polls,
            lasts: self.lasts,
            set: expand::object(&self.set, names)?,
            urns: urns.collect::<Result<_, String>>()?,
        })
    }

    /// Whether an entity that was read so often, and is so old in this state, stays in it.
    pub(crate) fn lasts(&self, polls: u32, age: Duration) -> bool {
        match (self.polls, self.lasts) {
            (None, None) => true,
            (reads, time) => {
                reads.is_some_and(|reads| polls < reads) || time.is_some_and(|time| age < time)
            }
        }
    }

    /// What changes when the state begins, with times that count from now.
    pub(crate) fn enter(&self) -> (Members, Vec<(String, Held)>) {
        let timed = |members: &Members| {
            let mut json = Json::Object(members.clone());
            expand::times(&mut json);
            match json {
                Json::Object(members) => members,
                _ => Members::new(),
            }
        };
        let urns = self
            .urns
            .iter()
            .map(|(urn, members)| (urn.clone(), Held::Members(timed(members))));
        (timed(&self.set), urns.collect())
    }
}
