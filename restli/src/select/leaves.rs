//! Values that are read whole.
//!
//! A mask cannot reach into them, or the user did not want it to. They are most types there are, so a type has
//! to say no more than that it is one.

use restli_wire::Item;
use serde::de::{DeserializeOwned, Deserializer, MapAccess};

use super::{Selected, SelectedFrom, Undecorated};
use crate::error::{DecorationError, JsonResult};
use crate::record::{FieldValue, Record};
use crate::types::{
    Bytes, Decimal, EpochMillis, EpochSeconds, Fixed, Json, RawEntity, Urn, UrnExpectation,
};

/// A type of the schema whose values can be read whole. Records are without saying so.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a type of the schema nor a projection",
    label = "neither a type of the schema nor a projection",
    note = "a projection is a type with `#[derive(Projection)]` and `#[projection(of = …)]`",
    note = "a hand-written type that the schema names has `#[projection(whole)]` in front of its field"
)]
pub trait Leaf: DeserializeOwned {
    /// Reads a field of this type.
    #[doc(hidden)]
    fn read_leaf<'de, A: MapAccess<'de>>(
        field: &mut Option<Self>,
        value: FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        value.read(field)
    }

    /// Whether it is told by the kind of the URN that is resolved to it.
    #[doc(hidden)]
    fn by_kind() -> bool {
        false
    }

    /// Reads it as what a URN of this kind is resolved to; nothing where nothing of that kind was asked for.
    #[doc(hidden)]
    fn of_kind(_kind: &str, entity: RawEntity) -> JsonResult<Option<Self>> {
        entity.read().map(Some)
    }
}

#[diagnostic::do_not_recommend]
impl<R: Record + DeserializeOwned> Leaf for R {}

/// A type of which one member of the JSON holds the whole value: a leaf, a projection, or a list or map of
/// such.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a type of the schema nor a projection",
    label = "neither a type of the schema nor a projection",
    note = "a projection is a type with `#[derive(Projection)]` and `#[projection(of = …)]`",
    note = "a hand-written type that the schema names has `#[projection(whole)]` in front of its field"
)]
pub trait Member: DeserializeOwned {
    /// See [`Selected::item`].
    fn item() -> Item;

    /// Reads the member.
    fn read_member<'de, A: MapAccess<'de>>(
        field: &mut Option<Self>,
        value: FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        value.read(field)
    }

    /// Reads it as what a URN is resolved to. An empty object may be all that is left of a failure, and is
    /// nothing where something must be in it.
    fn read_resolved<'de, D: Deserializer<'de>>(input: D) -> Result<Option<Self>, D::Error> {
        Self::deserialize(input).map(Some)
    }

    /// Whether it is told by the kind of the URN that is resolved to it.
    fn by_kind() -> bool {
        false
    }

    /// Reads it as what a URN of this kind is resolved to; nothing where nothing of that kind was asked for.
    fn of_kind(_kind: &str, entity: RawEntity) -> JsonResult<Option<Self>> {
        entity.read().map(Some)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Leaf> Member for T {
    fn item() -> Item {
        whole()
    }

    fn read_member<'de, A: MapAccess<'de>>(
        field: &mut Option<Self>,
        value: FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        T::read_leaf(field, value)
    }

    fn by_kind() -> bool {
        <T as Leaf>::by_kind()
    }

    fn of_kind(kind: &str, entity: RawEntity) -> JsonResult<Option<Self>> {
        <T as Leaf>::of_kind(kind, entity)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Member> Selected for T {
    type Slot = Option<T>;
    type Entity = T;

    fn item() -> Item {
        <T as Member>::item()
    }

    fn read<'de, A: MapAccess<'de>>(
        slot: &mut Option<T>,
        value: FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        T::read_member(slot, value)
    }

    fn finish(slot: Option<T>) -> Option<T> {
        slot
    }

    fn from_resolved(
        entity: Option<T>,
        error: Option<Box<DecorationError>>,
    ) -> Result<T, Option<Box<DecorationError>>> {
        entity.ok_or(error)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Leaf> SelectedFrom<T> for T {}

/// A record that contains itself is boxed in its entity. A projection has an end, and needs no box.
#[diagnostic::do_not_recommend]
impl<T: Leaf> SelectedFrom<Box<T>> for T {}

#[diagnostic::do_not_recommend]
impl<T: Leaf, C> Undecorated<C> for T {}

/// The whole of a value.
pub(super) fn whole() -> Item {
    Item {
        selected: true,
        ..Item::default()
    }
}

macro_rules! leaves {
    ($($leaf:ty)+) => {$(
        impl Leaf for $leaf {}
    )+};
}

leaves!(bool i32 i64 f32 f64 String Json Bytes Decimal EpochMillis EpochSeconds);

impl<K: UrnExpectation> Leaf for Urn<K> {}

impl<const N: usize> Leaf for Fixed<N> {}
