//! Every call of a schema, made once, on an entity that is there.

use restli_model::model::{Body, Method, ResourceKind, RestMethod, TypeKind};
use restli_wire::Value;
use serde_json::{Map, Value as Json, json};

use super::request::by_key;
use super::round::{Round, creating};
use super::values::{Values, at, uri_value};
use super::world::Known;
use crate::support::Reply;

/// What an answer rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Served {
    /// A word about this call in the sandbox's data.
    Seed,
    /// The schema and what is stored.
    Generic,
    /// An assumption, which the answer tells.
    Assumed,
}

/// Makes a call on an entity that is created for it, or on one of those that are known.
pub(super) async fn make<'a>(
    round: &mut Round<'a>,
    method: &'a Method,
    known: &mut Vec<Known>,
) -> Result<Served, String> {
    if creating(round.resource).is_some_and(|creates| std::ptr::eq(creates, method))
        && method.alternative_key.is_none()
    {
        round.create(method).await?;
        return Ok(of(round, method, None));
    }
    prepare(round, method, known).await?;
    let reply = send(round, method).await?;
    if !(200..300).contains(&reply.status) {
        return Err(format!("answered {}: {}", reply.status, reply.json));
    }
    if reply.json["errors"]
        .as_object()
        .is_some_and(|errors| !errors.is_empty())
    {
        return Err(format!("answered {}", reply.json));
    }
    let failed = |element: &&Json| {
        element["status"].as_u64() >= Some(400) || element.get("isError").is_some()
    };
    let elements = reply.json["elements"].as_array();
    if let Some(element) = elements.into_iter().flatten().find(failed) {
        return Err(format!("an element is answered {element}"));
    }
    Ok(of(round, method, Some(&reply)))
}

/// Sees to it that there is an entity, where the call takes one.
async fn prepare<'a>(
    round: &mut Round<'a>,
    method: &'a Method,
    known: &mut Vec<Known>,
) -> Result<(), String> {
    let is_known = method.alternative_key.is_some() || creating(round.resource).is_none();
    if !is_known {
        return round
            .create(creating(round.resource).expect("a method"))
            .await;
    }
    let takes = matches!(method.rest, RestMethod::Delete | RestMethod::BatchDelete);
    let one = match takes {
        true => known.pop(),
        false => known.first().cloned(),
    };
    if let Some(one) = one {
        round.parents = one.parents;
        round.key = Some(one.key)
            .filter(|key| !key.is_null())
            .map(|key| uri_value(&key));
        round.entity = one.entity;
    }
    if let Some(index) = method.alternative_key {
        let name = &round.resource.alternative_keys[index].name;
        let field = round
            .seeds
            .get(round.model, round.resource, &["alternative_keys", name]);
        let field = field.and_then(Json::as_str).unwrap_or(name);
        let entity = Json::Object(round.entity.clone());
        let value = at(&entity, field).ok_or_else(|| format!("no `{field}`"))?;
        round.key = Some(uri_value(value));
    }
    Ok(())
}

async fn send<'a>(round: &mut Round<'a>, method: &'a Method) -> Result<Reply, String> {
    let ids = |round: &Round<'_>| round.key.clone().into_iter().collect::<Vec<Value>>();
    let keyed = match method.rest {
        RestMethod::Get | RestMethod::Update | RestMethod::PartialUpdate | RestMethod::Delete => {
            round.resource.kind != ResourceKind::Plain
        }
        RestMethod::Action => method.key.is_some(),
        _ => false,
    };
    let request = match keyed {
        true => round.on_entity(method),
        false => {
            let params = named(round, method);
            round.request(method).required(&params, &mut round.values)
        }
    };
    let patch = json!({ "patch": { "$set": {} } });
    let request = match method.rest {
        RestMethod::BatchGet | RestMethod::BatchDelete => request.ids(&ids(round)),
        RestMethod::Update => request.body(sendable(round, method)),
        RestMethod::PartialUpdate => request.body(patch),
        RestMethod::BatchUpdate => {
            let entity = sendable(round, method);
            let keys = ids(round);
            let body = by_key(keys.iter().map(|key| (key.clone(), entity.clone())));
            request.ids(&keys).body(body)
        }
        RestMethod::BatchPartialUpdate => {
            let keys = ids(round);
            let body = by_key(keys.iter().map(|key| (key.clone(), patch.clone())));
            request.ids(&keys).body(body)
        }
        RestMethod::BatchCreate | RestMethod::Create | RestMethod::Plain => match method.body {
            Body::Record(record) => {
                let entity = round.values.entity(record, &[]);
                match method.rest {
                    RestMethod::BatchCreate => request.body(json!({ "elements": [entity] })),
                    _ => request.body(entity),
                }
            }
            _ => request,
        },
        _ if !method.partial_key.is_empty() => {
            let parts = { method.partial_key.iter() }
                .map(|part| (part.name.clone(), uri_value(&round.values.value(&part.ty))));
            let parts = Value::map(parts.collect::<Vec<_>>());
            request.key(&parts)
        }
        _ => request,
    };
    Ok(round.send(request).await)
}

/// The parameter of an action that names its entity, where the data says so.
fn named(round: &Round<'_>, method: &Method) -> Map<String, Json> {
    let path = ["actions", method.name.as_str(), "of"];
    let of = round.seeds.get(round.model, round.resource, &path);
    let mut params = json!({});
    let key = round.key.as_ref().and_then(Value::as_token);
    if let (Some(path), Some(key)) = (of.and_then(Json::as_str), key) {
        let mut target = &mut params;
        for step in path.split('.') {
            target = &mut target[step];
        }
        *target = json!(key);
        // What is beside it is required, too.
        let first = path.split('.').next().unwrap_or_default();
        let param = method.params.iter().find(|param| param.name == first);
        let mut whole = Values::new(round.model, 1).value(&param.expect("a parameter").ty);
        merge(&mut whole, &params[first]);
        params[first] = whole;
    }
    params.as_object().cloned().unwrap_or_default()
}

fn merge(into: &mut Json, from: &Json) {
    match (into, from) {
        (Json::Object(into), Json::Object(from)) => {
            for (name, value) in from {
                merge(into.entry(name.clone()).or_insert(Json::Null), value);
            }
        }
        (into, from) => *into = from.clone(),
    }
}

/// The entity without what clients cannot send.
fn sendable(round: &Round<'_>, method: &Method) -> Json {
    let mut entity = round.entity.clone();
    if let Body::Record(record) = method.body
        && let TypeKind::Record(record) = &round.model[record].kind
    {
        let fields = record.fields.iter().filter(|field| field.read_only);
        fields.for_each(|field| drop(entity.remove(&field.name)));
    }
    Json::Object(entity)
}

fn of(round: &Round<'_>, method: &Method, reply: Option<&Reply>) -> Served {
    if reply.is_some_and(|reply| reply.header("x-sandbox-assumed").is_some()) {
        return Served::Assumed;
    }
    let name = method.name.as_str();
    let path: &[&str] = match method.rest {
        RestMethod::Finder => &["finders", name],
        RestMethod::BatchFinder => &["batch_finders", name],
        RestMethod::GetAll => &["get_all"],
        RestMethod::Action => &["actions", name],
        RestMethod::Create | RestMethod::BatchCreate => &["create"],
        _ => return Served::Generic,
    };
    match round.seeds.get(round.model, round.resource, path) {
        Some(_) => Served::Seed,
        None => Served::Generic,
    }
}
