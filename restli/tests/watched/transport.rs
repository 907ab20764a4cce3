//! An HTTP client of the user's own: what holds for calls holds with it too.
//!
//! Time can stand still with it, so the pauses before retries are looked at here.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use restli::transport::{Body, Transport, TransportError, TransportFuture};
use restli::{ErrorKind, RetryPolicy};
use tokio::time::Instant;

use crate::mini::{Book, Client};

type Answers = dyn Fn(usize) -> Result<http::Response<Body>, TransportError> + Send + Sync;

/// A request, and when it came.
type Sent = (Instant, http::Request<Bytes>);

/// Answers by a function of the number of the request, and remembers what it was sent and when.
#[derive(Clone)]
pub(crate) struct Scripted {
    answers: Arc<Answers>,
    pub(crate) sent: Arc<Mutex<Vec<Sent>>>,
}

impl Scripted {
    pub(crate) fn new(
        answers: impl Fn(usize) -> Result<http::Response<Body>, TransportError> + Send + Sync + 'static,
    ) -> Self {
        Self {
            answers: Arc::new(answers),
            sent: Arc::default(),
        }
    }

    pub(crate) fn requests(&self) -> usize {
        self.sent.lock().unwrap().len()
    }
}

impl Transport for Scripted {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        let mut sent = self.sent.lock().unwrap();
        let answer = (self.answers)(sent.len());
        sent.push((Instant::now(), request));
        Box::pin(std::future::ready(answer))
    }
}

/// An answer with a status and a body.
pub(crate) fn answer(status: u16, body: &'static str) -> http::Response<Body> {
    let builder = http::Response::builder().status(status);
    builder.body(Body::from(body)).unwrap()
}

pub(crate) fn client(transport: &Scripted) -> restli::ClientBuilder<Client> {
    Client::builder()
        .token("s3cr3t-t0k3n")
        .transport(transport.clone())
}

#[tokio::test]
async fn calls_go_through_it() {
    let transport = Scripted::new(|_| Ok(answer(200, r#"{"title":"T"}"#)));
    let client = client(&transport).build().unwrap();
    let book = client.books().get(7).send().await.unwrap();
    assert_eq!(book.title.as_deref(), Some("T"));
    let sent = transport.sent.lock().unwrap();
    let (_, request) = &sent[0];
    assert_eq!(request.uri(), "https://api.example.org/v2/books/7");
    assert_eq!(request.headers()["x-restli-method"], "get");
    assert!(request.headers()["authorization"].is_sensitive());
}

#[tokio::test]
async fn its_failures_are_those_of_calls() {
    for (error, kind, attempts) in [
        (TransportError::connect("no route"), ErrorKind::Connect, 3),
        (
            TransportError::broken("reset s3cr3t-t0k3n"),
            ErrorKind::Transport,
            1,
        ),
        (
            TransportError::undecodable("no gzip"),
            ErrorKind::Transport,
            1,
        ),
    ] {
        let cause = error.to_string().replace("s3cr3t-t0k3n", "[token]");
        let transport = Scripted::new(move |_| Err(error.clone()));
        let none = RetryPolicy::new().backoff(Duration::ZERO, Duration::ZERO);
        let client = client(&transport).retry(none).build().unwrap();
        let book = Book::new("T");
        let error = client.books().create(&book).send().await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (kind, attempts));
        assert!(error.to_string().contains(&cause), "{error}");
    }
}

#[tokio::test]
async fn its_bodies_are_limited_as_well() {
    struct Endless;
    impl futures_core::Stream for Endless {
        type Item = Result<Bytes, TransportError>;

        fn poll_next(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Self::Item>> {
            std::task::Poll::Ready(Some(Ok(Bytes::from_static(&[b' '; 4096]))))
        }
    }
    let transport = Scripted::new(|_| Ok(http::Response::new(Body::stream(Endless))));
    let client = client(&transport).max_body(100_000).build().unwrap();
    let error = client.books().get(1).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
}

#[tokio::test(start_paused = true)]
async fn clients_that_failed_together_do_not_come_back_together() {
    let transport = Scripted::new(|number| Ok(answer(if number < 1000 { 503 } else { 200 }, "{}")));
    let begun = Instant::now();
    // A client each, as a thousand processes have one each.
    let calls = (0..1000).map(|_| {
        let client = client(&transport).build().unwrap();
        async move { client.books().get(1).send().await.map(|_| ()) }
    });
    let calls = futures_util::future::join_all(calls).await;
    assert!(calls.iter().all(Result::is_ok));
    let sent = transport.sent.lock().unwrap();
    let late = |index: usize| sent[index].0.duration_since(begun);
    let mut tenths = [0; 12];
    for index in 1000..2000 {
        tenths[usize::try_from(late(index).as_millis() / 100).unwrap()] += 1;
    }
    let most = tenths.iter().max().unwrap();
    println!(
        "figure T3: at most {:.1} % of 1000 first retries in any 100 ms, the last one after {} ms",
        f64::from(*most) / 10.0,
        late(1999).as_millis()
    );
    assert!(*most <= 150, "{tenths:?}");
    assert!(late(1999) <= Duration::from_millis(1100));
}
