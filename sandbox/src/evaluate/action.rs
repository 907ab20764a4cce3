//! Actions: what the seed says they change and answer.

use restli_model::model::{ResourceKind, Returns};
use serde_json::{Map, Value as Json, json};

use super::read::readable;
use super::{Answer, Evaluation};
use crate::catalogue::Refusal;
use crate::scope::Name;
use crate::seed::Action;
use crate::store::Held;

impl Evaluation<'_, '_> {
    pub(super) fn action(&mut self) -> Result<Answer, Refusal> {
        let name = &self.method.name;
        let action = self.seeded(|seeded| seeded.actions.get(name));
        let params = self.params(None);
        let target = self.target()?;
        // Actions of the resource speak of no entity; that of a simple one need not be there.
        if self.key.is_some() {
            match self.store.find(&self.scope, &target) {
                Some(entity) => readable(entity).map(|_| ())?,
                None => return Err(self.not_found()),
            }
        }
        if let Some(action) = action {
            action.refuse.check(&Json::Object(params.clone()))?;
            if self.key.is_some() || self.resource.kind == ResourceKind::Simple {
                self.apply(action, &params, &target);
            }
        }
        if matches!(self.method.returns, Returns::Nothing) {
            return Ok(Answer::empty(200));
        }
        let value = match action {
            Some(Action {
                returns: Some(value),
                ..
            }) => Some(value.clone()),
            Some(Action {
                echo: Some(param), ..
            }) => match params.get(param) {
                Some(value) => Some(value.clone()),
                // An optional parameter that is not there has no value to be answered.
                None => return Ok(Answer::ok(json!({}))),
            },
            _ => self.as_it_is(&target),
        };
        let value = value
            .ok_or_else(|| self.not_served("nothing in the sandbox's data says what it answers"))?;
        Ok(Answer::ok(json!({ "value": value })))
    }

    /// The entity after the action, if that is what the action answers.
    fn as_it_is(&self, target: &Name) -> Option<Json> {
        let Returns::ActionValue(ty) = &self.method.returns else {
            return None;
        };
        let entity = self.store.find(&self.scope, target)?;
        let members = entity
            .members()
            .filter(|_| self.entity().as_ref() == Some(ty))?;
        Some(self.filled(self.entity(), members.clone()))
    }

    fn apply(&mut self, action: &Action, params: &Map<String, Json>, target: &Name) {
        let entity = self.store.find_mut(&self.scope, target);
        if let Some(Held::Members(members)) = entity.map(|entity| &mut entity.held) {
            members.extend(action.changes(params));
        }
    }
}
