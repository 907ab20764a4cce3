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
use crate::progress::Progress;
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
    pub fn blocking(self) -> Blocking<Self> {
        let client = self.client.clone();
        Blocking::new(client, self)
    }
}

impl<T: DeserializeOwned> Elements<T> {
    /// The elements as an iterator that waits on this thread. Within an async runtime it gives an error.
    pub fn blocking(self) -> Blocking<Self> {
        let client = self.pages.client.clone();
        Blocking::new(client, self)
    }
}

/// What [`Pages`] or [`Elements`] have, as an iterator that waits on this thread.
#[derive(Debug)]
#[must_use = "an iterator does nothing until it is asked"]
pub struct Blocking<S> {
    client: Client,
    stream: S,
    /// After an error of the runtime, which the next step would only repeat.
    ended: bool,
}

impl<S> Blocking<S> {
    fn new(client: Client, stream: S) -> Self {
        Self {
            client,
            stream,
            ended: false,
        }
    }
}

impl<T> Blocking<Pages<T>> {
    /// How far the walk is, as [`Pages::progress`] tells it.
    pub fn progress(&self) -> Progress {
        self.stream.progress()
    }
}

impl<T> Blocking<Elements<T>> {
    /// How far the walk is, as [`Elements::progress`] tells it.
    pub fn progress(&self) -> Progress {
        self.stream.progress()
    }
}

impl<T, S: Stream<Item = Result<T>> + Unpin> Iterator for Blocking<S> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Result<T>> {
        if self.ended {
            return None;
        }
        let stream = &mut self.stream;
        let step = poll_fn(|context| Pin::new(&mut *stream).poll_next(context));
        match self.client.block_on(step) {
            Ok(item) => item,
            Err(error) => {
                self.ended = true;
                Some(Err(error))
            }
        }
    }
}
