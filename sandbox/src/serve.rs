//! The doors of a sandbox: which part of it a request is for.
//!
//! Beside the API stand places that are no resources, such as those that files are uploaded to; and
//! before all of them somebody looks whether the request was meant for this machine.

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Instant, SystemTime};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::request::Parts;
use axum::response::Response;
use restli_model::interpret::HttpRequest;
use serde_json::Value as Json;

use crate::auth::Door;
use crate::catalogue::{Catalogue, Explanation, Refusal, TOO_LARGE};
use crate::connection::{Limits, Listener, Wire};
use crate::evaluate::Answer;
use crate::faults::Applied;
use crate::http::Unread;
use crate::journal::{Noted, since_1970};
use crate::world::World;
use crate::{auth, control, faults, host, http, upload};

/// Serves until the listener breaks.
pub(crate) async fn run(listener: TcpListener, world: Arc<World>, limits: Limits) {
    let rules = world.faults.clone();
    let router = Router::new().fallback(handle).with_state(world);
    if let Ok(listener) = tokio::net::TcpListener::from_std(listener) {
        let listener = Listener::new(listener, limits, move || faults::prologue(&rules));
        let service = router.into_make_service_with_connect_info::<Wire>();
        // There is nobody to report to: the thread ends, and callers see the connection refused.
        let _ = axum::serve(listener, service).await;
    }
}

async fn handle(
    State(world): State<Arc<World>>,
    ConnectInfo(wire): ConnectInfo<Wire>,
    request: Request,
) -> Response {
    let (head, body) = request.into_parts();
    if let Some(answer) = host::misdirected(&head) {
        return answer;
    }
    if head.uri.path().starts_with(faults::PATH) {
        return faults::control(&world.faults, &head, body).await;
    }
    if auth::is_control(head.uri.path()) {
        return auth::control(&world.auth, &head, body).await;
    }
    if let Some(place) = control::place(head.uri.path()) {
        return control::answer(&world, place, &head, body).await;
    }
    let bare = faults::may_hit(&world, &head).then(|| http::head(&head));
    let number = AtomicU64::new(0);
    let response = faults::around(&world, &wire, head, body, async |head, body| {
        doors(&world, &number, &head, body).await
    })
    .await;
    if let (Some(request), Some(Applied(fault))) = (bare, response.extensions().get()) {
        let (number, status) = (number.into_inner(), response.status().as_u16());
        world.journal.hit(number, &request, fault, status);
    }
    response
}

/// Whatever faults may hit. The number that the journal gives it goes to `noted`.
async fn doors(world: &World, noted: &AtomicU64, head: &Parts, body: Body) -> Response {
    if let Some(door) = world.auth.door(head.uri.path()) {
        return sign_in(world, noted, door, head, body).await;
    }
    match upload::number(head.uri.path()) {
        Some(number) => upload::answer(world, number, &head.method, body).await,
        None => api(world, noted, head, body).await,
    }
}

/// A request to the OAuth server.
async fn sign_in(
    world: &World,
    number: &AtomicU64,
    door: Door,
    head: &Parts,
    body: Body,
) -> Response {
    let Ok(body) = to_bytes(body, http::MAX_BODY).await else {
        return http::respond(Answer::from(too_large(&world.catalogue)));
    };
    let text = str::from_utf8(&body).ok().filter(|text| !text.is_empty());
    let request = HttpRequest {
        body: text.map(Json::from),
        ..http::head(head)
    };
    let begun = Instant::now();
    let response = world.auth.answer(door, head, Body::from(body)).await;
    let took = begun.elapsed();
    let (reply, body) = response.into_parts();
    // Its answers are whole before they are sent.
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let answer = Answer {
        status: reply.status.as_u16(),
        // Pages are no data.
        body: serde_json::from_slice(&body).ok(),
        ..Answer::default()
    };
    let noted = Noted {
        call: None,
        valid: answer.status < 400,
        took,
        at: since_1970(SystemTime::now()),
    };
    let kept = world.journal.note(&request, &answer, noted);
    number.store(kept, Ordering::Relaxed);
    Response::from_parts(reply, Body::from(body))
}

/// A request of the API.
async fn api(world: &World, number: &AtomicU64, head: &Parts, body: Body) -> Response {
    let (request, read) = http::read(head, body).await;
    let begun = Instant::now();
    let (mut answer, call) = match read {
        Ok(()) => world.answer(&request, None),
        Err(Unread::Broken(why)) => world.answer(&request, Some(why)),
        Err(Unread::TooLarge) => (Answer::from(too_large(&world.catalogue)), None),
    };
    let protocol = { request.headers.iter() }.find(|(name, _)| name == http::PROTOCOL);
    answer.v1 |= protocol.is_some_and(|(_, version)| version == "1.0.0");
    answer.headers.extend(protocol.cloned());
    let noted = Noted {
        valid: call.is_some(),
        call,
        took: begun.elapsed(),
        at: since_1970(SystemTime::now()),
    };
    let kept = world.journal.note(&request, &answer, noted);
    number.store(kept, Ordering::Relaxed);
    http::respond(answer)
}

fn too_large(catalogue: &Catalogue) -> Refusal {
    let message = format!("the body is larger than {} bytes", http::MAX_BODY);
    let explanation = Explanation {
        at: Some("request body".to_owned()),
        ..Explanation::text(TOO_LARGE, message)
    };
    catalogue.refuse_about(TOO_LARGE, None, vec![explanation])
}
