//! What errors mean: conditions that can hold, and rules that can count.

use crate::diagnostics::{Code, Diagnostic};
use crate::model::{ErrorMeaning, ErrorRule, Quota};
use crate::resolve::context::Context;
use crate::source::Place;
use crate::syntax::{ErrorRuleSyntax, Spanned};

/// The rules of the API, in the order of the file.
pub(crate) fn lower(cx: &Context<'_>, rules: &[ErrorRuleSyntax]) -> Vec<ErrorRule> {
    let mut lowered: Vec<ErrorRule> = Vec::new();
    for rule in rules.iter().filter_map(|syntax| rule(cx, syntax)) {
        match lowered.iter().find(|earlier| earlier.covers(&rule)) {
            Some(earlier) => unreachable(cx, &rule, earlier),
            None => lowered.push(rule),
        }
    }
    lowered
}

fn rule(cx: &Context<'_>, syntax: &ErrorRuleSyntax) -> Option<ErrorRule> {
    let quota = quota(cx, syntax);
    let text = |text: &Option<Spanned<String>>| {
        let text = text.as_ref()?;
        if text.value.trim().is_empty() {
            let message = "an empty text is no condition";
            cx.report(
                Diagnostic::error(Code::ErrorRule, &text.place, message)
                    .remove("remove it, or write what the answer holds", &text.place),
            );
            return None;
        }
        Some(text.value.clone())
    };
    let rule = ErrorRule {
        means: match syntax.means.as_ref()?.value {
            ErrorMeaning::Throttled(_) => ErrorMeaning::Throttled(quota),
            other => other,
        },
        status: status(cx, syntax),
        code: text(&syntax.code),
        service_error_code: syntax.service_error_code.as_ref().map(|code| code.value),
        message: text(&syntax.message),
        thin_evidence: syntax.thin_evidence,
        place: syntax.means.as_ref()?.place.clone(),
    };
    // A rule without one of its conditions would seem to fit more than it does.
    let written = [
        syntax.status.is_some(),
        syntax.code.is_some(),
        syntax.service_error_code.is_some(),
        syntax.message.is_some(),
    ];
    let read = [
        rule.status.is_some(),
        rule.code.is_some(),
        rule.service_error_code.is_some(),
        rule.message.is_some(),
    ];
    (syntax.is_whole && written == read && written.contains(&true)).then_some(rule)
}

/// The status, which is that of an error.
fn status(cx: &Context<'_>, syntax: &ErrorRuleSyntax) -> Option<u16> {
    let status = syntax.status.as_ref()?;
    let is_error = (400..600).contains(&status.value);
    if !is_error {
        let message = format!("`{}` is not the status of an error", status.value);
        cx.report(
            Diagnostic::error(Code::ErrorRule, &status.place, message)
                .help("write one from `400` to `599`, or leave it out"),
        );
    }
    u16::try_from(status.value).ok().filter(|_| is_error)
}

/// The facts of a quota, which belong to one meaning alone.
fn quota(cx: &Context<'_>, syntax: &ErrorRuleSyntax) -> Quota {
    let is_throttled =
        |means: &Spanned<ErrorMeaning>| matches!(means.value, ErrorMeaning::Throttled(_));
    if let Some(means) = syntax.means.as_ref().filter(|means| !is_throttled(means)) {
        let misplaced = |key: &str, place: &Place| {
            let message = format!(
                "`{key}` speaks of a quota, and `{}` of none",
                means.value.word()
            );
            cx.report(
                Diagnostic::error(Code::ErrorRule, place, message)
                    .also(&means.place, "its meaning")
                    .remove(
                        format!("remove `{key}:`, or write `means: throttled`"),
                        place,
                    ),
            );
        };
        if let Some(of) = &syntax.of {
            misplaced("of", &of.place);
        }
        if let Some(window) = &syntax.window {
            misplaced("window", &window.place);
        }
    }
    Quota {
        of: syntax.of.as_ref().map(|of| of.value),
        window: syntax.window.as_ref().map(|window| window.value),
    }
}

fn unreachable(cx: &Context<'_>, rule: &ErrorRule, earlier: &ErrorRule) {
    let help = match earlier.means == rule.means {
        true => "remove it",
        false => "write it before the other, or remove it",
    };
    cx.report(
        Diagnostic::error(
            Code::ErrorRule,
            &rule.place,
            "no answer comes to this rule, because an earlier one fits all of them",
        )
        .label("never counts")
        .also(&earlier.place, "fits first")
        .help(help),
    );
}
