//! Where readers and checks put what they find.
//!
//! Shared rather than handed back, so that readers can nest; it also remembers what was not
//! understood, so that later steps do not report its consequences.

use std::cell::RefCell;
use std::collections::HashSet;
use std::sync::Arc;

use crate::diagnostics::Diagnostic;
use crate::source::{Place, SourceFile};

/// Takes findings, in any order.
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
