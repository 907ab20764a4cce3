//! Unions and shapes: what tells their members must tell them.

use std::collections::BTreeSet;

use crate::diagnostics::{Code, Diagnostic, Edit};
use crate::model::{Model, Type, TypeId, TypeKind};
use crate::resolve::context::Context;
use crate::resolve::index::TypeDeclKind;
use crate::syntax::Members;

/// How deep choices of choices are looked into.
const MAX_DEPTH: usize = 32;

/// What a JSON reader can tell before it looks inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Shape {
    Boolean,
    Number,
    Text,
    Array,
    Object,
}

impl Shape {
    const ALL: [Self; 5] = [
        Self::Boolean,
        Self::Number,
        Self::Text,
        Self::Array,
        Self::Object,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Boolean => "a JSON boolean",
            Self::Number => "a JSON number",
            Self::Text => "a JSON string",
            Self::Array => "a JSON array",
            Self::Object => "a JSON object",
        }
    }
}

/// Checks that no two alternatives of a choice share a JSON shape.
pub(crate) fn check_shapes(cx: &Context<'_>, model: &Model) {
    for item in cx.index.types.items() {
        let TypeDeclKind::Shapes(syntax) = item.value.kind else {
            continue;
        };
        let Some(id) = cx.index.types.get(&item.name.value) else {
            continue;
        };
        let TypeKind::Shapes(shapes) = &model[TypeId(id)].kind else {
            continue;
        };
        let mut seen: Vec<(Shape, usize)> = Vec::new();
        for (at, named) in syntax.alternatives.iter().enumerate() {
            if cx.has_failed(&named.name.place) {
                continue;
            }
            let mut found = BTreeSet::new();
            collect(
                model,
                &shapes.alternatives[at].ty,
                &mut Vec::new(),
                &mut found,
            );
            let clash = seen.iter().find(|(shape, _)| found.contains(shape));
            if let Some((shape, other)) = clash {
                let first = &syntax.alternatives[*other];
                let message = format!(
                    "`{}` and `{}` are both {}, so they cannot be told apart",
                    first.name.value,
                    named.name.value,
                    shape.name()
                );
                cx.report(
                    Diagnostic::error(Code::ShapeClash, &named.value.place, message)
                        .label("second")
                        .also(&first.value.place, "first")
                        .remove("keep one of them", &named.value.place),
                );
            }
            seen.extend(found.into_iter().map(|shape| (shape, at)));
        }
    }
}

fn collect(model: &Model, ty: &Type, above: &mut Vec<TypeId>, found: &mut BTreeSet<Shape>) {
    let shape = match ty {
        Type::Boolean => Shape::Boolean,
        Type::Int | Type::Long | Type::Float | Type::Double | Type::Instant(_) => Shape::Number,
        Type::String | Type::Bytes | Type::Urn(_) | Type::Decimal => Shape::Text,
        Type::Array(_) => Shape::Array,
        Type::Map(..) => Shape::Object,
        Type::Json => {
            found.extend(Shape::ALL);
            return;
        }
        Type::Named(id) => match &model[*id].kind {
            TypeKind::Enum(_) | TypeKind::Fixed(_) => Shape::Text,
            TypeKind::Record(_) | TypeKind::Union(_) | TypeKind::UnionByUrn(_) => Shape::Object,
            TypeKind::Typeref(_) | TypeKind::Shapes(_)
                if above.contains(id) || above.len() > MAX_DEPTH =>
            {
                return;
            }
            TypeKind::Typeref(typeref) => {
                above.push(*id);
                return collect(model, &typeref.ty, above, found);
            }
            TypeKind::Shapes(shapes) => {
                above.push(*id);
                for alternative in &shapes.alternatives {
                    collect(model, &alternative.ty, above, found);
                }
                return;
            }
        },
    };
    found.insert(shape);
}

/// Checks that each member of a union by URN is what its kind resolves to.
pub(crate) fn check_by_urn(cx: &Context<'_>, model: &Model) {
    for item in cx.index.types.items() {
        let TypeDeclKind::Union(syntax) = item.value.kind else {
            continue;
        };
        let Members::ByUrn(members) = &syntax.members else {
            continue;
        };
        for named in members {
            let (Some(kind), Some(ty)) = (cx.index.kinds.get(&named.name.value), &named.value.ty)
            else {
                continue;
            };
            let entity_written = cx.index.kinds.item(kind).value.entity.is_some();
            let kind = &model.urn_kinds[kind as usize];
            let written = cx.index.types.get(&ty.value).map(TypeId);
            let diagnostic = match kind.entity {
                entity if entity == written || written.is_none() => continue,
                Some(entity) => {
                    let entity = &model[entity].name;
                    let message = format!(
                        "`{}` resolves to `{entity}`, not to `{}`",
                        kind.name, ty.value
                    );
                    Diagnostic::error(Code::DecorationTarget, &ty.place, message).fix(
                        format!("write `{entity}`"),
                        &ty.place,
                        entity,
                    )
                }
                None if entity_written => continue,
                None => {
                    let message = format!("it is not known what `{}` resolves to", kind.name);
                    let entry = format!("entity: {}", ty.value);
                    Diagnostic::error(Code::DecorationTarget, &ty.place, message).try_fix(
                        format!("add `{entry}` to the kind"),
                        Edit::below(&kind.place, &entry),
                    )
                }
            };
            cx.report(diagnostic.also(&kind.place, "the kind"));
        }
    }
}
