//! What only batch methods have: the largest size of a call, and the criteria of a batch finder.

use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::model::{MaxBatch, Model, Param, RestMethod, Type};
use crate::resolve::context::Context;
use crate::resolve::types::behind_typerefs;
use crate::syntax::{MethodSyntax, Named};

/// How many keys, elements or criteria a call may have.
pub(crate) fn max_batch(
    cx: &Context<'_>,
    rest: RestMethod,
    named: &Named<MethodSyntax>,
) -> Option<MaxBatch> {
    use RestMethod as M;
    let written = named.value.max_batch.as_ref()?;
    let is_batch = matches!(
        rest,
        M::BatchGet
            | M::BatchCreate
            | M::BatchUpdate
            | M::BatchPartialUpdate
            | M::BatchDelete
            | M::BatchFinder
    );
    if !is_batch {
        let message = format!(
            "`{}` is no batch method, so nothing can be too many",
            named.name.value
        );
        cx.error(Code::BatchSize, &written.place, message);
        return None;
    }
    let count = written.value.count.as_ref()?;
    if count.value == 0 {
        cx.error(Code::BatchSize, &count.place, "a batch holds at least one");
    }
    Some(MaxBatch {
        count: count.value,
        validated: written.value.validated,
    })
}

/// Finds the criteria of a batch finder among its parameters; they are always given.
pub(crate) fn criteria(
    cx: &Context<'_>,
    rest: RestMethod,
    named: &Named<MethodSyntax>,
    params: &mut [Param],
) -> Option<usize> {
    let (name, syntax) = (&named.name, &named.value);
    let Some(batch_param) = &syntax.batch_param else {
        if rest == RestMethod::BatchFinder && !cx.sink.is_misspelt(&name.place, "batch_param") {
            let message = format!(
                "the batch finder `{}` does not say what its criteria are",
                name.value
            );
            cx.report(
                Diagnostic::error(Code::Criteria, &name.place, message)
                    .help("write `batch_param:` with the name of a parameter that is a list"),
            );
        }
        return None;
    };
    if rest != RestMethod::BatchFinder {
        let message = "only a batch finder has a `batch_param`";
        cx.error(Code::Criteria, &batch_param.place, message);
        return None;
    }
    let Some(at) = params
        .iter()
        .position(|param| param.name == batch_param.value)
    else {
        let names = params.iter().map(|param| param.name.as_str());
        let declare = || {
            let name = &batch_param.value;
            format!("write `params: {{ {name}: {{ type: \"[…]\", required: true }} }}`")
        };
        let message = format!("there is no parameter `{}`", batch_param.value);
        cx.report(
            Diagnostic::error(Code::Criteria, &batch_param.place, message)
                .did_you_mean_or(nearest(&batch_param.value, names), declare),
        );
        return None;
    };
    if syntax.params[at].value.default.is_some() {
        let message = "the criteria of a batch finder are always given, so they have no default";
        cx.error(Code::Criteria, &params[at].place, message);
    }
    params[at].required = true;
    Some(at)
}

/// Checks that criteria are lists, and shows them as such where a typeref hides it.
pub(crate) fn resolve(cx: &Context<'_>, model: &mut Model) {
    for resource in &mut model.resources {
        for method in &mut resource.methods {
            let Some(criteria) = method.criteria else {
                continue;
            };
            let param = &mut method.params[criteria];
            let ty = behind_typerefs(&model.types, &param.ty);
            if matches!(ty, Type::Array(_)) {
                param.ty = ty.clone();
            } else if !cx.has_failed(&param.place) {
                let message = format!("the criteria `{}` are no list", param.name);
                cx.report(
                    Diagnostic::error(Code::Criteria, &param.place, message)
                        .help("write the type in brackets: `type: \"[…]\"`"),
                );
            }
        }
    }
}
