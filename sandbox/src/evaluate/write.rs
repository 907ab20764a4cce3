//! Changing and removing entities: update, partial_update, delete, and their batches.
//!
//! A write happens whole or not at all: what does not fit afterwards is thrown away.

use restli_model::interpret::{Datum, Patch, check_value, to_json};
use restli_model::model::{Model, ResourceKind, RestMethod, Returns, Type, TypeKind};
use serde_json::{Map, Value as Json, json};

use super::create::CREATED;
use super::read::readable;
use super::{Answer, Evaluation};
use crate::catalogue::{PATCH, Refusal};
use crate::json::same;
use crate::patch;
use crate::scope::Name;
use crate::store::{Held, Members};

/// Success without anything to say.
const NO_CONTENT: u16 = 204;
const OK: u16 = 200;

impl Evaluation<'_, '_> {
    pub(super) fn update(&mut self) -> Result<Answer, Refusal> {
        let name = self.target()?;
        let entity = self.call.body.as_ref();
        let entity = entity.ok_or_else(|| self.not_served("there is no entity in the body"))?;
        Ok(Answer::empty(self.replace(&name, entity)?))
    }

    pub(super) fn batch_update(&mut self) -> Result<Answer, Refusal> {
        let outcomes = self.each_entity(|evaluation, name, entity| {
            let status = evaluation.replace(name, entity)?;
            Ok(json!({ "status": status }))
        })?;
        Ok(self.outcomes(outcomes.envelope()))
    }

    pub(super) fn partial_update(&mut self) -> Result<Answer, Refusal> {
        let name = self.target()?;
        let Some(Datum::Patch(patch)) = &self.call.body else {
            return Err(self.not_served("there is no patch in the body"));
        };
        let members = self.change(&name, patch)?;
        if !self.returns_entity() {
            return Ok(Answer::empty(NO_CONTENT));
        }
        Ok(Answer::ok(self.whole(self.entity(), members, None)))
    }

    pub(super) fn batch_partial_update(&mut self) -> Result<Answer, Refusal> {
        let outcomes = self.each_entity(|evaluation, name, patch| {
            let Datum::Patch(patch) = patch else {
                return Err(evaluation.not_served("there is no patch in the body"));
            };
            let members = evaluation.change(name, patch)?;
            if !evaluation.returns_entity() {
                return Ok(json!({ "status": NO_CONTENT }));
            }
            let entity = evaluation.part(evaluation.entity(), members, None);
            Ok(json!({ "status": OK, "entity": entity }))
        })?;
        Ok(self.outcomes(outcomes.envelope()))
    }

    pub(super) fn delete(&mut self) -> Result<Answer, Refusal> {
        let name = self.target()?;
        self.remove(&name)?;
        Ok(Answer::empty(NO_CONTENT))
    }

    pub(super) fn batch_delete(&mut self) -> Result<Answer, Refusal> {
        let outcomes = self.each_key(|evaluation, name, ()| {
            evaluation.remove(name)?;
            Ok(json!({ "status": NO_CONTENT }))
        })?;
        Ok(self.outcomes(outcomes.envelope()))
    }

    /// Whether the method returns entities and the request does not do without them.
    pub(super) fn returns_entity(&self) -> bool {
        let returns = &self.method.returns;
        let declared = matches!(
            returns,
            Returns::CreatedEntity(_) | Returns::UpdatedEntity(_)
        );
        declared && self.call.return_entity != Some(false)
    }

    fn outcomes(&self, envelope: Map<String, Json>) -> Answer {
        Answer::ok(self.enveloped(Json::Object(envelope)))
    }

    /// Puts an entity in the place of another one; the status tells whether there was one.
    fn replace(&mut self, name: &Name, entity: &Datum) -> Result<u16, Refusal> {
        let model = self.model();
        let Json::Object(mut members) = to_json(model, entity) else {
            return Err(self.not_served("its entities are no records"));
        };
        let ty = self.entity();
        let Some(held) = self.store.find(&self.scope, name) else {
            return self.put(name, members);
        };
        if let Some(ty) = &ty {
            let before = readable(held)?;
            if let Err(field) = keep(model, ty, before, &mut members) {
                let message = format!("`{field}` is sent on creation only, and cannot change");
                return Err(self.world.catalogue.invalid("read-only", message));
            }
        }
        if let Name::Key(key) = name {
            self.write_key(key, &mut members);
        }
        self.scope.mark(&mut members);
        self.check_unique(&self.scope, name, &members)?;
        self.store_members(name, members);
        Ok(NO_CONTENT)
    }

    /// Adds an entity under a key that the client names, where there is no other way to create it.
    fn put(&mut self, name: &Name, mut members: Members) -> Result<u16, Refusal> {
        let creates = |rest| matches!(rest, RestMethod::Create | RestMethod::BatchCreate);
        let methods = &self.resource.methods;
        let key = match name {
            Name::Only if self.resource.kind == ResourceKind::Simple => None,
            Name::Key(key) if !methods.iter().any(|method| creates(method.rest)) => {
                Some(key.clone())
            }
            _ => return Err(self.not_found()),
        };
        if let Some(key) = &key {
            self.write_key(key, &mut members);
        }
        self.scope.mark(&mut members);
        self.check_unique(&self.scope, name, &members)?;
        let entity = self.scope.entity(key, Held::Members(members));
        self.store.add(&self.scope, entity);
        Ok(CREATED)
    }

    /// Patches an entity, and tells its members afterwards.
    fn change(&mut self, name: &Name, patch: &Patch) -> Result<Members, Refusal> {
        let model = self.model();
        let Some(held) = self.store.find(&self.scope, name) else {
            return Err(self.not_found());
        };
        let mut members = readable(held)?.clone();
        patch::apply(model, patch, &mut members)
            .map_err(|message| self.world.catalogue.invalid(PATCH, message))?;
        let json = Json::Object(members);
        let misfits = match self.entity() {
            Some(ty) => check_value(model, &ty, &json, &self.resource.place),
            None => Vec::new(),
        };
        if let Some(misfit) = misfits.into_iter().next() {
            return Err(self.world.catalogue.invalid(PATCH, misfit.message));
        }
        let Json::Object(members) = json else {
            return Err(self.not_found());
        };
        self.check_unique(&self.scope, name, &members)?;
        self.store_members(name, members.clone());
        Ok(members)
    }

    fn remove(&mut self, name: &Name) -> Result<(), Refusal> {
        let Some(held) = self.store.find(&self.scope, name) else {
            return Err(self.not_found());
        };
        readable(held)?;
        let remember = self.remembers(&self.scope);
        self.store.remove(&self.scope, name, remember);
        Ok(())
    }

    pub(super) fn store_members(&mut self, name: &Name, members: Members) {
        if let Some(entity) = self.store.find_mut(&self.scope, name) {
            entity.held = Held::Members(members);
        }
    }
}

/// Keeps what a replacement cannot send; on failure, names the field that it changes all the same.
fn keep(model: &Model, ty: &Type, before: &Members, after: &mut Members) -> Result<(), String> {
    let Type::Named(id) = ty else { return Ok(()) };
    let record = match &model[*id].kind {
        TypeKind::Typeref(typeref) => return keep(model, &typeref.ty, before, after),
        TypeKind::Record(record) => record,
        _ => return Ok(()),
    };
    for field in &record.fields {
        let Some(kept) = before.get(&field.name) else {
            continue;
        };
        match after.get_mut(&field.name) {
            None if field.read_only || field.create_only => {
                after.insert(field.name.clone(), kept.clone());
            }
            Some(sent) if field.create_only && !same(sent, kept) => {
                return Err(field.name.clone());
            }
            Some(Json::Object(sent)) => {
                if let Json::Object(kept) = kept {
                    keep(model, &field.ty, kept, sent)?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}
