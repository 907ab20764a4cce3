//! Which change of the schema a piece of generated code comes from.
//!
//! The closest sign counts: an item of a finding at these lines, then the item around them, then
//! names in them, then the YAML file that the header names.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use restli_model::source::{Place, SourceSet};

use super::hunk::Hunk;
use crate::report::entry::{Entry, Group, Subject, effect_word};
use crate::report::{Report, count, plain};
use crate::surface::Change;
use crate::{About, Comparison, Finding, Judged, Node};

/// The path of the item at a line of a file.
pub(super) type Items<'s> = Box<dyn Fn(&str, usize) -> Option<String> + 's>;

/// What changed generated code; in the order of the report.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cause {
    /// One of the known changes.
    Change(usize),
    /// Changes of items that no finding explains.
    Unexplained,
    /// A file of the schema, in whatever way.
    File(String),
    /// Nobody knows.
    Other,
}

/// A known change of a subject.
struct Known<'c> {
    subject: Subject<'c>,
    told: Told<'c>,
}

/// An entry of a report, or all documentation of a subject.
enum Told<'c> {
    Entry(&'c Entry<'c>),
    Docs(&'c [&'c Judged]),
}

/// Lines of an item, and the change that changed it.
type Claim = (Range<usize>, usize);

/// Everything that may have caused a change.
pub(super) struct Causes<'c> {
    known: Vec<Known<'c>>,
    /// By side and file: lines of items, and the change that changed them. Unexplained ones are
    /// numbered behind the known ones.
    lines: BTreeMap<(usize, &'c str), Vec<Claim>>,
    sources: (&'c SourceSet, &'c SourceSet),
}

impl<'c> Causes<'c> {
    pub(super) fn of(
        groups: &'c [Group<'c>],
        comparison: &'c Comparison,
        sources: (&'c SourceSet, &'c SourceSet),
    ) -> Self {
        let mut known = Vec::new();
        for group in groups {
            let of = |told| Known {
                subject: group.subject,
                told,
            };
            known.extend(group.entries.iter().map(|entry| of(Told::Entry(entry))));
            if !group.docs.is_empty() {
                known.push(of(Told::Docs(&group.docs)));
            }
        }
        let mut lines: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let mut add = |change: &'c Change, cause| {
            for (side, location) in [&change.old, &change.new].into_iter().enumerate() {
                if let Some(location) = location {
                    let lines = lines.entry((side, location.file.as_str())).or_default();
                    lines.push((location.lines.clone(), cause));
                }
            }
        };
        for (index, cause) in known.iter().enumerate() {
            if let Told::Entry(entry) = &cause.told {
                entry.items.iter().for_each(|change| add(change, index));
            }
        }
        for change in &comparison.unexplained {
            add(change, known.len());
        }
        Self {
            known,
            lines,
            sources,
        }
    }

    /// The change that changed the smallest item at a line.
    pub(super) fn line(&self, side: usize, file: &str, line: usize) -> Option<usize> {
        let items = self.lines.get(&(side, file))?.iter();
        let here = items.filter(|(lines, _)| lines.contains(&line));
        here.min_by_key(|(lines, _)| lines.len())
            .map(|(_, cause)| *cause)
    }

    /// What caused a piece of a file with this text.
    pub(super) fn of_hunk(&self, hunk: &Hunk, text: &str, item_at: &[Items<'_>; 2]) -> Cause {
        let sides = [hunk.new.clone(), hunk.old.clone()].into_iter().zip([1, 0]);
        let at: Vec<(usize, usize)> = sides
            .flat_map(|(lines, side)| lines.map(move |line| (side, line)))
            .collect();
        let direct = at
            .iter()
            .find_map(|(side, line)| self.line(*side, &hunk.file, *line));
        if let Some(cause) = direct {
            return match cause == self.known.len() {
                true => Cause::Unexplained,
                false => Cause::Change(cause),
            };
        }
        let words: BTreeSet<&str> = hunk.changed().flat_map(words_of).collect();
        let around = at
            .iter()
            .filter_map(|(side, line)| item_at[*side](&hunk.file, *line));
        let around: BTreeSet<String> = around.collect();
        let file = source(text);
        let within = |index: &usize| self.known[*index].touches(&around);
        let named = |index: &usize| self.known[*index].is_named(&words);
        let written = |index: &usize| file.is_some_and(|file| self.known[*index].stands_in(file));
        let all = || 0..self.known.len();

        let by_item = all().filter(within).find(named);
        let by_name = || all().filter(written).find(named);
        let anywhere = || all().find(|index| self.known[*index].is_unmistakable(&words));
        let only = |mut found: Vec<usize>| match found.len() {
            1 => found.pop(),
            _ => None,
        };
        // What differs within a line that is there before and after says more than the whole line.
        let differing = || {
            let of = |wanted: char| -> BTreeSet<&str> {
                let lines = hunk.lines.iter().filter(|(sign, _)| *sign == wanted);
                lines.flat_map(|(_, line)| words_of(line)).collect()
            };
            let (gone, come) = (of('-'), of('+'));
            let differ: BTreeSet<&str> = gone.symmetric_difference(&come).copied().collect();
            let named = |index: &usize| self.known[*index].is_named(&differ);
            match gone.is_empty() || come.is_empty() {
                true => None,
                false => only(all().filter(named).collect()),
            }
        };
        let docs = hunk.changed().all(|line| {
            let line = line.trim_start();
            line.is_empty() || line.starts_with("//")
        });
        let documented = || {
            let is_docs = |index: &usize| matches!(self.known[*index].told, Told::Docs(_));
            only(all().filter(|i| docs && is_docs(i) && written(i)).collect())
        };
        let found = by_item
            .or_else(documented)
            .or_else(|| all().find(within))
            .or_else(by_name)
            .or_else(anywhere)
            .or_else(differing)
            .or_else(|| only(all().filter(written).collect()));
        match (found, file) {
            (Some(cause), _) => Cause::Change(cause),
            (None, Some(file)) if self.has_changed(file) => Cause::File(file.to_owned()),
            // The schema has changed in nothing else.
            (None, _) if self.known.len() == 1 => Cause::Change(0),
            _ => Cause::Other,
        }
    }

    /// Whether a file of the schema changed, or one of a folder.
    fn has_changed(&self, path: &str) -> bool {
        let (old, new) = self.sources;
        let folder = format!("{path}/");
        let paths = old.files().iter().chain(new.files());
        let mut paths = paths
            .map(|file| file.path())
            .filter(|file| *file == path || file.starts_with(&folder));
        paths.any(|file| old.file(file) != new.file(file))
    }

    /// The title, verdict and places of a cause.
    pub(super) fn describe(
        &self,
        cause: &Cause,
        report: &Report<'_>,
    ) -> (String, String, Vec<String>) {
        let alone = |title: &str| (title.to_owned(), String::new(), Vec::new());
        match cause {
            Cause::Change(index) => self.known[*index].describe(report),
            Cause::Unexplained => alone("items that no change of the schema explains"),
            Cause::File(path) => {
                let title = format!("`{}` changed", report.new.file(path));
                alone(&title)
            }
            Cause::Other => alone("other changes"),
        }
    }
}

impl Known<'_> {
    fn findings(&self) -> impl Iterator<Item = &Finding> {
        let (entry, docs) = match &self.told {
            Told::Entry(entry) => (entry.findings.as_slice(), [].as_slice()),
            Told::Docs(docs) => ([].as_slice(), *docs),
        };
        let docs = docs.iter().map(|judged| &judged.finding);
        entry.iter().copied().chain(docs)
    }

    fn items(&self) -> impl Iterator<Item = &str> {
        let items = match &self.told {
            Told::Entry(entry) => entry.items.as_slice(),
            Told::Docs(_) => &[],
        };
        items.iter().map(|change| change.item.as_str())
    }

    /// Whether one of its items is one of these, within one of them, or around one.
    fn touches(&self, around: &BTreeSet<String>) -> bool {
        let within = |inner: &str, outer: &str| {
            let rest = inner.strip_prefix(outer);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
        };
        let mut items = self.items();
        items.any(|item| around.iter().any(|a| within(item, a) || within(a, item)))
    }

    /// Whether a name that it is about, on the wire or in Rust, is among these words.
    fn is_named(&self, words: &BTreeSet<&str>) -> bool {
        let wire = self.findings().filter_map(|finding| match &finding.about {
            About::Api(node) | About::Resource(_, node) | About::Type(_, node) => match node {
                Node::Method { name, .. } | Node::Parameter { name, .. } | Node::Member(name) => {
                    Some(name.as_str())
                }
                Node::Whole | Node::Key => None,
            },
        });
        let mut names = wire.chain(self.items().map(last));
        names.any(|name| words.contains(name))
    }

    /// Whether a name that is hardly anything else's is among these words.
    fn is_unmistakable(&self, words: &BTreeSet<&str>) -> bool {
        let said = |c: char| c.is_uppercase() || c == '_';
        let words = words.iter().copied().filter(|word| word.contains(said));
        self.is_named(&words.collect())
    }

    fn stands_in(&self, file: &str) -> bool {
        let is = |place: &Option<Place>| place.as_ref().is_some_and(|p| p.file.path() == file);
        let mut findings = self.findings();
        findings.any(|finding| is(&finding.old) || is(&finding.new))
    }

    fn describe(&self, report: &Report<'_>) -> (String, String, Vec<String>) {
        let (title, verdict, old, new) = match &self.told {
            Told::Entry(entry) => (
                entry.sentence(),
                format!(
                    "{}, Rust {} [{}]",
                    entry.wire_word(),
                    effect_word(entry.rust),
                    entry.rule_ids()
                ),
                entry.old.clone(),
                entry.new.clone(),
            ),
            Told::Docs(docs) => {
                let finding = docs.first().map(|judged| &judged.finding);
                (
                    format!("docs only: {}", count(docs.len(), "change")),
                    String::new(),
                    finding.iter().flat_map(|finding| &finding.old).collect(),
                    finding.iter().flat_map(|finding| &finding.new).collect(),
                )
            }
        };
        let places = [("-", report.old, old), ("+", report.new, new)];
        let places = places.iter().filter_map(|(sign, side, places)| {
            let (place, more) = side.first_place(places)?;
            Some(plain(&format!("{sign} {place}{more}")))
        });
        let title = format!("{}: {}", self.subject.title(), plain(&title));
        (title, verdict, places.collect())
    }
}

/// What can be a name in a line.
fn words_of(line: &str) -> impl Iterator<Item = &str> {
    let words = line.split(|c: char| !c.is_alphanumeric() && c != '_');
    words.filter(|word| !word.is_empty())
}

/// The last part of a path.
fn last(path: &str) -> &str {
    path.rsplit_once("::").map_or(path, |(_, name)| name)
}

/// The file or folder of the schema that a generated file names in its first line.
fn source(text: &str) -> Option<&str> {
    let (_, rest) = text.lines().next()?.split_once(" from ")?;
    let path = rest.strip_suffix(". Do not edit.").unwrap_or(rest);
    // The schema's own folder is in front of it.
    Some(path.split_once('/').map_or(path, |(_, path)| path))
}
