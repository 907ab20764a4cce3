//! What a schema may say and the generator does not write.
//!
//! The model knows more of Rest.li than the generated client does. Leaving a call out in silence would
//! be worse than refusing it, so whoever generates asks here first.

use std::fmt;

use restli_model::model::{KeyType, Model, Resource, Type, TypeKind};
use restli_model::source::Place;

use crate::emit;

/// A part of the schema that the generated client would lack.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Unsupported {
    /// Where the schema says it.
    pub place: Place,
    /// What it is, and what can be done about it.
    pub message: String,
}

impl fmt::Display for Unsupported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = self.place.line_column();
        write!(
            f,
            "{}:{line}:{column}: {}",
            self.place.file.path(),
            self.message
        )
    }
}

/// Everything of a model that [`emit()`](crate::emit()) would leave out, by file and position.
pub fn unsupported(model: &Model) -> Vec<Unsupported> {
    let mut found: Vec<_> = model.resources.iter().flat_map(of_resource).collect();
    for def in &model.types {
        let TypeKind::Record(record) = &def.kind else {
            continue;
        };
        let lists = record
            .fields
            .iter()
            .filter(|field| field.decoration.is_some() && matches!(field.ty, Type::Array(_)));
        found.extend(lists.map(|field| Unsupported {
            place: field.place.clone(),
            message: format!(
                "`{}` resolves a list of URNs, which the client cannot read; leave out `decorates`",
                field.name
            ),
        }));
    }
    found.sort_by(|a, b| a.place.cmp(&b.place));
    found
}

fn of_resource(resource: &Resource) -> Vec<Unsupported> {
    let mut found = Vec::new();
    for method in &resource.methods {
        let place = || method.place.clone();
        if !emit::is_supported(method) {
            found.push(Unsupported {
                place: place(),
                message: format!(
                    "the client has no `{}` of `{}`; leave it out and make it as a raw call",
                    method.name, resource.name
                ),
            });
        }
        let lists = method
            .headers
            .iter()
            .filter(|header| matches!(header.ty, Type::Array(_)));
        found.extend(lists.map(|header| Unsupported {
            place: header.place.clone(),
            message: format!(
                "the header `{}` cannot be a list; make it a string",
                header.name
            ),
        }));
    }
    if let Some(KeyType::Complex {
        params: Some(_), ..
    }) = resource.key.as_ref().map(|key| &key.ty)
    {
        found.push(Unsupported {
            place: resource.place.clone(),
            message: format!(
                "the client sends no `$params` in the key of `{}`",
                resource.name
            ),
        });
    }
    found
}
