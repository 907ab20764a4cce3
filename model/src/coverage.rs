//! Which calls and parameters the recorded exchanges show.
//!
//! A sample is the only evidence that a call is what the schema says, so whoever asks how well a
//! schema is founded (reports, warnings) has to count alike.

use crate::model::{MethodId, Model, Resource, ResourceId, RestMethod};

/// How often each call of a model stands in a sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    resources: Vec<Vec<MethodCoverage>>,
}

/// How often a call and each of its parameters stand in a sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MethodCoverage {
    /// Samples of the call.
    pub samples: usize,
    /// For each of [`crate::model::Method::params`], the samples that give it.
    pub params: Vec<usize>,
}

impl Coverage {
    /// Counts the samples of a model; one whose answer does not fit shows the request all the same. A
    /// mount has the calls of another resource, and shares the samples with it.
    pub fn of(model: &Model) -> Self {
        let first = |id: ResourceId| model[id].mount_of.unwrap_or(id).0 as usize;
        let mut resources: Vec<_> = model.resources.iter().map(uncovered).collect();
        for call in model.samples.iter().filter_map(|s| s.call.as_ref()) {
            let method = &mut resources[first(call.method.resource)][call.method.method];
            method.samples += 1;
            for (param, _) in &call.params {
                method.params[*param] += 1;
            }
        }
        let ids = (0..).map(ResourceId).take(resources.len());
        Self {
            resources: ids.map(|id| resources[first(id)].clone()).collect(),
        }
    }

    /// The calls of a resource, in the order of [`crate::model::Resource::methods`].
    pub fn resource(&self, id: ResourceId) -> &[MethodCoverage] {
        &self.resources[id.0 as usize]
    }

    /// One call.
    pub fn method(&self, id: MethodId) -> &MethodCoverage {
        &self.resource(id.resource)[id.method]
    }

    /// Whether any call of a resource is in a sample.
    pub fn is_sampled(&self, id: ResourceId) -> bool {
        self.resource(id).iter().any(|method| method.samples > 0)
    }

    /// The parameters of a resource's finders and batch finders that are in no sample: the call, and
    /// the index into its [`crate::model::Method::params`].
    pub fn unsampled_finder_params(
        &self,
        model: &Model,
        id: ResourceId,
    ) -> impl Iterator<Item = (usize, usize)> {
        let methods = model[id].methods.iter().zip(self.resource(id)).enumerate();
        let finders = methods.filter(|(_, (method, _))| {
            matches!(method.rest, RestMethod::Finder | RestMethod::BatchFinder)
        });
        finders.flat_map(|(at, (_, coverage))| {
            let params = coverage.params.iter().enumerate();
            let unsampled = params.filter(|(_, samples)| **samples == 0);
            unsampled.map(move |(param, _)| (at, param))
        })
    }
}

fn uncovered(resource: &Resource) -> Vec<MethodCoverage> {
    let methods = resource.methods.iter();
    methods
        .map(|method| MethodCoverage {
            samples: 0,
            params: vec![0; method.params.len()],
        })
        .collect()
}
