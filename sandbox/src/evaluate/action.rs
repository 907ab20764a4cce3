//! Actions: what the seed says they change and answer.

use restli_model::interpret::{check_value, read_key};
use restli_model::model::{ResourceKind, Returns};
use restli_wire::encode_key_for_body;
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
        let named = action.and_then(|action| action.of.as_ref());
        let target = match named {
            Some(path) => self.named(path, &params)?,
            None => self.target()?,
        };
        // Other actions of the resource speak of no entity; that of a simple one need not be there.
        let of_entity = self.key.is_some() || named.is_some();
        if of_entity {
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
        }
        if of_entity || self.resource.kind == ResourceKind::Simple {
            self.store.happen(&self.scope, &target, name);
            if let Some(action) = action {
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

    /// The entity whose key stands among the parameters.
    fn named(&self, path: &[String], params: &Map<String, Json>) -> Result<Name, Refusal> {
        let value = path
            .split_first()
            .and_then(|(first, rest)| follow(params.get(first)?, rest));
        let text = value
            .and_then(generate::value_of)
            .as_ref()
            .map(encode_key_for_body);
        let declared = self.resource.key.as_ref();
        let key = text.and_then(|text| read_key(self.model(), declared?, &text).ok());
        let key = key.ok_or_else(|| self.not_served("the parameter holds no key"))?;
        Ok(Name::Key(key.identity().clone()))
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
