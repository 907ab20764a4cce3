//! A small HTTP client over a plain socket, so that no library changes what is sent.

use std::panic::Location;
use std::path::{Path, PathBuf};

use restli_model::interpret::{HttpRequest, HttpResponse, check_response, resource_at, route};
use restli_model::model::{Model, ResourceKind};
use restli_model::source::SourceSet;
use restli_sandbox::Sandbox;
use serde_json::Value as Json;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const PROTOCOL: &str = "X-RestLi-Protocol-Version";

/// The project's own schema.
pub(crate) fn schema() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema")
}

/// A sandbox of the project's own schema.
pub(crate) async fn served() -> Served {
    Served::start(&schema()).await
}

/// The schema of a made-up service that has every feature of Rest.li.
pub(crate) fn features() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../codegen/tests/features/schema")
}

/// A sandbox of that service.
pub(crate) async fn library() -> Served {
    Served::start(&features()).await
}

/// A schema of these files: path and text.
pub(crate) fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    folder
}

/// The recorded exchanges of a schema.
pub(crate) fn samples(schema: &Path) -> Vec<Json> {
    let mut samples = Vec::new();
    for group in std::fs::read_dir(schema.join("samples")).expect("samples") {
        for file in std::fs::read_dir(group.expect("a folder").path()).expect("a folder") {
            let text = std::fs::read_to_string(file.expect("a file").path()).expect("a text");
            let sample: Json = serde_json::from_str(&text).expect("a sample is JSON");
            // Documents are no exchanges.
            samples.extend(Some(sample).filter(|sample| sample["request"].is_object()));
        }
    }
    assert!(!samples.is_empty());
    samples.sort_by_key(|sample| sample["id"].to_string());
    samples
}

/// A sandbox and the model that it serves.
pub(crate) struct Served {
    pub(crate) sandbox: Sandbox,
    model: Model,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) json: Json,
}

impl Served {
    pub(crate) async fn start(schema: &Path) -> Self {
        let sandbox = match Sandbox::start(schema).await {
            Ok(sandbox) => sandbox,
            Err(error) => panic!("{error}"),
        };
        let (model, _) =
            restli_model::load(&SourceSet::read(schema).expect("the schema can be read"));
        Served {
            sandbox,
            model: model.expect("the schema has no errors"),
        }
    }

    /// What it serves.
    pub(crate) fn model(&self) -> &Model {
        &self.model
    }

    /// Sends a request with the token, of protocol 2.0.0 and of the schema's version unless the headers say
    /// otherwise.
    pub(crate) async fn send(
        &self,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Reply {
        let mut all = headers.to_vec();
        let version = self.version(target);
        for (name, value) in [(PROTOCOL, "2.0.0")].into_iter().chain(version) {
            if !headers
                .iter()
                .any(|(known, _)| known.eq_ignore_ascii_case(name))
            {
                all.push((name, value));
            }
        }
        let headers = all;
        self.send_as_is(method, target, &headers, body).await
    }

    /// The header with the version of what is at a path.
    fn version(&self, target: &str) -> Option<(&str, &str)> {
        let path = target.split('?').next().unwrap_or_default();
        let resource = &self.model[resource_at(&self.model, path)?];
        let version = self.model.api.version.as_ref()?;
        let own = resource.version.as_ref().unwrap_or(&version.default);
        Some((&version.header, own))
    }

    /// Sends a request with the token and no other header of its own.
    pub(crate) async fn send_as_is(
        &self,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Reply {
        let bearer = format!("Bearer {}", self.sandbox.token());
        let mut headers = headers.to_vec();
        headers.push(("Authorization", &bearer));
        send(self.sandbox.url(), method, target, &headers, body).await
    }

    /// Reads; whatever is answered must fit the schema.
    #[track_caller]
    pub(crate) fn get(&self, target: &str) -> impl Future<Output = Reply> {
        self.call("GET", target, "", Json::Null)
    }

    /// Reads what must be there.
    #[track_caller]
    pub(crate) fn ok(&self, target: &str) -> impl Future<Output = Json> {
        let caller = Location::caller();
        let reply = self.get(target);
        async move {
            let reply = reply.await;
            assert_eq!(reply.status, 200, "{caller}: {:#}", reply.json);
            reply.json
        }
    }

    /// Calls a Rest.li method; a call of the schema must be answered as the schema says, anything
    /// else must be refused.
    #[track_caller]
    pub(crate) fn call(
        &self,
        verb: &str,
        target: &str,
        method: &str,
        body: Json,
    ) -> impl Future<Output = Reply> {
        let caller = Location::caller();
        let mut headers = Vec::new();
        if !method.is_empty() {
            headers.push(("X-RestLi-Method".to_owned(), method.to_owned()));
        }
        if !body.is_null() {
            let json = "application/json".to_owned();
            headers.push(("Content-Type".to_owned(), json));
        }
        let request = HttpRequest {
            method: verb.to_owned(),
            path: target.to_owned(),
            headers,
            body: Some(body).filter(|body| !body.is_null()),
        };
        self.exchange(request, caller)
    }

    /// Sends a request; a call of the schema must be answered as the schema says, anything else must
    /// be refused.
    pub(crate) async fn exchange(&self, request: HttpRequest, caller: &Location<'_>) -> Reply {
        let headers: Vec<_> = { request.headers.iter() }
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let body = request.body.as_ref().map(Json::to_string);
        let body = body.unwrap_or_default();
        // A call that is not Rest.li has no protocol.
        let plain = route(&self.model, &request)
            .is_ok_and(|call| self.model[call.method.resource].kind == ResourceKind::Plain);
        let (verb, path) = (&request.method, &request.path);
        let reply = match plain {
            true => self.send_as_is(verb, path, &headers, &body).await,
            false => self.send(verb, path, &headers, &body).await,
        };
        self.fits(caller, &request, &reply);
        reply
    }

    /// Sends a recorded request, in the month of its version.
    pub(crate) async fn replay(&self, request: &Json) -> Reply {
        let version = self.model.api.version.as_ref();
        let version = version.and_then(|version| {
            let mut headers = request["headers"].as_object()?.iter();
            let (_, value) =
                headers.find(|(name, _)| name.eq_ignore_ascii_case(&version.header))?;
            Some(value.as_str()?.get(..6)?.to_owned())
        });
        let turned = self.sandbox.turn_to(version.as_deref());
        turned.expect("a version that is recorded begins with its month");
        let headers: Vec<_> = { request["headers"].as_object().into_iter().flatten() }
            .map(|(name, value)| (name.as_str(), value.as_str().expect("a header")))
            .collect();
        let body = match &request["body"] {
            Json::Null => String::new(),
            Json::String(text) => text.clone(),
            body => body.to_string(),
        };
        let text = |name: &str| request[name].as_str().expect("a text");
        self.send_as_is(text("method"), text("path"), &headers, &body)
            .await
    }

    fn fits(&self, caller: &Location<'_>, request: &HttpRequest, reply: &Reply) {
        let target = &request.path;
        let Ok(call) = route(&self.model, request) else {
            assert!(reply.status >= 400, "{caller}: {target}: {reply:?}");
            return;
        };
        let body = (!reply.json.is_null()).then(|| without_explanation(&reply.json));
        let response = HttpResponse {
            status: reply.status,
            headers: reply.headers.clone(),
            body,
        };
        let misfits: Vec<_> = check_response(&self.model, &call, &response)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert!(
            misfits.is_empty(),
            "{caller}: {target}: {misfits:#?} in {:#}",
            reply.json
        );
    }
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let header = self
            .headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name));
        header.map(|(_, value)| value.as_str())
    }
}

/// Sends one request and reads the answer to its end.
pub(crate) async fn send(
    url: &str,
    method: &str,
    target: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Reply {
    let (status, headers, body) = exchange(url, method, target, headers, body).await;
    Reply {
        status,
        headers,
        json: if body.is_empty() {
            Json::Null
        } else {
            serde_json::from_str(&body).expect("the body is JSON")
        },
    }
}

/// Sends one request; the status, the headers and the text of the answer.
pub(crate) async fn exchange(
    url: &str,
    method: &str,
    target: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> (u16, Vec<(String, String)>, String) {
    let address = url.strip_prefix("http://").expect("a plain URL");
    let mut stream = TcpStream::connect(address)
        .await
        .expect("the sandbox listens");
    let mut request = format!(
        "{method} {target} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {}\r\n",
        body.len()
    );
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str("\r\n");
    request.push_str(body);
    stream
        .write_all(request.as_bytes())
        .await
        .expect("the request can be written");
    let mut answer = String::new();
    stream
        .read_to_string(&mut answer)
        .await
        .expect("the answer is text");
    let (head, body) = answer.split_once("\r\n\r\n").expect("an answer has a head");
    let mut lines = head.lines();
    let status = lines
        .next()
        .and_then(|line| line.split(' ').nth(1))
        .and_then(|status| status.parse().ok());
    let headers = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
    (
        status.expect("a status"),
        headers.collect(),
        body.to_owned(),
    )
}

/// The sandbox's own member is no part of any API.
fn without_explanation(json: &Json) -> Json {
    let mut json = json.clone();
    if let Some(members) = json.as_object_mut() {
        members.remove("explanation");
    }
    json
}
