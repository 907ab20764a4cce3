//! What a failure means, asked instead of matched.
//!
//! Callers do different things about a missing permission, a day's quota and a duplicate, and should not have to
//! know by which status, code and words a service tells them apart.

use std::time::SystemTime;

use super::{Error, ErrorKind, ErrorMeaning, Quota};
use crate::request::Permissions;

/// A permission is missing, or the member has no role that allows the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MissingPermission<'a> {
    /// What the schema says that the call needs.
    pub needs: Permissions,
    /// What the token is allowed to do, if that is known: see [`Token::with_scopes`](crate::Token::with_scopes).
    pub has: Option<&'a [String]>,
}

impl MissingPermission<'_> {
    /// Whether the token has all that the schema says is needed, so that the member lacks a role, or the service has
    /// not noticed a new permission yet. Nothing if it is not known what the token has, or what is needed.
    pub fn is_granted(&self) -> Option<bool> {
        let has = |scope: &&str| self.has.map(|has| has.iter().any(|one| one == scope));
        match self.needs {
            Permissions::Unstated => None,
            Permissions::Any(needs) => needs
                .iter()
                .try_fold(false, |any, scope| Some(any | has(scope)?)),
            Permissions::All(needs) => needs
                .iter()
                .try_fold(true, |all, scope| Some(all & has(scope)?)),
        }
    }
}

/// The API version is not served, or not any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct VersionSunset<'a> {
    /// The version that the call asked for, if it named one.
    pub requested: Option<&'a str>,
}

/// Too many calls were made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Throttled {
    /// Whose calls were counted, and over what time, as far as the service tells.
    pub quota: Quota,
    /// When calls are taken again, if that is known: at the end of the day, or by `Retry-After`.
    pub resets_at: Option<SystemTime>,
}

/// What was to be created exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Duplicate<'a> {
    /// The URN of what exists, if the service names it. It parses as the URN type of its kind.
    pub existing: Option<&'a str>,
}

impl Error {
    /// What the failure means beyond its kind, if that is known.
    pub fn meaning(&self) -> Option<ErrorMeaning> {
        self.0.meaning
    }

    /// Which permissions the call needs and the token has, if that is what it failed for.
    pub fn missing_permission(&self) -> Option<MissingPermission<'_>> {
        let meant = self.0.meaning == Some(ErrorMeaning::MissingPermission);
        meant.then_some(MissingPermission {
            needs: self.0.needs,
            has: self.0.granted.as_deref(),
        })
    }

    /// Which version was asked for, if the call failed because that is not served.
    pub fn version_sunset(&self) -> Option<VersionSunset<'_>> {
        let meant = self.0.meaning == Some(ErrorMeaning::VersionSunset);
        meant.then_some(VersionSunset {
            requested: self.0.version.as_deref(),
        })
    }

    /// Which limit was reached, if the call failed for that.
    pub fn throttled(&self) -> Option<Throttled> {
        match self.0.meaning {
            Some(ErrorMeaning::Throttled(quota)) => Some(Throttled {
                quota,
                resets_at: self.0.resets_at,
            }),
            _ => None,
        }
    }

    /// What exists already, if the call failed for that.
    pub fn duplicate(&self) -> Option<Duplicate<'_>> {
        let meant = self.0.meaning == Some(ErrorMeaning::Duplicate);
        meant.then(|| Duplicate {
            existing: self.message().and_then(first_urn).or_else(|| {
                let details = self.0.response.error_details.as_ref();
                details.and_then(|details| first_urn(details.as_str()))
            }),
        })
    }

    /// Whether what was asked for has been there and is not any more, such as the result of a task.
    pub fn is_expired(&self) -> bool {
        self.0.kind == ErrorKind::Expired || self.0.meaning == Some(ErrorMeaning::Expired)
    }

    /// Whether a member has to sign in again before anything succeeds.
    pub fn needs_reauthorization(&self) -> bool {
        self.0.meaning == Some(ErrorMeaning::Reauthorization)
    }
}

/// The first URN in a text for people.
fn first_urn(text: &str) -> Option<&str> {
    let urn = &text[text.find("urn:")?..];
    let part_of_one = |c: char| c.is_ascii_alphanumeric() || "-._~:%!*=,()".contains(c);
    let urn = &urn[..urn.find(|c| !part_of_one(c)).unwrap_or(urn.len())];
    // What ends a sentence or was opened before the URN is not a part of it.
    let mut urn = urn.trim_end_matches(['.', ',', ':', '!']);
    while urn.ends_with(')') && urn.matches(')').count() > urn.matches('(').count() {
        urn = urn[..urn.len() - 1].trim_end_matches(['.', ',', ':', '!']);
    }
    (urn.matches(':').count() >= 3).then_some(urn)
}

#[cfg(test)]
mod tests {
    use super::first_urn;

    #[test]
    fn a_urn_is_found_in_a_sentence() {
        for (text, urn) in [
            (
                "Content is a duplicate of urn:li:share:7001.",
                Some("urn:li:share:7001"),
            ),
            ("duplicate (urn:li:ugcPost:12)", Some("urn:li:ugcPost:12")),
            (
                "Of urn:li:a:(urn:li:b:1,2), it is",
                Some("urn:li:a:(urn:li:b:1,2)"),
            ),
            (r#"{"urn":"urn:li:share:9"}"#, Some("urn:li:share:9")),
            ("urn: none", None),
            ("nothing", None),
        ] {
            assert_eq!(first_urn(text), urn, "{text}");
        }
    }
}
