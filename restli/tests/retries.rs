//! What is made again, how often, how late, and what never is: against a server that fails on purpose.

mod mini;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use mini::Client;
use mini::server::{Reply, Server, json, with_headers};
use restli::{ErrorKind, Method, Response, RetryPolicy, Verb};
use serde_json::json as value;

const NOW: Duration = Duration::ZERO;

/// How the first attempt fails.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Failure {
    /// The connection is closed without reading.
    ClosedBefore,
    /// It is closed when the request is there.
    ClosedAfter,
    Status(u16),
    /// The answer is shorter than it says.
    Cut,
    /// There is none.
    Hang,
}

use Failure::{ClosedAfter, ClosedBefore, Cut, Hang, Status};

const FAILURES: [Failure; 9] = [
    ClosedBefore,
    ClosedAfter,
    Status(429),
    Status(500),
    Status(502),
    Status(503),
    Status(504),
    Cut,
    Hang,
];

/// Which methods may be made again whatever became of the first attempt.
const METHODS: [(Method, bool); 15] = [
    (Method::Get, true),
    (Method::BatchGet, true),
    (Method::GetAll, true),
    (Method::Finder, true),
    (Method::BatchFinder, true),
    (Method::Update, true),
    (Method::BatchUpdate, true),
    (Method::Delete, true),
    (Method::BatchDelete, true),
    (Method::PartialUpdate, false),
    (Method::BatchPartialUpdate, false),
    (Method::Create, false),
    (Method::BatchCreate, false),
    (Method::Action, false),
    (Method::Plain, false),
];

/// A server whose first answer is a failure, and which counts the requests that it has read.
fn failing_once(failure: Failure) -> (String, Arc<Mutex<Vec<&'static str>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let seen = Arc::<Mutex<Vec<_>>>::default();
    let log = Arc::clone(&seen);
    std::thread::spawn(move || {
        for (number, stream) in listener.incoming().enumerate() {
            let mut stream = stream.unwrap();
            if number == 0 && failure == ClosedBefore {
                log.lock().unwrap().push("unread");
                continue;
            }
            read(&mut stream);
            let answer = match (number, failure) {
                (0, ClosedAfter) => Vec::new(),
                (0, Status(status)) => with_headers(status, "Retry-After: 0\r\n", "{}"),
                (0, Cut) => b"HTTP/1.1 200 X\r\nContent-Length: 40\r\n\r\n{\"elements\"".to_vec(),
                (0, Hang) => {
                    log.lock().unwrap().push("acted");
                    // Held open on a thread of its own, so that the next one is served.
                    std::thread::spawn(move || {
                        std::thread::sleep(Duration::from_secs(5));
                        drop(stream);
                    });
                    continue;
                }
                _ => with_headers(200, "X-RestLi-Id: 1\r\n", "{}"),
            };
            let refused = number == 0 && matches!(failure, Status(429 | 503));
            let what = if refused { "refused" } else { "acted" };
            log.lock().unwrap().push(what);
            let _ = stream.write_all(&answer);
        }
    });
    (url, seen)
}

/// Reads one request.
fn read(stream: &mut TcpStream) {
    let (mut raw, mut piece) = (Vec::new(), [0; 4096]);
    loop {
        let length = stream.read(&mut piece).unwrap_or(0);
        raw.extend(&piece[..length]);
        let text = String::from_utf8_lossy(&raw).to_lowercase();
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            assert!(length > 0, "a request that ends in its head");
            continue;
        };
        let mut lines = head.lines();
        let declared = lines.find_map(|line| line.strip_prefix("content-length: "));
        if length == 0 || body.len() >= declared.map_or(0, |length| length.parse().unwrap()) {
            return;
        }
    }
}

fn client(url: &str, policy: RetryPolicy) -> Client {
    let builder = Client::builder().base_url(url).token("t").retry(policy);
    builder
        .attempt_timeout(Duration::from_millis(300))
        .build()
        .unwrap()
}

fn at_once() -> RetryPolicy {
    RetryPolicy::new().backoff(NOW, NOW)
}

async fn call(client: &Client, method: Method) -> restli::Result<Response> {
    let client = client.restli();
    let patch = restli::Patch::default();
    let path = match method {
        Method::Get | Method::Update | Method::PartialUpdate | Method::Delete => "/books/{}",
        _ => "/books",
    };
    let raw = client.raw(method, path);
    let one = [(1, value!({}))];
    let raw = match method {
        Method::Get | Method::Delete => raw.key(&1),
        Method::Update => raw.key(&1).body(&value!({})),
        Method::PartialUpdate => raw.key(&1).patch(&patch),
        Method::BatchGet | Method::BatchDelete => raw.ids([1, 2]),
        Method::BatchUpdate => raw.entities(one),
        Method::BatchPartialUpdate => raw.patches([(1, &patch)]),
        Method::Create => raw.body(&value!({})),
        Method::BatchCreate => raw.elements([value!({})]),
        Method::Finder | Method::Action => raw.named("x"),
        Method::BatchFinder => raw.named("x").criteria("c", [1]),
        Method::Plain => return plain(client).await,
        _ => raw,
    };
    raw.returning().send().await
}

/// A write that is not Rest.li.
async fn plain(client: &restli::Client) -> restli::Result<Response> {
    let raw = client.raw(Method::Plain, "/books").verb(Verb::Post);
    raw.returning::<Response>().send().await
}

#[tokio::test]
async fn each_method_is_made_again_after_the_failures_that_allow_it() {
    let mut cells = 0;
    let mut duplicates = 0;
    for failure in FAILURES {
        for (method, repeatable) in METHODS {
            let (url, seen) = failing_once(failure);
            let client = client(&url, at_once());
            let answer = call(&client, method).await;
            let again = repeatable || matches!(failure, Status(429 | 503));
            let seen = seen.lock().unwrap();
            assert_eq!(
                seen.len(),
                1 + usize::from(again),
                "{method} {failure:?}: {answer:?}"
            );
            assert_eq!(answer.is_ok(), again, "{method} {failure:?}: {answer:?}");
            if let Err(error) = answer {
                assert_eq!(error.attempts(), 1);
                assert!(error.may_have_acted(), "{method} {failure:?}: {error}");
                let hint = error.hint().unwrap_or_default();
                assert!(
                    hint.contains("it may have been done all the same"),
                    "{error}"
                );
            }
            let acted = seen.iter().filter(|what| **what == "acted").count();
            duplicates += usize::from(!repeatable && acted > 1);
            cells += 1;
        }
    }
    println!(
        "figure T1: {cells} cells, 0 wrong; duplicate writes seen by the server: {duplicates}"
    );
    assert_eq!((cells, duplicates), (135, 0));
}

#[tokio::test]
async fn a_service_that_is_down_gets_a_tenth_more_requests() {
    let server = Server::always(json(503, "{}"));
    let client = client(server.url(), at_once());
    let most = |calls: usize| calls + calls / 10;
    for _ in 0..100 {
        client.books().get(1).send().await.unwrap_err();
    }
    let warm = server.requests().len();
    assert!(warm <= most(100) + 100, "{warm} requests of 100 calls");
    for _ in 0..1000 {
        let error = client.books().get(1).send().await.unwrap_err();
        assert!(error.attempts() <= 3);
    }
    let requests = server.requests().len() - warm;
    println!(
        "figure T2: {:.3} requests per call of an always-503 server",
        requests as f64 / 1000.0
    );
    assert!((1001..=most(1000)).contains(&requests), "{requests}");
    let error = client.books().get(1).send().await.unwrap_err();
    let hint = "not made again: too many calls have failed of late";
    assert_eq!(error.hint(), Some(hint));
}

#[tokio::test]
async fn an_error_tells_how_often_the_call_was_made() {
    let server = Server::always(json(502, "{}"));
    let client = client(server.url(), at_once());
    let error = client.books().get(1).send().await.unwrap_err();
    assert_eq!((error.attempts(), server.requests().len()), (3, 3));
    assert_eq!(
        error.to_string(),
        "GET of books: status 502 after 3 attempts"
    );
    let once = client.books().get(1).with_attempts(1);
    assert_eq!(once.send().await.unwrap_err().attempts(), 1);
    let more = client.books().get(1).with_attempts(5);
    assert_eq!(more.send().await.unwrap_err().attempts(), 5);
}

#[tokio::test]
async fn what_passes_by_itself_never_is_final() {
    for status in [400, 401, 403, 404, 409, 412, 422, 426, 429, 501] {
        let server = Server::always(json(status, "{}"));
        let client = client(server.url(), at_once());
        client.books().get(1).send().await.unwrap_err();
        assert_eq!(server.requests().len(), 1, "{status}");
    }
}

#[tokio::test]
async fn the_service_says_when_to_come_again() {
    let after = |wait: &'static str| {
        Server::start(move |number, _| {
            Reply::Bytes(match number {
                0 => with_headers(429, &format!("Retry-After: {wait}\r\n"), "{}"),
                _ => json(200, "{}"),
            })
        })
    };
    let server = after("1");
    let begun = Instant::now();
    let client = |server: &Server| client(server.url(), at_once());
    client(&server).books().get(1).send().await.unwrap();
    assert!(begun.elapsed() >= Duration::from_secs(1));

    // Longer than the call may take: it fails at once.
    let too_long = [
        "3600",
        "1000000000",
        "99999999999999999999",
        "Fri, 31 Dec 9999 23:59:59 GMT",
    ];
    for wait in too_long {
        let server = after(wait);
        let begun = Instant::now();
        let error = client(&server).books().get(1).send().await.unwrap_err();
        assert!(begun.elapsed() < Duration::from_secs(1), "{wait}");
        assert_eq!(server.requests().len(), 1);
        assert!(error.retry_after().unwrap() >= Duration::from_secs(3600));
        let hint =
            "a rate limit is reached; the service asks to wait longer than the call may take";
        assert_eq!(error.hint(), Some(hint));
    }
    // No time, or one that is over.
    let at_once = ["0", "Sun, 06 Nov 1994 08:49:37 GMT"];
    for wait in at_once {
        client(&after(wait)).books().get(1).send().await.unwrap();
    }
    // Nothing that can be read: it may be the quota of a day.
    let unreadable = ["", "soon", "-1", "1.5", "Sun, 99 Nov 1994 08:49:40 GMT"];
    for wait in unreadable {
        let error = client(&after(wait))
            .books()
            .get(1)
            .send()
            .await
            .unwrap_err();
        assert_eq!((error.status(), error.attempts()), (Some(429), 1), "{wait}");
    }
    let forms = 1 + too_long.len() + at_once.len() + unreadable.len();
    println!(
        "figure T6: {forms} of {forms} forms of Retry-After understood; none waits beyond the time of the call"
    );
}

#[tokio::test]
async fn no_attempt_begins_after_the_time_of_the_call() {
    let server = Server::start(|_, _| Reply::Stall(Vec::new()));
    let builder = Client::builder().base_url(server.url()).token("t");
    let patient = builder.retry(at_once().attempts(100).budget(100));
    let client = patient
        .attempt_timeout(Duration::from_millis(200))
        .build()
        .unwrap();
    let begun = Instant::now();
    let call = client
        .books()
        .get(1)
        .with_timeout(Duration::from_millis(700));
    let error = call.send().await.unwrap_err();
    let took = begun.elapsed();
    println!(
        "deadline of 700 ms: {} ms, {} attempts",
        took.as_millis(),
        error.attempts()
    );
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!((3..=5).contains(&error.attempts()), "{error}");
    assert!(
        took >= Duration::from_millis(600) && took < Duration::from_millis(1500),
        "{took:?}"
    );
}

#[tokio::test]
async fn what_a_lost_attempt_has_deleted_is_deleted() {
    let gone = |first: u16| {
        Server::start(move |number, _| {
            Reply::Bytes(match (number, first) {
                (0, 0) => Vec::new(),
                (0, first) => json(first, "{}"),
                _ => json(404, "{}"),
            })
        })
    };
    for (first, ok) in [(0, true), (500, true), (503, false), (404, false)] {
        let server = gone(first);
        let client = client(server.url(), at_once());
        let answer = call(&client, Method::Delete).await;
        assert_eq!(answer.is_ok(), ok, "{first}: {answer:?}");
    }
}

#[tokio::test]
async fn a_tunnelled_read_is_a_read() {
    let (url, seen) = failing_once(ClosedAfter);
    let client = client(&url, at_once());
    let long = "x".repeat(6000);
    let raw = client.restli().raw(Method::Finder, "/books").named("x");
    let sent = raw
        .param("p", long.as_str())
        .returning::<Response>()
        .send()
        .await;
    assert_eq!(
        (sent.unwrap().status(), seen.lock().unwrap().len()),
        (200, 2)
    );
}
