//! The page that a walk waits for, and those behind it that are asked for at the same time.
//!
//! Only the walk decides which page is next. What is read ahead is a guess: where the walk goes another way,
//! the guess is thrown away, so that a walk with it and one without it see the same pages.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use futures_util::stream::FuturesOrdered;

use super::walk::Plan;
use crate::answer::Response;
use crate::client::{Client, Exchanged};
use crate::error::{Error, ErrorKind, Result};
use crate::request::Draft;

pub(super) struct Ahead {
    client: Client,
    /// How many pages may be on their way, or have arrived and wait for their turn.
    limit: usize,
    wanted: Option<Draft>,
    plan: Option<Plan>,
    /// Begins with the page that is wanted, unless the walk has gone another way.
    pages: FuturesOrdered<Exchanged>,
    asked: VecDeque<Asked>,
    requests: u64,
}

/// A page that was asked for.
#[derive(Clone, Copy)]
struct Asked {
    start: Option<u64>,
    /// Whether nothing had wanted it yet.
    early: bool,
}

impl Ahead {
    /// Begins with this request, one page at a time.
    pub(super) fn new(client: Client, first: Draft) -> Self {
        Self {
            client,
            limit: 1,
            wanted: Some(first),
            plan: None,
            pages: FuturesOrdered::new(),
            asked: VecDeque::new(),
            requests: 0,
        }
    }

    pub(super) fn limit(&mut self, pages: usize) {
        self.limit = pages.max(1);
    }

    /// The request whose answer is awaited, or will be asked for next.
    pub(super) fn wanted(&self) -> Option<&Draft> {
        self.wanted.as_ref()
    }

    /// How many requests were begun.
    pub(super) fn requests(&self) -> u64 {
        self.requests
    }

    /// The walk goes on with this request, and probably like this from there.
    pub(super) fn want(&mut self, request: Draft, plan: Option<Plan>) {
        self.wanted = Some(request);
        self.plan = plan;
    }

    /// Nothing more is wanted. What is on its way is cancelled.
    pub(super) fn end(&mut self) {
        self.wanted = None;
        self.forget();
    }

    /// The answer to what is wanted; nothing when nothing is.
    pub(super) fn poll(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<(Draft, Response)>>> {
        loop {
            let Some(wanted) = &self.wanted else {
                return Poll::Ready(None);
            };
            let start = wanted.number("start");
            if self.asked.front().is_none_or(|asked| asked.start != start) {
                let wanted = wanted.clone();
                self.forget();
                self.ask(wanted, false);
            }
            self.ask_ahead();
            let Some(page) = ready!(Pin::new(&mut self.pages).poll_next(context)) else {
                return Poll::Ready(None);
            };
            match (page, self.asked.pop_front()) {
                // It may be that nobody has looked at it for longer than a call may take. If it is as bad
                // as it seems, the next request will tell.
                (Err(error), Some(Asked { early: true, .. })) if is_lost(&error) => {
                    let Some(wanted) = self.wanted.clone() else {
                        return Poll::Ready(None);
                    };
                    let again = self.client.exchange(wanted);
                    let early = false;
                    self.pages.push_front(again);
                    self.asked.push_front(Asked { start, early });
                    self.requests += 1;
                }
                (page, _) => {
                    self.wanted = None;
                    return Poll::Ready(Some(page));
                }
            }
        }
    }

    fn ask(&mut self, request: Draft, early: bool) {
        let start = request.number("start");
        self.asked.push_back(Asked { start, early });
        self.pages.push_back(self.client.exchange(request));
        self.requests += 1;
    }

    /// Asks for the pages behind the last one, as far as they are known to be there.
    fn ask_ahead(&mut self) {
        let (Some(plan), Some(wanted)) = (self.plan, &self.wanted) else {
            return;
        };
        let mut request = wanted.clone();
        while self.asked.len() < self.limit {
            let last = self.asked.back().and_then(|asked| asked.start);
            let next = last.unwrap_or(0).checked_add(plan.step);
            let Some(next) = next.filter(|next| *next < plan.total) else {
                return;
            };
            request.parameter("start", Ok(next.into()));
            self.ask(request.clone(), true);
        }
    }

    fn forget(&mut self) {
        self.pages = FuturesOrdered::new();
        self.asked.clear();
    }
}

/// Whether a request has had no answer.
fn is_lost(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport
    )
}
