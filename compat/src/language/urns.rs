//! Kinds of URN, and sets of them.

use restli_model::model::{Model, Type, UrnIdType, UrnKind, UrnSet, Variant};

use super::{Facts, code, come_and_gone, same};
use crate::finding::Node;
use crate::rule;
use crate::wire::Spot;

impl Facts<'_> {
    pub(super) fn urns(&mut self) {
        let spot = Spot::api().at("urns");
        let at = |name: &str| spot.at(name).about(Node::Member(name.to_owned()));
        let (old, new) = (&self.old.urn_kinds, &self.new.urn_kinds);
        let (come, gone, kept) = come_and_gone(old, new, |kind: &UrnKind| kind.name.clone());
        for kind in come {
            let text = format!("URNs of the kind {} are new", code(&kind.name));
            self.found(
                &rule::URN_KIND_ADDED,
                &at(&kind.name),
                (None, Some(&kind.place)),
                text,
            );
        }
        for kind in gone {
            let text = format!("there are no more URNs of the kind {}", code(&kind.name));
            self.found(
                &rule::URN_KIND_REMOVED,
                &at(&kind.name),
                (Some(&kind.place), None),
                text,
            );
        }
        for (old, new) in kept {
            self.urn_kind(&at(&new.name), old, new);
        }
        let (old, new) = (&self.old.urn_sets, &self.new.urn_sets);
        let (come, gone, kept) = come_and_gone(old, new, |set: &UrnSet| set.name.clone());
        for set in come {
            let text = format!("the set of kinds {} is new", code(&set.name));
            self.found(
                &rule::URN_KIND_ADDED,
                &at(&set.name),
                (None, Some(&set.place)),
                text,
            );
        }
        for set in gone {
            let text = format!("the set of kinds {} is gone", code(&set.name));
            self.found(
                &rule::URN_KIND_REMOVED,
                &at(&set.name),
                (Some(&set.place), None),
                text,
            );
        }
        for (old, new) in kept {
            self.urn_set(&at(&new.name), old, new);
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
