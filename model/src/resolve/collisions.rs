//! Rust names that would meet in one place of the generated client.

use std::collections::HashSet;

use crate::model::{
    Key, Method, Model, PathPart, Record, Resource, RestMethod, Type, TypeDef, TypeKind,
};
use crate::names::{self, Scope, Taken};
use crate::resolve::context::Context;
use crate::resolve::types::behind_typerefs;

/// Checks every place where names meet.
pub(crate) fn check(cx: &Context<'_>, model: &Model) {
    modules(cx, model);
    for resource in &model.resources {
        functions(cx, resource);
    }
    root(cx, model);
    for def in &model.types {
        type_parts(cx, model, def);
    }
    urns(cx, model);
}

const RUST_PRELUDE: &str = "known to every Rust file, or part of the client";

fn modules(cx: &Context<'_>, model: &Model) {
    let mut root = Scope::new(cx.sink).reserve(
        names::ROOT_MODULES,
        "a module or crate that the client uses",
    );
    let mut features =
        Scope::new(cx.sink).reserve(names::FEATURES, "another feature of the client");
    let groups = cx.index.groups.items();
    for item in groups {
        let what = || Taken::new(&item.name.place, format!("the group `{}`", item.name.value));
        root.claim(&item.name.value, what());
        features.claim(&item.name.value, what());
    }
    for resource in &model.resources {
        let what = Taken::new(&resource.place, format!("the resource `{}`", resource.name));
        if names::CLIENT_FUNCTIONS.contains(&resource.rust_name.as_str()) {
            root.refuse(&resource.rust_name, &what, "it is a function of the client");
        } else if names::is_taken_file(&resource.rust_name) {
            root.refuse(
                &resource.rust_name,
                &what,
                "a file of that name means something else",
            );
        } else {
            root.claim(&resource.rust_name, what);
        }
    }
}

/// The functions of a resource, and the arguments and setters of each.
fn functions(cx: &Context<'_>, resource: &Resource) {
    let mut functions =
        Scope::new(cx.sink).reserve(&["clone", "from", "into"], "a function of every Rust type");
    for method in &resource.methods {
        functions.claim(&method.rust_name, Taken::new(&method.place, called(method)));
        arguments(cx, resource, method);
    }
    for task in &resource.tasks {
        let what = format!("the task `{}`", task.name);
        functions.claim(&task.rust_name, Taken::new(&task.place, what));
    }
}

fn called(method: &Method) -> String {
    let name = &method.name;
    match method.rest {
        RestMethod::Finder => format!("the finder `{name}`"),
        RestMethod::BatchFinder => format!("the batch finder `{name}`"),
        RestMethod::Action => format!("the action `{name}`"),
        RestMethod::Plain => format!("the call `{name}`"),
        _ => format!("the method `{name}`"),
    }
}

fn arguments(cx: &Context<'_>, resource: &Resource, method: &Method) {
    let mut scope =
        Scope::new(cx.sink).reserve(names::BUILDER_FUNCTIONS, "a function of every builder");
    let path = resource.path.iter().filter_map(|part| match part {
        PathPart::Key(key) => Some(key),
        PathPart::Segment(_) => None,
    });
    for key in path.chain(entity_key(resource, method)) {
        let what = format!("the key `{}`", key.name);
        scope.claim(&key.rust_name, Taken::new(&resource.place, what));
    }
    let params = method.params.iter().map(|param| (param, "parameter"));
    let headers = method.headers.iter().map(|header| (header, "header"));
    let known = params
        .chain(headers)
        .filter(|(param, _)| !cx.has_failed(&param.place));
    for (param, noun) in known {
        let what = Taken::new(&param.place, format!("the {noun} `{}`", param.name));
        if param.rust_name.starts_with(names::BUILDER_PREFIX) {
            let prefix = names::BUILDER_PREFIX;
            let why = format!("names with `{prefix}` in front belong to the builders");
            scope.refuse(&param.rust_name, &what, &why);
        } else {
            scope.claim(&param.rust_name, what);
        }
    }
}

/// The key that a method takes as an argument.
fn entity_key<'m>(resource: &'m Resource, method: &'m Method) -> Option<&'m Key> {
    let own = match method.rest {
        RestMethod::Get | RestMethod::Update | RestMethod::PartialUpdate | RestMethod::Delete => {
            resource.key.as_ref()
        }
        _ => None,
    };
    method.key.as_ref().or(own)
}

/// The types of the client's root, and in each resource's module what stands beside them.
fn root(cx: &Context<'_>, model: &Model) {
    let mut root = Scope::new(cx.sink).reserve(names::ROOT_TYPES, RUST_PRELUDE);
    for def in &model.types {
        let what = format!("the type `{}`", def.name);
        root.claim(&def.rust_name, Taken::new(&def.place, &what));
    }
    for def in &model.types {
        for (suffix, made, role) in [
            ("Projection", def.usage.projected, "projection"),
            ("Patch", def.usage.patched, "patch"),
        ] {
            let has_one = matches!(
                def.kind,
                TypeKind::Record(_) | TypeKind::Union(_) | TypeKind::UnionByUrn(_)
            );
            if made && has_one {
                let what = format!("the {role} of the type `{}`", def.name);
                root.claim(
                    &format!("{}{suffix}", def.rust_name),
                    Taken::new(&def.place, what),
                );
            }
        }
    }
    for resource in &model.resources {
        builders(cx, resource, &root);
    }
    let kinds = model.urn_kinds.iter();
    let kinds = kinds.map(|kind| (&kind.rust_name, &kind.name, &kind.place, "URN kind"));
    // A set that is called like a kind is reported for the schema already.
    let sets = model.urn_sets.iter();
    let sets = sets.filter(|set| cx.index.kinds.get(&set.name).is_none());
    let sets = sets.map(|set| (&set.rust_name, &set.name, &set.place, "set of URN kinds"));
    for (rust_name, name, place, noun) in kinds.chain(sets) {
        let what = format!("the {noun} `{name}`");
        root.claim(&format!("{rust_name}Urn"), Taken::new(place, what));
    }
    for resource in &model.resources {
        let what = format!("the resource `{}`", resource.name);
        let rust_type = names::type_of(&resource.rust_name);
        root.claim(&rust_type, Taken::new(&resource.place, what));
    }
}

/// The builders of a resource stand in its module and may not hide a type of the root.
fn builders(cx: &Context<'_>, resource: &Resource, root: &Scope<'_>) {
    let mut module = Scope::new(cx.sink);
    let what = format!("the resource `{}`", resource.name);
    module.claim(
        &names::type_of(&resource.rust_name),
        Taken::new(&resource.place, what),
    );
    // Two functions of one name are reported as such already.
    let mut functions = HashSet::new();
    let mut first = |name: &str| functions.insert(name.to_owned());
    let methods = resource.methods.iter();
    let methods = methods
        .filter(|m| first(&m.rust_name))
        .map(|m| (&m.rust_type, Taken::new(&m.place, called(m))));
    let mut made: Vec<_> = methods.collect();
    let tasks = resource.tasks.iter();
    made.extend(tasks.filter(|t| first(&t.rust_name)).map(|t| {
        let what = format!("the task `{}`", t.name);
        (&t.rust_type, Taken::new(&t.place, what))
    }));
    for (rust_type, item) in made {
        if root.holds(rust_type) {
            root.report(rust_type, item);
        } else {
            module.claim(rust_type, item);
        }
    }
}

fn type_parts(cx: &Context<'_>, model: &Model, def: &TypeDef) {
    let rust_names: Vec<&str> = match &def.kind {
        TypeKind::Record(record) => {
            fields(cx, def, record);
            if def.usage.projected {
                selectors(cx, model, record);
            }
            return;
        }
        TypeKind::Typeref(_) => return,
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
    let names: Vec<(&str, &str)> = match &def.kind {
        TypeKind::Union(union) => union
            .members
            .iter()
            .map(|m| {
                (
                    m.rust_name.as_str(),
                    if has_fields(model, &m.ty) { "with" } else { "" },
                )
            })
            .collect(),
        TypeKind::UnionByUrn(union) => union
            .members
            .iter()
            .map(|m| (m.rust_name.as_str(), "all"))
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
    for ((rust_name, suffix), part) in names.into_iter().zip(parts) {
        // Two variants of one name are reported as such already.
        if !seen.insert(rust_name) {
            continue;
        }
        let item = Taken::new(
            &part.place,
            format!("the projection of the member `{}`", part.value),
        );
        let function = names::function_of(rust_name);
        if !suffix.is_empty() {
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
        scope.claim(&field.rust_name, Taken::new(&field.place, what));
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
        // Two fields of one name are reported for the record already.
        if !scope.holds(&field.rust_name) {
            scope.claim(&field.rust_name, Taken::new(&field.place, what.as_str()));
        }
        let mut claim = |name: String| scope.claim(&name, Taken::new(&field.place, what.as_str()));
        if has_fields(model, &field.ty) {
            claim(names::joined(&field.rust_name, "with"));
        }
        let Some(decoration) = &field.decoration else {
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

/// Whether a mask can choose from a value, or from the items of a list or map.
fn has_fields(model: &Model, ty: &Type) -> bool {
    let ty = match behind_typerefs(&model.types, ty) {
        Type::Array(item) | Type::Map(_, item) => behind_typerefs(&model.types, item),
        ty => ty,
    };
    match ty {
        Type::Named(id) => matches!(model[*id].kind, TypeKind::Record(_) | TypeKind::Union(_)),
        _ => false,
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
    for (rust_name, name) in rust_names.iter().zip(parts) {
        scope.claim(
            rust_name,
            Taken::new(&name.place, format!("`{}`", name.value)),
        );
    }
}

fn urns(cx: &Context<'_>, model: &Model) {
    for kind in &model.urn_kinds {
        let mut scope = Scope::new(cx.sink);
        for variant in &kind.variants {
            let what = format!("the variant `{}`", variant.name);
            scope.claim(&variant.rust_name, Taken::new(&kind.place, what));
        }
    }
    for set in &model.urn_sets {
        let mut scope = Scope::new(cx.sink)
            .reserve(names::SET_VARIANTS, "the variant for kinds out of the set");
        for kind in &set.kinds {
            let kind = &model[*kind];
            let what = format!("the URN kind `{}`", kind.name);
            scope.claim(&kind.rust_name, Taken::new(&set.place, what));
        }
    }
}
