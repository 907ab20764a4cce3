//! What a reader takes for a field that did not come.
//!
//! A default is the reader's business and never sent, so records keep a field absent until a caller asks for
//! the defaults.

use std::collections::BTreeMap;

use super::ById;
use crate::answer::Collection;
use crate::record::{Decorated, DecoratedList};

/// A value with fields, at any depth, that have defaults.
pub trait Defaults: Sized {
    /// Puts the defaults of the schema in the place of absent fields, here and in everything below.
    fn fill_defaults(&mut self);

    /// The same value with its defaults filled in.
    #[must_use]
    fn with_defaults(mut self) -> Self {
        self.fill_defaults();
        self
    }
}

/// Fills in the defaults of a value; what generated code calls for each field that has some below.
pub fn fill_defaults<T: Defaults>(value: &mut T) {
    value.fill_defaults();
}

/// An absent value stays absent: its own default is the business of the record that holds it.
impl<T: Defaults> Defaults for Option<T> {
    fn fill_defaults(&mut self) {
        if let Some(value) = self {
            value.fill_defaults();
        }
    }
}

impl<T: Defaults> Defaults for Box<T> {
    fn fill_defaults(&mut self) {
        (**self).fill_defaults();
    }
}

impl<T: Defaults> Defaults for Vec<T> {
    fn fill_defaults(&mut self) {
        self.iter_mut().for_each(T::fill_defaults);
    }
}

impl<K, T: Defaults> Defaults for BTreeMap<K, T> {
    fn fill_defaults(&mut self) {
        self.values_mut().for_each(T::fill_defaults);
    }
}

impl<T: Defaults> Defaults for ById<T> {
    fn fill_defaults(&mut self) {
        self.each_mut(T::fill_defaults);
    }
}

/// The entity behind the URN.
impl<T: Defaults, U> Defaults for Decorated<T, U> {
    fn fill_defaults(&mut self) {
        if let Some(entity) = self.resolved_mut() {
            entity.fill_defaults();
        }
    }
}

/// The entities behind the URNs.
impl<T: Defaults, U> Defaults for DecoratedList<T, U> {
    fn fill_defaults(&mut self) {
        self.each_resolved_mut(T::fill_defaults);
    }
}

/// The elements.
impl<T: Defaults, M> Defaults for Collection<T, M> {
    fn fill_defaults(&mut self) {
        self.elements.fill_defaults();
    }
}
