//! How the sandbox behaves where the schema leaves it open.

use std::collections::BTreeMap;

use restli_model::model::{ResourceId, UrnKindId};
use restli_wire::Mask;
use serde_json::{Map, Value as Json};

use super::create::Create;
use super::expand::{self, Names};
use super::refuse::Refusals;
use super::sort::Sort;
use super::unique::Unique;
use crate::catalogue::Evidence;

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
    /// How many fields a mask may name.
    pub(crate) max_fields: Option<usize>,
    /// Where from it is known that the service behaves so.
    pub(crate) evidence: Option<Evidence>,
    /// Alternative key to the way to the field that holds it.
    pub(crate) alternative_keys: BTreeMap<String, Vec<String>>,
    /// Index of a key of the path, and the way to the field that has its value.
    pub(crate) path: BTreeMap<usize, Vec<String>>,
    /// Fields whose values no two entities may share.
    pub(crate) unique: Vec<Unique>,
    pub(crate) get_all: Option<Finder>,
    pub(crate) finders: BTreeMap<String, Finder>,
    pub(crate) batch_finders: BTreeMap<String, Finder>,
    pub(crate) create: Option<Create>,
    pub(crate) actions: BTreeMap<String, Action>,
}

/// The behaviour of a finder.
#[derive(Debug)]
pub(crate) struct Finder {
    /// What it searches; the entities of its resource when absent.
    pub(crate) elements: Option<Vec<Json>>,
    pub(crate) default: Option<Mask>,
    pub(crate) filters: Vec<Filter>,
    /// The ways to the parameters that the data speaks of; the others filter by their names.
    pub(crate) said: Vec<Vec<String>>,
    /// In which order it finds; the first that is asked for counts.
    pub(crate) sort: Vec<Sort>,
    /// The way to the parameter that says how many elements there are at most.
    pub(crate) limit: Option<Vec<String>>,
    /// The values of parameters that are not given, by name.
    pub(crate) unless_given: BTreeMap<String, Json>,
    /// The ways to a parameter, and to the field that only elements of a search with it have.
    pub(crate) only_if_given: Vec<(Vec<String>, Vec<String>)>,
    pub(super) metadata: Option<(Names, Json)>,
    pub(crate) refuse: Refusals,
}

/// A field that is compared with the value of a parameter.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    /// The way to the value, the name of the parameter first.
    pub(crate) given: Vec<String>,
    /// The way to the field, perhaps through decorations.
    pub(crate) field: Vec<String>,
    /// What a reader takes for the field when it is absent.
    pub(crate) absent: Option<Json>,
    pub(crate) test: Test,
}

/// How a field is compared with a value.
#[derive(Clone, Debug)]
pub(crate) enum Test {
    /// It is the value, or one of the values.
    Equal,
    /// Its text, or a word of it, begins with the value.
    Begins,
    /// It is not less than the value; of records, by these fields.
    From(Vec<String>),
    /// It is not more than the value; of records, by these fields.
    To(Vec<String>),
}

/// The behaviour of an action.
#[derive(Debug, Default)]
pub(crate) struct Action {
    pub(crate) returns: Option<Json>,
    /// The name of the parameter whose value it answers.
    pub(crate) echo: Option<String>,
    pub(super) set: Map<String, Json>,
    /// The way to the key of its entity among the parameters.
    pub(crate) of: Option<Vec<String>>,
    /// The entity that it makes; what it answers then speaks of it.
    pub(crate) creates: Option<Create>,
    pub(crate) refuse: Refusals,
}

impl Finder {
    /// The record beside the elements, of which so many were found.
    ///
    /// Its patterns were tried when they were read, so they can be filled.
    pub(crate) fn metadata(&self, total: usize) -> Option<Json> {
        let (names, metadata) = self.metadata.as_ref()?;
        expand::value(metadata, &names.clone().with("total", Json::from(total))).ok()
    }
}

impl Action {
    /// What it answers once it has made an entity, with what the texts may speak of.
    pub(crate) fn answer(&self, values: &Map<String, Json>) -> Result<Json, String> {
        let names = Names::default().lenient().with_all(values);
        let mut answer = expand::value(self.returns.as_ref().unwrap_or(&Json::Null), &names)?;
        expand::times(&mut answer);
        Ok(answer)
    }

    /// What changes in the entity, with these parameters; those that are absent change nothing.
    pub(crate) fn changes(&self, params: &Map<String, Json>) -> Map<String, Json> {
        // Without any name, texts would be left as they are.
        let names = Names::default().lenient().with("", Json::Null);
        let changes = expand::object(&self.set, &names.with_all(params));
        expand::timed(&changes.unwrap_or_default())
    }
}
