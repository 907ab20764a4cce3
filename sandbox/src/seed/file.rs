//! The files of the `sandbox/` folder as they are written.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value as Json};

use crate::auth::OAuthSeed;
use crate::calendar::Versions;
use crate::catalogue::{Evidence, Words};
use crate::validate::Limits;

/// One file.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct SeedFile {
    /// Lists that every `$repeat` of the file goes through.
    pub(super) with: Map<String, Json>,
    pub(super) resources: BTreeMap<String, ResourceSeed>,
    pub(super) urns: BTreeMap<String, UrnSeed>,
    pub(super) errors: BTreeMap<String, Words>,
    pub(super) versions: Option<Versions>,
    pub(super) limits: Option<Limits>,
    pub(super) oauth: Option<OAuthSeed>,
}

/// A resource.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct ResourceSeed {
    /// The fields of an answer to a request without a mask, as a projection.
    pub(super) default: Option<String>,
    /// The fields of an entity that stands behind a decorated URN.
    pub(super) decorated: Option<String>,
    /// How many fields a mask may name.
    pub(super) max_fields: Option<usize>,
    /// Where from it is known that the service behaves so.
    pub(super) evidence: Option<Evidence>,
    /// The one entity of a simple resource or a plain endpoint.
    pub(super) entity: Option<Json>,
    /// The entities of a collection, each with its `$key`.
    pub(super) entities: Vec<Json>,
    /// Alternative key to the field that holds it.
    pub(super) alternative_keys: BTreeMap<String, String>,
    /// Key of the path to the field that has its value.
    pub(super) path: BTreeMap<String, String>,
    /// Fields whose values no two entities may share.
    pub(super) unique: Vec<UniqueSeed>,
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
    /// Parameter to the field that is compared with it.
    #[serde(rename = "where")]
    pub(super) filters: BTreeMap<String, FilterSeed>,
    /// Parameters that filter nothing, whatever they are called.
    pub(super) ignore: Vec<String>,
    /// In which order it finds; the first that is asked for counts.
    pub(super) sort: Vec<SortSeed>,
    /// The parameter that says how many elements there are at most.
    pub(super) limit: Option<String>,
    /// The values of parameters that are not given.
    pub(super) unless_given: BTreeMap<String, Json>,
    /// Parameter to the field that only elements of a search with it have.
    pub(super) only_if_given: BTreeMap<String, String>,
    /// The record beside the elements.
    pub(super) metadata: Option<Json>,
    pub(super) refuse: Vec<RefusalSeed>,
}

/// The field that a parameter is compared with.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum FilterSeed {
    /// It must have the value, or one of the values.
    Equal(String),
    /// It is compared in another way, exactly one.
    Compared(ComparisonSeed),
}

/// How a field is compared with a parameter.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct ComparisonSeed {
    /// The field whose text, or a word of it, begins so.
    pub(super) begins: Option<String>,
    /// The field that must not be less.
    pub(super) from: Option<String>,
    /// The field that must not be more.
    pub(super) to: Option<String>,
    /// The fields of records that are compared, the weightiest first.
    pub(super) by: Vec<String>,
}

/// An order of what is found.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct SortSeed {
    /// The parameter that says by which field.
    pub(super) by: Option<String>,
    /// Its values and the field that each stands for; behind a `-`, the greatest comes first.
    pub(super) fields: BTreeMap<String, String>,
    /// The field, where no parameter says it.
    pub(super) field: Option<String>,
    /// The parameter that turns the order around.
    pub(super) order: Option<String>,
}

/// Fields whose values no two entities may share.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum UniqueSeed {
    /// The fields alone.
    Fields(Vec<String>),
    /// With more to say about them.
    Rule(UniqueRuleSeed),
}

/// Fields whose values no two entities may share, and what is said when they do.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UniqueRuleSeed {
    pub(super) fields: Vec<String>,
    /// An error object, whose texts speak of the fields and of the other's `{key}`, or the code of a
    /// service error.
    pub(super) error: Option<Json>,
    /// Whether entities count that have been deleted.
    #[serde(default)]
    pub(super) even_deleted: bool,
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
    /// What comes to be in other resources, by resource: the first of the list that fits.
    pub(super) also: BTreeMap<String, Vec<AlsoSeed>>,
}

/// An entity that comes to be in another resource.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AlsoSeed {
    /// What must have been sent.
    #[serde(default)]
    pub(super) when: BTreeMap<String, Json>,
    pub(super) key: String,
    #[serde(default)]
    pub(super) entity: Map<String, Json>,
    #[serde(default)]
    pub(super) states: Vec<StateSeed>,
}

/// What differs in an entity if it is read with some parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct VariantSeed {
    pub(super) when: BTreeMap<String, Json>,
    pub(super) set: Map<String, Json>,
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
