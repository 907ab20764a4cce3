//! Projections as generated builders put them together.
//!
//! A builder has one method per field and each method is one call of a function here, so that builders stay
//! a list of names.

mod builders;
mod envelope;
mod lists;
mod parts;

use restli_wire::{Mask, Resolution};

pub use envelope::{CollectionProjection, PagingProjection};
pub use lists::{
    resolved_each, resolved_each_kinds, resolved_each_with, variant_each, variant_each_with,
};
pub use parts::{each_inner, key, key_with};

/// A builder of the projection of one type.
pub trait ProjectionBuilder: Default {
    /// A builder that continues a mask.
    fn from_mask(mask: Mask) -> Self;

    /// The mask that was built.
    fn into_mask(self) -> Mask;
}

/// A builder of the projections of a decorated field with URNs of several kinds.
pub trait KindsBuilder: Default {
    /// What was asked for, by kind.
    fn into_kinds(self) -> Kinds;
}

/// What is asked for of the entities of a decorated field, by kind of URN.
#[derive(Clone, Debug, Default)]
pub struct Kinds(Vec<Resolution>);

impl Kinds {
    /// A resolution for each kind.
    pub(crate) fn into_resolutions(self) -> Vec<Resolution> {
        self.0
    }
}

fn build<P: ProjectionBuilder>(fields: impl FnOnce(P) -> P) -> Mask {
    fields(P::default()).into_mask()
}

/// Fields of a record: `name(…)`.
pub fn within<P: ProjectionBuilder>(mask: Mask, name: &str, fields: impl FnOnce(P) -> P) -> Mask {
    mask.within(name, build(fields))
}

/// Fields of each element of a list or map: `name*(…)`.
pub fn each<P: ProjectionBuilder>(mask: Mask, name: &str, fields: impl FnOnce(P) -> P) -> Mask {
    mask.each(name, build(fields))
}

/// The entity behind a URN, with its default fields: `name~`.
pub fn resolved(mask: Mask, name: &str) -> Mask {
    mask.resolve(name, Resolution::new())
}

/// Fields of the entity behind a URN: `name~(…)`.
pub fn resolved_with<P: ProjectionBuilder>(
    mask: Mask,
    name: &str,
    fields: impl FnOnce(P) -> P,
) -> Mask {
    mask.resolve(name, Resolution::new().with(build(fields)))
}

/// A variant of the entity behind a URN, with its default fields: `name~kind:variant`.
pub fn variant(mask: Mask, name: &str, kind: &str, variant: &str) -> Mask {
    mask.resolve(name, Resolution::new().of_kind(kind).through(variant))
}

/// Fields of a variant of the entity behind a URN: `name~kind:variant(…)`.
pub fn variant_with<P: ProjectionBuilder>(
    mask: Mask,
    name: &str,
    kind: &str,
    variant: &str,
    fields: impl FnOnce(P) -> P,
) -> Mask {
    let resolution = Resolution::new().of_kind(kind).through(variant);
    mask.resolve(name, resolution.with(build(fields)))
}

/// The entity behind a URN, by kind: `name~one(…)~other(…)`.
pub fn resolved_kinds<P: KindsBuilder>(mask: Mask, name: &str, kinds: impl FnOnce(P) -> P) -> Mask {
    kinds(P::default())
        .into_kinds()
        .into_resolutions()
        .into_iter()
        .fold(mask, |mask, resolution| mask.resolve(name, resolution))
}

/// One kind of URN, with the default fields of its entity: `~kind`.
pub fn kind(mut kinds: Kinds, kind: &str) -> Kinds {
    kinds.0.push(Resolution::new().of_kind(kind));
    kinds
}

/// One kind of URN, with fields of its entity: `~kind(…)`.
pub fn kind_with<P: ProjectionBuilder>(
    mut kinds: Kinds,
    kind: &str,
    fields: impl FnOnce(P) -> P,
) -> Kinds {
    let resolution = Resolution::new().of_kind(kind);
    kinds.0.push(resolution.with(build(fields)));
    kinds
}

/// Every field of the entity, whatever its kind: `~(*)`.
pub fn every_kind(mut kinds: Kinds) -> Kinds {
    kinds.0.push(Resolution::new().with(Mask::new().all()));
    kinds
}

/// Everything that is asked for, except what the builder selects.
pub fn without<P: ProjectionBuilder>(projection: P, fields: impl FnOnce(P) -> P) -> P {
    let left_out = parts::negated(&build(fields));
    P::from_mask(projection.into_mask().merge(left_out))
}

/// A part of each array that the builder selects.
pub fn slice<P: ProjectionBuilder>(
    projection: P,
    start: u64,
    count: Option<u64>,
    fields: impl FnOnce(P) -> P,
) -> P {
    let arrays = parts::ranged(&build(fields), start, count);
    P::from_mask(projection.into_mask().merge(arrays))
}
