//! What middleware is told, in which order, and what it may do.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use restli::middleware::{
    Attempt, Finished, Middleware, MiddlewareFuture, Outcome, RateLimit, Retrying,
};
use restli::{Error, ErrorKind, RetryPolicy};
use tokio::time::Instant;

use crate::mini::Book;
use crate::transport::{Scripted, answer, client};

/// Writes down all that it is told.
struct Notes(&'static str, Arc<Mutex<Vec<String>>>);

impl Notes {
    fn note(&self, text: std::fmt::Arguments<'_>) {
        self.1.lock().unwrap().push(format!("{}: {text}", self.0));
    }
}

impl Middleware for Notes {
    fn before<'a>(&'a self, attempt: &'a mut Attempt<'_>) -> MiddlewareFuture<'a> {
        let info = attempt.info();
        let (api, method, resource) = (info.api(), info.method(), info.resource());
        let number = attempt.number();
        self.note(format_args!(
            "before {number} of {api} {method} {resource} {}",
            info.name()
        ));
        Box::pin(async move { attempt.set_header("X-Trace-Id", &format!("trace-{number}")) })
    }

    fn after(&self, outcome: &Outcome<'_>) {
        let kind = outcome.error().map(Error::kind);
        let (status, bytes) = (outcome.status(), outcome.bytes_received());
        self.note(format_args!(
            "after {} {status:?} {kind:?} {bytes}",
            outcome.number()
        ));
    }

    fn on_retry(&self, retrying: &Retrying<'_>) {
        let (made, pause) = (retrying.error().attempts(), retrying.pause());
        self.note(format_args!("retry after {made} in {pause:?}"));
    }

    fn finished(&self, call: &Finished<'_>) {
        let (attempts, status) = (call.attempts(), call.status());
        let failed = call.error().is_some();
        self.note(format_args!(
            "finished {attempts} {status:?} {failed} {:?}",
            call.elapsed()
        ));
    }
}

#[tokio::test(start_paused = true)]
async fn everything_is_told_in_order() {
    let transport = Scripted::new(|number| Ok(answer([503, 200][number], "{}")));
    let notes = Arc::<Mutex<Vec<String>>>::default();
    let client = client(&transport)
        .middleware(Notes("outer", Arc::clone(&notes)))
        .middleware(Arc::new(Notes("inner", Arc::clone(&notes))))
        .retry(RetryPolicy::new().backoff(Duration::ZERO, Duration::ZERO))
        .build()
        .unwrap();
    client.books().find_by_search().send().await.unwrap();
    assert_eq!(
        *notes.lock().unwrap(),
        [
            "outer: before 1 of library FINDER books search",
            "inner: before 1 of library FINDER books search",
            "inner: after 1 Some(503) Some(Status) 2",
            "outer: after 1 Some(503) Some(Status) 2",
            "outer: retry after 1 in 0ns",
            "inner: retry after 1 in 0ns",
            "outer: before 2 of library FINDER books search",
            "inner: before 2 of library FINDER books search",
            "inner: after 2 Some(200) None 2",
            "outer: after 2 Some(200) None 2",
            "outer: finished 2 Some(200) false 0ns",
            "inner: finished 2 Some(200) false 0ns",
        ]
    );
    let sent = transport.sent.lock().unwrap();
    assert_eq!(sent[1].1.headers()["x-trace-id"], "trace-2");
}

/// Refuses, or tries to set a header.
struct Meddling(Option<(&'static str, &'static str)>);

impl Middleware for Meddling {
    fn before<'a>(&'a self, attempt: &'a mut Attempt<'_>) -> MiddlewareFuture<'a> {
        Box::pin(async move {
            match self.0 {
                Some((name, value)) => attempt.set_header(name, value),
                None => Err(Error::middleware("not on Sundays")),
            }
        })
    }
}

#[tokio::test]
async fn it_may_refuse_but_not_lie() {
    for (what, text) in [
        (None, "CREATE of books: not on Sundays"),
        (
            Some(("Authorization", "Bearer x")),
            "CREATE of books: header Authorization: the client sets it itself",
        ),
        (
            Some(("X-A", "1\r\nX-Evil: 1")),
            "CREATE of books: header X-A: its value has characters that a header cannot hold",
        ),
    ] {
        let transport = Scripted::new(|_| Ok(answer(200, "{}")));
        let client = client(&transport)
            .middleware(Meddling(what))
            .build()
            .unwrap();
        let error = client
            .books()
            .create(&Book::new("T"))
            .send()
            .await
            .unwrap_err();
        assert_eq!(error.to_string(), text);
        assert!(!error.may_have_acted() && transport.requests() == 0);
        if what.is_none() {
            assert_eq!(error.kind(), ErrorKind::Middleware);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_rate_limit_spreads_attempts() {
    let transport = Scripted::new(|_| Ok(answer(200, "{}")));
    let limit = RateLimit::per_second(20).burst(5);
    let client = client(&transport).middleware(limit).build().unwrap();
    let begun = Instant::now();
    let calls = (0..45).map(|_| client.books().get(1).send());
    futures_util::future::join_all(calls).await;
    let sent = transport.sent.lock().unwrap();
    let at = |index: usize| sent[index].0.duration_since(begun).as_millis();
    assert_eq!(
        (at(4), at(5) / 10),
        (0, 5),
        "five at once, then one each 50 ms"
    );
    assert!((2000..2100).contains(&at(44)), "{}", at(44));
}
