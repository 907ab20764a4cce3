//! What happened to several parts of one subject alike, told once.
//!
//! One error in fifteen methods is found fifteen times, because each method has a place of its own
//! on the wire; who reads of it wants one line.

use restli_model::source::Place;

use super::entry::Entry;
use crate::surface::Change;

/// More parts than these are only counted.
const MAX_PARTS: usize = 3;
/// So many are named in front of the count.
const SHOWN_PARTS: usize = 2;
/// More items than these are only counted; JSON has all of them.
const MAX_ITEMS: usize = 5;

/// Makes one entry of those that differ in nothing but the part that they are about.
pub(super) fn alike(entries: Vec<Entry<'_>>) -> Vec<Entry<'_>> {
    let mut folded: Vec<Entry<'_>> = Vec::new();
    for entry in entries {
        match folded.iter_mut().find(|other| are_alike(other, &entry)) {
            Some(other) => join(other, entry),
            None => folded.push(entry),
        }
    }
    folded
}

fn are_alike(one: &Entry<'_>, other: &Entry<'_>) -> bool {
    !one.parts.is_empty()
        && !other.parts.is_empty()
        && (&one.rules, one.wire, one.rust, one.reference)
            == (&other.rules, other.wire, other.rust, other.reference)
        && one.text == other.text
}

fn join<'c>(entry: &mut Entry<'c>, other: Entry<'c>) {
    for part in other.parts {
        if !entry.parts.contains(&part) {
            entry.parts.push(part);
        }
    }
    add_places(&mut entry.old, other.old);
    add_places(&mut entry.new, other.new);
    entry.items.extend(other.items);
    entry.findings.extend(other.findings);
}

fn add_places<'c>(places: &mut Vec<&'c Place>, others: Vec<&'c Place>) {
    let is = |one: &Place, other: &Place| {
        (one.file.path(), one.span.start) == (other.file.path(), other.span.start)
    };
    for other in others {
        if !places.iter().any(|place| is(place, other)) {
            places.push(other);
        }
    }
}

/// `` `get` ``, `` `get` and `create` ``, `` `get`, `create` and 13 more ``.
pub(super) fn some_of(parts: &[String]) -> String {
    match parts.len() > MAX_PARTS {
        true => format!(
            "{}{}",
            parts[..SHOWN_PARTS].join(", "),
            and_more(parts.len() - SHOWN_PARTS)
        ),
        false => all_of(parts),
    }
}

/// `` `get`, `create` and `update` ``.
pub(super) fn all_of(parts: &[String]) -> String {
    match parts {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        parts => parts.concat(),
    }
}

/// ` and 3 more`, if there are any.
pub(crate) fn and_more(number: usize) -> String {
    match number {
        0 => String::new(),
        more => format!(" and {more} more"),
    }
}

/// The gravest changes of items, and how many more there are. What reads the same is told once: a
/// field and its setter have one path.
pub(super) fn gravest<'c>(items: impl IntoIterator<Item = &'c Change>) -> (Vec<&'c Change>, usize) {
    let mut gravest: Vec<&Change> = Vec::new();
    for item in items {
        let mut others = gravest.iter_mut();
        match others.find(|other| (&other.item, &other.text) == (&item.item, &item.text)) {
            Some(other) if other.effect < item.effect => *other = item,
            Some(_) => {}
            None => gravest.push(item),
        }
    }
    gravest.sort_by_key(|change| std::cmp::Reverse(change.effect));
    let more = gravest.len().saturating_sub(MAX_ITEMS);
    gravest.truncate(MAX_ITEMS);
    (gravest, more)
}
