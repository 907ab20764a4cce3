//! Documentation of generated items.
//!
//! What the schema says is shown as it says it; what follows from the schema (permissions, paging,
//! versions, examples) is said in the same words everywhere, so it is phrased in this module.

pub(crate) mod facts;
pub(crate) mod markdown;
mod text;

pub(crate) use text::Text;
