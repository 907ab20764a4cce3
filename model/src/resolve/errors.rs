//! Service errors: declared by a resource, answered by its methods.

use std::collections::BTreeSet;

use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::model::ServiceError;
use crate::resolve::context::Context;
use crate::syntax::{Named, ResourceSyntax, ServiceErrorSyntax, Spanned};

/// The errors that a resource declares, in the order of the file.
pub(crate) fn lower(cx: &Context<'_>, syntax: &ResourceSyntax) -> Vec<ServiceError> {
    syntax
        .service_errors
        .iter()
        .map(|named| error(cx, named))
        .collect()
}

fn error(cx: &Context<'_>, named: &Named<ServiceErrorSyntax>) -> ServiceError {
    let (code, syntax) = (&named.name, &named.value);
    let status = syntax.status.as_ref();
    if let Some(status) = status
        && !(100..600).contains(&status.value)
    {
        let message = format!("`{}` is no HTTP status", status.value);
        cx.report(
            Diagnostic::error(Code::ServiceError, &status.place, message)
                .help("write the status of the answer, from `100` to `599`"),
        );
    }
    let details = syntax.details.as_ref();
    ServiceError {
        code: code.value.clone(),
        status: status.map_or(0, |status| u16::try_from(status.value).unwrap_or(0)),
        message: syntax.message.clone(),
        details: details.and_then(|details| cx.record(details, "the details of an error")),
        docs: cx.docs(&syntax.docs),
        place: code.place.clone(),
    }
}

/// The errors of one method: its own and those of all methods, as indices into the resource's.
pub(crate) fn of_method(
    cx: &Context<'_>,
    resource: &ResourceSyntax,
    own: &[Spanned<String>],
) -> Vec<usize> {
    let codes = || {
        resource
            .service_errors
            .iter()
            .map(|named| named.name.value.as_str())
    };
    let mut found = BTreeSet::new();
    for code in resource.errors.iter().chain(own) {
        match codes().position(|known| known == code.value) {
            Some(at) => {
                found.insert(at);
            }
            None => {
                let message = format!("unknown service error `{}`", code.value);
                let declare = || "declare it below `service_errors:` of the resource".to_owned();
                cx.report(
                    Diagnostic::error(Code::ServiceError, &code.place, message)
                        .did_you_mean_or(nearest(&code.value, codes()), declare),
                );
            }
        }
    }
    found.into_iter().collect()
}
