//! Values that the sandbox refuses because its data says so.
//!
//! A service has reasons that no schema knows; clients are tried on its errors all the same.

use serde_json::Value as Json;

use super::when::When;
use crate::catalogue::Refusal;

/// What is refused, and with which error; the first that is met counts.
#[derive(Debug, Default)]
pub(crate) struct Refusals(pub(super) Vec<Refused>);

/// Values that are refused.
#[derive(Debug)]
pub(super) struct Refused {
    pub(super) when: When,
    pub(super) error: Json,
}

impl Refusals {
    /// Refuses an object that has the values of one of them.
    pub(crate) fn check(&self, given: &Json) -> Result<(), Refusal> {
        match self.0.iter().find(|refused| refused.when.met(given)) {
            Some(refused) => Err(Refusal::of_error(&refused.error)),
            None => Ok(()),
        }
    }
}
