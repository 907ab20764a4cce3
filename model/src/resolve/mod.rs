//! From the schema as written to the model: a list of named steps.
//!
//! Every step goes on after an error, with stand-ins where something is missing, so that one run
//! reports all there is; a model with stand-ins in it never leaves [`crate::load`].

mod answers;
mod api;
mod batches;
mod collisions;
mod context;
mod defaults;
mod error_rules;
mod errors;
mod fields;
mod formats;
mod includes;
mod index;
mod keys;
mod masks;
mod methods;
mod oauth;
mod params;
mod parents;
mod paths;
mod recursion;
mod resources;
mod shapes;
mod tasks;
mod types;
mod urns;
mod usage;

pub(crate) use self::context::BUILT_IN;
pub(crate) use self::index::{Index, TypeDeclKind};

use self::context::Context;
use crate::diagnostics::Sink;
use crate::model::Model;
use crate::syntax::Documents;

/// Builds the model and reports what is wrong with it.
pub(crate) fn resolve(documents: &Documents, sink: &Sink) -> Model {
    let cx = &Context::new(documents, sink);
    let api = api::lower(cx);
    let mut model = Model {
        groups: api::groups(cx),
        scopes: api::scopes(cx),
        urn_kinds: urns::kinds(cx),
        urn_sets: urns::sets(cx),
        types: types::lower(cx),
        resources: resources::lower(cx, &api),
        samples: Vec::new(),
        documents: Vec::new(),
        api,
    };
    urns::check_resources(cx, &model);
    formats::resolve(cx, &mut model);
    fields::resolve(cx, &mut model);
    includes::resolve(cx, &mut model);
    shapes::check_shapes(cx, &model);
    shapes::check_by_urn(cx, &model);
    recursion::resolve(cx, &mut model);
    batches::resolve(cx, &mut model);
    defaults::resolve(cx, &mut model);
    tasks::resolve(cx, &mut model);
    usage::resolve(cx, &mut model);
    paths::check(cx, &model);
    collisions::check(cx, &model);
    model
}
