//! Masks against the answer they select from: envelope, records, decorations.
//!
//! A misspelt field is not an error to the service, which leaves it out without a word; here it is
//! one, with the field that was probably meant.

mod decoration;
mod fields;

use restli_wire::{Item, Mask, MaskError};

use self::fields::Part;
use super::{At, Mismatch, Rule, describe};
use crate::model::{
    Method, Model, PagingStyle, ProjectionSpelling, Returns, Type, TypeId, TypeKind,
};
use crate::source::Place;

/// The fields of `paging`.
const PAGING: &[&str] = &["start", "count", "total", "links"];

/// The query parameter of a spelling.
pub(super) fn parameter(spelling: ProjectionSpelling) -> &'static str {
    match spelling {
        ProjectionSpelling::Projection => "projection",
        ProjectionSpelling::Fields => "fields",
    }
}

/// Reads a mask as it stands in the query, and collects what the answer of the method does not have.
pub(super) fn read(
    model: &Model,
    method: &Method,
    spelling: ProjectionSpelling,
    text: &str,
) -> Result<Mask, Vec<Mismatch>> {
    let parsed = match spelling {
        ProjectionSpelling::Projection => Mask::parse_projection(text),
        ProjectionSpelling::Fields => Mask::parse_fields(text),
    };
    let mut reader = MaskReader {
        model,
        method,
        spelling,
        parameter: parameter(spelling),
        text,
        declared: &method.place,
        found: Vec::new(),
    };
    let mask = parsed.map_err(|error| vec![reader.syntax(&error)])?;
    reader.answer(&mask);
    if reader.found.is_empty() {
        Ok(mask)
    } else {
        Err(reader.found)
    }
}

/// Reads a mask of the record in the envelope's `metadata`.
pub(super) fn read_metadata(
    model: &Model,
    method: &Method,
    parameter: &str,
    text: &str,
) -> Result<Mask, Vec<Mismatch>> {
    read_part(model, method, parameter, text, |reader, mask| {
        if let Some(metadata) = method.metadata {
            reader.fields(mask, &[Type::Named(metadata)], 0);
        }
    })
}

/// Reads a mask of the envelope's `paging`.
pub(super) fn read_paging(
    model: &Model,
    method: &Method,
    parameter: &str,
    text: &str,
) -> Result<Mask, Vec<Mismatch>> {
    read_part(model, method, parameter, text, |reader, mask| {
        reader.paging_fields(mask, 0);
    })
}

fn read_part<'m, 't>(
    model: &'m Model,
    method: &'m Method,
    parameter: &'t str,
    text: &'t str,
    check: impl FnOnce(&mut MaskReader<'m, 't>, &Mask),
) -> Result<Mask, Vec<Mismatch>> {
    let mut reader = MaskReader {
        model,
        method,
        spelling: ProjectionSpelling::Fields,
        parameter,
        text,
        declared: &method.place,
        found: Vec::new(),
    };
    let mask = Mask::parse_fields(text).map_err(|error| vec![reader.syntax(&error)])?;
    check(&mut reader, &mask);
    match reader.found.is_empty() {
        true => Ok(mask),
        false => Err(reader.found),
    }
}

struct MaskReader<'m, 't> {
    model: &'m Model,
    method: &'m Method,
    spelling: ProjectionSpelling,
    /// The name of the parameter that the mask stands in.
    parameter: &'t str,
    text: &'t str,
    declared: &'m Place,
    found: Vec<Mismatch>,
}

impl<'m> MaskReader<'m, '_> {
    fn answer(&mut self, mask: &Mask) {
        let from_envelope = self.spelling == ProjectionSpelling::Projection;
        match &self.method.returns {
            Returns::Collection(element) if from_envelope => self.collection(mask, *element),
            Returns::Batch(entity) if from_envelope => self.batch(mask, *entity),
            Returns::Collection(entity)
            | Returns::Batch(entity)
            | Returns::CreatedEntity(entity)
            | Returns::UpdatedEntity(entity) => {
                self.fields(mask, &[Type::Named(*entity)], 0);
            }
            Returns::Value(ty) | Returns::ActionValue(ty) => {
                self.fields(mask, std::slice::from_ref(ty), 0);
            }
            Returns::Nothing | Returns::Created => {}
        }
    }

    fn collection(&mut self, mask: &Mask, element: TypeId) {
        let elements = Type::Array(Box::new(Type::Named(element)));
        let mut known = vec!["elements", "paging"];
        let style = self.method.paging.as_ref().map(|paging| paging.style);
        let cursor = style == Some(PagingStyle::Cursor);
        known.extend((cursor || self.method.metadata.is_some()).then_some("metadata"));
        for (name, item) in mask.items() {
            let at = self.find(name, 0);
            match (name, self.method.metadata) {
                ("elements", _) => self.plain(name, item, &elements, at),
                ("paging", _) => self.paging(item, at),
                ("metadata", Some(metadata)) => {
                    self.plain(name, item, &Type::Named(metadata), at);
                }
                ("metadata", None) if cursor => {}
                _ => {
                    let fields = match &self.model[element].kind {
                        TypeKind::Record(record) => {
                            record.fields.iter().any(|field| field.name == name)
                        }
                        _ => false,
                    };
                    let help = match fields {
                        true => Some(format!(
                            "the mask begins at the envelope: write `elements*({name})`"
                        )),
                        false => describe::instead(name, known.iter().copied()),
                    };
                    let message = format!("`{name}` is no part of a collection");
                    self.push(Rule::UnknownField, at, message, help);
                }
            }
        }
    }

    fn batch(&mut self, mask: &Mask, entity: TypeId) {
        const PARTS: &[&str] = &["results", "statuses", "errors"];
        let results = Type::Map(crate::model::MapKey::String, Box::new(Type::Named(entity)));
        for (name, item) in mask.items() {
            let at = self.find(name, 0);
            match name {
                "results" => self.plain(name, item, &results, at),
                _ if PARTS.contains(&name) => {}
                _ => {
                    let help = describe::instead(name, PARTS.iter().copied());
                    self.push(
                        Rule::UnknownField,
                        at,
                        format!("`{name}` is no part of a batch"),
                        help,
                    );
                }
            }
        }
    }

    /// A part of an envelope: no field of a record, so nothing that could be decorated.
    fn plain(&mut self, name: &str, item: &Item, ty: &Type, at: usize) {
        let part = Part {
            ty: ty.clone(),
            field: None,
        };
        self.item(name, item, &[part], at);
    }

    fn paging(&mut self, item: &Item, from: usize) {
        if item.each.is_some() || !item.resolutions.is_empty() {
            let message = "`paging` is one record, neither a list nor a URN".to_owned();
            let help = Some("write `paging` or `paging(…)`".to_owned());
            self.push(Rule::UnknownField, from, message, help);
        }
        if let Some(within) = &item.within {
            self.paging_fields(within, from);
        }
    }

    fn paging_fields(&mut self, mask: &Mask, from: usize) {
        for (name, _) in mask.items().filter(|(name, _)| !PAGING.contains(name)) {
            let at = self.find(name, from);
            let help = describe::instead(name, PAGING.iter().copied());
            self.push(
                Rule::UnknownField,
                at,
                format!("`{name}` is no field of `paging`"),
                help,
            );
        }
    }

    /// Where a name stands in the text, from its parent on.
    fn find(&self, name: &str, from: usize) -> usize {
        let is_word = |character: char| !"(),:*~".contains(character);
        let rest = self.text.get(from..).unwrap_or_default();
        let whole = rest.match_indices(name).find(|(at, _)| {
            !rest[..*at].ends_with(is_word) && !rest[at + name.len()..].starts_with(is_word)
        });
        whole.map_or(from, |(at, _)| from + at)
    }

    fn syntax(&self, error: &MaskError) -> Mismatch {
        Mismatch {
            rule: Rule::Grammar,
            at: At::Mask(
                self.parameter.to_owned(),
                error.offset().unwrap_or_default(),
            ),
            message: format!(
                "the mask `{}` cannot be read: {}",
                self.text,
                error.message()
            ),
            help: None,
            declared: None,
        }
    }

    fn push(&mut self, rule: Rule, at: usize, message: String, help: Option<String>) {
        let at = At::Mask(self.parameter.to_owned(), at);
        self.found.push(Mismatch {
            rule,
            at,
            message,
            help,
            declared: Some(self.declared.clone()),
        });
    }
}
