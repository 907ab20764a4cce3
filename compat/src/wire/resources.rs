//! Resources, and those below them.

use restli_idl::ast::{EntityType, MethodKind, Resource, ResourceKind, RestMethod, Spanned};
use restli_model::source::Place;

use super::lists::{is_evident, matched, texts};
use super::{Check, Spot, code};
use crate::rule::{self, Rule};

impl Check<'_> {
    /// The roots of two versions.
    pub(super) fn resources(&mut self, old: &[Resource], new: &[Resource]) {
        let (old, new): (Vec<_>, Vec<_>) = (old.iter().collect(), new.iter().collect());
        let pairs = matched(&old, &new, name, is_same);
        for (resource, to) in pairs.removed {
            let text = format!("the resource {} is gone", code(&resource.name.value));
            let to = to.map(|to| &to.name.value);
            let places = (Some(&resource.name.place), None);
            let spot = Spot::resource(&resource.name.value);
            self.push(
                &rule::RESOURCE_REMOVED,
                "RESOURCE_MISSING",
                &spot,
                places,
                text,
            )
            .renamed_to(to);
        }
        for (resource, from) in pairs.added {
            let text = format!("the resource {} is new", code(&resource.name.value));
            let from = from.map(|from| &from.name.value);
            let places = (None, Some(&resource.name.place));
            let spot = Spot::resource(&resource.name.value);
            self.push(&rule::RESOURCE_ADDED, "RESOURCE_NEW", &spot, places, text)
                .renamed_from(from);
        }
        for (old, new) in pairs.kept {
            self.resource(&Spot::resource(&old.name.value), old, new);
        }
    }

    fn resource(&mut self, spot: &Spot, old: &Resource, new: &Resource) {
        let plain = Plain {
            spot,
            old: &old.name.place,
            new: &new.name.place,
        };
        self.namespace(&plain, old, new);
        self.path(&plain, old, new);
        self.service_name(&plain, old, new);
        self.entity_type(&plain, old, new);
        let schemas = (old.schema.as_ref(), new.schema.as_ref());
        self.optional_type(
            &spot.at("schema"),
            schemas,
            (
                &rule::RESOURCE_SCHEMA_CHANGED,
                &rule::VALUE_ADDED,
                &rule::VALUE_REMOVED,
            ),
            "the entity",
        );
        let places = (Some(&old.name.place), Some(&new.name.place));
        self.docs(spot, (old.doc.as_ref(), new.doc.as_ref()), places);
        self.deprecation(spot, (&old.deprecated, &new.deprecated), places);
        self.annotations(spot, (&old.annotations, &new.annotations), places);
        self.write_rules(spot, old, new);
        let kinds = (kind_name(&old.kind.value), kind_name(&new.kind.value));
        if kinds.0 != kinds.1 {
            let text = format!("{} becomes {}", a_kind(kinds.0), a_kind(kinds.1));
            let places = (Some(&old.kind.place), Some(&new.kind.place));
            let spot = spot.at(kinds.0);
            self.push(
                &rule::RESOURCE_KIND_CHANGED,
                "VALUE_WRONG_OPTIONALITY",
                &spot,
                places,
                text,
            );
            return;
        }
        let inner = spot.at(kinds.0);
        self.keys(&inner, old, new);
        self.supports(&inner, old, new);
        self.method_lists(&inner, old, new);
        self.service_errors_of_resource(&inner, old, new);
        self.entity(&inner, old, new);
    }

    /// A value that must stay as it is, and whose absence is a value of its own.
    fn plain(
        &mut self,
        plain: &Plain<'_>,
        step: &str,
        rule: &'static Rule,
        old: &Option<Spanned<String>>,
        new: &Option<Spanned<String>>,
    ) {
        let shown = |value: &Option<Spanned<String>>| match value {
            Some(value) => code(&value.value),
            None => "nothing".to_owned(),
        };
        if old != new {
            let text = format!("the {step} is {}, and was {}", shown(new), shown(old));
            let places = plain.places(old, new);
            self.push(rule, "VALUE_NOT_EQUAL", &plain.spot.at(step), places, text);
        }
    }

    fn namespace(&mut self, plain: &Plain<'_>, old: &Resource, new: &Resource) {
        if let (None, Some(name)) = (&old.namespace, &new.namespace) {
            let text = format!("the namespace is {}, and was none", code(&name.value));
            let places = (Some(plain.old), Some(&name.place));
            let spot = plain.spot.at("namespace");
            self.push(&rule::VALUE_ADDED, "OPTIONAL_VALUE", &spot, places, text);
            return;
        }
        let rule = &rule::RESOURCE_NAMESPACE_CHANGED;
        self.plain(plain, "namespace", rule, &old.namespace, &new.namespace);
    }

    fn path(&mut self, plain: &Plain<'_>, old: &Resource, new: &Resource) {
        let (old, new) = (Some(old.path.clone()), Some(new.path.clone()));
        self.plain(plain, "path", &rule::RESOURCE_PATH_CHANGED, &old, &new);
    }

    fn service_name(&mut self, plain: &Plain<'_>, old: &Resource, new: &Resource) {
        let rule = &rule::RESOURCE_SERVICE_CHANGED;
        let (old, new) = (&old.d2_service_name, &new.d2_service_name);
        self.plain(plain, "d2ServiceName", rule, old, new);
    }

    fn entity_type(&mut self, plain: &Plain<'_>, old: &Resource, new: &Resource) {
        let spelled = |resource: &Resource| {
            let stated = resource.entity_type.as_ref();
            // What a resource is that says nothing.
            let stated = stated.filter(|ty| ty.value != EntityType::Structured)?;
            Some(Spanned::new(
                format!("{:?}", stated.value),
                stated.place.clone(),
            ))
        };
        let rule = &rule::RESOURCE_ENTITY_TYPE_CHANGED;
        self.plain(plain, "entityType", rule, &spelled(old), &spelled(new));
    }

    fn supports(&mut self, spot: &Spot, old: &Resource, new: &Resource) {
        let spot = spot.at("supports");
        for (rule, kind, list, others, is_added) in [
            (
                &rule::SUPPORTS_REMOVED,
                "ARRAY_NOT_CONTAIN",
                &old.supports,
                &new.supports,
                false,
            ),
            (
                &rule::SUPPORTS_ADDED,
                "SUPERSET",
                &new.supports,
                &old.supports,
                true,
            ),
        ] {
            let mut named: Vec<&Spanned<RestMethod>> = list.iter().collect();
            named.retain(|method| !others.contains(method));
            let Some(first) = named.first() else { continue };
            let names: Vec<String> = named.iter().map(|m| code(m.value.name())).collect();
            let places = match is_added {
                true => (Some(&old.kind.place), Some(&first.place)),
                false => (Some(&first.place), Some(&new.kind.place)),
            };
            let verb = match (names.len(), is_added) {
                (1, true) => "is supported",
                (1, false) => "is no longer supported",
                (_, true) => "are supported",
                (_, false) => "are no longer supported",
            };
            self.push(
                rule,
                kind,
                &spot,
                places,
                format!("{} {verb}", names.join(", ")),
            );
        }
    }

    /// What hangs below an entity: its path, its actions, further resources.
    fn entity(&mut self, spot: &Spot, old: &Resource, new: &Resource) {
        let spot = spot.at("entity");
        let path = |resource: &Resource| resource.entity.as_ref().and_then(|e| e.path.clone());
        let plain = Plain {
            spot: &spot,
            old: &old.kind.place,
            new: &new.kind.place,
        };
        let rule = &rule::RESOURCE_PATH_CHANGED;
        self.plain(&plain, "path", rule, &path(old), &path(new));
        self.subresources(&spot, old, new);
    }

    fn subresources(&mut self, spot: &Spot, old: &Resource, new: &Resource) {
        let list = spot.at("subresources");
        let (before, after): (Vec<_>, Vec<_>) = (
            old.subresources().iter().collect(),
            new.subresources().iter().collect(),
        );
        let pairs = matched(&before, &after, name, is_same);
        for (resource, to) in pairs.removed {
            let text = format!("the resource {} is gone", code(&resource.name.value));
            let kind = missing(after.is_empty());
            let places = (Some(&resource.name.place), Some(&new.kind.place));
            let spot = list.below(&resource.name.value);
            self.push(&rule::SUBRESOURCE_REMOVED, kind, &spot, places, text)
                .renamed_to(to.map(|to| &to.name.value));
        }
        for (resource, from) in pairs.added {
            let text = format!("the resource {} is new", code(&resource.name.value));
            let kind = superset(before.is_empty());
            let places = (Some(&old.kind.place), Some(&resource.name.place));
            let spot = list.below(&resource.name.value);
            self.push(&rule::SUBRESOURCE_ADDED, kind, &spot, places, text)
                .renamed_from(from.map(|from| &from.name.value));
        }
        for (old, new) in pairs.kept {
            let name = &old.name.value;
            self.resource(&list.below(name).at(name.as_str()), old, new);
        }
    }
}

/// The kind of finding for an element that is gone, or that went with its whole list.
pub(super) fn missing(whole_list: bool) -> &'static str {
    if whole_list {
        "VALUE_WRONG_OPTIONALITY"
    } else {
        "ARRAY_MISSING_ELEMENT"
    }
}

/// The kind of finding for an element that is new, or that came with its whole list.
pub(super) fn superset(whole_list: bool) -> &'static str {
    if whole_list {
        "OPTIONAL_VALUE"
    } else {
        "SUPERSET"
    }
}

/// A resource whose plain values are compared, with the places that stand for absent ones.
struct Plain<'a> {
    spot: &'a Spot,
    old: &'a Place,
    new: &'a Place,
}

impl<'a> Plain<'a> {
    fn places(
        &self,
        old: &'a Option<Spanned<String>>,
        new: &'a Option<Spanned<String>>,
    ) -> (Option<&'a Place>, Option<&'a Place>) {
        let place = |value: &'a Option<Spanned<String>>| value.as_ref().map(|value| &value.place);
        (
            Some(place(old).unwrap_or(self.old)),
            Some(place(new).unwrap_or(self.new)),
        )
    }
}

fn name(resource: &Resource) -> String {
    resource.name.value.clone()
}

/// Whether one resource is the other under a new name: everything else of it is equal.
fn is_same(old: &Resource, new: &Resource) -> bool {
    let has_calls = |resource: &Resource| {
        let calls = resource.methods.iter();
        calls
            .filter(|m| !matches!(m.kind.value, MethodKind::Rest(_)))
            .count()
            > 0
    };
    let is_evident = is_evident(
        (&old.name.value, old.doc.as_ref()),
        (&new.name.value, new.doc.as_ref()),
    );
    (is_evident || has_calls(old)) && bare(old) == bare(new)
}

/// A resource without what it is called and where it stands, nor those below it.
fn bare(resource: &Resource) -> Resource {
    fn clear(resource: &mut Resource, root: bool) {
        resource.path.value.clear();
        if let Some(entity) = &mut resource.entity {
            entity.path = None;
            for below in &mut entity.subresources {
                clear(below, false);
            }
        }
        if root {
            resource.name.value.clear();
            resource.doc = None;
            resource.resource_class = None;
            match &mut resource.kind.value {
                ResourceKind::Collection { name, .. } => name.value.clear(),
                ResourceKind::Association { identifier, .. } => *identifier = None,
                ResourceKind::Simple | ResourceKind::ActionSet => {}
            }
        }
    }
    let mut bare = resource.clone();
    clear(&mut bare, true);
    bare
}

/// The member of the IDL that stands for a kind.
fn kind_name(kind: &ResourceKind) -> &'static str {
    match kind {
        ResourceKind::Collection { .. } => "collection",
        ResourceKind::Association { .. } => "association",
        ResourceKind::Simple => "simple",
        ResourceKind::ActionSet => "actionsSet",
    }
}

fn a_kind(name: &str) -> &'static str {
    match name {
        "collection" => "a collection",
        "association" => "an association",
        "simple" => "a simple resource",
        _ => "an action set",
    }
}

/// The names of parts of a key, in a sentence.
pub(super) fn named(names: &[Spanned<String>]) -> String {
    let names: Vec<String> = texts(names).into_iter().map(code).collect();
    match names.as_slice() {
        [] => "nothing".to_owned(),
        names => names.join(", "),
    }
}
