//! Creating entities: create and batch_create.
//!
//! What comes back is told here; how an entity is made stands in `make`.

use restli_model::interpret::{Spelling, to_json};
use serde_json::{Map, Value as Json, json};

use super::make::Made;
use super::{Answer, Evaluation};
use crate::catalogue::Refusal;

pub(super) const CREATED: u16 = 201;

impl Evaluation<'_, '_> {
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
        let plan = self.plan(members, create, &params)?;
        Ok(self.carry_out(plan))
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
