//! What a projection asks for, put together field by field.
//!
//! Names on the wire are known to the generated builders alone. A derive calls the builder's function of a
//! field, and what that asks for tells the name.

use std::marker::PhantomData;

use restli_wire::{Item, Mask, Resolution};

use super::decorated::resolutions;
use super::{Projectable, Resolvable, SelectedFrom};
use crate::projection::{Kinds, ProjectionBuilder};

/// What has been asked of an entity `R` so far.
#[derive(Debug)]
pub struct Ask<R> {
    asked: Asked,
    entity: PhantomData<fn() -> R>,
}

/// What a projection asks for.
#[derive(Debug, Default)]
pub struct Asked {
    pub(super) item: Item,
    /// What each field is called on the wire, or each kind of URN.
    pub(super) names: Vec<String>,
}

impl<R> Ask<R> {
    pub(super) fn new() -> Self {
        Self {
            asked: Asked::default(),
            entity: PhantomData,
        }
    }

    pub(super) fn into_asked(self) -> Asked {
        self.asked
    }

    fn add(mut self, name: String, item: Item) -> Self {
        let mask = self.asked.item.within.take().unwrap_or_default();
        self.asked.item.within = Some(mask.item(name.as_str(), item));
        self.asked.names.push(name);
        self
    }

    /// Names a field: shows it in an entity, and asks for it in a builder.
    #[must_use]
    pub fn field<P: RecordEntity, E>(
        self,
        field: impl for<'a> FnOnce(&'a P, P::Builder) -> (&'a Option<E>, P::Builder),
    ) -> AskedFor<R, E> {
        let entity = P::default();
        let (_, builder) = field(&entity, P::Builder::default());
        let mask = builder.into_mask();
        AskedFor::new(self, only(mask).map(Branch::Member))
    }

    /// Names a member of a union: takes it out, and asks for it in a builder.
    #[must_use]
    pub fn member<P: UnionEntity, E>(
        self,
        _: impl FnOnce(P) -> Option<E>,
        member: impl FnOnce(Option<E>, P::Builder) -> P::Builder,
    ) -> AskedFor<R, E> {
        let branch = member(None, P::Builder::default()).branch();
        AskedFor::new(self, branch)
    }
}

/// An entity with fields.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a record of the schema that can be projected",
    label = "not a record that can be projected",
    note = "a projection of a record is a struct, that of a union an enum"
)]
pub trait RecordEntity: Projectable<Builder: ProjectionBuilder> + Default {}

impl<R: Projectable<Builder: ProjectionBuilder> + Default> RecordEntity for R {}

/// An entity with members of which it has one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a union of the schema that can be projected",
    label = "not a union that can be projected",
    note = "a projection of a union is an enum, that of a record a struct"
)]
pub trait UnionEntity: Projectable<Builder: Branches> {}

impl<R: Projectable<Builder: Branches>> UnionEntity for R {}

/// A field or member that has been named. Its type in the entity is settled before the type in the projection
/// is compared with it, so that a wrong one is reported as that.
#[derive(Debug)]
pub struct AskedFor<R, E> {
    ask: Ask<R>,
    branch: Option<Branch>,
    value: PhantomData<fn() -> E>,
}

impl<R, E> AskedFor<R, E> {
    fn new(ask: Ask<R>, branch: Option<Branch>) -> Self {
        Self {
            ask,
            branch,
            value: PhantomData,
        }
    }

    /// Asks for as much of it as `T` holds.
    #[must_use]
    pub fn held_by<T: SelectedFrom<E>>(self) -> Ask<R> {
        let mut ask = self.ask;
        match self.branch {
            Some(Branch::Member((name, _))) => ask.add(name, T::item()),
            Some(Branch::Kind(resolution)) => {
                let mask = T::item().within;
                ask.asked.names.extend(resolution.kind.clone());
                let resolution = Resolution { mask, ..resolution };
                ask.asked.item.resolutions.push(resolution);
                ask
            }
            None => ask,
        }
    }
}

/// What stands behind the URN of a field, instead of the URN: `field~(…)`.
pub fn behind<R, E: Resolvable>(asked: AskedFor<R, E>) -> Behind<R, E::Entity> {
    Behind {
        ask: asked.ask,
        field: match asked.branch {
            Some(Branch::Member(field)) => Some(field),
            _ => None,
        },
        entity: PhantomData,
    }
}

/// The entity behind the URN of a field.
#[derive(Debug)]
pub struct Behind<R, E> {
    ask: Ask<R>,
    field: Option<(String, Item)>,
    entity: PhantomData<fn() -> E>,
}

impl<R, E> Behind<R, E> {
    /// Asks for as much of it as `T` holds.
    #[must_use]
    pub fn held_by<T: SelectedFrom<E>>(self) -> Ask<R> {
        let Some((name, asked)) = self.field else {
            return self.ask;
        };
        // Of a variant, the builder says through which kind it goes.
        let through = asked.resolutions.into_iter().next().unwrap_or_default();
        let resolutions = resolutions(T::item());
        // Where the kind of the URN tells what came, the URN has to come too.
        let by_kind = resolutions
            .iter()
            .any(|resolution| resolution.kind.is_some());
        let resolutions = resolutions.into_iter().map(|resolution| {
            let kind = resolution.kind.or_else(|| through.kind.clone());
            let variant = through.variant.clone();
            Resolution {
                kind,
                variant,
                ..resolution
            }
        });
        let item = Item {
            selected: by_kind,
            resolutions: resolutions.collect(),
            ..Item::default()
        };
        self.ask.add(name, item)
    }
}

/// The only item of a mask.
fn only(mask: Mask) -> Option<(String, Item)> {
    let mut items = mask.items();
    let (name, item) = items.next()?;
    Some((name.to_owned(), item.clone()))
}

impl<B: ProjectionBuilder> Branches for B {
    fn branch(self) -> Option<Branch> {
        only(self.into_mask()).map(Branch::Member)
    }
}

/// A builder of the projections of a union, of either sort.
pub trait Branches: Default {
    /// What the one member is called that has been asked for.
    #[doc(hidden)]
    fn branch(self) -> Option<Branch>;
}

/// A member of a union, as a mask names it.
#[derive(Debug)]
pub enum Branch {
    /// By its name, with what is asked of it.
    Member((String, Item)),
    /// By the kind of the URN beside it.
    Kind(Resolution),
}

impl Branch {
    /// The kind of URN that is asked for.
    #[doc(hidden)]
    pub fn of_kinds(kinds: Kinds) -> Option<Self> {
        kinds.into_resolutions().into_iter().next().map(Self::Kind)
    }
}

/// Hands a builder on, from behind the value that it is about.
///
/// `value.beside_builder(builder).name()` is checked after `value`: of a name that does not exist, the
/// compiler reports the missing field alone, which it explains best.
pub trait Beside {
    /// The builder.
    fn beside_builder<B>(&self, builder: B) -> B {
        builder
    }
}

impl<T> Beside for T {}
