//! Methods of resources: those of the protocol, finders, batch finders, actions.
//!
//! One reader for all of them, because they share most members; a member that does not belong to
//! the kind of method is left over and reported like any other without a meaning.

use crate::ast::{MaxBatch, Method, MethodKind, Parameter, ServiceError, Spanned, Type, TypeKind};
use crate::diagnostics::Sink;
use crate::json::{Json, Value};
use crate::read::object::{Object, whole};
use crate::read::restspec::{Annotations, rest_method};
use crate::read::types::SchemaReader;

/// Reads a method; `kind` is open for those that name theirs by `method`.
pub(crate) fn read(
    reader: &mut SchemaReader<'_>,
    json: &Json,
    kind: Option<MethodKind>,
) -> Option<Method> {
    let sink = reader.sink;
    let mut object = Object::open(json, "a method", sink)?;
    let kind = match kind {
        Some(kind) => kind,
        None => {
            let method = object.required_text("method")?;
            MethodKind::Rest(rest_method(&method, sink)?.value)
        }
    };
    let is_action = matches!(kind, MethodKind::Action | MethodKind::EntityAction);
    let is_finder = matches!(kind, MethodKind::Finder | MethodKind::BatchFinder);
    let name = match kind {
        MethodKind::Rest(_) => None,
        MethodKind::Action | MethodKind::EntityAction => Some(object.required_text("name")?),
        MethodKind::Finder | MethodKind::BatchFinder => object.text("name"),
    };
    let annotations = Annotations::read(&mut object, sink);
    let mut others = annotations.others;
    for (name, paths) in [
        ("readOnly", annotations.read_only),
        ("createOnly", annotations.create_only),
    ] {
        for path in paths {
            let message = format!("the annotation `{name}` belongs to a resource and is left out");
            sink.dropped(&path.place, message);
        }
    }
    let returns_entity = annotations.returns_entity;
    let parameters = object.list("parameters").iter();
    let parameters = parameters
        .filter_map(|json| parameter(reader, json))
        .collect();
    let mut method = Method {
        java_method_name: object.text("javaMethodName"),
        doc: object.doc(),
        deprecated: annotations.deprecated,
        returns_entity: returns_entity.map(|place| Spanned::new((), place)),
        parameters,
        service_errors: service_errors(reader, &mut object),
        success: success(&mut object, sink),
        ..Method::new(Spanned::new(kind, json.place.clone()), name)
    };
    method.annotations.append(&mut others);
    if is_action {
        method.read_only = object.flag("readOnly");
        method.returns = object.take("returns").map(|json| reader.type_text(json));
        method.throws = object.texts("throws");
    } else {
        method.metadata = metadata(reader, &mut object);
        method.paging = object.flag("pagingSupported");
        method.max_batch = max_batch(reader, &mut object);
    }
    if is_finder {
        method.assoc_keys = object.texts("assocKeys");
        if let Some(alone) = object.text("assocKey") {
            method.assoc_key_alone = method.assoc_keys.is_empty();
            method.assoc_keys.push(alone);
        }
        method.linked_batch_finder = object.text("linkedBatchFinderName");
    }
    if kind == MethodKind::BatchFinder {
        method.batch_param = object.required_text("batchParam");
    }
    method.properties = object.rest();
    Some(method)
}

/// The service errors of a resource or a method.
pub(crate) fn service_errors(
    reader: &mut SchemaReader<'_>,
    object: &mut Object<'_>,
) -> Vec<ServiceError> {
    let errors = object.list("serviceErrors").iter();
    errors
        .filter_map(|json| reader.service_error(json))
        .collect()
}

fn success(object: &mut Object<'_>, sink: &Sink) -> Option<Spanned<Vec<u32>>> {
    let json = object.take("success")?;
    let Value::List(items) = &json.value else {
        crate::read::object::wrong_shape(json, "a list", sink);
        return None;
    };
    let statuses = items.iter().filter_map(|status| whole(status, sink));
    Some(Spanned::new(statuses.collect(), json.place.clone()))
}

/// `{"type": "com.ex.Facets"}`.
fn metadata(reader: &mut SchemaReader<'_>, object: &mut Object<'_>) -> Option<Type> {
    let json = object.take("metadata")?;
    let mut inner = Object::open(json, "metadata", reader.sink)?;
    let ty = reader.record_name(&mut inner, "type");
    reader.warn_rest(inner, "metadata");
    ty
}

fn max_batch(reader: &SchemaReader<'_>, object: &mut Object<'_>) -> Option<Spanned<MaxBatch>> {
    let json = object.take("maxBatchSize")?;
    let mut inner = Object::open(json, "a maximum size", reader.sink)?;
    let value = whole(inner.required("value")?, reader.sink)?;
    let validated = inner.flag("validate").is_some_and(|flag| flag.value);
    reader.warn_rest(inner, "a maximum size");
    Some(Spanned::new(
        MaxBatch { value, validated },
        json.place.clone(),
    ))
}

fn parameter(reader: &mut SchemaReader<'_>, json: &Json) -> Option<Parameter> {
    let sink = reader.sink;
    let mut object = Object::open(json, "a parameter", sink)?;
    let name = object.required_text("name")?;
    let written = object.required("type")?;
    let items = object.take("items");
    let ty = match items {
        // The old form: `"type": "array", "items": …`.
        Some(items) => {
            let items = reader.type_text(items);
            Type::new(TypeKind::Array(Box::new(items)), written.place.clone())
        }
        None => reader.type_text(written),
    };
    let annotations = Annotations::read(&mut object, sink);
    Some(Parameter {
        name,
        ty,
        by_items: items.is_some(),
        optional: object.flag("optional").is_some_and(|flag| flag.value),
        default: object.take("default").cloned(),
        doc: object.doc(),
        deprecated: annotations.deprecated,
        annotations: annotations.others,
        properties: object.rest(),
    })
}
