//! Keys: of collections, of associations, and alternative ones.

use restli_idl::ast::{AlternativeKey, KeyPart, Resource, ResourceKind, Spanned, Type};

use restli_model::source::Place;

use super::lists::matched;
use super::resources::{missing, superset};
use super::{Check, Spot, code};
use crate::finding::Node;
use crate::rule;

impl Check<'_> {
    /// All keys of a resource, whose kind is the same in both versions.
    pub(super) fn keys(&mut self, spot: &Spot, old: &Resource, new: &Resource) {
        let spot = &spot.about(Node::Key);
        match (&old.kind.value, &new.kind.value) {
            (
                ResourceKind::Collection { name, ty, params },
                ResourceKind::Collection {
                    name: new_name,
                    ty: new_ty,
                    params: new_params,
                },
            ) => {
                let spot = spot.at("identifier");
                self.key_name(&spot.at("name"), name, new_name);
                let what = format!("the key {}", code(&name.value));
                self.type_in_resource(
                    &spot.at("type"),
                    &rule::KEY_TYPE_CHANGED,
                    (ty, new_ty),
                    &what,
                );
                let rule = &rule::KEY_PARAMS_CHANGED;
                let params = (params.as_ref(), new_params.as_ref());
                self.key_params(&spot.at("params"), rule, params, (name, new_name));
            }
            (
                ResourceKind::Association { identifier, parts },
                ResourceKind::Association {
                    identifier: new_identifier,
                    parts: new_parts,
                },
            ) => {
                let places = (&old.kind.place, &new.kind.place);
                self.association_name(
                    &spot.at("identifier"),
                    (identifier.as_ref(), new_identifier.as_ref()),
                    places,
                );
                self.key_parts(&spot.at("assocKeys"), (parts, new_parts), (old, new));
            }
            _ => {}
        }
        self.alternative_keys(&spot.at("alternativeKeys"), old, new);
    }

    fn key_name(&mut self, spot: &Spot, old: &Spanned<String>, new: &Spanned<String>) {
        if old != new {
            let text = format!(
                "the key {} is called {}",
                code(&old.value),
                code(&new.value)
            );
            let places = (Some(&old.place), Some(&new.place));
            self.push(&rule::KEY_RENAMED, "VALUE_NOT_EQUAL", spot, places, text);
        }
    }

    /// The name of an association's key may be left out.
    fn association_name(
        &mut self,
        spot: &Spot,
        names: (Option<&Spanned<String>>, Option<&Spanned<String>>),
        places: (&Place, &Place),
    ) {
        let (rule, kind, verb, name) = match names {
            (Some(old), Some(new)) => return self.key_name(spot, old, new),
            (None, Some(new)) => (&rule::VALUE_ADDED, "OPTIONAL_VALUE", "is called", new),
            (Some(old), None) => {
                let kind = "VALUE_WRONG_OPTIONALITY";
                (&rule::VALUE_REMOVED, kind, "is no longer called", old)
            }
            (None, None) => return,
        };
        let text = format!("the key {verb} {}", code(&name.value));
        self.push(rule, kind, spot, (Some(places.0), Some(places.1)), text);
    }

    fn key_params(
        &mut self,
        spot: &Spot,
        rule: &'static rule::Rule,
        params: (Option<&Type>, Option<&Type>),
        names: (&Spanned<String>, &Spanned<String>),
    ) {
        let what = format!("the parameters of the key {}", code(&names.0.value));
        let (text, places) = match params {
            (Some(old), Some(new)) => return self.type_in_resource(spot, rule, (old, new), &what),
            (None, None) => return,
            (Some(old), None) => (format!("{what} are gone"), (&old.place, &names.1.place)),
            (None, Some(new)) => (format!("{what} are new"), (&names.0.place, &new.place)),
        };
        self.push(
            rule,
            "TYPE_MISSING",
            spot,
            (Some(places.0), Some(places.1)),
            text,
        );
    }

    fn key_parts(
        &mut self,
        spot: &Spot,
        parts: (&[KeyPart], &[KeyPart]),
        of: (&Resource, &Resource),
    ) {
        let (old, new): (Vec<_>, Vec<_>) = (parts.0.iter().collect(), parts.1.iter().collect());
        let pairs = matched(&old, &new, |part| part.name.value.clone(), |_, _| false);
        for (part, _) in pairs.removed {
            let text = format!("the key has lost its part {}", code(&part.name.value));
            let places = (Some(&part.name.place), Some(&of.1.kind.place));
            self.push(
                &rule::KEY_PART_REMOVED,
                "ARRAY_MISSING_ELEMENT",
                spot,
                places,
                text,
            );
        }
        for (part, _) in pairs.added {
            let text = format!("the key has a further part {}", code(&part.name.value));
            let places = (Some(&of.0.kind.place), Some(&part.name.place));
            self.push(&rule::KEY_PART_ADDED, "ARRAY_NOT_EQUAL", spot, places, text);
        }
        for (old, new) in pairs.kept {
            let name = &old.name.value;
            let what = format!("the part {} of the key", code(name));
            let spot = spot.at(name.as_str()).at("type");
            self.type_in_resource(
                &spot,
                &rule::KEY_PART_TYPE_CHANGED,
                (&old.ty, &new.ty),
                &what,
            );
        }
    }

    fn alternative_keys(&mut self, spot: &Spot, old: &Resource, new: &Resource) {
        let (before, after): (Vec<_>, Vec<_>) = (
            old.alternative_keys.iter().collect(),
            new.alternative_keys.iter().collect(),
        );
        let pairs = matched(&before, &after, |key| key.name.value.clone(), |_, _| false);
        for (key, _) in pairs.removed {
            let text = format!("the alternative key {} is gone", code(&key.name.value));
            let places = (Some(&key.name.place), Some(&new.kind.place));
            let kind = missing(after.is_empty());
            self.push(&rule::ALTERNATIVE_KEY_REMOVED, kind, spot, places, text);
        }
        for (key, _) in pairs.added {
            let text = format!("the alternative key {} is new", code(&key.name.value));
            let places = (Some(&old.kind.place), Some(&key.name.place));
            let kind = superset(before.is_empty());
            self.push(&rule::ALTERNATIVE_KEY_ADDED, kind, spot, places, text);
        }
        for (old, new) in pairs.kept {
            self.alternative_key(&spot.at(old.name.value.as_str()), old, new);
        }
    }

    fn alternative_key(&mut self, spot: &Spot, old: &AlternativeKey, new: &AlternativeKey) {
        let what = format!("the alternative key {}", code(&old.name.value));
        let rule = &rule::ALTERNATIVE_KEY_CHANGED;
        self.type_in_resource(&spot.at("type"), rule, (&old.ty, &new.ty), &what);
        let places = (Some(&old.name.place), Some(&new.name.place));
        if old.key_coercer != new.key_coercer {
            let text = format!("{what} is converted by another class");
            self.push(
                rule,
                "VALUE_NOT_EQUAL",
                &spot.at("keyCoercer"),
                places,
                text,
            );
        }
        self.docs(spot, (old.doc.as_ref(), new.doc.as_ref()), places);
    }
}
