//! A copy of a schema whose data has an entity of everything, also of what no client can create.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use restli_model::model::{
    Model, PathPart, Resource, ResourceId, ResourceKind, RestMethod, Returns, Type, TypeId,
};
use serde_json::{Map, Value as Json, json};
use tempfile::TempDir;

use super::finders;
use super::round::{creating, method};
use super::seeds::Seeds;
use super::values::Values;

/// An entity that is there at the start.
#[derive(Clone)]
pub(super) struct Known {
    pub(super) parents: Vec<Json>,
    /// Its key; that of a simple resource is null.
    pub(super) key: Json,
    pub(super) entity: Map<String, Json>,
}

/// The copy, and what was put into its data, by resource.
pub(super) struct World {
    pub(super) folder: TempDir,
    pub(super) known: BTreeMap<ResourceId, Vec<Known>>,
}

impl World {
    pub(super) fn of(schema: &Path, model: &Model) -> Self {
        let folder = TempDir::new().expect("a folder");
        copy(schema, folder.path());
        let mut seeds = Seeds::of(schema);
        let mut known = BTreeMap::new();
        let mut added = Map::new();
        for (index, resource) in model.resources.iter().enumerate() {
            let needs = creating(resource).is_none() || !resource.alternative_keys.is_empty();
            let mounts = resource.mount_of.is_some();
            if mounts || !needs || resource.kind == ResourceKind::ActionSet {
                continue;
            }
            let of = entities(model, &seeds, resource, index as u64);
            let seed: Vec<_> = of.iter().map(seed_of).collect();
            if !seed.is_empty() {
                put(&mut seeds, &mut added, resource, seed);
            }
            known.insert(ResourceId(index as u32), of);
        }
        seeds
            .files
            .push(("walk.yaml".to_owned(), json!({ "resources": added })));
        for (name, json) in &seeds.files {
            // What is JSON is YAML.
            let path = folder.path().join("sandbox").join(name);
            fs::write(path, json.to_string()).expect("a file");
        }
        World { folder, known }
    }
}

/// An entity for each call that takes one away, and one more.
fn entities(model: &Model, seeds: &Seeds, resource: &Resource, seed: u64) -> Vec<Known> {
    // Other numbers than those of clients.
    let mut values = Values::new(model, seed);
    values.number = 500_000;
    values.read_only = true;
    values.preferred = finders::kinds(resource);
    let wanted = finders::wanted(model, seeds, resource);
    let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
    let takes = |rest| matches!(rest, RestMethod::Delete | RestMethod::BatchDelete);
    let deletes = { resource.methods.iter() }.filter(|method| takes(method.rest));
    let own = method(resource, RestMethod::Get).and_then(|get| get.key.as_ref());
    let own = own.or(resource.key.as_ref());
    let count = if own.is_some() {
        1 + deletes.count()
    } else {
        1
    };
    let known = (0..count).map(|_| {
        let parents = { resource.path.iter() }.filter_map(|part| match part {
            PathPart::Key(key) => Some(values.key(key)),
            PathPart::Segment(_) => None,
        });
        let parents = parents.collect();
        let key = own.map(|key| values.key(key)).unwrap_or_default();
        // Of some entities nothing is known.
        let record = entity_type(resource);
        let entity = record.map(|record| values.entity(record, &wanted));
        let entity = entity.unwrap_or_default();
        Known {
            parents,
            key,
            entity: entity.as_object().cloned().unwrap_or_default(),
        }
    });
    known.collect()
}

/// What reading an entity answers.
fn entity_type(resource: &Resource) -> Option<TypeId> {
    let read = { resource.methods.iter() }
        .find(|method| matches!(method.rest, RestMethod::Get | RestMethod::Plain));
    match read.map(|method| &method.returns) {
        Some(Returns::Value(Type::Named(id))) => Some(*id),
        _ => resource.entity,
    }
}

fn seed_of(known: &Known) -> Json {
    let mut members = known.entity.clone();
    let mut keys = known.parents.clone();
    keys.extend(Some(known.key.clone()).filter(|key| !key.is_null()));
    if !keys.is_empty() {
        members.insert("$key".to_owned(), Json::Array(keys));
    }
    Json::Object(members)
}

/// Adds entities to what the files say of a resource, or to the file of those that none speaks of.
fn put(seeds: &mut Seeds, added: &mut Map<String, Json>, resource: &Resource, of: Vec<Json>) {
    let mut files = seeds.files.iter_mut();
    let seed = files.find_map(|(_, file)| file.get_mut("resources")?.get_mut(&resource.name));
    let single = of.iter().all(|entity| entity.get("$key").is_none());
    match (seed, single) {
        (Some(seed), true) => {
            if seed.get("entity").is_none() {
                seed["entity"] = of[0].clone();
            }
        }
        (Some(seed), false) => {
            let there = seed["entities"].as_array().cloned().unwrap_or_default();
            seed["entities"] = there.into_iter().chain(of).collect();
        }
        (None, true) => {
            added.insert(resource.name.clone(), json!({ "entity": of[0] }));
        }
        (None, false) => {
            added.insert(resource.name.clone(), json!({ "entities": of }));
        }
    }
}

/// Copies all but the recorded exchanges.
fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("a file").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.ends_with("samples") {
            continue;
        }
        match path.is_dir() {
            true => {
                fs::create_dir(&target).expect("a folder");
                copy(&path, &target);
            }
            false => {
                fs::copy(&path, &target).expect("a file");
            }
        }
    }
}
