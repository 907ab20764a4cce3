//! Entities, masks and names of the seed against the model, and what is wrong with them.

use restli_model::diagnostics::nearest;
use restli_model::interpret::{check_value, urn_kind};
use restli_model::model::{Method, Model, Type, TypeKind, UrnKindId};
use restli_model::source::Place;
use restli_wire::Mask;
use serde_json::Value as Json;

use super::build::Builder;
use super::expand;
use crate::store::Held;

/// An item of a list of entities.
pub(super) struct Item {
    pub(super) key: Option<Json>,
    pub(super) held: Held,
}

impl Builder<'_> {
    /// Writes out a list of entities and checks each.
    pub(super) fn items(
        &mut self,
        items: &[Json],
        ty: Option<&Type>,
        declared: &Place,
    ) -> Vec<Item> {
        let expanded = match expand::list(items, &self.names) {
            Ok(expanded) => expanded,
            Err(message) => {
                self.complain(message);
                return Vec::new();
            }
        };
        let mut read = Vec::new();
        for (index, mut item) in expanded.into_iter().enumerate() {
            expand::times(&mut item);
            let Json::Object(mut members) = item else {
                self.complain(format!("entity {} is no object", index + 1));
                continue;
            };
            let key = members.remove("$key");
            let held = match members.remove("$error") {
                Some(error) => Held::Error(error),
                None => Held::Members(members),
            };
            if let (Held::Members(members), Some(ty)) = (&held, ty) {
                let label = key
                    .as_ref()
                    .map_or_else(|| format!("entity {}", index + 1), text_of);
                self.within(&label, |builder| {
                    builder.check(&Json::Object(members.clone()), ty, declared)
                });
            }
            read.push(Item { key, held });
        }
        read
    }

    pub(super) fn check(&mut self, json: &Json, ty: &Type, declared: &Place) {
        for mismatch in check_value(self.model, ty, json, declared) {
            let help = mismatch
                .help
                .map(|help| format!(" ({help})"))
                .unwrap_or_default();
            self.complain(format!("{}{help}", mismatch.message));
        }
    }

    /// Reads a mask of the seed; its fields must be those of the type.
    pub(super) fn mask(&mut self, text: Option<&str>, ty: Option<&Type>) -> Option<Mask> {
        let mask = match Mask::parse_projection(text?) {
            Ok(mask) => mask,
            Err(error) => {
                self.complain(error.to_string());
                return None;
            }
        };
        if let Some(fields) = ty.and_then(|ty| fields_of(self.model, ty)) {
            for (name, _) in mask.items().filter(|(name, _)| !fields.contains(name)) {
                self.unknown("field", name, fields.iter().copied());
            }
        }
        Some(mask)
    }

    pub(super) fn param(&mut self, method: &Method, name: &str) -> Option<usize> {
        let index = method.params.iter().position(|param| param.name == name);
        if index.is_none() {
            self.unknown(
                "parameter",
                name,
                method.params.iter().map(|param| param.name.as_str()),
            );
        }
        index
    }

    pub(super) fn kind(&self, urn: &str) -> Option<UrnKindId> {
        urn_kind(self.model, urn)
    }

    pub(super) fn within<T>(&mut self, name: &str, inner: impl FnOnce(&mut Self) -> T) -> T {
        self.at.push(name.to_owned());
        let result = inner(self);
        self.at.pop();
        result
    }

    pub(super) fn unknown<'n>(
        &mut self,
        what: &str,
        name: &str,
        known: impl Iterator<Item = &'n str>,
    ) {
        let near = nearest(name, known).map(|near| format!("; did you mean `{near}`?"));
        self.complain(format!(
            "the schema has no {what} `{name}`{}",
            near.unwrap_or_default()
        ));
    }

    pub(super) fn complain(&mut self, message: String) {
        self.wrong
            .push(format!("{}: {message}", self.at.join(", ")));
    }
}

fn fields_of<'m>(model: &'m Model, ty: &Type) -> Option<Vec<&'m str>> {
    let Type::Named(id) = ty else { return None };
    match &model[*id].kind {
        TypeKind::Record(record) => Some(
            record
                .fields
                .iter()
                .map(|field| field.name.as_str())
                .collect(),
        ),
        TypeKind::Typeref(typeref) => fields_of(model, &typeref.ty),
        _ => None,
    }
}

/// A key as text, however YAML took it.
pub(super) fn text_of(key: &Json) -> String {
    match key {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}
