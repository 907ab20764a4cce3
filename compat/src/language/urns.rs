//! Kinds of URN, and sets of them.

use restli_model::model::{Model, Type, UrnIdType, UrnKind, UrnSet, Variant};

use super::{Facts, Members, code, come_and_gone, same};
use crate::rule;
use crate::wire::Spot;

const KINDS: Members<UrnKind> = Members {
    what: "kind of URN",
    added: &rule::URN_KIND_ADDED,
    removed: &rule::URN_KIND_REMOVED,
    name: |kind| &kind.name,
    place: |kind| Some(&kind.place),
};

const SETS: Members<UrnSet> = Members {
    what: "set of kinds",
    added: &rule::URN_KIND_ADDED,
    removed: &rule::URN_KIND_REMOVED,
    name: |set| &set.name,
    place: |set| Some(&set.place),
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
        self.changed(
            &rule::URN_ID_CHANGED,
            &spot.at("id"),
            places,
            (&ids.0, &ids.1),
            || format!("the id is {}, and was {}", code(&ids.1), code(&ids.0)),
        );
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
        let variants = |kind: &UrnKind| -> Vec<(String, String)> {
            kind.variants
                .iter()
                .map(|v| (v.name.clone(), v.rust_name.clone()))
                .collect()
        };
        let known = (variants(old), variants(new));
        let text = || "other ids of it are known".to_owned();
        let at = spot.at("variants");
        self.changed(
            &rule::URN_VARIANTS_CHANGED,
            &at,
            places,
            (&known.0, &known.1),
            text,
        );
        self.rust_name(spot, places, &old.rust_name, &new.rust_name);
        self.docs(spot, places, &old.docs, &new.docs);
        let (_, _, variants) = come_and_gone(&old.variants, &new.variants, |variant: &Variant| {
            variant.name.clone()
        });
        for (a, b) in variants {
            self.docs(&spot.at(b.name.as_str()), places, &a.docs, &b.docs);
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
        UrnIdType::Tuple(parts) => {
            let part = |ty: &Type| same::spelled(model, ty);
            let parts = parts.iter().map(|p| format!("{}: {}", p.name, part(&p.ty)));
            format!("({})", parts.collect::<Vec<_>>().join(", "))
        }
    }
}
