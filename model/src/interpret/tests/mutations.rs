//! Every single change to a real sample must be a mismatch that names what was changed.
//!
//! This is the promise that samples are checked at all: a rule that lets a change pass is found
//! here, not in a client. The samples are named, so that a new one, which may allow a change that
//! none of these does, needs no new exception; over the wire every sample is falsified by the tests
//! of the generated client.

use std::path::Path;

use serde_json::{Map, Value as Json};

use crate::diagnostics::Report;
use crate::interpret::{At, Exchange, Mismatch, check_response, route};
use crate::model::{Model, PathPart, Resource};
use crate::source::SourceSet;

pub(super) fn real() -> (Model, Report) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema");
    let (model, report) = crate::load(&SourceSet::read(&folder).expect("the schema can be read"));
    match model {
        Some(model) => (model, report),
        None => panic!("{}", report.render(false)),
    }
}

/// A sample of each kind of call, answer and value that a change can be told in.
const SAMPLES: [&str; 18] = [
    "clientAwareMemberHandles.handleString.1",
    "clientAwareMemberHandles.members.1",
    "clientAwareMemberHandles.members.4",
    "connections.get.1",
    "connections.viewer.1",
    "connections.viewer.2",
    "connections.viewer.4",
    "contactExporterTasks.create.1",
    "contactExporterTasks.get.1",
    "emailAddress.members.1",
    "me.get.1",
    "me.get.2",
    "me.get.10",
    "people.batch_get.1",
    "people.get.1",
    "people.partial_update.1",
    "people_positions.create.1",
    "userinfo.get.1",
];

/// The real schema with [`SAMPLES`] alone.
fn with_samples() -> Model {
    let (mut model, _) = real();
    model.samples.retain(|s| SAMPLES.contains(&s.id.as_str()));
    assert_eq!(model.samples.len(), SAMPLES.len());
    model
}

fn measure(model: &Model, exchange: &Exchange) -> Vec<Mismatch> {
    match route(model, &exchange.request) {
        Err(found) => found,
        Ok(call) => check_response(model, &call, &exchange.response),
    }
}

/// The changed exchange must not fit, and one of the mismatches must be at the place.
#[track_caller]
fn must_fail(
    model: &Model,
    id: &str,
    change: &str,
    exchange: &Exchange,
    at: impl Fn(&Mismatch) -> bool,
) {
    let found = measure(model, exchange);
    let shown: Vec<_> = found.iter().map(ToString::to_string).collect();
    assert!(!found.is_empty(), "{id}: {change} fits");
    assert!(
        found.iter().any(at),
        "{id}: {change} is not named by {shown:#?}"
    );
}

#[test]
fn verbs() {
    let model = with_samples();
    for sample in &model.samples {
        for verb in ["GET", "POST", "PUT", "DELETE"] {
            let mut exchange = sample.exchange.clone();
            if exchange.request.method != verb {
                exchange.request.method = verb.to_owned();
                // What is another method of the same path then lacks its body, or has one too many.
                must_fail(&model, &sample.id, verb, &exchange, |found| {
                    matches!(found.at, At::Verb | At::Header(_) | At::Body(_))
                });
            }
        }
    }
}

#[test]
fn segments_of_the_path() {
    let model = with_samples();
    for sample in &model.samples {
        let (path, query) = match sample.exchange.request.path.split_once('?') {
            Some((path, query)) => (path, format!("?{query}")),
            None => (sample.exchange.request.path.as_str(), String::new()),
        };
        let call = sample.call.as_ref().expect("real samples fit");
        let segments: Vec<_> = path.split('/').skip(1).collect();
        for index in literals(&model, &model[call.method.resource]) {
            let mut changed = segments.clone();
            let name = format!("{}x", segments[index]);
            changed[index] = &name;
            let mut exchange = sample.exchange.clone();
            exchange.request.path = format!("/{}{query}", changed.join("/"));
            must_fail(&model, &sample.id, &name, &exchange, |found| {
                matches!(found.at, At::Path(_))
            });
        }
        let mut exchange = sample.exchange.clone();
        exchange.request.path = format!("{path}/more/of/it{query}");
        must_fail(&model, &sample.id, "more segments", &exchange, |found| {
            matches!(found.at, At::Path(_))
        });
    }
}

/// Which segments of a resource's paths are no keys.
fn literals(model: &Model, resource: &Resource) -> Vec<usize> {
    let base = model.api.bases[resource.base].path.split('/').skip(1);
    let own = resource.path.iter();
    let literal = base
        .map(|_| true)
        .chain(own.map(|part| matches!(part, PathPart::Segment(_))));
    { literal.enumerate() }
        .filter_map(|(index, literal)| literal.then_some(index))
        .collect()
}

#[test]
fn names_and_values_of_parameters() {
    let model = with_samples();
    let mut changes = 0;
    for sample in &model.samples {
        let Some((path, query)) = sample.exchange.request.path.split_once('?') else {
            continue;
        };
        let pairs: Vec<_> = query.split('&').collect();
        for (index, pair) in pairs.iter().enumerate() {
            let (name, value) = pair.split_once('=').expect("a value");
            // Any other text is a text too, so a text becomes a list.
            let renamed = format!("{name}x={value}");
            let retyped = format!("{name}=List((a:b))");
            let emptied = format!("{name}=");
            for change in [renamed, retyped, emptied] {
                let mut changed = pairs.clone();
                changed[index] = &change;
                let mut exchange = sample.exchange.clone();
                exchange.request.path = format!("{path}?{}", changed.join("&"));
                must_fail(
                    &model,
                    &sample.id,
                    &change,
                    &exchange,
                    |found| match &found.at {
                        At::Query(at) | At::Mask(at, _) => at.starts_with(name),
                        // Without them the request is another method.
                        At::Verb => name == "q" || name == "ids",
                        _ => false,
                    },
                );
                changes += 1;
            }
        }
    }
    assert!(changes > 30, "{changes}");
}

#[test]
fn names_in_masks() {
    let model = with_samples();
    let mut changes = 0;
    for sample in &model.samples {
        let path = &sample.exchange.request.path;
        let Some(start) = path.find("projection=") else {
            continue;
        };
        let start = start + "projection=".len();
        let end = path[start..]
            .find('&')
            .map_or(path.len(), |end| start + end);
        let mut at = start;
        while let Some(offset) = path[at..end].find(|c: char| c.is_ascii_alphanumeric()) {
            let word = at + offset;
            let length = path[word..end]
                .find(|c: char| !c.is_ascii_alphanumeric())
                .unwrap_or(end - word);
            let name = format!("{}Q", &path[word..word + length]);
            let mut exchange = sample.exchange.clone();
            exchange.request.path = format!("{}{name}{}", &path[..word], &path[word + length..]);
            must_fail(&model, &sample.id, &name, &exchange, |found| {
                found.at == At::Mask("projection".to_owned(), word - start)
                    && found.message.contains(&name)
            });
            at = word + length;
            changes += 1;
        }
    }
    assert!(changes > 10, "{changes}");
}

#[test]
fn members_of_request_bodies() {
    let model = with_samples();
    let mut changes = 0;
    for sample in &model.samples {
        let mut exchange = sample.exchange.clone();
        let Some(Json::Object(members)) = &mut exchange.request.body else {
            continue;
        };
        members.insert("nobodyKnows".to_owned(), Json::from(1));
        must_fail(&model, &sample.id, "one more member", &exchange, |found| {
            found.at == At::Body("nobodyKnows".to_owned())
        });
        changes += 1;
    }
    assert!(changes > 0);
}

#[test]
fn headers() {
    let model = with_samples();
    let mut changes = 0;
    for sample in &model.samples {
        let call = sample.call.as_ref().expect("real samples fit");
        let method = &model[call.method.resource].methods[call.method.method];
        for param in &method.headers {
            let mut exchange = sample.exchange.clone();
            for (name, _) in &mut exchange.request.headers {
                if name.eq_ignore_ascii_case(&param.name) {
                    name.push('s');
                }
            }
            must_fail(&model, &sample.id, &param.name, &exchange, |found| {
                found.at == At::Header(param.name.clone())
            });
            changes += 1;
        }
        if exchange_creates(&sample.exchange) {
            let mut exchange = sample.exchange.clone();
            for (name, _) in &mut exchange.response.headers {
                name.push('s');
            }
            must_fail(&model, &sample.id, "another header", &exchange, |found| {
                matches!(found.at, At::ResponseHeader(_))
            });
        }
    }
    assert!(changes > 0);
}

fn exchange_creates(exchange: &Exchange) -> bool {
    exchange.response.status == 201
}

#[test]
fn every_member_of_every_response() {
    let model = with_samples();
    let mut changes = 0;
    for sample in &model.samples {
        let Some(body) = &sample.exchange.response.body else {
            continue;
        };
        let mut pointers = Vec::new();
        collect(body, String::new(), &mut pointers);
        for pointer in pointers {
            // Renamed, it is unknown; as a value of another shape, it is of the wrong type.
            for change in [Change::Rename, Change::Retype] {
                let mut exchange = sample.exchange.clone();
                let body = exchange.response.body.as_mut().expect("a body");
                let Some(name) = apply(body, &pointer, change) else {
                    continue;
                };
                must_fail(
                    &model,
                    &sample.id,
                    &format!("{change:?} {pointer}"),
                    &exchange,
                    |found| match &found.at {
                        At::ResponseBody(path) => path.contains(&name),
                        _ => false,
                    },
                );
                changes += 1;
            }
        }
    }
    assert!(changes > 300, "{changes}");
}

#[test]
fn damaged_requests_never_panic() {
    let model = with_samples();
    for sample in &model.samples {
        let path = &sample.exchange.request.path;
        for at in (0..=path.len()).filter(|at| path.is_char_boundary(*at)) {
            for damage in [
                "(", ")", ",", ":", "~", "*", "'", "%", "&", "=", "?", "/", "é", "",
            ] {
                let mut request = sample.exchange.request.clone();
                request.path = format!(
                    "{}{damage}{}",
                    &path[..at],
                    path.get(at + 1..).unwrap_or_default()
                );
                let _ = route(&model, &request);
                request.path = format!("{}{damage}", &path[..at]);
                let _ = route(&model, &request);
            }
        }
    }
}

#[derive(Clone, Copy, Debug)]
enum Change {
    Rename,
    Retype,
}

/// The JSON pointers of all members.
fn collect(json: &Json, at: String, out: &mut Vec<String>) {
    match json {
        Json::Object(members) => {
            for (name, value) in members {
                let pointer = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
                out.push(pointer.clone());
                collect(value, pointer, out);
            }
        }
        Json::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(item, format!("{at}/{index}"), out);
            }
        }
        _ => {}
    }
}

/// Changes one member; the name to look for, or nothing where the schema allows the change.
fn apply(body: &mut Json, pointer: &str, change: Change) -> Option<String> {
    let (parent, name) = pointer.rsplit_once('/')?;
    let name = name.replace("~1", "/").replace("~0", "~");
    // The keys of a map are open: by locale, by id.
    let open = ["localized", "positions", "educations", "skills"]
        .iter()
        .any(|map| parent.ends_with(map));
    let members: &mut Map<String, Json> = body.pointer_mut(parent)?.as_object_mut()?;
    match change {
        Change::Rename if open => None,
        Change::Rename => {
            let value = members.remove(&name)?;
            let renamed = format!("{name}Q");
            members.insert(renamed.clone(), value);
            Some(renamed)
        }
        Change::Retype => {
            let value = members.get_mut(&name)?;
            *value = match value {
                Json::Object(_) => Json::from(true),
                Json::Array(_) => Json::from(true),
                _ => serde_json::json!([{}]),
            };
            Some(name)
        }
    }
}
