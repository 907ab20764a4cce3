//! Which requests a fault hits, and how often.
//!
//! A rule counts the requests that it is about; all that it says about how often speaks of that count,
//! so other requests between them change nothing.

use serde::{Deserialize, Serialize};

use super::fault::Fault;
use super::quota::Quota;
use super::read::{self, FaultError, read_list};
use super::write::write_list;

/// What goes wrong, with which requests, and how often.
///
/// Everything that is said must hold; a rule that says nothing hits every request. In YAML and JSON
/// it has the same keys, and its faults are the text `fault`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rule {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) method: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) resource: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) call: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) verb: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) after: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) first: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) nth: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) every: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) rate: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) times: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) quota: Option<Quota>,
    #[serde(
        rename = "fault",
        skip_serializing_if = "Vec::is_empty",
        serialize_with = "write_list",
        deserialize_with = "read_list"
    )]
    pub(super) faults: Vec<Fault>,
}

/// What of a request rules look at.
#[derive(Debug)]
pub(super) struct Facts<'r> {
    pub(super) verb: &'r str,
    /// Without the query.
    pub(super) path: &'r str,
    pub(super) token: Option<&'r str>,
    /// What the schema makes of it, if it is a call.
    pub(super) call: Option<CallFacts<'r>>,
}

/// What of a call of the schema rules look at.
#[derive(Debug)]
pub(super) struct CallFacts<'r> {
    pub(super) resource: &'r str,
    pub(super) method: &'r str,
    pub(super) name: &'r str,
}

impl Rule {
    /// A rule with a fault; more may follow with [`Rule::and`].
    pub fn new(fault: Fault) -> Self {
        Rule {
            faults: vec![fault],
            ..Rule::default()
        }
    }

    /// A rule with the faults of a text, such as `latency=1s, status=503`.
    ///
    /// # Errors
    /// When the text is none, with what to write instead.
    pub fn parse(faults: &str) -> Result<Self, FaultError> {
        Ok(Rule {
            faults: read::list(faults)?,
            ..Rule::default()
        })
    }

    /// A rule that answers 429 once a quota is used up, without `Retry-After`; [`Rule::and`] replaces
    /// that with something else.
    pub fn quota(quota: Quota) -> Self {
        Rule {
            quota: Some(quota),
            ..Rule::default()
        }
    }

    /// A further fault.
    #[must_use]
    pub fn and(mut self, fault: Fault) -> Self {
        self.faults.push(fault);
        self
    }

    /// What the rule is called in the journal.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Only calls of a Rest.li method, such as `get` or `batch_create`.
    #[must_use]
    pub fn method(mut self, method: impl Into<String>) -> Self {
        self.method = Some(method.into());
        self
    }

    /// Only calls of a resource, by its name in the schema.
    #[must_use]
    pub fn resource(mut self, resource: impl Into<String>) -> Self {
        self.resource = Some(resource.into());
        self
    }

    /// Only the finder or action of this name.
    #[must_use]
    pub fn call(mut self, call: impl Into<String>) -> Self {
        self.call = Some(call.into());
        self
    }

    /// Only requests with an HTTP verb.
    #[must_use]
    pub fn verb(mut self, verb: impl Into<String>) -> Self {
        self.verb = Some(verb.into());
        self
    }

    /// Only requests to a path, without its query; `*` stands for any text.
    #[must_use]
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// Not the first so many; what else is counted begins behind them.
    #[must_use]
    pub fn after(mut self, requests: u64) -> Self {
        self.after = Some(requests);
        self
    }

    /// Only the first so many.
    #[must_use]
    pub fn first(mut self, requests: u64) -> Self {
        self.first = Some(requests);
        self
    }

    /// Only this one, counted from 1.
    #[must_use]
    pub fn nth(mut self, request: u64) -> Self {
        self.nth = Some(request);
        self
    }

    /// Only every second, third …
    #[must_use]
    pub fn every(mut self, requests: u64) -> Self {
        self.every = Some(requests);
        self
    }

    /// Only this share of them, from 0 to 1; which ones, the seed decides.
    #[must_use]
    pub fn rate(mut self, rate: f64) -> Self {
        self.rate = Some(rate);
        self
    }

    /// So often at most.
    #[must_use]
    pub fn times(mut self, times: u64) -> Self {
        self.times = Some(times);
        self
    }

    /// What it is called, if anything.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Its faults; those of a quota that names none refuse.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// Whether it is about connections rather than requests.
    pub(super) fn is_of_connections(&self) -> bool {
        self.faults.iter().any(Fault::is_of_connection)
    }

    /// Whether the request is one that it counts.
    pub(super) fn concerns(&self, request: &Facts<'_>) -> bool {
        let is = |wanted: &Option<String>, found: Option<&str>| {
            { wanted.as_deref() }.is_none_or(|wanted| found == Some(wanted))
        };
        let call = request.call.as_ref();
        let path = |path: &String| fits(path, request.path);
        is(&self.method, call.map(|call| call.method))
            && is(&self.resource, call.map(|call| call.resource))
            && is(&self.call, call.map(|call| call.name))
            && is(&self.verb, Some(request.verb))
            && self.path.as_ref().is_none_or(path)
    }

    /// Whether it hits the request that is number `seen` of those it counts, having hit `hit` of them.
    pub(super) fn is_due(&self, seen: u64, hit: u64) -> bool {
        let Some(number) = seen
            .checked_sub(self.after.unwrap_or(0))
            .filter(|number| *number > 0)
        else {
            return false;
        };
        self.first.is_none_or(|first| number <= first)
            && self.nth.is_none_or(|nth| number == nth)
            && self.every.is_none_or(|every| number.is_multiple_of(every))
            && self.times.is_none_or(|times| hit < times)
    }
}

/// Whether a text is as the pattern says, in which `*` stands for any text.
fn fits(pattern: &str, text: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(text) = text.strip_prefix(start) else {
        return false;
    };
    (0..=text.len())
        .filter(|at| text.is_char_boundary(*at))
        .any(|at| fits(rest, &text[at..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hit(rule: &Rule) -> Vec<u64> {
        let mut hit = Vec::new();
        for seen in 1..=10 {
            if rule.is_due(seen, hit.len() as u64) {
                hit.push(seen);
            }
        }
        hit
    }

    #[test]
    fn how_often_a_rule_hits() {
        let rule = || Rule::new(Fault::status(503));
        assert_eq!(hit(&rule()).len(), 10);
        assert_eq!(hit(&rule().nth(3)), [3]);
        assert_eq!(hit(&rule().every(4)), [4, 8]);
        assert_eq!(hit(&rule().first(2)), [1, 2]);
        assert_eq!(hit(&rule().after(8)), [9, 10]);
        assert_eq!(hit(&rule().after(3).nth(2)), [5]);
        assert_eq!(hit(&rule().after(2).times(3)), [3, 4, 5]);
        assert_eq!(hit(&rule().every(3).times(2)), [3, 6]);
    }

    #[test]
    fn what_a_pattern_of_a_path_fits() {
        for (pattern, path, expected) in [
            ("/v2/me", "/v2/me", true),
            ("/v2/me", "/v2/me/x", false),
            ("/v2/*", "/v2/me", true),
            ("/v2/*", "/v2/", true),
            ("*", "/", true),
            ("*/comments", "/a/b/comments", true),
            ("/a/*/c", "/a/b/d", false),
            ("/a/*/c*", "/a/b/c/é", true),
        ] {
            assert_eq!(fits(pattern, path), expected, "{pattern} {path}");
        }
    }

    #[test]
    fn a_rule_concerns_what_it_names() {
        let facts = Facts {
            verb: "GET",
            path: "/v2/me",
            token: None,
            call: Some(CallFacts {
                resource: "me",
                method: "get",
                name: "get",
            }),
        };
        let rule = || Rule::new(Fault::NoTotal);
        for (rule, expected) in [
            (rule(), true),
            (
                rule()
                    .method("get")
                    .resource("me")
                    .verb("GET")
                    .path("/v2/*"),
                true,
            ),
            (rule().method("finder"), false),
            (rule().resource("people"), false),
            (rule().call("viewer"), false),
            (rule().verb("POST"), false),
            (rule().path("/v2"), false),
        ] {
            assert_eq!(rule.concerns(&facts), expected, "{rule:?}");
        }
        let unknown = Facts {
            call: None,
            ..facts
        };
        assert!(rule().concerns(&unknown) && !rule().method("get").concerns(&unknown));
    }
}
