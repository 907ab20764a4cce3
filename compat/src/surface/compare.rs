//! What became of each public item.
//!
//! What came or went as a whole is told once: neither the methods of a type that is gone nor the
//! builders of a module that is gone are changes of their own.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde::Serialize;

use super::assemble::Surface;
use super::item::{Item, Key, Shape, Space};
use super::judge::{self, Verdict};

/// What a change does to those who depend on the crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Nothing.
    None,
    /// There is more than before, and what they wrote still compiles.
    Additive,
    /// What they wrote may not compile any more.
    Breaking,
}

/// One change of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The item, as users write its path.
    pub item: String,
    /// What it does to them.
    pub effect: Effect,
    /// What happened, in a few words.
    pub text: String,
    /// Where it was.
    pub old: Option<Location>,
    /// Where it is.
    pub new: Option<Location>,
}

/// Lines of a generated file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The file, below the crate's folder.
    pub file: String,
    /// From the first line, which is 1, to before the end.
    pub lines: Range<usize>,
}

/// All changes between two versions, by item.
pub fn compare(old: &Surface, new: &Surface) -> Vec<Change> {
    let pairs = Pairs::new(old, new);
    let mut changes = Vec::new();
    for (key, item) in &old.items {
        match pairs.of_old.get(key) {
            Some(other) => {
                let verdicts = judge::changes((old, item), (new, &new.items[other]));
                changes.extend(
                    verdicts
                        .into_iter()
                        .map(|verdict| change(&new.items[other], verdict)),
                );
            }
            None if folded(
                old,
                key,
                |parent| pairs.of_old.contains_key(parent),
                &pairs.replaced_old,
            ) => {}
            None => changes.push(change(item, Verdict::removed(item))),
        }
    }
    for (key, item) in &new.items {
        let known = |parent: &Key| pairs.of_new.contains_key(parent);
        if !known(key) && !folded(new, key, known, &pairs.replaced_new) {
            let owner = { item.owner.as_ref() }.and_then(|owner| pairs.of_new.get(owner));
            let closed = owner.is_some_and(|owner| is_closed(&old.items[owner], item));
            changes.push(change(item, Verdict::added(item, closed)));
        }
    }
    changes.sort_by(|one, two| {
        (&one.item, two.effect, &one.text).cmp(&(&two.item, one.effect, &two.text))
    });
    changes
}

fn change(item: &Item, verdict: Verdict) -> Change {
    Change {
        item: item.path.clone(),
        effect: verdict.effect,
        text: verdict.text,
        old: verdict.old,
        new: verdict.new,
    }
}

/// Whether users may have written out all that there is of the owner.
fn is_closed(owner: &Item, part: &Item) -> bool {
    match (&owner.shape, &part.shape) {
        (Shape::Struct { open, .. }, Shape::Field(_)) => !open,
        (Shape::Enum { non_exhaustive, .. }, Shape::Variant { .. }) => !non_exhaustive,
        _ => false,
    }
}

/// Whether an item came or went with what it is in.
fn folded(
    surface: &Surface,
    key: &Key,
    known: impl Fn(&Key) -> bool,
    replaced: &BTreeSet<Key>,
) -> bool {
    let parent = match &surface.items[key].owner {
        Some(owner) => owner.clone(),
        None => match key.0.rsplit_once("::") {
            Some((parent, _)) => (parent.to_owned(), Space::Type),
            None => return false,
        },
    };
    surface.items.contains_key(&parent) && (!known(&parent) || replaced.contains(&parent))
}

/// Which item of one version is which of the other.
struct Pairs {
    of_old: BTreeMap<Key, Key>,
    of_new: BTreeMap<Key, Key>,
    /// Types that became another kind of type.
    replaced_old: BTreeSet<Key>,
    replaced_new: BTreeSet<Key>,
}

impl Pairs {
    fn new(old: &Surface, new: &Surface) -> Self {
        let mut pairs = Self {
            of_old: BTreeMap::new(),
            of_new: BTreeMap::new(),
            replaced_old: BTreeSet::new(),
            replaced_new: BTreeSet::new(),
        };
        // By the shortest path first, so that no other path takes an item away that still has its own.
        for (key, item) in { old.items.iter() }.filter(|(_, item)| item.owner.is_none()) {
            let same = if key.1 == Space::Feature {
                Some(key)
            } else {
                new.by_path.get(key)
            };
            if let Some(same) = same.filter(|same| *same == key && new.items.contains_key(same)) {
                pairs.add(key, item, same, &new.items[same]);
            }
        }
        for (key, item) in { old.items.iter() }.filter(|(_, item)| item.owner.is_none()) {
            if pairs.of_old.contains_key(key) {
                continue;
            }
            let paths = std::iter::once(&key.0).chain(item.paths.keys());
            let mut found = paths.filter_map(|path| new.by_path.get(&(path.clone(), key.1)));
            if let Some(other) = found.find(|other| !pairs.of_new.contains_key(*other)) {
                pairs.add(key, item, other, &new.items[other]);
            }
        }
        for (key, item) in &old.items {
            let owner = { item.owner.as_ref() }.and_then(|owner| pairs.of_old.get(owner));
            let Some((owner, (_, name))) = owner.zip(key.0.rsplit_once("::")) else {
                continue;
            };
            let other = (format!("{}::{name}", owner.0), key.1);
            if let Some(part) = new.items.get(&other) {
                pairs.add(key, item, &other, part);
            }
        }
        pairs
    }

    fn add(&mut self, old_key: &Key, old: &Item, new_key: &Key, new: &Item) {
        if std::mem::discriminant(&old.shape) != std::mem::discriminant(&new.shape) {
            self.replaced_old.insert(old_key.clone());
            self.replaced_new.insert(new_key.clone());
        }
        self.of_old.insert(old_key.clone(), new_key.clone());
        self.of_new.insert(new_key.clone(), old_key.clone());
    }
}
