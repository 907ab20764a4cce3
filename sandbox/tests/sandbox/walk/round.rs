//! One resource on its way round: an entity is created, read, found, changed, replaced and deleted, by
//! whatever methods there are.

use std::panic::Location;

use restli_model::interpret::{read_key, to_value};
use restli_model::model::{Body, Key, Method, Model, PathPart, Resource, ResourceKind, RestMethod};
use restli_wire::{Value, encode_key_for_body};
use serde_json::{Map, Value as Json, json};

use super::finders;
use super::request::{Request, by_key};
use super::seeds::Seeds;
use super::values::{Values, at, uri_value};
use crate::support::{Reply, Served};

/// What can be said against a step.
pub(super) type Step = Result<(), String>;

/// A resource and the entity that is walked.
pub(super) struct Round<'a> {
    pub(super) served: &'a Served,
    pub(super) seeds: &'a Seeds,
    pub(super) values: Values<'a>,
    pub(super) model: &'a Model,
    pub(super) resource: &'a Resource,
    pub(super) parents: Vec<Json>,
    /// The entity as far as a client knows it.
    pub(super) entity: Map<String, Json>,
    /// Its key; a simple resource has none.
    pub(super) key: Option<Value>,
    pub(super) outcome: Outcome,
}

/// What came of it.
#[derive(Default)]
pub(super) struct Outcome {
    /// The steps that were taken, a finder as often as there are finders.
    pub(super) taken: Vec<&'static str>,
    pub(super) failed: Vec<String>,
}

impl Outcome {
    pub(super) fn note(&mut self, step: &'static str, result: Step) {
        match result {
            Ok(()) => self.taken.push(step),
            Err(why) => self.failed.push(format!("{step}: {why}")),
        }
    }
}

/// Ways to create an entity, the best first.
const CREATES: &[RestMethod] = &[
    RestMethod::Create,
    RestMethod::BatchCreate,
    RestMethod::Update,
    RestMethod::BatchUpdate,
];

/// The method that creates entities of a resource.
pub(super) fn creating(resource: &Resource) -> Option<&Method> {
    CREATES.iter().find_map(|rest| method(resource, *rest))
}

/// A method that takes the resource's own keys.
pub(super) fn method(resource: &Resource, rest: RestMethod) -> Option<&Method> {
    let mut methods = resource.methods.iter();
    methods.find(|method| method.rest == rest && method.alternative_key.is_none())
}

impl<'a> Round<'a> {
    /// A round of a resource below parents that nobody else has.
    pub(super) fn new(
        served: &'a Served,
        seeds: &'a Seeds,
        resource: &'a Resource,
        seed: usize,
    ) -> Self {
        let model = served.model();
        let mut values = Values::new(model, seed as u64);
        values.number = 1000 * seed as i64;
        let parents = { resource.path.iter() }.filter_map(|part| match part {
            PathPart::Key(key) => Some(values.key(key)),
            PathPart::Segment(_) => None,
        });
        let parents = parents.collect();
        Round {
            served,
            seeds,
            values,
            model,
            resource,
            parents,
            entity: Map::new(),
            key: None,
            outcome: Outcome::default(),
        }
    }

    pub(super) fn own_key(&self) -> Option<&'a Key> {
        let get = method(self.resource, RestMethod::Get);
        get.and_then(|get| get.key.as_ref())
            .or(self.resource.key.as_ref())
    }

    pub(super) fn request(&self, method: &'a Method) -> Request<'a> {
        Request::new(self.model, self.resource, method, &self.parents)
    }

    #[track_caller]
    pub(super) fn send(&self, request: Request<'a>) -> impl Future<Output = Reply> {
        self.served.exchange(request.build(), Location::caller())
    }

    /// All the way round.
    pub(super) async fn walk(&mut self) {
        let Some(creates) = creating(self.resource) else {
            return;
        };
        let created = self.create(creates).await;
        let failed = created.is_err();
        self.outcome.note("create", created);
        if failed {
            return;
        }
        if creates.rest != RestMethod::BatchCreate
            && let Some(method) = method(self.resource, RestMethod::BatchCreate)
        {
            let result = self.batch_create(method).await.map(|_| ());
            self.outcome.note("batch create", result);
        }
        self.read().await;
        finders::walk(self).await;
        self.alternatives().await;
        self.change().await;
        self.replace().await;
        self.delete().await;
    }

    /// Creates the entity of this round.
    pub(super) async fn create(&mut self, method: &'a Method) -> Step {
        self.values.preferred = finders::kinds(self.resource);
        let wanted = finders::wanted(self.model, self.seeds, self.resource);
        let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
        let entity = match method.body {
            Body::Record(record) => self.values.entity(record, &wanted),
            _ => json!({}),
        };
        let created = match method.rest {
            RestMethod::BatchCreate => {
                let (key, entity) = self.batch_create(method).await?;
                self.key = Some(key);
                entity
            }
            RestMethod::Create => {
                let request = self.on_resource(method);
                let reply = self.send(request.body(entity.clone())).await;
                expect(&reply, 201)?;
                let headers = &self.model.api.id_headers;
                let mut headers = headers.iter().filter_map(|name| reply.header(name));
                let text = headers.next().ok_or("no header tells the key")?;
                self.key = Some(self.read_key(text)?);
                entity
            }
            rest => {
                let key = match self.resource.kind {
                    ResourceKind::Simple => None,
                    _ => Some(self.own_key().ok_or("no key")?),
                };
                let key = key.map(|key| encode_key_for_body(&uri_value(&self.values.key(key))));
                let key = key.map(|text| self.read_key(&text)).transpose()?;
                let request = self.on_resource(method);
                let request = match (&key, rest) {
                    (Some(key), RestMethod::BatchUpdate) => {
                        let body = by_key([(key.clone(), entity.clone())].into_iter());
                        request.ids(std::slice::from_ref(key)).body(body)
                    }
                    (Some(key), _) => request.key(key).body(entity.clone()),
                    (None, _) => request.body(entity.clone()),
                };
                let reply = self.send(request).await;
                // Where there are few keys, or only one, the data may have it already.
                let status = match (&key, rest) {
                    (Some(key), RestMethod::BatchUpdate) => {
                        expect(&reply, 200)?;
                        result_of(&reply, self, key)?["status"].as_u64()
                    }
                    _ => Some(u64::from(reply.status)),
                };
                if !matches!(status, Some(201 | 204)) {
                    return Err(format!("answered {}: {}", reply.status, reply.json));
                }
                self.key = key;
                entity
            }
        };
        self.entity = created.as_object().cloned().unwrap_or_default();
        self.mark();
        Ok(())
    }

    /// Writes into the expected entity what the sandbox writes by its data.
    fn mark(&mut self) {
        let get = |path: &[&str]| self.seeds.get(self.model, self.resource, path);
        let added = get(&["create", "entity"]).and_then(Json::as_object);
        for name in added.into_iter().flatten().map(|(name, _)| name) {
            self.entity.remove(name);
        }
        // The field that stands for a key of the path.
        let path = get(&["path"]).and_then(Json::as_object);
        for field in path.into_iter().flatten().map(|(_, field)| field) {
            let field = field.as_str().expect("a field");
            self.entity
                .insert(field.to_owned(), self.parents[0].clone());
        }
    }

    /// Creates two entities at once; answers the second.
    async fn batch_create(&mut self, method: &'a Method) -> Result<(Value, Json), String> {
        let Body::Record(record) = method.body else {
            return Err("its body is no record".to_owned());
        };
        let wanted = finders::wanted(self.model, self.seeds, self.resource);
        let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
        let mut entity = || self.values.entity(record, &wanted);
        let elements = [entity(), entity()];
        let request = self.on_resource(method);
        let reply = self
            .send(request.body(json!({ "elements": elements })))
            .await;
        expect(&reply, 200)?;
        let answers = reply.json["elements"].as_array().ok_or("no elements")?;
        if let Some(answer) = answers.iter().find(|answer| answer["status"] != 201) {
            return Err(format!("an element is answered {answer}"));
        }
        let text = answers[1]["id"].as_str().ok_or("no id")?;
        let [_, second] = elements;
        Ok((self.read_key(text)?, second))
    }

    pub(super) fn read_key(&self, text: &str) -> Result<Value, String> {
        let key = self.own_key().ok_or("the resource has no key")?;
        let read = read_key(self.model, key, text)?;
        Ok(to_value(self.model, read.identity()))
    }

    /// A call with what it requires.
    pub(super) fn on_resource(&mut self, method: &'a Method) -> Request<'a> {
        self.request(method).required(&Map::new(), &mut self.values)
    }

    /// A call on the entity.
    pub(super) fn on_entity(&mut self, method: &'a Method) -> Request<'a> {
        let request = self.on_resource(method);
        match &self.key {
            Some(key) => request.key(key),
            None => request,
        }
    }

    async fn read(&mut self) {
        if let Some(get) = method(self.resource, RestMethod::Get) {
            let result = self.get(get).await;
            self.outcome.note("get", result);
        }
        if let Some(batch_get) = method(self.resource, RestMethod::BatchGet) {
            let result = self.batch_get(batch_get).await;
            self.outcome.note("batch get", result);
        }
    }

    /// Reads the entity by default, then with a mask of all that is known of it.
    pub(super) async fn get(&mut self, method: &'a Method) -> Step {
        let request = self.on_entity(method);
        let reply = self.send(request).await;
        expect(&reply, 200)?;
        self.agrees(&reply.json)?;
        let fields: Vec<_> = self.entity.keys().cloned().collect();
        let fields: Vec<_> = fields.iter().collect();
        let request = self.on_entity(method).mask(&fields);
        let reply = self.send(request).await;
        expect(&reply, 200)?;
        self.is(&reply.json)
    }

    /// Reads the entity beside one that is not there.
    pub(super) async fn batch_get(&mut self, method: &'a Method) -> Step {
        let key = self.key.clone().ok_or("no key")?;
        let other = self.own_key().map(|key| uri_value(&self.values.key(key)));
        let other = other.map(|other| self.read_key(&encode_key_for_body(&other)));
        let other = other.transpose()?.filter(|other| *other != key);
        let ids: Vec<_> = [Some(key.clone()), other.clone()]
            .into_iter()
            .flatten()
            .collect();
        let fields: Vec<_> = self.entity.keys().cloned().collect();
        let fields: Vec<_> = fields.iter().collect();
        let request = self.on_resource(method);
        let reply = self.send(request.ids(&ids).mask(&fields)).await;
        expect(&reply, 200)?;
        // Answers are looked up by their keys, since one key has several texts.
        let results = reply.json["results"].as_object().ok_or("no results")?;
        let mut found = results.iter();
        let found = found.find(|(text, _)| self.read_key(text).as_ref() == Ok(&key));
        let (_, found) = found.ok_or_else(|| format!("not in {}", reply.json))?;
        self.is(found)?;
        let masked = !method.projections.is_empty();
        match (other, &reply.json["errors"]) {
            (Some(other), Json::Object(errors)) => {
                // Where there are few keys, it may be there after all.
                let texts = errors.keys().chain(results.keys());
                let mut keys = texts.map(|text| self.read_key(text));
                match keys.any(|key| key.as_ref() == Ok(&other)) {
                    true => Ok(()),
                    false => Err(format!("no error in {}", reply.json)),
                }
            }
            // A mask of the envelope leaves the errors out.
            _ if masked => Ok(()),
            _ => Err(format!("no errors in {}", reply.json)),
        }
    }

    /// Every other kind of key leads to the entity too.
    async fn alternatives(&mut self) {
        let methods = self.resource.methods.iter();
        for method in methods.filter(|method| method.rest == RestMethod::Get) {
            let Some(index) = method.alternative_key else {
                continue;
            };
            let name = &self.resource.alternative_keys[index].name;
            let field = self
                .seeds
                .get(self.model, self.resource, &["alternative_keys", name]);
            let field = field.and_then(Json::as_str).unwrap_or(name).to_owned();
            let entity = Json::Object(self.entity.clone());
            let Some(value) = at(&entity, &field) else {
                self.outcome
                    .failed
                    .push(format!("`{field}` cannot be sent"));
                continue;
            };
            let request = self.on_resource(method);
            let reply = self.send(request.key(&uri_value(value))).await;
            let result = expect(&reply, 200).and_then(|()| self.agrees(&reply.json));
            self.outcome.note("alternative key", result);
        }
    }

    /// Whether what is answered is what is known, as far as it goes.
    pub(super) fn agrees(&self, answer: &Json) -> Step {
        let members = answer.as_object().ok_or("no record is answered")?;
        for (name, value) in members {
            if let Some(known) = self.entity.get(name).filter(|known| *known != value) {
                return Err(format!("`{name}` is {value}, not {known}"));
            }
        }
        Ok(())
    }

    /// Whether everything that is known is answered.
    fn is(&self, answer: &Json) -> Step {
        self.agrees(answer)?;
        let mut names = self.entity.keys();
        match names.find(|name| answer.get(name).is_none()) {
            Some(name) => Err(format!("`{name}` is missing in {answer}")),
            None => Ok(()),
        }
    }
}

/// The result of a batch for a key.
pub(super) fn result_of<'r>(
    reply: &'r Reply,
    round: &Round<'_>,
    key: &Value,
) -> Result<&'r Json, String> {
    let results = reply.json["results"].as_object();
    let mut results = results.into_iter().flatten();
    let found = results.find(|(text, _)| round.read_key(text).as_ref() == Ok(key));
    let (_, result) = found.ok_or_else(|| format!("not in {}", reply.json))?;
    Ok(result)
}

pub(super) fn expect(reply: &Reply, status: u16) -> Step {
    match reply.status == status {
        true => Ok(()),
        false => Err(format!("answered {}: {}", reply.status, reply.json)),
    }
}
