//! What a service means by its errors.

use crate::source::Place;

/// A meaning, and the answers that have it: every condition that is there must hold, and one is.
#[derive(Clone, Debug)]
pub struct ErrorRule {
    /// What such an answer means.
    pub means: ErrorMeaning,
    /// The HTTP status.
    pub status: Option<u16>,
    /// The `code` of the body.
    pub code: Option<String>,
    /// The `serviceErrorCode` of the body.
    pub service_error_code: Option<u32>,
    /// A part of the message; never empty.
    pub message: Option<String>,
    /// Whether the rule is little more than a guess.
    pub thin_evidence: bool,
    /// Where the meaning is written.
    pub place: Place,
}

/// What an error means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorMeaning {
    /// What was to be created exists.
    Duplicate,
    /// Too many calls were made.
    Throttled(Quota),
    /// The API version is not served, or not any more.
    VersionSunset,
    /// The token lacks a permission, or the member a role.
    MissingPermission,
    /// The token is of no use any more, and a member has to sign in again.
    Reauthorization,
    /// What was asked for has been there and is not any more.
    Expired,
}

/// Whose calls are counted, and over what time, as far as that is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Quota {
    /// Whose calls are counted.
    pub of: Option<QuotaOf>,
    /// When counting begins anew.
    pub window: Option<QuotaWindow>,
}

/// Whose calls a quota counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QuotaOf {
    /// Those of the application, for all members.
    Application,
    /// Those of one member, through one application.
    Member,
}

/// The time over which a quota counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QuotaWindow {
    /// A day, until midnight UTC.
    Day,
    /// Seconds or minutes.
    Short,
}

impl ErrorMeaning {
    /// The word of the schema language, such as `version_sunset`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Duplicate => "duplicate",
            Self::Throttled(_) => "throttled",
            Self::VersionSunset => "version_sunset",
            Self::MissingPermission => "missing_permission",
            Self::Reauthorization => "reauthorization",
            Self::Expired => "expired",
        }
    }
}

impl ErrorRule {
    /// Whether this rule fits every answer that another one fits, so that the other never counts behind it.
    pub fn covers(&self, other: &Self) -> bool {
        fn implied<T: PartialEq>(own: &Option<T>, other: &Option<T>) -> bool {
            own.is_none() || own == other
        }
        let message = match (&self.message, &other.message) {
            (None, _) => true,
            (Some(own), Some(other)) => other.contains(own),
            (Some(_), None) => false,
        };
        implied(&self.status, &other.status)
            && implied(&self.code, &other.code)
            && implied(&self.service_error_code, &other.service_error_code)
            && message
    }
}
