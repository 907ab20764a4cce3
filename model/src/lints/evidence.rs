//! What no sample shows: it was never seen to be as the schema says.

use crate::coverage::Coverage;
use crate::diagnostics::{Code, Diagnostic};
use crate::model::{Method, Model, Param, Resource, ResourceId};

/// Resources, and parameters of finders, that stand in no sample.
pub(super) fn unsampled(model: &Model, found: &mut Vec<Diagnostic>) {
    // Without any sample nobody collects them here, and one that does not fit may show anything.
    if model.samples.is_empty()
        || model
            .samples
            .iter()
            .any(|s| s.call.is_none() && s.misfit.is_some())
    {
        return;
    }
    let coverage = Coverage::of(model);
    for (id, resource) in (0..).map(ResourceId).zip(&model.resources) {
        if resource.mount_of.is_some() || resource.methods.is_empty() {
            continue;
        }
        if !coverage.is_sampled(id) {
            found.push(unsampled_resource(resource));
            continue;
        }
        for (method, param) in coverage.unsampled_finder_params(model, id) {
            let method = &resource.methods[method];
            found.push(unsampled_param(method, &method.params[param]));
        }
    }
}

fn unsampled_resource(resource: &Resource) -> Diagnostic {
    let message = format!("no sample shows `{}`", resource.name);
    Diagnostic::warning(Code::UnsampledResource, &resource.place, message)
        .help("put a recorded exchange into `samples/`")
}

fn unsampled_param(method: &Method, param: &Param) -> Diagnostic {
    let message = format!("no sample sends `{}` of `{}`", param.name, method.name);
    Diagnostic::warning(Code::UnsampledParam, &param.place, message)
        .help("put an exchange with it into `samples/`")
}
