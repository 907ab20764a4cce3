//! The file of one sample: its members and their types.
//!
//! The format is fixed here and nowhere else; a misspelt member must not silently drop a check.

use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::super::path::Step;
use super::super::{Exchange, HttpRequest, HttpResponse, describe, places};
use crate::diagnostics::{Code, Diagnostic, Report, nearest, one_of};
use crate::source::{Place, SourceFile};

const SAMPLE: &[&str] = &["id", "source", "note", "unknown", "request", "response"];
const DOCUMENT: &[&str] = &[
    "id", "source", "note", "unknown", "type", "document", "filled",
];
const PLAIN: &[&str] = &["id", "source", "note", "json"];
const REQUEST: &[&str] = &["method", "path", "headers", "body", "host"];
const RESPONSE: &[&str] = &["status", "headers", "body"];

/// What a file holds.
pub(super) enum Content {
    /// A request and its answer.
    Exchange(SampleFile),
    /// JSON of a named type, or of none.
    Document(DocumentFile),
}

/// A recorded exchange.
pub(super) struct SampleFile {
    pub(super) id: String,
    pub(super) exchange: Exchange,
}

/// A JSON document.
pub(super) struct DocumentFile {
    pub(super) id: String,
    /// The name of its type; nothing for JSON of no type.
    pub(super) ty: Option<String>,
    pub(super) document: Json,
    /// The document with its defaults written out.
    pub(super) filled: Option<Json>,
    pub(super) unknown: Vec<String>,
}

impl Content {
    pub(super) fn id(&self) -> &str {
        match self {
            Content::Exchange(sample) => &sample.id,
            Content::Document(document) => &document.id,
        }
    }
}

/// Reads a file; nothing when it is no sample.
pub(super) fn read_file(file: &Arc<SourceFile>, report: &mut Report) -> Option<Content> {
    let json: Json = match serde_json::from_str(file.text()) {
        Ok(json) => json,
        Err(error) => {
            let line = file.line_range(error.line().max(1));
            let at = line.start + error.column().saturating_sub(1);
            // What ends too early ends with its last character.
            let last = file.text().trim_end().len().saturating_sub(1);
            let place = Place::new(file, at.min(last)..at.min(last) + 1);
            let message = format!("the sample is no JSON: {error}");
            report.push(
                Diagnostic::error(Code::SampleFile, &place, message).help(match error.is_eof() {
                    true => "close every quote, `[` and `{`",
                    false => "put texts in double quotes, and a `,` between two members but none behind the last",
                }),
            );
            return None;
        }
    };
    let mut reader = Reader {
        file,
        report,
        complete: true,
    };
    let has = |name: &str| json.get(name).is_some();
    if has("request") || has("response") {
        reader.exchange(&json).map(Content::Exchange)
    } else if has("document") {
        reader.document(&json).map(Content::Document)
    } else if has("json") {
        reader.plain(&json).map(Content::Document)
    } else {
        reader.exchange(&json).map(Content::Exchange)
    }
}
fn body(part: &Map<String, Json>) -> Option<Json> {
    part.get("body").filter(|body| !body.is_null()).cloned()
}

/// Where a member of a file stands.
pub(super) fn place(file: &Arc<SourceFile>, members: &[&str]) -> Place {
    let steps: Vec<_> = members
        .iter()
        .map(|name| Step::Member((*name).to_owned()))
        .collect();
    let found = places::find(file.text(), &steps);
    Place::new(file, found.best(file.text()))
}

struct Reader<'f> {
    file: &'f Arc<SourceFile>,
    report: &'f mut Report,
    /// Whether all that must be there is.
    complete: bool,
}

impl Reader<'_> {
    /// What every sample has: `id`, `source`, perhaps a `note`.
    fn head<'j>(
        &mut self,
        json: &'j Json,
        known: &[&str],
    ) -> Option<(&'j Map<String, Json>, Option<String>)> {
        let sample = self.object(&[], json, known)?;
        self.text(&[], sample, "source", true);
        self.text(&[], sample, "note", false);
        let id = self.text(&[], sample, "id", true);
        if let Some(id) = &id {
            self.named_after(id);
        }
        Some((sample, id))
    }

    fn document(&mut self, json: &Json) -> Option<DocumentFile> {
        let (sample, id) = self.head(json, DOCUMENT)?;
        let unknown = self.unknown(sample);
        let ty = self.text(&[], sample, "type", true);
        if !self.complete {
            return None;
        }
        Some(DocumentFile {
            id: id?,
            ty,
            document: sample.get("document")?.clone(),
            filled: sample.get("filled").cloned(),
            unknown,
        })
    }

    fn plain(&mut self, json: &Json) -> Option<DocumentFile> {
        let (sample, id) = self.head(json, PLAIN)?;
        if !self.complete {
            return None;
        }
        Some(DocumentFile {
            id: id?,
            ty: None,
            document: sample.get("json")?.clone(),
            filled: None,
            unknown: Vec::new(),
        })
    }

    fn exchange(&mut self, json: &Json) -> Option<SampleFile> {
        let (sample, id) = self.head(json, SAMPLE)?;
        let unknown = self.unknown(sample);
        let request = self
            .member(sample, "request")
            .and_then(|json| self.object(&["request"], json, REQUEST));
        let response = self
            .member(sample, "response")
            .and_then(|json| self.object(&["response"], json, RESPONSE));
        let (request, response) = (request?, response?);
        self.text(&["request"], request, "host", false);
        let method = self.text(&["request"], request, "method", true);
        let path = self.text(&["request"], request, "path", true);
        let status = self.status(response);
        let request_headers = self.headers("request", request);
        let response_headers = self.headers("response", response);
        if !self.complete {
            return None;
        }
        Some(SampleFile {
            id: id?,
            exchange: Exchange {
                request: HttpRequest {
                    method: method?,
                    path: path?,
                    headers: request_headers,
                    body: body(request),
                },
                response: HttpResponse {
                    status: status?,
                    headers: response_headers,
                    body: body(response),
                },
                unknown,
            },
        })
    }

    fn object<'j>(
        &mut self,
        at: &[&str],
        json: &'j Json,
        known: &[&str],
    ) -> Option<&'j Map<String, Json>> {
        let Json::Object(members) = json else {
            let what = at.last().copied().unwrap_or("sample");
            let message = format!("`{what}` is {}, not an object", describe::of_json(json));
            self.error(at, message, Some("write it in `{ }`".to_owned()));
            return None;
        };
        for name in members
            .keys()
            .filter(|name| !known.contains(&name.as_str()))
        {
            let mut path = at.to_vec();
            path.push(name);
            let steps: Vec<_> = path
                .iter()
                .map(|name| Step::Member((*name).to_owned()))
                .collect();
            let found = places::find(self.file.text(), &steps);
            let place = Place::new(self.file, found.name.unwrap_or(found.value));
            let message = format!("`{}` is no member of a sample", path.join("."));
            let diagnostic = Diagnostic::error(Code::SampleFile, &place, message);
            let meant = nearest(name, known.iter().copied());
            let known = || format!("write {}", one_of(known.iter().copied()));
            self.report.push(diagnostic.did_you_mean_or(meant, known));
        }
        Some(members)
    }

    fn member<'j>(&mut self, members: &'j Map<String, Json>, name: &str) -> Option<&'j Json> {
        let member = members.get(name);
        if member.is_none() {
            let help = format!("write `\"{name}\": {{ … }}`");
            self.error(&[], format!("the sample lacks `{name}`"), Some(help));
        }
        member
    }

    fn text(
        &mut self,
        at: &[&str],
        members: &Map<String, Json>,
        name: &str,
        required: bool,
    ) -> Option<String> {
        match members.get(name) {
            Some(Json::String(text)) => Some(text.clone()),
            None | Some(Json::Null) if !required => None,
            None => {
                let what = at.last().copied().unwrap_or("sample");
                let help = format!("write `\"{name}\": \"…\"`");
                self.error(at, format!("the {what} lacks `{name}`"), Some(help));
                None
            }
            Some(other) => {
                let mut at = at.to_vec();
                at.push(name);
                self.error(
                    &at,
                    format!(
                        "`{}` is {}, not a string",
                        at.join("."),
                        describe::of_json(other)
                    ),
                    Some("put it in double quotes".to_owned()),
                );
                None
            }
        }
    }

    fn status(&mut self, response: &Map<String, Json>) -> Option<u16> {
        let status = response
            .get("status")
            .and_then(Json::as_u64)
            .filter(|status| (100..600).contains(status));
        if status.is_none() {
            let at: &[&str] = if response.contains_key("status") {
                &["response", "status"]
            } else {
                &["response"]
            };
            self.error(
                at,
                "the response has no `status` from 100 to 599".to_owned(),
                Some(
                    "write the status that the service answered, such as `\"status\": 200`"
                        .to_owned(),
                ),
            );
        }
        status.and_then(|status| u16::try_from(status).ok())
    }

    fn headers(&mut self, part: &str, members: &Map<String, Json>) -> Vec<(String, String)> {
        let headers = match members.get("headers") {
            None | Some(Json::Null) => return Vec::new(),
            Some(Json::Object(headers)) => headers,
            Some(other) => {
                let message = format!(
                    "`{part}.headers` is {}, not an object",
                    describe::of_json(other)
                );
                let help = "write `\"headers\": { \"Name\": \"value\" }`".to_owned();
                self.error(&[part, "headers"], message, Some(help));
                return Vec::new();
            }
        };
        let mut read = Vec::new();
        for (name, value) in headers {
            match value {
                Json::String(text) => read.push((name.clone(), text.clone())),
                other => {
                    let message = format!(
                        "the header `{name}` is {}, not a string",
                        describe::of_json(other)
                    );
                    let help = "put it in double quotes".to_owned();
                    self.error(&[part, "headers", name], message, Some(help));
                }
            }
        }
        read
    }

    fn unknown(&mut self, sample: &Map<String, Json>) -> Vec<String> {
        let texts = match sample.get("unknown") {
            None | Some(Json::Null) => Some(Vec::new()),
            Some(Json::Array(entries)) => entries
                .iter()
                .map(|entry| entry.as_str().map(str::to_owned))
                .collect(),
            Some(_) => None,
        };
        if texts.is_none() {
            self.error(
                &["unknown"],
                "`unknown` is no list of JSON paths".to_owned(),
                Some("write `\"unknown\": [\"…\"]`".to_owned()),
            );
        }
        texts.unwrap_or_default()
    }

    fn named_after(&mut self, id: &str) {
        let name = self.file.path().rsplit('/').next().unwrap_or_default();
        if name.strip_suffix(".json") != Some(id) {
            let message = format!("the sample `{id}` stands in a file of another name");
            self.error(&["id"], message, Some(format!("name the file `{id}.json`")));
        }
    }

    fn error(&mut self, at: &[&str], message: String, help: Option<String>) {
        self.complete = false;
        let diagnostic = Diagnostic::error(Code::SampleFile, &place(self.file, at), message);
        self.report.push(diagnostic.help_if(help));
    }
}
