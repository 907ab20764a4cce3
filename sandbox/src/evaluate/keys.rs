//! Keys of the call: what they name, and how they stand in answers.
//!
//! The protocol version decides the text of a key, the kind of key what it is compared with.

use restli_model::interpret::{Datum, Spelling, to_json, to_value};
use restli_model::model::{Key, TypeKind};
use restli_wire::{PathSegment, encode_key_for_body, v1};

use super::Evaluation;
use crate::catalogue::Refusal;
use crate::scope::Name;

impl Evaluation<'_, '_> {
    /// What a key names: an entity by its own key, or by the field that holds an alternative one.
    pub(super) fn name(&self, key: &Datum) -> Result<Name, Refusal> {
        let Some(index) = self.method.alternative_key else {
            return Ok(Name::Key(key.identity().clone()));
        };
        let alternative = &self.resource.alternative_keys[index];
        let field = self
            .seeded(|seeded| seeded.alternative_keys.get(&alternative.name).cloned())
            .or_else(|| self.field_of(alternative));
        let field = field.ok_or_else(|| {
            let name = &alternative.name;
            self.not_served(&format!("nothing says which field holds `{name}`"))
        })?;
        Ok(Name::Field(field, to_json(self.model(), key.identity())))
    }

    /// A key as text in a body or a header of the answer.
    pub(super) fn key_text(&self, key: &Datum) -> String {
        let value = to_value(self.model(), key.identity());
        match self.call.spelling {
            Spelling::V1 => v1::body_key(&value).unwrap_or_else(|_| encode_key_for_body(&value)),
            Spelling::V2 | Spelling::Documented => encode_key_for_body(&value),
        }
    }

    /// Where the entity of this key is to be found.
    pub(super) fn location(&self, key: &Datum) -> Option<String> {
        let value = to_value(self.model(), key.identity());
        let segment = match self.call.spelling {
            Spelling::V1 => v1::path_segment(&value),
            Spelling::V2 | Spelling::Documented => PathSegment::encode(&value),
        };
        Some(format!("{}/{}", self.path(), segment.ok()?))
    }

    /// The field of the key's own name.
    fn field_of(&self, key: &Key) -> Option<Vec<String>> {
        let TypeKind::Record(record) = &self.model()[self.resource.entity?].kind else {
            return None;
        };
        let mut fields = record.fields.iter();
        fields
            .any(|field| field.name == key.name)
            .then(|| vec![key.name.clone()])
    }
}
