//! One way in which an exchange is not the recorded one.
//!
//! All differences of a test are reported together, so that a changed API is understood in one run.

use std::fmt;

/// What a test found: where, what the sample says, and what came.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// Where, such as `request body at 'elements[0].to'`.
    pub place: String,
    /// What the sample says; nothing when it has no such thing.
    pub expected: Option<String>,
    /// What came; nothing when it is missing.
    pub actual: Option<String>,
}

impl Difference {
    pub(super) fn new(
        place: impl Into<String>,
        expected: impl Into<String>,
        actual: impl Into<String>,
    ) -> Self {
        Self {
            place: place.into(),
            expected: Some(expected.into()),
            actual: Some(actual.into()),
        }
    }

    pub(super) fn missing(place: impl Into<String>, expected: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            expected: Some(expected.into()),
            actual: None,
        }
    }

    pub(super) fn unexpected(place: impl Into<String>, actual: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            expected: None,
            actual: Some(actual.into()),
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let expected = self.expected.as_deref().unwrap_or("(nothing)");
        let actual = self.actual.as_deref().unwrap_or("(nothing)");
        writeln!(out, "  {}", self.place)?;
        writeln!(out, "    expected: {expected}")?;
        write!(out, "    actual:   {actual}")
    }
}
