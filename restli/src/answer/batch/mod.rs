//! What a batch answers: for each key a success, a failure, or nothing at all.
//!
//! The call as a whole succeeds even when every key failed, so the three are kept apart and each key has to
//! be asked about. Keys are looked up by what they mean, since servers spell them in their own way.

mod envelope;
mod merge;
mod updated;

use std::collections::HashMap;
use std::fmt;

use restli_wire::Value;
use serde::Serialize;
use serde::de::DeserializeOwned;

use envelope::Envelope;
pub use updated::{BatchItem, Updated, UpdatedEntity};

use super::{Answer, Failure, RecordedAnswer, Response};
use crate::error::{Error, ErrorResponse, JsonResult, Result};
use crate::key::{self, Key};
use crate::request::Protocol;
use crate::types::Json;

/// The answer of a batch, by key: an entity or a status for those that succeeded.
///
/// ```
/// # fn example(books: restli::Batch<i64, restli::Updated>) {
/// match books.get(&12) {
///     Some(Ok(updated)) => println!("status {}", updated.status()),
///     Some(Err(error)) => println!("failed: {error}"),
///     None => println!("not answered"),
/// }
/// for (key, error) in books.failures() {
///     println!("{key}: {error}");
/// }
/// # }
/// ```
#[derive(Clone, PartialEq)]
pub struct Batch<K, T> {
    /// In the order of the request, then what came beside.
    entries: Vec<Entry<K, T>>,
    /// From the one spelling of a key to its entry.
    index: HashMap<String, usize>,
    /// Which members the envelope had.
    members: envelope::Present,
}

#[derive(Clone, PartialEq)]
struct Entry<K, T> {
    key: K,
    /// Whether the request named the key.
    asked: bool,
    result: Option<T>,
    failure: Option<Failure>,
    /// What stood under `statuses`.
    status: Option<i64>,
}

impl<K, T> Entry<K, T> {
    fn new(key: K) -> Self {
        Self {
            key,
            asked: false,
            result: None,
            failure: None,
            status: None,
        }
    }

    fn stated_error(&self) -> Option<&ErrorResponse> {
        let failure = self.failure.as_ref().filter(|failure| failure.stated);
        failure.map(|failure| &*failure.response)
    }

    fn outcome(&self) -> Option<Result<&T, &ErrorResponse>> {
        match (&self.failure, &self.result) {
            (Some(failure), _) => Some(Err(&failure.response)),
            (None, Some(result)) => Some(Ok(result)),
            (None, None) => None,
        }
    }
}

impl<K, T> Batch<K, T> {
    /// The keys that were answered, each with its success or failure, in the order in which they were asked
    /// for.
    pub fn iter(&self) -> impl Iterator<Item = (&K, Result<&T, &ErrorResponse>)> {
        let entries = self.entries.iter();
        entries.filter_map(|entry| Some((&entry.key, entry.outcome()?)))
    }

    /// What succeeded.
    pub fn successes(&self) -> impl Iterator<Item = (&K, &T)> {
        self.iter()
            .filter_map(|(key, outcome)| Some((key, outcome.ok()?)))
    }

    /// What failed.
    pub fn failures(&self) -> impl Iterator<Item = (&K, &ErrorResponse)> {
        self.iter()
            .filter_map(|(key, outcome)| Some((key, outcome.err()?)))
    }

    /// The keys that were asked for and that the answer says nothing of; of entities that are read, it means
    /// that there are none. Under a projection that begins at the envelope (`results*(…)`) a server may
    /// keep its errors to itself, and failed keys are among them too.
    pub fn missing(&self) -> impl Iterator<Item = &K> {
        let entries = self.entries.iter();
        let missing = entries.filter(|entry| entry.asked && entry.outcome().is_none());
        missing.map(|entry| &entry.key)
    }

    /// How many keys were answered, with success or failure.
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// Whether no key was answered.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// Whether every key was answered, and none failed.
    pub fn is_success(&self) -> bool {
        self.missing().next().is_none() && self.failures().next().is_none()
    }
}

impl<K: Key, T> Batch<K, T> {
    /// What became of a key; nothing when the answer does not say.
    pub fn get(&self, key: &K) -> Option<Result<&T, &ErrorResponse>> {
        self.entry(key)?.outcome()
    }

    /// Why the whole chunk failed that a key was sent in, of a batch that was sent in
    /// [chunks](crate::Chunks); nothing when the service has answered the chunk. What [`get`](Self::get) says
    /// of such a key is drawn from this error, which also knows whether the service
    /// [may have acted](Error::may_have_acted) nevertheless.
    pub fn chunk_error(&self, key: &K) -> Option<&Error> {
        self.entry(key)?.failure.as_ref()?.chunk.as_deref()
    }

    fn entry(&self, key: &K) -> Option<&Entry<K, T>> {
        self.entries.get(*self.index.get(&key::canonical(key)?)?)
    }

    /// A batch that says nothing yet of the keys that were asked for, so that they keep their order.
    fn of_asked(ids: &[Value]) -> Self {
        let mut batch = Self {
            entries: Vec::new(),
            index: HashMap::new(),
            members: envelope::Present::default(),
        };
        for key in ids.iter().filter_map(K::from_value) {
            if let Some(entry) = batch.entry_or_new(key) {
                entry.asked = true;
            }
        }
        batch
    }

    fn entry_or_new(&mut self, key: K) -> Option<&mut Entry<K, T>> {
        let next = self.entries.len();
        let position = *self.index.entry(key::canonical(&key)?).or_insert(next);
        if position == next {
            self.entries.push(Entry::new(key));
        }
        self.entries.get_mut(position)
    }
}

impl<K: Key, T: BatchItem> Batch<K, T> {
    /// The status of a key, wherever the answer states it.
    pub fn status(&self, key: &K) -> Option<u16> {
        let entry = self.entry(key)?;
        let stated = entry.status.and_then(|status| status.try_into().ok());
        let result = entry.result.as_ref();
        let failure = entry.failure.as_ref();
        stated
            .or_else(|| result.and_then(T::stated_status))
            .or_else(|| failure.and_then(Failure::status))
    }
}

/// The keys that were answered, each with its success or failure.
impl<K, T> IntoIterator for Batch<K, T> {
    type Item = (K, Result<T, Box<ErrorResponse>>);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        let outcomes = self.entries.into_iter().filter_map(|entry| {
            let outcome = match (entry.failure, entry.result) {
                (Some(failure), _) => Err(failure.response),
                (None, Some(result)) => Ok(result),
                (None, None) => return None,
            };
            Some((entry.key, outcome))
        });
        outcomes.collect::<Vec<_>>().into_iter()
    }
}

/// Puts an envelope together by key.
struct Sorter<'a, K, T> {
    response: &'a Response,
    batch: Batch<K, T>,
}

impl<'a, K: Key, T: BatchItem> Sorter<'a, K, T> {
    /// The entry of a key that stands in a member of the envelope.
    fn entry_of(&mut self, member: &str, text: &str) -> Result<&mut Entry<K, T>> {
        if let Some(&position) = self.batch.index.get(text) {
            // The text of a key that was asked for is that key, even if it looks escaped.
            return Ok(&mut self.batch.entries[position]);
        }
        let response = self.response;
        let key = key::read(text, response.protocol());
        let entry = key.and_then(|key| self.batch.entry_or_new(key));
        entry.ok_or_else(|| {
            response.unreadable(&format!("at `{member}`: the key `{text}` cannot be read"))
        })
    }

    fn fill(&mut self, envelope: Envelope<T>) -> Result<()> {
        for (text, result) in envelope.results.unwrap_or_default().0 {
            let entry = self.entry_of("results", &text)?;
            entry.failure = updated::failure(&result);
            entry.result = Some(result);
        }
        for (text, error) in envelope.errors.unwrap_or_default().0 {
            self.entry_of("errors", &text)?.failure = Some(Failure::stated(error));
        }
        for (text, status) in envelope.statuses.unwrap_or_default().0 {
            let entry = self.entry_of("statuses", &text)?;
            entry.status = Some(status);
            if entry.result.is_none() && entry.failure.is_none() {
                entry.failure = Failure::of_status(status);
            }
        }
        Ok(())
    }
}

impl<K: Key, T: BatchItem + DeserializeOwned> Answer for Batch<K, T> {
    fn read(response: &Response) -> Result<Self> {
        let envelope: Envelope<T> = response.json()?;
        let mut batch = Self::of_asked(response.ids());
        batch.members = envelope.present();
        let mut sorter = Sorter { response, batch };
        sorter.fill(envelope)?;
        Ok(sorter.batch)
    }
}

impl<K, T> RecordedAnswer for Batch<K, T>
where
    K: Key,
    T: BatchItem + Serialize + DeserializeOwned,
{
    const KEYED: &'static [&'static str] = &["results", "errors", "statuses"];

    fn respelled_key(text: &str, protocol: Protocol) -> Option<String> {
        key::respelled::<K>(text, protocol)
    }

    fn to_body(&self) -> JsonResult<Option<Json>> {
        Json::new(&envelope::Written(self)).map(Some)
    }
}

impl<K: fmt::Debug, T: fmt::Debug> fmt::Debug for Batch<K, T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        struct Answered<'a, K, T>(&'a Batch<K, T>);
        impl<K: fmt::Debug, T: fmt::Debug> fmt::Debug for Answered<'_, K, T> {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.debug_map().entries(self.0.iter()).finish()
            }
        }
        out.debug_struct("Batch")
            .field("answered", &Answered(self))
            .field("missing", &self.missing().collect::<Vec<_>>())
            .finish()
    }
}
