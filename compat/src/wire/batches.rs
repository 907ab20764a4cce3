//! Limits of batches, and the errors that a service declares.

use restli_idl::ast::{MaxBatch, Method, Resource, ServiceError};
use restli_model::source::Place;

use super::methods::place;
use super::{Check, Spot, code};
use crate::rule::{self, Rule};

impl Check<'_> {
    /// How many keys a batch may have.
    pub(super) fn max_batch(&mut self, spot: &Spot, old: &Method, new: &Method) {
        let value = |method: &Method| method.max_batch.as_ref().map(|max| max.value);
        let (before, after) = (value(old), value(new));
        let at = |method: &'_ Method| method.max_batch.as_ref().map(|max| max.place.clone());
        let (old_at, new_at) = (at(old), at(new));
        let places = (
            Some(old_at.as_ref().unwrap_or(place(old))),
            Some(new_at.as_ref().unwrap_or(place(new))),
        );
        let shown = |max: Option<MaxBatch>| match max {
            Some(max) if max.validated => format!("{}, checked", max.value),
            Some(max) => max.value.to_string(),
            None => "nothing".to_owned(),
        };
        let text = format!(
            "the limit of a batch is {}, and was {}",
            shown(after),
            shown(before)
        );
        for (rule, kind) in limit_changes(before, after) {
            self.push(rule, kind, spot, places, text.clone());
        }
    }

    /// Errors that a resource declares for all of its methods.
    pub(super) fn service_errors_of_resource(
        &mut self,
        spot: &Spot,
        old: &Resource,
        new: &Resource,
    ) {
        let spot = spot.at("serviceErrors");
        let (before, after) = (&old.service_errors, &new.service_errors);
        let spared = |errors: fn(&Method) -> &[ServiceError], of: &Resource, code: &str| {
            let mut methods = of.methods.iter();
            !of.methods.is_empty() && methods.all(|m| find(errors(m), code).is_some())
        };
        let own: fn(&Method) -> &[ServiceError] = |method| &method.service_errors;
        for error in after {
            let code = &error.code.value;
            if find(before, code).is_none() && !spared(own, old, code) {
                self.error_added(&spot, &old.kind.place, error);
            }
        }
        for error in before {
            let code = &error.code.value;
            match find(after, code) {
                Some(new) => self.service_error(&spot, error, new),
                None if spared(own, new, code) => {}
                None => self.error_removed(&spot, error, &new.kind.place),
            }
        }
    }

    /// Errors of a method, beside those of its resource in both versions.
    pub(super) fn service_errors_of_method(
        &mut self,
        spot: &Spot,
        (old_shared, new_shared): (&[ServiceError], &[ServiceError]),
        old: &Method,
        new: &Method,
    ) {
        let spot = spot.at("serviceErrors");
        let (before, after) = (&old.service_errors, &new.service_errors);
        for error in after {
            let code = &error.code.value;
            match find(before, code).or(find(old_shared, code)) {
                Some(old) => self.service_error(&spot, old, error),
                None => self.error_added(&spot, place(old), error),
            }
        }
        for error in before {
            let code = &error.code.value;
            match (find(after, code), find(new_shared, code)) {
                (Some(_), _) => {}
                (None, Some(shared)) => self.service_error(&spot, error, shared),
                (None, None) => self.error_removed(&spot, error, place(new)),
            }
        }
    }

    fn error_added(&mut self, spot: &Spot, old: &Place, error: &ServiceError) {
        let text = format!("the service error {} is new", code(&error.code.value));
        let places = (Some(old), Some(&error.code.place));
        self.push(
            &rule::SERVICE_ERROR_ADDED,
            "SERVICE_ERROR_ADDED",
            spot,
            places,
            text,
        );
    }

    fn error_removed(&mut self, spot: &Spot, error: &ServiceError, new: &Place) {
        let text = format!("the service error {} is gone", code(&error.code.value));
        let places = (Some(&error.code.place), Some(new));
        self.push(
            &rule::SERVICE_ERROR_REMOVED,
            "SERVICE_ERROR_REMOVED",
            spot,
            places,
            text,
        );
    }

    fn service_error(&mut self, spot: &Spot, old: &ServiceError, new: &ServiceError) {
        let name = code(&old.code.value);
        let spot = spot.at(old.code.value.as_str());
        let places = (Some(&old.code.place), Some(&new.code.place));
        let rule = &rule::SERVICE_ERROR_CHANGED;
        if old.status != new.status {
            let text = format!(
                "{name} comes with status {}, and came with {}",
                new.status, old.status
            );
            self.push(rule, "VALUE_NOT_EQUAL", &spot.at("status"), places, text);
        }
        match (&old.message, &new.message) {
            (None, Some(_)) => {
                let text = format!("{name} comes with a message");
                let spot = spot.at("message");
                self.push(&rule::VALUE_ADDED, "OPTIONAL_VALUE", &spot, places, text);
            }
            (old, new) if old != new => {
                let text = format!("{name} comes with another message, or with none");
                self.push(rule, "VALUE_NOT_EQUAL", &spot.at("message"), places, text);
            }
            _ => {}
        }
        let details = (old.detail.as_ref(), new.detail.as_ref());
        let what = format!("the details of {name}");
        let rules = (rule, &rule::VALUE_ADDED, rule);
        self.optional_type(&spot.at("errorDetailType"), details, rules, &what);
    }
}

fn find<'e>(errors: &'e [ServiceError], code: &str) -> Option<&'e ServiceError> {
    errors.iter().find(|error| error.code.value == code)
}

/// What becomes of a limit: its number and whether it is checked are judged apart.
fn limit_changes(
    old: Option<MaxBatch>,
    new: Option<MaxBatch>,
) -> Vec<(&'static Rule, &'static str)> {
    let (old, new) = match (old, new) {
        (None, None) => return Vec::new(),
        (Some(_), None) => return vec![(&rule::MAX_BATCH_REMOVED, "MAX_BATCH_SIZE_REMOVED")],
        (None, Some(new)) if new.validated => {
            let kind = "MAX_BATCH_SIZE_ADDED_WITH_VALIDATION";
            return vec![(&rule::MAX_BATCH_ADDED_VALIDATED, kind)];
        }
        (None, Some(_)) => {
            let kind = "MAX_BATCH_SIZE_ADDED_WITHOUT_VALIDATION";
            return vec![(&rule::MAX_BATCH_ADDED, kind)];
        }
        (Some(old), Some(new)) => (old, new),
    };
    let mut changes: Vec<(&'static Rule, &'static str)> = Vec::new();
    if new.value > old.value {
        changes.push((&rule::MAX_BATCH_INCREASED, "MAX_BATCH_SIZE_VALUE_INCREASED"));
    } else if new.value < old.value && new.validated {
        let kind = "MAX_BATCH_SIZE_VALUE_DECREASED_WITH_VALIDATION";
        changes.push((&rule::MAX_BATCH_DECREASED_VALIDATED, kind));
    } else if new.value < old.value {
        let kind = "MAX_BATCH_SIZE_VALUE_DECREASED_WITHOUT_VALIDATION";
        changes.push((&rule::MAX_BATCH_DECREASED, kind));
    }
    match (old.validated, new.validated) {
        (false, true) => {
            changes.push((
                &rule::MAX_BATCH_VALIDATION_ON,
                "MAX_BATCH_SIZE_TURN_ON_VALIDATION",
            ));
        }
        (true, false) => {
            changes.push((
                &rule::MAX_BATCH_VALIDATION_OFF,
                "MAX_BATCH_SIZE_TURN_OFF_VALIDATION",
            ));
        }
        _ => {}
    }
    changes
}
