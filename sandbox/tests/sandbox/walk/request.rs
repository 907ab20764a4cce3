//! Requests of any call of a model, as a client would write them.

use restli_model::interpret::HttpRequest;
use restli_model::model::{
    Method, Model, Param, PathPart, ProjectionSpelling, Resource, ResourceKind, RestMethod, Verb,
};
use restli_wire::{PathSegment, QueryText, Value, encode_key_for_body};
use serde_json::{Map, Value as Json, json};

use super::values::{Values, uri_value};

/// A call on its way to be a request.
pub(super) struct Request<'m> {
    method: &'m Method,
    path: String,
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    body: Option<Json>,
}

impl<'m> Request<'m> {
    /// A call below these keys, with nothing in it yet but what names it.
    pub(super) fn new(
        model: &'m Model,
        resource: &'m Resource,
        method: &'m Method,
        parents: &[Json],
    ) -> Self {
        let base = &model.api.bases[resource.base];
        let mut path = base.path.clone();
        let mut parents = parents.iter();
        for part in &resource.path {
            path.push('/');
            match part {
                PathPart::Segment(text) => path.push_str(text),
                PathPart::Key(_) => {
                    let key = uri_value(parents.next().expect("a key for each parent"));
                    path.push_str(&segment(&key));
                }
            }
        }
        let mut request = Request {
            method,
            path,
            query: Vec::new(),
            headers: Vec::new(),
            body: None,
        };
        if resource.kind != ResourceKind::Plain {
            request.header("X-RestLi-Protocol-Version", "2.0.0");
            request.header("X-RestLi-Method", method.rest.wire_name());
        }
        if let Some(version) = model.api.version.as_ref().filter(|_| base.versioned) {
            let pinned = resource.version.as_ref().unwrap_or(&version.default);
            request.header(&version.header, pinned);
        }
        let name = match method.rest {
            RestMethod::Finder => Some("q"),
            RestMethod::BatchFinder => Some("bq"),
            RestMethod::Action => Some("action"),
            _ => None,
        };
        if let Some(name) = name {
            request.query.push((name.to_owned(), method.name.clone()));
        }
        if let Some(index) = method.alternative_key {
            let name = resource.alternative_keys[index].name.clone();
            request.query.push(("altkey".to_owned(), name));
        }
        request
    }

    /// The required headers, and the required parameters that have no value yet.
    pub(super) fn required(mut self, given: &Map<String, Json>, values: &mut Values<'_>) -> Self {
        let needed = |param: &&Param| param.required || given.contains_key(&param.name);
        for header in self.method.headers.iter().filter(|header| header.required) {
            let value = uri_value(&values.value(&header.ty));
            let text = value.as_token().expect("headers are texts").to_owned();
            self.header(&header.name, &text);
        }
        let mut params = Map::new();
        for param in self.method.params.iter().filter(needed) {
            let value = given.get(&param.name).cloned();
            let value = value.unwrap_or_else(|| values.value(&param.ty));
            params.insert(param.name.clone(), value);
        }
        if self.method.rest == RestMethod::Action {
            return self.body(Json::Object(params));
        }
        for (name, value) in params {
            self.set(&name, &uri_value(&value));
        }
        self
    }

    pub(super) fn set(&mut self, name: &str, value: &Value) {
        let text = QueryText::encode(value).to_string();
        self.query.push((name.to_owned(), text));
    }

    /// Text that is written as it stands.
    pub(super) fn raw(mut self, name: &str, text: &str) -> Self {
        self.query.push((name.to_owned(), text.to_owned()));
        self
    }

    /// A mask of these fields of the entities; without them where nothing can be masked.
    pub(super) fn mask(self, fields: &[&String]) -> Self {
        let fields: Vec<_> = fields.iter().map(|field| field.as_str()).collect();
        let fields = fields.join(",");
        let batch = match self.method.rest {
            RestMethod::Get => None,
            RestMethod::BatchGet => Some("results"),
            _ => Some("elements"),
        };
        match (self.method.projections.first(), batch) {
            (None, _) => self,
            _ if fields.is_empty() => self,
            (Some(ProjectionSpelling::Fields), _) => self.raw("fields", &fields),
            (_, None) => self.raw("projection", &format!("({fields})")),
            (_, Some(part)) => {
                let metadata = self.method.rest != RestMethod::BatchGet;
                let rest = if metadata { ",metadata,paging" } else { "" };
                self.raw("projection", &format!("({part}*({fields}){rest})"))
            }
        }
    }

    /// The key of the entity, or parts of a compound one.
    pub(super) fn key(mut self, key: &Value) -> Self {
        self.path.push('/');
        self.path.push_str(&segment(key));
        self
    }

    /// The keys of a batch.
    pub(super) fn ids(mut self, keys: &[Value]) -> Self {
        self.set("ids", &Value::List(keys.to_vec()));
        self
    }

    pub(super) fn body(mut self, body: Json) -> Self {
        self.header("Content-Type", "application/json");
        self.body = Some(body);
        self
    }

    fn header(&mut self, name: &str, value: &str) {
        self.headers.push((name.to_owned(), value.to_owned()));
    }

    pub(super) fn build(self) -> HttpRequest {
        let method = match self.method.rest {
            RestMethod::Create
            | RestMethod::BatchCreate
            | RestMethod::PartialUpdate
            | RestMethod::BatchPartialUpdate
            | RestMethod::Action => "POST",
            RestMethod::Update | RestMethod::BatchUpdate => "PUT",
            RestMethod::Delete | RestMethod::BatchDelete => "DELETE",
            RestMethod::Plain => match self.method.verb {
                Some(Verb::Post) => "POST",
                Some(Verb::Put) => "PUT",
                Some(Verb::Delete) => "DELETE",
                Some(Verb::Get) | None => "GET",
            },
            _ => "GET",
        };
        let query = self.query.iter().map(|(name, text)| {
            let name = QueryText::encode(&Value::from(name.clone()));
            format!("{name}={text}")
        });
        let query = query.collect::<Vec<_>>().join("&");
        let path = match query.is_empty() {
            true => self.path,
            false => format!("{}?{query}", self.path),
        };
        HttpRequest {
            method: method.to_owned(),
            path,
            headers: self.headers,
            body: self.body,
        }
    }
}

fn segment(value: &Value) -> String {
    let segment = PathSegment::encode(value).expect("a key that can stand in a path");
    segment.to_string()
}

/// `{"entities": {key: value}}` of a batch.
pub(super) fn by_key(entries: impl Iterator<Item = (Value, Json)>) -> Json {
    let entries: Map<_, _> = entries
        .map(|(key, value)| (encode_key_for_body(&key), value))
        .collect();
    json!({ "entities": entries })
}
