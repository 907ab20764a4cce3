//! Whether a rule makes sense, for this schema and in itself.

use std::collections::BTreeSet;

use restli_model::diagnostics::nearest;
use restli_model::model::Model;

use super::fault::{Canned, Fault, RetryAfter, Status};
use super::rule::Rule;

impl Rule {
    /// What is wrong with it, each with a cure.
    pub(super) fn check(&self, model: &Model) -> Vec<String> {
        let mut wrong = Vec::new();
        self.check_names(model, &mut wrong);
        for (key, number) in [
            ("nth", self.nth),
            ("every", self.every),
            ("first", self.first),
            ("times", self.times),
        ] {
            if number == Some(0) {
                wrong.push(format!("`{key}: 0` hits nothing; count from 1"));
            }
        }
        if self.rate.is_some_and(|rate| !(0.0..=1.0).contains(&rate)) {
            wrong.push("`rate` is none from 0 to 1; write `rate: 0.1` for a tenth".to_owned());
        }
        if self.faults.is_empty() && self.quota.is_none() {
            wrong.push("it has no fault; write one such as `fault: status=503`".to_owned());
        }
        self.check_faults(&mut wrong);
        wrong
    }

    fn check_names(&self, model: &Model, wrong: &mut Vec<String>) {
        let resources = || {
            model
                .resources
                .iter()
                .map(|resource| resource.name.as_str())
        };
        let methods: BTreeSet<_> = { model.resources.iter() }
            .flat_map(|resource| &resource.methods)
            .map(|method| (method.rest.wire_name(), method.name.as_str()))
            .collect();
        let verbs = ["GET", "POST", "PUT", "DELETE"];
        known(
            "method",
            &self.method,
            methods.iter().map(|(rest, _)| *rest),
            wrong,
        );
        known("resource", &self.resource, resources(), wrong);
        known(
            "call",
            &self.call,
            methods.iter().map(|(_, name)| *name),
            wrong,
        );
        known("verb", &self.verb, verbs.into_iter(), wrong);
        if let Some(path) = self
            .path
            .as_ref()
            .filter(|path| !path.starts_with(['/', '*']))
        {
            wrong.push(format!("the path `{path}` does not begin with a slash; write `/{path}`, or `*{path}` for any that ends so"));
        }
        if let Some(path) = self.path.as_ref().filter(|path| path.contains('?')) {
            wrong.push(format!(
                "the path `{path}` has a query, which is not looked at; end it before the `?`"
            ));
        }
    }

    fn check_faults(&self, wrong: &mut Vec<String>) {
        if self.is_of_connections() {
            if !self.faults.iter().all(Fault::is_of_connection) {
                wrong.push("one of its faults happens before there is a request, and the others cannot happen then; give them a rule of their own".to_owned());
            }
            let filters = [
                &self.method,
                &self.resource,
                &self.call,
                &self.verb,
                &self.path,
            ];
            if filters.iter().any(|filter| filter.is_some()) || self.quota.is_some() {
                wrong.push("its fault happens before there is a request, so nothing is known of one; leave out `method`, `resource`, `call`, `verb`, `path` and `quota`".to_owned());
            }
        }
        let resets = self.faults.iter().any(|fault| {
            let Fault::Instead {
                reply: Canned::Status(Status { retry_after, .. }),
                ..
            } = fault
            else {
                return false;
            };
            matches!(retry_after, Some(RetryAfter::Reset | RetryAfter::ResetDate))
        });
        if resets && self.quota.is_none() {
            wrong.push("`retry-after=reset` speaks of a quota, and the rule has none; write `quota`, or a number of seconds".to_owned());
        }
    }
}

/// Complains about a name that is none of those.
fn known<'n>(
    key: &str,
    name: &Option<String>,
    names: impl Iterator<Item = &'n str> + Clone,
    wrong: &mut Vec<String>,
) {
    let Some(name) = name.as_deref() else {
        return;
    };
    if names.clone().any(|known| known == name) {
        return;
    }
    let near = nearest(name, names).map(|near| format!("; did you mean `{near}`?"));
    wrong.push(format!(
        "there is no {key} `{name}`{}",
        near.unwrap_or_default()
    ));
}
