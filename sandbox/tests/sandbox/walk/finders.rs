//! Finding the entity that a round walks: with parameters that are taken from it.

use std::collections::BTreeSet;

use restli_model::interpret::read_value;
use restli_model::model::{
    Field, Method, Model, PagingStyle, Resource, RestMethod, Type, TypeKind, UrnKindId, UrnType,
};
use restli_wire::Value;
use serde_json::{Map, Value as Json, json};

use super::round::{Round, expect};
use super::seeds::Seeds;
use super::values::at;

/// The fields that an entity should have, so that every finder and alternative key can find it.
pub(super) fn wanted(model: &Model, seeds: &Seeds, resource: &Resource) -> BTreeSet<String> {
    let mut wanted = BTreeSet::new();
    for method in &resource.methods {
        if !finds(method.rest) {
            continue;
        }
        for param in &method.params {
            wanted.extend(names(&param.name));
            let parts = record_of(model, &param.ty).into_iter().flatten();
            wanted.extend(parts.flat_map(|part| names(&part.name)));
        }
        let seed = seeds.finder(model, resource, method.rest, &method.name);
        let filters = seed.and_then(|seed| seed.get("where")?.as_object());
        for (_, filter) in filters.into_iter().flatten() {
            let first = field_of(filter).split(['.', '~']).next().map(str::to_owned);
            wanted.extend(first);
        }
    }
    for key in &resource.alternative_keys {
        let field = seeds.get(model, resource, &["alternative_keys", &key.name]);
        let field = field.and_then(Json::as_str).unwrap_or(&key.name);
        wanted.extend(field.split('.').next().map(str::to_owned));
    }
    wanted
}

/// The kinds of URNs that finders take, which an entity should have to be found.
pub(super) fn kinds(resource: &Resource) -> Vec<UrnKindId> {
    let methods = resource.methods.iter();
    let params = methods
        .filter(|method| finds(method.rest))
        .flat_map(|method| &method.params);
    let kinds = params.filter_map(|param| match &param.ty {
        Type::Urn(UrnType::Kind(kind)) => Some(*kind),
        Type::Array(item) => match item.as_ref() {
            Type::Urn(UrnType::Kind(kind)) => Some(*kind),
            _ => None,
        },
        _ => None,
    });
    kinds.collect()
}

fn finds(rest: RestMethod) -> bool {
    matches!(
        rest,
        RestMethod::GetAll | RestMethod::Finder | RestMethod::BatchFinder
    )
}

/// The field of a filter of the data.
fn field_of(filter: &Json) -> &str {
    let compared = ["begins", "from", "to"];
    let field = match filter {
        Json::String(_) => Some(filter),
        filter => compared.iter().find_map(|test| filter.get(test)),
    };
    field.and_then(Json::as_str).expect("a field")
}

/// The fields that a parameter may be named after: its own name, and that in the other number.
fn names(param: &str) -> Vec<String> {
    let mut names = vec![param.to_owned(), format!("{param}s")];
    for (plural, singular) in [("s", ""), ("es", ""), ("ies", "y")] {
        let stem = param.strip_suffix(plural);
        names.extend(stem.map(|stem| format!("{stem}{singular}")));
    }
    names
}

fn record_of<'m>(model: &'m Model, ty: &'m Type) -> Option<&'m [Field]> {
    match ty {
        Type::Array(item) => record_of(model, item),
        Type::Named(id) => match &model[*id].kind {
            TypeKind::Record(record) => Some(&record.fields),
            TypeKind::Typeref(typeref) => record_of(model, &typeref.ty),
            _ => None,
        },
        _ => None,
    }
}

/// Finds the entity with every method that finds.
pub(super) async fn walk(round: &mut Round<'_>) {
    for method in &round.resource.methods {
        if !finds(method.rest) {
            continue;
        }
        let seed = round
            .seeds
            .finder(round.model, round.resource, method.rest, &method.name);
        if seed.is_some_and(|seed| seed.contains_key("elements")) {
            round.outcome.taken.push("finder of a list of its own");
            continue;
        }
        let step = match method.rest {
            RestMethod::GetAll => "get all",
            RestMethod::Finder => "finder",
            _ => "batch finder",
        };
        let Given { params, bound } = params(round, method);
        let found = find(round, method, &params).await;
        let result = found.and_then(|found| match found {
            true => Ok(()),
            false => {
                let entity = Json::Object(round.entity.clone());
                Err(format!("does not find {entity} by {params:?}"))
            }
        });
        let result = result.map_err(|why| format!("`{}` {why}", method.name));
        round.outcome.note(step, result);
        // By another value of any of these parameters it must not be found.
        for index in bound {
            let param = &method.params[index];
            let mut others = params.clone();
            let other = round.values.value(&param.ty);
            if is_vague(round.model, &param.ty) || Some(&other) == params.get(&param.name) {
                continue;
            }
            others.insert(param.name.clone(), other);
            let found = find(round, method, &others).await;
            let result = found.and_then(|found| match found {
                false => Ok(()),
                true => Err(format!("finds it by {others:?}")),
            });
            let result = result.map_err(|why| format!("`{}` {why}", method.name));
            round.outcome.note("finder narrows", result);
        }
    }
}

/// Whether a type, or what is in its lists, has so few values that two are easily the same, or values
/// that are not compared.
fn is_vague(model: &Model, ty: &Type) -> bool {
    match ty {
        Type::Boolean | Type::Float | Type::Double | Type::Decimal | Type::Map(..) => true,
        Type::Array(item) => is_vague(model, item),
        Type::Named(id) => match &model[*id].kind {
            TypeKind::Typeref(typeref) => is_vague(model, &typeref.ty),
            TypeKind::Enum(_) => true,
            _ => false,
        },
        _ => false,
    }
}

/// Whether the entity is on a page of what these parameters find.
async fn find<'a>(
    round: &mut Round<'a>,
    method: &'a Method,
    params: &Map<String, Json>,
) -> Result<bool, String> {
    let parts = parts(round, method);
    let (mut start, mut token) = (0, None::<String>);
    for _ in 0..100 {
        let mut request = round.request(method).required(params, &mut round.values);
        if let Some(parts) = &parts {
            request = request.key(parts);
        }
        let count = { method.paging.as_ref() }.map_or(0, |paging| paging.max.unwrap_or(50));
        let style = method.paging.as_ref().map(|paging| paging.style);
        match (style, &token) {
            (Some(PagingStyle::Offset), _) => {
                request = request.raw("start", &start.to_string());
                request = request.raw("count", &count.to_string());
            }
            (Some(PagingStyle::Cursor), Some(token)) => {
                request = request.raw("pageToken", token);
                request = request.raw("pageSize", &count.to_string());
            }
            (Some(PagingStyle::Cursor), None) => {
                request = request.raw("pageSize", &count.to_string());
            }
            (None, _) => {}
        }
        let reply = round.send(request).await;
        expect(&reply, 200)?;
        let page = match method.rest {
            RestMethod::BatchFinder => &reply.json["elements"][0],
            _ => &reply.json,
        };
        let elements = page["elements"].as_array().ok_or("has no elements")?;
        if elements.iter().any(|element| is_it(round, element)) {
            return Ok(true);
        }
        token = page["metadata"]["nextPageToken"]
            .as_str()
            .map(str::to_owned);
        start += elements.len();
        let more = match style {
            Some(PagingStyle::Offset) => !elements.is_empty(),
            Some(PagingStyle::Cursor) => token.is_some(),
            None => false,
        };
        if !more {
            break;
        }
    }
    Ok(false)
}

/// Whether an element is the entity, as far as what was sent tells: no other values, and one that is
/// the same, if there is any.
fn is_it(round: &Round<'_>, element: &Json) -> bool {
    let mut shared = round
        .entity
        .keys()
        .filter(|name| element.get(*name).is_some());
    round.agrees(element).is_ok() && (round.entity.is_empty() || shared.next().is_some())
}

/// Parts of the compound key, where the call takes some in its path.
fn parts(round: &Round<'_>, method: &Method) -> Option<Value> {
    if method.partial_key.is_empty() {
        return None;
    }
    let key = round.key.as_ref()?;
    let is_part = |name: &str| method.partial_key.iter().any(|part| part.name == name);
    let members = key.as_map()?.iter().filter(|(name, _)| is_part(name));
    let members: Vec<_> = members.cloned().collect();
    Some(Value::Map(members))
}

/// Values for the parameters.
struct Given {
    params: Map<String, Json>,
    /// Those that must be the entity's, by index.
    bound: Vec<usize>,
}

/// Values for the parameters, taken from the entity wherever the data or their names say how.
fn params(round: &Round<'_>, method: &Method) -> Given {
    let entity = Json::Object(round.entity.clone());
    let seed = round
        .seeds
        .finder(round.model, round.resource, method.rest, &method.name);
    let mut params = json!({});
    let mut bound = Vec::new();
    let filters = seed.and_then(|seed| seed.get("where")?.as_object());
    for (path, filter) in filters.into_iter().flatten() {
        if let Some(value) = at(&entity, field_of(filter)) {
            insert(round.model, method, &mut params, path, value);
        }
        let index = { method.params.iter() }.position(|param| param.name == *path);
        let equal = filter.is_string() && params.get(path).is_some();
        bound.extend(index.filter(|_| equal));
    }
    for (index, param) in method.params.iter().enumerate() {
        if params.get(&param.name).is_some() {
            continue;
        }
        let criteria = method.criteria == Some(index);
        let parts = record_of(round.model, &param.ty).filter(|_| criteria);
        for (path, ty) in match parts {
            Some(parts) => { parts.iter() }
                .map(|part| (format!("{}.{}", param.name, part.name), &part.ty))
                .collect(),
            None => vec![(param.name.clone(), &param.ty)],
        } {
            let name = path.rsplit('.').next().expect("a name");
            // What is a record is a range, or a query.
            if record_of(round.model, ty).is_some() {
                continue;
            }
            let named = names(name).into_iter();
            for field in named.filter_map(|name| entity.get(&name)) {
                if insert(round.model, method, &mut params, &path, field) {
                    // The criteria of a batch finder are several parameters in one.
                    bound.extend(Some(index).filter(|_| !criteria));
                    break;
                }
            }
        }
    }
    // A batch finder takes a list of criteria, of which this is one.
    if let (Some(index), Json::Object(params)) = (method.criteria, &mut params) {
        let criteria = &method.params[index].name;
        if let Some(criterion) = params.get_mut(criteria).filter(|one| !one.is_array()) {
            *criterion = json!([criterion.take()]);
        }
    }
    let params = params.as_object().cloned().unwrap_or_default();
    Given { params, bound }
}

/// Puts a value, or the items or the item that it stands for, at a path of parameters; false if it
/// does not fit there.
fn insert(model: &Model, method: &Method, params: &mut Json, path: &str, value: &Json) -> bool {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    let param = method.params.iter().find(|param| param.name == first);
    let Some(param) = param else { return false };
    let Some(ty) = type_at(model, &param.ty, rest) else {
        return false;
    };
    let item = value.as_array().and_then(|items| items.first());
    let forms = [Some(value.clone()), Some(json!([value])), item.cloned()];
    let fits = |form: &Json| read_value(model, ty, form, &param.place).is_ok();
    let Some(form) = forms.into_iter().flatten().find(|form| fits(form)) else {
        return false;
    };
    let mut target = params;
    for step in path.split('.') {
        if !target.is_object() {
            *target = json!({});
        }
        target = &mut target[step];
    }
    *target = form;
    true
}

/// The type at a path within a type; lists are looked into on the way.
fn type_at<'m>(model: &'m Model, ty: &'m Type, path: &str) -> Option<&'m Type> {
    if path.is_empty() {
        return Some(ty);
    }
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    let field = record_of(model, ty)?
        .iter()
        .find(|field| field.name == first)?;
    type_at(model, &field.ty, rest)
}
