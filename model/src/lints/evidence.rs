//! What no sample shows: it was never seen to be as the schema says.

use std::collections::BTreeSet;

use crate::diagnostics::{Code, Diagnostic};
use crate::model::{Method, MethodId, Model, Resource, ResourceId, RestMethod};

/// What recorded requests show.
#[derive(Default)]
struct Seen {
    resources: BTreeSet<ResourceId>,
    params: BTreeSet<(MethodId, usize)>,
}

/// Resources, and parameters of finders, that stand in no sample.
pub(super) fn unsampled(model: &Model, found: &mut Vec<Diagnostic>) {
    // Without any sample nobody collects them here, and one that does not fit may show anything.
    if model.samples.is_empty() || model.samples.iter().any(|sample| sample.call.is_none()) {
        return;
    }
    let mut seen = Seen::default();
    for call in model
        .samples
        .iter()
        .filter_map(|sample| sample.call.as_ref())
    {
        let resource = call.method.resource;
        let first = model[resource].mount_of.unwrap_or(resource);
        seen.resources.insert(first);
        let method = MethodId {
            resource: first,
            ..call.method
        };
        seen.params
            .extend(call.params.iter().map(|(at, _)| (method, *at)));
    }
    for (id, resource) in (0..).map(ResourceId).zip(&model.resources) {
        if resource.mount_of.is_some() || resource.methods.is_empty() {
            continue;
        }
        if !seen.resources.contains(&id) {
            found.push(unsampled_resource(resource));
            continue;
        }
        for (at, method) in resource.methods.iter().enumerate() {
            let method_id = MethodId {
                resource: id,
                method: at,
            };
            if let RestMethod::Finder | RestMethod::BatchFinder = method.rest {
                found.extend(unsampled_params(method, method_id, &seen));
            }
        }
    }
}

fn unsampled_resource(resource: &Resource) -> Diagnostic {
    let message = format!("no sample shows `{}`", resource.name);
    Diagnostic::warning(Code::UnsampledResource, &resource.place, message)
        .help("put a recorded exchange into `samples/`")
}

fn unsampled_params<'a>(
    method: &'a Method,
    id: MethodId,
    seen: &'a Seen,
) -> impl Iterator<Item = Diagnostic> + 'a {
    let params = method.params.iter().enumerate();
    let unseen = params.filter(move |(at, _)| !seen.params.contains(&(id, *at)));
    unseen.map(|(_, param)| {
        let message = format!("no sample sends `{}` of `{}`", param.name, method.name);
        Diagnostic::warning(Code::UnsampledParam, &param.place, message)
            .help("put an exchange with it into `samples/`")
    })
}
