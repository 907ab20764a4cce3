//! Methods: those of the protocol, finders, batch finders and actions.

use restli_idl::ast::{Method, MethodKind, Spanned};
use restli_model::source::Place;

use super::resources::named;
use super::{Check, Spot, code};
use crate::finding::Node;
use crate::rule;

impl Check<'_> {
    /// A method that is in both versions.
    pub(super) fn method(&mut self, spot: &Spot, old: &Method, new: &Method) {
        let places = (Some(place(old)), Some(place(new)));
        self.docs(spot, (old.doc.as_ref(), new.doc.as_ref()), places);
        self.deprecation(spot, (&old.deprecated, &new.deprecated), places);
        self.annotations(spot, (&old.annotations, &new.annotations), places);
        if old.returns_entity.is_some() != new.returns_entity.is_some() {
            let verb = if new.returns_entity.is_some() {
                "is"
            } else {
                "is no longer"
            };
            let text = format!("the entity {verb} returned");
            let spot = spot.at("annotations");
            self.push(
                &rule::RETURNED_ENTITY_CHANGED,
                "ANNOTATIONS_CHANGED",
                &spot,
                places,
                text,
            );
        }
        self.parameters(&spot.at("parameters"), old, new);
        self.paging(&spot.at("pagingSupported"), old, new);
        self.metadata(&spot.at("metadata"), old, new);
        self.finder_keys(spot, old, new);
        self.linked_batch_finder(&spot.at("linkedBatchFinderName"), old, new);
        self.batch_parameter(&spot.at("batchParam"), old, new);
        self.max_batch(&spot.at("maxBatchSize"), old, new);
        if matches!(
            old.kind.value,
            MethodKind::Action | MethodKind::EntityAction
        ) {
            self.action(spot, old, new);
        }
    }

    fn paging(&mut self, spot: &Spot, old: &Method, new: &Method) {
        let pages = |method: &Method| method.paging.as_ref().is_some_and(|flag| flag.value);
        let (rule, kind, text) = match (pages(old), pages(new)) {
            (false, true) => (
                &rule::PAGING_ADDED,
                "PAGING_ADDED",
                "the answer comes in pages",
            ),
            (true, false) => (
                &rule::PAGING_REMOVED,
                "PAGING_REMOVED",
                "the answer no longer comes in pages",
            ),
            _ => return,
        };
        let at = |method: &'_ Method| method.paging.as_ref().map(|flag| flag.place.clone());
        let (before, after) = (at(old), at(new));
        let places = (
            Some(before.as_ref().unwrap_or(place(old))),
            Some(after.as_ref().unwrap_or(place(new))),
        );
        self.push(rule, kind, spot, places, text.to_owned());
    }

    fn metadata(&mut self, spot: &Spot, old: &Method, new: &Method) {
        let (rule, kind, text, places) = match (&old.metadata, &new.metadata) {
            (Some(old), Some(new)) => {
                let rule = &rule::METADATA_TYPE_CHANGED;
                return self.type_in_resource(&spot.at("type"), rule, (old, new), "the metadata");
            }
            (None, Some(ty)) => {
                let text = "the answer has metadata";
                (
                    &rule::METADATA_ADDED,
                    "OPTIONAL_VALUE",
                    text,
                    (place(old), &ty.place),
                )
            }
            (Some(ty), None) => {
                let text = "the answer has no more metadata";
                (
                    &rule::METADATA_REMOVED,
                    "VALUE_WRONG_OPTIONALITY",
                    text,
                    (&ty.place, place(new)),
                )
            }
            (None, None) => return,
        };
        self.push(
            rule,
            kind,
            spot,
            (Some(places.0), Some(places.1)),
            text.to_owned(),
        );
    }

    /// The parts of the compound key that a finder takes; their order does not matter.
    fn finder_keys(&mut self, spot: &Spot, old: &Method, new: &Method) {
        let sorted = |method: &Method| {
            let mut names: Vec<String> =
                method.assoc_keys.iter().map(|k| k.value.clone()).collect();
            names.sort();
            names
        };
        let at = |method: &'_ Method| method.assoc_keys.first().map(|key| key.place.clone());
        let (before, after) = (at(old), at(new));
        let places = (
            Some(before.as_ref().unwrap_or(place(old))),
            Some(after.as_ref().unwrap_or(place(new))),
        );
        if sorted(old) != sorted(new) {
            let text = format!(
                "the finder takes {}, and took {}",
                named(&new.assoc_keys),
                named(&old.assoc_keys)
            );
            let spot = spot.at("assocKeys");
            self.push(
                &rule::FINDER_KEYS_CHANGED,
                "ARRAY_NOT_EQUAL",
                &spot,
                places,
                text,
            );
        } else if new.assoc_key_alone && !old.assoc_key_alone {
            let text = format!("{} stands alone, and was a list", named(&new.assoc_keys));
            let spot = spot.at("assocKeys");
            let rule = &rule::FINDER_KEYS_DOWNGRADED;
            self.push(rule, "FINDER_ASSOCKEYS_DOWNGRADE", &spot, places, text);
        }
    }

    fn linked_batch_finder(&mut self, spot: &Spot, old: &Method, new: &Method) {
        let (rule, kind, text) = match (&old.linked_batch_finder, &new.linked_batch_finder) {
            (None, Some(name)) => {
                let text = format!("its batch finder is {}", code(&name.value));
                (&rule::LINKED_BATCH_FINDER_ADDED, "OPTIONAL_VALUE", text)
            }
            (Some(name), None) => {
                let text = format!("it no longer names its batch finder {}", code(&name.value));
                (
                    &rule::LINKED_BATCH_FINDER_CHANGED,
                    "VALUE_WRONG_OPTIONALITY",
                    text,
                )
            }
            (Some(a), Some(b)) if a != b => {
                let text = format!(
                    "its batch finder is {}, and was {}",
                    code(&b.value),
                    code(&a.value)
                );
                (&rule::LINKED_BATCH_FINDER_CHANGED, "VALUE_NOT_EQUAL", text)
            }
            _ => return,
        };
        self.push(rule, kind, spot, (Some(place(old)), Some(place(new))), text);
    }

    fn batch_parameter(&mut self, spot: &Spot, old: &Method, new: &Method) {
        if old.batch_param != new.batch_param {
            let shown = |param: &Option<Spanned<String>>| match param {
                Some(param) => code(&param.value),
                None => "nothing".to_owned(),
            };
            let (before, after) = (shown(&old.batch_param), shown(&new.batch_param));
            let text = format!("its criteria are in {after}, and were in {before}");
            let places = (Some(place(old)), Some(place(new)));
            self.push(
                &rule::BATCH_PARAMETER_CHANGED,
                "VALUE_NOT_EQUAL",
                spot,
                places,
                text,
            );
        }
    }

    fn action(&mut self, spot: &Spot, old: &Method, new: &Method) {
        let places = (Some(place(old)), Some(place(new)));
        let reads = |method: &Method| method.read_only.as_ref().is_some_and(|flag| flag.value);
        if reads(old) != reads(new) {
            let text = match reads(new) {
                true => "the action only reads, and changed data",
                false => "the action changes data, and only read",
            };
            let spot = spot.at("readOnly");
            let rule = &rule::ACTION_READ_ONLY_CHANGED;
            self.push(rule, "VALUE_NOT_EQUAL", &spot, places, text.to_owned());
        }
        let rules = (
            &rule::RETURNS_TYPE_CHANGED,
            &rule::RETURNS_ADDED,
            &rule::RETURNS_REMOVED,
        );
        let types = (old.returns.as_ref(), new.returns.as_ref());
        self.optional_type(&spot.at("returns"), types, rules, "the answer");
        self.exceptions(&spot.at("throws"), old, new);
    }

    fn exceptions(&mut self, spot: &Spot, old: &Method, new: &Method) {
        for exception in &new.throws {
            if !old.throws.contains(exception) {
                let text = format!("it throws {}", code(&exception.value));
                let places = (Some(place(old)), Some(&exception.place));
                self.push(
                    &rule::EXCEPTION_ADDED,
                    "ARRAY_NOT_CONTAIN",
                    spot,
                    places,
                    text,
                );
            }
        }
        for exception in &old.throws {
            if !new.throws.contains(exception) {
                let text = format!("it no longer throws {}", code(&exception.value));
                let places = (Some(&exception.place), Some(place(new)));
                self.push(&rule::EXCEPTION_REMOVED, "SUPERSET", spot, places, text);
            }
        }
    }
}

/// What a method is called: its name, or the word of the protocol.
pub(super) fn name(method: &Method) -> String {
    match (&method.name, method.kind.value) {
        (_, MethodKind::Rest(rest)) => rest.name().to_owned(),
        (Some(name), _) => name.value.clone(),
        (None, _) => String::new(),
    }
}

/// Where a method is declared.
pub(super) fn place(method: &Method) -> &Place {
    match &method.name {
        Some(name) => &name.place,
        None => &method.kind.place,
    }
}

/// What a finding about a method is about.
pub(super) fn node(method: &Method) -> Node {
    Node::Method {
        kind: kind(method),
        name: name(method),
    }
}

/// The word for the kind of a method.
pub(super) fn kind(method: &Method) -> &'static str {
    match method.kind.value {
        MethodKind::Rest(rest) => rest.name(),
        MethodKind::Finder => "finder",
        MethodKind::BatchFinder => "batch_finder",
        MethodKind::Action | MethodKind::EntityAction => "action",
    }
}
