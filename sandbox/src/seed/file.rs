//! The files of the `sandbox/` folder as they are written.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value as Json};

use crate::catalogue::Words;

/// One file.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct SeedFile {
    /// Lists that every `$repeat` of the file goes through.
    pub(super) with: Map<String, Json>,
    pub(super) resources: BTreeMap<String, ResourceSeed>,
    pub(super) urns: BTreeMap<String, UrnSeed>,
    pub(super) errors: BTreeMap<String, Words>,
}

/// A resource.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct ResourceSeed {
    /// The fields of an answer to a request without a mask, as a projection.
    pub(super) default: Option<String>,
    /// The fields of an entity that stands behind a decorated URN.
    pub(super) decorated: Option<String>,
    /// The one entity of a simple resource or a plain endpoint.
    pub(super) entity: Option<Json>,
    /// The entities of a collection, each with its `$key`.
    pub(super) entities: Vec<Json>,
    /// Alternative key to the field that holds it.
    pub(super) alternative_keys: BTreeMap<String, String>,
    /// Key of the path to the field that has its value.
    pub(super) path: BTreeMap<String, String>,
    pub(super) get_all: Option<FinderSeed>,
    pub(super) finders: BTreeMap<String, FinderSeed>,
    pub(super) batch_finders: BTreeMap<String, FinderSeed>,
    pub(super) create: Option<CreateSeed>,
    pub(super) actions: BTreeMap<String, ActionSeed>,
}

/// A finder.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct FinderSeed {
    /// What it searches, if not the resource's entities.
    pub(super) elements: Option<Vec<Json>>,
    pub(super) default: Option<String>,
    /// Parameter to the field that must have its value, or one of its values.
    #[serde(rename = "where")]
    pub(super) filters: BTreeMap<String, String>,
    /// The values of parameters that are not given.
    pub(super) unless_given: BTreeMap<String, Json>,
    /// The record beside the elements.
    pub(super) metadata: Option<Json>,
    pub(super) refuse: Vec<RefusalSeed>,
}

/// What creating makes.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct CreateSeed {
    pub(super) key: Option<String>,
    pub(super) header: Option<String>,
    pub(super) entity: Map<String, Json>,
    pub(super) refuse: Vec<RefusalSeed>,
    pub(super) states: Vec<StateSeed>,
}

/// What an action does.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct ActionSeed {
    /// The value it always answers; null is one.
    #[serde(deserialize_with = "present")]
    pub(super) returns: Option<Json>,
    /// The parameter whose value it answers.
    pub(super) echo: Option<String>,
    /// What changes in its entity.
    pub(super) set: Map<String, Json>,
    /// Where the key of its entity stands among the parameters, if the path has none.
    pub(super) of: Option<String>,
    /// The entity that it makes.
    pub(super) creates: Option<CreateSeed>,
    pub(super) refuse: Vec<RefusalSeed>,
}

/// Values that are refused.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RefusalSeed {
    /// Where they stand, to what they are; all must be met.
    pub(super) when: BTreeMap<String, Json>,
    /// An error object, or the code of a service error.
    pub(super) error: Json,
}

/// A state that a created entity passes through.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StateSeed {
    /// How many reads find it in this state.
    pub(super) polls: Option<u32>,
    /// How many seconds it stays in this state.
    pub(super) seconds: Option<f64>,
    /// What it waits for in this state: `upload`, or an action.
    pub(super) until: Option<String>,
    #[serde(default)]
    pub(super) set: Map<String, Json>,
    /// What comes to be with it, each with its URN as `$key`.
    #[serde(default)]
    pub(super) urns: Vec<Json>,
}

/// A kind of URN that no resource serves.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct UrnSeed {
    pub(super) decorated: Option<String>,
    pub(super) entities: Vec<Json>,
}

/// A value that is there, even if it is null.
fn present<'de, D: Deserializer<'de>>(value: D) -> Result<Option<Json>, D::Error> {
    Json::deserialize(value).map(Some)
}
