//! Pages and elements without an async runtime.
//!
//! An iterator over a stream: each step waits on the thread that asks for it.

use std::future::poll_fn;
use std::pin::Pin;

use futures_core::Stream;
use serde::de::DeserializeOwned;

use super::{Elements, Pages};
use crate::answer::Collection;
use crate::client::Client;
use crate::error::Result;
use crate::request::Call;

impl<T, M> Call<'_, Collection<T, M>> {
    /// How many elements there are, on this thread. Fails when the answer does not say.
    pub fn total_blocking(self) -> Result<u64> {
        let client = self.client().clone();
        client.block_on(self.total())?
    }
}

impl<T: DeserializeOwned> Pages<T> {
    /// The pages as an iterator that waits on this thread. Within an async runtime it gives an error.
    pub fn blocking(self) -> impl Iterator<Item = Result<Collection<T>>> {
        let client = self.client.clone();
        Steps::new(client, self)
    }
}

impl<T: DeserializeOwned> Elements<T> {
    /// The elements as an iterator that waits on this thread. Within an async runtime it gives an error.
    pub fn blocking(self) -> impl Iterator<Item = Result<T>> {
        let client = self.pages.client.clone();
        Steps::new(client, self)
    }
}

struct Steps<S> {
    client: Client,
    /// Gone after an error of the runtime, which the next step would only repeat.
    stream: Option<S>,
}

impl<S> Steps<S> {
    fn new(client: Client, stream: S) -> Self {
        let stream = Some(stream);
        Self { client, stream }
    }
}

impl<T, S: Stream<Item = Result<T>> + Unpin> Iterator for Steps<S> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Result<T>> {
        let stream = self.stream.as_mut()?;
        let step = poll_fn(|context| Pin::new(&mut *stream).poll_next(context));
        match self.client.block_on(step) {
            Ok(item) => item,
            Err(error) => {
                self.stream = None;
                Some(Err(error))
            }
        }
    }
}
