//! Values that make a difference: what was sent is refused, answered or made in another way.
//!
//! A seed asks for values in several places, and everywhere in the same words.

use serde_json::Value as Json;

use crate::json::{follow, holds};

/// Where values stand and what they are; all must be met.
#[derive(Clone, Debug, Default)]
pub(crate) struct When(pub(super) Vec<(Vec<String>, Json)>);

impl When {
    /// Whether an object has the values.
    pub(crate) fn met(&self, given: &Json) -> bool {
        let mut values = self.0.iter();
        values.all(|(path, value)| follow(given, path).is_some_and(|found| holds(found, value)))
    }
}
