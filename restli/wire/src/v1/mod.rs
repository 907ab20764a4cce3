//! Protocol 1.0.0: keys, batch ids and parameters as the services write them that never moved on.
//!
//! It shares the tree of values with 2.0.0 but none of its grammar: structure stands in the *names* of
//! parameters (`a[0].b=x`), so a module of its own keeps the two from mixing.
//!
//! - A simple key is its text; a compound or complex one is a query of its own, `x=3&y=4&$params.d=1`.
//! - The ids of a batch repeat `ids`: `ids=1&ids=2`, or `ids[0].x=3&ids[1].x=4` for complex keys.
//! - `.`, `[`, `]` and `~` in a name are `~2E`, `~5B`, `~5D` and `~7E`.
//! - An empty list or map has no text: where it would be a member or a parameter it is left out.
//!
//! Masks, `q`, `start` and bodies are those of 2.0.0.

mod name;
mod read;
mod write;

pub use read::{parse_body_key, parse_pairs, parse_path_segment};
pub use write::{body_key, id_pairs, path_segment, query_pairs};

/// What a key is made of; in protocol 1.0.0 its text alone does not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyKind {
    /// One text.
    Simple,
    /// The named parts of an association's key.
    Compound,
    /// A record, perhaps with `$params`.
    Complex,
}
