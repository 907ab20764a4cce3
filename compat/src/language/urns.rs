//! Kinds of URN, and sets of them.

use restli_model::model::{Model, UrnIdType, UrnKind, UrnSet, Variant};

use super::{Facts, Members, code, come_and_gone, same};
use crate::rule;
use crate::wire::Spot;

const KINDS: Members<UrnKind> = Members {
    what: "kind of URN",
    added: &rule::URN_KIND_ADDED,
    removed: &rule::URN_KIND_REMOVED,
    name: |kind| &kind.name,
    place: |kind| Some(&kind.place),
    docs: |kind| &kind.docs,
    is_same: |old, new| match (&old.id, &new.id) {
        (UrnIdType::Tuple(old), UrnIdType::Tuple(new)) => old.len() == new.len(),
        (old, new) => old == new,
    },
};

const SETS: Members<UrnSet> = Members {
    what: "set of kinds",
    added: &rule::URN_KIND_ADDED,
    removed: &rule::URN_KIND_REMOVED,
    name: |set| &set.name,
    place: |set| Some(&set.place),
    docs: |set| &set.docs,
    is_same: |old, new| old.kinds.len() == new.kinds.len(),
};

impl Facts<'_> {
    pub(super) fn urns(&mut self) {
        let spot = Spot::api().at("urns");
        let (old, new) = (self.old, self.new);
        for (spot, old, new) in self.members(&spot, KINDS, &old.urn_kinds, &new.urn_kinds) {
            self.urn_kind(&spot, old, new);
        }
        for (spot, old, new) in self.members(&spot, SETS, &old.urn_sets, &new.urn_sets) {
            self.urn_set(&spot, old, new);
        }
    }

    fn urn_kind(&mut self, spot: &Spot, old: &UrnKind, new: &UrnKind) {
        let places = (Some(&old.place), Some(&new.place));
        let namespaces = (&old.namespace, &new.namespace);
        self.changed(
            &rule::URN_NAMESPACE_CHANGED,
            &spot.at("namespace"),
            places,
            namespaces,
            || {
                format!(
                    "the namespace is {}, and was {}",
                    code(&new.namespace),
                    code(&old.namespace)
                )
            },
        );
        let ids = (id(self.old, &old.id), id(self.new, &new.id));
        let rule = match is_renamed((self.old, &old.id), (self.new, &new.id)) {
            // What the parts are called stands in documentation alone.
            true => &rule::DOCS_CHANGED,
            false => &rule::URN_ID_CHANGED,
        };
        self.changed(rule, &spot.at("id"), places, (&ids.0, &ids.1), || {
            format!("the id is {}, and was {}", code(&ids.1), code(&ids.0))
        });
        let entity = |model: &Model, kind: &UrnKind| kind.entity.map(|id| model[id].name.clone());
        let entities = (entity(self.old, old), entity(self.new, new));
        let text = || "it stands for another entity".to_owned();
        let at = spot.at("entity");
        self.changed(
            &rule::URN_ENTITY_CHANGED,
            &at,
            places,
            (&entities.0, &entities.1),
            text,
        );
        self.rust_name(spot, places, &old.rust_name, &new.rust_name);
        self.docs(spot, places, &old.docs, &new.docs);
        let at = spot.at("variants");
        let name = |variant: &Variant| variant.name.clone();
        let (come, gone, kept) = come_and_gone(&old.variants, &new.variants, name);
        for variant in come {
            let text = format!("it can be resolved with {} too", code(&variant.name));
            self.found(&rule::URN_VARIANT_ADDED, &at, places, text);
        }
        for variant in gone {
            let text = format!("it can no longer be resolved with {}", code(&variant.name));
            self.found(&rule::URN_VARIANT_REMOVED, &at, places, text);
        }
        for (a, b) in kept {
            let spot = at.at(b.name.as_str());
            self.rust_name(&spot, places, &a.rust_name, &b.rust_name);
            self.docs(&spot, places, &a.docs, &b.docs);
        }
    }

    fn urn_set(&mut self, spot: &Spot, old: &UrnSet, new: &UrnSet) {
        let places = (Some(&old.place), Some(&new.place));
        let kinds = |model: &Model, set: &UrnSet| -> Vec<String> {
            let mut kinds: Vec<String> =
                set.kinds.iter().map(|id| model[*id].name.clone()).collect();
            kinds.sort();
            kinds
        };
        let kinds = (kinds(self.old, old), kinds(self.new, new));
        self.changed(
            &rule::URN_SET_CHANGED,
            &spot.at("kinds"),
            places,
            (&kinds.0, &kinds.1),
            || {
                format!(
                    "its kinds are {}, and were {}",
                    kinds.1.join(", "),
                    kinds.0.join(", ")
                )
            },
        );
        self.rust_name(spot, places, &old.rust_name, &new.rust_name);
        self.docs(spot, places, &old.docs, &new.docs);
    }
}

/// The id of a kind as the YAML spells it.
fn id(model: &Model, id: &UrnIdType) -> String {
    match id {
        UrnIdType::String => "string".to_owned(),
        UrnIdType::Long => "long".to_owned(),
        UrnIdType::Tuple(tuple) => {
            let names = tuple.iter().map(|part| &part.name);
            let types = parts(model, id).into_iter().flatten();
            let parts = names.zip(types).map(|(name, ty)| format!("{name}: {ty}"));
            format!("({})", parts.collect::<Vec<_>>().join(", "))
        }
    }
}

/// Whether no more differs than what the parts of a tuple are called.
fn is_renamed(
    (old_model, old): (&Model, &UrnIdType),
    (new_model, new): (&Model, &UrnIdType),
) -> bool {
    let (old, new) = (parts(old_model, old), parts(new_model, new));
    old.is_some() && old == new
}

/// The types of the parts of a tuple.
fn parts(model: &Model, id: &UrnIdType) -> Option<Vec<String>> {
    match id {
        UrnIdType::Tuple(parts) => Some(
            parts
                .iter()
                .map(|part| same::spelled(model, &part.ty))
                .collect(),
        ),
        _ => None,
    }
}
