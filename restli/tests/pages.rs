//! Walks over collections, most of them with servers that misbehave.

mod mini;

use futures_util::{StreamExt, TryStreamExt};
use mini::server::{Reply, Server, json};
use mini::*;
use restli::{Error, ErrorKind};

/// A server that answers by the query of the request.
fn server(body: impl Fn(&Query) -> String + Send + Sync + 'static) -> Server {
    Server::start(move |number, request| {
        let line = request.lines().next().unwrap();
        let target = line.split(' ').nth(1).unwrap();
        let query = target.split_once('?').map_or("", |(_, query)| query);
        let query = Query {
            number,
            pairs: query
                .split('&')
                .filter_map(|pair| pair.split_once('='))
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
        };
        Reply::Bytes(json(200, &body(&query)))
    })
}

struct Query {
    number: usize,
    pairs: Vec<(String, String)>,
}

impl Query {
    fn get(&self, name: &str) -> Option<&str> {
        let mut pairs = self.pairs.iter();
        pairs
            .find(|(own, _)| own == name)
            .map(|(_, value)| value.as_str())
    }

    fn start(&self) -> i64 {
        self.get("start").map_or(0, |start| start.parse().unwrap())
    }
}

/// Elements with these ids.
fn elements(ids: impl IntoIterator<Item = i64>) -> String {
    let ids: Vec<_> = ids
        .into_iter()
        .map(|id| format!(r#"{{"id":{id}}}"#))
        .collect();
    format!("[{}]", ids.join(","))
}

fn page(elements: &str, paging: &str) -> String {
    format!(r#"{{"elements":{elements},"paging":{paging}}}"#)
}

const NEXT: &str = r#"{"rel":"next","href":"/x?start=N","type":"application/json"}"#;

/// The ids of all elements, and the `start` of every request.
async fn walk(
    server: &Server,
    call: impl FnOnce(FindByAuthor<'_>) -> FindByAuthor<'_>,
) -> (Result<Vec<i64>, Error>, Vec<String>) {
    let client = server.client();
    let call = call(client.books().find_by_author(AuthorUrn::new("x")));
    let ids = call
        .stream()
        .map_ok(|book| book.id.unwrap())
        .try_collect()
        .await;
    let start = |line: String| match line.split("start=").nth(1) {
        Some(start) => start.split('&').next().unwrap().to_owned(),
        None => "-".to_owned(),
    };
    (ids, server.lines().into_iter().map(start).collect())
}

fn circle(walk: (Result<Vec<i64>, Error>, Vec<String>), message: &str, requests: usize) {
    let error = walk.0.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Paging);
    assert_eq!(
        error.to_string(),
        format!("FINDER author of books: {message}")
    );
    assert!(!error.is_retryable());
    assert_eq!(walk.1.len(), requests, "{:?}", walk.1);
}

#[tokio::test]
async fn the_total_ends_a_walk_although_links_are_empty() {
    // As real servers answer: a total, a count, no links, and short pages.
    let server = server(|query| {
        let start = query.start();
        let ids = (start..(start + 7)).filter(|id| *id < 28);
        page(
            &elements(ids),
            &format!(r#"{{"start":{start},"count":10,"total":28,"links":[]}}"#),
        )
    });
    let (ids, starts) = walk(&server, |call| call).await;
    assert_eq!(starts, ["-", "10", "20"]);
    assert_eq!(ids.unwrap().len(), 21, "short pages end nothing");
}

#[tokio::test]
async fn a_walk_starts_where_it_is_told() {
    let server = server(|query| {
        let start = query.start();
        assert_eq!(query.get("count"), Some("5"));
        page(
            &elements([start]),
            &format!(r#"{{"start":{start},"count":5,"total":318}}"#),
        )
    });
    let (ids, starts) = walk(&server, |call| call.start(310).count(5)).await;
    assert_eq!(starts, ["310", "315"]);
    assert_eq!(ids.unwrap(), [310, 315]);
}

#[tokio::test]
async fn the_count_that_the_server_admits_is_the_step() {
    let server = server(|query| {
        let start = query.start();
        page(
            &elements(start..start + 50),
            &format!(r#"{{"start":{start},"count":50,"total":150}}"#),
        )
    });
    let (ids, starts) = walk(&server, |call| call.count(1000)).await;
    assert_eq!(starts, ["-", "50", "100"]);
    assert_eq!(ids.unwrap(), (0..150).collect::<Vec<_>>());
}

#[tokio::test]
async fn an_empty_page_ends_a_walk_without_total() {
    let server = server(|query| {
        let start = query.start();
        let ids = (start..start + 10).filter(|id| *id < 25);
        page(
            &elements(ids),
            &format!(r#"{{"start":{start},"count":10,"links":[]}}"#),
        )
    });
    let (ids, starts) = walk(&server, |call| call).await;
    assert_eq!(starts, ["-", "10", "20", "30"]);
    assert_eq!(ids.unwrap().len(), 25);
}

#[tokio::test]
async fn an_empty_page_ends_a_walk_before_its_total() {
    let server = server(|query| {
        let start = query.start();
        let ids = (start..start + 10).filter(|id| *id < 10);
        page(
            &elements(ids),
            &format!(r#"{{"start":{start},"count":10,"total":1000}}"#),
        )
    });
    assert_eq!(walk(&server, |call| call).await.1, ["-", "10"]);
}

#[tokio::test]
async fn a_missing_link_ends_a_walk_that_had_links() {
    let server = server(|query| {
        let start = query.start();
        let links = if start < 20 {
            NEXT.replace('N', &(start + 10).to_string())
        } else {
            String::new()
        };
        page(
            &elements([start]),
            &format!(r#"{{"start":{start},"count":10,"links":[{links}]}}"#),
        )
    });
    let (ids, starts) = walk(&server, |call| call).await;
    assert_eq!(starts, ["-", "10", "20"]);
    assert_eq!(ids.unwrap(), [0, 10, 20]);
}

#[tokio::test]
async fn without_count_and_total_a_missing_link_ends_a_walk() {
    let bare = server(|_| r#"{"elements":[{"id":1},{"id":2}]}"#.to_owned());
    assert_eq!(walk(&bare, |call| call).await.1, ["-"]);
    let unknown = server(|_| page(&elements([1]), r#"{"start":0,"links":[]}"#));
    assert_eq!(walk(&unknown, |call| call).await.1, ["-"]);
    // With a link, what came is the step.
    let linked = server(|query| {
        let start = query.start();
        let links = if start < 4 {
            NEXT.replace('N', &start.to_string())
        } else {
            String::new()
        };
        page(
            &elements([start, start + 1]),
            &format!(r#"{{"links":[{links}]}}"#),
        )
    });
    assert_eq!(walk(&linked, |call| call).await.1, ["-", "2", "4"]);
    // A count that was asked for is known, whatever the server says.
    let asked = server(|query| {
        let start = query.start();
        format!(
            r#"{{"elements":{}}}"#,
            elements((start..start + 2).filter(|id| *id < 4))
        )
    });
    assert_eq!(walk(&asked, |call| call.count(2)).await.1, ["-", "2", "4"]);
}

#[tokio::test]
async fn links_are_never_followed() {
    let evil = Server::always(json(200, "{}"));
    let port = evil.url().rsplit(':').next().unwrap().to_owned();
    let links = [
        format!("{}/steal?start=77&projection=(x)", evil.url()),
        format!("//127.0.0.1:{port}/steal?start=77"),
        format!("https://127.0.0.1:{port}/steal"),
        format!("http://library@127.0.0.1:{port}/steal"),
        format!("http://localhost:{port}/v2/books?start=77"),
        "/../../admin?start=77".to_owned(),
        "/v2/loans?q=all&start=77".to_owned(),
        "javascript:alert(1)".to_owned(),
        "file:///etc/passwd".to_owned(),
        "?start=77&access_token=1\\r\\nX-Evil: 1".to_owned(),
    ];
    let mut harmless = 0;
    for href in &links {
        let href = href.clone();
        let server = server(move |query| {
            let start = query.start();
            let links =
                format!(r#"{{"rel":"next","href":"{href}&n={start}"}},{{"rel":null,"href":null}}"#);
            page(
                &elements([start]),
                &format!(r#"{{"start":{start},"count":10,"total":20,"links":[{links}]}}"#),
            )
        });
        let (ids, starts) = walk(&server, |call| call).await;
        assert_eq!(starts, ["-", "10"], "the walk goes its own way");
        assert_eq!(ids.unwrap(), [0, 10]);
        harmless += 1;
    }
    let followed = evil.requests().len();
    println!(
        "figure T12: {harmless} of 10 hostile links left alone; {followed} requests to their targets"
    );
    assert_eq!((harmless, followed), (10, 0));
}

#[tokio::test]
async fn a_server_that_ignores_the_start_is_noticed() {
    let same = server(|_| {
        page(
            &elements([1, 2]),
            r#"{"start":0,"count":10,"total":318,"links":[]}"#,
        )
    });
    circle(
        walk(&same, |call| call).await,
        "the page from 0 came twice",
        2,
    );
    let silent = server(|query| {
        let id = query.number as i64;
        page(&elements([id]), r#"{"start":0,"count":10}"#)
    });
    circle(
        walk(&silent, |call| call).await,
        "the page from 0 came twice",
        2,
    );
    let bare = server(|_| r#"{"elements":[{"id":1}]}"#.to_owned());
    circle(
        walk(&bare, |call| call.count(1)).await,
        "a page came twice",
        2,
    );
    let echoing = server(|query| {
        page(
            &elements([1]),
            &format!(r#"{{"start":{},"count":10}}"#, query.start()),
        )
    });
    circle(walk(&echoing, |call| call).await, "a page came twice", 2);
    let alternating =
        server(|query| format!(r#"{{"elements":{}}}"#, elements([query.number as i64 % 2])));
    circle(
        walk(&alternating, |call| call.count(1)).await,
        "a page came twice",
        3,
    );
    // What each of them is held to: no more requests than it takes to see a page again.
    let walks = [&same, &silent, &bare, &echoing, &alternating];
    let most = walks.map(|server| server.requests().len());
    println!(
        "figure T13: {} walks in circles end after {most:?} requests",
        most.len()
    );
}

#[tokio::test]
async fn a_link_that_comes_twice_is_an_error() {
    let server = server(|query| {
        let start = query.start();
        page(
            &elements([start]),
            &format!(r#"{{"start":{start},"count":1,"links":[{NEXT}]}}"#),
        )
    });
    circle(
        walk(&server, |call| call).await,
        "a link to the next page came twice",
        2,
    );
}

#[tokio::test]
async fn equal_pages_are_fine_where_the_server_knows_where_it_is() {
    // A narrow projection makes pages equal.
    let server = server(|query| {
        let start = query.start();
        page(
            &elements([1, 1]),
            &format!(r#"{{"start":{start},"count":2,"total":6}}"#),
        )
    });
    let (ids, starts) = walk(&server, |call| call).await;
    assert_eq!(starts, ["-", "2", "4"]);
    assert_eq!(ids.unwrap(), [1; 6]);
}

#[tokio::test]
async fn hostile_numbers_end_a_walk() {
    let max = i64::MAX;
    for paging in [
        format!(r#"{{"start":{max},"count":{max},"total":{max}}}"#),
        r#"{"start":-5,"count":-1,"total":-1,"links":[]}"#.to_owned(),
        r#"{"start":0,"count":0,"links":[]}"#.to_owned(),
    ] {
        let server = server(move |query| page(&elements([query.number as i64]), &paging));
        let (ids, starts) = walk(&server, |call| call).await;
        assert_eq!((ids.unwrap().len(), starts.len()), (1, 1));
    }
    let far = server(|query| page(&elements([query.start()]), r#"{"count":10}"#));
    let (ids, starts) = walk(&far, |call| call.start(u64::MAX - 5)).await;
    assert!(
        ids.is_err(),
        "the test server cannot read such a start: {starts:?}"
    );
}

#[tokio::test]
async fn an_error_ends_a_stream() {
    let server = Server::start(|number, _| {
        Reply::Bytes(match number {
            0 => json(
                200,
                r#"{"elements":[{"id":1}],"paging":{"start":0,"count":1,"total":9}}"#,
            ),
            1 => json(400, "{}"),
            _ => json(
                200,
                r#"{"elements":[{"id":3}],"paging":{"start":2,"count":1,"total":9}}"#,
            ),
        })
    });
    let client = server.client();
    let mut stream = client.books().find_by_author(AuthorUrn::new("x")).stream();
    assert_eq!(stream.next().await.unwrap().unwrap().id, Some(1));
    assert_eq!(
        stream.next().await.unwrap().unwrap_err().status(),
        Some(400)
    );
    assert!(stream.next().await.is_none());
    assert!(stream.next().await.is_none());
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn pages_come_whole_and_only_when_asked_for() {
    let server = server(|query| {
        let start = query.start();
        page(
            &elements([start]),
            &format!(r#"{{"start":{start},"count":10,"total":1000}}"#),
        )
    });
    let client = server.client();
    let pages = client.books().find_by_author(AuthorUrn::new("x")).pages();
    assert_eq!(server.requests().len(), 0);
    let pages: Vec<_> = pages.take(2).try_collect().await.unwrap();
    assert_eq!(server.requests().len(), 2);
    assert_eq!(pages[1].paging.as_ref().unwrap().start, Some(10));
    assert_eq!(pages[1].elements.len(), 1);
    drop(client);
    let empty = self::server(|_| page("[]", r#"{"start":0,"count":10,"total":0}"#));
    let client = empty.client();
    let pages = client.books().find_by_author(AuthorUrn::new("x")).pages();
    let pages: Vec<_> = pages.try_collect().await.unwrap();
    assert_eq!(
        pages.len(),
        1,
        "the first page is there even if it is empty"
    );
}

#[tokio::test]
async fn a_walk_asks_for_the_paging_it_needs() {
    let server = server(|_| page("[]", "{}"));
    let client = server.client();
    let call = || client.books().find_by_author(AuthorUrn::new("x"));
    let _ = call()
        .project_collection(|page| page.elements(|book| book.id()))
        .pages()
        .next()
        .await;
    let _ = call()
        .project_collection(|page| page.all())
        .pages()
        .next()
        .await;
    let _ = client
        .books()
        .find_by_search()
        .project(|book| book.id())
        .pages()
        .next()
        .await;
    let lines = server.lines();
    assert!(
        lines[0].contains("projection=(elements*(id),paging)"),
        "{lines:?}"
    );
    assert!(lines[1].contains("projection=(*)&"), "{lines:?}");
    assert!(lines[2].contains("?fields=id&q=search"), "{lines:?}");
}

#[tokio::test]
async fn the_total_alone() {
    let server = server(|query| match query.number {
        0 | 1 => r#"{"paging":{"total":318,"count":10,"start":0,"links":[]}}"#.to_owned(),
        _ => r#"{"elements":[{"id":"not even an id"}],"paging":{"start":0,"count":10}}"#.to_owned(),
    });
    let client = server.client();
    let call = || client.books().find_by_author(AuthorUrn::new("x"));
    assert_eq!(call().project(|book| book.id()).total().await.unwrap(), 318);
    assert_eq!(client.books().find_by_search().total().await.unwrap(), 318);
    let error = call().total().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "FINDER author of books: the answer does not tell the total"
    );
    let lines = server.lines();
    assert!(lines[0].contains("projection=(paging)"), "{lines:?}");
    assert_eq!(lines[1], "GET /rest/books?q=search");
}

fn cursor_page(ids: impl IntoIterator<Item = i64>, token: &str) -> String {
    format!(
        r#"{{"elements":{},"metadata":{{"nextPageToken":{token},"x":[1]}}}}"#,
        elements(ids)
    )
}

#[tokio::test]
async fn cursors_lead_to_the_last_page() {
    for end in [r#"null"#, r#""""#, "5"] {
        let server = server(move |query| match query.get("pageToken") {
            None => cursor_page([1, 2], r#""a&b=""#),
            // A page without elements may lead on.
            Some("a%26b%3D") => cursor_page([], r#""c""#),
            Some("c") => cursor_page([3], end),
            other => panic!("{other:?}"),
        });
        let client = server.client();
        let stream = client.books().find_recent().page_size(2).stream();
        let ids: Vec<_> = stream
            .map_ok(|book| book.id.unwrap())
            .try_collect()
            .await
            .unwrap();
        assert_eq!(ids, [1, 2, 3]);
        let lines = server.lines();
        assert!(lines.iter().all(|line| line.contains("pageSize=2")));
        assert_eq!(lines.len(), 3);
    }
    let bare = server(|_| {
        r#"{"elements":[{"id":1}],"paging":{"start":0,"count":1,"total":9}}"#.to_owned()
    });
    let client = bare.client();
    let pages: Vec<_> = client
        .books()
        .find_recent()
        .pages()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(pages.len(), 1);
}

#[tokio::test]
async fn cursors_that_go_in_circles_are_errors() {
    type Answer = fn(&Query) -> String;
    let cases: [(Answer, &str, usize); 3] = [
        (
            |_| cursor_page([1], r#""a""#),
            "a token of the next page came twice",
            2,
        ),
        (
            |query| {
                cursor_page(
                    [1],
                    if query.number % 2 == 0 {
                        r#""a""#
                    } else {
                        r#""b""#
                    },
                )
            },
            "a token of the next page came twice",
            3,
        ),
        (
            |query| cursor_page([], &format!(r#""t{}""#, query.number)),
            "the pages go on without an element",
            101,
        ),
    ];
    for (body, message, requests) in cases {
        let server = server(body);
        let client = server.client();
        let result = client
            .books()
            .find_recent()
            .stream()
            .try_collect::<Vec<_>>()
            .await;
        let error = result.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Paging);
        assert!(error.to_string().ends_with(message), "{error}");
        assert_eq!(server.requests().len(), requests);
    }
    let own = server(|_| cursor_page([1], r#""a""#));
    let client = own.client();
    let stream = client.books().find_recent().page_token("a").stream();
    assert!(stream.try_collect::<Vec<_>>().await.is_err());
    assert_eq!(
        own.requests().len(),
        1,
        "the token that was asked with counts"
    );
}
