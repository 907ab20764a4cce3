//! What a type takes, told once more and in another way than the interpreter does.

use restli_model::model::{Model, Type, TypeKind, UrnType};

/// The kinds of JSON that values of a type have.
pub(super) fn kinds(model: &Model, ty: &Type) -> Vec<&'static str> {
    match ty {
        Type::Boolean => vec!["boolean"],
        Type::Int | Type::Long | Type::Float | Type::Double | Type::Instant(_) => vec!["number"],
        Type::String | Type::Bytes | Type::Decimal | Type::Urn(_) => vec!["string"],
        Type::Json => vec!["boolean", "number", "string", "list", "object"],
        Type::Array(_) => vec!["list"],
        Type::Map(..) => vec!["object"],
        Type::Named(id) => match &model[*id].kind {
            TypeKind::Record(_) | TypeKind::Union(_) | TypeKind::UnionByUrn(_) => vec!["object"],
            TypeKind::Enum(_) | TypeKind::Fixed(_) => vec!["string"],
            TypeKind::Typeref(typeref) => kinds(model, &typeref.ty),
            TypeKind::Shapes(shapes) => {
                let alternatives = shapes.alternatives.iter();
                alternatives.flat_map(|one| kinds(model, &one.ty)).collect()
            }
        },
    }
}

/// The type behind other names of it.
pub(super) fn behind<'m>(model: &'m Model, ty: &'m Type) -> &'m Type {
    match ty {
        Type::Named(id) => match &model[*id].kind {
            TypeKind::Typeref(typeref) => behind(model, &typeref.ty),
            _ => ty,
        },
        _ => ty,
    }
}

/// Whether any text is one of the type.
pub(super) fn is_text(model: &Model, ty: &Type) -> bool {
    match behind(model, ty) {
        Type::String | Type::Json => true,
        Type::Named(id) => match &model[*id].kind {
            TypeKind::Shapes(shapes) => shapes
                .alternatives
                .iter()
                .any(|one| is_text(model, &one.ty)),
            _ => false,
        },
        _ => false,
    }
}

/// Whether a part of the type is any text, any URN or any JSON.
pub(super) fn is_open(model: &Model, ty: &Type) -> bool {
    fn within(model: &Model, ty: &Type, depth: usize) -> bool {
        let inner = |ty: &Type| depth > 0 && within(model, ty, depth - 1);
        match ty {
            Type::String | Type::Json | Type::Urn(UrnType::Any) => true,
            Type::Array(item) | Type::Map(_, item) => inner(item),
            Type::Named(id) => match &model[*id].kind {
                TypeKind::Typeref(typeref) => inner(&typeref.ty),
                TypeKind::Record(record) => record.fields.iter().any(|field| inner(&field.ty)),
                TypeKind::Union(union) => union.members.iter().any(|member| inner(&member.ty)),
                TypeKind::Shapes(shapes) => shapes.alternatives.iter().any(|one| inner(&one.ty)),
                _ => false,
            },
            _ => false,
        }
    }
    within(model, ty, 8)
}

/// A text that is no value of a type in a URI of protocol 2.0.0.
pub(super) fn wrong_text(model: &Model, ty: &Type) -> &'static str {
    match behind(model, ty) {
        ty if is_text(model, ty) => "(a:b)",
        Type::Bytes => "(a:b)",
        _ => "zz",
    }
}

/// The text with each URN in it replaced, in turn, by one of a kind that nobody declares.
pub(super) fn other_kinds(model: &Model, text: &str) -> Vec<String> {
    let mut all = Vec::new();
    for kind in &model.urn_kinds {
        for colon in [":", "%3A"] {
            let start = format!("urn{colon}{}{colon}{}{colon}", kind.namespace, kind.name);
            let other = format!("urn{colon}{}{colon}zzz{colon}", kind.namespace);
            let found = text.match_indices(&start);
            all.extend(
                found.map(|(at, found)| {
                    format!("{}{other}{}", &text[..at], &text[at + found.len()..])
                }),
            );
        }
    }
    all
}
