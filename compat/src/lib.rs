//! What a change of a schema breaks, and for whom.
//!
//! Two versions of an API are compared twice: what stands on the *wire*, by Rest.li's own rules
//! of compatibility, and what stands in the *generated crate*, by the public items before and
//! after. Each finding of the first kind is told with the items of the second kind that it
//! changes, so that a reviewer need not work out either.

mod cause;
pub mod code;
mod compare;
mod compare_versions;
mod comparison;
mod finding;
mod language;
mod locate;
mod lower;
pub mod report;
pub mod rule;
pub mod surface;
pub mod version;
mod wire;

pub use compare::{Compared, Schema, compare_imported, compare_schemas};
pub use compare_versions::{Refused, compare};
pub use comparison::{Bump, Comparison, Judged};
pub use finding::{About, Finding, Node, Renamed};
pub use rule::{Rule, Wire};
pub use wire::{Mode, Options, compare as compare_idl_with};

/// Compares two versions of IDL as Rest.li compares resources.
pub fn compare_idl(old: &restli_idl::Idl, new: &restli_idl::Idl) -> Vec<Finding> {
    compare_idl_with(old, new, Options::default())
}
