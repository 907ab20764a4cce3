//! Reading entities by key: get and batch_get.

use restli_model::model::Returns;
use serde_json::{Map, Value as Json, json};

use super::{Answer, Evaluation};
use crate::catalogue::Refusal;
use crate::scope::Name;
use crate::store::{Entity, Held, Members};

impl Evaluation<'_, '_> {
    pub(super) fn get(&mut self) -> Result<Answer, Refusal> {
        let name = self.target()?;
        let members = self.read(&name)?;
        let default = self.seeded(|seeded| seeded.default.as_ref());
        let ty = match &self.method.returns {
            Returns::Value(ty) => Some(ty.clone()),
            _ => self.entity(),
        };
        Ok(Answer::ok(self.whole(ty, members, default)))
    }

    pub(super) fn batch_get(&mut self) -> Result<Answer, Refusal> {
        let mut statuses = Map::new();
        let outcomes = self.each_key(|evaluation, name, _| {
            let members = evaluation.read(name)?;
            let default = evaluation.seeded(|seeded| seeded.default.as_ref());
            Ok(evaluation.part(evaluation.entity(), members, default))
        })?;
        for key in outcomes.results.keys() {
            statuses.insert(key.clone(), json!(200));
        }
        let mut envelope = outcomes.envelope();
        envelope.insert("statuses".to_owned(), Json::Object(statuses));
        Ok(Answer::ok(self.enveloped(Json::Object(envelope))))
    }

    /// The members of an entity, which counts as a read of it.
    pub(super) fn read(&mut self, name: &Name) -> Result<Members, Refusal> {
        self.store.poll(&self.scope, name);
        let params = Json::Object(self.params(None));
        match self.store.find(&self.scope, name) {
            Some(entity) => {
                let members = readable(entity)?;
                Ok(entity.told(&params).unwrap_or_else(|| members.clone()))
            }
            None => Err(self.not_found()),
        }
    }
}

/// The members of an entity, unless it must not be seen.
pub(super) fn readable(entity: &Entity) -> Result<&Members, Refusal> {
    match &entity.held {
        Held::Members(members) => Ok(members),
        Held::Error(error) => Err(Refusal::of_error(error)),
    }
}
