//! Calls about many entities at once: their keys in the query, their content in the body.
//!
//! A key must stand in both places and mean the same entity only once, so both are written from one list.

use std::collections::HashMap;

use restli_wire::Value;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::{Call, Draft, Protocol};
use crate::error::JsonResult;
use crate::key::without_params;
use crate::patch::Patch;
use crate::types::{Json, strictly};
use crate::value::{ToValue, ValueError};

impl<T> Call<'_, T> {
    /// Names the entities by their keys, instead of those named before. A key that comes twice counts once.
    pub fn ids<K: ToValue>(mut self, ids: impl IntoIterator<Item = K>) -> Self {
        let ids = ids.into_iter().map(|id| id.to_value());
        self.draft().ids(ids);
        self
    }

    /// Sends entities, each under its key.
    pub fn entities<K: ToValue, E: Serialize>(
        mut self,
        entities: impl IntoIterator<Item = (K, E)>,
    ) -> Self {
        let entities = entities.into_iter();
        let entities =
            entities.map(|(key, entity)| (key.to_value(), strictly(|| Json::new(&entity))));
        self.draft().entities(entities);
        self
    }

    /// Sends patches, each under the key of its entity.
    pub fn patches<K: ToValue, P: AsRef<Patch>>(
        mut self,
        patches: impl IntoIterator<Item = (K, P)>,
    ) -> Self {
        let patches: Vec<_> = patches.into_iter().collect();
        for (_, patch) in &patches {
            self.check_patch(patch.as_ref());
        }
        let bodies = patches
            .iter()
            .map(|(key, patch)| (key.to_value(), Json::new(&PatchBody(patch.as_ref()))));
        self.draft().entities(bodies);
        self
    }

    /// Sends elements that have no keys yet.
    pub fn elements<E: Serialize>(mut self, elements: impl IntoIterator<Item = E>) -> Self {
        let elements = elements.into_iter();
        let elements: Vec<_> = elements
            .map(|element| strictly(|| Json::new(&element)))
            .collect();
        self.draft().elements(elements);
        self
    }

    /// Sends a patch.
    pub fn patch<P: AsRef<Patch>>(mut self, patch: &P) -> Self {
        self.check_patch(patch.as_ref());
        self.body(&PatchBody(patch.as_ref()))
    }

    /// Gives the criteria of a batch finder, as the parameter of this name.
    pub fn criteria<C: ToValue>(
        mut self,
        name: &'static str,
        criteria: impl IntoIterator<Item = C>,
    ) -> Self {
        let criteria: Result<Vec<_>, _> = criteria.into_iter().map(|c| c.to_value()).collect();
        let draft = self.draft();
        if let Ok(criteria) = &criteria {
            draft.count(name, criteria.len());
        }
        draft.parameter(name, criteria.map(Value::List));
        self
    }

    fn check_patch(&mut self, patch: &Patch) {
        if let Some(problem) = patch.problem() {
            self.draft().problem(format_args!("patch"), problem);
        }
    }
}

impl Draft {
    fn ids(&mut self, ids: impl Iterator<Item = Result<Value, ValueError>>) {
        self.ids.clear();
        let mut known = HashMap::new();
        for (number, id) in (1..).zip(ids) {
            if let Some(id) = self.checked(number, id) {
                self.add_id(number, id, &mut known);
            }
        }
        self.count("ids", self.ids.len());
    }

    fn entities(
        &mut self,
        entities: impl Iterator<Item = (Result<Value, ValueError>, JsonResult<Json>)>,
    ) {
        self.ids.clear();
        let mut known = HashMap::new();
        let mut members: Vec<(String, Json)> = Vec::new();
        for (number, (key, entity)) in (1..).zip(entities) {
            let Some(key) = self.checked(number, key) else {
                continue;
            };
            let text = match self.spec.protocol.body_key(&key) {
                Ok(text) => text,
                Err(reason) => return self.problem(format_args!("key"), reason),
            };
            match (entity, self.add_id(number, key, &mut known)) {
                (Err(error), _) => self.problem(format_args!("entity `{text}`"), error),
                (Ok(entity), None) => members.push((text, entity)),
                (Ok(entity), Some(same)) => {
                    if members.get(same).is_none_or(|(_, own)| *own != entity) {
                        let reason = "the key is given twice, with different content";
                        self.problem(format_args!("entity `{text}`"), reason);
                    }
                }
            }
        }
        self.count("entities", self.ids.len());
        self.body(&Enveloped("entities", Members(members)));
    }

    fn elements(&mut self, elements: Vec<JsonResult<Json>>) {
        self.count("elements", elements.len());
        match elements.into_iter().collect::<JsonResult<Vec<_>>>() {
            Ok(elements) => self.body(&Enveloped("elements", elements)),
            Err(error) => self.problem(format_args!("elements"), error),
        }
    }

    fn checked(&mut self, number: usize, key: Result<Value, ValueError>) -> Option<Value> {
        match key {
            Ok(key) => Some(key),
            Err(error) => {
                self.problem(format_args!("key {number}"), error);
                None
            }
        }
    }

    /// Adds a key unless it is there already; then says where.
    fn add_id(
        &mut self,
        number: usize,
        id: Value,
        known: &mut HashMap<Value, usize>,
    ) -> Option<usize> {
        let key = without_params(&id).normalised();
        let Some(&same) = known.get(&key) else {
            known.insert(key, self.ids.len());
            self.ids.push(id);
            return None;
        };
        if !self.ids[same].equivalent(&id) {
            let reason = "the key is given twice, with different parameters";
            self.problem(format_args!("key {number}"), reason);
        }
        Some(same)
    }

    /// How large a batch is; whether a service takes so many is asked last, as it may be sent in chunks. An
    /// empty one says nothing, and some services read it as a call about everything.
    fn count(&mut self, place: &'static str, count: usize) {
        self.batch = Some((place, count));
        if count == 0 {
            self.problem(format_args!("{place}"), "a batch must not be empty");
        }
    }
}

impl Protocol {
    /// The text of a key in a body.
    pub(crate) fn body_key(self, key: &Value) -> Result<String, String> {
        match self {
            Self::V1 => restli_wire::v1::body_key(key).map_err(|error| error.to_string()),
            Self::V2 => Ok(restli_wire::encode_key_for_body(key)),
        }
    }
}

/// `{"patch": …}`.
struct PatchBody<'a>(&'a Patch);

impl Serialize for PatchBody<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        Enveloped("patch", self.0).serialize(out)
    }
}

/// A value under a name of the protocol.
pub(super) struct Enveloped<V>(pub(super) &'static str, pub(super) V);

impl<V: Serialize> Serialize for Enveloped<V> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut map = out.serialize_map(Some(1))?;
        map.serialize_entry(self.0, &self.1)?;
        map.end()
    }
}

/// Members in the order in which they were given.
pub(super) struct Members(pub(super) Vec<(String, Json)>);

impl Serialize for Members {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}
