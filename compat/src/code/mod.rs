//! The diff of the generated code, grouped by what caused it.
//!
//! A reviewer of a schema change reads its effect beside it, and what the generator does
//! differently than before apart from both: the old schema generated anew tells one from the other.

mod cause;
mod hunk;
mod render;

use std::collections::BTreeMap;

use restli_codegen::FileSet;
use restli_model::source::SourceSet;

use crate::report::Report;
use crate::report::entry::groups;
use crate::surface::Surface;
use cause::{Cause, Causes, Items};
pub use hunk::Hunk;

/// What the code of two versions is, and what is known of it.
#[derive(Clone, Copy, Debug)]
pub struct Code<'a> {
    /// What the current generator makes of the old version, and of the new one.
    pub generated: (&'a FileSet, &'a FileSet),
    /// The name of the generated crate.
    pub crate_name: &'a str,
    /// The schemas, old and new.
    pub sources: (&'a SourceSet, &'a SourceSet),
    /// What was checked in with the old version, if that is known.
    pub checked_in: Option<&'a FileSet>,
}

/// The diff of generated code.
#[derive(Clone, Debug, Default)]
pub struct CodeDiff {
    /// What changes of the schema did, each by itself.
    pub causes: Vec<Section>,
    /// What the generator writes otherwise for the same schema.
    pub generator: Vec<Hunk>,
    /// Why it is not known, where a version gives no crate.
    pub unknown: Option<String>,
}

/// What one cause did.
#[derive(Clone, Debug)]
pub struct Section {
    /// The cause, in a sentence.
    pub title: String,
    /// Its verdicts and rules; empty where there is no finding behind it.
    pub verdict: String,
    /// Its places, each with `-` or `+` in front.
    pub places: Vec<String>,
    /// What it changed.
    pub hunks: Vec<Hunk>,
}

impl CodeDiff {
    /// The diff where a version gives no crate.
    pub fn unknown(why: impl Into<String>) -> Self {
        Self {
            unknown: Some(why.into()),
            ..Self::default()
        }
    }
}

/// Compares the code of two versions.
pub fn compare(report: &Report<'_>, code: &Code<'_>) -> CodeDiff {
    let (old, new) = code.generated;
    let (before, after) = Surface::read_both(old, new, code.crate_name);
    let item_at: [Items<'_>; 2] = [&before, &after].map(|surface| {
        let items = move |file: &str, line| Some(surface.item_at(file, line)?.path.clone());
        Box::new(items) as Items<'_>
    });
    grouped(report, code, &item_at)
}

fn grouped(report: &Report<'_>, code: &Code<'_>, item_at: &[Items<'_>; 2]) -> CodeDiff {
    let groups = groups(report.comparison);
    let causes = Causes::of(&groups, report.comparison, code.sources);
    let mut found: BTreeMap<Cause, Vec<Hunk>> = BTreeMap::new();
    let mut homeless = Vec::new();
    let (old, new) = code.generated;
    for (file, [before, after]) in changed(old, new) {
        let pieces = hunk::pieces(file, before, after, |side, line| {
            causes.line(side, file, line)
        });
        for piece in pieces {
            let text = after.or(before).unwrap_or_default();
            let cause = causes.of_hunk(&piece, text, item_at);
            if !matches!(cause, Cause::Change(_)) {
                homeless.push((cause, piece));
                continue;
            }
            let hunks = found.entry(cause).or_default();
            match hunks.last_mut().filter(|last| last.is_close(&piece)) {
                Some(last) => last.join(piece, before.unwrap_or_default()),
                None => hunks.push(piece),
            }
        }
    }
    // Documentation is repeated where calls are listed: the same lines have the same cause.
    let of_lines = found.iter().flat_map(|(cause, hunks)| {
        let lines = hunks.iter().map(|hunk| hunk.stripped());
        lines.map(|lines| (lines, cause.clone()))
    });
    let of_lines: BTreeMap<Vec<(char, String)>, Cause> = of_lines.collect();
    for (cause, piece) in homeless {
        let cause = of_lines.get(&piece.stripped()).cloned().unwrap_or(cause);
        found.entry(cause).or_default().push(piece);
    }
    let causes = found.into_iter().map(|(cause, hunks)| {
        let (title, verdict, places) = causes.describe(&cause, report);
        Section {
            title,
            verdict,
            places,
            hunks,
        }
    });
    let causes = causes.collect();
    let mut generator = Vec::new();
    if let Some(checked_in) = code.checked_in {
        for (file, [before, after]) in changed(checked_in, old) {
            generator.extend(hunk::pieces(file, before, after, |_, _| None));
        }
    }
    CodeDiff {
        causes,
        generator,
        unknown: None,
    }
}

/// The files that differ, by path, with what they were and are.
fn changed<'f>(
    old: &'f FileSet,
    new: &'f FileSet,
) -> impl Iterator<Item = (&'f str, [Option<&'f str>; 2])> {
    let mut files: BTreeMap<&str, [Option<&str>; 2]> = BTreeMap::new();
    for (side, set) in [old, new].into_iter().enumerate() {
        for (path, text) in set.iter() {
            files.entry(path).or_default()[side] = Some(text);
        }
    }
    files.into_iter().filter(|(_, [old, new])| old != new)
}

#[cfg(test)]
mod tests;
