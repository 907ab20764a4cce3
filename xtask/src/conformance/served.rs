//! The suite from the other side: its requests, sent to a sandbox of the imported schema.
//!
//! The sandbox says what it has understood in its journal; that must be the operation that the manifest
//! names, with the keys and parameters that the client's test uses.

use std::error::Error;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use restli_model::interpret::{Call, HttpRequest, key_json, receive, to_json};
use restli_model::model::Model;
use serde_json::{Value as Json, json};

use super::cargo::target_dir;
use crate::root;
use crate::schema::count;

/// What became of the requests of a suite.
#[derive(Default)]
pub(super) struct Outcome {
    /// How many were understood as the operation of the manifest.
    understood: usize,
    /// How many break their own schema, and were refused for that.
    refused: usize,
    /// The ids of the others; each is reported.
    wrong: Vec<String>,
}

impl Outcome {
    pub(super) fn is_sound(&self) -> bool {
        self.wrong.is_empty()
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sent = self.understood + self.refused + self.wrong.len();
        write!(
            f,
            "{} sent to the sandbox: {} understood as the operation of the manifest, {} refused by the suite's own schema, {} failed",
            count(sent, "request"),
            self.understood,
            self.refused,
            self.wrong.len()
        )
    }
}

/// Sends the requests of all samples to a sandbox of their schema.
pub(super) fn send_all(schema: &Path, model: &Model) -> Result<Outcome, Box<dyn Error>> {
    let sandbox = Served::start(schema)?;
    let mut outcome = Outcome::default();
    for sample in &model.samples {
        // What does not fit the schema has failed before.
        let Some(call) = &sample.call else { continue };
        let request = &sample.exchange.request;
        sandbox.send(request)?;
        let exchange = sandbox.last_exchange()?;
        // A suite may record what its own service refuses in part, such as one entity of a batch.
        if let Err(mismatches) = receive(model, request) {
            let told = &exchange["answer"]["explanation"][0]["message"];
            match mismatches.first() {
                Some(first) if *told == *first.message => outcome.refused += 1,
                _ => outcome.wrong.push(sample.id.clone()),
            }
            continue;
        }
        let (expected, found) = (expected(model, call), understood(&exchange));
        let parts = expected.as_object().into_iter().flatten();
        let differ = parts.filter(|(name, wanted)| match found.get(name.as_str()) {
            Some(part) => part != *wanted,
            None => !is_empty(wanted),
        });
        let names: Vec<&str> = differ.map(|(name, _)| name.as_str()).collect();
        if names.is_empty() {
            outcome.understood += 1;
            continue;
        }
        let (id, names) = (&sample.id, names.join(", "));
        eprintln!("error: `{id}`: the sandbox understands otherwise: {names}");
        eprintln!("expected {expected:#}\nfound {found:#}");
        outcome.wrong.push(id.clone());
    }
    Ok(outcome)
}

/// The call of an exchange, its keys without their names; nothing for no call.
fn understood(exchange: &Json) -> Json {
    let mut call = exchange["call"].clone();
    if let Some(Json::Object(keys)) = call.get_mut("keys").map(Json::take) {
        call["keys"] = sorted(keys.into_iter().map(|(_, key)| key).collect());
    }
    call
}

/// A call as the journal tells it.
fn expected(model: &Model, call: &Call) -> Json {
    let resource = &model[call.method.resource];
    let method = &resource.methods[call.method.method];
    let keys = call.keys.iter().map(|(_, key)| key_json(model, key));
    let parts = call
        .partial_key
        .iter()
        .map(|(_, part)| to_json(model, part));
    let params = call.params.iter();
    let params =
        params.map(|(index, value)| (method.params[*index].name.clone(), to_json(model, value)));
    json!({
        "resource": resource.name,
        "method": method.rest.wire_name(),
        "name": method.name,
        "keys": sorted(keys.chain(parts).collect()),
        "ids": call.ids.iter().map(|key| key_json(model, key)).collect::<Vec<_>>(),
        "params": params.collect::<serde_json::Map<_, _>>(),
    })
}

/// Keys without their names, in an order of their own.
fn sorted(mut keys: Vec<Json>) -> Json {
    keys.sort_by_key(Json::to_string);
    Json::Array(keys)
}

/// Whether the journal leaves it out.
fn is_empty(json: &Json) -> bool {
    match json {
        Json::Array(items) => items.is_empty(),
        Json::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// A sandbox in a process of its own, which ends with this.
struct Served {
    child: Child,
    address: String,
    token: String,
}

impl Served {
    /// Builds the sandbox through cargo, and starts it.
    fn start(schema: &Path) -> Result<Self, Box<dyn Error>> {
        let built = Command::new(env!("CARGO"))
            .args([
                "build",
                "--quiet",
                "--package",
                "restli-sandbox",
                "--bin",
                "restli-sandbox",
            ])
            .arg("--manifest-path")
            .arg(root().join("Cargo.toml"))
            .env("CARGO_TARGET_DIR", target_dir())
            .status()?;
        if !built.success() {
            return Err("the sandbox cannot be built".into());
        }
        let mut child = Command::new(target_dir().join("debug").join("restli-sandbox"))
            .arg("--schema")
            .arg(schema)
            .stdout(Stdio::piped())
            .spawn()?;
        let mut lines = BufReader::new(child.stdout.take().ok_or("no output")?).lines();
        let mut line = || lines.next().transpose().map(Option::unwrap_or_default);
        let (url, token) = (line()?, line()?);
        let address = url.strip_prefix("http://").map(str::to_owned);
        let token = token.strip_prefix("token: ").map(str::to_owned);
        match (address, token) {
            (Some(address), Some(token)) => Ok(Served {
                child,
                address,
                token,
            }),
            _ => Err("the sandbox does not start".into()),
        }
    }

    fn send(&self, request: &HttpRequest) -> io::Result<String> {
        let body = match &request.body {
            None => String::new(),
            Some(Json::String(text)) => text.clone(),
            Some(json) => json.to_string(),
        };
        let mut text = format!(
            "{} {} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nAuthorization: Bearer {}\r\nContent-Length: {}\r\n",
            request.method,
            request.path,
            self.address,
            self.token,
            body.len(),
        );
        for (name, value) in &request.headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        let mut stream = TcpStream::connect(&self.address)?;
        stream.write_all(format!("{text}\r\n{body}").as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    }

    fn last_exchange(&self) -> Result<Json, Box<dyn Error>> {
        let request = HttpRequest {
            method: "GET".to_owned(),
            path: "/_sandbox/journal?last=1".to_owned(),
            ..HttpRequest::default()
        };
        let answer = self.send(&request)?;
        let (_, body) = answer.split_once("\r\n\r\n").ok_or("no answer")?;
        let journal: Json = serde_json::from_str(body)?;
        Ok(journal[0].clone())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
