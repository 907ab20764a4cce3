//! The schema language of Rest.li clients: YAML, read with places, checked, and resolved to a
//! [`model::Model`].
//!
//! Generator, sandbox, sample tests and schema comparison all start from [`load`], so that a
//! schema means the same to each of them and every mistake in it is reported once, with a place.

pub mod coverage;
pub mod diagnostics;
mod editor;
pub mod evidence;
pub mod interpret;
mod lints;
pub mod model;
pub mod names;
mod resolve;
pub mod source;
pub mod statistics;
mod syntax;

pub use editor::editor_schema;
pub use lints::Month;

use diagnostics::{Allow, Report, Sink};
use model::Model;
use source::SourceSet;
use syntax::Documents;

/// Reads, checks and resolves a schema, and reads its samples.
///
/// There is a model if the schema itself has no errors. Samples that do not fit are errors of the
/// report, but stay in the model, marked by [`model::Sample::misfit`].
pub fn load(sources: &SourceSet) -> (Option<Model>, Report) {
    let loaded = Loaded::new(sources);
    (loaded.model, loaded.report)
}

/// [`load`], and warnings about what a schema may say and rarely means.
///
/// The month is that of the run, from which the age of versions is counted; without one it is not
/// looked at. There are no warnings while the schema has errors.
pub fn load_and_lint(sources: &SourceSet, today: Option<Month>) -> (Option<Model>, Report) {
    let mut loaded = Loaded::new(sources);
    if let Some(model) = &loaded.model {
        let report = &mut loaded.report;
        lints::check(&loaded.documents, model, &loaded.allows, today, report);
        report.finish();
    }
    (loaded.model, loaded.report)
}

/// A schema as written and as understood.
struct Loaded {
    documents: Documents,
    allows: Vec<Allow>,
    model: Option<Model>,
    report: Report,
}

impl Loaded {
    fn new(sources: &SourceSet) -> Self {
        let sink = Sink::default();
        let documents = syntax::read(sources, &sink);
        let mut model = resolve::resolve(&documents, &sink);
        let allows = sink.take_allows();
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
        Self {
            documents,
            allows,
            model,
            report,
        }
    }
}
