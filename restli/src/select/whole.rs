//! Fields of hand-written types, which know nothing of this runtime.
//!
//! A schema may name a type of any crate. Nobody but that crate could implement a trait of this one for it, so
//! a derive puts such a field into a wrapper while it is read.

use restli_wire::Item;
use serde::de::{Deserialize, DeserializeOwned, Deserializer};

use super::leaves::whole;
use super::{Member, SelectedFrom, Undecorated};

/// A value that is read whole, whatever its type.
#[derive(Debug)]
pub struct Whole<T>(pub T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Whole<T> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        T::deserialize(input).map(Self)
    }
}

impl<T: DeserializeOwned> Member for Whole<T> {
    fn item() -> Item {
        whole()
    }
}

impl<T: DeserializeOwned> SelectedFrom<T> for Whole<T> {}

impl<T, C> Undecorated<C> for Whole<T> {}
