//! Batches that are too large for one request, sent in several.
//!
//! Some of the requests may fail after others have changed something, so what became of each key is kept
//! apart, whatever happens.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;

use futures_core::Stream;
use futures_util::stream::FuturesUnordered;
use restli_wire::Value;

use super::{Call, Draft, Method, Request};
use crate::answer::{BatchAnswer, Response};
use crate::client::Client;
use crate::error::{Error, Result};
use crate::progress::Progress;

/// How many keys or elements a chunk has where nothing else is known.
const SIZE: u32 = 50;

/// A batch that is sent in chunks, with one answer in the order of what was sent.
///
/// A chunk has as many keys or elements as the service takes or is documented to advise, else 50, and one
/// chunk is sent after the other, unless [`of`](Self::of) and [`concurrent`](Self::concurrent) say otherwise.
/// Each chunk is a call of its own, with its own time limit and attempts. A key that comes twice is sent once,
/// and nothing is sent before all chunks are known to be good requests.
///
/// # When a chunk fails
///
/// Of a **read** (BATCH_GET), the error of a chunk is that of the call, and no further chunk is sent.
///
/// Of a **write**, other chunks may have been done, so every chunk is sent and the answer tells what became of
/// each: every key or element of the chunk that failed has failed in the answer, by what the error of the
/// chunk says, and [`Batch::chunk_error`](crate::Batch::chunk_error) and
/// [`CreatedElement::chunk_error`](crate::CreatedElement::chunk_error) have the error itself, which knows
/// whether the service [may have acted](Error::may_have_acted) nevertheless. It is an error of the call only
/// when every chunk has failed: the first of those after which the service may have acted, or else the first.
///
/// A write whose future is dropped leaves some chunks done and others not.
///
/// ```no_run
/// # async fn example(call: restli::Call<'_, restli::Batch<i64, restli::Updated>>) -> restli::Result<()> {
/// let deleted = call.in_chunks().of(20).concurrent(4).send().await?;
/// for (key, error) in deleted.failures() {
///     match deleted.chunk_error(key) {
///         Some(error) if error.may_have_acted() => println!("{key}: perhaps ({error})"),
///         _ => println!("{key}: {error}"),
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a call does nothing until it is sent"]
pub struct Chunks<'a, T> {
    call: Call<'a, T>,
    size: Option<usize>,
    concurrent: usize,
    on_progress: Option<Box<dyn FnMut(Progress) + Send + 'a>>,
}

impl<'a, T> Call<'a, T> {
    /// Sends a batch in as many requests as it takes, with one answer.
    pub fn in_chunks(self) -> Chunks<'a, T> {
        Chunks {
            call: self,
            size: None,
            concurrent: 1,
            on_progress: None,
        }
    }
}

impl<'a, T> Chunks<'a, T> {
    /// How many keys or elements a chunk has, at least 1. More than the service takes are refused.
    pub fn of(mut self, size: usize) -> Self {
        self.size = Some(size.max(1));
        self
    }

    /// How many chunks are sent at once, at least and unless set 1.
    pub fn concurrent(mut self, chunks: usize) -> Self {
        self.concurrent = chunks.max(1);
        self
    }

    /// Is told how far it is: at the beginning and after each chunk.
    pub fn on_progress(mut self, on_progress: impl FnMut(Progress) + Send + 'a) -> Self {
        self.on_progress = Some(Box::new(on_progress));
        self
    }

    /// The requests as values, without sending them. Whatever is wrong with one is told now.
    pub fn build(self) -> Result<Vec<Request<T>>> {
        let (_, chunks) = self.call.into_chunks(self.size)?;
        Ok(chunks.into_iter().map(Request::new).collect())
    }
}

impl<T: BatchAnswer> Chunks<'_, T> {
    /// Sends all chunks and puts their answers together.
    pub async fn send(self) -> Result<T> {
        let (client, chunks) = self.call.into_chunks(self.size)?;
        let mut parts: Vec<Option<T>> = chunks.iter().map(|_| None).collect();
        let mut failed = Failed::default();
        let mut sending = Sending::new(client, chunks, self.concurrent, self.on_progress);
        while let Some(done) = sending.next().await {
            let part = done.answer.and_then(|(draft, response)| {
                T::read_chunk(&response, done.sent)
                    .map_err(|error| draft.blame(error).with_request_id(response.request_id()))
            });
            parts[done.chunk] = Some(match part {
                Ok(part) => part,
                Err(error) if done.method == Method::BatchGet => return Err(error),
                Err(error) => T::failed(&done.ids, done.sent, &failed.add(done.chunk, error)),
            });
        }
        failed.check(parts.len())?;
        Ok(T::merged(parts.into_iter().flatten().collect()))
    }

    /// Sends all chunks and puts their answers together, on this thread. Within an async runtime this is an
    /// error.
    #[cfg(feature = "blocking")]
    pub fn send_blocking(mut self) -> Result<T> {
        let (client, call) = (self.call.client(), self.call.draft().call_name());
        let waited = client.block_on(self.send());
        waited.map_err(|error| error.with_call(call, false))?
    }
}

impl<'a, T> Call<'a, T> {
    fn into_chunks(self, size: Option<usize>) -> Result<(&'a Client, Vec<Draft>)> {
        let (client, draft) = self.into_parts();
        let spec = &draft.spec;
        let usual = spec.max_batch.or(spec.advised_batch).unwrap_or(SIZE);
        let size = size.unwrap_or(usual as usize).max(1);
        Ok((client, draft.split(size)?))
    }
}

/// A chunk that is done, successfully or not.
struct Done {
    /// The position of the chunk.
    chunk: usize,
    method: Method,
    ids: Vec<Value>,
    /// How many keys or elements it had.
    sent: usize,
    answer: Result<(Draft, Response)>,
}

/// The chunks that are on their way, and those that wait.
struct Sending<'a> {
    client: &'a Client,
    waiting: std::iter::Enumerate<std::vec::IntoIter<Draft>>,
    on_their_way: FuturesUnordered<Pin<Box<dyn Future<Output = Done> + Send>>>,
    concurrent: usize,
    progress: Progress,
    on_progress: Option<Box<dyn FnMut(Progress) + Send + 'a>>,
}

impl<'a> Sending<'a> {
    fn new(
        client: &'a Client,
        chunks: Vec<Draft>,
        concurrent: usize,
        on_progress: Option<Box<dyn FnMut(Progress) + Send + 'a>>,
    ) -> Self {
        let total = chunks.iter().map(|chunk| size(chunk) as u64).sum();
        let mut sending = Self {
            client,
            waiting: chunks.into_iter().enumerate(),
            on_their_way: FuturesUnordered::new(),
            concurrent,
            progress: Progress {
                total: Some(total),
                ..Progress::default()
            },
            on_progress,
        };
        sending.tell();
        sending
    }

    /// The next chunk that is done, in any order.
    async fn next(&mut self) -> Option<Done> {
        while self.on_their_way.len() < self.concurrent {
            let Some((chunk, draft)) = self.waiting.next() else {
                break;
            };
            self.begin(chunk, draft);
        }
        let done = poll_fn(|context| Pin::new(&mut self.on_their_way).poll_next(context)).await?;
        self.progress.items += done.sent as u64;
        if let Ok((_, response)) = &done.answer {
            self.progress.bytes += response.body().len() as u64;
        }
        self.tell();
        Some(done)
    }

    fn begin(&mut self, chunk: usize, draft: Draft) {
        let (method, ids, sent) = (draft.spec.method, draft.asked().ids, size(&draft));
        let answer = self.client.exchange(draft);
        self.progress.requests += 1;
        self.on_their_way.push(Box::pin(async move {
            Done {
                chunk,
                method,
                ids,
                sent,
                answer: answer.await,
            }
        }));
    }

    fn tell(&mut self) {
        if let Some(on_progress) = &mut self.on_progress {
            on_progress(self.progress);
        }
    }
}

fn size(chunk: &Draft) -> usize {
    chunk.batch.map_or(0, |(_, count)| count)
}

/// The chunks of a write that failed.
#[derive(Default)]
struct Failed {
    errors: Vec<(usize, Arc<Error>)>,
}

impl Failed {
    fn add(&mut self, chunk: usize, error: Error) -> Arc<Error> {
        let error = Arc::new(error);
        self.errors.push((chunk, Arc::clone(&error)));
        error
    }

    /// An error if all of so many chunks failed.
    fn check(mut self, chunks: usize) -> Result<()> {
        if self.errors.len() < chunks {
            return Ok(());
        }
        self.errors
            .sort_by_key(|(chunk, error)| (!error.may_have_acted(), *chunk));
        match self.errors.into_iter().next() {
            None => Ok(()),
            Some((_, error)) if chunks == 1 => Err(Error::clone(&error)),
            Some((chunk, error)) => {
                let hint = format!("chunk {} of {chunks}, all of which failed", chunk + 1);
                Err(Error::clone(&error).with_further_hint(&hint))
            }
        }
    }
}

impl<T> fmt::Debug for Chunks<'_, T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Chunks")
            .field("call", &self.call)
            .field("size", &self.size)
            .field("concurrent", &self.concurrent)
            .finish_non_exhaustive()
    }
}

/// Adds `in_chunks` to a generated builder whose answer tells of each key or element.
///
/// `batch!(BatchGet<T> => Batch<i64, T>)` where the entities of the answer are a parameter.
#[macro_export]
macro_rules! batch {
    ($builder:ident $(<$entity:ident>)? => $answer:ty) => {
        impl<'a $(, $entity)?> $builder<'a $(, $entity)?> {
            /// Sends the batch in as many requests as it takes, with one answer, in which every key or element
            /// of a chunk that failed has failed.
            pub fn in_chunks(self) -> $crate::Chunks<'a, $answer> {
                self.0.in_chunks()
            }
        }
    };
}
