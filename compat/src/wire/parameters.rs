//! Parameters of methods.

use restli_idl::ast::{Method, Parameter};
use restli_idl::json::{Json, Value};

use super::lists::{is_evident, matched};
use super::methods::{kind, name, place};
use super::resources::missing;
use super::{Check, Spot, code};
use crate::finding::Node;
use crate::rule;

impl Check<'_> {
    /// The parameters of a method that is in both versions.
    pub(super) fn parameters(&mut self, spot: &Spot, old: &Method, new: &Method) {
        let before: Vec<&Parameter> = old.parameters.iter().collect();
        let after: Vec<&Parameter> = new.parameters.iter().collect();
        let about = |parameter: &Parameter| Node::Parameter {
            kind: kind(old),
            method: name(old),
            name: parameter.name.value.clone(),
        };
        let pairs = matched(&before, &after, |p| p.name.value.clone(), is_same);
        for (parameter, to) in pairs.removed {
            let text = format!("the parameter {} is gone", code(&parameter.name.value));
            let places = (Some(&parameter.name.place), Some(place(new)));
            let (spot, kind) = (spot.about(about(parameter)), missing(after.is_empty()));
            self.push(&rule::PARAMETER_REMOVED, kind, &spot, places, text)
                .renamed_to(to.map(|to| &to.name.value));
        }
        for (parameter, from) in pairs.added {
            let from = from.map(|from| &from.name.value);
            self.added_parameter(&spot.about(about(parameter)), old, parameter, from);
        }
        for (old, new) in pairs.kept {
            let spot = spot.at(old.name.value.as_str()).about(about(old));
            self.parameter(&spot, old, new);
        }
    }

    /// A list of parameters that is new as a whole is judged as a whole by Rest.li's checker, which
    /// overlooks that one of them must be given.
    fn added_parameter(
        &mut self,
        spot: &Spot,
        old: &Method,
        new: &Parameter,
        from: Option<&String>,
    ) {
        let whole_list = old.parameters.is_empty();
        let places = (Some(place(old)), Some(&new.name.place));
        let name = code(&new.name.value);
        if is_optional(new) {
            let kind = if whole_list {
                "OPTIONAL_VALUE"
            } else {
                "PARAMETER_NEW_OPTIONAL"
            };
            let text = format!("the parameter {name} is new, and may be left out");
            self.push(&rule::PARAMETER_ADDED, kind, spot, places, text)
                .renamed_from(from);
            return;
        }
        let text = format!("the parameter {name} is new, and must be given");
        let rule = &rule::PARAMETER_ADDED_REQUIRED;
        let finding = self.push(rule, "PARAMETER_NEW_REQUIRED", spot, places, text);
        finding.renamed_from(from);
        if whole_list {
            finding.overlooked();
        }
    }

    fn parameter(&mut self, spot: &Spot, old: &Parameter, new: &Parameter) {
        let name = code(&old.name.value);
        let places = (Some(&old.name.place), Some(&new.name.place));
        let what = format!("the parameter {name}");
        let rule = &rule::PARAMETER_TYPE_CHANGED;
        self.type_in_resource(&spot.at("type"), rule, (&old.ty, &new.ty), &what);
        if new.by_items {
            let text = format!("{what} is spelled with `items`, which is deprecated");
            let rule = &rule::PARAMETER_ITEMS_DEPRECATED;
            self.push(rule, "DEPRECATED", &spot.at("items"), places, text);
        }
        let step = |parameter: &Parameter| {
            if parameter.optional {
                "optional"
            } else {
                "default"
            }
        };
        match (is_optional(old), is_optional(new)) {
            (false, true) => {
                let text = format!("{what} may be left out");
                let rule = &rule::PARAMETER_MADE_OPTIONAL;
                self.push(
                    rule,
                    "OPTIONAL_PARAMETER",
                    &spot.at(step(new)),
                    places,
                    text,
                );
            }
            (true, false) => {
                let text = format!("{what} must be given");
                let rule = &rule::PARAMETER_MADE_REQUIRED;
                self.push(
                    rule,
                    "PARAMETER_WRONG_OPTIONALITY",
                    &spot.at(step(old)),
                    places,
                    text,
                );
            }
            (true, true) if old.default != new.default => {
                let text = match (scalar(old.default.as_ref()), scalar(new.default.as_ref())) {
                    (Some(old), Some(new)) => {
                        format!(
                            "the default of {what} is {}, and was {}",
                            code(new),
                            code(old)
                        )
                    }
                    _ => format!("{what} has another default"),
                };
                let rule = &rule::PARAMETER_DEFAULT_CHANGED;
                self.push(rule, "VALUE_DIFFERENT", &spot.at("default"), places, text);
            }
            _ => {}
        }
        self.docs(spot, (old.doc.as_ref(), new.doc.as_ref()), places);
        self.deprecation(spot, (&old.deprecated, &new.deprecated), places);
        self.annotations(spot, (&old.annotations, &new.annotations), places);
    }
}

/// A default that is short enough for a sentence.
fn scalar(default: Option<&Json>) -> Option<String> {
    match &default?.value {
        Value::Bool(value) => Some(value.to_string()),
        Value::Number(text) | Value::Text(text) => Some(text.clone()),
        Value::Null | Value::List(_) | Value::Object(_) => None,
    }
}

/// Whether a parameter may be left out.
fn is_optional(parameter: &Parameter) -> bool {
    parameter.optional || parameter.default.is_some()
}

/// Whether one parameter is the other under a new name.
fn is_same(old: &Parameter, new: &Parameter) -> bool {
    let shape = |parameter: &Parameter| {
        (
            parameter.ty.clone(),
            parameter.optional,
            parameter.default.clone(),
        )
    };
    let names = (&old.name.value, &new.name.value);
    is_evident((names.0, old.doc.as_ref()), (names.1, new.doc.as_ref())) && shape(old) == shape(new)
}
