//! Whether users can still name an item: its paths, and the features that it needs.

use std::collections::BTreeSet;

use super::assemble::Surface;
use super::compare::Effect;
use super::gate::Gate;
use super::item::Space;
use super::judge::{Judge, Side};

impl Judge<'_> {
    /// Paths that came or went.
    pub(super) fn paths(&mut self) {
        let crate_name = self.new.1.path.split("::").next().unwrap_or_default();
        let told = |path: &str, side: Side<'_>, other: Side<'_>| {
            // With the path of a module go those of all that is in it.
            path.rsplit_once("::").is_some_and(|(parent, _)| {
                let parent = (parent.to_owned(), Space::Type);
                side.0.by_path.contains_key(&parent) && !other.0.by_path.contains_key(&parent)
            })
        };
        let missing = |side: Side<'_>, other: Side<'_>| {
            let paths = side
                .1
                .paths
                .keys()
                .filter(|path| !other.1.paths.contains_key(*path));
            let paths = paths.filter(|path| !told(path, side, other));
            let paths: Vec<_> = paths
                .map(|path| format!("`{crate_name}::{path}`"))
                .collect();
            paths.join(" and ")
        };
        let lost = missing(self.old, self.new);
        let gained = missing(self.new, self.old);
        match (lost.as_str(), gained.as_str()) {
            ("", "") => {}
            ("", gained) => self.add(Effect::Additive, format!("also {gained}")),
            (lost, "") => self.add(Effect::Breaking, format!("no longer {lost}")),
            (lost, gained) => self.add(Effect::Breaking, format!("{gained}, was {lost}")),
        }
    }

    /// Features that it did not need before.
    pub(super) fn gates(&mut self) {
        let features = &self.new.0.features;
        let gate = |(surface, item): Side<'_>| match item
            .owner
            .as_ref()
            .map(|owner| &surface.items[owner])
        {
            Some(owner) => owner
                .paths
                .values()
                .next()
                .cloned()
                .unwrap_or_default()
                .and(&item.gate),
            None => Gate::default(),
        };
        // A path that is both old and new, so that what moved is compared where it was.
        let mut stricter = BTreeSet::new();
        match &self.old.1.owner {
            Some(_) => {
                let (old, new) = (gate(self.old), gate(self.new));
                if !(old.implies(&new, features)
                    || self.old.1.gate.implies(&self.new.1.gate, features))
                {
                    stricter.insert((self.new.1.gate.to_string(), self.old.1.gate.to_string()));
                }
            }
            None => {
                for (path, old) in &self.old.1.paths {
                    let Some(new) = self.new.1.paths.get(path) else {
                        continue;
                    };
                    if !old.implies(new, features) && !self.is_told(path) {
                        stricter.insert((new.to_string(), old.to_string()));
                    }
                }
            }
        }
        for (new, old) in stricter {
            self.add(Effect::Breaking, format!("needs {new}, needed {old}"));
        }
    }

    /// Whether what a path needs changed with the module that it leads through.
    fn is_told(&self, path: &str) -> bool {
        let Some((parent, _)) = path.rsplit_once("::") else {
            return false;
        };
        let key = (parent.to_owned(), Space::Type);
        let gate = |surface: &Surface| {
            let item = surface.items.get(surface.by_path.get(&key)?)?;
            item.paths.get(parent).cloned()
        };
        match (gate(self.old.0), gate(self.new.0)) {
            (Some(old), Some(new)) => !old.implies(&new, &self.new.0.features),
            _ => false,
        }
    }
}
