//! Names: duplicates, aliases, references to what nobody defines, typerefs to themselves.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::ast::{FullName, Resource, Schema, SchemaKind, Spanned, Type, TypeKind};
use crate::diagnostics::{Code, Diagnostic, Place, Sink, nearest};
use crate::read::Heap;
use crate::resolve::Idl;

/// Replaces aliases by names, and keeps one definition and one resource of each name.
pub(crate) fn resolve(mut heap: Heap, sink: &Sink) -> Idl {
    heap.schemas.sort_by(|a, b| {
        let key = |schema: &Schema| (schema.name.value.clone(), schema.name.place.clone());
        key(a).cmp(&key(b))
    });
    let aliases = aliases(&heap.schemas, sink);
    let mut rename = |ty: &mut Type| {
        if let TypeKind::Named(name) = &ty.kind
            && let Some(real) = aliases.get(name)
        {
            ty.kind = TypeKind::Named(real.clone());
        }
    };
    for schema in &mut heap.schemas {
        schema.each_type_mut(&mut rename);
    }
    for resource in &mut heap.resources {
        each_resource(resource, &mut |resource| {
            resource.each_type_mut(&mut rename)
        });
    }
    let schemas = unique(std::mem::take(&mut heap.schemas), sink);
    let resources = std::mem::take(&mut heap.resources);
    let mut idl = Idl {
        schemas,
        resources,
        unknown: BTreeSet::new(),
    };
    idl.unknown = unknown(&mut idl, &heap, sink);
    idl
}

/// Calls `visit` for a resource and all below it.
fn each_resource(resource: &mut Resource, visit: &mut impl FnMut(&mut Resource)) {
    visit(resource);
    if let Some(entity) = &mut resource.entity {
        for below in &mut entity.subresources {
            each_resource(below, visit);
        }
    }
}

/// What each alias stands for. A name that a schema has itself is never an alias.
fn aliases(schemas: &[Schema], sink: &Sink) -> HashMap<FullName, FullName> {
    let names: HashMap<&FullName, &Place> = schemas
        .iter()
        .map(|schema| (&schema.name.value, &schema.name.place))
        .collect();
    let mut aliases: HashMap<&FullName, (&FullName, &Place)> = HashMap::new();
    for schema in schemas {
        let own = &schema.name.value;
        for Spanned { value, place } in &schema.aliases {
            let first = match names.get(value) {
                Some(_) if value == own => continue,
                Some(first) => *first,
                None => match aliases.get(value) {
                    Some((other, _)) if *other == own => continue,
                    Some((_, first)) => *first,
                    None => {
                        aliases.insert(value, (own, place));
                        continue;
                    }
                },
            };
            let message = format!("the alias `{value}` of `{own}` is the name of another schema");
            let diagnostic = Diagnostic::error(Code::IdlAlias, place, message);
            sink.push(diagnostic.also(first, "the other schema"));
        }
    }
    let owned =
        |(alias, (name, _)): (&FullName, (&FullName, &Place))| (alias.clone(), name.clone());
    aliases.into_iter().map(owned).collect()
}

/// One definition of each name; further ones must say the same.
fn unique(schemas: Vec<Schema>, sink: &Sink) -> BTreeMap<FullName, Schema> {
    let mut kept: BTreeMap<FullName, Schema> = BTreeMap::new();
    for schema in schemas {
        let name = schema.name.value.clone();
        let Some(first) = kept.get(&name) else {
            kept.insert(name, schema);
            continue;
        };
        if *first == schema {
            continue;
        }
        let place = &schema.name.place;
        let diagnostic = if first.bare() == schema.bare() {
            let message = format!("`{name}` is described in two ways");
            Diagnostic::warning(Code::IdlDefinedTwice, place, message)
                .note("the definitions agree, their documentation or properties do not")
        } else {
            let message = format!("`{name}` is defined in two ways");
            Diagnostic::error(Code::IdlDefinedTwice, place, message)
        };
        let diagnostic = diagnostic.label("left out");
        sink.push(diagnostic.also(&first.name.place, "the definition that counts"));
    }
    kept
}

/// More names are not compared with the known ones.
const MAX_GUESSES: usize = 50;

/// Names without a definition, each reported once, at the first of its places.
fn unknown(idl: &mut Idl, heap: &Heap, sink: &Sink) -> BTreeSet<FullName> {
    let mut places: BTreeMap<FullName, Vec<Place>> = BTreeMap::new();
    let known = &idl.schemas;
    let mut note = |ty: &Type| {
        if let TypeKind::Named(name) = &ty.kind
            && !known.contains_key(name)
        {
            let places = places.entry(name.clone()).or_default();
            places.push(ty.place.clone());
        }
    };
    for schema in known.values() {
        schema.each_type(&mut note);
    }
    for resource in &mut idl.resources {
        each_resource(resource, &mut |resource| {
            resource.each_type_mut(&mut |ty| note(ty));
        });
    }
    for places in places.values_mut() {
        places.sort();
        places.dedup();
    }
    for (at, (name, places)) in places.iter().enumerate() {
        if heap.may_define(name.last()) {
            continue;
        }
        let Some(first) = places.first() else {
            continue;
        };
        let message = format!("no file defines `{name}`");
        let mut diagnostic = Diagnostic::error(Code::IdlUnknownName, first, message);
        if places.len() > 1 {
            let note = match places.len() - 1 {
                1 => "one more place refers to it".to_owned(),
                others => format!("{others} more places refer to it"),
            };
            diagnostic = diagnostic.note(note);
        }
        let names = idl.schemas.keys().map(FullName::as_str);
        // Guessing costs: where hundreds of files are missing, nobody needs guesses.
        let names = names.filter(|_| at < MAX_GUESSES);
        let same = idl.schemas.keys().find(|known| known.last() == name.last());
        let meant = same
            .map(FullName::as_str)
            .or_else(|| nearest(name.as_str(), names));
        let import = || "import the file that defines it as well".to_owned();
        sink.push(diagnostic.did_you_mean_or(meant, import));
    }
    places.into_keys().collect()
}

/// Reports typerefs that lead back to themselves, and leaves each such type open.
pub(crate) fn cut_typerefs(idl: &mut Idl, sink: &Sink) {
    let mut settled: BTreeSet<FullName> = BTreeSet::new();
    let names: Vec<FullName> = idl.schemas.keys().cloned().collect();
    for start in names {
        let mut path: BTreeSet<FullName> = BTreeSet::new();
        let mut name = start;
        loop {
            if settled.contains(&name) {
                break;
            }
            let Some(schema) = idl.schemas.get_mut(&name) else {
                break;
            };
            let SchemaKind::Typeref(ty) = &mut schema.kind else {
                break;
            };
            if !path.insert(name.clone()) {
                let message = format!("the typeref `{name}` refers to itself");
                sink.error(Code::IdlTyperef, &schema.name.place, message);
                ty.kind = TypeKind::Broken;
                break;
            }
            match &ty.kind {
                TypeKind::Named(next) => name = next.clone(),
                _ => break,
            }
        }
        settled.extend(path);
    }
}
