//! Samples: what the suite holds, in the form of a schema's own samples.

use std::collections::BTreeSet;
use std::fmt;

use crate::Import;
use crate::ast::Spanned;
use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::json::{Json, Value};
use crate::suite::http::{Body, Message};
use crate::suite::manifest::{Document, Operation};
use crate::suite::{Suite, documents, http, open, open_json, print};

/// What a sample tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A request and the answer to it.
    Wire,
    /// A document of a schema.
    Schema,
    /// A document without a schema.
    Json,
}

impl Kind {
    /// All of them.
    pub const ALL: &[Self] = &[Self::Wire, Self::Schema, Self::Json];
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Wire => "wire operation",
            Self::Schema => "schema document",
            Self::Json => "JSON document",
        })
    }
}

/// A sample that a suite gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// What it tests.
    pub kind: Kind,
    /// Its name; the first part is that of its kind.
    pub id: String,
    /// Its file, as a path below the schema folder.
    pub path: String,
    /// The text of the file.
    pub text: String,
    /// Of an exchange, the method that the suite says it is, such as `get` or `finder:search`.
    pub method: Option<String>,
}

impl Sample {
    /// Lets the answer hold members that its schema does not know, by their JSON paths.
    pub fn tolerate(&mut self, paths: &[String]) {
        let paths: Vec<String> = paths.iter().map(|path| print::text(path)).collect();
        let request = "\n  \"request\": ";
        let unknown = format!("\n  \"unknown\": [{}],{request}", paths.join(", "));
        self.text = self.text.replacen(request, &unknown, 1);
    }
}

/// The samples of a suite, while they are made.
pub(super) struct Samples<'s> {
    pub(super) made: Vec<Sample>,
    suite: &'s Suite,
    sink: &'s Sink,
    taken: BTreeSet<String>,
}

impl<'s> Samples<'s> {
    pub(super) fn new(suite: &'s Suite, sink: &'s Sink) -> Self {
        Self {
            made: Vec::new(),
            suite,
            sink,
            taken: BTreeSet::new(),
        }
    }

    /// An operation: its request and the answer.
    pub(super) fn wire(&mut self, operation: &Operation) {
        let read = |path: &Spanned<String>| {
            http::parse(&open(&self.suite.folder, path, self.sink)?, self.sink)
        };
        let (request, response) = (read(&operation.request), read(&operation.response));
        let (Some(request), Some(response)) = (request, response) else {
            return;
        };
        let Some(status) = self.status(operation, &response) else {
            return;
        };
        self.check_message(operation, &response);
        let [verb, target, _] = &request.first;
        let request = print::object([
            ("method", print::text(verb)),
            ("path", print::text(target)),
            ("headers", headers(&request, &[])),
            ("body", body(&request.body)),
        ]);
        let response = print::object([
            ("status", status.to_string()),
            // How long the body is in the file says nothing of how long it is when it is sent.
            ("headers", headers(&response, &["Content-Length"])),
            ("body", body(&response.body)),
        ]);
        let members = [("request", request), ("response", response)];
        let method = Some(operation.method.value.clone());
        self.add(Kind::Wire, &operation.name.value, members.into(), method);
    }

    /// A document of a schema.
    pub(super) fn document(&mut self, test: &Document, import: &Import) {
        let schema = &test.schema;
        let Some(name) = import.names.get(&schema.value) else {
            let shown = schema.value.escape_debug();
            let message = format!("no file defines `{shown}`");
            self.sink
                .error(Code::IdlUnknownName, &schema.place, message);
            return;
        };
        let read = |path| open_json(&self.suite.folder, path, self.sink);
        let Some(document) = read(&test.data) else {
            return;
        };
        let unknown = documents::unknown(&import.idl, &schema.value, &document);
        let mut members = vec![
            ("type", print::text(name)),
            ("document", print::json(&document)),
        ];
        if let Some(filled) = &test.filled {
            let Some(filled) = read(filled) else {
                return;
            };
            members.push(("filled", print::json(&filled)));
        }
        if !unknown.is_empty() {
            let paths: Vec<String> = unknown.iter().map(|path| print::text(path)).collect();
            members.push(("unknown", format!("[{}]", paths.join(", "))));
        }
        self.add(Kind::Schema, stem(&test.data.value), members, None);
    }

    /// A document without a schema.
    pub(super) fn json(&mut self, data: &Spanned<String>) {
        if let Some(document) = open_json(&self.suite.folder, data, self.sink) {
            let members = vec![("json", print::json(&document))];
            self.add(Kind::Json, stem(&data.value), members, None);
        }
    }

    fn add(
        &mut self,
        kind: Kind,
        name: &str,
        members: Vec<(&str, String)>,
        method: Option<String>,
    ) {
        let id = self.id(kind, name);
        let source = format!("conformance suite, {kind} {name}");
        let mut all = vec![("id", print::text(&id)), ("source", print::text(&source))];
        all.extend(members);
        self.made.push(Sample {
            kind,
            path: format!("samples/conformance/{id}.json"),
            text: print::file(&all),
            id,
            method,
        });
    }

    /// A name that is a file's and a test's, each once.
    fn id(&mut self, kind: Kind, name: &str) -> String {
        let prefix = match kind {
            Kind::Wire => "wire",
            Kind::Schema => "schema",
            Kind::Json => "json",
        };
        let words = name.split(|c: char| !c.is_ascii_alphanumeric());
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        let wanted = format!("{prefix}_{}", words.join("_").to_ascii_lowercase());
        let numbered = (2..).map(|number| format!("{wanted}_{number}"));
        let mut names = std::iter::once(wanted.clone()).chain(numbered);
        let id = names
            .find(|name| !self.taken.contains(name))
            .unwrap_or(wanted.clone());
        self.taken.insert(id.clone());
        id
    }

    /// The status of an answer, which file and manifest both tell.
    fn status(&self, operation: &Operation, response: &Message) -> Option<u32> {
        let place = &response.start;
        let Ok(status) = response.first[1].parse() else {
            let message = "the first line of an answer has no status";
            self.sink.error(Code::SuiteExchange, place, message);
            return None;
        };
        let expected = &operation.status;
        if status != expected.value {
            let message = format!(
                "`{}` is answered with {status}, and the manifest says {}",
                operation.name.value.escape_debug(),
                expected.value
            );
            let diagnostic = Diagnostic::error(Code::SuiteExchange, place, message);
            self.sink
                .push(diagnostic.also(&expected.place, "the manifest"));
        }
        Some(status)
    }

    /// Whether an error says what the manifest expects.
    fn check_message(&self, operation: &Operation, response: &Message) {
        let Some(expected) = &operation.error_message else {
            return;
        };
        let message = match &response.body {
            Body::Json(json) => json.get("message"),
            _ => None,
        };
        let found = message.and_then(|message| match &message.value {
            Value::Text(text) => Some(text),
            _ => None,
        });
        if found != Some(&expected.value) {
            let place = message.map_or(&response.start, |message: &Json| &message.place);
            let message = "the error's `message` is not that of the manifest";
            let diagnostic = Diagnostic::error(Code::SuiteExchange, place, message);
            self.sink
                .push(diagnostic.also(&expected.place, "the manifest"));
        }
    }
}

fn headers(message: &Message, but: &[&str]) -> String {
    let kept = |name: &str| !but.iter().any(|other| other.eq_ignore_ascii_case(name));
    let headers = message.headers.iter().filter(|(name, _)| kept(name));
    print::object(headers.map(|(name, value)| (name.as_str(), print::text(value))))
}

fn body(body: &Body) -> String {
    match body {
        Body::Empty => "null".to_owned(),
        Body::Json(json) => print::json(json),
        Body::Text(text) => print::text(text),
    }
}

/// `data/fixed.json` -> `fixed`.
fn stem(path: &str) -> &str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.strip_suffix(".json").unwrap_or(name)
}
