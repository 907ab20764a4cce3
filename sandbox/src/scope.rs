//! Which entities a path leads to, and what one of them is called there.
//!
//! Mounts serve the entities of another resource below other parents, so an entity does not belong
//! to one path; whether it is seen from a path is decided here.

use restli_model::interpret::{Datum, to_json};
use restli_model::model::{Model, ResourceId};
use serde_json::{Map, Value as Json};

use crate::json::{look_up, same};
use crate::seed::Behaviour;
use crate::store::{Entity, Held, Members};

/// The entities that a path leads to, before any key of their own.
#[derive(Clone, Debug)]
pub(crate) struct Scope {
    pub(crate) family: ResourceId,
    /// The resource and the keys of its path; nothing for entities below any parent.
    parents: Option<(ResourceId, Vec<Datum>)>,
    /// Fields that stand for keys of the path, and the values they must have.
    fields: Vec<(Vec<String>, Json)>,
}

/// What an entity is called within a scope.
#[derive(Clone, Debug)]
pub(crate) enum Name {
    /// It is the only one.
    Only,
    /// By its key, without parameters.
    Key(Datum),
    /// By the value of a field, which is an alternative key.
    Field(Vec<String>, Json),
}

impl Scope {
    /// What hangs below these keys of a resource's path; some of them may stand for fields.
    pub(crate) fn of_resource(
        model: &Model,
        behaviour: &Behaviour,
        resource: ResourceId,
        keys: Vec<Datum>,
    ) -> Self {
        let seeded = behaviour.resources.get(&resource);
        let (mut parents, mut fields) = (Vec::new(), Vec::new());
        for (index, key) in keys.into_iter().enumerate() {
            match seeded.and_then(|seeded| seeded.path.get(&index)) {
                Some(field) => fields.push((field.clone(), to_json(model, &key))),
                None => parents.push(key),
            }
        }
        Scope {
            family: family(model, resource),
            parents: Some((resource, parents)),
            fields,
        }
    }

    /// All entities of a resource, whatever they hang below.
    pub(crate) fn everywhere(model: &Model, resource: ResourceId) -> Self {
        Scope {
            family: family(model, resource),
            parents: None,
            fields: Vec::new(),
        }
    }

    /// An entity that would be in this scope.
    pub(crate) fn entity(&self, key: Option<Datum>, held: Held) -> Entity {
        let (resource, parents) = self.parents.clone().unwrap_or((self.family, Vec::new()));
        Entity {
            resource,
            parents,
            key,
            held,
            progress: None,
            variants: Vec::new(),
        }
    }

    /// Writes the fields that stand for keys of the path.
    pub(crate) fn mark(&self, members: &mut Members) {
        for (path, value) in &self.fields {
            insert(members, path, value.clone());
        }
    }

    pub(crate) fn holds(&self, entity: &Entity) -> bool {
        let below = self.parents.as_ref().is_none_or(|(resource, parents)| {
            // A key that only another mount has tells nothing about the entity.
            *resource != entity.resource || *parents == entity.parents
        });
        below
            && self.fields.iter().all(|(path, value)| {
                entity
                    .members()
                    .and_then(|members| look_up(members, path))
                    .is_some_and(|found| same(found, value))
            })
    }
}

impl Name {
    pub(crate) fn is_of(&self, entity: &Entity) -> bool {
        match self {
            Name::Only => entity.key.is_none(),
            Name::Key(key) => entity.key.as_ref() == Some(key),
            Name::Field(path, value) => entity
                .members()
                .and_then(|members| look_up(members, path))
                .is_some_and(|found| same(found, value)),
        }
    }
}

/// The resource whose entities a mount serves; any other resource itself.
fn family(model: &Model, resource: ResourceId) -> ResourceId {
    model[resource].mount_of.unwrap_or(resource)
}

fn insert(members: &mut Members, path: &[String], value: Json) {
    match path {
        [] => {}
        [name] => {
            members.insert(name.clone(), value);
        }
        [name, rest @ ..] => {
            let inner = members
                .entry(name.clone())
                .or_insert_with(|| Json::Object(Map::new()));
            if let Json::Object(inner) = inner {
                insert(inner, rest, value);
            }
        }
    }
}
