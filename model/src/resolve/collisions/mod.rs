//! Rust names that would meet in one place of the generated client.

mod calls;
mod parts;

use std::collections::HashSet;

use crate::model::{Model, Resource, Type, TypeDef, TypeKind};
use crate::names::{self, Scope, Taken};
use crate::resolve::context::Context;
use crate::resolve::types::behind_typerefs;

/// Checks every place where names meet.
pub(crate) fn check(cx: &Context<'_>, model: &Model) {
    modules(cx, model);
    for resource in &model.resources {
        calls::functions(cx, resource);
    }
    root(cx, model);
    for def in &model.types {
        parts::type_parts(cx, model, def);
    }
    parts::permissions(cx, model);
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
        let what = || {
            let what = format!("the group `{}`", item.name.value);
            Taken::new(&item.name.place, what).by_name()
        };
        root.claim(&item.name.value, what());
        features.claim(&item.name.value, what());
    }
    for resource in &model.resources {
        let what = of_resource(resource);
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
/// The types of the client's root, and in each resource's module what stands beside them.
fn root(cx: &Context<'_>, model: &Model) {
    let mut root = Scope::new(cx.sink).reserve(names::ROOT_TYPES, RUST_PRELUDE);
    if !model.scopes.is_empty() {
        root = root.reserve(&[names::SCOPE], "the type of permissions");
    }
    for def in model.types.iter().filter(|def| !cx.has_failed(&def.place)) {
        let what = format!("the type `{}`", def.name);
        let taken = Taken::new(&def.place, &what).or(&def.rust_name, "type");
        root.claim(&def.rust_name, taken);
    }
    for def in &model.types {
        for (suffix, made, role) in [
            ("Projection", has_projection(def), "projection"),
            ("Patch", has_patch(model, def), "patch"),
        ] {
            if made {
                let what = format!("the {role} of the type `{}`", def.name);
                root.claim(
                    &format!("{}{suffix}", def.rust_name),
                    Taken::new(&def.place, what).or(&def.rust_name, "type"),
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
        let taken = Taken::new(place, what).or(rust_name, "kind");
        root.claim(&format!("{rust_name}Urn"), taken);
    }
    for resource in &model.resources {
        let rust_type = names::type_of(&resource.rust_name);
        root.claim(&rust_type, of_resource(resource));
    }
}

/// A resource, whose `rust_name:` stands beside its name.
fn of_resource(resource: &Resource) -> Taken {
    let taken = Taken::new(&resource.place, format!("the resource `{}`", resource.name));
    let named = taken.or(&resource.rust_name, "resource");
    // The name of a mount is a key, that of a resource a value.
    match resource.mount_of {
        Some(_) => named,
        None => named.beside(),
    }
}

fn has_projection(def: &TypeDef) -> bool {
    let has_parts = matches!(
        def.kind,
        TypeKind::Record(_) | TypeKind::Union(_) | TypeKind::UnionByUrn(_)
    );
    has_parts && def.usage.projected
}

/// Whether there is something in a type that a patch can reach into.
fn has_patch(model: &Model, def: &TypeDef) -> bool {
    let is_record = |ty: &Type| {
        let ty = behind_typerefs(&model.types, ty);
        matches!(ty, Type::Named(id) if matches!(model[*id].kind, TypeKind::Record(_)))
    };
    let has_parts = match &def.kind {
        TypeKind::Record(_) => true,
        TypeKind::Union(union) => union.members.iter().any(|member| is_record(&member.ty)),
        _ => false,
    };
    has_parts && def.usage.patched
}

/// The builders of a resource stand in its module and may not hide a type of the root.
fn builders(cx: &Context<'_>, resource: &Resource, root: &Scope<'_>) {
    let mut module = Scope::new(cx.sink);
    module.claim(&names::type_of(&resource.rust_name), of_resource(resource));
    // Two functions of one name are reported as such already.
    let mut functions = HashSet::new();
    let mut first = |name: &str| functions.insert(name.to_owned());
    let methods = resource.methods.iter();
    let methods = methods
        .filter(|m| first(&m.rust_name))
        .map(|m| (&m.rust_type, calls::of_method(m)));
    let mut made: Vec<_> = methods.collect();
    let tasks = resource.tasks.iter();
    made.extend(
        tasks
            .filter(|t| first(&t.rust_name))
            .map(|t| (&t.rust_type, calls::of_task(t))),
    );
    for (rust_type, item) in made {
        if root.holds(rust_type) {
            root.report(rust_type, item);
        } else {
            module.claim(rust_type, item);
        }
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
