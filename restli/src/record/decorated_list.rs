//! A list of URNs that the server may have resolved.
//!
//! Services answer in several shapes: entities in the order of the URNs, entities by URN, or entities in place.
//! Callers ask for the URN, the entity and the error of an item and need not know which shape came; it is kept
//! so that what was read can be written back.

use std::fmt;

use serde::de::MapAccess;
use serde::ser::{Serialize, SerializeMap};

use super::decorated::shown;
use super::keyed::{Errors, Keyed};
use super::standing::Standing;
use super::{Part, Resolve};
use crate::error::{DecorationError, JsonResult};
use crate::types::{Urn, UrnSet};

/// A field that holds a list of URNs, the entities behind them, or the reasons why those did not come.
///
/// ```
/// # fn show(authors: &restli::DecoratedList<restli::ErrorResponse>) {
/// for author in authors {
///     match (author.urn(), author.resolved(), author.error()) {
///         (Some(urn), Some(author), _) => println!("{urn}: {author}"),
///         (Some(urn), None, Some(error)) => println!("{urn}: {error}"),
///         _ => {}
///     }
/// }
/// # }
/// ```
#[derive(Clone, PartialEq)]
pub struct DecoratedList<T, U = Urn> {
    items: Option<Vec<Option<Standing<T, U>>>>,
    resolved: Option<Keyed<Box<T>, U>>,
    errors: Option<Errors<U>>,
}

/// An item of a [`DecoratedList`]: a URN, the entity behind it, or the reason why that did not come.
pub struct DecoratedItem<'a, T, U = Urn> {
    urn: Option<&'a U>,
    resolved: Option<&'a T>,
    error: Option<&'a DecorationError>,
}

/// What there is of it, and nothing else.
impl<T: fmt::Debug, U: fmt::Debug> fmt::Debug for DecoratedItem<'_, T, U> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        shown(out, self.urn, self.resolved, self.error)
    }
}

impl<T, U> Clone for DecoratedItem<'_, T, U> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, U> Copy for DecoratedItem<'_, T, U> {}

impl<'a, T, U> DecoratedItem<'a, T, U> {
    /// The URN. A projection can leave it out, and then only an answer by URN has it.
    pub fn urn(&self) -> Option<&'a U> {
        self.urn
    }

    /// The entity, if the call asked for it and it could be resolved.
    pub fn resolved(&self) -> Option<&'a T> {
        self.resolved
    }

    /// Why the entity could not be resolved; the call itself has succeeded nevertheless.
    pub fn error(&self) -> Option<&'a DecorationError> {
        self.error
    }
}

impl<T, U> Default for DecoratedList<T, U> {
    fn default() -> Self {
        Self {
            items: None,
            resolved: None,
            errors: None,
        }
    }
}

impl<T, U> DecoratedList<T, U> {
    /// A field that holds only URNs, as it is sent.
    pub fn new(urns: impl IntoIterator<Item = impl Into<U>>) -> Self {
        let urns = urns.into_iter().map(|urn| Some(Standing::Urn(urn.into())));
        Self {
            items: Some(urns.collect()),
            ..Self::default()
        }
    }

    /// The same list with the entities as something else, or without them.
    pub(crate) fn filter_map<S>(
        self,
        mut entity: impl FnMut(T) -> Option<S>,
    ) -> DecoratedList<S, U> {
        // What is left out keeps its place, by which the others are known.
        let items = self.items.map(|items| {
            let items = items.into_iter();
            items
                .map(|item| item.and_then(|item| item.filter_map(&mut entity)))
                .collect()
        });
        let resolved = self.resolved;
        DecoratedList {
            items,
            resolved: resolved.map(|keyed| keyed.filter_map(|value| entity(*value).map(Box::new))),
            errors: self.errors,
        }
    }

    pub(crate) fn each_resolved_mut(&mut self, mut change: impl FnMut(&mut T)) {
        for item in self.items.iter_mut().flatten().flatten() {
            if let Standing::Entity(placed) = item {
                change(&mut placed.entity);
            }
        }
        if let Some(entities) = &mut self.resolved {
            entities.each_mut(|entity| change(entity));
        }
    }
}

impl<T, U: UrnSet> DecoratedList<T, U> {
    /// The items, in the order of the URNs. What came for other URNs stands at the end.
    pub fn iter(&self) -> impl Iterator<Item = DecoratedItem<'_, T, U>> {
        let len = self.items.as_ref().map_or(0, Vec::len);
        let len = len.max(self.resolved.as_ref().map_or(0, Keyed::ordered));
        let len = len.max(self.each_error().map_or(0, Keyed::ordered));
        let named = (0..len).map(|at| self.item(at, self.urn(at)));
        named.chain(
            self.others()
                .into_iter()
                .map(move |urn| self.item(len, Some(urn))),
        )
    }

    /// The URNs, in order.
    pub fn urns(&self) -> impl Iterator<Item = &U> {
        self.iter().filter_map(|item| item.urn)
    }

    /// The entities that came, in the order of their URNs.
    pub fn resolved(&self) -> impl Iterator<Item = &T> {
        self.iter().filter_map(|item| item.resolved)
    }

    /// The item of a URN.
    pub fn get(&self, urn: &U) -> Option<DecoratedItem<'_, T, U>> {
        self.iter()
            .find(|item| item.urn.is_some_and(|own| own.as_str() == urn.as_str()))
    }

    /// How many items there are.
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// Whether there is no item.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// Why nothing of the list could be resolved, where the server says it once for all.
    pub fn error(&self) -> Option<&DecorationError> {
        match &self.errors {
            Some(Errors::All(error)) => Some(error),
            _ => None,
        }
    }

    /// The URNs alone.
    pub fn into_urns(self) -> Vec<U>
    where
        U: Clone,
    {
        self.urns().cloned().collect()
    }

    fn each_error(&self) -> Option<&Keyed<DecorationError, U>> {
        match &self.errors {
            Some(Errors::Each(errors)) => Some(errors),
            _ => None,
        }
    }

    fn urn(&self, at: usize) -> Option<&U> {
        match self.items.as_ref()?.get(at)?.as_ref()? {
            Standing::Urn(urn) => Some(urn),
            Standing::Entity(placed) => placed.urn.as_ref(),
        }
    }

    fn item<'a>(&'a self, at: usize, urn: Option<&'a U>) -> DecoratedItem<'a, T, U> {
        let beside = self
            .resolved
            .as_ref()
            .and_then(|entities| entities.get(at, urn));
        let placed = match self.items.as_ref().and_then(|items| items.get(at)) {
            Some(Some(Standing::Entity(placed))) => Some(&placed.entity),
            _ => None,
        };
        let resolved = beside.or(placed).map(|entity| &**entity);
        let error = match self.each_error() {
            Some(errors) => errors.get(at, urn),
            None => self.error().filter(|_| resolved.is_none()),
        };
        DecoratedItem {
            urn,
            resolved,
            error,
        }
    }

    /// The URNs for which something came although they are not among the URNs.
    fn others(&self) -> Vec<&U> {
        let mut others: Vec<&U> = Vec::new();
        let resolved = self.resolved.iter().flat_map(Keyed::urns);
        let errors = self.each_error().into_iter().flat_map(Keyed::urns);
        for (at, urn) in resolved.chain(errors) {
            let same = |own: &U| own.as_str() == urn.as_str();
            let count = self.items.as_ref().map_or(0, Vec::len);
            // Mostly both are in the same order.
            let is_listed = self.urn(at).is_some_and(same)
                || (0..count).any(|at| self.urn(at).is_some_and(same));
            if !is_listed && !others.iter().any(|own| same(own)) {
                others.push(urn);
            }
        }
        others
    }
}

impl<T: Resolve, U: UrnSet> DecoratedList<T, U> {
    /// Reads one of the three members, whichever it is, into what was read of the field before.
    pub(super) fn read_part<'de, A: MapAccess<'de>>(
        field: &mut Option<Self>,
        part: Part,
        map: &mut A,
    ) -> Result<JsonResult<()>, A::Error> {
        match part {
            Part::Plain => {
                if let Some(items) = map.next_value()? {
                    field.get_or_insert_default().items = Some(items);
                }
            }
            Part::Resolved => {
                if let Some(entities) = map.next_value()? {
                    field.get_or_insert_default().resolved = Some(entities);
                }
            }
            Part::Failed => {
                if let Some(errors) = map.next_value()? {
                    field.get_or_insert_default().errors = Some(errors);
                }
                return Ok(Ok(()));
            }
        }
        Ok(field.as_mut().map_or(Ok(()), Self::tell_urns))
    }

    /// Tells entities that came in order what their URNs are; entities by URN knew when they were read.
    fn tell_urns(&mut self) -> JsonResult<()> {
        let Some(Keyed::InOrder(mut entities)) = self.resolved.take_if(|keyed| keyed.ordered() > 0)
        else {
            return Ok(());
        };
        for (at, slot) in entities.iter_mut().enumerate() {
            if let Some(urn) = self.urn(at) {
                let entity = slot.take().map(|entity| T::urn_known(entity, urn.as_str()));
                *slot = entity.transpose()?;
            }
        }
        self.resolved = Some(Keyed::InOrder(entities));
        Ok(())
    }
}

impl<T: Serialize, U: Serialize> DecoratedList<T, U> {
    pub(super) fn write_parts<M: SerializeMap>(
        &self,
        name: &'static str,
        map: &mut M,
    ) -> Result<(), M::Error> {
        if let Some(items) = &self.items {
            map.serialize_entry(name, items)?;
        }
        if let Some(entities) = &self.resolved {
            map.serialize_entry(&format_args!("{name}~"), entities)?;
        }
        if let Some(errors) = &self.errors {
            map.serialize_entry(&format_args!("{name}!"), errors)?;
        }
        Ok(())
    }
}

impl<'a, T, U: UrnSet> IntoIterator for &'a DecoratedList<T, U> {
    type Item = DecoratedItem<'a, T, U>;
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter().collect::<Vec<_>>().into_iter()
    }
}

/// The items.
impl<T: fmt::Debug, U: UrnSet + fmt::Debug> fmt::Debug for DecoratedList<T, U> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_list().entries(self.iter()).finish()
    }
}
