//! What is wrong with a schema: diagnostics with places, gathered in one report.
//!
//! Nothing stops at the first error, so that one run shows all there is to mend; every diagnostic
//! has a stable code, one or more places, and where possible the words to write instead.

mod code;
mod render;
mod suggest;

use std::cell::RefCell;
use std::collections::HashSet;
use std::sync::Arc;

pub use self::code::{Area, Code};
pub use self::suggest::{nearest, one_of};
use crate::source::{Place, SourceFile};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing can be generated.
    Error,
    /// Worth a look.
    Warning,
}

/// A place with what is to be said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// What; may be empty.
    pub text: String,
    /// Whether this is where the mistake is, rather than what it conflicts with.
    pub primary: bool,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which rule.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: String,
    /// Where; the primary label comes first.
    pub labels: Vec<Label>,
    /// What to write instead.
    pub help: Vec<String>,
    /// What explains the rule.
    pub notes: Vec<String>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(code: Code, place: &Place, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, place, message.into())
    }

    /// A warning at a place.
    pub fn warning(code: Code, place: &Place, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, place, message.into())
    }

    fn new(code: Code, severity: Severity, place: &Place, message: String) -> Self {
        Self {
            code,
            severity,
            message,
            labels: vec![Label {
                place: place.clone(),
                text: String::new(),
                primary: true,
            }],
            help: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Says something at the primary place.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.labels[0].text = text.into();
        self
    }

    /// Points at a second place.
    #[must_use]
    pub fn also(mut self, place: &Place, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            place: place.clone(),
            text: text.into(),
            primary: false,
        });
        self
    }

    /// Says what to write instead.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }

    /// Says what to write instead, if that is known.
    #[must_use]
    pub fn help_if(self, text: Option<impl Into<String>>) -> Self {
        match text {
            Some(text) => self.help(text),
            None => self,
        }
    }

    /// Explains the rule.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Where the mistake is.
    pub fn place(&self) -> &Place {
        &self.labels[0].place
    }

    /// The diagnostic as the compiler would show it.
    pub fn render(&self, colour: bool) -> String {
        render::render(self, colour)
    }
}

/// How many findings there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Errors, misfits of samples included.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
}

/// All findings, by file, position and code.
#[derive(Clone, Debug, Default)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// The findings; in their stable order once [`crate::load`] has returned.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// Whether anything is wrong, samples included.
    pub fn has_errors(&self) -> bool {
        self.counts().errors > 0
    }

    /// Whether the schema itself is wrong, so that there is no model. Samples that do not fit are
    /// errors too, but leave the model usable.
    pub fn has_schema_errors(&self) -> bool {
        let mut errors = self.diagnostics.iter();
        errors.any(|d| d.severity == Severity::Error && d.code.area() != Area::Samples)
    }

    /// How many findings there are.
    pub fn counts(&self) -> Counts {
        let errors = self.diagnostics.iter();
        let errors = errors.filter(|d| d.severity == Severity::Error).count();
        Counts {
            errors,
            warnings: self.diagnostics.len() - errors,
        }
    }

    /// All findings as the compiler would show them, one blank line between two.
    pub fn render(&self, colour: bool) -> String {
        let mut out = String::new();
        for diagnostic in &self.diagnostics {
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(&diagnostic.render(colour));
        }
        out
    }

    /// Puts the findings in order and drops what is said twice.
    pub fn finish(&mut self) {
        self.diagnostics
            .sort_by(|a, b| (a.place(), a.code, &a.message).cmp(&(b.place(), b.code, &b.message)));
        self.diagnostics.dedup();
    }
}

/// Where the readers and checks put what they find; shared, so that readers can nest.
///
/// It also remembers what was not understood, so that later steps do not report its consequences.
#[derive(Debug, Default)]
pub(crate) struct Sink {
    diagnostics: RefCell<Vec<Diagnostic>>,
    /// Files with declarations that could not be read.
    lossy: RefCell<Vec<Arc<SourceFile>>>,
    /// Keys that were probably meant by unknown ones, with the path of their file.
    misspelt: RefCell<HashSet<(String, &'static str)>>,
}

impl Sink {
    pub(crate) fn push(&self, diagnostic: Diagnostic) {
        self.diagnostics.borrow_mut().push(diagnostic);
    }

    pub(crate) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics.into_inner()
    }

    /// Remembers that names declared in a file may be unknown.
    pub(crate) fn mark_lossy(&self, file: &Arc<SourceFile>) {
        let mut lossy = self.lossy.borrow_mut();
        if !lossy.iter().any(|other| Arc::ptr_eq(other, file)) {
            lossy.push(Arc::clone(file));
        }
    }

    /// Whether a declaration of the name may have been lost.
    pub(crate) fn may_have_lost(&self, name: &str) -> bool {
        self.lossy
            .borrow()
            .iter()
            .any(|file| file.text().contains(name))
    }

    /// Remembers that a key was probably meant in a file.
    pub(crate) fn mark_misspelt(&self, place: &Place, key: &'static str) {
        let file = place.file.path().to_owned();
        self.misspelt.borrow_mut().insert((file, key));
    }

    /// Whether a key is missing in a file only because it is misspelt.
    pub(crate) fn is_misspelt(&self, place: &Place, key: &'static str) -> bool {
        let file = place.file.path().to_owned();
        self.misspelt.borrow().contains(&(file, key))
    }
}
