//! The entities of a resource: each with its keys, as the interpreter reads them.

use restli_model::interpret::{Datum, read_key};
use restli_model::model::{Key, Resource, ResourceKind, RestMethod};
use restli_wire::encode_key_for_body;
use serde_json::Value as Json;

use super::build::{Builder, Seeded, path_keys};
use super::check::Item;
use crate::generate::value_of;
use crate::scope::Scope;
use crate::store::Held;

impl Builder<'_> {
    /// The one entity of a resource whose path has no keys.
    pub(super) fn only_entity(&mut self, seeded: Seeded<'_, '_>, json: &Json) {
        let declared = &seeded.resource.place;
        let items = self.items(std::slice::from_ref(json), seeded.entity, declared);
        for item in items {
            self.entity(seeded, item);
        }
    }

    pub(super) fn entities(&mut self, seeded: Seeded<'_, '_>, entities: &[Json]) {
        for item in self.items(entities, seeded.entity, &seeded.resource.place) {
            self.entity(seeded, item);
        }
    }

    fn entity(&mut self, seeded: Seeded<'_, '_>, item: Item) {
        let own = own_key(seeded.resource);
        let keys: Vec<_> = path_keys(seeded.resource).chain(own).collect();
        let texts: Vec<String> = match &item.key {
            Some(Json::Array(keys)) => keys.iter().map(text_of).collect(),
            Some(key) => vec![text_of(key)],
            None if keys.is_empty() => Vec::new(),
            None => return self.complain("an entity without a `$key`".to_owned()),
        };
        if keys.len() != texts.len() {
            let (given, wanted) = (texts.len(), keys.len());
            return self.complain(format!(
                "`$key` has {given} parts, while the path has {wanted}"
            ));
        }
        let read: Result<Vec<Datum>, _> = { keys.iter().zip(&texts) }
            .map(|(key, text)| Ok(read_key(self.model, key, text)?.identity().clone()))
            .collect();
        let mut read = match read {
            Ok(read) => read,
            Err(message) => return self.complain(message),
        };
        let key = own.and_then(|_| read.pop());
        let scope = Scope::of_resource(self.model, &self.data.behaviour, seeded.id, read);
        let methods = seeded.resource.methods.iter();
        let params = methods.flat_map(|method| &method.params);
        let known: Vec<&str> = params.map(|param| param.name.as_str()).collect();
        for (path, _) in item.variants.iter().flat_map(|variant| &variant.when.0) {
            if !known.contains(&path[0].as_str()) {
                self.unknown("parameter", &path[0], known.iter().copied());
            }
        }
        let mut entity = scope.entity(key, item.held);
        entity.variants = item.variants;
        if let Held::Members(members) = &mut entity.held {
            scope.mark(members);
        }
        if !self.data.store.add(&scope, entity) {
            let keys = texts.join("`, `");
            self.complain(format!("two entities have the key `{keys}`"));
        }
    }
}

/// What the key of an entity is, when the resource or its `get` has one.
pub(crate) fn own_key(resource: &Resource) -> Option<&Key> {
    if resource.kind == ResourceKind::Simple {
        return None;
    }
    let get = resource
        .methods
        .iter()
        .find(|method| method.rest == RestMethod::Get && method.alternative_key.is_none());
    get.and_then(|method| method.key.as_ref())
        .or(resource.key.as_ref())
}

/// A key as text in body form, however YAML took it.
pub(super) fn text_of(key: &Json) -> String {
    match key {
        Json::String(text) => text.clone(),
        Json::Object(_) => value_of(key)
            .as_ref()
            .map(encode_key_for_body)
            .unwrap_or_default(),
        other => other.to_string(),
    }
}
