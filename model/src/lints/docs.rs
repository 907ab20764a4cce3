//! Items that do not say what they are.
//!
//! Of enum symbols and union members only the name is asked: a sentence that repeats it helps nobody.
//! The methods of Rest.li itself explain themselves too.

use std::collections::BTreeSet;

use crate::diagnostics::{Code, Diagnostic};
use crate::model::{Docs, KeyType, Method, Model, Param, RestMethod, TypeId, TypeKind};
use crate::source::Place;

/// Items without a summary.
pub(super) fn missing(model: &Model, found: &mut Vec<Diagnostic>) {
    let mut missing = Missing { found };
    for kind in &model.urn_kinds {
        missing.long(&kind.docs, &kind.place, "the URN kind", &kind.name);
    }
    let keys = compound_keys(model);
    for (id, def) in (0..).zip(&model.types) {
        let TypeKind::Record(record) = &def.kind else {
            missing.long(&def.docs, &def.place, "the type", &def.name);
            continue;
        };
        // The record of a compound key is declared, and explained, by the key.
        if keys.contains(&TypeId(id)) {
            continue;
        }
        missing.long(&def.docs, &def.place, "the record", &def.name);
        for field in &record.fields {
            missing.short(&field.docs, &field.place, "the field", &field.name);
        }
    }
    for resource in model.resources.iter().filter(|r| r.mount_of.is_none()) {
        missing.long(
            &resource.docs,
            &resource.place,
            "the resource",
            &resource.name,
        );
        for method in resource
            .methods
            .iter()
            .filter(|m| m.alternative_key.is_none())
        {
            missing.method(method);
        }
    }
}

/// The records of the keys of associations.
fn compound_keys(model: &Model) -> BTreeSet<TypeId> {
    let keys = model
        .resources
        .iter()
        .filter_map(|resource| resource.key.as_ref());
    let records = keys.filter_map(|key| match key.ty {
        KeyType::Compound(record) => Some(record),
        KeyType::Simple(_) | KeyType::Complex { .. } => None,
    });
    records.collect()
}

struct Missing<'a> {
    found: &'a mut Vec<Diagnostic>,
}

impl Missing<'_> {
    fn method(&mut self, method: &Method) {
        if let RestMethod::Finder
        | RestMethod::BatchFinder
        | RestMethod::Action
        | RestMethod::Plain = method.rest
        {
            self.long(&method.docs, &method.place, "the method", &method.name);
        }
        for Param {
            docs, place, name, ..
        } in method.params.iter().chain(&method.headers)
        {
            self.short(docs, place, "the parameter", name);
        }
    }

    /// What takes `docs:`.
    fn long(&mut self, docs: &Docs, place: &Place, what: &str, name: &str) {
        self.item(docs, place, what, name, "write `docs: { summary: … }`");
    }

    /// What takes `doc:`.
    fn short(&mut self, docs: &Docs, place: &Place, what: &str, name: &str) {
        self.item(docs, place, what, name, "write `doc: …`");
    }

    fn item(&mut self, docs: &Docs, place: &Place, what: &str, name: &str, help: &str) {
        let summary = docs.summary.as_deref().unwrap_or_default();
        if summary.trim().is_empty() {
            let message = format!("nothing says what {what} `{name}` is");
            self.found
                .push(Diagnostic::warning(Code::MissingDocs, place, message).help(help));
        }
    }
}
