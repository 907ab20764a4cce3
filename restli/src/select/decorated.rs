//! URNs that the server may resolve, as types of fields.

use restli_wire::{Item, Resolution};
use serde::de::{DeserializeOwned, MapAccess};

use super::leaves::whole;
use super::{Member, Resolving, ResolvingEach, Selected, SelectedFrom};
use crate::error::DecorationError;
use crate::record::{Decorated, DecoratedList, FieldValue};
use crate::types::{AnyKind, Urn, UrnExpectation, UrnKind, UrnSet};

/// A field of an entity that can be resolved.
#[diagnostic::on_unimplemented(
    message = "a field of type `{Self}` cannot be resolved",
    label = "not a URN that the service resolves",
    note = "only fields that the entity has as `Decorated<…>` hold a URN that can be resolved",
    note = "a list of URNs is resolved by a field of type `DecoratedList<…>`"
)]
pub trait Resolvable {
    /// What it is resolved to.
    type Entity;
}

impl<E, U> Resolvable for Decorated<E, U> {
    type Entity = E;
}

/// What is asked of an entity, as resolutions of the field with its URN.
pub(super) fn resolutions(entity: Item) -> Vec<Resolution> {
    match entity.resolutions.is_empty() {
        // Of an entity as a whole the service chooses the fields.
        true => vec![Resolution {
            mask: entity.within,
            ..Resolution::default()
        }],
        false => entity.resolutions,
    }
}

/// The URN and what it is resolved to. It asks for both.
impl<T: Member, U: UrnSet> Selected for Decorated<T, U> {
    type Slot = Resolving<T, U>;
    type Entity = T;

    fn item() -> Item {
        Item {
            resolutions: resolutions(T::item()),
            ..whole()
        }
    }

    fn read<'de, A: MapAccess<'de>>(
        slot: &mut Self::Slot,
        value: FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        slot.read(value)
    }

    fn finish(slot: Self::Slot) -> Option<Self> {
        slot.into_decorated()
    }

    fn from_resolved(
        entity: Option<T>,
        error: Option<Box<DecorationError>>,
    ) -> Result<Self, Option<Box<DecorationError>>> {
        Ok(Decorated::of_resolved(entity, error))
    }
}

impl<E, U, T, V> SelectedFrom<Decorated<E, U>> for Decorated<T, V>
where
    T: SelectedFrom<E> + Member,
    V: SelectedFrom<U> + UrnSet,
{
}

/// The URNs of a list and what each is resolved to. It asks for both.
impl<T: Member, U: UrnSet> Selected for DecoratedList<T, U> {
    type Slot = ResolvingEach<T, U>;
    type Entity = T;

    fn item() -> Item {
        let resolutions = resolutions(T::item()).into_iter();
        Item {
            resolutions: resolutions.map(Resolution::for_each).collect(),
            ..whole()
        }
    }

    fn read<'de, A: MapAccess<'de>>(
        slot: &mut Self::Slot,
        value: FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        slot.read(value)
    }

    fn finish(slot: Self::Slot) -> Option<Self> {
        slot.into_list()
    }

    fn from_resolved(
        _: Option<T>,
        error: Option<Box<DecorationError>>,
    ) -> Result<Self, Option<Box<DecorationError>>> {
        Err(error)
    }
}

impl<E, U, T, V> SelectedFrom<DecoratedList<E, U>> for DecoratedList<T, V>
where
    T: SelectedFrom<E> + Member,
    V: SelectedFrom<U> + UrnSet,
{
}

/// The URNs of a list alone.
impl<E, U, V: SelectedFrom<U> + DeserializeOwned> SelectedFrom<DecoratedList<E, U>> for Vec<V> {}

/// A URN of a kind as one of any.
impl<K: UrnKind> SelectedFrom<Urn<K>> for Urn<AnyKind> {}

/// The URN alone.
impl<E, U, K: UrnExpectation> SelectedFrom<Decorated<E, U>> for Urn<K> where Urn<K>: SelectedFrom<U> {}
