//! HTTP in and out: bytes to a request of the interpreter, an answer back to bytes.
//!
//! Everything with a meaning happens elsewhere; here only what HTTP itself asks for is done.

use std::net::TcpListener;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use restli_model::interpret::HttpRequest;
use restli_model::model::Model;
use serde_json::Value as Json;

use crate::catalogue::Catalogue;
use crate::evaluate::{Answer, evaluate};
use crate::seed::Data;
use crate::store::Store;
use crate::upload;
use crate::validate::validate;

const PROTOCOL: &str = "x-restli-protocol-version";
const ERROR: &str = "x-restli-error-response";
const ERROR_V1: &str = "x-linkedin-error-response";
/// Larger bodies are refused; no call of a schema needs one.
const MAX_BODY: usize = 8 << 20;

/// All that a sandbox knows.
pub(crate) struct World {
    pub(crate) model: Model,
    pub(crate) behaviour: crate::seed::Behaviour,
    pub(crate) catalogue: Catalogue,
    store: Mutex<Store>,
    token: String,
    /// Where it is.
    url: String,
}

impl World {
    pub(crate) fn new(model: Model, data: Data, token: String, url: String) -> Self {
        World {
            model,
            behaviour: data.behaviour,
            catalogue: data.catalogue,
            store: Mutex::new(data.store),
            token,
            url,
        }
    }

    /// Where to upload to.
    pub(crate) fn upload_url(&self, number: usize) -> String {
        upload::url(&self.url, number)
    }

    fn answer(&self, request: &HttpRequest) -> Answer {
        match validate(&self.model, &self.catalogue, &self.token, request) {
            Ok((request, call)) => {
                // A request that panicked must not take the others with it.
                let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
                evaluate(self, &mut store, &call, &request)
            }
            Err(refusal) => Answer::from(refusal),
        }
    }
}

/// Serves until the listener breaks.
pub(crate) async fn run(listener: TcpListener, world: Arc<World>) {
    let router = Router::new().fallback(handle).with_state(world);
    if let Ok(listener) = tokio::net::TcpListener::from_std(listener) {
        // There is nobody to report to: the thread ends, and callers see the connection refused.
        let _ = axum::serve(listener, router).await;
    }
}

async fn handle(State(world): State<Arc<World>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    if let Some(number) = upload::number(head.uri.path()) {
        return upload::answer(&world.store, number, &head.method, body).await;
    }
    let path = head
        .uri
        .path_and_query()
        .map_or("/", |path| path.as_str())
        .to_owned();
    let headers: Vec<_> = head
        .headers
        .iter()
        .map(|(name, value)| {
            (
                name.to_string(),
                String::from_utf8_lossy(value.as_bytes()).into_owned(),
            )
        })
        .collect();
    let protocol = head.headers.get(PROTOCOL).cloned();
    let content_type = head.headers.get(header::CONTENT_TYPE);
    let body = match to_bytes(body, MAX_BODY).await {
        Ok(bytes) => read_body(&bytes, content_type),
        Err(_) => Err(format!("it is larger than {MAX_BODY} bytes")),
    };
    let method = head.method.as_str().to_owned();
    let mut answer = match body {
        Ok(body) => world.answer(&HttpRequest {
            method,
            path,
            headers,
            body,
        }),
        Err(why) => Answer::from(world.catalogue.unreadable(&why)),
    };
    answer.v1 |= protocol.as_ref().is_some_and(|version| version == "1.0.0");
    answer.headers.extend(protocol.map(|version| {
        (
            PROTOCOL.to_owned(),
            String::from_utf8_lossy(version.as_bytes()).into_owned(),
        )
    }));
    respond(answer)
}

fn read_body(bytes: &[u8], content_type: Option<&HeaderValue>) -> Result<Option<Json>, String> {
    if bytes.is_empty() {
        return Ok(None);
    }
    let content_type = content_type
        .and_then(|value| value.to_str().ok())
        .unwrap_or("application/json");
    if content_type
        .trim_start()
        .to_ascii_lowercase()
        .starts_with("application/json")
    {
        serde_json::from_slice(bytes)
            .map(Some)
            .map_err(|error| error.to_string())
    } else {
        let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
        Ok(Some(Json::from(text)))
    }
}

fn respond(answer: Answer) -> Response {
    let failed = answer.status >= 400;
    let (body, json) = match answer.body {
        Some(body) => (Body::from(body.to_string()), true),
        None => (Body::empty(), false),
    };
    let mut response = Response::new(body);
    *response.status_mut() =
        StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    if json {
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        );
    }
    if failed && json {
        let name = if answer.v1 { ERROR_V1 } else { ERROR };
        headers.insert(name, HeaderValue::from_static("true"));
    }
    for (name, value) in answer.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.append(name, value);
        }
    }
    response
}
