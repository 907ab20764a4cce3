//! The answer to a call that fits the schema.
//!
//! Everything here follows from the model and the seed; a method that needs more than that is
//! refused as not served, never answered wrongly.

mod filter;
mod page;
mod select;

use restli_model::interpret::{Call, Datum, HttpRequest};
use restli_model::model::{Method, ProjectionSpelling, Resource, RestMethod, Returns, Verb};
use restli_wire::{Mask, PathSegment, Value, encode_key_for_body};
use serde_json::{Map, Value as Json, json};

use self::page::Page;
use self::select::Selector;
use crate::catalogue::{NOT_FOUND, NOT_SERVED, Refusal};
use crate::seed::ResourceBehaviour;
use crate::serve::World;
use crate::store::{Entity, Held, Members, Progress, Store};

/// What goes back over HTTP.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<Json>,
}

impl From<Refusal> for Answer {
    fn from(refusal: Refusal) -> Self {
        Answer {
            status: refusal.status,
            headers: Vec::new(),
            body: Some(refusal.body),
        }
    }
}

impl Answer {
    fn ok(body: Json) -> Self {
        Answer {
            status: 200,
            headers: Vec::new(),
            body: Some(body),
        }
    }
}

/// Answers a call.
pub(crate) fn evaluate(
    world: &World,
    store: &mut Store,
    call: &Call,
    request: &HttpRequest,
) -> Answer {
    let resource = &world.model[call.method.resource];
    let method = &resource.methods[call.method.method];
    let mut evaluation = Evaluation {
        world,
        store,
        call,
        request,
        resource,
        method,
    };
    let answer = match (method.rest, &method.returns) {
        (RestMethod::Get, Returns::Value(_)) => evaluation.get(),
        (RestMethod::Plain, Returns::Value(_)) if method.verb == Some(Verb::Get) => {
            evaluation.get()
        }
        (RestMethod::BatchGet, Returns::Batch(_)) => evaluation.batch_get(),
        (RestMethod::GetAll | RestMethod::Finder, Returns::Collection(_)) => {
            evaluation.collection()
        }
        (RestMethod::Create, Returns::Created | Returns::CreatedEntity(_)) => evaluation.create(),
        _ => Err(evaluation.not_served("the sandbox does not serve this method")),
    };
    answer.unwrap_or_else(Answer::from)
}

struct Evaluation<'w, 's> {
    world: &'w World,
    store: &'s mut Store,
    call: &'w Call,
    request: &'w HttpRequest,
    resource: &'w Resource,
    method: &'w Method,
}

impl<'w> Evaluation<'w, '_> {
    fn get(&mut self) -> Result<Answer, Refusal> {
        let members = match self
            .behaviour()
            .and_then(|behaviour| behaviour.entity.as_ref())
        {
            Some(held) if self.call.keys.is_empty() => self.readable(held)?.clone(),
            _ => {
                let keys = self.keys();
                self.store.poll(self.call.method.resource, &keys);
                let Some(entity) = self.store.entity(self.call.method.resource, &keys) else {
                    let (_, path) = self.path();
                    let message = format!("`{}` holds nothing at `{path}`", self.resource.name);
                    return Err(self.world.catalogue.refuse(NOT_FOUND, Some(message)));
                };
                self.readable(&entity.held)?.clone()
            }
        };
        let default = self
            .behaviour()
            .and_then(|behaviour| behaviour.default.as_ref());
        Ok(Answer::ok(self.masked(Json::Object(members), default)))
    }

    fn batch_get(&mut self) -> Result<Answer, Refusal> {
        let parents = self.keys();
        let default = self
            .behaviour()
            .and_then(|behaviour| behaviour.default.as_ref());
        let (mut results, mut statuses, mut errors) = (Map::new(), Map::new(), Map::new());
        for id in &self.call.ids {
            let mut keys = parents.clone();
            keys.push(id.clone());
            let text = encode_key_for_body(&value_of(&self.world.model, id));
            match self
                .store
                .entity(self.call.method.resource, &keys)
                .map(|entity| &entity.held)
            {
                Some(Held::Members(members)) => {
                    let entity = Json::Object(members.clone());
                    let entity = match &self.call.mask {
                        // This spelling starts at the envelope, which is not there yet.
                        Some((ProjectionSpelling::Projection, _)) => entity,
                        _ => self.masked(entity, default),
                    };
                    statuses.insert(text.clone(), json!(200));
                    results.insert(text, entity);
                }
                Some(Held::Error(error)) => {
                    errors.insert(text, error.clone());
                }
                None => {
                    errors.insert(text, self.world.catalogue.refuse(NOT_FOUND, None).body);
                }
            }
        }
        let envelope = json!({ "results": results, "statuses": statuses, "errors": errors });
        Ok(Answer::ok(match &self.call.mask {
            Some((ProjectionSpelling::Projection, mask)) => self.selector().select(mask, &envelope),
            _ => envelope,
        }))
    }

    fn collection(&mut self) -> Result<Answer, Refusal> {
        let finder = self
            .behaviour()
            .and_then(|behaviour| behaviour.finders.get(&self.method.name));
        let finder = finder.filter(|_| self.method.rest == RestMethod::Finder);
        let all: Vec<&Json>;
        let entities: Vec<Json>;
        match finder.and_then(|finder| finder.elements.as_ref()) {
            Some(elements) => all = elements.iter().collect(),
            None => {
                let held = self.store.entities(self.call.method.resource).iter();
                entities = held
                    .filter_map(|entity| members(entity).cloned().map(Json::Object))
                    .collect();
                all = entities.iter().collect();
            }
        }
        let filters = finder
            .map(|finder| self.filters(finder))
            .unwrap_or_default();
        let selector = self.selector();
        let found: Vec<&Json> = all
            .into_iter()
            .filter(|element| {
                filters
                    .iter()
                    .all(|filter| filter.admits(element, &selector))
            })
            .collect();
        let page = Page::of(self.call, self.method, found.len());
        let default = finder
            .and_then(|finder| finder.default.as_ref())
            .or_else(|| {
                self.behaviour()
                    .and_then(|behaviour| behaviour.default.as_ref())
            });
        let elements = found[page.range()]
            .iter()
            .map(|element| self.element(element, default));
        let mut envelope = Map::new();
        envelope.insert("elements".to_owned(), Json::Array(elements.collect()));
        page.describe(&mut envelope, self.method, self.request);
        let envelope = Json::Object(envelope);
        Ok(Answer::ok(match &self.call.mask {
            Some((ProjectionSpelling::Projection, mask)) => self.selector().select(mask, &envelope),
            _ => envelope,
        }))
    }

    /// An element as far as the envelope's mask does not say more about it.
    fn element(&self, element: &Json, default: Option<&Mask>) -> Json {
        match &self.call.mask {
            Some((ProjectionSpelling::Projection, mask)) => {
                let whole = mask.get("elements").is_none_or(|item| item.each.is_none());
                let default = default.filter(|_| whole);
                default.map_or_else(
                    || element.clone(),
                    |mask| self.selector().select(mask, element),
                )
            }
            _ => self.masked(element.clone(), default),
        }
    }

    fn create(&mut self) -> Result<Answer, Refusal> {
        let world = self.world;
        let Some(create) = self
            .behaviour()
            .and_then(|behaviour| behaviour.create.as_ref())
        else {
            return Err(self.not_served("nothing in the sandbox's data says what creating makes"));
        };
        let sent = self
            .request
            .body
            .as_ref()
            .and_then(Json::as_object)
            .cloned()
            .unwrap_or_default();
        let resource = self.call.method.resource;
        let number = self.store.entities(resource).len() as u64 + 1;
        let created = create
            .make(number, sent)
            .map_err(|message| self.not_served(&message))?;
        let key = self.method.key.as_ref().or(self.resource.key.as_ref());
        let mut keys = self.keys();
        let mut value = Value::from(created.key.clone());
        if let Some(key) = key {
            let datum = restli_model::interpret::read_key(&world.model, key, &created.key);
            let datum = datum.map_err(|message| self.not_served(&message))?;
            value = value_of(&world.model, &datum);
            keys.push(datum);
        }
        let mut members = created.members;
        let mut progress = (!created.states.is_empty()).then(|| Progress::new(created.states));
        let born = progress
            .as_mut()
            .map(|progress| progress.settle(&mut members));
        for (urn, held) in born.into_iter().flatten() {
            self.store.add_urn(urn, held);
        }
        let body = match self.method.returns {
            Returns::CreatedEntity(_) => Some(Json::Object(members.clone())),
            _ => None,
        };
        if !self.store.add(
            resource,
            Entity {
                keys,
                held: Held::Members(members),
                progress,
            },
        ) {
            return Err(self.not_served("the sandbox's data makes one key twice"));
        }
        let mut headers = vec![(create.header.clone(), created.key)];
        if let Ok(segment) = PathSegment::encode(&value) {
            headers.push((
                "Location".to_owned(),
                format!("{}/{segment}", self.path().1),
            ));
        }
        Ok(Answer {
            status: 201,
            headers,
            body,
        })
    }

    /// An entity with the mask of the request, or with the default fields.
    fn masked(&self, entity: Json, default: Option<&Mask>) -> Json {
        match self.call.mask.as_ref().map(|(_, mask)| mask).or(default) {
            Some(mask) => self.selector().select(mask, &entity),
            None => entity,
        }
    }

    fn readable<'h>(&self, held: &'h Held) -> Result<&'h Members, Refusal> {
        match held {
            Held::Members(members) => Ok(members),
            Held::Error(error) => {
                let status = error
                    .get("status")
                    .and_then(Json::as_u64)
                    .and_then(|status| u16::try_from(status).ok());
                Err(Refusal {
                    status: status.unwrap_or(403),
                    body: error.clone(),
                })
            }
        }
    }

    fn not_served(&self, why: &str) -> Refusal {
        let what = format!("{} of `{}`: {why}", self.method.name, self.resource.name);
        self.world.catalogue.refuse(NOT_SERVED, Some(what))
    }

    fn behaviour(&self) -> Option<&'w ResourceBehaviour> {
        self.world
            .behaviour
            .resources
            .get(&self.call.method.resource)
    }

    fn selector(&self) -> Selector<'_> {
        Selector::new(self.world, self.store)
    }

    fn keys(&self) -> Vec<Datum> {
        self.call
            .keys
            .iter()
            .map(|(_, datum)| datum.clone())
            .collect()
    }

    /// The query and the path of the request; of a tunneled one, only the path.
    fn path(&self) -> (&str, &str) {
        let (path, query) = self
            .request
            .path
            .split_once('?')
            .unwrap_or((&self.request.path, ""));
        (query, path)
    }
}

fn members(entity: &Entity) -> Option<&Members> {
    match &entity.held {
        Held::Members(members) => Some(members),
        Held::Error(_) => None,
    }
}

/// A key as the URI grammar sees it.
fn value_of(model: &restli_model::model::Model, datum: &Datum) -> Value {
    restli_model::interpret::to_value(model, datum)
}
