//! The schema language of Rest.li clients: YAML, read with places, checked, and resolved to a
//! [`model::Model`].
//!
//! Generator, sandbox, sample tests and schema comparison all start from [`load`], so that a
//! schema means the same to each of them and every mistake in it is reported once, with a place.

pub mod diagnostics;
pub mod interpret;
pub mod model;
pub mod names;
mod resolve;
pub mod source;
mod syntax;

use diagnostics::{Report, Sink};
use model::Model;
use source::SourceSet;

/// Reads, checks and resolves a schema, and reads its samples.
///
/// There is a model if the schema itself has no errors. Samples that do not fit are errors of the
/// report, but stay in the model, marked by [`model::Sample::misfit`].
pub fn load(sources: &SourceSet) -> (Option<Model>, Report) {
    let sink = Sink::default();
    let documents = syntax::read(sources, &sink);
    let mut model = resolve::resolve(&documents, &sink);
    let mut report = Report::default();
    for diagnostic in sink.into_diagnostics() {
        if !documents.is_doubtful(&diagnostic) {
            report.push(diagnostic);
        }
    }
    let model = (!report.has_schema_errors()).then(|| {
        let samples = interpret::samples::read_all(&model, sources, &mut report);
        model.samples = samples.exchanges;
        model.documents = samples.documents;
        model
    });
    report.finish();
    (model, report)
}
