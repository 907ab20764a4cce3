//! The rules of a running sandbox, and what they decide about each request.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use restli_model::model::Model;
use serde::Serialize;
use thiserror::Error;

use super::chance::Chance;
use super::fault::Fault;
use super::quota::Usage;
use super::rule::{Facts, Rule};
use super::scenario::Scenario;
use crate::clock::Clock;

/// The faults of a running sandbox. Clones are handles to the same ones.
///
/// ```no_run
/// # fn run(sandbox: &restli_sandbox::Sandbox) -> Result<(), Box<dyn std::error::Error>> {
/// use restli_sandbox::faults::{Fault, Rule};
///
/// let faults = sandbox.faults();
/// faults.add(Rule::new(Fault::status(503)).method("get").resource("me").first(2))?;
/// faults.add(Rule::parse("latency=log-normal, cut-after=120")?.rate(0.1))?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Faults(Arc<Shared>);

struct Shared {
    model: Arc<Model>,
    clock: Arc<Clock>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    seed: u64,
    /// The number of the rule added last.
    last: u64,
    rules: Vec<Active>,
    /// How many requests asked for faults themselves.
    asked: u64,
}

struct Active {
    number: u64,
    rule: Rule,
    seen: u64,
    hit: u64,
    usage: Usage,
}

/// A rule in force, and what it has done.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RuleState {
    /// Its number, by which it can be removed.
    pub number: u64,
    /// The rule.
    pub rule: Rule,
    /// How many requests it was about.
    pub seen: u64,
    /// How many of them it hit.
    pub hit: u64,
}

/// Rules that do not fit the schema or contradict themselves; the text shows all that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}", .0.join("\n"))]
pub struct RuleError(pub(super) Vec<String>);

/// A fault that hits a request.
#[derive(Debug)]
pub(super) struct Hit {
    pub(super) fault: Fault,
    /// The rule that says so; nothing if the request asked for it.
    pub(super) by: Option<String>,
    pub(super) chance: Chance,
    /// How long it is until the quota is there again that was used up.
    pub(super) reset: Option<Duration>,
}

impl Faults {
    pub(crate) fn new(model: Arc<Model>, clock: Arc<Clock>) -> Self {
        Faults(Arc::new(Shared {
            model,
            clock,
            state: Mutex::default(),
        }))
    }

    /// Adds a rule, and tells its number.
    ///
    /// # Errors
    /// When it names what the schema does not have, or contradicts itself.
    pub fn add(&self, rule: Rule) -> Result<u64, RuleError> {
        match rule.check(&self.0.model) {
            wrong if wrong.is_empty() => Ok(self.state().add(rule)),
            wrong => Err(RuleError(wrong)),
        }
    }

    /// Adds the rules of a scenario, whose text is YAML or JSON, and tells their numbers; `name` is
    /// what errors call it. If it has a seed, that becomes the sandbox's.
    ///
    /// # Errors
    /// When the text is no scenario; each line of the error names the line of the text and a cure.
    pub fn load(&self, name: &str, text: &str) -> Result<Vec<u64>, RuleError> {
        let scenario = Scenario::read(&self.0.model, name, text).map_err(RuleError)?;
        let mut state = self.state();
        state.seed = scenario.seed.unwrap_or(state.seed);
        let rules = scenario.rules.into_iter();
        Ok(rules.map(|rule| state.add(rule)).collect())
    }

    /// Removes a rule; false if there is none of this number.
    pub fn remove(&self, number: u64) -> bool {
        let mut state = self.state();
        let before = state.rules.len();
        state.rules.retain(|active| active.number != number);
        state.rules.len() < before
    }

    /// Removes all rules. Everything is then as at the start, but for the seed and the clock.
    pub fn clear(&self) {
        let mut state = self.state();
        *state = State {
            seed: state.seed,
            ..State::default()
        };
    }

    /// The rules in force, and what they have done.
    pub fn rules(&self) -> Vec<RuleState> {
        let state = self.state();
        let rules = state.rules.iter().map(|active| RuleState {
            number: active.number,
            rule: active.rule.clone(),
            seen: active.seen,
            hit: active.hit,
        });
        rules.collect()
    }

    /// Sets what all that looks random follows from. It is 0 at the start.
    pub fn set_seed(&self, seed: u64) {
        self.state().seed = seed;
    }

    /// What all that looks random follows from.
    pub fn seed(&self) -> u64 {
        self.state().seed
    }

    /// The time by which quotas go.
    pub(super) fn now(&self) -> SystemTime {
        self.0.clock.now()
    }

    /// Whether there is no rule.
    pub(super) fn is_empty(&self) -> bool {
        self.state().rules.is_empty()
    }

    /// What happens to a new connection.
    pub(super) fn on_accept(&self) -> Option<Fault> {
        let mut state = self.state();
        let seed = state.seed;
        let mut happens = None;
        let rules = state.rules.iter_mut();
        for active in rules.filter(|active| active.rule.is_of_connections()) {
            // Each rule counts the connection, though it can end but once.
            if active.hits(seed) {
                happens = happens.or_else(|| active.rule.faults.first().cloned());
            }
        }
        happens
    }

    /// What happens to a request, in this order; what the request asks for comes first.
    pub(super) fn decide(&self, request: &Facts<'_>, asked: Vec<Fault>) -> Vec<Hit> {
        let now = self.now();
        let mut state = self.state();
        let seed = state.seed;
        let mut hits = Vec::new();
        if !asked.is_empty() {
            state.asked += 1;
            let asked_before = state.asked;
            hits.extend(asked.into_iter().zip(0..).map(|(fault, index)| Hit {
                fault,
                by: None,
                chance: Chance::of(&[seed, 0, asked_before, index]),
                reset: None,
            }));
        }
        for active in &mut state.rules {
            if active.rule.is_of_connections() || !active.rule.concerns(request) {
                continue;
            }
            let limit = active.rule.quota.clone();
            if let Some(limit) = &limit
                && active.usage.take(limit, now, request)
            {
                continue;
            }
            if active.hits(seed) {
                let reset = limit.map(|limit| limit.left(now));
                hits.extend(active.happen(seed, reset));
            }
        }
        hits
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn add(&mut self, rule: Rule) -> u64 {
        self.last += 1;
        self.rules.push(Active {
            number: self.last,
            rule,
            seen: 0,
            hit: 0,
            usage: Usage::default(),
        });
        self.last
    }
}

impl Active {
    /// Counts one more that the rule is about, and whether it hits.
    fn hits(&mut self, seed: u64) -> bool {
        self.seen += 1;
        let due = self.rule.is_due(self.seen, self.hit);
        let mut chance = Chance::of(&[seed, self.number, self.seen]);
        let hits = due && self.rule.rate.is_none_or(|share| chance.unit() < share);
        self.hit += u64::from(hits);
        hits
    }

    fn happen(&self, seed: u64, reset: Option<Duration>) -> Vec<Hit> {
        let refused = [Fault::status(429)];
        let faults = match self.rule.faults() {
            [] => &refused[..],
            faults => faults,
        };
        let by = match self.rule.name() {
            Some(name) => format!("rule {} ({name})", self.number),
            None => format!("rule {}", self.number),
        };
        let hits = faults.iter().zip(1..).map(|(fault, index)| Hit {
            fault: fault.clone(),
            by: Some(by.clone()),
            chance: Chance::of(&[seed, self.number, self.seen, index]),
            reset,
        });
        hits.collect()
    }
}

impl std::fmt::Debug for Faults {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.rules()).finish()
    }
}
