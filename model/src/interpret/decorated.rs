//! The siblings of a decorated field: `field~` with the entity, `field!` with an error.
//!
//! They are declared by the field they stand beside, and what they hold depends on the kind of its
//! URN; so they are read apart from ordinary members.

use serde_json::Value as Json;

use super::json::{JsonReader, Members};
use super::{describe, urn};
use crate::model::{Decoration, Model, Record, Type, TypeKind};

impl<'m> JsonReader<'m> {
    /// Reads a member as the sibling of a decorated field; false when it is none.
    pub(super) fn sibling(
        &mut self,
        members: &Members,
        record: &'m Record,
        name: &str,
        value: &Json,
    ) -> bool {
        let Some((base, resolved)) = split(name) else {
            return false;
        };
        let field = record.fields.iter().find(|field| field.name == base);
        let Some((field, decoration)) =
            field.and_then(|field| Some((field, field.decoration.as_ref()?)))
        else {
            return false;
        };
        self.member(name, Some(&field.place), |reader| match resolved {
            _ if value.is_null() => {}
            false => reader.error(value),
            true if is_list(reader.model, &field.ty) => {
                reader.resolved_list(value, decoration, members.get(base))
            }
            true => reader.resolved(value, decoration, members.get(&field.name)),
        });
        true
    }

    /// The entities of an array of URNs: by URN, or in the order of the array.
    fn resolved_list(&mut self, value: &Json, decoration: &'m Decoration, urns: Option<&Json>) {
        match value {
            Json::Object(entities) => {
                for (urn, entity) in entities {
                    let urn = Json::from(urn.as_str());
                    self.member(urn.as_str().unwrap_or_default(), None, |reader| {
                        reader.resolved(entity, decoration, Some(&urn));
                    });
                }
            }
            Json::Array(entities) => {
                for (index, entity) in entities.iter().enumerate() {
                    let urn = urns.and_then(|urns| urns.get(index));
                    self.element(index, |reader| reader.resolved(entity, decoration, urn));
                }
            }
            _ => {
                let message = format!(
                    "is {}, not an object from URN to entity",
                    describe::of_json(value)
                );
                self.refuse::<()>(message, None);
            }
        }
    }

    fn resolved(&mut self, value: &Json, decoration: &'m Decoration, urn: Option<&Json>) {
        let kind = urn
            .and_then(Json::as_str)
            .and_then(|urn| urn::kind_of(self.model, urn));
        let by_kind = decoration
            .kinds
            .iter()
            .find(|(id, _)| Some(*id) == kind)
            .map(|(_, ty)| *ty);
        // Of several kinds, one that nobody declared leaves open what came.
        let ty = by_kind.unwrap_or(decoration.target);
        self.value(value, &Type::Named(ty));
    }
}

/// `to~` is `to` resolved, `to!` is `to` refused.
fn split(name: &str) -> Option<(&str, bool)> {
    match name.strip_suffix('~') {
        Some(base) => Some((base, true)),
        None => name.strip_suffix('!').map(|base| (base, false)),
    }
}

fn is_list(model: &Model, ty: &Type) -> bool {
    match ty {
        Type::Array(_) => true,
        Type::Named(id) => match &model[*id].kind {
            TypeKind::Typeref(typeref) => is_list(model, &typeref.ty),
            _ => false,
        },
        _ => false,
    }
}
