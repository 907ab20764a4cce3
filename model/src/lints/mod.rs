//! Warnings: what a schema may say and rarely means.
//!
//! They look at the schema as written and at the model together, so they run only when there is a
//! model. Each can be silenced by `allow:` with a reason, on the item or on anything around it; what
//! silences nothing is a warning too, so that reasons do not outlive their cause.

mod decorations;
mod docs;
mod evidence;
mod names;
mod unused;
mod versions;

use std::collections::BTreeSet;

pub use self::versions::Month;
use crate::diagnostics::{Allow, Code, Diagnostic, Report};
use crate::model::Model;
use crate::syntax::Documents;

/// Adds the warnings that are not silenced to a report.
pub(crate) fn check(
    documents: &Documents,
    model: &Model,
    allows: &[Allow],
    today: Option<Month>,
    report: &mut Report,
) {
    let mut found = Vec::new();
    decorations::undecorated_urns(documents, model, &mut found);
    unused::types(model, &mut found);
    unused::permissions(model, &mut found);
    docs::missing(model, &mut found);
    evidence::unsampled(model, &mut found);
    names::prefixed_symbols(documents, &mut found);
    names::two_spellings(model, &mut found);
    versions::old(documents, model, today, &mut found);

    let mut used = vec![false; allows.len()];
    found.retain(|warning| !silenced(warning, allows, &mut used));
    // Samples that do not fit have hidden some warnings. The day of the run decides on versions, and a
    // sample is to be dropped in without any other change.
    let comes_and_goes = [
        Code::OldVersion,
        Code::UnsampledResource,
        Code::UnsampledParam,
    ];
    let idle_ones = allows.iter().zip(used).filter(|(_, used)| !used);
    let idle_ones = idle_ones.filter(|(allow, _)| !comes_and_goes.contains(&allow.code));
    if !report.has_errors() {
        found.extend(idle_ones.map(|(allow, _)| idle(allow)));
    }
    found.sort_by(|a, b| a.place().cmp(b.place()));
    let mut told = BTreeSet::new();
    for mut warning in found {
        if warning.code != Code::IdleAllow && told.insert(warning.code) {
            let name = warning.code.name();
            warning = warning.note(format!("`allow: {{ {name}: why }}` silences it"));
        }
        report.push(warning);
    }
}

fn silenced(warning: &Diagnostic, allows: &[Allow], used: &mut [bool]) -> bool {
    let mut silenced = false;
    for (allow, used) in allows.iter().zip(used) {
        let covered = warning
            .labels
            .iter()
            .any(|label| allow.covers(&label.place));
        if allow.code == warning.code && covered {
            *used = true;
            silenced = true;
        }
    }
    silenced
}

fn idle(allow: &Allow) -> Diagnostic {
    let message = format!("there is no `{}` here to be silenced", allow.code.name());
    Diagnostic::warning(Code::IdleAllow, &allow.place, message).help("remove it")
}
