//! Methods as IDL.

use restli_idl::ast::{MaxBatch, Method, MethodKind, Parameter, RestMethod, ServiceError, Spanned};
use restli_model::model::{self, Model, Param, Returns};
use restli_model::source::Place;

use super::{deprecated, doc, json, named, spanned, types};

/// A method. Calls that are no Rest.li are actions here, since those come closest.
pub(super) fn method(model: &Model, resource: &model::Resource, method: &model::Method) -> Method {
    let place = &method.place;
    let kind = kind(method);
    let is_rest = matches!(kind, MethodKind::Rest(_));
    let returns = match &method.returns {
        Returns::ActionValue(ty) => Some(types::ty(model, ty, place)),
        Returns::Value(ty) if !is_rest => Some(types::ty(model, ty, place)),
        _ => None,
    };
    let returns_entity = matches!(
        method.returns,
        Returns::CreatedEntity(_) | Returns::UpdatedEntity(_)
    );
    let errors = method
        .service_errors
        .iter()
        .map(|at| &resource.service_errors[*at]);
    let max_batch = method.max_batch.map(|max| MaxBatch {
        value: max.count,
        validated: max.validated,
    });
    let criteria = method.criteria.and_then(|at| method.params.get(at));
    Method {
        doc: doc(&method.docs),
        deprecated: deprecated(&method.docs),
        returns_entity: returns_entity.then(|| Spanned::new((), place.clone())),
        parameters: method
            .params
            .iter()
            .map(|param| parameter(model, param))
            .collect(),
        metadata: method.metadata.map(|id| named(&model[id].name, place)),
        paging: method
            .paging
            .as_ref()
            .map(|_| Spanned::new(true, place.clone())),
        assoc_keys: method
            .partial_key
            .iter()
            .map(|key| spanned(&key.name, &key.place))
            .collect(),
        batch_param: criteria.map(|param| spanned(&param.name, &param.place)),
        max_batch: max_batch.map(|max| Spanned::new(max, place.clone())),
        returns,
        service_errors: errors
            .filter(|error| !is_of_all(resource, error))
            .map(|error| service_error(model, error))
            .collect(),
        ..Method::new(
            Spanned::new(kind, place.clone()),
            (!is_rest).then(|| spanned(&method.name, place)),
        )
    }
}

fn kind(method: &model::Method) -> MethodKind {
    use model::RestMethod as Own;
    match method.rest {
        Own::Get => MethodKind::Rest(RestMethod::Get),
        Own::BatchGet => MethodKind::Rest(RestMethod::BatchGet),
        Own::GetAll => MethodKind::Rest(RestMethod::GetAll),
        Own::Create => MethodKind::Rest(RestMethod::Create),
        Own::BatchCreate => MethodKind::Rest(RestMethod::BatchCreate),
        Own::Update => MethodKind::Rest(RestMethod::Update),
        Own::BatchUpdate => MethodKind::Rest(RestMethod::BatchUpdate),
        Own::PartialUpdate => MethodKind::Rest(RestMethod::PartialUpdate),
        Own::BatchPartialUpdate => MethodKind::Rest(RestMethod::BatchPartialUpdate),
        Own::Delete => MethodKind::Rest(RestMethod::Delete),
        Own::BatchDelete => MethodKind::Rest(RestMethod::BatchDelete),
        Own::Finder => MethodKind::Finder,
        Own::BatchFinder => MethodKind::BatchFinder,
        Own::Action if method.key.is_some() => MethodKind::EntityAction,
        Own::Action | Own::Plain => MethodKind::Action,
    }
}

fn parameter(model: &Model, param: &Param) -> Parameter {
    Parameter {
        name: spanned(&param.name, &param.place),
        ty: types::ty(model, &param.ty, &param.place),
        by_items: false,
        optional: !param.required,
        default: param
            .default
            .as_ref()
            .map(|default| json(&default.json, &param.place)),
        doc: doc(&param.docs),
        deprecated: deprecated(&param.docs),
        annotations: Vec::new(),
        properties: Vec::new(),
    }
}

/// Whether all methods of a resource may answer an error, so that it is the resource's.
pub(super) fn is_of_all(resource: &model::Resource, error: &model::ServiceError) -> bool {
    let has = |method: &model::Method| {
        let own = method
            .service_errors
            .iter()
            .map(|at| &resource.service_errors[*at]);
        own.into_iter().any(|own| own.code == error.code)
    };
    resource.methods.len() > 1 && resource.methods.iter().all(has)
}

pub(super) fn service_error(model: &Model, error: &model::ServiceError) -> ServiceError {
    let place: &Place = &error.place;
    ServiceError {
        code: spanned(&error.code, place),
        status: u32::from(error.status),
        message: error.message.clone(),
        detail: error.details.map(|id| named(&model[id].name, place)),
        parameters: Vec::new(),
        properties: Vec::new(),
    }
}
