//! The file of one sample: its members and their types.
//!
//! The format is fixed here and nowhere else; a misspelt member must not silently drop a check.

use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::super::path::Step;
use super::super::{Exchange, HttpRequest, HttpResponse, describe, places};
use super::instead;
use crate::diagnostics::{Code, Diagnostic, Report};
use crate::source::{Place, SourceFile};

const SAMPLE: &[&str] = &["id", "source", "note", "unknown", "request", "response"];
const REQUEST: &[&str] = &["method", "path", "headers", "body", "host"];
const RESPONSE: &[&str] = &["status", "headers", "body"];

/// What a file holds.
pub(super) struct SampleFile {
    pub(super) id: String,
    pub(super) exchange: Exchange,
}

impl SampleFile {
    /// Where a member of the file stands.
    pub(super) fn place(&self, file: &Arc<SourceFile>, members: &[&str]) -> Place {
        place(file, members)
    }
}

/// Reads a file; nothing when it is no sample.
pub(super) fn read_file(file: &Arc<SourceFile>, report: &mut Report) -> Option<SampleFile> {
    let json: Json = match serde_json::from_str(file.text()) {
        Ok(json) => json,
        Err(error) => {
            let line = file.line_range(error.line().max(1));
            let at = line.start + error.column().saturating_sub(1);
            let place = Place::new(file, at..at + 1);
            let message = format!("the sample is no JSON: {error}");
            report.push(Diagnostic::error(Code::SampleFile, &place, message));
            return None;
        }
    };
    let mut reader = Reader {
        file,
        report,
        complete: true,
    };
    let sample = reader.object(&[], &json, SAMPLE)?;
    reader.text(&[], sample, "source", true);
    reader.text(&[], sample, "note", false);
    let id = reader.text(&[], sample, "id", true);
    if let Some(id) = &id {
        reader.named_after(id);
    }
    let unknown = reader.unknown(sample);
    let request = reader
        .member(sample, "request")
        .and_then(|json| reader.object(&["request"], json, REQUEST));
    let response = reader
        .member(sample, "response")
        .and_then(|json| reader.object(&["response"], json, RESPONSE));
    let (request, response) = (request?, response?);
    reader.text(&["request"], request, "host", false);
    let method = reader.text(&["request"], request, "method", true);
    let path = reader.text(&["request"], request, "path", true);
    let status = reader.status(response);
    let request_headers = reader.headers("request", request);
    let response_headers = reader.headers("response", response);
    if !reader.complete {
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

fn body(part: &Map<String, Json>) -> Option<Json> {
    part.get("body").filter(|body| !body.is_null()).cloned()
}

fn place(file: &Arc<SourceFile>, members: &[&str]) -> Place {
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
    fn object<'j>(
        &mut self,
        at: &[&str],
        json: &'j Json,
        known: &[&str],
    ) -> Option<&'j Map<String, Json>> {
        let Json::Object(members) = json else {
            let what = at.last().copied().unwrap_or("sample");
            let message = format!("`{what}` is {}, not an object", describe::of_json(json));
            self.error(at, message, None);
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
            let diagnostic =
                Diagnostic::error(Code::SampleFile, &place, message).help_if(instead(name, known));
            self.report.push(diagnostic);
        }
        Some(members)
    }

    fn member<'j>(&mut self, members: &'j Map<String, Json>, name: &str) -> Option<&'j Json> {
        let member = members.get(name);
        if member.is_none() {
            self.error(&[], format!("the sample lacks `{name}`"), None);
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
                self.error(at, format!("the {what} lacks `{name}`"), None);
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
                    None,
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
                None,
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
                self.error(&[part, "headers"], message, None);
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
                    self.error(&[part, "headers", name], message, None);
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
                None,
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
