//! What errors mean, as written: `errors:` of `api.yaml`.

use crate::diagnostics::{Code, Diagnostic};
use crate::model::{ErrorMeaning, Quota, QuotaOf, QuotaWindow};
use crate::syntax::docs::thin_evidence;
use crate::syntax::map_reader::MapReader;
use crate::syntax::reader::Keyed;
use crate::syntax::tree::Spanned;
use crate::syntax::values::Keyword;

/// A rule.
#[derive(Debug)]
pub(crate) struct ErrorRuleSyntax {
    pub(crate) means: Option<Spanned<ErrorMeaning>>,
    pub(crate) status: Option<Spanned<u32>>,
    pub(crate) code: Option<Spanned<String>>,
    pub(crate) service_error_code: Option<Spanned<u32>>,
    pub(crate) message: Option<Spanned<String>>,
    pub(crate) of: Option<Spanned<QuotaOf>>,
    pub(crate) window: Option<Spanned<QuotaWindow>>,
    pub(crate) thin_evidence: bool,
    /// Whether all conditions that are written could be read.
    pub(crate) is_whole: bool,
}

const CONDITIONS: &[&str] = &["status", "code", "service_error_code", "message"];

impl Keyed for ErrorRuleSyntax {
    const WHAT: &'static str = "an error rule";

    fn keys(map: &mut MapReader<'_>) -> Self {
        let mut rule = Self {
            means: map.required("means", "What such an answer means."),
            status: map.optional("status", "The HTTP status must be this one."),
            code: map.optional("code", "The `code` of the body must be this one."),
            service_error_code: map.optional(
                "service_error_code",
                "The `serviceErrorCode` of the body must be this one.",
            ),
            message: map.optional("message", "The message must hold this text."),
            of: map.optional("of", "Of `throttled`: whose calls are counted."),
            window: map.optional(
                "window",
                "Of `throttled`: over what time calls are counted.",
            ),
            thin_evidence: thin_evidence(map),
            is_whole: true,
        };
        let read = [
            rule.status.is_some(),
            rule.code.is_some(),
            rule.service_error_code.is_some(),
            rule.message.is_some(),
        ];
        let mut conditions = CONDITIONS.iter().zip(read);
        rule.is_whole = conditions.all(|(key, read)| read || map.key_place(key).is_none());
        if map.needs_one(CONDITIONS) {
            let message = "an error rule needs a condition";
            let finding = Diagnostic::error(Code::MissingKey, map.owner(), message)
                .help("write `status:`, `code:`, `service_error_code:` or `message:`, or several");
            map.lacks_one(CONDITIONS, finding);
        }
        rule
    }
}

impl Keyword for ErrorMeaning {
    const WORDS: &[(&str, Self, &str)] = &[
        (
            "duplicate",
            Self::Duplicate,
            "What was to be created exists.",
        ),
        (
            "throttled",
            Self::Throttled(Quota {
                of: None,
                window: None,
            }),
            "Too many calls were made.",
        ),
        (
            "version_sunset",
            Self::VersionSunset,
            "The API version is not served, or not any more.",
        ),
        (
            "missing_permission",
            Self::MissingPermission,
            "The token lacks a permission, or the member a role.",
        ),
        (
            "reauthorization",
            Self::Reauthorization,
            "The token is of no use any more, and a member has to sign in again.",
        ),
        (
            "expired",
            Self::Expired,
            "What was asked for has been there and is not any more, such as the result of a task.",
        ),
    ];
}

impl Keyword for QuotaOf {
    const WORDS: &[(&str, Self, &str)] = &[
        (
            "application",
            Self::Application,
            "Those of the application, for all members.",
        ),
        (
            "member",
            Self::Member,
            "Those of one member, through one application.",
        ),
    ];
}

impl Keyword for QuotaWindow {
    const WORDS: &[(&str, Self, &str)] = &[
        ("day", Self::Day, "A day, until midnight UTC."),
        ("short", Self::Short, "Seconds or minutes."),
    ];
}
