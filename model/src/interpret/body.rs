//! The body of a request: an entity, a patch, a batch of either, or the parameters of an action.
//!
//! Batches are apart from single entities because their frame is Rest.li's own, and their keys stand a
//! second time in the query.

use serde_json::Value as Json;

use super::headers::single;
use super::json::JsonReader;
use super::query::Reader;
use super::tunnel::media_type;
use super::{At, Datum, HttpRequest, Mismatch, Rule, describe, keys};
use crate::model::{Body, RestMethod, Type, TypeId};

const CONTENT_TYPE: &str = "Content-Type";

/// What a body says.
#[derive(Debug, Default)]
pub(super) struct BodyData {
    pub(super) params: Vec<(usize, Datum)>,
    pub(super) single: Option<Datum>,
    pub(super) elements: Vec<Datum>,
    pub(super) entities: Vec<(Datum, Datum)>,
}

/// What stands for one entity in a body.
#[derive(Clone, Copy)]
enum Entity {
    Whole(TypeId),
    Patch(TypeId),
}

impl<'m> Reader<'m> {
    /// Reads the body; `ids` are the keys in the query.
    pub(super) fn body(&mut self, request: &HttpRequest, ids: &[Datum]) -> BodyData {
        let body = request.body.as_ref().filter(|body| !body.is_null());
        if body.is_some() && !self.is_json(request) {
            return BodyData::default();
        }
        let mut json = JsonReader::new(self.model, true, &self.method.place);
        json.whole = !self.refused;
        let mut data = BodyData::default();
        match (&self.method.body, body) {
            (Body::None, None) | (Body::Empty, None) => {}
            (Body::None, Some(_)) => {
                let message = "is there, though the method takes none".to_owned();
                json.push(Rule::Body, message, Some("leave it out".to_owned()), None);
            }
            (Body::Empty, Some(body)) => {
                json.envelope(body, "an empty object", &[], &[], |_, _, _| {})
            }
            (Body::Params, body) => data.params = self.action(&mut json, body),
            (Body::Record(_) | Body::Patch(_), None) => {
                let message = "is missing, though the method takes one".to_owned();
                json.push(Rule::Body, message, None, None);
            }
            (Body::Record(record), Some(body)) => {
                self.entities(&mut json, body, Entity::Whole(*record), ids, &mut data);
            }
            (Body::Patch(record), Some(body)) => {
                self.entities(&mut json, body, Entity::Patch(*record), ids, &mut data);
            }
        }
        self.found.extend(json.found);
        data
    }

    /// Whether the headers leave the body be JSON.
    fn is_json(&mut self, request: &HttpRequest) -> bool {
        let kind = match single(&request.headers, CONTENT_TYPE) {
            Ok(kind) => kind.map(media_type),
            Err(mismatch) => {
                self.found.push(mismatch);
                return false;
            }
        };
        let Some(kind) = kind.filter(|kind| kind != "application/json") else {
            return true;
        };
        self.found.push(Mismatch {
            rule: Rule::Header,
            at: At::Header(CONTENT_TYPE.to_owned()),
            message: format!("the body is `{kind}`, not JSON"),
            help: Some(format!("write `{CONTENT_TYPE}: application/json`")),
            declared: None,
        });
        false
    }

    fn action(&self, json: &mut JsonReader<'m>, body: Option<&Json>) -> Vec<(usize, Datum)> {
        let empty = Json::Object(serde_json::Map::new());
        let body = body.unwrap_or(&empty);
        let params = &self.method.params;
        let mut read = Vec::new();
        let Json::Object(members) = body else {
            let message = format!(
                "is {}, not an object of parameters",
                describe::of_json(body)
            );
            json.refuse::<()>(message, None);
            return read;
        };
        for (name, value) in members {
            let found = params
                .iter()
                .enumerate()
                .find(|(_, param)| param.name == *name);
            match found {
                Some((index, param)) => json.member(name, Some(&param.place), |json| {
                    let datum = json.value(value, &param.ty);
                    read.extend(datum.map(|datum| (index, datum)));
                }),
                None => json.unknown(name, params.iter().map(|param| param.name.as_str())),
            }
        }
        for param in params.iter().filter(|param| param.required) {
            if !members.contains_key(&param.name) {
                json.lacks(
                    Rule::MissingParameter,
                    "parameter",
                    &param.name,
                    &param.place,
                );
            }
        }
        read
    }

    /// One entity, or the entities of a batch: in a list, or by key.
    fn entities(
        &self,
        json: &mut JsonReader<'m>,
        body: &Json,
        entity: Entity,
        ids: &[Datum],
        data: &mut BodyData,
    ) {
        match self.method.rest {
            RestMethod::BatchCreate => data.elements = self.list(json, body, entity),
            RestMethod::BatchUpdate | RestMethod::BatchPartialUpdate => {
                data.entities = self.by_key(json, body, entity, ids);
            }
            _ => data.single = json.entity(body, entity),
        }
    }

    fn list(&self, json: &mut JsonReader<'m>, body: &Json, entity: Entity) -> Vec<Datum> {
        let mut elements = Vec::new();
        json.frame(body, "elements", |json, value| {
            let Json::Array(values) = value else {
                let message = format!("is {}, not a list of entities", describe::of_json(value));
                json.refuse::<()>(message, None);
                return;
            };
            self.limit(json, values.len());
            let read = values.iter().enumerate();
            elements.extend(read.filter_map(|(index, value)| {
                json.element(index, |json| json.entity(value, entity))
            }));
        });
        elements
    }

    fn by_key(
        &self,
        json: &mut JsonReader<'m>,
        body: &Json,
        entity: Entity,
        ids: &[Datum],
    ) -> Vec<(Datum, Datum)> {
        let Some(key) = self.method.key.as_ref().or(self.resource.key.as_ref()) else {
            return Vec::new();
        };
        let mut entities: Vec<(Datum, Datum)> = Vec::new();
        json.frame(body, "entities", |json, value| {
            let Json::Object(entries) = value else {
                let message = format!("is {}, not an object by key", describe::of_json(value));
                json.refuse::<()>(message, None);
                return;
            };
            for (text, value) in entries {
                json.member(text, None, |json| {
                    let read = keys::from_body(self.model, self.protocol(), key, text);
                    let key = read.map_err(|misfit| {
                        let message = format!(
                            "does not stand under a key of the resource: {}",
                            misfit.message
                        );
                        json.push(Rule::Key, message, misfit.help, None);
                    });
                    let entity = json.entity(value, entity);
                    if let Ok(key) = &key
                        && !ids.iter().any(|id| id.identity() == key.identity())
                    {
                        let message = "stands under a key that is not among the `ids`".to_owned();
                        json.push(Rule::Batch, message, None, None);
                    }
                    entities.extend(key.ok().zip(entity));
                });
            }
            if entries.len() < ids.len() {
                let message = format!("has {} entities for {} `ids`", entries.len(), ids.len());
                json.push(Rule::Batch, message, None, None);
            }
        });
        entities
    }

    /// Reports more keys or elements than the server takes.
    fn limit(&self, json: &mut JsonReader<'m>, count: usize) {
        if let Some(message) = self.too_many(count) {
            json.push(Rule::Batch, message, None, None);
        }
    }
}

impl JsonReader<'_> {
    fn entity(&mut self, value: &Json, entity: Entity) -> Option<Datum> {
        match entity {
            Entity::Whole(record) => self.value(value, &Type::Named(record)),
            Entity::Patch(record) => self.patch_body(value, record),
        }
    }

    /// Reads an object with this one member, which must be there.
    fn frame(&mut self, body: &Json, name: &str, read: impl FnOnce(&mut Self, &Json)) {
        let mut read = Some(read);
        let before = self.found.len();
        self.envelope(body, "a batch", &[], &[name], |json, _, value| {
            if let Some(read) = read.take() {
                read(json, value);
            }
        });
        if read.is_some() && self.found.len() == before {
            let message = format!("lacks the member `{name}`");
            self.push(Rule::MissingMember, message, None, None);
        }
    }
}
