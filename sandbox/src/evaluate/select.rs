//! Masks on JSON: what a mask leaves of a value, and the entities it resolves beside it.
//!
//! It looks at the data alone, never at types: the request was measured against them before.

use restli_model::model::{Key, KeyType, ResourceId, Type, TypeKind};
use restli_wire::{Item, Mask, Resolution, Value, encode_key_for_body, split_urn};
use serde_json::{Map, Value as Json};

use crate::scope::{Name, Scope};
use crate::store::{Held, Store};
use crate::world::World;

/// Evaluates masks over one store.
#[derive(Clone, Copy)]
pub(super) struct Selector<'s> {
    world: &'s World,
    store: &'s Store,
}

/// What a URN leads to.
enum Target<'s> {
    Found(Json, Option<&'s Mask>),
    Refused(Json),
}

impl<'s> Selector<'s> {
    pub(super) fn new(world: &'s World, store: &'s Store) -> Self {
        Selector { world, store }
    }

    /// What a mask leaves of a value.
    pub(super) fn select(&self, mask: &Mask, value: &Json) -> Json {
        match value {
            Json::Object(members) => Json::Object(self.object(mask, members)),
            Json::Array(values) => match mask.get("*") {
                Some(item) => values.iter().map(|value| self.parts(item, value)).collect(),
                None => value.clone(),
            },
            scalar => scalar.clone(),
        }
    }

    /// The URN and the entities behind it, as a path through a decoration sees them: `handle~.name`.
    pub(super) fn follow(&self, value: &Json, path: &[String]) -> Option<Json> {
        let Some((step, rest)) = path.split_first() else {
            return Some(value.clone());
        };
        match step.strip_suffix('~') {
            None => self.follow(value.get(step)?, rest),
            Some(name) => match self.look_up(value.get(name)?.as_str()?) {
                Target::Found(entity, _) => self.follow(&entity, rest),
                Target::Refused(_) => None,
            },
        }
    }

    fn object(&self, mask: &Mask, members: &Map<String, Json>) -> Map<String, Json> {
        let excludes_only =
            mask.items().next().is_some() && mask.items().all(|(_, item)| item.excluded);
        let all = mask.selects_all() || excludes_only;
        let mut out = Map::new();
        for (name, value) in members {
            // What is asked of every member and of this one is united.
            let mut asked = Mask::new();
            if all {
                asked = asked.field(name);
            }
            for item in [mask.get("*"), mask.get(name)].into_iter().flatten() {
                asked = asked.item(name, item.clone());
            }
            let Some(item) = asked.get(name).filter(|item| !item.excluded) else {
                continue;
            };
            out.insert(name.clone(), self.parts(item, value));
            if !item.resolutions.is_empty() {
                self.resolve(name, &item.resolutions, value, &mut out);
            }
        }
        out
    }

    /// What an item leaves of the value of its field; decorating a field implies the field.
    fn parts(&self, item: &Item, value: &Json) -> Json {
        let ranged = match (item.range, value) {
            (Some((start, count)), Json::Array(values)) => {
                let size = |size: u64| usize::try_from(size).unwrap_or(usize::MAX);
                let rest = values.iter().skip(size(start));
                Json::Array(rest.take(count.map_or(usize::MAX, size)).cloned().collect())
            }
            _ => value.clone(),
        };
        match (&item.within, &item.each) {
            (None, None) => ranged,
            (Some(within), None) => self.select(within, &ranged),
            (within, Some(each)) => match ranged {
                Json::Array(values) => values
                    .iter()
                    .map(|value| self.select(each, value))
                    .collect(),
                Json::Object(members) => {
                    let keys = within.clone().unwrap_or_default();
                    let mask = Mask::new().within("*", each.clone()).merge(keys);
                    Json::Object(self.object(&mask, &members))
                }
                scalar => scalar,
            },
        }
    }

    fn resolve(
        &self,
        name: &str,
        resolutions: &[Resolution],
        value: &Json,
        out: &mut Map<String, Json>,
    ) {
        match value {
            Json::String(urn) => match self.resolved(resolutions, urn) {
                Some(Ok(entity)) => {
                    out.insert(format!("{name}~"), entity);
                }
                Some(Err(error)) => {
                    out.insert(format!("{name}!"), error);
                }
                None => {}
            },
            Json::Array(urns) => {
                let urns: Vec<_> = urns.iter().filter_map(Json::as_str).collect();
                let found = urns.iter().map(|urn| self.resolved(resolutions, urn));
                let found: Vec<_> = found.collect();
                // Each URN resolved is answered in order, the list as a whole by URN.
                let each = resolutions.iter().any(|resolution| resolution.each);
                let values = |value: fn(&Result<Json, Json>) -> Option<&Json>| {
                    let values = found.iter().map(|found| found.as_ref().and_then(value));
                    match each {
                        true => Json::Array(values.map(|value| value.cloned().into()).collect()),
                        false => {
                            let entries = urns.iter().zip(values);
                            let entries = entries.filter_map(|(urn, value)| {
                                Some(((*urn).to_owned(), value?.clone()))
                            });
                            Json::Object(entries.collect())
                        }
                    }
                };
                if found.iter().flatten().any(Result::is_ok) || urns.is_empty() {
                    out.insert(format!("{name}~"), values(|found| found.as_ref().ok()));
                }
                if found.iter().flatten().any(Result::is_err) {
                    out.insert(format!("{name}!"), values(|found| found.as_ref().err()));
                }
            }
            _ => {}
        }
    }

    /// The entity behind a URN, or the error in its place; nothing if no resolution is for its kind.
    fn resolved(&self, resolutions: &[Resolution], urn: &str) -> Option<Result<Json, Json>> {
        let kind = split_urn(urn).ok().map(|urn| urn.kind);
        let mut fitting = resolutions
            .iter()
            .filter(|resolution| {
                resolution
                    .kind
                    .as_deref()
                    .is_none_or(|wanted| Some(wanted) == kind)
            })
            .peekable();
        fitting.peek()?;
        let (entity, default) = match self.look_up(urn) {
            Target::Found(entity, default) => (entity, default),
            Target::Refused(error) => return Some(Err(error)),
        };
        let mut asked: Option<Mask> = None;
        let mut whole = false;
        for resolution in fitting {
            match resolution.mask.as_ref().or(default) {
                Some(mask) => asked = Some(asked.unwrap_or_default().merge(mask.clone())),
                None => whole = true,
            }
        }
        let mask = asked.map(|mask| if whole { mask.all() } else { mask });
        Some(Ok(match mask {
            Some(mask) => self.select(&mask, &entity),
            None => entity,
        }))
    }

    fn look_up(&self, urn: &str) -> Target<'s> {
        let model = &self.world.model;
        let kind = restli_model::interpret::urn_kind(model, urn);
        let (held, default) = match kind.and_then(|kind| model[kind].resource) {
            Some(resource) => {
                let behaviour = self.world.behaviour.resources.get(&resource);
                let default = behaviour.and_then(|behaviour| behaviour.decorated.as_ref());
                (self.served(resource, urn), default)
            }
            None => {
                let default = kind.and_then(|kind| self.world.behaviour.urns.get(&kind));
                (self.store.by_urn(urn), default)
            }
        };
        match held {
            Some(Held::Members(members)) => Target::Found(Json::Object(members.clone()), default),
            Some(Held::Error(error)) => Target::Refused(error.clone()),
            None => Target::Refused(self.world.catalogue.unresolved()),
        }
    }

    /// The entity of a resource that a URN names: its key is the URN, its id, or a record of its parts.
    fn served(&self, resource: ResourceId, urn: &str) -> Option<&'s Held> {
        let model = &self.world.model;
        let key = model[resource].key.as_ref()?;
        let text = key_text(self.world, key, urn)?;
        let key = restli_model::interpret::read_key(model, key, &text).ok()?;
        let scope = Scope::everywhere(model, resource);
        self.store
            .find(&scope, &Name::Key(key.identity().clone()))
            .map(|entity| &entity.held)
    }
}

fn key_text(world: &World, key: &Key, urn: &str) -> Option<String> {
    let parts = split_urn(urn).ok()?;
    let record = match &key.ty {
        KeyType::Simple(Type::Urn(_)) => return Some(urn.to_owned()),
        KeyType::Simple(_) => return Some(parts.id.to_owned()),
        KeyType::Complex { key, .. } | KeyType::Compound(key) => *key,
    };
    let TypeKind::Record(record) = &world.model[record].kind else {
        return None;
    };
    let parts = parts.parts().ok()?;
    let members = record.fields.iter().zip(parts);
    let value = Value::map(members.map(|(field, part)| (field.name.clone(), part.to_owned())));
    Some(encode_key_for_body(&value))
}
