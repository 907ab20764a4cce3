//! Whether the calls that a test expects were made.
//!
//! An expectation says what it is about and nothing more, and one that is not met shows the call
//! that came nearest, because "expected one, found none" leaves everything to guess.

use std::error::Error;
use std::fmt;
use std::ops::{Bound, RangeBounds, RangeInclusive};

use restli_wire::Mask;
use serde::Deserialize;
use serde_json::{Map, Value as Json};
use similar::TextDiff;

use super::Exchange;
use crate::json::same;

/// A call that is expected, by default once.
///
/// ```
/// # use restli_sandbox::Expected;
/// # use serde_json::json;
/// let created = Expected::call("posts", "create")
///     .with("entity", json!({ "lifecycleState": "PUBLISHED" }))
///     .status(201);
/// let read = Expected::call("me", "get").times(1..);
/// ```
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Expected {
    resource: String,
    method: String,
    #[serde(default)]
    status: Option<u16>,
    #[serde(default)]
    times: Option<Times>,
    /// What the call must have of its own.
    #[serde(flatten)]
    having: Map<String, Json>,
}

/// How often: a number, or `{ "min": 1, "max": 3 }`, of which either may be left out.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
enum Times {
    Exactly(u64),
    Between {
        #[serde(default)]
        min: u64,
        max: Option<u64>,
    },
}

/// What was expected and did not happen, or happened and was not expected.
#[derive(Clone, Debug, PartialEq)]
pub struct Unverified {
    problems: Vec<String>,
}

impl Expected {
    /// A call of a resource, by its name in the schema, and of a Rest.li method, such as `batch_get`.
    pub fn call(resource: impl Into<String>, method: impl Into<String>) -> Self {
        Expected {
            resource: resource.into(),
            method: method.into(),
            status: None,
            times: None,
            having: Map::new(),
        }
    }

    /// A part of the call as the journal writes it (`name`, `keys`, `ids`, `params`, `headers`, `paging`,
    /// `fields`, `entity`, `entities`, `protocol`, `tunneled`). Of an object the members given must be
    /// there; a list must be as long, and each of its items be as given; a mask may be written otherwise.
    #[must_use]
    pub fn with(mut self, part: impl Into<String>, value: Json) -> Self {
        self.having.insert(part.into(), value);
        self
    }

    /// The status that it was answered with.
    #[must_use]
    pub fn status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// How often it was made: `0..=0`, `1..`, `2..=3`. Each attempt counts.
    #[must_use]
    pub fn times(mut self, times: impl RangeBounds<u64>) -> Self {
        let min = match times.start_bound() {
            Bound::Included(min) => *min,
            Bound::Excluded(below) => below.saturating_add(1),
            Bound::Unbounded => 0,
        };
        let max = match times.end_bound() {
            Bound::Included(max) => Some(*max),
            Bound::Excluded(above) => Some(above.saturating_sub(1)),
            Bound::Unbounded => None,
        };
        self.times = Some(Times::Between { min, max });
        self
    }

    fn range(&self) -> RangeInclusive<u64> {
        match self.times {
            None => 1..=1,
            Some(Times::Exactly(times)) => times..=times,
            Some(Times::Between { min, max }) => min..=max.unwrap_or(u64::MAX),
        }
    }

    /// What it says of a call, in the words of the journal.
    fn json(&self) -> Json {
        let mut json = Map::new();
        json.insert("resource".to_owned(), Json::from(self.resource.clone()));
        json.insert("method".to_owned(), Json::from(self.method.clone()));
        json.extend(
            self.status
                .map(|status| ("status".to_owned(), Json::from(status))),
        );
        json.extend(self.having.clone());
        Json::Object(json)
    }
}

impl Unverified {
    /// Each thing that is wrong, in the words of a reader.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }
}

impl fmt::Display for Unverified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problems.join("\n"))
    }
}

impl Error for Unverified {}

/// Whether what is expected has happened, and, if `only` that may have, nothing else.
pub(crate) fn verify(
    exchanges: &[Exchange],
    expected: &[Expected],
    only: bool,
) -> Result<(), Unverified> {
    let calls: Vec<(&Exchange, Json)> = { exchanges.iter() }
        .map(|exchange| (exchange, told(exchange)))
        .collect();
    let mut problems = Vec::new();
    for expectation in expected {
        let wanted = expectation.json();
        let met = calls.iter().filter(|(_, call)| has(call, &wanted)).count() as u64;
        let range = expectation.range();
        if !range.contains(&met) {
            problems.push(unmet(&wanted, &range, met, &calls));
        }
    }
    let wanted: Vec<Json> = expected.iter().map(Expected::json).collect();
    let others = calls
        .iter()
        .filter(|(_, call)| only && !wanted.iter().any(|wanted| has(call, wanted)));
    problems.extend(others.map(|(exchange, _)| {
        let (verb, target, status) = (&exchange.verb, &exchange.target, exchange.status);
        format!("not expected: {verb} {target}, answered {status}")
    }));
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Unverified { problems })
    }
}

/// An exchange in the words of an expectation. What was no call has neither resource nor method.
fn told(exchange: &Exchange) -> Json {
    let mut call = match &exchange.call {
        Some(call) => serde_json::to_value(call).unwrap_or_default(),
        None => Json::Object(Map::new()),
    };
    call["status"] = Json::from(exchange.status);
    call
}

fn unmet(
    wanted: &Json,
    range: &RangeInclusive<u64>,
    met: u64,
    calls: &[(&Exchange, Json)],
) -> String {
    let times = match (*range.start(), *range.end()) {
        (0, 0) => "never".to_owned(),
        (1, 1) => "once".to_owned(),
        (min, max) if min == max => format!("{min} times"),
        (1, u64::MAX) => "once or more".to_owned(),
        (min, u64::MAX) => format!("{min} times or more"),
        (min, max) => format!("{min} to {max} times"),
    };
    let (resource, method) = (&wanted["resource"], &wanted["method"]);
    let head = format!("expected {times}, found {met}: {method} of {resource}").replace('"', "`");
    let others = calls
        .iter()
        .filter(|(_, call)| met == 0 && !has(call, wanted));
    let nearest = others.min_by_key(|(_, call)| {
        let near = [&call["resource"] == resource, &call["method"] == method];
        let differences = compare(wanted, call).lines().count();
        (near.iter().filter(|near| !**near).count(), differences)
    });
    match nearest {
        Some((exchange, call)) => format!(
            "{head}\nexchange {} comes nearest (- expected, + made):\n{}",
            exchange.number,
            compare(wanted, call)
        ),
        None if met == 0 => format!("{head}\nno call was made"),
        None => format!("{head}\n{wanted:#}"),
    }
}

/// The lines in which a call differs from what is wanted of it.
fn compare(wanted: &Json, call: &Json) -> String {
    let (wanted, call) = (wanted, part(call, wanted));
    let (left, right) = (format!("{wanted:#}"), format!("{call:#}"));
    let diff = TextDiff::from_lines(&left, &right);
    diff.unified_diff().context_radius(2).to_string()
}

/// What of a value another one speaks of.
fn part(value: &Json, wanted: &Json) -> Json {
    match (value, wanted) {
        (Json::Object(members), Json::Object(wanted)) => {
            let members = wanted.iter().filter_map(|(name, wanted)| {
                Some((name.clone(), part(members.get(name)?, wanted)))
            });
            Json::Object(members.collect())
        }
        (Json::Array(items), Json::Array(wanted)) if items.len() == wanted.len() => {
            let items = items.iter().zip(wanted);
            items.map(|(item, wanted)| part(item, wanted)).collect()
        }
        (value, _) => value.clone(),
    }
}

fn has(call: &Json, wanted: &Json) -> bool {
    let Json::Object(wanted) = wanted else {
        return false;
    };
    wanted
        .iter()
        .all(|(name, wanted)| match (name.as_str(), call.get(name)) {
            (_, None) => false,
            ("fields", Some(fields)) => same(fields, wanted) || same_mask(fields, wanted),
            (_, Some(value)) => holds(value, wanted),
        })
}

fn holds(value: &Json, wanted: &Json) -> bool {
    match (value, wanted) {
        (Json::Object(members), Json::Object(wanted)) => wanted
            .iter()
            .all(|(name, wanted)| members.get(name).is_some_and(|value| holds(value, wanted))),
        (Json::Array(items), Json::Array(wanted)) => {
            items.len() == wanted.len() && { items.iter().zip(wanted) }
                .all(|(item, wanted)| holds(item, wanted))
        }
        (value, wanted) => same(value, wanted),
    }
}

fn same_mask(made: &Json, wanted: &Json) -> bool {
    let mask = |json: &Json| Mask::parse_projection(json.as_str()?).ok();
    match (mask(made), mask(wanted)) {
        (Some(made), Some(wanted)) => made.equivalent(&wanted),
        _ => false,
    }
}
