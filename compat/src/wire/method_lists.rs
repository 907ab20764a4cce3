//! Lists of methods: what came and went of each.

use restli_idl::ast::{Method, MethodKind, Resource, Spanned};

use super::lists::{is_evident, matched};
use super::methods::{name, node, place};
use super::resources::{missing, superset};
use super::{Check, Spot, code};
use crate::finding::Finding;
use crate::rule::{self, Rule, Wire};

/// A list of methods: its name in the IDL, and the rules for what comes and goes.
struct List {
    step: &'static str,
    what: &'static str,
    /// Whether it hangs on an entity.
    of_entity: bool,
    /// Whether `supports` says what is in it where it is absent.
    is_implied: bool,
    holds: fn(MethodKind) -> bool,
    added: &'static Rule,
    removed: &'static Rule,
}

const LISTS: [List; 5] = [
    List {
        step: "methods",
        what: "method",
        of_entity: false,
        is_implied: true,
        holds: |kind| matches!(kind, MethodKind::Rest(_)),
        added: &rule::METHOD_ADDED,
        removed: &rule::METHOD_REMOVED,
    },
    List {
        step: "finders",
        what: "finder",
        of_entity: false,
        is_implied: false,
        holds: |kind| kind == MethodKind::Finder,
        added: &rule::FINDER_ADDED,
        removed: &rule::FINDER_REMOVED,
    },
    List {
        step: "batchFinders",
        what: "batch finder",
        of_entity: false,
        is_implied: false,
        holds: |kind| kind == MethodKind::BatchFinder,
        added: &rule::BATCH_FINDER_ADDED,
        removed: &rule::BATCH_FINDER_REMOVED,
    },
    List {
        step: "actions",
        what: "action",
        of_entity: false,
        is_implied: false,
        holds: |kind| kind == MethodKind::Action,
        added: &rule::ACTION_ADDED,
        removed: &rule::ACTION_REMOVED,
    },
    List {
        step: "actions",
        what: "action",
        of_entity: true,
        is_implied: false,
        holds: |kind| kind == MethodKind::EntityAction,
        added: &rule::ACTION_ADDED,
        removed: &rule::ACTION_REMOVED,
    },
];

impl Check<'_> {
    /// All methods of a resource.
    pub(super) fn method_lists(&mut self, spot: &Spot, old: &Resource, new: &Resource) {
        for list in &LISTS {
            let spot = match list.of_entity {
                true => spot.at("entity").at(list.step),
                false => spot.at(list.step),
            };
            self.method_list(&spot, list, old, new);
        }
    }

    fn method_list(&mut self, spot: &Spot, list: &List, old: &Resource, new: &Resource) {
        let those = |resource: &Resource| -> Vec<Method> {
            let methods = resource.methods.iter();
            let those = methods.filter(|method| (list.holds)(method.kind.value));
            those.cloned().collect()
        };
        let (mut before, mut after) = (those(old), those(new));
        let (is_new, is_gone) = (before.is_empty(), after.is_empty());
        if list.is_implied && is_new != is_gone {
            let implied = match is_new {
                true => &mut before,
                false => &mut after,
            };
            *implied = self.implied(spot, old, new, is_new);
        }
        let from_here = self.findings.len();
        let (before, after): (Vec<_>, Vec<_>) = (before.iter().collect(), after.iter().collect());
        let pairs = matched(&before, &after, name, |a, b| is_same(list, a, b));
        for (method, to) in pairs.removed {
            let text = format!("{} is gone", called(list, method));
            let places = (Some(place(method)), Some(&new.kind.place));
            let spot = spot.about(node(method));
            self.push(list.removed, missing(is_gone), &spot, places, text)
                .renamed_to(to.map(name).as_ref());
        }
        for (method, from) in pairs.added {
            let text = format!("{} is new", called(list, method));
            let places = (Some(&old.kind.place), Some(place(method)));
            let spot = spot.about(node(method));
            self.push(list.added, superset(is_new), &spot, places, text)
                .renamed_from(from.map(name).as_ref());
        }
        for (old_method, new_method) in pairs.kept {
            let spot = spot.at(name(old_method)).about(node(old_method));
            self.method(&spot, old_method, new_method);
            let errors = (&old.service_errors[..], &new.service_errors[..]);
            self.service_errors_of_method(&spot, errors, old_method, new_method);
        }
        if list.is_implied && is_new && !is_gone {
            // Rest.li's checker does not look into a list that is new.
            let overlooked = self.findings[from_here..].iter_mut();
            overlooked
                .filter(|finding| finding.rule.wire == Wire::Incompatible)
                .for_each(Finding::overlooked);
        }
    }

    /// What `supports` implies of the version that lists no methods, where the other does: each as if it
    /// were listed, with nothing said of it.
    fn implied(
        &mut self,
        spot: &Spot,
        old: &Resource,
        new: &Resource,
        is_new: bool,
    ) -> Vec<Method> {
        let (silent, rule, kind, text) = match is_new {
            true => (
                old,
                &rule::VALUE_ADDED,
                superset(true),
                "the methods are listed, which `supports` implied",
            ),
            false => (
                new,
                &rule::VALUE_REMOVED,
                missing(true),
                "the methods are no longer listed, and `supports` implies them",
            ),
        };
        let implied: Vec<Method> = silent
            .supports
            .iter()
            .map(|rest| {
                let kind = MethodKind::Rest(rest.value);
                Method::new(Spanned::new(kind, rest.place.clone()), None)
            })
            .collect();
        if !implied.is_empty() {
            let places = (Some(&old.kind.place), Some(&new.kind.place));
            self.push(rule, kind, spot, places, text.to_owned());
        }
        implied
    }
}

/// A method in a sentence; a finder may go without a name.
fn called(list: &List, method: &Method) -> String {
    match name(method).as_str() {
        "" => format!("the default {}", list.what),
        name => format!("the {} {}", list.what, code(name)),
    }
}

/// Whether one method is the other under a new name.
fn is_same(list: &List, old: &Method, new: &Method) -> bool {
    if list.step == "methods" {
        return false;
    }
    let bare = |method: &Method| {
        let mut bare = method.clone();
        bare.name = None;
        bare.doc = None;
        bare.java_method_name = None;
        for parameter in &mut bare.parameters {
            parameter.doc = None;
        }
        bare
    };
    let names = (name(old), name(new));
    let is_evident = is_evident((&names.0, old.doc.as_ref()), (&names.1, new.doc.as_ref()));
    (is_evident || !old.parameters.is_empty()) && bare(old) == bare(new)
}
