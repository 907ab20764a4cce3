//! What a comparison is told as: for people, tools, pull requests and the changelog.
//!
//! All of them tell the same entries of the same groups, so that nobody sees less in one of them.

mod changelog;
pub(crate) mod entry;
pub(crate) mod fold;
mod human;
mod json;
pub(crate) mod markdown;
mod rules;
mod semver;

use restli_model::source::Place;

use crate::Comparison;
pub use changelog::{NoChangelog, entries as changelog_entries, update as update_changelog};
pub use human::human;
pub use json::json;
pub use markdown::{MARK, MAX_CHARACTERS, markdown};
pub use rules::rules;
pub use semver::CrateVersion;

/// A comparison and what a report says around it.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// What was found.
    pub comparison: &'a Comparison,
    /// The old side.
    pub old: Side<'a>,
    /// The new side.
    pub new: Side<'a>,
    /// The version of the generated crate, if it has one.
    pub crate_version: Option<CrateVersion>,
}

/// One side of a comparison, as reports name it.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// What it is called.
    pub label: &'a str,
    /// What stands in front of paths, such as `schema`; empty if they are whole.
    pub folder: &'a str,
}

impl Side<'_> {
    pub(crate) fn file(&self, path: &str) -> String {
        match self.folder {
            "" => path.to_owned(),
            folder => format!("{}/{path}", folder.trim_end_matches('/')),
        }
    }

    pub(crate) fn place(&self, place: &Place) -> String {
        self.file(&place.to_string())
    }

    /// The first place, and how many more there are; nothing if there is none.
    pub(crate) fn first_place(&self, places: &[&Place]) -> Option<(String, String)> {
        let (first, others) = places.split_first()?;
        Some((self.place(first), fold::and_more(others.len())))
    }
}

/// `1 finding`, `3 findings`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    match number {
        1 => format!("1 {noun}"),
        _ => format!("{number} {noun}s"),
    }
}

/// A text on one line, without anything that a terminal would obey.
pub(crate) fn plain(text: &str) -> String {
    let is_mark = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    text.chars()
        .map(|c| match c {
            '\n' | '\r' | '\t' => ' ',
            c if c.is_control() || is_mark(c) => '\u{fffd}',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests;
