//! Actions: what the seed says they change and answer.

use restli_model::interpret::{check_value, key_json, read_key};
use restli_model::model::{ResourceKind, Returns, Type};
use restli_wire::encode_key_for_body;
use serde_json::{Map, Value as Json, json};

use super::read::readable;
use super::{Answer, Evaluation};
use crate::catalogue::Refusal;
use crate::generate;
use crate::invent::{self, Extent};
use crate::json::follow;
use crate::scope::Name;
use crate::seed::{Action, Create};
use crate::store::{Entity, Members};

const UNCHANGED: &str = "nothing says what this action does; it changed nothing";

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
            if let Some(action) = action {
                self.apply(action, &params, &target)?;
            }
            self.store.happen(&self.scope, &target, name);
        }
        let Returns::ActionValue(ty) = &self.method.returns else {
            let answer = Answer::empty(200);
            return Ok(match action {
                Some(_) => answer,
                None => answer.assumed(UNCHANGED),
            });
        };
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
        let answer = |value: Json| Answer::ok(json!({ "value": value }));
        Ok(match (value, action) {
            (Some(value), Some(_)) => answer(value),
            (Some(value), None) => answer(value).assumed(UNCHANGED),
            (None, _) => self.made_up(ty),
        })
    }

    /// A value of the type, for want of any other.
    fn made_up(&self, ty: &Type) -> Answer {
        let value = invent::value(self.model(), ty, Extent::Needed);
        let answer = Answer::ok(json!({ "value": value }));
        answer.assumed("nothing says what this action answers; the value is made up")
    }

    /// Makes an entity, and answers what the seed says of it.
    fn creating(
        &mut self,
        action: &Action,
        create: &Create,
        params: Map<String, Json>,
    ) -> Result<Answer, Refusal> {
        let plan = self.plan(Members::new(), Some(create), &params)?;
        let key = plan.key().clone();
        let shown = key_json(self.model(), &key);
        let url = self.world.upload_url(self.store.next_upload());
        let mut values = params;
        values.insert("key".to_owned(), shown);
        values.insert("upload_url".to_owned(), Json::from(url));
        let answer = match &self.method.returns {
            Returns::ActionValue(ty) if action.returns.is_some() => {
                let value = action.answer(&values);
                let value = value.map_err(|why| self.not_served(&why))?;
                let misfits = check_value(self.model(), ty, &value, &self.method.place);
                if let Some(misfit) = misfits.first() {
                    return Err(self.not_served(&misfit.message));
                }
                Answer::ok(json!({ "value": value }))
            }
            Returns::ActionValue(ty) if self.entity().as_ref() == Some(ty) => {
                let made = self.filled(self.entity(), plan.members().clone());
                Answer::ok(json!({ "value": made }))
            }
            Returns::ActionValue(ty) => self.made_up(ty),
            _ => Answer::empty(200),
        };
        self.carry_out(plan);
        self.store.open_upload(&self.scope, key);
        Ok(answer)
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

    /// Changes the entity, unless it would not fit the schema afterwards.
    fn apply(
        &mut self,
        action: &Action,
        params: &Map<String, Json>,
        target: &Name,
    ) -> Result<(), Refusal> {
        let entity = self.store.find(&self.scope, target);
        let Some(members) = entity.and_then(Entity::members) else {
            return Ok(());
        };
        let mut members = members.clone();
        members.extend(action.changes(params));
        if let Some(ty) = self.entity() {
            let changed = Json::Object(members.clone());
            let misfits = check_value(self.model(), &ty, &changed, &self.method.place);
            if let Some(misfit) = misfits.first() {
                return Err(self.not_served(&misfit.message));
            }
        }
        self.check_unique(&self.scope, target, &members)?;
        self.store_members(target, members);
        Ok(())
    }
}
