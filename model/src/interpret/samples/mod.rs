//! Recorded exchanges: `samples/**/*.json`, read and measured by the schema.
//!
//! A sample is documentation, test and example at once, so one that does not fit is an error with a
//! place, both in the sample and in the schema.

mod documents;
mod file;
mod span;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value as Json;

pub use self::documents::DocumentSample;
use self::file::{Content, SampleFile, place, read_file};
use super::path::{self, Step};
use super::route::readings;
use super::{
    At, Call, HttpResponse, Mismatch, Rule, check_refusal, check_response, places, tunnel,
};
use crate::diagnostics::{Code, Diagnostic, Report};
use crate::model::{Model, Sample};
use crate::source::{Place, SourceFile, SourceSet};

/// Request headers that a client sends by itself; a sample may show them.
const OWN_HEADERS: &[&str] = &[
    "Accept",
    "Authorization",
    "Connection",
    "Content-Length",
    "Content-Type",
    "Host",
    "User-Agent",
    "X-RestLi-Method",
    "X-RestLi-Protocol-Version",
    tunnel::OVERRIDE,
];

/// The samples of a schema.
#[derive(Debug, Default)]
pub struct Samples {
    /// The recorded exchanges, in the order of their files.
    pub exchanges: Vec<Sample>,
    /// The JSON documents, in the order of their files.
    pub documents: Vec<DocumentSample>,
}

/// Reads all samples of a schema and reports what does not fit.
///
/// Files that are no samples at all are reported and left out.
pub fn read_all(model: &Model, sources: &SourceSet, report: &mut Report) -> Samples {
    let mut ids: BTreeMap<String, Arc<SourceFile>> = BTreeMap::new();
    let mut samples = Samples::default();
    for file in sources.files().iter().filter(|file| is_sample(file)) {
        let Some(content) = read_file(file, report) else {
            continue;
        };
        if let Some(first) = ids.get(content.id()) {
            let place = place(file, &["id"]);
            let message = format!("two samples have the id `{}`", content.id());
            let diagnostic = Diagnostic::error(Code::SampleFile, &place, message)
                .also(&Place::start_of(first), "the other one")
                .help("number them, and name each file after its id");
            report.push(diagnostic);
            continue;
        }
        ids.insert(content.id().to_owned(), Arc::clone(file));
        match content {
            Content::Exchange(sample) => {
                samples.exchanges.push(measure(model, file, sample, report));
            }
            Content::Document(document) => {
                samples
                    .documents
                    .push(documents::measure(model, file, document, report));
            }
        }
    }
    samples
}

fn is_sample(file: &SourceFile) -> bool {
    file.path().starts_with("samples/")
        && file.path().ends_with(".json")
        && file.why_unreadable().is_none()
}

fn measure(
    model: &Model,
    file: &Arc<SourceFile>,
    sample: SampleFile,
    report: &mut Report,
) -> Sample {
    let exchange = &sample.exchange;
    let refused = refuses(&exchange.response);
    let readings = readings(model, &exchange.request, refused).unwrap_or_else(|e| vec![Err(e)]);
    let mut measured: Vec<_> = readings
        .into_iter()
        .map(|reading| Measured::of(model, &sample, reading))
        .collect();
    // What a service refuses, a typed client need not be able to ask for.
    let refused = matches!(exchange.response.status, 400..500);
    if refused && measured.iter().all(|measured| measured.call.is_none()) {
        measured = vec![Measured::of_refusal(model, &sample)];
    }
    let fitting = { measured.iter() }.position(|measured| measured.found.is_empty());
    let Measured {
        call,
        code,
        found,
        used,
    } = measured.swap_remove(fitting.unwrap_or(0));
    if call.is_some() {
        report_idle(file, &sample.id, &exchange.unknown, &used, report);
    }
    for mismatch in &found {
        let at = Place::new(file, span::span(file, exchange, mismatch));
        report.push(diagnostic(&at, &sample.id, code, mismatch));
    }
    let misfit = misfit(&found);
    Sample {
        file: file.path().to_owned(),
        id: sample.id,
        exchange: sample.exchange,
        call,
        misfit,
        place: Place::start_of(file),
    }
}

/// How an exchange fits one reading of its request.
struct Measured {
    call: Option<Call>,
    code: Code,
    found: Vec<Mismatch>,
    /// Which of the unknown members that the sample lists are there.
    used: Vec<bool>,
}

impl Measured {
    fn of(model: &Model, sample: &SampleFile, reading: Result<Call, Vec<Mismatch>>) -> Self {
        let exchange = &sample.exchange;
        let mut used = vec![false; exchange.unknown.len()];
        let reading = reading.and_then(|call| {
            let found = undeclared_headers(model, &call, sample);
            match found.is_empty() {
                true => Ok(call),
                false => Err(found),
            }
        });
        let (call, code, found) = match reading {
            Err(found) => (None, Code::SampleRequest, found),
            Ok(call) => {
                let mut found = check_response(model, &call, &exchange.response);
                found.retain(|mismatch| !excused(mismatch, &exchange.unknown, &mut used));
                (Some(call), Code::SampleResponse, found)
            }
        };
        Self {
            call,
            code,
            found,
            used,
        }
    }

    /// The answer alone.
    fn of_refusal(model: &Model, sample: &SampleFile) -> Self {
        Self {
            call: None,
            code: Code::SampleResponse,
            found: check_refusal(model, &sample.exchange.response),
            used: vec![false; sample.exchange.unknown.len()],
        }
    }
}

/// Whether an answer refuses the request or a part of it: then it shows what happens to incomplete entities.
fn refuses(response: &HttpResponse) -> bool {
    let body = response.body.as_ref();
    let errors = body
        .and_then(|body| body.get("errors"))
        .and_then(Json::as_object);
    let elements = body
        .and_then(|body| body.get("elements"))
        .and_then(Json::as_array);
    response.status >= 400
        || errors.is_some_and(|errors| !errors.is_empty())
        || elements.is_some_and(|elements| {
            elements
                .iter()
                .any(|element| element.get("error").is_some())
        })
}

fn excused(mismatch: &Mismatch, unknown: &[String], used: &mut [bool]) -> bool {
    let (Rule::UnknownMember, At::ResponseBody(at)) = (mismatch.rule, &mismatch.at) else {
        return false;
    };
    let mut excused = false;
    for (entry, used) in unknown.iter().zip(used) {
        if path::excuses(entry, at) {
            *used = true;
            excused = true;
        }
    }
    excused
}

/// Headers that the typed call does not send: the sample's test could not send them either.
fn undeclared_headers(model: &Model, call: &Call, sample: &SampleFile) -> Vec<Mismatch> {
    let method = &model[call.method.resource].methods[call.method.method];
    let declared = method.headers.iter().map(|param| param.name.as_str());
    let version = model
        .api
        .version
        .iter()
        .map(|version| version.header.as_str());
    let known: Vec<_> = declared
        .chain(version)
        .chain(OWN_HEADERS.iter().copied())
        .collect();
    let headers = sample.exchange.request.headers.iter();
    let unknown =
        headers.filter(|(name, _)| known.iter().all(|known| !known.eq_ignore_ascii_case(name)));
    unknown
        .map(|(name, _)| Mismatch {
            rule: Rule::Header,
            at: At::Header(name.clone()),
            message: format!("`{name}` is a header that the method does not declare"),
            help: crate::diagnostics::nearest(name, known.iter().copied())
                .map(|near| format!("did you mean `{near}`?")),
            declared: Some(method.place.clone()),
        })
        .collect()
}

/// An entry of `unknown` that excuses nothing hides the next mistake.
fn report_idle(
    file: &Arc<SourceFile>,
    id: &str,
    unknown: &[String],
    used: &[bool],
    report: &mut Report,
) {
    for (index, entry) in unknown
        .iter()
        .enumerate()
        .filter(|(index, _)| !used[*index])
    {
        let found = places::find(
            file.text(),
            &[Step::Member("unknown".to_owned()), Step::Index(index)],
        );
        let place = Place::new(file, found.value);
        let message = format!("sample `{id}`: nothing unknown is at `{entry}`");
        report.push(
            Diagnostic::warning(Code::SampleFile, &place, message).remove("drop the entry", &place),
        );
    }
}

fn diagnostic(place: &Place, id: &str, code: Code, mismatch: &Mismatch) -> Diagnostic {
    let message = format!("sample `{id}`: {}", mismatch.message);
    let diagnostic = Diagnostic::error(code, place, message).label(mismatch.at.to_string());
    let diagnostic = match &mismatch.help {
        Some(help) => diagnostic.help_or_suggestion(help),
        None => diagnostic.help("mend the sample; or the schema, where the service speaks so"),
    };
    match &mismatch.declared {
        Some(declared) => diagnostic.also(declared, "the schema's word on it"),
        None => diagnostic,
    }
}

/// All that does not fit, a line each.
fn misfit(found: &[Mismatch]) -> Option<String> {
    let lines: Vec<_> = found.iter().map(line).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn line(mismatch: &Mismatch) -> String {
    match &mismatch.help {
        Some(help) => format!("{mismatch} ({help})"),
        None => mismatch.to_string(),
    }
}
