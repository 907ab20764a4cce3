//! Projections as generated builders put them together.
//!
//! A builder has one method per field and each method is one call of a function here, so that builders stay
//! a list of names.

use restli_wire::{Mask, Resolution};

/// A builder of the projection of one type.
pub trait Projection: Default {
    /// A builder that continues a mask.
    fn from_mask(mask: Mask) -> Self;

    /// The mask that was built.
    fn into_mask(self) -> Mask;
}

/// A builder of the projections of a decorated field with URNs of several kinds.
pub trait KindsProjection: Default {
    /// What was asked for, by kind.
    fn into_kinds(self) -> Kinds;
}

/// What is asked for of the entities of a decorated field, by kind of URN.
#[derive(Clone, Debug, Default)]
pub struct Kinds(Vec<Resolution>);

fn build<P: Projection>(fields: impl FnOnce(P) -> P) -> Mask {
    fields(P::default()).into_mask()
}

/// Fields of a record: `name(…)`.
pub fn within<P: Projection>(mask: Mask, name: &str, fields: impl FnOnce(P) -> P) -> Mask {
    mask.within(name, build(fields))
}

/// Fields of each element of a list or map: `name*(…)`.
pub fn each<P: Projection>(mask: Mask, name: &str, fields: impl FnOnce(P) -> P) -> Mask {
    mask.each(name, build(fields))
}

/// The entity behind a URN, with its default fields: `name~`.
pub fn resolved(mask: Mask, name: &str) -> Mask {
    mask.resolve(name, Resolution::new())
}

/// Fields of the entity behind a URN: `name~(…)`.
pub fn resolved_with<P: Projection>(mask: Mask, name: &str, fields: impl FnOnce(P) -> P) -> Mask {
    mask.resolve(name, Resolution::new().with(build(fields)))
}

/// A variant of the entity behind a URN, with its default fields: `name~kind:variant`.
pub fn variant(mask: Mask, name: &str, kind: &str, variant: &str) -> Mask {
    mask.resolve(name, Resolution::new().of_kind(kind).through(variant))
}

/// Fields of a variant of the entity behind a URN: `name~kind:variant(…)`.
pub fn variant_with<P: Projection>(
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
pub fn resolved_kinds<P: KindsProjection>(
    mask: Mask,
    name: &str,
    kinds: impl FnOnce(P) -> P,
) -> Mask {
    let Kinds(resolutions) = kinds(P::default()).into_kinds();
    resolutions
        .into_iter()
        .fold(mask, |mask, resolution| mask.resolve(name, resolution))
}

/// One kind of URN, with the default fields of its entity: `~kind`.
pub fn kind(mut kinds: Kinds, kind: &str) -> Kinds {
    kinds.0.push(Resolution::new().of_kind(kind));
    kinds
}

/// One kind of URN, with fields of its entity: `~kind(…)`.
pub fn kind_with<P: Projection>(
    mut kinds: Kinds,
    kind: &str,
    fields: impl FnOnce(P) -> P,
) -> Kinds {
    let resolution = Resolution::new().of_kind(kind);
    kinds.0.push(resolution.with(build(fields)));
    kinds
}

/// The projection of a collection whose elements have the projection `P`.
#[derive(Clone, Debug)]
pub struct CollectionProjection<P> {
    mask: Mask,
    element: std::marker::PhantomData<fn() -> P>,
}

impl<P> Default for CollectionProjection<P> {
    fn default() -> Self {
        Self::of(Mask::new())
    }
}

impl<P> CollectionProjection<P> {
    fn of(mask: Mask) -> Self {
        Self {
            mask,
            element: std::marker::PhantomData,
        }
    }

    /// Every member of the envelope.
    pub fn all(self) -> Self {
        Self::of(self.mask.all())
    }

    /// Which page the answer holds, and how many elements there are. Walking over pages needs it.
    pub fn paging(self) -> Self {
        Self::of(self.mask.field("paging"))
    }

    /// What the method says beside its elements.
    pub fn metadata(self) -> Self {
        Self::of(self.mask.field("metadata"))
    }

    /// The elements, with their default fields.
    pub fn elements_all(self) -> Self {
        Self::of(self.mask.field("elements"))
    }
}

impl<P: Projection> CollectionProjection<P> {
    /// Fields of the elements.
    pub fn elements(self, fields: impl FnOnce(P) -> P) -> Self {
        Self::of(each(self.mask, "elements", fields))
    }
}

impl<P> Projection for CollectionProjection<P> {
    fn from_mask(mask: Mask) -> Self {
        Self::of(mask)
    }

    fn into_mask(self) -> Mask {
        self.mask
    }
}

/// Makes a generated struct around a [`Mask`](crate::Mask) the [`Projection`](crate::Projection) of a type.
#[macro_export]
macro_rules! projection {
    ($record:ident => $projection:ident) => {
        impl $crate::Projection for $projection {
            fn from_mask(mask: $crate::Mask) -> Self {
                Self(mask)
            }

            fn into_mask(self) -> $crate::Mask {
                self.0
            }
        }
        impl $projection {
            /// Every field.
            pub fn all(self) -> Self {
                Self(self.0.all())
            }
        }
        impl $record {
            /// A projection that asks for nothing yet.
            pub fn projection() -> $projection {
                <$projection as ::core::default::Default>::default()
            }
        }
    };
}

/// Every field of the entity, whatever its kind: `~(*)`.
pub fn every_kind(mut kinds: Kinds) -> Kinds {
    kinds.0.push(Resolution::new().with(Mask::new().all()));
    kinds
}

/// Makes a generated struct around [`Kinds`](crate::projection::Kinds) a
/// [`KindsProjection`](crate::KindsProjection).
#[macro_export]
macro_rules! kinds_projection {
    ($projection:ident) => {
        impl $crate::KindsProjection for $projection {
            fn into_kinds(self) -> $crate::projection::Kinds {
                self.0
            }
        }
        impl $projection {
            /// Every field, whatever the kind.
            pub fn all(self) -> Self {
                Self($crate::projection::every_kind(self.0))
            }
        }
    };
}

/// Adds `project` and `project_as` to a generated builder: `project!(Get => PersonProjection)` for a single
/// entity, `project!(FindByViewer => elements ConnectionProjection)` for a collection.
#[macro_export]
macro_rules! project {
    ($builder:ident => elements $projection:ty) => {
        impl $builder<'_> {
            /// Asks for these fields of each element, and for the paging.
            pub fn project(
                self,
                fields: impl ::core::ops::FnOnce($projection) -> $projection,
            ) -> Self {
                self.project_collection(|page| page.elements(fields).paging())
            }

            /// Asks for these members of the envelope.
            pub fn project_collection(
                self,
                members: impl ::core::ops::FnOnce(
                    $crate::CollectionProjection<$projection>,
                ) -> $crate::CollectionProjection<$projection>,
            ) -> Self {
                let members = members(::core::default::Default::default());
                Self(
                    self.0
                        .project_collection($crate::Projection::into_mask(members)),
                )
            }

            /// Chooses how the projection is spelled, where the method takes more than one spelling.
            pub fn project_as(self, spelling: $crate::Spelling) -> Self {
                Self(self.0.project_as(spelling))
            }
        }
    };
    ($builder:ident => $projection:ty) => {
        impl $builder<'_> {
            /// Asks for these fields.
            pub fn project(
                self,
                fields: impl ::core::ops::FnOnce($projection) -> $projection,
            ) -> Self {
                let fields = fields(::core::default::Default::default());
                Self(self.0.project($crate::Projection::into_mask(fields)))
            }

            /// Chooses how the projection is spelled, where the method takes more than one spelling.
            pub fn project_as(self, spelling: $crate::Spelling) -> Self {
                Self(self.0.project_as(spelling))
            }
        }
    };
}
