//! What only batch methods have: the largest size of a call, and the criteria of a batch finder.

use crate::diagnostics::{Code, Diagnostic, Edit, nearest};
use crate::model::{MaxBatch, Model, Param, RestMethod, Type};
use crate::resolve::context::Context;
use crate::resolve::types::behind_typerefs;
use crate::syntax::{MethodSyntax, Named, ParamSyntax, TypeExprKind};

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
        let diagnostic = Diagnostic::error(Code::BatchSize, &written.place, message);
        cx.report(diagnostic.remove("remove `max_batch:`", &written.place));
        return None;
    }
    let count = written.value.count.as_ref()?;
    if count.value == 0 {
        cx.report(
            Diagnostic::error(Code::BatchSize, &count.place, "a batch holds at least one").remove(
                "remove `max_batch:`, or write a number from 1 on",
                &written.place,
            ),
        );
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
            let is_list = |named: &&Named<ParamSyntax>| {
                let ty = named.value.ty.as_ref();
                ty.is_some_and(|ty| matches!(ty.kind, TypeExprKind::Array(_)))
            };
            let lists: Vec<_> = syntax.params.iter().filter(is_list).collect();
            let diagnostic = Diagnostic::error(Code::Criteria, &name.place, message);
            cx.report(match lists.as_slice() {
                [list] => {
                    let entry = format!("batch_param: {}", list.name.value);
                    diagnostic
                        .also(&list.name.place, "a parameter that is a list")
                        .try_fix(format!("write `{entry}`"), Edit::below(&name.place, &entry))
                }
                _ => diagnostic
                    .help("write `batch_param:` with the name of a parameter that is a list"),
            });
        }
        return None;
    };
    if rest != RestMethod::BatchFinder {
        let message = "only a batch finder has a `batch_param`";
        let diagnostic = Diagnostic::error(Code::Criteria, &batch_param.place, message);
        cx.report(diagnostic.remove("remove `batch_param:`", &batch_param.place));
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
    if let Some(default) = &syntax.params[at].value.default {
        let message = "the criteria of a batch finder are always given, so they have no default";
        cx.report(
            Diagnostic::error(Code::Criteria, &default.place, message)
                .also(&params[at].place, "the criteria")
                .also(&batch_param.place, "named here")
                .remove("remove `default:`", &default.place),
        );
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
