//! Collections page after page.
//!
//! Servers disagree about where a collection ends, and some never say so; the rules are in one place and
//! apart from the sending, so that each can be tested.

mod ahead;
#[cfg(feature = "blocking")]
mod blocking;
mod pages;
mod total;
mod walk;

#[cfg(feature = "blocking")]
pub use blocking::Blocking;
pub use pages::{Elements, Pages};

/// How pages are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PagingStyle {
    /// `start` and `count`.
    Offset,
    /// `pageToken` and `pageSize`.
    Cursor,
}

/// Adds `start` and `count` to a generated builder.
#[macro_export]
macro_rules! offset_paging {
    ($builder:ident $(<$entity:ident>)?) => {
        impl $(<$entity>)? $builder<'_ $(, $entity)?> {
            #[doc(hidden)]
            pub const PAGING: $crate::PagingStyle = $crate::PagingStyle::Offset;

            /// Index of the first element, 0 unless set.
            pub fn start(self, start: u64) -> Self {
                Self(self.0.param("start", &start))
            }

            /// How many elements a page has.
            pub fn count(self, count: u64) -> Self {
                Self(self.0.param("count", &count))
            }
        }
    };
}

/// Adds `page_size` and `page_token` to a generated builder.
#[macro_export]
macro_rules! cursor_paging {
    ($builder:ident $(<$entity:ident>)?) => {
        impl $(<$entity>)? $builder<'_ $(, $entity)?> {
            #[doc(hidden)]
            pub const PAGING: $crate::PagingStyle = $crate::PagingStyle::Cursor;

            /// How many elements a page has.
            pub fn page_size(self, size: u64) -> Self {
                Self(self.0.param("pageSize", &size))
            }

            /// The page to start with, from an earlier answer; the first one unless set.
            pub fn page_token(
                self,
                token: impl ::core::convert::Into<::std::string::String>,
            ) -> Self {
                let token: ::std::string::String = token.into();
                Self(self.0.param("pageToken", &token))
            }
        }
    };
}

/// Adds `pages` and `stream` to a generated builder whose answer is a collection.
#[macro_export]
macro_rules! collection {
    ($builder:ident $(<$entity:ident>)? => $element:ty) => {
        impl $(<$entity>)? $builder<'_ $(, $entity)?> {
            /// All pages, one request each, as far as they are asked for.
            pub fn pages(self) -> $crate::Pages<$element> {
                self.0.pages(Self::PAGING)
            }

            /// All elements, page after page, as far as they are asked for.
            pub fn stream(self) -> $crate::Elements<$element> {
                self.pages().elements()
            }
        }
    };
}

/// Adds `total` to a generated builder whose answers say how many elements there are.
#[cfg(not(feature = "blocking"))]
#[macro_export]
macro_rules! total {
    ($builder:ident $(<$entity:ident>)?) => {
        $crate::total_async!($builder $(<$entity>)?);
    };
}

/// Adds `total` and `total_blocking` to a generated builder whose answers say how many elements there are.
#[cfg(feature = "blocking")]
#[macro_export]
macro_rules! total {
    ($builder:ident $(<$entity:ident>)?) => {
        $crate::total_async!($builder $(<$entity>)?);

        impl $(<$entity>)? $builder<'_ $(, $entity)?> {
            /// How many elements there are, on this thread. Within an async runtime this is an error.
            pub fn total_blocking(self) -> $crate::Result<u64> {
                self.0.total_blocking()
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! total_async {
    ($builder:ident $(<$entity:ident>)?) => {
        impl $(<$entity>)? $builder<'_ $(, $entity)?> {
            /// How many elements there are, without reading them where the method allows that.
            pub async fn total(self) -> $crate::Result<u64> {
                self.0.total().await
            }
        }
    };
}
