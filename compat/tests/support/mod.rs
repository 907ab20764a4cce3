//! Pairs of versions of an API, and the compiler that judges them.

// Every test file uses a part of this.
#![allow(dead_code)]

pub(crate) mod base;
pub(crate) mod cargo;
pub(crate) mod case;
pub(crate) mod compiler;
pub(crate) mod judged;
pub(crate) mod pair;
