//! What is said about things: documentation, deprecation, annotations.

use restli_idl::ast::{Deprecated, Property};
use restli_model::source::Place;

use super::{Check, Spot, code};
use crate::rule::{self, Rule};

type Places<'a> = (Option<&'a Place>, Option<&'a Place>);

impl Check<'_> {
    /// The documentation of something.
    pub(super) fn docs(
        &mut self,
        spot: &Spot,
        (old, new): (Option<&String>, Option<&String>),
        places: Places<'_>,
    ) {
        let text = match (old, new) {
            (None, Some(_)) => "documentation is added",
            (Some(_), None) => "documentation is gone",
            (Some(old), Some(new)) if old != new => "the documentation reads otherwise",
            _ => return,
        };
        self.push(
            &rule::DOCS_CHANGED,
            "DOC_NOT_EQUAL",
            &spot.at("doc"),
            places,
            text.to_owned(),
        );
    }

    /// Whether something is deprecated; Rest.li has that as an annotation.
    pub(super) fn deprecation(
        &mut self,
        spot: &Spot,
        (old, new): (&Option<Deprecated>, &Option<Deprecated>),
        places: Places<'_>,
    ) {
        let text = |deprecated: &'_ Option<Deprecated>| {
            let deprecated = deprecated.as_ref()?;
            Some(deprecated.text.clone().unwrap_or_default())
        };
        let change = deprecation(text(old).as_deref(), text(new).as_deref());
        let Some((rule, text)) = change else { return };
        self.push(
            rule,
            "ANNOTATIONS_CHANGED",
            &spot.at("annotations"),
            places,
            text,
        );
    }

    /// All other annotations of something, in one finding.
    pub(super) fn annotations(
        &mut self,
        spot: &Spot,
        (old, new): (&[Property], &[Property]),
        places: Places<'_>,
    ) {
        let changed = |list: &[Property], others: &[Property]| -> Vec<String> {
            let changed = list.iter().filter(|property| !others.contains(property));
            changed.map(|property| code(&property.name.value)).collect()
        };
        let mut names = changed(old, new);
        names.extend(changed(new, old));
        names.sort();
        names.dedup();
        if !names.is_empty() {
            let text = format!("annotations changed: {}", names.join(", "));
            let spot = spot.at("annotations");
            self.push(
                &rule::ANNOTATIONS_CHANGED,
                "ANNOTATIONS_CHANGED",
                &spot,
                places,
                text,
            );
        }
    }
}

/// What to say where something is deprecated that was not, or the other way round, or in other
/// words; these may be empty.
pub(crate) fn deprecation(old: Option<&str>, new: Option<&str>) -> Option<(&'static Rule, String)> {
    match (old, new) {
        (None, Some("")) => Some((&rule::DEPRECATION_ADDED, "it is deprecated".to_owned())),
        (None, Some(text)) => Some((
            &rule::DEPRECATION_ADDED,
            format!("it is deprecated: {text}"),
        )),
        (Some(_), None) => Some((
            &rule::DEPRECATION_REMOVED,
            "it is no longer deprecated".to_owned(),
        )),
        (Some(old), Some(new)) if old != new => Some((
            &rule::DOCS_CHANGED,
            "it is deprecated in other words".to_owned(),
        )),
        _ => None,
    }
}
