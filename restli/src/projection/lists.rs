//! Projections of decorated lists: `name*~…`, every URN of a list resolved.
//!
//! They mirror those of a single URN, from which only the `*` tells them apart.

use restli_wire::{Mask, Resolution};

use super::{Kinds, KindsBuilder, ProjectionBuilder, build};

/// The entities behind the URNs of a list, with their default fields: `name*~`.
pub fn resolved_each(mask: Mask, name: &str) -> Mask {
    mask.resolve(name, Resolution::new().for_each())
}

/// Fields of the entities behind the URNs of a list: `name*~(…)`.
pub fn resolved_each_with<P: ProjectionBuilder>(
    mask: Mask,
    name: &str,
    fields: impl FnOnce(P) -> P,
) -> Mask {
    let resolution = Resolution::new().for_each();
    mask.resolve(name, resolution.with(build(fields)))
}

/// A variant of the entities behind the URNs of a list: `name*~kind:variant`.
pub fn variant_each(mask: Mask, name: &str, kind: &str, variant: &str) -> Mask {
    let resolution = Resolution::new().of_kind(kind).through(variant);
    mask.resolve(name, resolution.for_each())
}

/// Fields of a variant of the entities behind the URNs of a list: `name*~kind:variant(…)`.
pub fn variant_each_with<P: ProjectionBuilder>(
    mask: Mask,
    name: &str,
    kind: &str,
    variant: &str,
    fields: impl FnOnce(P) -> P,
) -> Mask {
    let resolution = Resolution::new().of_kind(kind).through(variant);
    mask.resolve(name, resolution.for_each().with(build(fields)))
}

/// The entities behind the URNs of a list, by kind: `name*~one(…)~other(…)`.
pub fn resolved_each_kinds<P: KindsBuilder>(
    mask: Mask,
    name: &str,
    kinds: impl FnOnce(P) -> P,
) -> Mask {
    let Kinds(resolutions) = kinds(P::default()).into_kinds();
    let resolutions = resolutions.into_iter().map(Resolution::for_each);
    resolutions.fold(mask, |mask, resolution| mask.resolve(name, resolution))
}
