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
use super::walk::{Page, Step, Walk};
use crate::answer::{Collection, Response};
use crate::client::{Client, Exchanged};
use crate::error::Result;
use crate::request::{Call, Draft, Spelling};

impl<T, M> Call<'_, Collection<T, M>> {
    /// All pages, one request each. Their metadata stay JSON, whatever the method declares.
    pub fn pages(self, style: PagingStyle) -> Pages<T> {
        let (client, mut draft) = self.into_parts();
        ask_for_paging(&mut draft);
        Pages {
            client: client.clone(),
            walk: Walk::new(style),
            next: Some(draft),
            pending: None,
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
/// link that comes twice is an error, and nothing follows an error.
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<T> {
    pub(super) client: Client,
    walk: Walk,
    next: Option<Draft>,
    pending: Option<Exchanged>,
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
        let call = request.call_name();
        match self
            .walk
            .step(request, &facts)
            .map_err(|error| error.with_call(call, false))?
        {
            Step::Next(request) => self.next = Some(*request),
            Step::Last => {}
            Step::End => return Ok(None),
        }
        Ok(Some(page))
    }
}

impl<T: DeserializeOwned> Stream for Pages<T> {
    type Item = Result<Collection<T>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let pages = self.get_mut();
        if let Some(request) = pages.next.take() {
            pages.pending = Some(pages.client.exchange(request));
        }
        let Some(pending) = &mut pages.pending else {
            return Poll::Ready(None);
        };
        let exchanged = ready!(pending.as_mut().poll(context));
        pages.pending = None;
        let page = exchanged.and_then(|(request, response)| pages.turn(request, &response));
        Poll::Ready(page.transpose())
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Pages")
            .field("next", &self.next)
            .finish_non_exhaustive()
    }
}

/// The elements of a collection, page after page.
#[must_use = "a stream does nothing until it is polled"]
pub struct Elements<T> {
    pub(super) pages: Pages<T>,
    elements: VecDeque<T>,
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
