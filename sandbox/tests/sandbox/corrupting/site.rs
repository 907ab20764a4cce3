//! The values of a body, each with what the schema says of it.

use restli_model::model::{Body, Field, MapKey, Model, RestMethod, Type, TypeKind};
use serde_json::Value as Json;

use super::sample::Sample;
use super::types::{behind, kinds};

/// One value of a body, and what it may be.
pub(super) struct Site {
    /// As a JSON pointer.
    pub(super) at: String,
    pub(super) ty: Type,
    pub(super) what: What,
}

/// What a value stands as.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum What {
    /// A field or a parameter; whether it must be there.
    Named { required: bool },
    /// Under a key of a map.
    Keyed(MapKey),
    /// The member of a union.
    Member,
    /// An element of a list, or the body.
    Other,
}

/// Every value of a body.
pub(super) fn find(sample: &Sample<'_>, body: &Json, sites: &mut Vec<Site>) {
    let model = sample.model;
    let record = match sample.method.body {
        Body::Record(record) | Body::Patch(record) => Type::Named(record),
        Body::Params => {
            for param in &sample.method.params {
                if let Some(value) = body.get(&param.name) {
                    let what = What::Named {
                        required: param.required,
                    };
                    walk(
                        model,
                        &param.ty,
                        value,
                        format!("/{}", escape(&param.name)),
                        what,
                        sites,
                    );
                }
            }
            return;
        }
        Body::None | Body::Empty => return,
    };
    let is_patch = matches!(sample.method.body, Body::Patch(_));
    let mut entity = |value: &Json, at: String| match is_patch {
        true => patch(
            model,
            &record,
            &value["patch"],
            format!("{at}/patch"),
            sites,
        ),
        false => walk(model, &record, value, at, What::Other, sites),
    };
    match sample.method.rest {
        RestMethod::BatchCreate => {
            let elements = body["elements"].as_array().into_iter().flatten();
            for (index, value) in elements.enumerate() {
                entity(value, format!("/elements/{index}"));
            }
        }
        RestMethod::BatchUpdate | RestMethod::BatchPartialUpdate => {
            for (key, value) in body["entities"].as_object().into_iter().flatten() {
                entity(value, format!("/entities/{}", escape(key)));
            }
        }
        _ => entity(body, String::new()),
    }
}

pub(super) fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

fn walk(model: &Model, ty: &Type, value: &Json, at: String, what: What, sites: &mut Vec<Site>) {
    let ty = behind(model, ty);
    sites.push(Site {
        at: at.clone(),
        ty: ty.clone(),
        what,
    });
    match (ty, value) {
        (Type::Array(item), Json::Array(values)) => {
            for (index, value) in values.iter().enumerate() {
                walk(
                    model,
                    item,
                    value,
                    format!("{at}/{index}"),
                    What::Other,
                    sites,
                );
            }
        }
        (Type::Map(key, item), Json::Object(members)) => {
            for (name, value) in members {
                walk(
                    model,
                    item,
                    value,
                    format!("{at}/{}", escape(name)),
                    What::Keyed(*key),
                    sites,
                );
            }
        }
        (Type::Named(id), _) => match (&model[*id].kind, value) {
            (TypeKind::Record(record), Json::Object(members)) => {
                for field in &record.fields {
                    if let Some(value) = members.get(&field.name) {
                        let what = What::Named {
                            required: must(field),
                        };
                        walk(
                            model,
                            &field.ty,
                            value,
                            format!("{at}/{}", escape(&field.name)),
                            what,
                            sites,
                        );
                    }
                }
            }
            (TypeKind::Union(union), Json::Object(members)) => {
                for member in &union.members {
                    if let Some(value) = members.get(&member.key) {
                        walk(
                            model,
                            &member.ty,
                            value,
                            format!("{at}/{}", escape(&member.key)),
                            What::Member,
                            sites,
                        );
                    }
                }
            }
            (TypeKind::Shapes(shapes), value) => {
                let mut alternatives = shapes.alternatives.iter();
                if let Some(one) =
                    alternatives.find(|one| kinds(model, &one.ty).contains(&kind(value)))
                {
                    walk(model, &one.ty, value, at, What::Other, sites);
                }
            }
            _ => {}
        },
        _ => {}
    }
}

pub(super) fn must(field: &Field) -> bool {
    field.required && !field.read_only && field.default.is_none()
}

/// What a patch sets.
fn patch(model: &Model, ty: &Type, value: &Json, at: String, sites: &mut Vec<Site>) {
    let Type::Named(id) = behind(model, ty) else {
        return;
    };
    let TypeKind::Record(record) = &model[*id].kind else {
        return;
    };
    for (name, value) in value.as_object().into_iter().flatten() {
        if name == "$set" {
            for field in &record.fields {
                if let Some(value) = value.get(&field.name) {
                    let at = format!("{at}/$set/{}", escape(&field.name));
                    walk(
                        model,
                        &field.ty,
                        value,
                        at,
                        What::Named { required: false },
                        sites,
                    );
                }
            }
        } else if let Some(field) = record.fields.iter().find(|field| field.name == *name) {
            patch(
                model,
                &field.ty,
                value,
                format!("{at}/{}", escape(name)),
                sites,
            );
        }
    }
}

pub(super) fn kind(value: &Json) -> &'static str {
    match value {
        Json::Null => "null",
        Json::Bool(_) => "boolean",
        Json::Number(_) => "number",
        Json::String(_) => "string",
        Json::Array(_) => "list",
        Json::Object(_) => "object",
    }
}
