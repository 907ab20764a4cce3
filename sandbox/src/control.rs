//! What the sandbox is told and asked beside the API, below `/_sandbox`.
//!
//! Tests in any language use it as the handle in Rust is used: to begin again, to look at what was
//! sent, to check it. No token is needed, because it has nothing that is worth one.

use axum::body::{Body, to_bytes};
use axum::http::Method;
use axum::http::request::Parts;
use axum::response::Response;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};

use crate::http;
use crate::journal::Expected;
use crate::world::World;

/// Everything else is the API's.
const PATH: &str = "/_sandbox";
/// Larger bodies are refused.
const MAX_BODY: usize = 1 << 20;

/// Each place, what it takes, and what it is for.
const PLACES: &[(&str, &str, &str)] = &[
    ("GET", "/", "this list"),
    (
        "POST",
        "/reset",
        "everything is again as it was at the start",
    ),
    ("GET", "/snapshots", "the names of what was kept"),
    ("PUT", "/snapshots/{name}", "keeps what is there now"),
    ("POST", "/snapshots/{name}", "puts back what was kept"),
    ("DELETE", "/snapshots/{name}", "forgets what was kept"),
    (
        "GET",
        "/behaviours",
        "what the sandbox does: documented, reported or assumed",
    ),
    ("GET", "/data", "what is there, by resource"),
    ("GET", "/journal", "the last exchanges; ?last=N for fewer"),
    ("DELETE", "/journal", "forgets them"),
    (
        "POST",
        "/verify",
        "whether the calls in `expected` were made, and with `only` no others",
    ),
];

/// What goes wrong here: a status and why.
type Problem = (u16, String);

/// The body of `/verify`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Verify {
    expected: Vec<Expected>,
    #[serde(default)]
    only: bool,
}

/// The rest of a path that is not the API's.
pub(crate) fn place(path: &str) -> Option<&str> {
    let rest = path.strip_prefix(PATH)?;
    (rest.is_empty() || rest.starts_with('/')).then_some(rest)
}

/// Does what is asked for at a place.
pub(crate) async fn answer(world: &World, place: &str, head: &Parts, body: Body) -> Response {
    let Ok(body) = to_bytes(body, MAX_BODY).await else {
        return http::json(413, &json!({ "message": "the body is too large" }));
    };
    let query = head.uri.query().unwrap_or_default();
    match act(world, &head.method, place, query, &body) {
        Ok(Json::Null) => http::status(204),
        Ok(body) => http::json(200, &body),
        Err((status, message)) => http::json(status, &json!({ "message": message })),
    }
}

fn act(
    world: &World,
    method: &Method,
    place: &str,
    query: &str,
    body: &[u8],
) -> Result<Json, Problem> {
    let segments: Vec<&str> = { place.split('/') }
        .filter(|part| !part.is_empty())
        .collect();
    match (method.as_str(), &segments[..]) {
        ("GET", []) => Ok(index(world)),
        ("POST", ["reset"]) => {
            world.reset();
            Ok(Json::Null)
        }
        ("GET", ["snapshots"]) => Ok(json!(world.snapshots().keys().collect::<Vec<_>>())),
        ("PUT", ["snapshots", name]) => {
            let kept = world.store().clone();
            world.snapshots().insert((*name).to_owned(), kept);
            Ok(Json::Null)
        }
        ("POST", ["snapshots", name]) => {
            let kept = world.snapshots().get(*name).cloned();
            world.restore(&kept.ok_or_else(|| unknown_snapshot(name))?);
            Ok(Json::Null)
        }
        ("DELETE", ["snapshots", name]) => {
            let kept = world.snapshots().remove(*name);
            kept.map(|_| Json::Null)
                .ok_or_else(|| unknown_snapshot(name))
        }
        ("GET", ["behaviours"]) => Ok(json!(world.behaviours())),
        ("GET", ["data"]) => Ok(world.store().told(&world.model)),
        ("GET", ["journal"]) => journal(world, query),
        ("DELETE", ["journal"]) => {
            world.journal.clear();
            Ok(Json::Null)
        }
        ("POST", ["verify"]) => {
            let Verify { expected, only } = read(body)?;
            match world.verify(&expected, only) {
                Ok(()) => Ok(Json::Null),
                Err(unverified) => Err((409, unverified.to_string())),
            }
        }
        _ => Err(nowhere(method, &segments)),
    }
}

fn index(world: &World) -> Json {
    let places = PLACES.iter();
    let places = places.map(|(verb, place, purpose)| {
        json!({ "verb": verb, "path": format!("{PATH}{place}"), "purpose": purpose })
    });
    json!({ "api": world.model.api.name, "url": world.url(), "places": places.collect::<Vec<_>>() })
}

fn journal(world: &World, query: &str) -> Result<Json, Problem> {
    let mut exchanges = world.journal.exchanges();
    if let Some(last) = query.strip_prefix("last=") {
        let last: usize = { last.parse() }
            .map_err(|_| (400, format!("`last={last}` is no number of exchanges")))?;
        exchanges.drain(..exchanges.len().saturating_sub(last));
    } else if !query.is_empty() {
        let message = format!("the journal takes `last=N`, not `{query}`");
        return Err((400, message));
    }
    Ok(json!(exchanges))
}

/// A body of JSON.
fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(body).map_err(|error| (400, format!("the body: {error}")))
}

fn unknown_snapshot(name: &str) -> Problem {
    (404, format!("nothing was kept as `{name}`"))
}

fn nowhere(method: &Method, segments: &[&str]) -> Problem {
    let there = PLACES.iter().filter(|(_, place, _)| {
        place.split('/').nth(1) == Some(segments.first().copied().unwrap_or_default())
    });
    let verbs: Vec<&str> = there.map(|(verb, _, _)| *verb).collect();
    let place = segments.join("/");
    match verbs.is_empty() {
        true => (
            404,
            format!("there is no `/{place}` here; GET {PATH}/ lists what is"),
        ),
        false => (
            405,
            format!("`/{place}` takes {}, not {method}", verbs.join(", ")),
        ),
    }
}
