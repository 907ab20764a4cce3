//! Entities that change by themselves, such as a job that runs and then is done.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::seed::State;
use crate::store::{Held, Members};

/// The way of an entity that changes by itself.
#[derive(Clone, Debug)]
pub(crate) struct Progress {
    states: Vec<State>,
    /// How many of the states it has entered.
    entered: usize,
    /// How often it has been read in the state that it is in.
    reads: u32,
    /// When that began, by the clock of its store.
    since: Duration,
    /// What has happened to it.
    events: BTreeSet<String>,
}

impl Progress {
    pub(crate) fn new(states: Vec<State>) -> Self {
        Progress {
            states,
            entered: 0,
            reads: 0,
            since: Duration::ZERO,
            events: BTreeSet::new(),
        }
    }

    /// Notes that something has happened to the entity; it moves on when it is read.
    pub(crate) fn happen(&mut self, event: &str) {
        self.events.insert(event.to_owned());
    }

    /// Moves the entity on, and counts one more read of it.
    pub(crate) fn read(&mut self, members: &mut Members, now: Duration) -> Vec<(String, Held)> {
        let born = self.settle(members, now);
        self.reads += 1;
        born
    }

    /// Enters the states that it is time for; what comes to be with them is returned.
    pub(crate) fn settle(&mut self, members: &mut Members, now: Duration) -> Vec<(String, Held)> {
        let mut born = Vec::new();
        while let Some(next) = self.states.get(self.entered) {
            let current = self
                .entered
                .checked_sub(1)
                .map(|current| &self.states[current]);
            if current.is_some_and(|current| {
                current.lasts(self.reads, now.saturating_sub(self.since), &self.events)
            }) {
                break;
            }
            let (set, urns) = next.enter();
            members.extend(set);
            born.extend(urns);
            self.entered += 1;
            self.reads = 0;
            self.since = now;
        }
        born
    }
}
