//! Where in a sample file a mismatch stands.
//!
//! A finding about `projection=(nam)` should point at `nam`, not at a request.

use std::ops::Range;
use std::sync::Arc;

use restli_wire::query_pairs;

use super::super::path::{self, Step};
use super::super::{At, Exchange, Mismatch, Rule, places};
use crate::source::SourceFile;

/// Where a mismatch stands in the file, as narrow as can be told.
pub(super) fn span(file: &Arc<SourceFile>, sample: &Exchange, mismatch: &Mismatch) -> Range<usize> {
    let (part, inner) = match &mismatch.at {
        At::Verb => (["request", "method"], ""),
        At::Path(_) | At::Query(_) | At::Mask(..) => (["request", "path"], ""),
        At::Header(name) => return header_span(file, "request", name),
        At::Body(path) => (["request", "body"], path.as_str()),
        At::Status => (["response", "status"], ""),
        At::ResponseHeader(name) => return header_span(file, "response", name),
        At::ResponseBody(path) => (["response", "body"], path.as_str()),
    };
    if let At::Body(_) | At::ResponseBody(_) | At::Verb | At::Status = mismatch.at {
        return within(file, &part, inner, mismatch.rule);
    }
    let found = places::find(file.text(), &members(&part));
    in_path(file, &found.value, sample, mismatch).unwrap_or_else(|| found.best(file.text()))
}

/// Where a JSON path below some members of the file leads.
pub(super) fn within(
    file: &Arc<SourceFile>,
    part: &[&str],
    inner: &str,
    rule: Rule,
) -> Range<usize> {
    let mut steps = members(part);
    steps.extend(path::steps(inner).unwrap_or_default());
    let found = places::find(file.text(), &steps);
    let whole = found.steps == steps.len();
    match (&found.name, rule) {
        (Some(name), Rule::UnknownMember) if whole => name.clone(),
        _ => found.best(file.text()),
    }
}

fn members(names: &[&str]) -> Vec<Step> {
    names
        .iter()
        .map(|name| Step::Member((*name).to_owned()))
        .collect()
}

fn header_span(file: &Arc<SourceFile>, part: &str, name: &str) -> Range<usize> {
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
    value: &Range<usize>,
    sample: &Exchange,
    mismatch: &Mismatch,
) -> Option<Range<usize>> {
    let target = &sample.request.path;
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
            if query_pairs(piece).is_ok_and(|pairs| pairs.iter().any(|(known, _)| known == name)) {
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
