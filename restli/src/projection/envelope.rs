//! Projections of what stands around entities: the envelope of a collection, and its paging.
//!
//! They belong to the protocol and not to a schema, so they are written here once.

use std::marker::PhantomData;

use restli_wire::Mask;

use super::{ProjectionBuilder, each, within};

/// The projection of a collection whose elements have the projection `P`.
#[derive(Clone, Debug)]
pub struct CollectionProjection<P> {
    mask: Mask,
    element: PhantomData<fn() -> P>,
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
            element: PhantomData,
        }
    }

    /// Every member of the envelope.
    pub fn all(self) -> Self {
        Self::of(self.mask.all())
    }

    /// Asks for what a mask says as well.
    pub fn and(self, mask: Mask) -> Self {
        Self::of(self.mask.merge(mask))
    }

    /// Which page the answer holds, and how many elements there are. Walking over pages needs it.
    pub fn paging(self) -> Self {
        Self::of(self.mask.field("paging"))
    }

    /// Fields of the paging.
    pub fn paging_with(self, fields: impl FnOnce(PagingProjection) -> PagingProjection) -> Self {
        Self::of(within(self.mask, "paging", fields))
    }

    /// Fields of what the method says beside its elements. The type of the closure's argument chooses their
    /// builder.
    pub fn metadata_with<M: ProjectionBuilder>(self, fields: impl FnOnce(M) -> M) -> Self {
        Self::of(within(self.mask, "metadata", fields))
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

impl<P: ProjectionBuilder> CollectionProjection<P> {
    /// Fields of the elements.
    pub fn elements(self, fields: impl FnOnce(P) -> P) -> Self {
        Self::of(each(self.mask, "elements", fields))
    }
}

impl<P> ProjectionBuilder for CollectionProjection<P> {
    fn from_mask(mask: Mask) -> Self {
        Self::of(mask)
    }

    fn into_mask(self) -> Mask {
        self.mask
    }
}

/// The projection of the paging of a collection.
#[derive(Clone, Debug, Default)]
pub struct PagingProjection(Mask);

impl PagingProjection {
    /// Every field.
    pub fn all(self) -> Self {
        Self(self.0.all())
    }

    /// Asks for what a mask says as well.
    pub fn and(self, mask: Mask) -> Self {
        Self(self.0.merge(mask))
    }

    /// Index of the first element.
    pub fn start(self) -> Self {
        Self(self.0.field("start"))
    }

    /// The page size asked for.
    pub fn count(self) -> Self {
        Self(self.0.field("count"))
    }

    /// How many elements there are.
    pub fn total(self) -> Self {
        Self(self.0.field("total"))
    }

    /// Links to the pages before and after.
    pub fn links(self) -> Self {
        Self(self.0.field("links"))
    }
}

impl ProjectionBuilder for PagingProjection {
    fn from_mask(mask: Mask) -> Self {
        Self(mask)
    }

    fn into_mask(self) -> Mask {
        self.0
    }
}
