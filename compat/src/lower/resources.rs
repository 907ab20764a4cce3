//! Resources as IDL.

use restli_idl::ast::{AlternativeKey, KeyPart, Resource, ResourceKind, Spanned};
use restli_model::model::{self, Key, KeyType, Model, PathPart, TypeKind};
use restli_model::source::Place;

use super::{deprecated, doc, methods, named, spanned, types};

/// A resource; its path is that below its base, where what belongs to the base stands apart.
pub(super) fn resource(model: &Model, resource: &model::Resource) -> Resource {
    let place = &resource.place;
    let entity = resource.entity.map(|id| named(&model[id].name, place));
    let alternative_keys = resource.alternative_keys.iter();
    let errors = resource.service_errors.iter();
    let shared = errors.filter(|error| methods::is_of_all(resource, error));
    let own = resource
        .methods
        .iter()
        .filter(|method| method.alternative_key.is_none());
    Resource {
        name: spanned(&resource.name, place),
        namespace: None,
        d2_service_name: None,
        path: spanned(path(&resource.path), place),
        schema: entity,
        entity_type: None,
        doc: doc(&resource.docs),
        resource_class: None,
        deprecated: deprecated(&resource.docs),
        read_only: Vec::new(),
        create_only: Vec::new(),
        annotations: Vec::new(),
        kind: Spanned::new(kind(model, resource), place.clone()),
        alternative_keys: alternative_keys
            .map(|key| alternative_key(model, key, place))
            .collect(),
        supports: Vec::new(),
        methods: own
            .map(|method| methods::method(model, resource, method))
            .collect(),
        entity: None,
        service_errors: shared
            .map(|error| methods::service_error(model, error))
            .collect(),
        properties: Vec::new(),
    }
}

fn path(parts: &[PathPart]) -> String {
    let parts = parts.iter().map(|part| match part {
        PathPart::Segment(segment) => format!("/{segment}"),
        PathPart::Key(key) => format!("/{{{}}}", key.name),
    });
    parts.collect()
}

fn kind(model: &Model, resource: &model::Resource) -> ResourceKind {
    let place = &resource.place;
    match (resource.kind, &resource.key) {
        (model::ResourceKind::Association, Some(key)) => ResourceKind::Association {
            identifier: Some(spanned(&key.name, place)),
            parts: parts(model, key, place),
        },
        (model::ResourceKind::Collection, Some(key)) => {
            let (ty, params) = match &key.ty {
                KeyType::Simple(ty) => (types::ty(model, ty, place), None),
                KeyType::Complex { key, params } => {
                    let params = params.map(|id| named(&model[id].name, place));
                    (named(&model[*key].name, place), params)
                }
                KeyType::Compound(id) => (named(&model[*id].name, place), None),
            };
            ResourceKind::Collection {
                name: spanned(&key.name, place),
                ty,
                params,
            }
        }
        (model::ResourceKind::Simple, _) => ResourceKind::Simple,
        _ => ResourceKind::ActionSet,
    }
}

/// The parts of a compound key, which are the fields of its record.
fn parts(model: &Model, key: &Key, place: &Place) -> Vec<KeyPart> {
    let KeyType::Compound(id) = &key.ty else {
        return Vec::new();
    };
    let TypeKind::Record(record) = &model[*id].kind else {
        return Vec::new();
    };
    let part = |field: &model::Field| KeyPart {
        name: spanned(&field.name, place),
        ty: types::ty(model, &field.ty, place),
        properties: Vec::new(),
    };
    record.fields.iter().map(part).collect()
}

fn alternative_key(model: &Model, key: &Key, place: &Place) -> AlternativeKey {
    let ty = match &key.ty {
        KeyType::Simple(ty) => types::ty(model, ty, place),
        KeyType::Complex { key, .. } | KeyType::Compound(key) => named(&model[*key].name, place),
    };
    AlternativeKey {
        name: spanned(&key.name, place),
        doc: doc(&key.docs),
        ty,
        key_coercer: None,
        properties: Vec::new(),
    }
}
