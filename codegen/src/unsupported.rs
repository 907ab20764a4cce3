//! What a schema may say and the generator does not write.
//!
//! The model knows a little more than the generated client does. Leaving something out in silence would
//! be worse than refusing it, so whoever generates asks here first.

use std::fmt;

use restli_model::model::{Model, Type, TypeKind};
use restli_model::source::Place;

use crate::emit::argument;

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
        for field in record.fields.iter().filter(|f| f.decoration.is_some()) {
            let urn = argument::item(model, &field.ty).unwrap_or(&field.ty);
            // What is left of a typeref here has a Rust type that the runtime knows nothing about.
            if let Type::Named(id) = argument::resolved(model, urn) {
                let message = format!(
                    "`{}` resolves a `{}`, whose Rust type is hand-written; leave out `decorates`, or take \
                     a URN as its type",
                    field.name, model[*id].name
                );
                let place = field.place.clone();
                found.push(Unsupported { place, message });
            }
        }
    }
    found.sort_by(|a, b| a.place.cmp(&b.place));
    found
}
