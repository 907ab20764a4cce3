//! What things are called in Rust, and which types they name.

use heck::ToSnakeCase;
use restli_model::model::{
    Body, KeyType, Method, Model, PathPart, Resource, Returns, Type, TypeDef, TypeId, TypeKind,
};

use crate::language::spelled;

/// The record that a builder of projections or patches is for.
pub(super) fn entity(name: &str) -> &str {
    let builder = name
        .strip_suffix("Projection")
        .or(name.strip_suffix("Patch"));
    builder.unwrap_or(name)
}

/// A cargo feature among the items.
pub(super) fn feature(name: &str) -> String {
    format!("feature \"{name}\"")
}

/// The hand-written types, macros and crates that a type names, by their last parts and crates.
pub(super) fn hand_written(def: &TypeDef) -> impl Iterator<Item = String> {
    let typeref = match &def.kind {
        TypeKind::Typeref(typeref) => typeref.rust_type.as_ref(),
        _ => None,
    };
    let paths = def.extension.iter().chain(typeref);
    let ends = paths.flat_map(|path| {
        let parts: Vec<&str> = path.split("::").collect();
        [parts[0].to_owned(), parts[parts.len() - 1].to_owned()]
    });
    ends.collect::<Vec<_>>().into_iter()
}

/// A name without the mark of a raw identifier.
pub(super) fn bare(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}

/// A resource's name however IDL or YAML cases it.
pub(super) fn plain(name: &str) -> String {
    name.replace(['_', '-'], "").to_ascii_lowercase()
}

pub(super) fn methods<'r>(
    resource: &'r Resource,
    kind: &str,
    name: &str,
) -> impl Iterator<Item = &'r Method> {
    let wanted = |method: &&Method| method.name == name && crate::language::kind(method) == kind;
    resource
        .methods
        .iter()
        .filter(wanted)
        .collect::<Vec<_>>()
        .into_iter()
}

/// The members of a type with their names in Rust.
pub(super) fn members(model: &Model, def: &TypeDef) -> Vec<(String, String)> {
    let pair = |wire: &String, rust: &String| (wire.clone(), bare(rust).to_owned());
    match &def.kind {
        TypeKind::Record(r) => r
            .fields
            .iter()
            .map(|f| pair(&f.name, &f.rust_name))
            .collect(),
        TypeKind::Enum(e) => e
            .symbols
            .iter()
            .map(|s| pair(&s.name, &s.rust_name))
            .collect(),
        TypeKind::Union(u) => { u.members.iter() }
            .flat_map(|m| {
                // The variant, and the functions of its projection.
                let function = bare(&m.rust_name).to_snake_case();
                [pair(&m.key, &m.rust_name), pair(&m.key, &function)]
            })
            .collect(),
        TypeKind::Shapes(s) => s
            .alternatives
            .iter()
            .map(|a| pair(&spelled(model, &a.ty), &a.rust_name))
            .collect(),
        TypeKind::UnionByUrn(_) | TypeKind::Typeref(_) | TypeKind::Fixed(_) => Vec::new(),
    }
}

/// Whether a field is an argument of `new`.
pub(super) fn is_given(def: &TypeDef, name: &str) -> bool {
    let TypeKind::Record(record) = &def.kind else {
        return false;
    };
    let mut fields = record.fields.iter();
    fields.any(|field| field.name == name && field.required && !field.read_only)
}

/// The types that a member of a type names.
pub(super) fn member_types(def: &TypeDef, name: &str) -> Vec<TypeId> {
    types_in(def, |member| member == name)
}

/// The types that a type names.
pub(super) fn all_types(def: &TypeDef) -> Vec<TypeId> {
    types_in(def, |_| true)
}

/// The types that the members with some names lead to; what has no names counts for each of them.
fn types_in(def: &TypeDef, wanted: impl Fn(&str) -> bool) -> Vec<TypeId> {
    match &def.kind {
        TypeKind::Record(record) => {
            let fields = record.fields.iter().filter(|field| wanted(&field.name));
            let types = fields.flat_map(|field| {
                let mut types = named_in(&field.ty);
                types.extend(field.decoration.as_ref().map(|resolved| resolved.target));
                types
            });
            types.collect()
        }
        TypeKind::Union(union) => {
            let members = union.members.iter().filter(|member| wanted(&member.key));
            members.flat_map(|member| named_in(&member.ty)).collect()
        }
        TypeKind::UnionByUrn(union) => union.members.iter().map(|member| member.ty).collect(),
        TypeKind::Shapes(shapes) => {
            let alternatives = shapes.alternatives.iter();
            alternatives.flat_map(|shape| named_in(&shape.ty)).collect()
        }
        TypeKind::Typeref(typeref) => named_in(&typeref.ty),
        TypeKind::Enum(_) | TypeKind::Fixed(_) => Vec::new(),
    }
}

pub(super) fn named_in(ty: &Type) -> Vec<TypeId> {
    match ty {
        Type::Named(id) => vec![*id],
        Type::Array(inner) | Type::Map(_, inner) => named_in(inner),
        _ => Vec::new(),
    }
}

/// The types that a call sends and answers.
pub(super) fn types_of(resource: &Resource, method: &Method) -> Vec<TypeId> {
    let parents = resource.path.iter().filter_map(|part| match part {
        PathPart::Key(key) => Some(key),
        PathPart::Segment(_) => None,
    });
    let keys = parents.chain(&resource.key).chain(&method.key);
    let mut types: Vec<TypeId> = Vec::new();
    for key in keys {
        match &key.ty {
            KeyType::Simple(ty) => types.extend(named_in(ty)),
            KeyType::Complex { key, params } => {
                types.push(*key);
                types.extend(*params);
            }
            KeyType::Compound(id) => types.push(*id),
        }
    }
    let params = method
        .params
        .iter()
        .chain(&method.headers)
        .chain(&method.partial_key);
    types.extend(params.flat_map(|param| named_in(&param.ty)));
    match &method.body {
        Body::Record(id) | Body::Patch(id) => types.push(*id),
        Body::None | Body::Empty | Body::Params => {}
    }
    match &method.returns {
        Returns::Value(ty) | Returns::ActionValue(ty) => types.extend(named_in(ty)),
        Returns::Collection(id)
        | Returns::Batch(id)
        | Returns::CreatedEntity(id)
        | Returns::UpdatedEntity(id) => types.push(*id),
        Returns::Nothing | Returns::Created => {}
    }
    types.extend(method.metadata);
    let errors = method
        .service_errors
        .iter()
        .map(|at| &resource.service_errors[*at]);
    types.extend(errors.filter_map(|error| error.details));
    types
}
