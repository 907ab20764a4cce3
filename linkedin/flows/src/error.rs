//! Why a flow did not come to its end.
//!
//! A flow fails between calls as well as in them, and callers treat the two differently.

use thiserror::Error;

/// What flows return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a flow did not come to its end.
#[derive(Clone, Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// A call has failed.
    #[error(transparent)]
    Call(#[from] linkedin::Error),
    /// LinkedIn could not do what it was asked for, such as processing a video.
    #[error("{what} has failed: {why}")]
    Failed {
        /// What was to be done.
        what: String,
        /// What LinkedIn says of it.
        why: String,
    },
    /// An answer lacks something that the next call needs.
    #[error("the answer lacks `{field}`, without which {what} cannot go on")]
    Incomplete {
        /// What was to be done.
        what: String,
        /// The field.
        field: &'static str,
    },
    /// LinkedIn would refuse this, so it was not sent.
    #[error("{0}")]
    Invalid(String),
}

/// The value of a field that has to be there.
#[cfg(any(feature = "community", feature = "sales"))]
pub(crate) fn needed<T>(value: Option<T>, field: &'static str, what: &str) -> Result<T> {
    value.ok_or_else(|| Error::Incomplete {
        what: what.to_owned(),
        field,
    })
}
