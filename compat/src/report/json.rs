//! The report for tools: one object, whose keys stay.
//!
//! ```text
//! { "old": label, "new": label,
//!   "summary": { "wire", "rust", "bump", "docs_only", "next_version"?, "rust_unknown"?,
//!                "counts": { "findings", "wire": {…}, "rust": {…} } },
//!   "findings": [ { "rule", "kind", "path", "subject": { "sort", "name"? }, "wire", "rust"?,
//!                   "reference"?, "text", "old"?: { "file", "line", "column" }, "new"?,
//!                   "renamed_to"?, "renamed_from"?, "items": [ { "item", "effect", "text" } ] } ],
//!   "unexplained": [ { "item", "effect", "text" } ] }
//! ```
//!
//! Every finding is told by itself here, the halves of a renaming too: each names the other.

use serde::Serialize;

use super::entry::Subject;
use super::{Report, Side, semver};
use crate::surface::{Change, Effect};
use crate::{Judged, Renamed, Wire};

#[derive(Serialize)]
struct Object<'c> {
    old: &'c str,
    new: &'c str,
    summary: Summary<'c>,
    findings: Vec<Finding<'c>>,
    unexplained: Vec<Item<'c>>,
}

#[derive(Serialize)]
struct Summary<'c> {
    wire: Wire,
    rust: Option<Effect>,
    bump: &'static str,
    docs_only: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rust_unknown: Option<&'c str>,
    counts: Counts,
}

#[derive(Serialize)]
struct Counts {
    findings: usize,
    wire: WireCounts,
    rust: RustCounts,
}

#[derive(Default, Serialize)]
struct WireCounts {
    incompatible: usize,
    wire_compatible: usize,
    compatible: usize,
    none: usize,
}

#[derive(Default, Serialize)]
struct RustCounts {
    breaking: usize,
    additive: usize,
    none: usize,
    unknown: usize,
}

#[derive(Serialize)]
struct Finding<'c> {
    rule: &'static str,
    kind: &'static str,
    path: &'c str,
    subject: About<'c>,
    wire: Wire,
    #[serde(skip_serializing_if = "Option::is_none")]
    rust: Option<Effect>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<Wire>,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    old: Option<Place>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new: Option<Place>,
    #[serde(skip_serializing_if = "Option::is_none")]
    renamed_to: Option<&'c str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    renamed_from: Option<&'c str>,
    items: Vec<Item<'c>>,
}

#[derive(Serialize)]
struct About<'c> {
    sort: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'c str>,
}

#[derive(Serialize)]
struct Place {
    file: String,
    line: usize,
    column: usize,
}

#[derive(PartialEq, Serialize)]
struct Item<'c> {
    item: &'c str,
    effect: Effect,
    text: &'c str,
}

/// Renders the report as JSON.
pub fn json(report: &Report<'_>) -> String {
    let comparison = report.comparison;
    let next = report.crate_version;
    let object = Object {
        old: report.old.label,
        new: report.new.label,
        summary: Summary {
            wire: comparison.wire(),
            rust: comparison.rust(),
            bump: semver::word(comparison.bump()),
            docs_only: comparison.is_docs_only(),
            next_version: next.map(|version| version.after(comparison.bump()).to_string()),
            rust_unknown: comparison.rust_unknown.as_deref(),
            counts: counts(&comparison.findings),
        },
        findings: comparison
            .findings
            .iter()
            .map(|judged| finding(report, judged))
            .collect(),
        unexplained: items(&comparison.unexplained),
    };
    // Strings and numbers only: writing them cannot fail.
    serde_json::to_string_pretty(&object).unwrap_or_default() + "\n"
}

fn finding<'c>(report: &Report<'_>, judged: &'c Judged) -> Finding<'c> {
    let finding = &judged.finding;
    let subject = Subject::of(finding);
    let (renamed_to, renamed_from) = match &finding.renamed {
        Some(Renamed::To(name)) => (Some(name.as_str()), None),
        Some(Renamed::From(name)) => (None, Some(name.as_str())),
        None => (None, None),
    };
    Finding {
        rule: finding.rule.id,
        kind: finding.kind,
        path: &finding.path,
        subject: About {
            sort: subject.sort,
            name: subject.name,
        },
        wire: finding.rule.wire,
        rust: judged.rust,
        reference: finding.reference,
        text: finding.sentence(),
        old: finding.old.as_ref().map(|at| place(report.old, at)),
        new: finding.new.as_ref().map(|at| place(report.new, at)),
        renamed_to,
        renamed_from,
        items: items(&judged.items),
    }
}

/// A field and its setter share a path, and mostly a fate.
fn items(changes: &[Change]) -> Vec<Item<'_>> {
    let mut items: Vec<Item<'_>> = changes.iter().map(item).collect();
    items.dedup();
    items
}

fn place(side: Side<'_>, place: &restli_model::source::Place) -> Place {
    let (line, column) = place.line_column();
    Place {
        file: side.file(place.file.path()),
        line,
        column,
    }
}

fn item(change: &Change) -> Item<'_> {
    Item {
        item: &change.item,
        effect: change.effect,
        text: &change.text,
    }
}

fn counts(findings: &[Judged]) -> Counts {
    let (mut wire, mut rust) = (WireCounts::default(), RustCounts::default());
    for judged in findings {
        *match judged.finding.rule.wire {
            Wire::Incompatible => &mut wire.incompatible,
            Wire::WireCompatible => &mut wire.wire_compatible,
            Wire::Compatible => &mut wire.compatible,
            Wire::None => &mut wire.none,
        } += 1;
        *match judged.rust {
            Some(Effect::Breaking) => &mut rust.breaking,
            Some(Effect::Additive) => &mut rust.additive,
            Some(Effect::None) => &mut rust.none,
            None => &mut rust.unknown,
        } += 1;
    }
    Counts {
        findings: findings.len(),
        wire,
        rust,
    }
}
