//! Patches of maps.
//!
//! Rest.li patches a map like a record whose fields are its keys, but those are the caller's.

use std::fmt;
use std::marker::PhantomData;

use serde::Serialize;

use super::{Patch, PatchBuilder, Patchable};
use crate::value::ToValue;

/// What is to change of a map with values of type `V`. Keys that are not named stay as they are.
pub struct MapPatch<V> {
    patch: Patch,
    value: PhantomData<fn() -> V>,
}

impl<V> MapPatch<V> {
    fn of(patch: Patch) -> Self {
        Self {
            patch,
            value: PhantomData,
        }
    }

    /// Deletes a key with its value.
    #[must_use]
    pub fn delete(self, key: impl ToValue) -> Self {
        self.named(&key, Patch::delete)
    }

    fn named(self, key: &impl ToValue, change: impl FnOnce(Patch, String) -> Patch) -> Self {
        let key = key.to_value();
        let text = key.as_ref().map(|key| key.as_token().map(str::to_owned));
        Self::of(match text {
            Ok(Some(key)) => change(self.patch, key),
            Ok(None) => self.patch.refused("the keys of a map are texts".to_owned()),
            Err(error) => self.patch.refused(error.to_string()),
        })
    }
}

impl<V: Serialize> MapPatch<V> {
    /// Sets the value of a key.
    #[must_use]
    pub fn set(self, key: impl ToValue, value: impl Into<V>) -> Self {
        let value = value.into();
        self.named(&key, |patch, key| patch.set(key, &value))
    }
}

impl<V: Patchable> MapPatch<V> {
    /// Changes something within the value of a key.
    #[must_use]
    pub fn within(self, key: impl ToValue, changes: impl FnOnce(V::Patch) -> V::Patch) -> Self {
        let inner = changes(V::Patch::default()).into_patch();
        self.named(&key, |patch, key| patch.within(key, inner))
    }
}

impl<V> PatchBuilder for MapPatch<V> {
    fn into_patch(self) -> Patch {
        self.patch
    }
}

impl<V> Default for MapPatch<V> {
    fn default() -> Self {
        Self::of(Patch::new())
    }
}

impl<V> Clone for MapPatch<V> {
    fn clone(&self) -> Self {
        Self::of(self.patch.clone())
    }
}

impl<V> fmt::Debug for MapPatch<V> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.patch.fmt(out)
    }
}

/// A map of maps.
impl<K, V> Patchable for std::collections::BTreeMap<K, V> {
    type Patch = MapPatch<V>;
}
