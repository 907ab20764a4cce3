//! Where readers and checks put what they find.
//!
//! Shared rather than handed back, so that readers can nest; it also remembers what was not
//! understood, so that later steps do not report its consequences.

use std::cell::RefCell;
use std::collections::HashSet;
use std::sync::Arc;

use crate::diagnostics::{Code, Diagnostic};
use crate::source::{Place, SourceFile};

/// A warning that somebody has looked at and found right.
#[derive(Clone, Debug)]
pub(crate) struct Allow {
    /// The warning.
    pub(crate) code: Code,
    /// Where it is silenced.
    pub(crate) place: Place,
    /// The item that is meant, with all that it holds.
    pub(crate) within: Place,
}

impl Allow {
    /// Whether the item that is meant has this place.
    pub(crate) fn covers(&self, place: &Place) -> bool {
        Arc::ptr_eq(&self.within.file, &place.file)
            && self.within.span.start <= place.span.start
            && place.span.start < self.within.span.end
    }
}

/// Takes findings, in any order.
#[derive(Debug, Default)]
pub(crate) struct Sink {
    diagnostics: RefCell<Vec<Diagnostic>>,
    /// Files with declarations that could not be read.
    lossy: RefCell<Vec<Arc<SourceFile>>>,
    /// Keys that were probably meant by unknown ones, with the path of their file.
    misspelt: RefCell<HashSet<(String, &'static str)>>,
    /// Warnings that are silenced.
    allows: RefCell<Vec<Allow>>,
}

impl Sink {
    pub(crate) fn push(&self, diagnostic: Diagnostic) {
        self.diagnostics.borrow_mut().push(diagnostic);
    }

    /// Takes what another one was told.
    pub(crate) fn absorb(&self, other: Sink) {
        self.diagnostics
            .borrow_mut()
            .extend(other.diagnostics.into_inner());
        self.lossy.borrow_mut().extend(other.lossy.into_inner());
        self.misspelt
            .borrow_mut()
            .extend(other.misspelt.into_inner());
        self.allows.borrow_mut().extend(other.allows.into_inner());
    }

    pub(crate) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics.into_inner()
    }

    /// Remembers that a warning is silenced.
    pub(crate) fn allow(&self, allow: Allow) {
        self.allows.borrow_mut().push(allow);
    }

    /// The warnings that are silenced.
    pub(crate) fn take_allows(&self) -> Vec<Allow> {
        self.allows.take()
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
