//! Answers that hold what was asked for, and nothing else.
//!
//! A struct that derives [`Projection`] says with its fields what to ask for, and is what the answer is read
//! as: the mask and the type cannot drift apart. Members that it does not name are skipped, whatever they
//! hold.
//!
//! What the derive expands to is checked by the compiler alone: it takes the fields of the entity and calls
//! the functions of its projection builder by name, in a function that is never run on an answer, and each
//! type that the user wrote has to be [`SelectedFrom`] that of the entity.

mod ask;
mod containers;
mod decorated;
mod leaves;
mod read;
mod resolved;
mod union;
mod whole;

use std::sync::OnceLock;

pub use restli_wire::Item;
use restli_wire::Mask;
use serde::de::{DeserializeOwned, MapAccess};

use crate::answer::{Answer, BatchItem};
use crate::error::DecorationError;
use crate::record::FieldValue;

pub use ask::{Ask, Asked, Beside, Branch, Branches, behind};
pub use decorated::Resolvable;
pub use leaves::{Leaf, Member};
pub use read::{Members, RecordProjection, deserialize, deserialize_resolved, item};
pub use resolved::{Resolving, ResolvingEach, UrnField};
pub use union::{MemberSource, UnionProjection, by_kind, deserialize_union, of_kind, read_union};
pub use whole::Whole;

/// What is read in place of an entity, and says what to ask of it. Derived.
///
/// ```
/// # mod library {
/// #     pub use restli::{self, Projection};
/// #     #[derive(Clone, Default, PartialEq)]
/// #     pub struct Book { pub title: Option<String>, pub pages: Option<i64> }
/// #     impl restli::Record for Book {
/// #         const NAME: &'static str = "Book";
/// #         fn decode<'de, A: restli::MapAccess<'de>>(
/// #             &mut self, name: &str, value: restli::FieldValue<'_, A>,
/// #         ) -> Result<(), A::Error> {
/// #             match name {
/// #                 "title" => value.read(&mut self.title),
/// #                 "pages" => value.read(&mut self.pages),
/// #                 _ => value.skip(),
/// #             }
/// #         }
/// #         fn encode<M: restli::SerializeMap>(
/// #             &self, _: &mut restli::Fields<'_, M>,
/// #         ) -> Result<(), M::Error> { Ok(()) }
/// #     }
/// #     restli::record!(Book);
/// #     #[derive(Clone, Debug, Default)]
/// #     pub struct BookProjection(restli::Mask);
/// #     impl BookProjection {
/// #         pub fn title(self) -> Self { Self(self.0.field("title")) }
/// #         pub fn pages(self) -> Self { Self(self.0.field("pages")) }
/// #     }
/// #     restli::projection!(Book => BookProjection);
/// # }
/// #[derive(library::Projection)]
/// #[projection(of = library::Book)]
/// struct Card {
///     title: String,      // an error with its path where the answer lacks it
///     pages: Option<i64>, // may be absent
/// }
///
/// use library::Projection;
/// assert_eq!(Card::mask().to_fields().unwrap(), "title,pages");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a projection",
    label = "says nothing about what to ask for",
    note = "a projection is a type with `#[derive(Projection)]` and `#[projection(of = …)]`, the entity it is read from"
)]
pub trait Projection:
    SelectedFrom<<Self as Projection>::Of> + Answer + BatchItem + DeserializeOwned
{
    /// The entity, a record or union of the schema.
    type Of: Projectable;

    /// Asks for each field, in order.
    #[doc(hidden)]
    fn ask(ask: Ask<Self::Of>) -> Ask<Self::Of>;

    /// Where the derive keeps what was asked for. That depends on the fields alone and not on parameters of
    /// the type, so that they may share it.
    #[doc(hidden)]
    fn asked() -> &'static OnceLock<Asked>;

    /// What is asked of an entity. Printed by [`Mask::to_projection`] and [`Mask::to_fields`].
    fn mask() -> Mask {
        item::<Self>().within.unwrap_or_default()
    }
}

/// An entity that projections can be made of. Implemented by [`projection!`](crate::projection!) and
/// [`kinds_projection!`](crate::kinds_projection!).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an entity that can be projected",
    label = "no call asks for parts of it",
    note = "projections are made of the records and unions that calls answer"
)]
pub trait Projectable {
    /// The builder of its projections.
    type Builder: Default;
}

/// A type that a field of a projection can have.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a type of the schema nor a projection",
    label = "neither a type of the schema nor a projection",
    note = "a projection is a type with `#[derive(Projection)]` and `#[projection(of = …)]`",
    note = "a hand-written type that the schema names has `#[projection(whole)]` in front of its field"
)]
pub trait Selected: Sized {
    /// What is known of the value while the record around it is read.
    #[doc(hidden)]
    type Slot: Default;

    /// What stands behind a URN that is resolved to this type: itself, or what is in its option.
    #[doc(hidden)]
    type Entity: Member;

    /// What is asked of the value.
    #[doc(hidden)]
    fn item() -> Item;

    /// Reads a member of the field.
    #[doc(hidden)]
    fn read<'de, A: MapAccess<'de>>(
        slot: &mut Self::Slot,
        value: FieldValue<'_, A>,
    ) -> Result<(), A::Error>;

    /// The value, or its absence; nothing where it is absent and must not be.
    #[doc(hidden)]
    fn finish(slot: Self::Slot) -> Option<Self>;

    /// The value from what a URN was resolved to; the error where there is none and must be one.
    #[doc(hidden)]
    fn from_resolved(
        entity: Option<Self::Entity>,
        error: Option<Box<DecorationError>>,
    ) -> Result<Self, Option<Box<DecorationError>>>;
}

/// A type that a field of a projection can have, where the entity has a value of type `E`.
///
/// The type `E` itself, a projection of `E`, and lists, maps, options and [`Decorated`](crate::Decorated) of
/// either.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot hold what the entity has as `{E}`",
    label = "the entity has a `{E}` here",
    note = "a field of a projection has the type of the entity's field, or that of a projection of it:\n\
            a struct with `#[derive(Projection)]` and `#[projection(of = …)]`",
    note = "`Option<…>` is for what may be absent; lists and maps stay lists and maps"
)]
pub trait SelectedFrom<E>: Selected {}

/// A type that resolves no URN, at any depth.
///
/// It is a trait, so that `cargo check` and editors tell where `select` refuses a projection. The parameter has
/// no meaning but one: a derive can state what its fields have to be without stating whether they are.
#[diagnostic::on_unimplemented(
    message = "`{Self}` resolves URNs (`~`), and this call cannot do that",
    label = "this call cannot resolve URNs",
    note = "fields with `#[projection(resolves = …)]` and fields of type `Decorated<…>` and `DecoratedList<…>` resolve some, here or in a projection within"
)]
pub trait Undecorated<Call> {}
