//! A call as the interpreter read it, in JSON: names instead of indexes, values without escapes.

use restli_model::interpret::{Call, Datum, key_json, to_json};
use restli_model::model::{Model, Protocol, RestMethod};
use serde::Serialize;
use serde_json::{Map, Value as Json};

/// What a request asks for, in the words of the schema.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct MadeCall {
    /// The resource, by its name in the schema.
    pub resource: String,
    /// The Rest.li method, such as `batch_get` or `finder`; `plain` where it is none.
    pub method: String,
    /// The name of the finder or action, or of the method where it has one of its own.
    pub name: String,
    /// The protocol that the request is written in.
    pub protocol: String,
    /// Whether it came through a tunnel.
    pub tunneled: bool,
    /// The keys in the path, by name.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub keys: Map<String, Json>,
    /// The keys of a batch.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ids: Vec<Json>,
    /// The parameters by name, those of an action too.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub params: Map<String, Json>,
    /// The declared headers, by name.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub headers: Map<String, Json>,
    /// The page that is asked for: `start`, `count`, `pageSize`, `pageToken`.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub paging: Map<String, Json>,
    /// The mask, as protocol 2.0.0 writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields: Option<String>,
    /// The entity or patch in the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<Json>,
    /// The entities of a batch in the body, by key where they have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entities: Option<Json>,
}

impl MadeCall {
    pub(crate) fn new(model: &Model, call: &Call, body: Option<&Json>, tunneled: bool) -> Self {
        let resource = &model[call.method.resource];
        let method = &resource.methods[call.method.method];
        let json = |datum: &Datum| to_json(model, datum);
        let mut keys = Map::new();
        let names = crate::seed::path_keys(resource).map(|key| key.name.clone());
        let own = method.key.as_ref().or(resource.key.as_ref());
        let names: Vec<String> = names.chain(own.map(|key| key.name.clone())).collect();
        for (index, key) in &call.keys {
            let name = names.get(*index).cloned().unwrap_or_default();
            keys.insert(name, key_json(model, key));
        }
        for (index, part) in &call.partial_key {
            keys.insert(method.partial_key[*index].name.clone(), json(part));
        }
        let params = call.params.iter();
        let params = params.map(|(index, value)| (method.params[*index].name.clone(), json(value)));
        let headers = call.headers.iter();
        let headers =
            headers.map(|(index, value)| (method.headers[*index].name.clone(), json(value)));
        let paging = &call.paging;
        let paging = [
            ("start", paging.start.map(Json::from)),
            ("count", paging.count.map(Json::from)),
            ("pageSize", paging.page_size.map(Json::from)),
            ("pageToken", paging.page_token.clone().map(Json::from)),
        ];
        let paging = { paging.into_iter() }
            .filter_map(|(name, value)| Some((name.to_owned(), value?)))
            .collect();
        // Patches and entities are shown as they came, which is what people write.
        let member = |name: &str| body.and_then(|body| body.get(name)).cloned();
        let (entity, entities) = match method.rest {
            RestMethod::Action => (None, None),
            RestMethod::BatchCreate => (None, member("elements")),
            RestMethod::BatchUpdate | RestMethod::BatchPartialUpdate => (None, member("entities")),
            _ => (body.cloned(), None),
        };
        MadeCall {
            resource: resource.name.clone(),
            method: method.rest.wire_name().to_owned(),
            name: method.name.clone(),
            protocol: match call.protocol() {
                Protocol::V1 => "1.0.0",
                Protocol::V2 => "2.0.0",
            }
            .to_owned(),
            tunneled,
            keys,
            ids: call.ids.iter().map(|key| key_json(model, key)).collect(),
            params: params.collect(),
            headers: headers.collect(),
            paging,
            fields: { call.mask.as_ref() }.and_then(|(_, mask)| mask.to_projection().ok()),
            entity,
            entities,
        }
    }
}
