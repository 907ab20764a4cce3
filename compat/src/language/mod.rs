//! What changed of the facts that YAML states and Rest.li's IDL has no words for.
//!
//! Hosts, versions, permissions, kinds of URN, decorations, ways to spell a mask, names in Rust:
//! Rest.li's rules are silent about them, and a reviewer wants to know all the same.

mod answers;
mod api;
mod calls;
mod resources;
mod same;
mod types;
mod urns;

pub(crate) use calls::kind;
pub(crate) use same::spelled;

use restli_model::model::{Docs, Model, Permissions, ScopeId};
use restli_model::source::Place;

use crate::finding::{Finding, Node, Renamed};
use crate::rule::{self, Rule};
use crate::wire::{Spot, TypeNames, deprecation, is_evident, matched};

/// Compares two models in what their IDL does not tell.
pub(crate) fn compare(old: &Model, new: &Model, type_names: &TypeNames) -> Vec<Finding> {
    let mut facts = Facts {
        old,
        new,
        type_names,
        findings: Vec::new(),
    };
    facts.api();
    facts.urns();
    facts.resources();
    facts.types();
    facts.findings
}

/// A comparison under way.
struct Facts<'a> {
    old: &'a Model,
    new: &'a Model,
    type_names: &'a TypeNames,
    findings: Vec<Finding>,
}

/// A list of the API, whose elements have names.
struct Members<T: 'static> {
    /// What one of them is called.
    what: &'static str,
    added: &'static Rule,
    removed: &'static Rule,
    name: fn(&T) -> &str,
    place: fn(&T) -> Option<&Place>,
    docs: fn(&T) -> &Docs,
    /// Whether all is the same but the name and the documentation.
    is_same: fn(&T, &T) -> bool,
}

/// Places in the old and the new version.
type Places<'p> = (Option<&'p Place>, Option<&'p Place>);

impl Facts<'_> {
    fn found(
        &mut self,
        rule: &'static Rule,
        spot: &Spot,
        places: Places<'_>,
        text: String,
    ) -> &mut Finding {
        let finding = Finding::new(rule, "", spot, places, text);
        self.findings.push(finding);
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    /// A value that differs: what it is, and what it was.
    fn changed<T: PartialEq>(
        &mut self,
        rule: &'static Rule,
        spot: &Spot,
        places: Places<'_>,
        (old, new): (&T, &T),
        text: impl FnOnce() -> String,
    ) {
        if old != new {
            self.found(rule, spot, places, text());
        }
    }

    /// Tells what came and went of a list; gives what is in both.
    fn members<'m, T>(
        &mut self,
        spot: &Spot,
        list: Members<T>,
        old: &'m [T],
        new: &'m [T],
    ) -> Vec<(Spot, &'m T, &'m T)> {
        let Members {
            what, name, place, ..
        } = list;
        let at = |element: &T| {
            let name = name(element);
            spot.at(name).about(Node::Member(name.to_owned()))
        };
        let is_renamed = |old: &T, new: &T| {
            let said = |element: &T| (list.docs)(element).summary.clone();
            let is_evident = is_evident(
                (name(old), said(old).as_ref()),
                (name(new), said(new).as_ref()),
            );
            is_evident && (list.is_same)(old, new)
        };
        let (old, new): (Vec<_>, Vec<_>) = (old.iter().collect(), new.iter().collect());
        let pairs = matched(&old, &new, |element| name(element).to_owned(), is_renamed);
        let other = |element: Option<&T>| element.map(|element| name(element).to_owned());
        for (element, from) in pairs.added {
            let text = format!("the {what} {} is new", code(name(element)));
            let finding = self.found(list.added, &at(element), (None, place(element)), text);
            finding.renamed = other(from).map(Renamed::From);
        }
        for (element, to) in pairs.removed {
            let text = format!("the {what} {} is gone", code(name(element)));
            let finding = self.found(list.removed, &at(element), (place(element), None), text);
            finding.renamed = other(to).map(Renamed::To);
        }
        let kept = pairs.kept.into_iter();
        kept.map(|(old, new)| (at(new), old, new)).collect()
    }

    fn rust_name(&mut self, spot: &Spot, places: Places<'_>, old: &str, new: &str) {
        let text = || {
            format!(
                "in Rust it is called {}, and was called {}",
                code(new),
                code(old)
            )
        };
        self.changed(
            &rule::RUST_NAME_CHANGED,
            &spot.at("rust_name"),
            places,
            (&old, &new),
            text,
        );
    }

    /// What is said of what the IDL does not have, and whether it is deprecated.
    fn docs(&mut self, spot: &Spot, places: Places<'_>, old: &Docs, new: &Docs) {
        let deprecated = (old.deprecated.as_deref(), new.deprecated.as_deref());
        if let Some((rule, text)) = deprecation(deprecated.0, deprecated.1) {
            self.found(rule, &spot.at("deprecated"), places, text);
        }
        let said = |docs: &Docs| Docs {
            deprecated: None,
            ..docs.clone()
        };
        let text = || "the documentation reads otherwise".to_owned();
        let said = (&said(old), &said(new));
        self.changed(&rule::DOCS_CHANGED, &spot.at("docs"), places, said, text);
    }

    /// Permissions: whether whoever could make the call before still can.
    fn permissions(
        &mut self,
        spot: &Spot,
        places: Places<'_>,
        (old, new): (&Permissions, &Permissions),
    ) {
        let before = Needs::of(self.old, old);
        let after = Needs::of(self.new, new);
        if before == after {
            return;
        }
        let rule = match after.is_met_by_all_of(&before) {
            true => &rule::PERMISSION_WIDENED,
            false => &rule::PERMISSION_NARROWED,
        };
        let text = format!("it needs {}, and needed {}", after.shown(), before.shown());
        self.found(rule, &spot.at("permissions"), places, text);
    }
}

/// What a token must carry, by the names of permissions.
#[derive(PartialEq, Eq)]
enum Needs {
    Nothing,
    Any(Vec<String>),
    All(Vec<String>),
}

impl Needs {
    fn of(model: &Model, permissions: &Permissions) -> Self {
        let names = |scopes: &[ScopeId]| {
            let mut names: Vec<String> = scopes.iter().map(|id| model[*id].name.clone()).collect();
            names.sort();
            names
        };
        match permissions {
            Permissions::Unstated => Self::Nothing,
            Permissions::Any(scopes) => Self::Any(names(scopes)),
            Permissions::All(scopes) if scopes.len() < 2 => Self::Any(names(scopes)),
            Permissions::All(scopes) => Self::All(names(scopes)),
        }
    }

    /// Whether every token that fulfilled the other fulfils this.
    fn is_met_by_all_of(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Nothing, _) => true,
            (_, Self::Nothing) => false,
            (Self::Any(own), Self::Any(had)) => had.iter().all(|scope| own.contains(scope)),
            (Self::Any(own), Self::All(had)) => had.iter().any(|scope| own.contains(scope)),
            (Self::All(own), Self::All(had)) => own.iter().all(|scope| had.contains(scope)),
            (Self::All(_), Self::Any(_)) => false,
        }
    }

    fn shown(&self) -> String {
        let listed = |names: &[String], word: &str| {
            names
                .iter()
                .map(code)
                .collect::<Vec<_>>()
                .join(&format!(" {word} "))
        };
        match self {
            Self::Nothing => "nothing stated".to_owned(),
            Self::Any(names) => listed(names, "or"),
            Self::All(names) => listed(names, "and"),
        }
    }
}

/// A name in a sentence.
fn code(name: impl std::fmt::Display) -> String {
    format!("`{name}`")
}

/// A value in a sentence, or that there is none.
fn shown<T: std::fmt::Display>(value: Option<T>) -> String {
    value.map_or_else(|| "nothing".to_owned(), code)
}

/// What came and went in two lists, by a key.
fn come_and_gone<'a, T, K: PartialEq>(
    old: &'a [T],
    new: &'a [T],
    key: impl Fn(&T) -> K,
) -> (Vec<&'a T>, Vec<&'a T>, Vec<(&'a T, &'a T)>) {
    let find = |list: &'a [T], wanted: &T| {
        let wanted = key(wanted);
        list.iter().find(|element| key(element) == wanted)
    };
    let come = new.iter().filter(|element| find(old, element).is_none());
    let gone = old.iter().filter(|element| find(new, element).is_none());
    let kept = old.iter().filter_map(|a| Some((a, find(new, a)?)));
    (come.collect(), gone.collect(), kept.collect())
}
