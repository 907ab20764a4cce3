//! What a service means by its errors, as the schema tells it.
//!
//! Statuses say little: a service answers 422 both to a mistake and to a post that exists. Which status, code and
//! words mean what is a fact of the API, so it is data here.

use super::ErrorResponse;

/// A meaning, and the answers that have it. Of several rules the first one that fits counts.
///
/// Every condition that is set must hold; at least one should be.
#[derive(Clone, Copy, Debug)]
pub struct ErrorRule {
    pub(crate) meaning: ErrorMeaning,
    pub(crate) status: Option<u16>,
    pub(crate) code: Option<&'static str>,
    pub(crate) service_error_code: Option<i64>,
    pub(crate) message: Option<&'static str>,
}

/// What an error means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorMeaning {
    /// The token lacks a permission, or the member a role.
    MissingPermission,
    /// The API version is not served, or not any more.
    VersionSunset,
    /// Too many calls were made.
    Throttled(Quota),
    /// What was to be created exists.
    Duplicate,
    /// The token is of no use any more, and a member has to sign in again.
    Reauthorization,
    /// What was asked for has been there and is not any more, such as the result of a task.
    Expired,
}

/// Whose calls are counted, and over what time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Quota {
    /// Whose calls are counted, if that is known.
    pub of: Option<QuotaOf>,
    /// When counting begins anew, if that is known.
    pub window: Option<QuotaWindow>,
}

/// Whose calls a quota counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum QuotaOf {
    /// Those of the application, for all members.
    Application,
    /// Those of one member, through one application.
    Member,
}

/// The time over which a quota counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum QuotaWindow {
    /// A day, until midnight UTC.
    Day,
    /// Seconds or minutes: it passes by itself, and calls are made again.
    Short,
}

impl ErrorRule {
    /// A rule without a condition.
    pub const fn new(meaning: ErrorMeaning) -> Self {
        Self {
            meaning,
            status: None,
            code: None,
            service_error_code: None,
            message: None,
        }
    }

    /// The HTTP status must be this one.
    pub const fn status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// The `code` must be this one.
    pub const fn code(mut self, code: &'static str) -> Self {
        self.code = Some(code);
        self
    }

    /// The `serviceErrorCode` must be this one.
    pub const fn service_error_code(mut self, code: i64) -> Self {
        self.service_error_code = Some(code);
        self
    }

    /// The message must hold this text.
    pub const fn message(mut self, part: &'static str) -> Self {
        self.message = Some(part);
        self
    }

    /// Whether an answer has this meaning.
    pub(crate) fn fits(&self, status: u16, answer: &ErrorResponse) -> bool {
        let holds = |part: &str| {
            answer
                .message
                .as_ref()
                .is_some_and(|text| text.contains(part))
        };
        self.status.is_none_or(|expected| expected == status)
            && self
                .code
                .is_none_or(|code| answer.code.as_deref() == Some(code))
            && self
                .service_error_code
                .is_none_or(|code| answer.service_error_code == Some(code))
            && self.message.is_none_or(holds)
    }
}
