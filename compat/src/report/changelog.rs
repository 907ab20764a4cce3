//! Entries of the changelog, put where readers look for them.
//!
//! What is there already stays as it is, edited or not; so the command can be run as often as the
//! schema changes.

use std::collections::HashSet;
use std::fmt;

use super::entry::{Entry, groups};
use super::plain;
use crate::surface::Effect;
use crate::{Comparison, Wire};

/// The heading of what is not released yet, and of its part about the schema.
const UNRELEASED: &str = "## Unreleased";
const SCHEMA: &str = "### Schema";

/// A changelog without a place for entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoChangelog;

impl fmt::Display for NoChangelog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the changelog has no heading `{UNRELEASED}`")
    }
}

impl std::error::Error for NoChangelog {}

/// The entries of a comparison, a line each: breaking ones first, then what is new, then the rest.
/// Documentation is none.
pub fn entries(comparison: &Comparison) -> Vec<String> {
    let mut entries = Vec::new();
    for group in groups(comparison) {
        for entry in &group.entries {
            let subject = match group.subject.name {
                Some(name) => format!("`{}`: ", plain(name)),
                None => String::new(),
            };
            entries.push((order(entry), line(&subject, entry)));
        }
    }
    entries.sort_by_key(|(order, _)| *order);
    let mut seen = HashSet::new();
    let lines = entries.into_iter().map(|(_, line)| line);
    lines.filter(|line| seen.insert(line.clone())).collect()
}

fn order(entry: &Entry<'_>) -> u8 {
    match (entry.breaks(), entry.rust) {
        (true, _) => 0,
        (_, Some(Effect::Additive)) => 1,
        _ => 2,
    }
}

fn line(subject: &str, entry: &Entry<'_>) -> String {
    let wire = entry.wire == Wire::Incompatible;
    let verdict = match (entry.rust == Some(Effect::Breaking), wire) {
        (true, true) => "**Breaking**, on the wire and in Rust: ",
        (true, false) => "**Breaking** in Rust: ",
        (false, true) => "**Breaking** on the wire: ",
        (false, false) => "",
    };
    format!("- {verdict}{subject}{}.", plain(&entry.whole_sentence()))
}

/// The changelog with these entries below *Unreleased*, *Schema*; the same text if it has them.
///
/// # Errors
/// When it has no heading for what is not released.
pub fn update(changelog: &str, entries: &[String]) -> Result<String, NoChangelog> {
    let mut lines: Vec<&str> = changelog.split_inclusive('\n').collect();
    let is = |line: &&str, heading: &str| line.trim_end() == heading;
    let start = lines.iter().position(|line| is(line, UNRELEASED));
    let start = start.ok_or(NoChangelog)? + 1;
    let end = lines[start..]
        .iter()
        .position(|line| line.starts_with("## "));
    let end = end.map_or(lines.len(), |end| start + end);

    let known: HashSet<&str> = lines[start..end]
        .iter()
        .map(|line| line.trim_end())
        .collect();
    let new: Vec<String> = entries
        .iter()
        .filter(|entry| !known.contains(entry.as_str()))
        .map(|entry| format!("{entry}\n"))
        .collect();
    if new.is_empty() {
        return Ok(changelog.to_owned());
    }
    let schema = lines[start..end].iter().position(|line| is(line, SCHEMA));
    let mut added: Vec<&str> = Vec::new();
    let at = match schema {
        Some(at) => {
            let mut at = start + at + 1;
            match lines.get(at).is_some_and(|line| line.trim().is_empty()) {
                true => at += 1,
                false => added.push("\n"),
            }
            added.extend(new.iter().map(String::as_str));
            at
        }
        None => {
            let above = lines[..end].iter().rev();
            let blank = above.take_while(|line| line.trim().is_empty()).count();
            let at = end - blank;
            // The last line of a file need not end.
            if !lines[at - 1].ends_with('\n') {
                added.push("\n");
            }
            added.extend(["\n", SCHEMA, "\n\n"]);
            added.extend(new.iter().map(String::as_str));
            at
        }
    };
    lines.splice(at..at, added);
    Ok(lines.concat())
}
