//! Values that the sandbox refuses because its data says so.
//!
//! A service has reasons that no schema knows; clients are tried on its errors all the same.

use serde_json::Value as Json;

use crate::catalogue::Refusal;
use crate::json::{follow, holds};

/// What is refused, and with which error; the first that is met counts.
#[derive(Debug, Default)]
pub(crate) struct Refusals(pub(super) Vec<Refused>);

/// Values that are refused.
#[derive(Debug)]
pub(super) struct Refused {
    /// Where they stand, and what they are.
    pub(super) when: Vec<(Vec<String>, Json)>,
    pub(super) error: Json,
}

impl Refusals {
    /// Refuses an object that has the values of one of them.
    pub(crate) fn check(&self, given: &Json) -> Result<(), Refusal> {
        let met = |refused: &&Refused| {
            let mut values = refused.when.iter();
            values.all(|(path, value)| follow(given, path).is_some_and(|found| holds(found, value)))
        };
        match self.0.iter().find(met) {
            Some(refused) => Err(Refusal::of_error(&refused.error)),
            None => Ok(()),
        }
    }
}
