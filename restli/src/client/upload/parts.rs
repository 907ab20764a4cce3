//! A file that is uploaded in parts, and how far an upload is.
//!
//! A part is the least of which it is known that the service has it, so progress goes from part to part.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use bytes::Bytes;

use super::{UploadPart, Uploaded, slices};
use crate::client::Client;
use crate::error::Result;

/// How far an upload is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UploadProgress {
    /// The bytes that the service has taken, and answered for with 200 to 299.
    pub sent: u64,
    /// The bytes of the whole file.
    pub total: u64,
}

/// Who is told how far an upload is.
pub(super) type OnProgress<'a> = Box<dyn FnMut(UploadProgress) + Send + 'a>;

/// What has to be told, and to whom.
pub(super) struct Told<'a> {
    progress: UploadProgress,
    on_progress: Option<OnProgress<'a>>,
}

impl<'a> Told<'a> {
    /// Tells that nothing is sent yet.
    pub(super) fn begin(total: usize, on_progress: Option<OnProgress<'a>>) -> Self {
        let total = total as u64;
        let progress = UploadProgress { sent: 0, total };
        let mut told = Self {
            progress,
            on_progress,
        };
        told.sent(0);
        told
    }

    /// Tells that so many more bytes have been taken.
    pub(super) fn sent(&mut self, bytes: usize) {
        self.progress.sent += bytes as u64;
        if let Some(on_progress) = &mut self.on_progress {
            on_progress(self.progress);
        }
    }
}

/// An upload of a file in parts: a future of what was said to each, in the order of the parts. Made by
/// [`Client::upload_parts`].
#[must_use = "an upload does nothing until it is awaited"]
pub struct UploadParts<'a> {
    client: &'a Client,
    parts: &'a [UploadPart],
    file: Bytes,
    on_progress: Option<OnProgress<'a>>,
}

impl<'a> UploadParts<'a> {
    pub(super) fn new(client: &'a Client, parts: &'a [UploadPart], file: Bytes) -> Self {
        Self {
            client,
            parts,
            file,
            on_progress: None,
        }
    }

    /// Is told how far it is: at the beginning and after each part.
    pub fn on_progress(mut self, on_progress: impl FnMut(UploadProgress) + Send + 'a) -> Self {
        self.on_progress = Some(Box::new(on_progress));
        self
    }

    /// Uploads the parts, one after the other. The first that fails ends it.
    pub async fn send(self) -> Result<Vec<Uploaded>> {
        let slices = slices(self.parts, &self.file)?;
        let mut answers = Vec::with_capacity(self.parts.len());
        let mut told = Told::begin(self.file.len(), self.on_progress);
        for (part, bytes) in self.parts.iter().zip(slices) {
            let length = bytes.len();
            answers.push(self.client.upload(&part.url).send(bytes).await?);
            told.sent(length);
        }
        Ok(answers)
    }

    /// Uploads the parts, on this thread. Within an async runtime this is an error.
    #[cfg(feature = "blocking")]
    pub fn send_blocking(self) -> Result<Vec<Uploaded>> {
        self.client.clone().block_on(self.send())?
    }
}

impl<'a> IntoFuture for UploadParts<'a> {
    type Output = Result<Vec<Uploaded>>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl fmt::Debug for UploadParts<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("UploadParts")
            .field("parts", &self.parts)
            .field("bytes", &self.file.len())
            .finish_non_exhaustive()
    }
}
