//! Creating entities: create and batch_create.
//!
//! The key is what the seed says, what the client chose, or the next one that is free.

use restli_model::interpret::{Datum, Spelling, check_value, read_key, to_json};
use restli_model::model::{KeyType, Type, TypeKind};
use serde_json::{Map, Value as Json, json};

use super::{Answer, Evaluation};
use crate::catalogue::{Refusal, TAKEN};
use crate::generate;
use crate::progress::Progress;
use crate::scope::{Name, Scope};
use crate::seed::{Additions, Create, own_key};
use crate::store::{Held, Members};

pub(super) const CREATED: u16 = 201;

/// An entity that has just been created.
pub(super) struct Made {
    pub(super) key: Datum,
    members: Members,
}

impl<'w> Evaluation<'w, '_> {
    pub(super) fn create(&mut self) -> Result<Answer, Refusal> {
        let sent = match &self.call.body {
            Some(body) => to_json(self.model(), body),
            None => Json::Object(Map::new()),
        };
        let made = self.make(sent)?;
        let mut headers = vec![(self.id_header(), self.key_text(&made.key))];
        let location = self.location(&made.key);
        headers.extend(location.map(|location| ("Location".to_owned(), location)));
        // What was created comes back whole: its default fields are about reading.
        let body = self
            .returns_entity()
            .then(|| self.whole(self.entity(), made.members, None));
        Ok(Answer {
            headers,
            body,
            ..Answer::empty(CREATED)
        })
    }

    pub(super) fn batch_create(&mut self) -> Result<Answer, Refusal> {
        let call = self.call;
        let mut elements = Vec::new();
        for element in &call.elements {
            let sent = to_json(self.model(), element);
            elements.push(match self.make(sent) {
                Ok(made) => self.created(made),
                Err(refusal) => {
                    json!({ "status": refusal.status, "error": refusal.unexplained() })
                }
            });
        }
        Ok(Answer::ok(self.enveloped(json!({ "elements": elements }))))
    }

    /// The outcome of one element of a batch.
    fn created(&self, made: Made) -> Json {
        let mut outcome = Map::new();
        outcome.insert("status".to_owned(), json!(CREATED));
        outcome.insert("id".to_owned(), json!(self.key_text(&made.key)));
        let location = self.location(&made.key);
        outcome.extend(location.map(|location| ("location".to_owned(), json!(location))));
        if self.returns_entity() {
            let entity = self.part(self.entity(), made.members, None);
            outcome.insert("entity".to_owned(), entity);
        }
        Json::Object(outcome)
    }

    /// Makes one entity of what was sent.
    fn make(&mut self, sent: Json) -> Result<Made, Refusal> {
        let create = self.seeded(|seeded| seeded.create.as_ref());
        if let Some(create) = create {
            create.refuse.check(&sent)?;
        }
        let Json::Object(members) = sent else {
            return Err(self.not_served("its entities are no records"));
        };
        // The key of an association is told by parameters too (`?actor=…`).
        let params = self.params(None);
        self.make_of(members, create, &params)
    }

    /// Makes an entity of these members, and of what the seed adds to them.
    pub(super) fn make_of(
        &mut self,
        mut members: Members,
        create: Option<&Create>,
        params: &Members,
    ) -> Result<Made, Refusal> {
        let number = self.store.next_number(&self.scope);
        let mut telling = params.clone();
        telling.extend(members.clone());
        let key = self.new_key(create, number, &telling)?;
        let text = self.key_text(&key);
        let additions = match create {
            Some(create) => {
                let key = generate::key_json(self.model(), &key);
                create.additions_with(params, number, key)
            }
            None => Ok(Additions::default()),
        };
        let additions = additions.map_err(|message| self.not_served(&message))?;
        self.write_key(&key, &mut members);
        self.scope.mark(&mut members);
        let scope = self.scope.clone();
        let Some(members) = self.hold(&scope, key.clone(), members, additions) else {
            let message = format!(
                "`{}` has an entity with the key `{text}`",
                self.resource.name
            );
            return Err(self.world.catalogue.refuse(TAKEN, Some(message)));
        };
        if let Some(create) = create {
            self.make_also(create, &telling, number, &key)
                .map_err(|message| self.not_served(&message))?;
        }
        Ok(Made { key, members })
    }

    /// Makes what comes to be in other resources, of what was sent.
    fn make_also(
        &mut self,
        create: &Create,
        sent: &Members,
        number: u64,
        key: &Datum,
    ) -> Result<(), String> {
        let model = self.model();
        let given = Json::Object(sent.clone());
        for (resource, choices) in &create.also {
            let Some(also) = choices.iter().find(|also| also.when.met(&given)) else {
                continue;
            };
            let key = generate::key_json(model, key);
            let (text, additions) = also.fill(sent, number, key)?;
            let declared = &model[*resource];
            let Some(key) = own_key(declared) else {
                continue;
            };
            let key = read_key(model, key, &text)?.identity().clone();
            if let Some(entity) = declared.entity.map(Type::Named) {
                let members = Json::Object(additions.members.clone());
                let misfits = check_value(model, &entity, &members, &declared.place);
                if let Some(misfit) = misfits.first() {
                    return Err(misfit.message.clone());
                }
            }
            let behaviour = &self.world.behaviour;
            let scope = Scope::of_resource(model, behaviour, *resource, Vec::new());
            if self.hold(&scope, key, Members::new(), additions).is_none() {
                return Err(format!(
                    "`{}` has an entity with the key `{text}`",
                    declared.name
                ));
            }
        }
        Ok(())
    }

    /// Adds an entity that begins its way; nothing if its key is taken.
    fn hold(
        &mut self,
        scope: &Scope,
        key: Datum,
        mut members: Members,
        additions: Additions,
    ) -> Option<Members> {
        members.extend(additions.members);
        let mut progress = Some(additions.states)
            .filter(|states| !states.is_empty())
            .map(Progress::new);
        let now = self.store.now();
        let born = { progress.as_mut() }.map(|progress| progress.settle(&mut members, now));
        let mut entity = scope.entity(Some(key), Held::Members(members.clone()));
        entity.progress = progress;
        if !self.store.add(scope, entity) {
            return None;
        }
        for (urn, held) in born.into_iter().flatten() {
            self.store.add_urn(urn, held);
        }
        Some(members)
    }

    fn new_key(
        &self,
        create: Option<&Create>,
        number: u64,
        members: &Members,
    ) -> Result<Datum, Refusal> {
        let Some(key) = self.method.key.as_ref().or(self.resource.key.as_ref()) else {
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
    fn write_key(&self, key: &Datum, members: &mut Members) {
        let declared = self.method.key.as_ref().or(self.resource.key.as_ref());
        let Some(declared) = declared else { return };
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

    /// The header that tells the key.
    fn id_header(&self) -> String {
        let seeded = self.seeded(|seeded| seeded.create.as_ref()?.header.clone());
        seeded.unwrap_or_else(|| {
            let first = self.model().api.id_headers.first();
            match (self.call.spelling, first) {
                (Spelling::V1, _) => "X-LinkedIn-Id".to_owned(),
                (_, Some(first)) => first.clone(),
                (_, None) => "X-RestLi-Id".to_owned(),
            }
        })
    }
}
