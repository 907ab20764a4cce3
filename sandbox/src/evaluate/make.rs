//! Making entities: all that comes to be is planned before anything is stored.
//!
//! One creation may bring about entities of several resources. It happens whole or not at all, so that
//! nothing is left of what was refused. The key is what the seed says, what the client chose, or the
//! next one that is free.

use restli_model::interpret::{Datum, check_value, key_json, read_key, to_json};
use restli_model::model::{Key, KeyType, Type, TypeKind};
use serde_json::Value as Json;

use super::Evaluation;
use crate::catalogue::{Refusal, TAKEN};
use crate::generate;
use crate::progress::Progress;
use crate::scope::{Name, Scope};
use crate::seed::{Additions, Create, own_key};
use crate::store::{Entity, Held, Members};

/// An entity that has just been created.
pub(super) struct Made {
    pub(super) key: Datum,
    pub(super) members: Members,
}

/// What one creation brings about.
pub(super) struct Plan {
    /// What is created.
    first: Draft,
    /// What comes to be elsewhere.
    others: Vec<Draft>,
}

/// An entity that is not stored yet.
struct Draft {
    scope: Scope,
    key: Datum,
    members: Members,
    progress: Option<Progress>,
    /// What comes to be with it, by URN.
    born: Vec<(String, Held)>,
}

impl Plan {
    pub(super) fn key(&self) -> &Datum {
        &self.first.key
    }

    pub(super) fn members(&self) -> &Members {
        &self.first.members
    }
}

impl Evaluation<'_, '_> {
    /// Plans an entity of these members, and of what the seed adds to them.
    pub(super) fn plan(
        &mut self,
        mut members: Members,
        create: Option<&Create>,
        params: &Members,
    ) -> Result<Plan, Refusal> {
        let number = self.store.next_number(&self.scope);
        let mut telling = params.clone();
        telling.extend(members.clone());
        let key = self.new_key(create, number, &telling)?;
        let shown = key_json(self.model(), &key);
        let additions = match create {
            Some(create) => create.additions(params, number, shown.clone()),
            None => Ok(Additions::default()),
        };
        let additions = additions.map_err(|why| self.not_served(&why))?;
        self.write_key(&key, &mut members);
        self.scope.mark(&mut members);
        let scope = self.scope.clone();
        let mut plan = Plan {
            first: self.draft(scope, key, members, additions)?,
            others: Vec::new(),
        };
        if let Some(create) = create {
            self.plan_also(&mut plan, create, &telling, number, &shown)?;
        }
        Ok(plan)
    }

    /// Stores all that was planned.
    pub(super) fn carry_out(&mut self, plan: Plan) -> Made {
        let made = Made {
            key: plan.key().clone(),
            members: plan.members().clone(),
        };
        for draft in [plan.first].into_iter().chain(plan.others) {
            let held = Held::Members(draft.members);
            let entity = Entity {
                progress: draft.progress,
                ..draft.scope.entity(Some(draft.key), held)
            };
            self.store.add(&draft.scope, entity);
            for (urn, held) in draft.born {
                self.store.add_urn(urn, held);
            }
        }
        made
    }

    /// Plans what comes to be in other resources, of what was sent.
    fn plan_also(
        &mut self,
        plan: &mut Plan,
        create: &Create,
        sent: &Members,
        number: u64,
        key: &Json,
    ) -> Result<(), Refusal> {
        let model = self.model();
        let given = Json::Object(sent.clone());
        for (resource, choices) in &create.also {
            let Some(also) = choices.iter().find(|also| also.when.met(&given)) else {
                continue;
            };
            let declared = &model[*resource];
            let Some(own) = own_key(declared) else {
                continue;
            };
            let filled = also.fill(sent, number, key.clone());
            let (text, additions) = filled.map_err(|why| self.not_served(&why))?;
            let read = read_key(model, own, &text).map_err(|why| self.not_served(&why))?;
            if let Some(entity) = declared.entity.map(Type::Named) {
                let members = Json::Object(additions.members.clone());
                let misfits = check_value(model, &entity, &members, &declared.place);
                if let Some(misfit) = misfits.first() {
                    return Err(self.not_served(&misfit.message));
                }
            }
            let behaviour = &self.world.behaviour;
            let scope = Scope::of_resource(model, behaviour, *resource, Vec::new());
            let key = read.identity().clone();
            let other = self.draft(scope, key, Members::new(), additions)?;
            let planned =
                |draft: &Draft| draft.scope.family == other.scope.family && draft.key == other.key;
            if planned(&plan.first) || plan.others.iter().any(planned) {
                return Err(self.taken(&other.scope, &other.key));
            }
            plan.others.push(other);
        }
        Ok(())
    }

    /// Plans an entity that begins its way, unless its key or its values are another's.
    fn draft(
        &mut self,
        scope: Scope,
        key: Datum,
        mut members: Members,
        additions: Additions,
    ) -> Result<Draft, Refusal> {
        members.extend(additions.members);
        let mut progress = Some(additions.states)
            .filter(|states| !states.is_empty())
            .map(Progress::new);
        let now = self.store.now();
        let born = { progress.as_mut() }.map(|progress| progress.settle(&mut members, now));
        let name = Name::Key(key.clone());
        if self.store.find(&scope, &name).is_some() {
            return Err(self.taken(&scope, &key));
        }
        self.check_unique(&scope, &name, &members)?;
        Ok(Draft {
            scope,
            key,
            members,
            progress,
            born: born.unwrap_or_default(),
        })
    }

    fn taken(&self, scope: &Scope, key: &Datum) -> Refusal {
        let (text, resource) = (self.key_text(key), &self.model()[scope.family].name);
        let message = format!("`{resource}` has an entity with the key `{text}`");
        self.world.catalogue.refuse(TAKEN, Some(message))
    }

    fn new_key(
        &self,
        create: Option<&Create>,
        number: u64,
        members: &Members,
    ) -> Result<Datum, Refusal> {
        let Some(key) = self.declared_key() else {
            return Err(self.not_served("what it creates has no key"));
        };
        let datum = match create.and_then(|create| create.key(number)) {
            Some(text) => text.and_then(|text| read_key(self.model(), key, &text)),
            None => generate::key(self.model(), key, members, number, |key| {
                let name = Name::Key(key.clone());
                self.store.find(&self.scope, &name).is_some()
            }),
        };
        match datum {
            Ok(datum) => Ok(datum.identity().clone()),
            Err(message) => Err(self.not_served(&message)),
        }
    }

    /// Writes the key into the fields of its name, or of the names of its parts.
    pub(super) fn write_key(&self, key: &Datum, members: &mut Members) {
        let Some(declared) = self.declared_key() else {
            return;
        };
        let json = to_json(self.model(), key);
        match (&declared.ty, json) {
            (KeyType::Simple(_), json) => self.write(&declared.name, json, members),
            (_, Json::Object(parts)) => {
                for (name, part) in parts {
                    self.write(&name, part, members);
                }
            }
            _ => {}
        }
    }

    fn declared_key(&self) -> Option<&Key> {
        self.method.key.as_ref().or(self.resource.key.as_ref())
    }

    /// Writes a field if there is one that takes the value and has none yet.
    fn write(&self, name: &str, value: Json, members: &mut Members) {
        let Some(Type::Named(id)) = self.entity() else {
            return;
        };
        let TypeKind::Record(record) = &self.model()[id].kind else {
            return;
        };
        let Some(field) = record.fields.iter().find(|field| field.name == name) else {
            return;
        };
        if check_value(self.model(), &field.ty, &value, &field.place).is_empty() {
            members.entry(name).or_insert(value);
        }
    }
}
