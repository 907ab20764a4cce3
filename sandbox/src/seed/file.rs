//! The files of the `sandbox/` folder as they are written.

use std::collections::BTreeMap;

use serde::Deserialize;
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
    pub(super) finders: BTreeMap<String, FinderSeed>,
    pub(super) create: Option<CreateSeed>,
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
}

/// What creating makes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CreateSeed {
    pub(super) key: String,
    pub(super) header: Option<String>,
    #[serde(default)]
    pub(super) entity: Map<String, Json>,
    #[serde(default)]
    pub(super) states: Vec<StateSeed>,
}

/// A state that a created entity passes through.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StateSeed {
    /// How many reads find it in this state.
    pub(super) polls: Option<u32>,
    /// How many seconds it stays in this state.
    pub(super) seconds: Option<f64>,
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
