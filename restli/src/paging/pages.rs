//! Streams over pages and over their elements.
//!
//! They own what they need, so they can be kept, boxed and moved to another thread. A request goes out only
//! when the stream is polled for what it does not have yet.

use std::collections::VecDeque;
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde::de::DeserializeOwned;

use super::PagingStyle;
use super::ahead::Ahead;
use super::walk::{Page, Step, Walk};
use crate::answer::{Collection, Response};
use crate::client::Client;
use crate::error::Result;
use crate::progress::Progress;
use crate::request::{Call, Draft, Spelling};

impl<T, M> Call<'_, Collection<T, M>> {
    /// All pages, one request each. Their metadata stay JSON, whatever the method declares.
    pub fn pages(self, style: PagingStyle) -> Pages<T> {
        let (client, mut draft) = self.into_parts();
        ask_for_paging(&mut draft);
        Pages {
            client: client.clone(),
            walk: Walk::new(style),
            start: draft.number("start").unwrap_or(0),
            progress: Progress::default(),
            ahead: Ahead::new(client.clone(), draft),
            element: PhantomData,
        }
    }
}

/// A walk needs to be told where it is, so a projection that leaves out the paging is widened.
fn ask_for_paging(draft: &mut Draft) {
    draft.masks.paging = None;
    let spelling = draft.spelling();
    if let (Some(Spelling::Projection), Some(projected)) = (spelling, &mut draft.masks.projected) {
        if !projected.mask.selects_all() {
            let mask = std::mem::take(&mut projected.mask);
            projected.mask = mask.field("paging");
        }
    }
}

/// The pages of a collection: a stream of [`Collection`]s.
///
/// It ends after an empty page, when the total is reached, or when the links to next pages stop. A page or
/// link that comes twice is an error, and nothing follows an error. A stream that is dropped cancels the
/// requests that are on their way.
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<T> {
    pub(super) client: Client,
    walk: Walk,
    /// Of the first page.
    start: u64,
    progress: Progress,
    ahead: Ahead,
    element: PhantomData<fn() -> T>,
}

impl<T> Pages<T> {
    /// The elements of the pages instead of the pages.
    pub fn elements(self) -> Elements<T> {
        Elements {
            pages: self,
            elements: VecDeque::new(),
        }
    }

    /// Asks for up to so many pages at once, at least and unless set 1, and hands them out in order.
    ///
    /// That needs the total and the size of a page, so the first page is read alone, and where the service
    /// tells no total, or a cursor leads from page to page, all are read one at a time. At most so many pages
    /// are on their way or wait to be handed out. The stream has the same elements, and ends, or fails, at the
    /// same place as without this; pages that were read beyond the end are thrown away, and one that did not
    /// arrive while it was read ahead is asked for once more when it is its turn.
    ///
    /// Requests make headway only while the stream is polled.
    pub fn buffered(mut self, pages: usize) -> Self {
        self.ahead.limit(pages);
        self
    }

    /// How far the walk is; `items` are the elements of the pages that were handed out.
    pub fn progress(&self) -> Progress {
        Progress {
            requests: self.ahead.requests(),
            ..self.progress
        }
    }
}

impl<T: DeserializeOwned> Pages<T> {
    /// Reads a page and decides what follows it. Nothing when the page only told that there are no more.
    fn turn(&mut self, request: Draft, response: &Response) -> Result<Option<Collection<T>>> {
        let page: Collection<T> = self.client.answer(&request, response)?;
        let facts = Page {
            elements: page.elements.len(),
            paging: page.paging.as_ref(),
            metadata: page.metadata.as_ref(),
            body: response.body(),
        };
        self.progress.bytes += response.body().len() as u64;
        let total = page.paging.as_ref().and_then(|paging| paging.total);
        if let Some(total) = total.and_then(|total| u64::try_from(total).ok()) {
            self.progress.total = Some(total.saturating_sub(self.start));
        }
        let call = request.call_name();
        match self
            .walk
            .step(request, &facts)
            .map_err(|error| error.with_call(call, false))?
        {
            Step::Next(request) => self.ahead.want(*request, self.walk.plan()),
            Step::Last => self.ahead.end(),
            Step::End => return Ok(None),
        }
        self.progress.items += page.elements.len() as u64;
        Ok(Some(page))
    }
}

impl<T: DeserializeOwned> Stream for Pages<T> {
    type Item = Result<Collection<T>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let pages = self.get_mut();
        let Some(exchanged) = ready!(pages.ahead.poll(context)) else {
            return Poll::Ready(None);
        };
        let page = exchanged.and_then(|(request, response)| pages.turn(request, &response));
        if !matches!(page, Ok(Some(_))) {
            pages.ahead.end();
        }
        Poll::Ready(page.transpose())
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Pages")
            .field("next", &self.ahead.wanted())
            .finish_non_exhaustive()
    }
}

/// The elements of a collection, page after page.
#[must_use = "a stream does nothing until it is polled"]
pub struct Elements<T> {
    pub(super) pages: Pages<T>,
    elements: VecDeque<T>,
}

impl<T> Elements<T> {
    /// Asks for up to so many pages at once, as [`Pages::buffered`] does. Beside them, the stream holds the
    /// elements of the page that it hands out.
    pub fn buffered(mut self, pages: usize) -> Self {
        self.pages = self.pages.buffered(pages);
        self
    }

    /// How far the walk is; `items` are the elements that were handed out.
    pub fn progress(&self) -> Progress {
        let mut progress = self.pages.progress();
        progress.items -= self.elements.len() as u64;
        progress
    }
}

// Elements are handed out by value and never pinned.
impl<T> Unpin for Elements<T> {}

impl<T: DeserializeOwned> Stream for Elements<T> {
    type Item = Result<T>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let stream = self.get_mut();
        loop {
            if let Some(element) = stream.elements.pop_front() {
                return Poll::Ready(Some(Ok(element)));
            }
            match ready!(Pin::new(&mut stream.pages).poll_next(context)) {
                Some(Ok(page)) => stream.elements = page.elements.into(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T> fmt::Debug for Elements<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Elements")
            .field("pages", &self.pages)
            .finish_non_exhaustive()
    }
}
