//! Options, lists and maps of what is selected.

use std::collections::BTreeMap;

use restli_wire::{Item, Mask};
use serde::de::{DeserializeOwned, MapAccess};

use super::{Member, Selected, SelectedFrom, Undecorated};
use crate::error::DecorationError;
use crate::record::FieldValue;
use crate::types::ById;

/// May be absent.
impl<T: Selected> Selected for Option<T> {
    type Slot = T::Slot;
    type Entity = T::Entity;

    fn item() -> Item {
        T::item()
    }

    fn read<'de, A: MapAccess<'de>>(
        slot: &mut T::Slot,
        value: FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        T::read(slot, value)
    }

    fn finish(slot: T::Slot) -> Option<Self> {
        Some(T::finish(slot))
    }

    fn from_resolved(
        entity: Option<T::Entity>,
        error: Option<Box<DecorationError>>,
    ) -> Result<Self, Option<Box<DecorationError>>> {
        Ok(T::from_resolved(entity, error).ok())
    }
}

impl<E, T: SelectedFrom<E>> SelectedFrom<E> for Option<T> {}

/// The entity behind a URN, or why it did not come.
impl<T: Selected> Selected for Result<T, DecorationError> {
    type Slot = T::Slot;
    type Entity = T::Entity;

    fn item() -> Item {
        T::item()
    }

    fn read<'de, A: MapAccess<'de>>(
        slot: &mut T::Slot,
        value: FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        T::read(slot, value)
    }

    fn finish(slot: T::Slot) -> Option<Self> {
        T::finish(slot).map(Ok)
    }

    fn from_resolved(
        entity: Option<T::Entity>,
        error: Option<Box<DecorationError>>,
    ) -> Result<Self, Option<Box<DecorationError>>> {
        match (entity, error) {
            (None, Some(error)) => Ok(Err(*error)),
            (entity, error) => T::from_resolved(entity, error).map(Ok),
        }
    }
}

impl<E, T: SelectedFrom<E>> SelectedFrom<E> for Result<T, DecorationError> {}

impl<T: Selected + DeserializeOwned> Member for Vec<T> {
    fn item() -> Item {
        each(T::item())
    }
}

impl<E, T: SelectedFrom<E> + DeserializeOwned> SelectedFrom<Vec<E>> for Vec<T> {}

impl<K: Ord + DeserializeOwned, T: Selected + DeserializeOwned> Member for BTreeMap<K, T> {
    fn item() -> Item {
        each(T::item())
    }
}

impl<K, E, T> SelectedFrom<BTreeMap<K, E>> for BTreeMap<K, T>
where
    K: Ord + DeserializeOwned,
    T: SelectedFrom<E> + DeserializeOwned,
{
}

impl<T: Selected + DeserializeOwned> Member for ById<T> {
    fn item() -> Item {
        each(T::item())
    }
}

impl<E, T: SelectedFrom<E> + DeserializeOwned> SelectedFrom<ById<E>> for ById<T> {}

impl<T: Undecorated<C>, C> Undecorated<C> for Option<T> {}
impl<T: Undecorated<C>, C> Undecorated<C> for Result<T, DecorationError> {}
impl<T: Undecorated<C>, C> Undecorated<C> for Vec<T> {}
impl<K, T: Undecorated<C>, C> Undecorated<C> for BTreeMap<K, T> {}
impl<T: Undecorated<C>, C> Undecorated<C> for ById<T> {}

/// What is asked of each item, asked of the list or map.
fn each(item: Item) -> Item {
    match item.within {
        Some(mask) => Item {
            each: Some(mask),
            ..Item::default()
        },
        None if item.selected => item,
        // A list of lists: the mask of the outer one begins with the wildcard of the inner one.
        None => Item {
            each: Some(Mask::new().item("*", item)),
            ..Item::default()
        },
    }
}
