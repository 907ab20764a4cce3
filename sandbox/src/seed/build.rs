//! From the files to the store, with every name and value checked against the model.

use std::collections::BTreeMap;

use restli_model::model::{Model, PathPart, Resource, ResourceId, ResourceKind, UrnKindId};
use restli_model::model::{RestMethod, Returns, Type};
use serde_json::Value as Json;

use super::Data;
use super::behaviour::ResourceBehaviour;
use super::expand::Names;
use super::file::{ResourceSeed, SeedFile, UrnSeed};
use crate::auth::{OAuthSeed, Settings};
use crate::calendar::Versions;
use crate::validate::Limits;

/// Collects what the files say, and what is wrong with them.
pub(super) struct Builder<'m> {
    pub(super) model: &'m Model,
    pub(super) data: Data,
    pub(super) wrong: Vec<String>,
    /// The lists of the file at hand.
    pub(super) names: Names,
    /// Where in the files it is at.
    pub(super) at: Vec<String>,
    /// Whether a file has told of the OAuth server.
    has_oauth: bool,
}

/// A resource, and what reading an entity of it answers.
#[derive(Clone, Copy)]
pub(super) struct Seeded<'m, 't> {
    pub(super) id: ResourceId,
    pub(super) resource: &'m Resource,
    pub(super) entity: Option<&'t Type>,
}

impl<'m> Builder<'m> {
    pub(super) fn new(model: &'m Model) -> Self {
        Builder {
            model,
            data: Data::default(),
            wrong: Vec::new(),
            names: Names::default(),
            at: Vec::new(),
            has_oauth: false,
        }
    }

    pub(super) fn finish(mut self) -> Result<Data, Vec<String>> {
        self.data.store.start();
        if self.wrong.is_empty() {
            Ok(self.data)
        } else {
            Err(self.wrong)
        }
    }

    /// Takes one file.
    pub(super) fn file(&mut self, path: &str, file: &Result<SeedFile, String>) {
        self.within(path, |builder| {
            let file = match file {
                Ok(file) => file,
                Err(error) => return builder.complain(error.clone()),
            };
            builder.names = Names::new(&file.with);
            for (name, seed) in &file.resources {
                builder.within(name, |builder| builder.resource(name, seed));
            }
            for (name, seed) in &file.urns {
                builder.within(name, |builder| builder.urns(name, seed));
            }
            if let Some(oauth) = &file.oauth {
                builder.within("oauth", |builder| builder.oauth(oauth.clone()));
            }
            let bases = builder.model.api.bases.iter();
            let bases: Vec<_> = bases.map(|base| base.name.as_str()).collect();
            let wrong = builder.data.catalogue.add(&file.errors, &bases);
            wrong
                .into_iter()
                .for_each(|message| builder.complain(message));
            builder.gateway(file.versions.clone(), file.limits);
        });
    }

    fn oauth(&mut self, seed: OAuthSeed) {
        if std::mem::replace(&mut self.has_oauth, true) {
            return self.complain("it is told in two files".to_owned());
        }
        match Settings::read(self.model, seed) {
            Ok(settings) => self.data.auth = settings,
            Err(wrong) => wrong.into_iter().for_each(|message| self.complain(message)),
        }
    }

    /// What holds for all resources.
    fn gateway(&mut self, versions: Option<Versions>, limits: Option<Limits>) {
        if let Some(versions) = versions {
            let model = self.model;
            let groups = || model.groups.iter().map(|group| group.name.as_str());
            for group in versions.unknown_groups(model) {
                self.unknown("group", group, groups());
            }
            self.data.versions = versions;
        }
        self.data.limits = limits.unwrap_or(self.data.limits);
    }

    fn resource(&mut self, name: &str, seed: &ResourceSeed) {
        let model = self.model;
        let Some(id) = self.resource_id(name) else {
            return;
        };
        let resource = &model[id];
        if self.data.behaviour.resources.contains_key(&id) {
            return self.complain("it is seeded twice".to_owned());
        }
        let entity = entity_type(resource);
        let seeded = Seeded {
            id,
            resource,
            entity: entity.as_ref(),
        };
        let behaviour = ResourceBehaviour {
            default: self.mask(seed.default.as_deref(), entity.as_ref()),
            decorated: self.mask(seed.decorated.as_deref(), entity.as_ref()),
            max_fields: seed.max_fields,
            evidence: seed.evidence.clone(),
            alternative_keys: self.alternative_keys(seeded, seed),
            path: self.path(seeded, seed),
            ..self.calls(seeded, seed)
        };
        // Entities are found by the path, so its fields must be known.
        self.data.behaviour.resources.insert(id, behaviour);
        if let Some(json) = &seed.entity {
            if !matches!(resource.kind, ResourceKind::Simple | ResourceKind::Plain) {
                self.complain(
                    "`entity` is for simple resources and plain endpoints; list `entities`"
                        .to_owned(),
                );
            }
            self.only_entity(seeded, json);
        }
        self.entities(seeded, &seed.entities);
    }

    /// The resource of this name.
    pub(super) fn resource_id(&mut self, name: &str) -> Option<ResourceId> {
        let model = self.model;
        let index = model.resources.iter().position(|known| known.name == name);
        if index.is_none() {
            let known = { model.resources.iter() }.map(|resource| resource.name.as_str());
            self.unknown("resource", name, known);
        }
        index.map(|index| ResourceId(index as u32))
    }

    fn alternative_keys(
        &mut self,
        seeded: Seeded<'_, '_>,
        seed: &ResourceSeed,
    ) -> BTreeMap<String, Vec<String>> {
        let known = || seeded.resource.alternative_keys.iter();
        for name in seed.alternative_keys.keys() {
            if known().all(|key| key.name != *name) {
                self.unknown(
                    "alternative key",
                    name,
                    known().map(|key| key.name.as_str()),
                );
            }
        }
        let fields = seed.alternative_keys.iter();
        fields
            .map(|(name, field)| (name.clone(), self.field(field, seeded.entity)))
            .collect()
    }

    fn path(
        &mut self,
        seeded: Seeded<'_, '_>,
        seed: &ResourceSeed,
    ) -> BTreeMap<usize, Vec<String>> {
        let keys: Vec<_> = path_keys(seeded.resource).collect();
        let mut path = BTreeMap::new();
        for (name, field) in &seed.path {
            let field = self.field(field, seeded.entity);
            match keys.iter().position(|key| key.name == *name) {
                Some(index) => {
                    path.insert(index, field);
                }
                None => {
                    self.unknown(
                        "key of the path",
                        name,
                        keys.iter().map(|key| key.name.as_str()),
                    );
                }
            }
        }
        path
    }

    fn urns(&mut self, name: &str, seed: &UrnSeed) {
        let model = self.model;
        let Some(index) = model.urn_kinds.iter().position(|kind| kind.name == name) else {
            return self.unknown(
                "URN kind",
                name,
                model.urn_kinds.iter().map(|kind| kind.name.as_str()),
            );
        };
        let id = UrnKindId(index as u32);
        let kind = &model.urn_kinds[index];
        if kind.resource.is_some() {
            return self
                .complain("a resource serves this kind; its entities belong there".to_owned());
        }
        let entity = kind.entity.map(Type::Named);
        if let Some(mask) = self.mask(seed.decorated.as_deref(), entity.as_ref()) {
            self.data.behaviour.urns.insert(id, mask);
        }
        for item in self.items(&seed.entities, entity.as_ref(), &kind.place) {
            let Some(Json::String(urn)) = item.key else {
                self.complain("an entity without its URN as `$key`".to_owned());
                continue;
            };
            if self.kind(&urn) != Some(id) {
                self.complain(format!("`{urn}` is no URN of `{name}`"));
            } else if !self.data.store.add_urn(urn.clone(), item.held) {
                self.complain(format!("two entities have the URN `{urn}`"));
            }
        }
    }
}

/// The keys of the entities above a resource.
pub(crate) fn path_keys(resource: &Resource) -> impl Iterator<Item = &restli_model::model::Key> {
    resource.path.iter().filter_map(|part| match part {
        PathPart::Key(key) => Some(key),
        PathPart::Segment(_) => None,
    })
}

/// What reading an entity of the resource answers.
fn entity_type(resource: &Resource) -> Option<Type> {
    let read = resource
        .methods
        .iter()
        .find(|method| matches!(method.rest, RestMethod::Get | RestMethod::Plain));
    match read.map(|method| &method.returns) {
        Some(Returns::Value(ty)) => Some(ty.clone()),
        _ => resource.entity.map(Type::Named),
    }
}
