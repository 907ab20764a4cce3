//! Entities, masks and names of the seed against the model, and what is wrong with them.

use restli_model::diagnostics::nearest;
use restli_model::interpret::{Mismatch, check_value, read_value, urn_kind};
use restli_model::model::{Field, Model, Type, TypeKind, UrnKindId};
use restli_model::source::Place;
use restli_wire::Mask;
use serde_json::Value as Json;

use super::build::Builder;
use super::entities::text_of;
use super::expand;
use super::file::VariantSeed;
use super::when::When;
use crate::store::{Held, Variant};

/// An item of a list of entities.
pub(super) struct Item {
    pub(super) key: Option<Json>,
    pub(super) held: Held,
    /// What differs when it is read with some parameters.
    pub(super) variants: Vec<Variant>,
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
                self.complain(message.into());
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
            let variants = members.remove("$variants");
            let held = match members.remove("$error") {
                Some(error) => Held::Error(error),
                None => Held::Members(members),
            };
            let variants = self.variants(variants.unwrap_or(Json::Array(Vec::new())));
            if let (Held::Members(members), Some(ty)) = (&held, ty) {
                let label = key
                    .as_ref()
                    .map_or_else(|| format!("entity {}", index + 1), text_of);
                self.within(&label, |builder| {
                    builder.check(&Json::Object(members.clone()), ty, declared);
                    for variant in &variants {
                        builder.check(&Json::Object(variant.set.clone()), ty, declared);
                    }
                });
            }
            read.push(Item {
                key,
                held,
                variants,
            });
        }
        read
    }

    fn variants(&mut self, json: Json) -> Vec<Variant> {
        let seeds: Vec<VariantSeed> = match serde_json::from_value(json) {
            Ok(seeds) => seeds,
            Err(error) => {
                self.complain(format!("`$variants`: {error}"));
                return Vec::new();
            }
        };
        let path = |path: String| path.split('.').map(str::to_owned).collect();
        let variants = seeds.into_iter().map(|seed| {
            let values = seed.when.into_iter();
            let values = values.map(|(name, value)| (path(name), value));
            Variant {
                when: self.when(values.collect()),
                set: seed.set,
            }
        });
        variants.collect()
    }

    /// The values that make a difference.
    pub(super) fn when(&mut self, values: Vec<(Vec<String>, Json)>) -> When {
        When::of(values).unwrap_or_else(|message| {
            self.complain(message);
            When::default()
        })
    }

    /// Complains of what does not fit a type, with the open eyes that answers are read with.
    pub(super) fn check(&mut self, json: &Json, ty: &Type, declared: &Place) {
        self.misfits(check_value(self.model, ty, json, declared));
    }

    /// Complains of what a client could not send as a value of a type.
    pub(super) fn check_sent(&mut self, json: &Json, ty: &Type, declared: &Place) {
        self.misfits(
            read_value(self.model, ty, json, declared)
                .err()
                .unwrap_or_default(),
        );
    }

    fn misfits(&mut self, found: Vec<Mismatch>) {
        for mismatch in found {
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
            let known = || fields.iter().map(|field| field.name.as_str());
            for (name, _) in mask
                .items()
                .filter(|(name, _)| known().all(|known| known != *name))
            {
                self.unknown("field", name, known());
            }
        }
        Some(mask)
    }

    /// The way to a field, whose names must be those of the type as far as they can be followed.
    pub(super) fn field(&mut self, path: &str, ty: Option<&Type>) -> Vec<String> {
        let path: Vec<_> = path.split('.').map(str::to_owned).collect();
        if let Some(ty) = ty {
            self.steps(&path, ty);
        }
        path
    }

    /// Checks the steps from a value of a type to a part of it; what is behind a URN is not looked at.
    pub(super) fn steps(&mut self, path: &[String], ty: &Type) {
        let Some((first, rest)) = path.split_first() else {
            return;
        };
        let name = first.trim_end_matches('~');
        let Some(fields) = fields_of(self.model, ty) else {
            return;
        };
        match fields.iter().find(|field| field.name == name) {
            Some(field) if name == first => self.steps(rest, &field.ty),
            Some(_) => {}
            None => self.unknown(
                "field",
                name,
                fields.iter().map(|field| field.name.as_str()),
            ),
        }
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

fn fields_of<'m>(model: &'m Model, ty: &Type) -> Option<&'m [Field]> {
    let Type::Named(id) = ty else { return None };
    match &model[*id].kind {
        TypeKind::Record(record) => Some(&record.fields),
        TypeKind::Typeref(typeref) => fields_of(model, &typeref.ty),
        _ => None,
    }
}

/// What a list of this type has; of any other type, the type itself.
pub(super) fn item_of<'t>(model: &'t Model, ty: &'t Type) -> &'t Type {
    match ty {
        Type::Array(item) => item,
        Type::Named(id) => match &model[*id].kind {
            TypeKind::Typeref(typeref) => item_of(model, &typeref.ty),
            _ => ty,
        },
        _ => ty,
    }
}

/// The type of a part of a value, which lies at a path of fields; lists are looked into.
pub(super) fn part_type<'m>(model: &'m Model, ty: &'m Type, path: &[String]) -> Option<&'m Type> {
    let ty = item_of(model, ty);
    match path.split_first() {
        None => Some(ty),
        Some((first, rest)) => part_type(model, field_type(model, Some(ty), first)?, rest),
    }
}

/// The field of a record.
pub(super) fn field_of<'m>(model: &'m Model, ty: Option<&Type>, name: &str) -> Option<&'m Field> {
    let mut fields = fields_of(model, ty?)?.iter();
    fields.find(|field| field.name == name)
}

/// The type of a field of a record.
fn field_type<'m>(model: &'m Model, ty: Option<&Type>, name: &str) -> Option<&'m Type> {
    field_of(model, ty, name).map(|field| &field.ty)
}
