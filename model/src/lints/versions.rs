//! Versions that will soon be switched off.
//!
//! The only check that knows a clock, and only if its caller gives it one: what is generated, and
//! whether it can be, never depends on the day.

use std::fmt;

use crate::diagnostics::{Code, Diagnostic};
use crate::model::Model;
use crate::syntax::{Documents, Spanned};

/// Services keep a version for about a year; behind this it is time to move.
const MONTHS: u32 = 9;

/// A month of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    /// The year, such as 2026.
    pub year: u16,
    /// From 1 to 12.
    pub month: u8,
}

impl Month {
    /// The month that a version begins with: `202510`, `202510.03`. Versions that are no dates have
    /// none.
    pub fn of_version(version: &str) -> Option<Self> {
        let digits = version.get(..6)?;
        let rest = &version[6..];
        if !digits.bytes().all(|b| b.is_ascii_digit())
            || rest.starts_with(|c: char| c.is_ascii_digit())
        {
            return None;
        }
        let (year, month) = (digits[..4].parse().ok()?, digits[4..].parse().ok()?);
        (1..=12).contains(&month).then_some(Self { year, month })
    }

    /// How many months ago another one was; none if it is yet to come.
    pub fn since(self, earlier: Self) -> u32 {
        let months = |at: Self| u32::from(at.year) * 12 + u32::from(at.month);
        months(self).saturating_sub(months(earlier))
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}{:02}", self.year, self.month)
    }
}

/// The version of the API, and those that resources are pinned to.
pub(super) fn old(
    documents: &Documents,
    model: &Model,
    today: Option<Month>,
    found: &mut Vec<Diagnostic>,
) {
    let Some(today) = today else {
        return;
    };
    let api = documents
        .api
        .iter()
        .filter_map(|api| api.syntax.version.as_ref());
    let resources = documents.resources.iter();
    let pinned = resources.filter_map(|resource| resource.syntax.version.as_ref());
    for version in api
        .filter_map(|version| version.default.as_ref())
        .chain(pinned)
    {
        found.extend(aged(version, model, today));
    }
}

fn aged(version: &Spanned<String>, model: &Model, today: Month) -> Option<Diagnostic> {
    let age = today.since(Month::of_version(&version.value)?);
    if age <= MONTHS {
        return None;
    }
    let message = format!("version `{}` is {age} months old", version.value);
    Some(
        Diagnostic::warning(Code::OldVersion, &version.place, message)
            .label(format!("older than {MONTHS} months"))
            .help(format!(
                "read what has changed in `{}` since, and name a newer one",
                model.api.name
            )),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_that_begins_with_a_month_has_an_age() {
        let today = Month {
            year: 2026,
            month: 2,
        };
        for (version, age) in [
            ("202510", Some(4)),
            ("202510.03", Some(4)),
            ("202602", Some(0)),
            ("202607", Some(0)),
            ("202013", None),
            ("20251001", None),
            ("v2", None),
            ("2025-10", None),
            ("ö2510é", None),
        ] {
            let found = Month::of_version(version).map(|month| today.since(month));
            assert_eq!(found, age, "{version}");
        }
    }
}
