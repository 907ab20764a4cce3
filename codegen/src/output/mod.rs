//! Brings a file set to disk, or says how the disk differs.
//!
//! The output folder may hold hand-written files too, and a run may be killed at any moment; so
//! files are recognised by their first line, replaced whole, and never reached through a link.

mod check;
mod disk;
mod write;

pub use check::{Check, check, check_added};
pub use write::{add, write};

/// What a run did, or would do, to the output folder. Paths are relative to it, with `/`, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// Files that are new or have changed.
    pub written: Vec<String>,
    /// Files that were as they should be, and have not been touched.
    pub unchanged: Vec<String>,
    /// Generated files that nothing generates any more.
    pub removed: Vec<String>,
}

impl Summary {
    /// Whether nothing had to be done.
    pub fn is_fresh(&self) -> bool {
        self.written.is_empty() && self.removed.is_empty()
    }
}
