//! Answers that can be put together from those of several requests.
//!
//! A batch that is too large for one request is sent in chunks, and its caller gets one answer, in which a
//! chunk that failed must not go unnoticed.

use std::sync::Arc;

use restli_wire::Value;

use super::{Answer, Response};
use crate::error::{Error, Result};

/// The answer of a batch: [`Batch`](crate::Batch) or [`BatchCreated`](crate::BatchCreated), which
/// [`Chunks`](crate::Chunks) put together.
pub trait BatchAnswer: Answer {
    /// Reads the answer of a chunk of so many keys or elements.
    #[doc(hidden)]
    fn read_chunk(response: &Response, sent: usize) -> Result<Self>;

    /// The answer about a chunk that failed as a whole: of these keys, or of so many elements.
    #[doc(hidden)]
    fn failed(ids: &[Value], sent: usize, error: &Arc<Error>) -> Self;

    /// One answer of those of all chunks, which are in order.
    #[doc(hidden)]
    fn merged(parts: Vec<Self>) -> Self;
}
