//! One batch of those of several chunks.
//!
//! Each key has its outcome from the chunk that asked for it; what another chunk says of it beside counts only
//! where that chunk is silent.

use std::collections::HashMap;
use std::collections::hash_map;
use std::sync::Arc;

use restli_wire::Value;
use serde::de::DeserializeOwned;

use super::envelope::Present;
use super::{Batch, BatchItem, Entry};
use crate::answer::{Answer, BatchAnswer, Failure, Response};
use crate::error::{Error, Result};
use crate::key::{self, Key};

impl<K: Key, T: BatchItem + DeserializeOwned> BatchAnswer for Batch<K, T> {
    fn read_chunk(response: &Response, _: usize) -> Result<Self> {
        Self::read(response)
    }

    fn failed(ids: &[Value], _: usize, error: &Arc<Error>) -> Self {
        let mut batch = Self::of_asked(ids);
        for entry in &mut batch.entries {
            entry.failure = Some(Failure::of_chunk(error));
        }
        batch
    }

    fn merged(parts: Vec<Self>) -> Self {
        let mut whole = Self {
            entries: Vec::new(),
            index: HashMap::new(),
            members: Present::default(),
        };
        let mut beside = Vec::new();
        for part in parts {
            whole.members = whole.members.or(part.members);
            for entry in part.entries {
                match entry.asked {
                    true => whole.add(entry),
                    false => beside.push(entry),
                }
            }
        }
        beside.into_iter().for_each(|entry| whole.add(entry));
        whole
    }
}

impl<K: Key, T> Batch<K, T> {
    fn add(&mut self, entry: Entry<K, T>) {
        let Some(text) = key::canonical(&entry.key) else {
            return;
        };
        match self.index.entry(text) {
            hash_map::Entry::Vacant(place) => {
                place.insert(self.entries.len());
                self.entries.push(entry);
            }
            hash_map::Entry::Occupied(place) => {
                let own = &mut self.entries[*place.get()];
                if own.outcome().is_none() {
                    let asked = own.asked || entry.asked;
                    *own = Entry { asked, ..entry };
                }
            }
        }
    }
}
