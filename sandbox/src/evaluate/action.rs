//! Actions: what the seed says they change and answer.

use restli_model::interpret::{check_value, read_key};
use restli_model::model::{ResourceKind, Returns};
use restli_wire::{Value, encode_key_for_body};
use serde_json::{Map, Value as Json, json};

use super::read::readable;
use super::{Answer, Evaluation};
use crate::catalogue::Refusal;
use crate::generate;
use crate::json::follow;
use crate::scope::Name;
use crate::seed::{Action, Create};
use crate::store::{Held, Members};

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
            if let Some(create) = &action.creates {
                return self.creating(action, create, params);
            }
            if let Some(path) = &action.of {
                self.act_on(action, path, &params)?;
            } else if self.key.is_some() || self.resource.kind == ResourceKind::Simple {
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

    /// Makes an entity, and answers what the seed says of it.
    fn creating(
        &mut self,
        action: &Action,
        create: &Create,
        params: Map<String, Json>,
    ) -> Result<Answer, Refusal> {
        let made = self.make_of(Members::new(), Some(create), &params)?;
        let upload = self.store.open_upload(&self.scope, made.key.clone());
        let mut values = params;
        values.insert(
            "key".to_owned(),
            generate::key_json(self.model(), &made.key),
        );
        let url = self.world.upload_url(upload);
        values.insert("upload_url".to_owned(), Json::from(url));
        let Returns::ActionValue(ty) = &self.method.returns else {
            return Ok(Answer::empty(200));
        };
        let value = action.answer(&values);
        let value = value.map_err(|message| self.not_served(&message))?;
        match check_value(self.model(), ty, &value, &self.method.place).first() {
            None => Ok(Answer::ok(json!({ "value": value }))),
            Some(misfit) => Err(self.not_served(&misfit.message)),
        }
    }

    /// Acts on the entity whose key stands among the parameters.
    fn act_on(
        &mut self,
        action: &Action,
        path: &[String],
        params: &Map<String, Json>,
    ) -> Result<(), Refusal> {
        let key = params
            .get(&path[0])
            .and_then(|value| follow(value, &path[1..]))
            .map(key_text);
        let declared = self.resource.key.as_ref();
        let read = |text: &str| read_key(self.model(), declared?, text).ok();
        let Some(key) = key.as_deref().and_then(read) else {
            return Err(self.not_served("the parameter holds no key"));
        };
        let name = Name::Key(key.identity().clone());
        if !self.store.happen(&self.scope, &name, &self.method.name) {
            return Err(self.not_found());
        }
        self.apply(action, params, &name);
        Ok(())
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

/// A key as it stands in bodies, of its JSON.
fn key_text(key: &Json) -> String {
    match key.as_str() {
        Some(text) => encode_key_for_body(&Value::from(text.to_owned())),
        None => key.to_string(),
    }
}
