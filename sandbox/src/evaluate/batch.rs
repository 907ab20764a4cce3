//! The frame of batches by key: one outcome for each key, success or failure.
//!
//! A batch as a whole succeeds even if nothing in it does (Rest.li protocol 2.0.0, methods).

use restli_model::interpret::Datum;
use serde_json::{Map, Value as Json};

use super::Evaluation;
use crate::catalogue::Refusal;
use crate::scope::Name;

/// What became of each key.
#[derive(Debug, Default)]
pub(super) struct Outcomes {
    pub(super) results: Map<String, Json>,
    pub(super) errors: Map<String, Json>,
}

impl Outcomes {
    pub(super) fn envelope(self) -> Map<String, Json> {
        let mut envelope = Map::new();
        envelope.insert("results".to_owned(), Json::Object(self.results));
        envelope.insert("errors".to_owned(), Json::Object(self.errors));
        envelope
    }
}

impl Evaluation<'_, '_> {
    /// Does something for each of the `ids`, which the interpreter has rid of repetitions.
    pub(super) fn each_key(
        &mut self,
        one: impl FnMut(&mut Self, &Name, &()) -> Result<Json, Refusal>,
    ) -> Result<Outcomes, Refusal> {
        let call = self.call;
        self.each(call.ids.iter().map(|key| (key, &())), one)
    }

    /// Does something for each of the `entities`.
    pub(super) fn each_entity(
        &mut self,
        one: impl FnMut(&mut Self, &Name, &Datum) -> Result<Json, Refusal>,
    ) -> Result<Outcomes, Refusal> {
        let call = self.call;
        self.each(call.entities.iter().map(|(key, entity)| (key, entity)), one)
    }

    fn each<'c, T: 'c>(
        &mut self,
        keys: impl Iterator<Item = (&'c Datum, &'c T)>,
        mut one: impl FnMut(&mut Self, &Name, &T) -> Result<Json, Refusal>,
    ) -> Result<Outcomes, Refusal> {
        let mut outcomes = Outcomes::default();
        for (key, given) in keys {
            // A key that cannot be looked up at all fails the whole call.
            let name = self.name(key)?;
            let text = self.key_text(key);
            match one(self, &name, given) {
                Ok(result) => {
                    outcomes.results.insert(text, result);
                }
                Err(refusal) => {
                    outcomes.errors.insert(text, refusal.unexplained());
                }
            }
        }
        Ok(outcomes)
    }
}
