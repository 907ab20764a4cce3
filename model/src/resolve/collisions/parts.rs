//! Names inside of types: fields, variants, permissions, and what projections make of them.

use std::collections::HashSet;

use crate::model::{MapKey, Model, Record, Type, TypeDef, TypeKind};
use crate::names::{self, Scope, Taken};
use crate::resolve::context::Context;
use crate::resolve::types::behind_typerefs;

/// The names inside of a type: fields, variants, functions of its projection.
pub(super) fn type_parts(cx: &Context<'_>, model: &Model, def: &TypeDef) {
    let rust_names: Vec<&str> = match &def.kind {
        TypeKind::Record(record) => {
            fields(cx, def, record);
            if def.usage.projected {
                selectors(cx, model, record);
            }
            return;
        }
        TypeKind::Typeref(_) | TypeKind::Fixed(_) => return,
        TypeKind::Enum(known) => known.symbols.iter().map(|s| s.rust_name.as_str()).collect(),
        TypeKind::Union(union) => union.members.iter().map(|m| m.rust_name.as_str()).collect(),
        TypeKind::UnionByUrn(union) => union.members.iter().map(|m| m.rust_name.as_str()).collect(),
        TypeKind::Shapes(shapes) => {
            let alternatives = shapes.alternatives.iter();
            alternatives.map(|a| a.rust_name.as_str()).collect()
        }
    };
    variants(cx, def, &rust_names);
    if def.usage.projected {
        members(cx, model, def);
    }
}

/// The functions of a union's projection.
fn members(cx: &Context<'_>, model: &Model, def: &TypeDef) {
    let names: Vec<(&str, Vec<&str>)> = match &def.kind {
        TypeKind::Union(union) => union
            .members
            .iter()
            .map(|m| (m.rust_name.as_str(), into(model, &m.ty)))
            .collect(),
        TypeKind::UnionByUrn(union) => union
            .members
            .iter()
            .map(|m| (m.rust_name.as_str(), vec!["all"]))
            .collect(),
        _ => return,
    };
    let parts = cx.parts_of(def);
    if parts.len() != names.len() {
        return;
    }
    let mut scope = Scope::new(cx.sink).reserve(
        names::PROJECTION_FUNCTIONS,
        "a function of every projection",
    );
    let mut seen = HashSet::new();
    for ((rust_name, suffixes), part) in names.into_iter().zip(parts) {
        // Two variants of one name are reported as such already.
        if !seen.insert(rust_name) {
            continue;
        }
        let item = Taken::new(
            &part.place,
            format!("the projection of the member `{}`", part.value),
        )
        .or(rust_name, "member");
        let function = names::function_of(rust_name);
        for suffix in suffixes {
            scope.claim(&names::joined(&function, suffix), item.clone());
        }
        scope.claim(&function, item);
    }
}

fn fields(cx: &Context<'_>, def: &TypeDef, record: &Record) {
    let mut scope = Scope::new(cx.sink);
    if def.usage.input {
        scope = scope.reserve(
            names::RECORD_FUNCTIONS,
            "a function of records that can be sent",
        );
    }
    for field in &record.fields {
        let what = format!("the field `{}`", field.name);
        let taken = Taken::new(&field.place, what);
        scope.claim(&field.rust_name, taken.or(&field.rust_name, "field"));
    }
}

/// The functions of a record's projection, of which a field may have several.
fn selectors(cx: &Context<'_>, model: &Model, record: &Record) {
    let mut scope = Scope::new(cx.sink).reserve(
        names::PROJECTION_FUNCTIONS,
        "a function of every projection",
    );
    for field in &record.fields {
        let what = format!("the projection of the field `{}`", field.name);
        let taken = Taken::new(&field.place, what).or(&field.rust_name, "field");
        // Two fields of one name are reported for the record already.
        if !scope.holds(&field.rust_name) {
            scope.claim(&field.rust_name, taken.clone());
        }
        let mut claim = |name: String| scope.claim(&name, taken.clone());
        let Some(decoration) = &field.decoration else {
            for suffix in into(model, &field.ty) {
                claim(names::joined(&field.rust_name, suffix));
            }
            continue;
        };
        claim(names::joined(&field.rust_name, "resolved"));
        claim(names::joined(&field.rust_name, "resolved_with"));
        let mut variants: Vec<&str> = Vec::new();
        for (kind, _) in &decoration.kinds {
            variants.extend(model[*kind].variants.iter().map(|v| v.rust_name.as_str()));
        }
        variants.sort_unstable();
        variants.dedup();
        for variant in variants {
            let name = names::joined(&field.rust_name, variant);
            claim(names::joined(&name, "with"));
            claim(name);
        }
    }
}

/// The endings of the functions by which a projection reaches into a value.
fn into(model: &Model, ty: &Type) -> Vec<&'static str> {
    let ty = behind_typerefs(&model.types, ty);
    let mut endings = Vec::new();
    if let Type::Map(MapKey::String, value) = ty {
        endings.push("key");
        endings.extend(has_fields(model, value).then_some("key_with"));
    }
    let mut inner = ty;
    while let Type::Array(item) | Type::Map(_, item) = inner {
        inner = behind_typerefs(&model.types, item);
    }
    endings.extend(has_fields(model, inner).then_some("with"));
    endings
}

/// Whether a mask can choose from a value.
fn has_fields(model: &Model, ty: &Type) -> bool {
    match behind_typerefs(&model.types, ty) {
        Type::Named(id) => matches!(model[*id].kind, TypeKind::Record(_) | TypeKind::Union(_)),
        _ => false,
    }
}

/// The variants of the enum of permissions.
pub(super) fn permissions(cx: &Context<'_>, model: &Model) {
    let mut scope = Scope::new(cx.sink).reserve(
        names::VARIANTS,
        "the variant for what the schema does not know",
    );
    let declared = cx.index.scopes.items().iter().zip(&model.scopes);
    let declared = declared.filter(|(item, _)| !cx.has_failed(&item.name.place));
    let mut declared: Vec<_> = declared.collect();
    declared.sort_by_key(|(item, _)| item.name.place.clone());
    for (item, permission) in declared {
        let what = format!("the permission `{}`", permission.name);
        let taken = Taken::new(&item.name.place, what);
        scope.claim(
            &permission.rust_name,
            taken.or(&permission.rust_name, "permission"),
        );
    }
}

fn variants(cx: &Context<'_>, def: &TypeDef, rust_names: &[&str]) {
    let parts = cx.parts_of(def);
    if parts.len() != rust_names.len() {
        // Members were left out because something else is wrong with them.
        return;
    }
    let mut scope = Scope::new(cx.sink).reserve(
        names::VARIANTS,
        "the variant for what the schema does not know",
    );
    if matches!(&def.kind, TypeKind::Union(union) if union.nullable) {
        scope = scope.reserve(names::NULL_VARIANTS, "the variant for null");
    }
    for (rust_name, name) in rust_names.iter().zip(parts) {
        let taken = Taken::new(&name.place, format!("`{}`", name.value));
        scope.claim(
            rust_name,
            match def.kind {
                // The name of an alternative is its name in Rust.
                TypeKind::Shapes(_) => taken.by_name(),
                TypeKind::Enum(_) => taken.or(rust_name, "symbol"),
                _ => taken.or(rust_name, "member"),
            },
        );
    }
}
