//! The cargo features of a generated crate.
//!
//! They are part of what users write down, in their own `Cargo.toml`. The generator writes each
//! feature on a line of its own, so lines are all that is read.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Features by name.
#[derive(Clone, Debug, Default)]
pub(super) struct Features(BTreeMap<String, Feature>);

/// A feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Feature {
    /// What it turns on.
    pub(super) enables: BTreeSet<String>,
    /// Where it stands, with the comment above it.
    pub(super) lines: Range<usize>,
}

impl Features {
    /// The features of a generated `Cargo.toml`.
    pub(super) fn read(manifest: &str) -> Self {
        let mut features = BTreeMap::new();
        let mut within = false;
        let mut start = None;
        for (line, text) in (1..).zip(manifest.lines()) {
            if text.starts_with('[') {
                within = text.trim_end() == "[features]";
                start = None;
            } else if text.starts_with('#') {
                start = start.or(Some(line));
            } else if let Some((name, enables)) = text.split_once('=').filter(|_| within) {
                let feature = Feature {
                    enables: quoted(enables),
                    lines: start.take().unwrap_or(line)..line + 1,
                };
                features.insert(name.trim().trim_matches('"').to_owned(), feature);
            } else {
                start = None;
            }
        }
        Self(features)
    }

    /// All of them, but what is on by default.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&String, &Feature)> {
        self.0.iter().filter(|(name, _)| *name != "default")
    }

    /// Whether there is a feature of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Whether a feature is on unless somebody turns the defaults off.
    pub(super) fn is_default(&self, name: &str) -> bool {
        self.closure("default").contains(name)
    }

    /// A feature, and all that it turns on.
    pub(super) fn closure(&self, name: &str) -> BTreeSet<String> {
        let mut closure = BTreeSet::new();
        let mut open = vec![name.to_owned()];
        while let Some(name) = open.pop() {
            if let Some(feature) = self.0.get(&name) {
                open.extend(feature.enables.difference(&closure).cloned());
            }
            closure.insert(name);
        }
        closure
    }
}

fn quoted(list: &str) -> BTreeSet<String> {
    list.split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}
