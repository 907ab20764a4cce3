//! Values of foreign types as keys and parameters.
//!
//! A schema may name a hand-written type of any crate, and neither that crate nor the generated one can
//! implement a trait of this crate for it.

use restli_wire::Value;
use serde::Serialize;

use super::{ToValue, ValueError, from_serialize};

/// A value that stands in keys and parameters as its `Serialize` writes it.
#[derive(Clone, Copy, Debug)]
pub struct Serialized<T>(pub T);

impl<T: Serialize> ToValue for Serialized<T> {
    fn to_value(&self) -> Result<Value, ValueError> {
        from_serialize(&self.0)
    }
}
