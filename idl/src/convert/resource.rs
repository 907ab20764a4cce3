//! A resource as a file of our language: key, entity, errors, methods, and unions of its own.

use restli_model::names::type_of;

use crate::ast::{EntityType, KeyPart, Resource, ResourceKind, Spanned, Type, TypeKind};
use crate::convert::context::{Context, Invented};
use crate::convert::docs;
use crate::convert::errors::Errors;
use crate::convert::layout::{Placed, key_of_path};
use crate::convert::methods;
use crate::convert::rust_names::{Case, Scope, field_scope};
use crate::convert::types::Types;
use crate::diagnostics::{Code, Diagnostic};
use crate::resolve::check_union;
use crate::yaml::{Map, Yaml};

/// The file of a resource; nothing if there is nothing that our language could say of it.
pub(crate) fn convert(cx: &mut Context<'_>, placed: &Placed<'_>) -> Option<Map> {
    let resource = placed.resource;
    let name = &resource.name.value;
    let owner = format!("the resource `{name}`");
    cx.inform_text("d2ServiceName", resource.d2_service_name.as_ref());
    cx.inform_text("resourceClass", resource.resource_class.as_ref());
    cx.drop_annotations(&resource.annotations, &owner);
    cx.drop_properties(&resource.properties, &owner);
    if let Some(entity) = &resource.entity {
        cx.drop_properties(&entity.properties, &format!("the entity of `{name}`"));
    }
    check_unions(cx, resource);
    check_path(cx, placed);
    let structured = check_entity(cx, resource);
    if !structured && resource.subresources().is_empty() && !methods::has_actions(resource) {
        return None;
    }
    let mut types = Types::default();
    let mut file = Map::block();
    file.insert("resource", name.as_str());
    file.insert_some("rust_name", placed.rust_name.as_deref());
    file.insert("base", "root");
    file.insert_some("path", literal_path(placed));
    file.insert("kind", kind(&resource.kind.value));
    let mut place = Invented {
        wanted: format!("{name}_key"),
        unions: &mut types.unions,
    };
    file.insert_some("key", key(cx, placed, &mut place));
    file.insert_filled("alternative_keys", alternative_keys(cx, placed, &mut place));
    if structured && let Some(schema) = &resource.schema {
        file.insert_some("entity", entity(cx, schema));
    }
    let docs = docs::long(resource.doc.as_deref(), resource.deprecated.as_ref());
    file.insert_filled("docs", docs);
    let errors = Errors::new(cx, resource);
    file.insert_filled("service_errors", errors.catalogue());
    file.insert_some("errors", errors.of_all());
    let mut place = Invented {
        wanted: name.clone(),
        unions: &mut types.unions,
    };
    methods::write(cx, placed, structured, &errors, &mut file, &mut place);
    types.write(&mut file);
    Some(file)
}

fn kind(kind: &ResourceKind) -> &'static str {
    match kind {
        ResourceKind::Collection { .. } => "collection",
        ResourceKind::Association { .. } => "association",
        ResourceKind::Simple => "simple",
        ResourceKind::ActionSet => "action_set",
    }
}

/// Reports what is wrong with the unions that stand in the resource itself.
fn check_unions(cx: &Context<'_>, resource: &Resource) {
    resource.each_type(&mut |ty| {
        if let TypeKind::Union(union) = &ty.kind {
            check_union(cx.idl, union, &ty.place, cx.sink);
        }
    });
}

/// Whether the resource serves records; raw bytes have no place in our language.
fn check_entity(cx: &Context<'_>, resource: &Resource) -> bool {
    let name = &resource.name;
    if let Some(Spanned { value, place }) = &resource.entity_type
        && *value == EntityType::Unstructured
    {
        let message = format!(
            "`{}` serves raw bytes, which our language cannot say",
            name.value
        );
        let diagnostic = Diagnostic::warning(Code::Dropped, place, message);
        cx.sink
            .push(diagnostic.note("its methods and finders are left out"));
        return false;
    }
    let is_set = resource.kind.value == ResourceKind::ActionSet;
    match &resource.schema {
        None if !is_set => {
            let message = format!("the resource `{}` has no `schema`", name.value);
            cx.sink.error(Code::IdlEntity, &name.place, message);
        }
        Some(schema) if is_set => cx.drop(&schema.place, "schema", "an action set"),
        _ => {}
    }
    true
}

/// The name of the record that a resource serves.
fn entity(cx: &Context<'_>, schema: &Type) -> Option<String> {
    if let Some((name, _)) = cx.idl.record(schema) {
        return Some(cx.names.get(name).name);
    }
    if cx.idl.is_unknown(schema) {
        return schema.as_name().map(|name| cx.names.get(name).name);
    }
    let message = "the entity of a resource must be a record";
    cx.sink.error(Code::IdlEntity, &schema.place, message);
    None
}

fn key(cx: &mut Context<'_>, placed: &Placed<'_>, place: &mut Invented<'_>) -> Option<Map> {
    let resource = placed.resource;
    let rust_name = placed.key_rust_name.as_deref();
    let mut map = Map::default();
    match &resource.kind.value {
        ResourceKind::Collection { name, ty, params } => {
            cx.check_name(name, "a key");
            map.insert("name", name.value.as_str());
            map.insert_some("rust_name", rust_name);
            if let Some((record, _)) = cx.idl.record(ty) {
                map.insert("complex", cx.names.get(record).name);
            } else if params.is_some() && cx.idl.is_unknown(ty) {
                map.insert("complex", cx.ty(ty, place));
            } else {
                check_simple_key(cx, ty);
                map.insert("type", cx.ty(ty, place));
            }
            if let Some(params) = params {
                map.insert_some("params", entity_of_key(cx, params));
            }
            Some(map)
        }
        ResourceKind::Association { identifier, parts } => {
            let name = match identifier {
                Some(identifier) => {
                    cx.check_name(identifier, "a key");
                    identifier.value.clone()
                }
                None => old_key(resource),
            };
            map.insert("name", name);
            map.insert_some("rust_name", rust_name);
            map.insert("parts", key_parts(cx, placed, parts, place));
            map.insert_some("rust_type", record_of_parts(cx, placed));
            Some(map)
        }
        ResourceKind::Simple | ResourceKind::ActionSet => None,
    }
}

fn entity_of_key(cx: &Context<'_>, params: &Type) -> Option<String> {
    let record = cx.idl.record(params).map(|(name, _)| name);
    let unknown = || params.as_name().filter(|_| cx.idl.is_unknown(params));
    if record.is_none() && !cx.idl.is_unknown(params) {
        cx.sink.error(
            Code::IdlKey,
            &params.place,
            "the parameters of a key must be a record",
        );
    }
    Some(cx.names.get(record.or_else(unknown)?).name)
}

fn key_parts(
    cx: &mut Context<'_>,
    placed: &Placed<'_>,
    parts: &[KeyPart],
    place: &mut Invented<'_>,
) -> Map {
    let mut map = Map::default();
    let mut scope = field_scope();
    // A finder that takes a part has it beside the keys of its path.
    placed.keys_above.iter().for_each(|key| scope.reserve(key));
    if parts.is_empty() {
        let message = "an association needs parts of its key";
        let place = &placed.resource.kind.place;
        cx.sink.error(Code::IdlKey, place, message);
    }
    for part in parts {
        let name = &part.name;
        cx.drop_properties(&part.properties, &format!("the part `{}`", name.value));
        check_simple_key(cx, &part.ty);
        if !cx.check_name(name, "a part of a key") {
            continue;
        }
        let mut written = Map::default();
        written.insert("type", cx.ty(&part.ty, place));
        written.insert_some("rust_name", scope.claim(&name.value));
        map.insert(name.value.as_str(), written);
    }
    map
}

/// The record that the parts become, where another type has the name that the language gives it.
fn record_of_parts(cx: &mut Context<'_>, placed: &Placed<'_>) -> Option<String> {
    let made = format!("{}Key", type_of(&placed.names().join("_")));
    let free = cx.names.invent(&made, "Parts").name;
    (free != made).then_some(free)
}

/// A simple key is one token on the wire.
fn check_simple_key(cx: &Context<'_>, ty: &Type) {
    let behind = cx.idl.behind(ty);
    let fits = match &behind.kind {
        TypeKind::Primitive(_) | TypeKind::Broken => true,
        TypeKind::Named(_) => cx.idl.record(behind).is_none(),
        _ => false,
    };
    if !fits {
        let message = "a key is a primitive, an enum, a fixed, or a typeref of one";
        cx.sink.error(Code::IdlKey, &ty.place, message);
    }
}

fn alternative_keys(cx: &mut Context<'_>, placed: &Placed<'_>, place: &mut Invented<'_>) -> Map {
    let mut map = Map::block();
    let mut scope = Scope::new(Case::Snake, "key");
    placed.keys_above.iter().for_each(|key| scope.reserve(key));
    for key in &placed.resource.alternative_keys {
        let name = &key.name;
        cx.inform_text("keyCoercer", key.key_coercer.as_ref());
        cx.drop_properties(
            &key.properties,
            &format!("the alternative key `{}`", name.value),
        );
        if !cx.check_name(name, "an alternative key") {
            continue;
        }
        let mut written = Map::default();
        written.insert("type", cx.ty(&key.ty, place));
        written.insert_some("rust_name", scope.claim(&name.value));
        docs::short(&mut written, key.doc.as_deref(), None);
        map.insert(name.value.as_str(), written);
    }
    map.sort();
    map
}

/// The key of an old association, which no member names.
fn old_key(resource: &Resource) -> String {
    match key_of_path(resource) {
        Some(key) => key.to_owned(),
        None => format!("{}Id", resource.name.value),
    }
}

/// Our language makes paths from names and parents; the IDL writes them out.
fn check_path(cx: &Context<'_>, placed: &Placed<'_>) {
    let mut path = String::new();
    for above in &placed.above {
        path = entity_path(&collection_path(&path, above), above);
    }
    let resource = placed.resource;
    let made = collection_path(&path, resource);
    let entity = resource
        .entity
        .as_ref()
        .and_then(|entity| entity.path.as_ref());
    let entity = entity.map(|written| (entity_path(&made, resource), written));
    let own = (made, &resource.path);
    let mut paths = std::iter::once(own).chain(entity);
    if let Some((made, written)) = paths.find(|(made, written)| *made != written.value) {
        let message =
            format!("the path is `{made}` in our language, which has no other place for it");
        cx.sink
            .push(Diagnostic::warning(Code::IdlPath, &written.place, message));
    }
}

/// The path of a resource; a root says its own if it is a literal one.
fn collection_path(above: &str, resource: &Resource) -> String {
    let written = resource.path.value.as_str();
    match above.is_empty() && is_literal(written) {
        true => written.to_owned(),
        false => format!("{above}/{}", resource.name.value),
    }
}

/// Whether a path has no keys, so that it can be written out.
fn is_literal(path: &str) -> bool {
    let plain = |part: &str| crate::ast::is_identifier(&part.replace(['-', '.'], "_"));
    let parts = path.strip_prefix('/');
    parts.is_some_and(|parts| parts.split('/').all(plain))
}

/// The path of a root resource, where it is not its name.
fn literal_path(placed: &Placed<'_>) -> Option<String> {
    let resource = placed.resource;
    let path = resource.path.value.strip_prefix('/')?;
    let own = placed.above.is_empty() && is_literal(&resource.path.value);
    (own && path != resource.name.value).then(|| path.to_owned())
}

fn entity_path(path: &str, resource: &Resource) -> String {
    match &resource.kind.value {
        ResourceKind::Collection { name, .. } => format!("{path}/{{{}}}", name.value),
        ResourceKind::Association { identifier, .. } => match identifier {
            Some(identifier) => format!("{path}/{{{}}}", identifier.value),
            None => format!("{path}/{{{}}}", old_key(resource)),
        },
        ResourceKind::Simple | ResourceKind::ActionSet => path.to_owned(),
    }
}

/// The text of a list of names.
pub(crate) fn names<'n>(names: impl IntoIterator<Item = &'n Spanned<String>>) -> Yaml {
    Yaml::texts(names.into_iter().map(|name| name.value.as_str()))
}
