//! Recorded exchanges: `samples/**/*.json`, read and measured by the schema.
//!
//! A sample is documentation, test and example at once, so one that does not fit is an error with a
//! place, both in the sample and in the schema.

mod file;

use std::collections::BTreeMap;
use std::sync::Arc;

use restli_wire::split_query;

use self::file::{SampleFile, read_file};
use super::path::{self, Step};
use super::{At, Call, Mismatch, Rule, check_response, describe, places, route, tunnel};
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

/// Reads all samples of a schema, in the order of their files, and reports what does not fit.
///
/// Files that are no samples at all are reported and left out.
pub fn read(model: &Model, sources: &SourceSet, report: &mut Report) -> Vec<Sample> {
    let mut ids: BTreeMap<String, Arc<SourceFile>> = BTreeMap::new();
    let mut samples = Vec::new();
    for file in sources.files().iter().filter(|file| is_sample(file)) {
        let Some(sample) = read_file(file, report) else {
            continue;
        };
        if let Some(first) = ids.get(&sample.id) {
            let place = sample.place(file, &["id"]);
            let message = format!("two samples have the id `{}`", sample.id);
            let diagnostic = Diagnostic::error(Code::SampleFile, &place, message)
                .also(&Place::start_of(first), "the other one")
                .help("number them, and name each file after its id");
            report.push(diagnostic);
            continue;
        }
        ids.insert(sample.id.clone(), Arc::clone(file));
        samples.push(measure(model, file, sample, report));
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
    let mut used = vec![false; exchange.unknown.len()];
    let routed = route(model, &exchange.request).and_then(|call| {
        let found = undeclared_headers(model, &call, &sample);
        if found.is_empty() {
            Ok(call)
        } else {
            Err(found)
        }
    });
    let (call, code, found) = match routed {
        Err(found) => (None, Code::SampleRequest, found),
        Ok(call) => {
            let mut found = check_response(model, &call, &exchange.response);
            found.retain(|mismatch| !excused(mismatch, &exchange.unknown, &mut used));
            (Some(call), Code::SampleResponse, found)
        }
    };
    if call.is_some() {
        report_idle(file, &sample, &used, report);
    }
    for mismatch in &found {
        report.push(diagnostic(file, &sample, code, mismatch));
    }
    let misfit = (!found.is_empty()).then(|| found.iter().map(line).collect::<Vec<_>>().join("\n"));
    Sample {
        file: file.path().to_owned(),
        id: sample.id,
        exchange: sample.exchange,
        call,
        misfit,
        place: Place::start_of(file),
    }
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
fn report_idle(file: &Arc<SourceFile>, sample: &SampleFile, used: &[bool], report: &mut Report) {
    for (index, _) in used.iter().enumerate().filter(|(_, used)| !**used) {
        let entry = &sample.exchange.unknown[index];
        let found = places::find(
            file.text(),
            &[Step::Member("unknown".to_owned()), Step::Index(index)],
        );
        let place = Place::new(file, found.value);
        let message = format!("sample `{}`: nothing unknown is at `{entry}`", sample.id);
        report.push(Diagnostic::warning(Code::SampleFile, &place, message).help("drop the entry"));
    }
}

fn diagnostic(
    file: &Arc<SourceFile>,
    sample: &SampleFile,
    code: Code,
    mismatch: &Mismatch,
) -> Diagnostic {
    let place = Place::new(file, span(file, sample, mismatch));
    let message = format!("sample `{}`: {}", sample.id, mismatch.message);
    let diagnostic = Diagnostic::error(code, &place, message)
        .label(mismatch.at.to_string())
        .help_if(mismatch.help.clone());
    match &mismatch.declared {
        Some(declared) => diagnostic.also(declared, "the schema's word on it"),
        None => diagnostic,
    }
}

fn line(mismatch: &Mismatch) -> String {
    match &mismatch.help {
        Some(help) => format!("{mismatch} ({help})"),
        None => mismatch.to_string(),
    }
}

/// Where a mismatch stands in the file, as narrow as can be told.
fn span(
    file: &Arc<SourceFile>,
    sample: &SampleFile,
    mismatch: &Mismatch,
) -> std::ops::Range<usize> {
    let (part, inner) = match &mismatch.at {
        At::Verb => (["request", "method"], ""),
        At::Path(_) | At::Query(_) | At::Mask(..) => (["request", "path"], ""),
        At::Header(name) => return header_span(file, "request", name),
        At::Body(path) => (["request", "body"], path.as_str()),
        At::Status => (["response", "status"], ""),
        At::ResponseHeader(name) => return header_span(file, "response", name),
        At::ResponseBody(path) => (["response", "body"], path.as_str()),
    };
    let mut steps: Vec<_> = part
        .iter()
        .map(|name| Step::Member((*name).to_owned()))
        .collect();
    steps.extend(path::steps(inner).unwrap_or_default());
    let found = places::find(file.text(), &steps);
    let whole = found.steps == steps.len();
    match (&found.name, mismatch.rule) {
        (Some(name), Rule::UnknownMember) if whole => name.clone(),
        _ => match in_path(file, &found.value, sample, mismatch) {
            Some(span) => span,
            None => found.best(file.text()),
        },
    }
}

fn header_span(file: &Arc<SourceFile>, part: &str, name: &str) -> std::ops::Range<usize> {
    let mut steps = vec![
        Step::Member(part.to_owned()),
        Step::Member("headers".to_owned()),
    ];
    let headers = places::find(file.text(), &steps);
    let written =
        serde_json::from_str::<serde_json::Map<_, _>>(&file.text()[headers.value.clone()]).ok();
    let written = written.and_then(|headers| {
        headers
            .into_iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
    });
    match written {
        Some((key, _)) => {
            steps.push(Step::Member(key));
            places::find(file.text(), &steps).value
        }
        None => headers.name.unwrap_or(headers.value),
    }
}

/// The segment, parameter or name of a mask in the text of the path.
fn in_path(
    file: &Arc<SourceFile>,
    value: &std::ops::Range<usize>,
    sample: &SampleFile,
    mismatch: &Mismatch,
) -> Option<std::ops::Range<usize>> {
    let target = &sample.exchange.request.path;
    let start = value.start + 1;
    // With JSON escapes in it, the text in the file is another.
    if file.text().get(start..start + target.len()) != Some(target) {
        return None;
    }
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let parameter = |name: &str| {
        let mut start = path.len() + 1;
        for piece in query.split('&') {
            let written = piece.split('=').next().unwrap_or_default().len();
            if split_query(piece).is_ok_and(|pairs| pairs.iter().any(|(known, _)| known == name)) {
                return Some((start, written, piece.len()));
            }
            start += piece.len() + 1;
        }
        None
    };
    let value = |name: &str| {
        let (start, written, length) = parameter(name)?;
        // Without a value there is only the name to point at.
        let offset = written + 1;
        Some(if offset < length {
            (start + offset, length - offset)
        } else {
            (start, written)
        })
    };
    let (offset, length) = match &mismatch.at {
        At::Path(index) => {
            let before: usize = path
                .split('/')
                .skip(1)
                .take(*index)
                .map(|segment| segment.len() + 1)
                .sum();
            (before + 1, path.split('/').nth(index + 1)?.len())
        }
        At::Query(name) if mismatch.rule == Rule::UnknownParameter => {
            let (start, written, _) = parameter(name)?;
            (start, written)
        }
        At::Query(name) => value(name)?,
        At::Mask(name, inner) => {
            let (offset, length) = value(name)?;
            let word = target.get(offset + inner..offset + length)?;
            let end = word
                .find(['(', ')', ',', ':', '~', '*'])
                .unwrap_or(word.len());
            (offset + inner, end.max(1))
        }
        _ => return None,
    };
    Some(start + offset..start + offset + length)
}

/// A list of what may be written, for the file reader below.
fn instead(written: &str, known: &[&str]) -> Option<String> {
    describe::instead(written, known.iter().copied())
}
