//! What is to be said about imported files: the schema language's own diagnostics, with places in
//! the IDL.

use std::cell::RefCell;

pub(crate) use restli_model::diagnostics::{Code, Diagnostic, Report, nearest, one_of};
pub(crate) use restli_model::source::{Place, SourceFile};

/// Where readers and checks put what they find; shared, so that readers can nest.
#[derive(Debug, Default)]
pub(crate) struct Sink(RefCell<Vec<Diagnostic>>);

impl Sink {
    pub(crate) fn push(&self, diagnostic: Diagnostic) {
        self.0.borrow_mut().push(diagnostic);
    }

    /// An error that needs no more than a message.
    pub(crate) fn error(&self, code: Code, place: &Place, message: impl Into<String>) {
        self.push(Diagnostic::error(code, place, message));
    }

    /// A warning that something of the IDL is not in the import.
    pub(crate) fn dropped(&self, place: &Place, message: impl Into<String>) {
        self.push(Diagnostic::warning(Code::Dropped, place, message));
    }

    /// The findings in order, without what is said twice.
    pub(crate) fn into_report(self) -> Report {
        let mut report = Report::default();
        for diagnostic in self.0.into_inner() {
            report.push(diagnostic);
        }
        report.finish();
        report
    }
}
