//! How far something is that takes many requests.
//!
//! Streams over collections and batches in chunks tell the same figures, so that one progress bar fits both.

/// How far a walk over a collection, or a batch in chunks, is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Of a collection the elements that were handed out; of a batch the keys or elements whose chunk is done,
    /// successfully or not.
    pub items: u64,
    /// How many items there will be, where that is known: of a collection what its last page said, less what
    /// stands before the start of the walk. Fewer come where the service leaves some out of its pages.
    pub total: Option<u64>,
    /// The requests that were begun. Further attempts of one are not counted.
    pub requests: u64,
    /// The size of the bodies that were answered, unpacked, in bytes. An answer that was an error, or that was
    /// read ahead and has not been handed out, does not count.
    pub bytes: u64,
}
