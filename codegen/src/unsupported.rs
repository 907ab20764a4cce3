//! What a schema may say and the generator does not write.
//!
//! The model knows a little more than the generated client does. Leaving something out in silence would
//! be worse than refusing it, so whoever generates asks here first.

use std::fmt;

use restli_model::model::{Model, Type, TypeKind};
use restli_model::source::Place;

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
    let mut found = Vec::new();
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
