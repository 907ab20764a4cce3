//! The macros that give generated builders their projections.
//!
//! What a builder gets depends on its answer alone, so each answer has one line in the generated code.

/// Makes a generated struct around a [`Mask`](crate::Mask) the
/// [`ProjectionBuilder`](crate::ProjectionBuilder) of a type.
#[macro_export]
macro_rules! projection {
    ($record:ident => $projection:ident) => {
        impl $crate::Projectable for $record {
            type Builder = $projection;
        }
        impl $crate::ProjectionBuilder for $projection {
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

            /// Asks for `count` items (or all) from `start` on, of each array that the builder selects, at any
            /// depth. It is united with what was asked of the array before: two slices become the smallest that
            /// holds both. Only the spelling `fields` can say it.
            pub fn slice(
                self,
                start: u64,
                count: impl ::core::convert::Into<::core::option::Option<u64>>,
                fields: impl ::core::ops::FnOnce(Self) -> Self,
            ) -> Self {
                $crate::projection::slice(self, start, count.into(), fields)
            }

            /// Asks for what a mask says as well.
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
/// [`KindsBuilder`](crate::KindsBuilder) of a union.
#[macro_export]
macro_rules! kinds_projection {
    ($union:ident => $projection:ident) => {
        impl $crate::Projectable for $union {
            type Builder = $projection;
        }
        impl $crate::private::select::Branches for $projection {
            fn branch(self) -> ::core::option::Option<$crate::private::select::Branch> {
                $crate::private::select::Branch::of_kinds(self.0)
            }
        }
        impl $crate::KindsBuilder for $projection {
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
            /// Asks for these fields of each element, and for what stands beside the elements.
            pub fn project(
                self,
                fields: impl ::core::ops::FnOnce($projection) -> $projection,
            ) -> Self {
                let fields = fields(::core::default::Default::default());
                Self(
                    self.0
                        .project_elements($crate::ProjectionBuilder::into_mask(fields)),
                )
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
                        .project_collection($crate::ProjectionBuilder::into_mask(members)),
                )
            }
        }
        $crate::project_as!($builder);
    };
    ($builder:ident => $projection:ty) => {
        impl $builder<'_> {
            /// Asks for these fields.
            pub fn project(
                self,
                fields: impl ::core::ops::FnOnce($projection) -> $projection,
            ) -> Self {
                let fields = fields(::core::default::Default::default());
                Self(self.0.project($crate::ProjectionBuilder::into_mask(fields)))
            }
        }
        $crate::project_as!($builder);
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! project_as {
    ($builder:ident) => {
        impl<T> $builder<'_, T> {
            /// Chooses how the projection is spelled, where the method takes more than one spelling.
            pub fn project_as(self, spelling: $crate::Spelling) -> Self {
                Self(self.0.project_as(spelling))
            }
        }
    };
}

/// Adds `select` to a generated builder whose answer has entities of a type: `select!(Get => Person)`,
/// `select!(FindByViewer => elements Connection)`, each with `, decorates` where projections may resolve URNs.
#[macro_export]
macro_rules! select {
    ($builder:ident => elements $entity:ty $(, $decorates:ident)?) => {
        $crate::select!(@ $builder, $entity, project_elements $(, $decorates)?);
    };
    ($builder:ident => $entity:ty $(, $decorates:ident)?) => {
        $crate::select!(@ $builder, $entity, project $(, $decorates)?);
    };
    (@ $builder:ident, $entity:ty, $project:ident, decorates) => {
        impl<'a> $builder<'a> {
            /// Asks for what a projection of yours holds, and reads the answer as that: see
            #[doc = concat!("[`Projection`](restli::Projection). It is a projection of [`", stringify!($entity), "`].")]
            pub fn select<P: $crate::Projection<Of = $entity>>(self) -> $builder<'a, P> {
                $builder(self.0.$project(P::mask()).returning())
            }
        }
    };
    (@ $builder:ident, $entity:ty, $project:ident) => {
        impl<'a> $builder<'a> {
            /// Asks for what a projection of yours holds, and reads the answer as that: see
            #[doc = concat!("[`Projection`](restli::Projection). It is a projection of [`", stringify!($entity), "`]")]
            /// that resolves no URN.
            pub fn select<P>(self) -> $builder<'a, P>
            where
                P: $crate::Projection<Of = $entity> + $crate::Undecorated<()>,
            {
                $builder(self.0.$project(P::mask()).returning())
            }
        }
    };
}

/// Adds `project_metadata` to a generated builder of a collection.
#[macro_export]
macro_rules! project_metadata {
    ($builder:ident => $projection:ty) => {
        impl<T> $builder<'_, T> {
            /// Asks for these fields of the metadata. It goes with the spelling `fields`.
            pub fn project_metadata(
                self,
                fields: impl ::core::ops::FnOnce($projection) -> $projection,
            ) -> Self {
                let fields = fields(::core::default::Default::default());
                Self(
                    self.0
                        .project_metadata($crate::ProjectionBuilder::into_mask(fields)),
                )
            }
        }
    };
}

/// Adds `project_paging` to a generated builder of a collection.
#[macro_export]
macro_rules! project_paging {
    ($builder:ident) => {
        impl<T> $builder<'_, T> {
            /// Asks for these fields of the paging. It goes with the spelling `fields`.
            pub fn project_paging(
                self,
                fields: impl ::core::ops::FnOnce(
                    $crate::PagingProjection,
                ) -> $crate::PagingProjection,
            ) -> Self {
                let fields = fields(::core::default::Default::default());
                Self(
                    self.0
                        .project_paging($crate::ProjectionBuilder::into_mask(fields)),
                )
            }
        }
    };
}

/// Adds `without_entity` and `with_entity` to a generated builder of a method that returns what it has written.
#[macro_export]
macro_rules! returned_entity {
    ($builder:ident $(<$entity:ident>)?) => {
        impl $(<$entity>)? $builder<'_ $(, $entity)?> {
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
