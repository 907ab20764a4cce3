//! Hand-written types and methods that the LinkedIn schema names.
//!
//! Most of the client is generated; what stands here is the little that a schema cannot express,
//! because it is behaviour rather than shape. A record asks for it by `extension:` in the YAML, a typeref by
//! `rust_type:`.
//!
//! # What a `rust_type` needs
//!
//! A field, parameter or list of such a type is used through general traits, so that this crate and others need
//! not depend on the runtime:
//!
//! - `Clone`, `Debug`, `PartialEq`, and serde's `Serialize` and `DeserializeOwned`, which are the form on the
//!   wire. Reading should accept what servers may send.
//! - `FromStr` for a typeref of `string`, `From` of the underlying type for any other: examples and tests that
//!   are made of samples write its values so, and so do defaults.
//! - `Send` and `Sync`, for what a task or an action answers.
//!
//! It may stand wherever its underlying type may, as a key as well; keys in the answer of a batch come as the
//! underlying type.

mod little_text;
mod locale;
mod money;

pub use little_text::{LittleText, LittleTextError, Segment};
pub use locale::{Localized, locale_key, pick};
