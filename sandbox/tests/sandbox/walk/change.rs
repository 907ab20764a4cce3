//! The second half of a round: the entity is patched, replaced and deleted.

use restli_model::model::{Body, Field, Method, Model, RestMethod, Type, TypeId, TypeKind};
use serde_json::{Value as Json, json};

use super::request::by_key;
use super::round::{Round, Step, expect, method, result_of};

impl<'a> Round<'a> {
    pub(super) async fn change(&mut self) {
        let one = method(self.resource, RestMethod::PartialUpdate);
        let batch = method(self.resource, RestMethod::BatchPartialUpdate);
        let Some(any) = one.or(batch) else { return };
        let Body::Patch(record) = any.body else {
            self.outcome
                .failed
                .push("its patch is of no record".to_owned());
            return;
        };
        if let Some(field) = self.changeable(record, |_| true) {
            let value = self.values.field(field).expect("a value");
            let patch = json!({ "$set": { field.name.as_str(): value } });
            self.entity.insert(field.name.clone(), value);
            let result = self.patch(any, patch).await;
            self.outcome.note("set", result);
        } else {
            self.outcome
                .failed
                .push("no field can be changed".to_owned());
        }
        let model = self.model;
        let has_parts = |field: &Field| inner(model, &field.ty).is_some();
        if let Some(field) = self.changeable(record, has_parts) {
            let part = inner(model, &field.ty).expect("a part");
            let value = self.values.field(part).expect("a value");
            let patch = json!({ field.name.as_str(): { "$set": { part.name.as_str(): value } } });
            let whole = self.entity.entry(&field.name).or_insert_with(|| json!({}));
            whole[&part.name] = value;
            let result = self.patch(any, patch).await;
            self.outcome.note("set within", result);
        }
        let there: Vec<_> = self.entity.keys().cloned().collect();
        let optional = |field: &Field| {
            !field.required && field.default.is_none() && there.contains(&field.name)
        };
        if let Some(field) = self.changeable(record, optional) {
            self.entity.remove(&field.name);
            let result = self
                .patch(batch.unwrap_or(any), json!({ "$delete": [field.name] }))
                .await;
            self.outcome.note("unset", result);
            let patched = batch.is_some() && self.outcome.failed.is_empty();
            self.outcome.taken.extend(patched.then_some("batch patch"));
        }
    }

    /// A field that a patch may change, and that nothing else hangs on.
    fn changeable(&mut self, record: TypeId, fits: impl Fn(&Field) -> bool) -> Option<&'a Field> {
        let TypeKind::Record(known) = &self.model[record].kind else {
            return None;
        };
        let fixed = self.fixed();
        let mut fields = known.fields.iter();
        fields.find(|field| {
            let free = !field.read_only && !field.create_only;
            let alone = !fixed.contains(&field.name);
            free && alone && fits(field) && self.values.field(field).is_some()
        })
    }

    /// The fields that name the entity, or say where it hangs.
    fn fixed(&self) -> Vec<String> {
        let key = self.own_key().map(|key| key.name.clone());
        let path = self.seeds.get(self.model, self.resource, &["path"]);
        let path = path.and_then(Json::as_object).into_iter().flatten();
        let path = path.filter_map(|(_, field)| field.as_str().map(str::to_owned));
        path.chain(key).collect()
    }

    async fn patch(&mut self, method: &'a Method, patch: Json) -> Step {
        let patch = json!({ "patch": patch });
        match (method.rest, self.key.clone()) {
            (RestMethod::BatchPartialUpdate, Some(key)) => {
                let body = by_key([(key.clone(), patch)].into_iter());
                let request = self.on_resource(method);
                let reply = self
                    .send(request.ids(std::slice::from_ref(&key)).body(body))
                    .await;
                expect(&reply, 200)?;
                let result = result_of(&reply, self, &key)?;
                if result["status"] != 200 && result["status"] != 204 {
                    return Err(format!("answered {}", reply.json));
                }
            }
            _ => {
                let request = self.on_entity(method).body(patch);
                let reply = self.send(request).await;
                if reply.status != 200 && reply.status != 204 {
                    return Err(format!("answered {}: {}", reply.status, reply.json));
                }
            }
        }
        self.look().await
    }

    /// Reads the entity again, if it can be read.
    async fn look(&mut self) -> Step {
        match (
            method(self.resource, RestMethod::Get),
            method(self.resource, RestMethod::BatchGet),
        ) {
            (Some(get), _) => self.get(get).await,
            (None, Some(batch_get)) => self.batch_get(batch_get).await,
            (None, None) => Ok(()),
        }
    }

    pub(super) async fn replace(&mut self) {
        for rest in [RestMethod::Update, RestMethod::BatchUpdate] {
            let Some(method) = method(self.resource, rest) else {
                continue;
            };
            let Body::Record(record) = method.body else {
                continue;
            };
            self.vary(record);
            let entity = Json::Object(self.entity.clone());
            let result = self.put(method, entity).await;
            let step = match rest {
                RestMethod::Update => "update",
                _ => "batch update",
            };
            self.outcome.note(step, result);
        }
    }

    /// Gives new values to fields that may change, as long as nothing within them may not.
    fn vary(&mut self, record: TypeId) {
        let TypeKind::Record(known) = &self.model[record].kind else {
            return;
        };
        let fixed = self.fixed();
        for field in known.fields.iter().filter(|field| !field.create_only) {
            let flat = self
                .entity
                .get(&field.name)
                .is_some_and(|value| !value.is_object() && !value.is_array());
            if flat && !fixed.contains(&field.name) {
                let value = self.values.field(field).expect("a value");
                self.entity.insert(field.name.clone(), value);
            }
        }
    }

    async fn put(&mut self, method: &'a Method, entity: Json) -> Step {
        match (method.rest, self.key.clone()) {
            (RestMethod::BatchUpdate, Some(key)) => {
                let body = by_key([(key.clone(), entity)].into_iter());
                let request = self.on_resource(method);
                let reply = self
                    .send(request.ids(std::slice::from_ref(&key)).body(body))
                    .await;
                expect(&reply, 200)?;
                match result_of(&reply, self, &key)?["status"] == 204 {
                    true => self.look().await,
                    false => Err(format!("answered {}", reply.json)),
                }
            }
            _ => {
                let request = self.on_entity(method).body(entity);
                let reply = self.send(request).await;
                expect(&reply, 204)?;
                self.look().await
            }
        }
    }

    pub(super) async fn delete(&mut self) {
        let (one, batch) = (
            method(self.resource, RestMethod::Delete),
            method(self.resource, RestMethod::BatchDelete),
        );
        if let Some(method) = one {
            let request = self.on_entity(method);
            let reply = self.send(request).await;
            self.outcome.note("delete", expect(&reply, 204));
        }
        if one.or(batch).is_none() {
            return;
        }
        if let (Some(method), Some(key)) = (batch, self.key.clone()) {
            let request = self.on_resource(method);
            let reply = self.send(request.ids(std::slice::from_ref(&key))).await;
            let part = if one.is_some() { "errors" } else { "results" };
            let status = if one.is_some() { 404 } else { 204 };
            let found = { reply.json[part].as_object().into_iter().flatten() }
                .any(|(_, outcome)| outcome["status"] == status);
            let result = match found {
                true => expect(&reply, 200),
                false => Err(format!("answered {}", reply.json)),
            };
            self.outcome.note("batch delete", result);
        }
        if let Some(get) = method(self.resource, RestMethod::Get) {
            let request = self.on_entity(get);
            let reply = self.send(request).await;
            self.outcome.note("gone", expect(&reply, 404));
        }
    }
}

/// A field within a record that a patch may set.
fn inner<'m>(model: &'m Model, ty: &Type) -> Option<&'m Field> {
    let Type::Named(id) = ty else { return None };
    match &model[*id].kind {
        TypeKind::Typeref(typeref) => inner(model, &typeref.ty),
        TypeKind::Record(record) => { record.fields.iter() }
            .find(|field| !field.read_only && !field.create_only && is_flat(&field.ty)),
        _ => None,
    }
}

fn is_flat(ty: &Type) -> bool {
    !matches!(ty, Type::Named(_) | Type::Array(_) | Type::Map(..))
}
