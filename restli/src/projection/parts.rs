//! Projections of what maps and nested lists hold.
//!
//! Keys of a map are names in a mask like fields are, but they are data: what a mask cannot say about them has
//! to fail and must not ask for something else.

use restli_wire::Mask;

use super::{ProjectionBuilder, build};

/// Fields of the elements of lists or maps in a list or map: `name*(*(…))` at depth 2.
pub fn each_inner<P: ProjectionBuilder>(
    mask: Mask,
    name: &str,
    depth: usize,
    fields: impl FnOnce(P) -> P,
) -> Mask {
    let inner = (1..depth).fold(build(fields), |inner, _| Mask::new().within("*", inner));
    mask.each(name, inner)
}

/// One key of a map: `name(key)`.
pub fn key(mask: Mask, name: &str, key: impl Into<String>) -> Mask {
    mask.within(name, Mask::new().field(literal(key)))
}

/// Fields of the value of one key of a map: `name(key(…))`.
pub fn key_with<P: ProjectionBuilder>(
    mask: Mask,
    name: &str,
    key: impl Into<String>,
    fields: impl FnOnce(P) -> P,
) -> Mask {
    mask.within(name, Mask::new().within(literal(key), build(fields)))
}

/// A key as a name that is not the wildcard. A mask has no way to write that key, and says so when it is written.
fn literal(key: impl Into<String>) -> String {
    let mut key = key.into();
    if key == "*" {
        key.push('*');
    }
    key
}
