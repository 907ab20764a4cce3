//! What a type can do besides its methods: its traits, and what macros give it.

use super::abilities::Ability;
use super::compare::{Effect, Location};
use super::item::{Facet, Item, What};
use super::judge::{Judge, Verdict, shown, was};

impl Judge<'_> {
    /// Traits and abilities that came, went or changed.
    pub(super) fn facets(&mut self) {
        let (old, new) = (&self.old.1.facets, &self.new.1.facets);
        for (name, facet) in old {
            match new.get(name) {
                None => self.facet(Effect::Breaking, no_longer(name, facet), Some(facet), None),
                Some(now) => self.kept(name, facet, now),
            }
        }
        for (name, facet) in { new.iter() }.filter(|(name, _)| !old.contains_key(*name)) {
            self.facet(Effect::Additive, now(name, facet), None, Some(facet));
        }
    }

    fn kept(&mut self, name: &str, old: &Facet, new: &Facet) {
        match (&old.what, &new.what) {
            (
                What::Trait {
                    associated: was_type,
                },
                What::Trait { associated: ty },
            ) if !self.same(was_type, ty) => {
                let text = format!("`{}` with {}", shown(name), was(was_type, ty));
                self.facet(Effect::Breaking, text, Some(old), Some(new));
            }
            (What::Ability(before), What::Ability(after)) => {
                let effect = self.ability(before, after);
                if before != after && effect != Effect::None {
                    let text = was(
                        &before.shown(&self.old.1.path),
                        &after.shown(&self.new.1.path),
                    );
                    self.facet(effect, text, Some(old), Some(new));
                }
            }
            _ => {}
        }
        if !old.gate.implies(&new.gate, &self.new.0.features) {
            let text = format!("`{}` needs {}, needed {}", shown(name), new.gate, old.gate);
            self.facet(Effect::Breaking, text, Some(old), Some(new));
        }
    }

    fn ability(&self, old: &Ability, new: &Ability) -> Effect {
        // What is now said of any entity is compared for the usual one, of which it was said before.
        let default = |item: &Item| {
            let generics = item.shape.generics()?;
            generics
                .parameters
                .iter()
                .find_map(|parameter| parameter.default.clone())
        };
        let default = match (&old.entity, &new.entity) {
            (None, Some(_)) => default(self.new.1),
            _ => None,
        };
        let (before, after) = (old.ty_of(None), new.ty_of(default.as_deref()));
        let same = match (&before, &after) {
            (Some(before), Some(after)) => self.same(before, after),
            (before, after) => before == after,
        };
        if same {
            old.becomes(new)
        } else {
            Effect::Breaking
        }
    }

    fn facet(&mut self, effect: Effect, text: String, old: Option<&Facet>, new: Option<&Facet>) {
        let location = |facet: &Facet| Location {
            file: facet.file.clone(),
            lines: facet.lines.clone(),
        };
        self.verdicts.push(Verdict {
            effect,
            text,
            old: old.map(location),
            new: new.map(location),
        });
    }
}

fn no_longer(name: &str, facet: &Facet) -> String {
    match &facet.what {
        What::Ability(ability) => format!("can no longer {} (`{name}`)", ability.phrase()),
        What::Trait { .. } => format!("no longer `{}`", shown(name)),
    }
}

fn now(name: &str, facet: &Facet) -> String {
    match &facet.what {
        What::Ability(ability) => format!("can {} (`{name}`)", ability.phrase()),
        What::Trait { .. } => format!("now `{}`", shown(name)),
    }
}
