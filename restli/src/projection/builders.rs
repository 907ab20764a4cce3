//! The macros that give generated builders their projections.
//!
//! What a builder gets depends on its answer alone, so each answer has one line in the generated code.

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

            /// Leaves out what the builder selects, at any depth. Only the spelling `fields` can say it.
            pub fn without(self, fields: impl ::core::ops::FnOnce(Self) -> Self) -> Self {
                $crate::projection::without(self, fields)
            }

            /// Asks for `count` items (or all) from `start` on, of each array that the builder selects. Only
            /// the spelling `fields` can say it.
            pub fn slice(
                self,
                start: u64,
                count: impl ::core::convert::Into<::core::option::Option<u64>>,
                fields: impl ::core::ops::FnOnce(Self) -> Self,
            ) -> Self {
                $crate::projection::slice(self, start, count.into(), fields)
            }

            /// Asks for what a mask says as well, such as single keys of a map.
            pub fn and(self, mask: $crate::Mask) -> Self {
                Self(self.0.merge(mask))
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

/// Adds `project_metadata` to a generated builder of a collection.
#[macro_export]
macro_rules! project_metadata {
    ($builder:ident => $projection:ty) => {
        impl $builder<'_> {
            /// Asks for these fields of the metadata. It goes with the spelling `fields`.
            pub fn project_metadata(
                self,
                fields: impl ::core::ops::FnOnce($projection) -> $projection,
            ) -> Self {
                let fields = fields(::core::default::Default::default());
                Self(
                    self.0
                        .project_metadata($crate::Projection::into_mask(fields)),
                )
            }
        }
    };
}

/// Adds `project_paging` to a generated builder of a collection.
#[macro_export]
macro_rules! project_paging {
    ($builder:ident) => {
        impl $builder<'_> {
            /// Asks for these fields of the paging. It goes with the spelling `fields`.
            pub fn project_paging(
                self,
                fields: impl ::core::ops::FnOnce(
                    $crate::PagingProjection,
                ) -> $crate::PagingProjection,
            ) -> Self {
                let fields = fields(::core::default::Default::default());
                Self(self.0.project_paging($crate::Projection::into_mask(fields)))
            }
        }
    };
}

/// Adds `without_entity` and `with_entity` to a generated builder of a method that returns what it has written.
#[macro_export]
macro_rules! returned_entity {
    ($builder:ident) => {
        impl $builder<'_> {
            /// Does without the entity in the answer.
            pub fn without_entity(self) -> Self {
                Self(self.0.return_entity(false))
            }

            /// Asks for the entity in the answer, which a service sends anyway unless it is told not to.
            pub fn with_entity(self) -> Self {
                Self(self.0.return_entity(true))
            }
        }
    };
}
