//! Hand-written types and methods that the LinkedIn schema names.
//!
//! Most of the client is generated; what stands here is the little that a schema cannot express,
//! because it is behaviour rather than shape. A record asks for it by `extension:` in the YAML.

mod locale;

pub use locale::{Localized, locale_key, pick};
