//! Generated builders of patches.
//!
//! A builder has up to three functions per field, and each is one call of [`Patch`], so that builders stay a
//! list of names.

use std::borrow::Cow;

use super::Patch;

/// A builder of the patches of one type.
pub trait PatchBuilder: Default {
    /// The patch that was built.
    fn into_patch(self) -> Patch;
}

/// A type that can be patched from within.
pub trait Patchable {
    /// The builder of its patches.
    type Patch: PatchBuilder;
}

impl<T: Patchable> Patchable for Box<T> {
    type Patch = T::Patch;
}

/// Changes something within a field.
pub fn within<P: PatchBuilder>(
    patch: Patch,
    name: impl Into<Cow<'static, str>>,
    changes: impl FnOnce(P) -> P,
) -> Patch {
    patch.within(name, changes(P::default()).into_patch())
}

/// Makes a generated struct around a [`Patch`](crate::Patch) the builder of the patches of a type.
#[macro_export]
macro_rules! patch {
    ($patch:ident => $patched:ident) => {
        impl $patch {
            /// A patch that changes nothing.
            pub fn new() -> Self {
                <Self as ::core::default::Default>::default()
            }

            /// A patch that is written already: an object with `$set`, `$delete`, and so on. It is sent as
            /// it is.
            pub fn from_json(patch: impl ::core::convert::Into<$crate::Json>) -> Self {
                Self($crate::Patch::from_json(patch))
            }

            /// The smallest patch that turns one value into another, such as an entity as it was read into the
            /// same with some fields set or absent:
            ///
            #[doc = ::core::concat!("`", ::core::stringify!($patch), "::between(&read, &changed)`")]
            ///
            /// What is absent in the new value is deleted, records and values of maps that are there in both are
            /// patched within, and lists are set as a whole. Both values are compared as they would be sent, so
            /// `12.50` differs from `12.5`; of a decorated field that is its URN.
            ///
            /// What the builder cannot change, because it is read only or taken at creation only, is left alone
            /// even where it differs; a record that was not there before is set as it is. A required field that is absent in the new value, or a URN of a kind that
            /// is not expected, makes a patch that is refused when a request is built with it, as is one
            /// between different members of a union.
            pub fn between(old: &$patched, new: &$patched) -> Self {
                Self($crate::patch::between(old, new))
            }

            /// Whether it changes nothing. One that cannot be sent is not empty.
            pub fn is_empty(&self) -> bool {
                self.0.is_empty()
            }
        }
        impl $crate::patch::PatchBuilder for $patch {
            fn into_patch(self) -> $crate::Patch {
                self.0
            }
        }
        impl $crate::patch::Patchable for $patched {
            type Patch = $patch;
        }
        impl ::core::convert::AsRef<$crate::Patch> for $patch {
            fn as_ref(&self) -> &$crate::Patch {
                &self.0
            }
        }
        impl ::core::convert::From<$crate::Patch> for $patch {
            fn from(patch: $crate::Patch) -> Self {
                Self(patch)
            }
        }
        impl ::core::convert::From<$patch> for $crate::Patch {
            fn from(patch: $patch) -> Self {
                patch.0
            }
        }
    };
}
