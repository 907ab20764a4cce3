//! The public items of a generated crate, and what becomes of them.
//!
//! Whether a change breaks those who depend on the crate is read from the crate itself, before and
//! after, rather than concluded from the kind of change: the generator decides what a change of
//! the schema does to Rust, and this cannot fall behind it.

mod abilities;
mod assemble;
mod attributes;
mod compare;
mod definitions;
mod documented;
mod features;
mod gate;
mod item;
mod judge;
mod judge_facets;
mod judge_paths;
mod paths;
mod read;
mod scope;
mod signature;
#[cfg(test)]
mod tests;

pub use assemble::Surface;
pub use compare::{Change, Effect, Location, compare};
pub use item::Item;
