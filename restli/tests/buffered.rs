//! Walks that ask for several pages at once: the same elements as one page at a time, within their bounds.

mod mini;

use std::io::Read;
use std::net::TcpListener;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::{StreamExt, TryStreamExt};
use mini::server::{Reply, Server, json};
use mini::*;
use proptest::prelude::*;
use restli::{Elements, ErrorKind, Progress};

/// The parameter of this name in the query of a request.
fn parameter(request: &str, name: &str) -> Option<String> {
    let target = request.lines().next()?.split(' ').nth(1)?;
    let mut pairs = target.split_once('?')?.1.split('&');
    let value = pairs.find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))?;
    Some(value.to_owned())
}

fn start(request: &str) -> i64 {
    parameter(request, "start").map_or(0, |start| start.parse().unwrap())
}

fn page(ids: impl IntoIterator<Item = i64>, paging: &str) -> String {
    let ids = ids.into_iter().map(|id| format!(r#"{{"id":{id}}}"#));
    let ids: Vec<_> = ids.collect();
    format!(r#"{{"elements":[{}],"paging":{paging}}}"#, ids.join(","))
}

/// The page of ten from here, of so many.
fn ten(start: i64, total: i64) -> String {
    let paging = format!(r#"{{"start":{start},"count":10,"total":{total},"links":[]}}"#);
    page(start..total.min(start + 10), &paging)
}

fn books(client: &Client) -> FindByAuthor<'_> {
    client.books().find_by_author(AuthorUrn::new("x"))
}

async fn ids(stream: Elements<Book>) -> restli::Result<Vec<i64>> {
    stream.map_ok(|book| book.id.unwrap()).try_collect().await
}

/// How many requests a server has at once.
#[derive(Clone, Default)]
struct Crowd(Arc<(AtomicUsize, AtomicUsize)>);

impl Crowd {
    fn stay(&self, milliseconds: u64) {
        let now = self.0.0.fetch_add(1, Ordering::SeqCst) + 1;
        self.0.1.fetch_max(now, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(milliseconds));
        self.0.0.fetch_sub(1, Ordering::SeqCst);
    }

    fn most(&self) -> usize {
        self.0.1.load(Ordering::SeqCst)
    }
}

#[tokio::test]
async fn several_pages_at_once_come_in_order() {
    let crowd = Crowd::default();
    let inside = crowd.clone();
    let server = Server::start(move |_, request| {
        let start = start(request);
        // Those behind arrive first.
        inside.stay(40 + (50 - start as u64 % 50) * 2);
        Reply::Bytes(json(200, &ten(start, 195)))
    });
    let client = server.client();
    let found = ids(books(&client).stream().buffered(5)).await.unwrap();
    assert_eq!(found, (0..195).collect::<Vec<_>>());
    assert_eq!(crowd.most(), 5);
    let lines = server.lines();
    assert_eq!(
        lines.len(),
        20,
        "no page is asked for twice, and none beyond"
    );
    assert!(!lines[0].contains("start="), "the first page comes alone");
}

#[tokio::test]
async fn what_waits_for_its_turn_counts() {
    // The second page takes its time; those behind it are there long before.
    let server = Server::start(|_, request| {
        let start = start(request);
        if start == 10 {
            std::thread::sleep(Duration::from_millis(400));
        }
        Reply::Bytes(json(200, &ten(start, 1000)))
    });
    let client = server.client();
    let mut pages = books(&client).pages().buffered(3);
    assert_eq!(pages.progress(), Progress::default());
    assert_eq!(server.requests().len(), 0, "nothing before it is polled");
    pages.next().await.unwrap().unwrap();
    assert_eq!(server.requests().len(), 1);
    pages.next().await.unwrap().unwrap();
    assert_eq!(server.requests().len(), 4, "no more than three");
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(server.requests().len(), 4, "nothing while it is not polled");
}

#[tokio::test]
async fn without_a_total_one_page_is_asked_for_at_a_time() {
    let crowd = Crowd::default();
    let inside = crowd.clone();
    let unknown = Server::start(move |_, request| {
        inside.stay(5);
        let start = start(request);
        let ids = (start..start + 10).filter(|id| *id < 45);
        let body = page(ids, &format!(r#"{{"start":{start},"count":10}}"#));
        Reply::Bytes(json(200, &body))
    });
    let client = unknown.client();
    let found = ids(books(&client).stream().buffered(8)).await.unwrap();
    assert_eq!((found.len(), unknown.lines().len()), (45, 6));
    assert_eq!(crowd.most(), 1);
    // Without the size of a page there is no telling where the others begin.
    let crowd = Crowd::default();
    let inside = crowd.clone();
    let unsized_pages = Server::start(move |_, request| {
        inside.stay(5);
        let start = start(request);
        let body = page([start, start + 1], r#"{"total":6}"#);
        Reply::Bytes(json(200, &body))
    });
    let client = unsized_pages.client();
    let found = ids(books(&client).stream().buffered(8)).await.unwrap();
    assert_eq!((found.len(), unsized_pages.lines().len()), (6, 3));
    assert_eq!(crowd.most(), 1);
    let crowd = Crowd::default();
    let inside = crowd.clone();
    let cursor = Server::start(move |number, _| {
        inside.stay(5);
        let token = if number < 4 { "\"t" } else { "\"" };
        let token = token.replace('t', &format!("t{number}"));
        let body = format!(
            r#"{{"elements":[{{"id":{number}}}],"metadata":{{"nextPageToken":{token}"}},"paging":{{"start":0,"count":1,"total":99}}}}"#
        );
        Reply::Bytes(json(200, &body))
    });
    let client = cursor.client();
    let found = ids(client.books().find_recent().stream().buffered(8)).await;
    assert_eq!(found.unwrap(), [0, 1, 2, 3, 4]);
    assert_eq!(crowd.most(), 1);
}

#[tokio::test]
async fn an_error_comes_when_it_is_its_turn_and_ends_the_stream() {
    let server = Server::start(|_, request| {
        let start = start(request);
        Reply::Bytes(match start {
            20 => json(404, r#"{"status":404}"#),
            _ => {
                std::thread::sleep(Duration::from_millis(30));
                json(200, &ten(start, 1000))
            }
        })
    });
    let client = server.client();
    let mut pages = books(&client).pages().buffered(4);
    for start in [0, 10] {
        let page = pages.next().await.unwrap().unwrap();
        assert_eq!(page.paging.unwrap().start, Some(start));
    }
    let error = pages.next().await.unwrap().unwrap_err();
    assert_eq!(error.status(), Some(404));
    let requests = server.requests().len();
    assert!(pages.next().await.is_none());
    assert!(pages.next().await.is_none());
    assert_eq!(server.requests().len(), requests);
    let again = server.lines();
    let twice = again.iter().filter(|line| line.contains("start=20"));
    assert_eq!(
        twice.count(),
        1,
        "what the service refuses is not asked for again"
    );
}

#[tokio::test]
async fn a_page_that_did_not_arrive_is_asked_for_again_when_it_is_its_turn() {
    let lost = AtomicUsize::new(0);
    let server = Server::start(move |_, request| {
        let start = start(request);
        match start {
            20 if lost.fetch_add(1, Ordering::SeqCst) == 0 => Reply::Bytes(Vec::new()),
            _ => Reply::Bytes(json(200, &ten(start, 60))),
        }
    });
    let client = server.client();
    let stream = books(&client).with_attempts(1).stream().buffered(3);
    assert_eq!(ids(stream).await.unwrap(), (0..60).collect::<Vec<_>>());
    assert_eq!(server.lines().len(), 7);
    // Once: then it is as bad as it seems.
    let server = Server::start(|_, request| match start(request) {
        20 => Reply::Bytes(Vec::new()),
        start => Reply::Bytes(json(200, &ten(start, 60))),
    });
    let client = server.client();
    let stream = books(&client).with_attempts(1).stream().buffered(3);
    assert_eq!(ids(stream).await.unwrap_err().kind(), ErrorKind::Transport);
    let lines = server.lines();
    assert_eq!(
        lines
            .iter()
            .filter(|line| line.contains("start=20"))
            .count(),
        2
    );
}

#[tokio::test]
async fn a_caller_who_takes_long_loses_nothing() {
    let server = Server::start(|_, request| Reply::Bytes(json(200, &ten(start(request), 60))));
    let client = server.client();
    let call = books(&client).with_timeout(Duration::from_millis(150));
    let mut pages = call.pages().buffered(3);
    let mut starts = Vec::new();
    while let Some(page) = pages.try_next().await.unwrap() {
        starts.push(page.paging.unwrap().start.unwrap());
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    assert_eq!(starts, [0, 10, 20, 30, 40, 50]);
}

/// A server that answers the first page, and perhaps the second, and leaves the others open until the client
/// hangs up.
fn hanging(second: Option<Vec<u8>>) -> (String, Arc<AtomicUsize>, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (open, closed) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (seen_open, seen_closed) = (Arc::clone(&open), Arc::clone(&closed));
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (open, closed) = (Arc::clone(&seen_open), Arc::clone(&seen_closed));
            let second = second.clone();
            std::thread::spawn(move || {
                let mut stream = stream.unwrap();
                let mut piece = [0; 4096];
                let length = stream.read(&mut piece).unwrap();
                let request = String::from_utf8_lossy(&piece[..length]).into_owned();
                let reply = match (start(&request), second) {
                    (0, _) => Some(json(200, &ten(0, 90))),
                    (10, Some(second)) => {
                        std::thread::sleep(Duration::from_millis(100));
                        Some(second)
                    }
                    _ => None,
                };
                if let Some(reply) = reply {
                    return std::io::Write::write_all(&mut stream, &reply).unwrap();
                }
                open.fetch_add(1, Ordering::SeqCst);
                while stream.read(&mut piece).is_ok_and(|length| length > 0) {}
                closed.fetch_add(1, Ordering::SeqCst);
            });
        }
    });
    (url, open, closed)
}

#[tokio::test]
async fn a_stream_that_is_dropped_cancels_what_is_on_its_way() {
    let (url, open, closed) = hanging(None);
    let client = Client::builder()
        .base_url(url)
        .token("token")
        .build()
        .unwrap();
    let mut pages = books(&client).pages().buffered(4);
    pages.next().await.unwrap().unwrap();
    let wait = tokio::time::timeout(Duration::from_millis(300), pages.next());
    assert!(wait.await.is_err(), "the server never answers");
    assert_eq!(open.load(Ordering::SeqCst), 4);
    assert_eq!(closed.load(Ordering::SeqCst), 0);
    drop(pages);
    hung_up(&closed, 4).await;
}

/// Waits until so many requests are cancelled.
async fn hung_up(closed: &AtomicUsize, requests: usize) {
    for _ in 0..100 {
        tokio::time::sleep(Duration::from_millis(10)).await;
        if closed.load(Ordering::SeqCst) == requests {
            return;
        }
    }
    panic!("{closed:?} of {requests} were cancelled");
}

#[tokio::test]
async fn the_end_of_a_walk_cancels_what_is_behind_it() {
    let last = json(200, &ten(10, 20));
    for (second, fails) in [(last, false), (json(404, "{}"), true)] {
        let (url, open, closed) = hanging(Some(second));
        let client = Client::builder()
            .base_url(url)
            .token("token")
            .build()
            .unwrap();
        let mut pages = books(&client).pages().buffered(4);
        pages.next().await.unwrap().unwrap();
        assert_eq!(pages.next().await.unwrap().is_err(), fails);
        assert_eq!(open.load(Ordering::SeqCst), 3);
        hung_up(&closed, 3).await;
        assert!(pages.next().await.is_none());
    }
}

#[tokio::test]
async fn every_figure_of_progress_is_exact() {
    let server = Server::start(|_, request| Reply::Bytes(json(200, &ten(start(request), 65))));
    let client = server.client();
    for (pages, requests) in [(1, [1, 1, 2]), (3, [1, 1, 4])] {
        let mut stream = books(&client).start(20).stream().buffered(pages);
        let mut seen = vec![stream.progress()];
        for _ in 0..11 {
            stream.next().await.unwrap().unwrap();
            seen.push(stream.progress());
        }
        assert_eq!(seen[0], Progress::default());
        let page = |start| ten(start, 65).len() as u64;
        for (items, requests, bytes) in [
            (1, requests[0], page(20)),
            (10, requests[1], page(20)),
            (11, requests[2], page(20) + page(30)),
        ] {
            let progress = seen[items as usize];
            assert_eq!((progress.items, progress.total), (items, Some(45)));
            assert_eq!((progress.requests, progress.bytes), (requests, bytes));
        }
        while stream.next().await.is_some() {}
        let progress = stream.progress();
        let bytes = (20..65).step_by(10).map(page).sum();
        assert_eq!((progress.items, progress.total), (45, Some(45)));
        assert_eq!((progress.requests, progress.bytes), (5, bytes));
    }
    // A page counts when it is handed out, and one that only told the end has no items.
    let server = Server::start(|_, request| {
        let start = start(request);
        let ids = (start..start + 10).filter(|id| *id < 10);
        let body = page(ids, &format!(r#"{{"start":{start},"count":10}}"#));
        Reply::Bytes(json(200, &body))
    });
    let client = server.client();
    let mut pages = books(&client).pages();
    while pages.next().await.is_some() {}
    let progress = pages.progress();
    assert_eq!(
        (progress.items, progress.total, progress.requests),
        (10, None, 2)
    );
}

#[cfg(feature = "blocking")]
#[test]
fn several_pages_at_once_on_this_thread() {
    let crowd = Crowd::default();
    let inside = crowd.clone();
    let server = Server::start(move |_, request| {
        inside.stay(40);
        Reply::Bytes(json(200, &ten(start(request), 95)))
    });
    let client = server.client();
    let mut steps = books(&client).stream().buffered(3).blocking();
    let books: Result<Vec<_>, _> = steps.by_ref().collect();
    assert_eq!(books.unwrap().len(), 95);
    assert_eq!(
        (steps.progress().items, steps.progress().requests),
        (95, 10)
    );
    assert_eq!((crowd.most(), server.lines().len()), (3, 10));
}

/// What a page of a service is like that keeps to few rules.
#[derive(Clone, Debug)]
struct Odd {
    elements: usize,
    count: Option<i64>,
    total: Option<i64>,
    start: Option<i64>,
    next: bool,
    refused: bool,
    milliseconds: u64,
}

fn odd() -> impl Strategy<Value = Odd> {
    let total = prop_oneof![6 => Just(Some(60)), 1 => Just(None), 2 => (0_i64..90).prop_map(Some)];
    let count = prop_oneof![8 => Just(Some(10)), 1 => Just(None), 1 => (0_i64..20).prop_map(Some)];
    let start = prop_oneof![8 => Just(None), 1 => (0_i64..60).prop_map(Some)];
    let elements = prop_oneof![1 => Just(0_usize), 12 => 1_usize..11];
    let parts = (
        elements,
        count,
        total,
        start,
        any::<bool>(),
        0..20_u8,
        0..12_u64,
    );
    parts.prop_map(
        |(elements, count, total, start, next, refused, milliseconds)| Odd {
            elements,
            count,
            total,
            start,
            next,
            refused: refused == 0,
            milliseconds,
        },
    )
}

impl Odd {
    /// What the service answers about the page from here.
    fn reply(&self, start: i64) -> Vec<u8> {
        std::thread::sleep(Duration::from_millis(self.milliseconds));
        if self.refused {
            return json(400, r#"{"status":400}"#);
        }
        let mut paging = vec![format!(r#""start":{}"#, self.start.unwrap_or(start))];
        paging.extend(self.count.map(|count| format!(r#""count":{count}"#)));
        paging.extend(self.total.map(|total| format!(r#""total":{total}"#)));
        if self.next {
            paging.push(format!(r#""links":[{{"rel":"next","href":"/x?{start}"}}]"#));
        }
        let paging = format!("{{{}}}", paging.join(","));
        json(
            200,
            &page(
                (0..self.elements as i64).map(|id| start * 100 + id),
                &paging,
            ),
        )
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 80, ..ProptestConfig::default() })]

    #[test]
    fn at_once_or_one_by_one_the_walk_is_the_same(
        pages in proptest::collection::vec(odd(), 1..12),
        limit in 1_usize..6,
    ) {
        let server = Server::start(move |_, request| {
            let start = start(request);
            let page = &pages[(start as usize / 7) % pages.len()];
            Reply::Bytes(page.reply(start))
        });
        let client = server.client();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let walk = |limit| {
            let seen = Mutex::new(Vec::new());
            // Some of these services have no end.
            let walk = books(&client).stream().buffered(limit).take(150).try_for_each(|book| {
                seen.lock().unwrap().push(book.id);
                async { Ok(()) }
            });
            let end = runtime.block_on(walk).map_err(|error| error.to_string());
            (seen.into_inner().unwrap(), end)
        };
        let one_by_one = walk(1);
        let at_once = walk(limit);
        prop_assert_eq!(one_by_one, at_once);
    }
}
