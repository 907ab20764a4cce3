//! What came of a decorated field: the entity in `field~` or in place of the URN, an error in `field!`.
//!
//! Siblings are declared by the field they stand beside, and what they hold depends on the kind of its
//! URN; so they are read apart from ordinary members.

use serde_json::Value as Json;

use super::json::{JsonReader, Members};
use super::{Datum, describe, urn};
use crate::model::{Decoration, Field, Model, Record, Type, TypeId, TypeKind, UrnType};

/// The member of an entity in place that holds the URN it has replaced.
const URN: &str = "$URN";

impl<'m> JsonReader<'m> {
    /// Reads the plain member of a decorated field that came: a URN or the entity in its place, or a
    /// list of such.
    pub(super) fn plain(
        &mut self,
        value: &Json,
        field: &'m Field,
        decoration: &'m Decoration,
    ) -> Option<Datum> {
        match (value, item(self.model, &field.ty)) {
            (Json::Array(values), Some(item)) => {
                let values = values.iter().enumerate();
                let items: Vec<_> = values
                    .map(|(index, value)| {
                        self.element(index, |reader| reader.standing(value, item, decoration))
                    })
                    .collect();
                items.into_iter().collect::<Option<_>>().map(Datum::Array)
            }
            (_, None) => self.standing(value, &field.ty, decoration),
            _ => self.value(value, &field.ty),
        }
    }

    fn standing(&mut self, value: &Json, urn: &Type, decoration: &'m Decoration) -> Option<Datum> {
        let Json::Object(members) = value else {
            return self.value(value, urn);
        };
        let mut entity = members.clone();
        let urn = entity.remove(URN).filter(|urn| !urn.is_null());
        if let Some(urn) = &urn {
            self.member(URN, None, |reader| {
                reader.value(urn, &Type::Urn(UrnType::Any))
            });
        }
        let target = self.entity_of(decoration, urn.as_ref());
        match &self.model[target].kind {
            TypeKind::Record(record) if record.fields.iter().all(|field| field.name != URN) => {
                self.value(&Json::Object(entity), &Type::Named(target));
            }
            _ => drop(self.value(value, &Type::Named(target))),
        }
        Some(Datum::Json(value.clone()))
    }

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
            false if item(reader.model, &field.ty).is_some() => reader.errors(value),
            false => reader.error(value),
            true if item(reader.model, &field.ty).is_some() => {
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
                for (urn, entity) in entities.iter().filter(|(_, entity)| !entity.is_null()) {
                    let urn = Json::from(urn.as_str());
                    self.member(urn.as_str().unwrap_or_default(), None, |reader| {
                        reader.resolved(entity, decoration, Some(&urn));
                    });
                }
            }
            Json::Array(entities) => {
                let entities = entities.iter().enumerate();
                // What could not be resolved is null, or an entity without fields.
                for (index, entity) in entities.filter(|(_, entity)| !entity.is_null()) {
                    let urn = urns.and_then(|urns| urns.get(index));
                    let urn = urn.map(|urn| urn.get(URN).unwrap_or(urn));
                    self.element(index, |reader| reader.resolved(entity, decoration, urn));
                }
            }
            _ => {
                let message = format!(
                    "is {}, neither an object from URN to entity nor a list of entities",
                    describe::of_json(value)
                );
                self.refuse::<()>(message, None);
            }
        }
    }

    /// The errors of an array of URNs: one for all, or as the entities come.
    fn errors(&mut self, value: &Json) {
        match value {
            Json::Array(errors) => {
                for (index, error) in errors
                    .iter()
                    .enumerate()
                    .filter(|(_, error)| !error.is_null())
                {
                    self.element(index, |reader| reader.error(error));
                }
            }
            Json::Object(errors) if errors.keys().any(|key| key.starts_with("urn:")) => {
                for (urn, error) in errors.iter().filter(|(_, error)| !error.is_null()) {
                    self.member(urn, None, |reader| reader.error(error));
                }
            }
            _ => self.error(value),
        }
    }

    fn resolved(&mut self, value: &Json, decoration: &'m Decoration, urn: Option<&Json>) {
        let target = self.entity_of(decoration, urn);
        self.value(value, &Type::Named(target));
    }

    /// What a URN resolves to. Of several kinds, one that nobody declared leaves open what came.
    fn entity_of(&self, decoration: &Decoration, urn: Option<&Json>) -> TypeId {
        let kind = urn
            .and_then(Json::as_str)
            .and_then(|urn| urn::kind_of(self.model, urn));
        let mut kinds = decoration.kinds.iter();
        let by_kind = kinds.find(|(id, _)| Some(*id) == kind);
        by_kind.map_or(decoration.target, |(_, ty)| *ty)
    }
}

/// `to~` is `to` resolved, `to!` is `to` refused.
fn split(name: &str) -> Option<(&str, bool)> {
    match name.strip_suffix('~') {
        Some(base) => Some((base, true)),
        None => name.strip_suffix('!').map(|base| (base, false)),
    }
}

/// The type of the items, if it is a list.
fn item<'m>(model: &'m Model, ty: &'m Type) -> Option<&'m Type> {
    match ty {
        Type::Array(item) => Some(item),
        Type::Named(id) => match &model[*id].kind {
            TypeKind::Typeref(typeref) => item(model, &typeref.ty),
            _ => None,
        },
        _ => None,
    }
}
