//! Generates a typed Rust client crate from a checked [`Model`](restli_model::model::Model).
//!
//! [`emit()`] is a function from a model to files: it cannot fail, reads and writes nothing, and
//! gives the same bytes for the same schema, because its output is checked in and reviewed.
//! [`output`] brings the files to disk or compares them with it. What a call *does* stands in the
//! runtime; what is generated here only names things and builds request values.

mod docs;
mod emit;
mod files;
mod layout;
mod names;
mod options;
pub mod output;
mod print;
mod unsupported;

pub use emit::emit;
pub use files::FileSet;
pub use names::group_folder;
pub use options::{Dependencies, Options};
pub use unsupported::{Unsupported, unsupported};
