//! Heads and ends of replies that contradict HTTP, or stretch it.

use super::raw::{End, Raw, get, header, json, parts, request, status};
use crate::support::library;

const BOOK: &str = "/lib/books/7?fields=id,title";
const BODY: &str = r#"{"id":7,"title":"Dracula"}"#;

#[tokio::test]
async fn lengths_that_are_wrong() {
    let library = library().await;
    for (fault, length, end) in [
        ("content-length=+10", "36", End::Closed),
        ("content-length=-10", "16", End::Open),
        ("content-length=0", "0", End::Open),
        ("content-length=1000000000000", "1000000000000", End::Closed),
    ] {
        let (reply, ended) = get(&library, BOOK, fault).await;
        assert_eq!(header(&reply, "content-length"), [length]);
        assert_eq!((parts(&reply).1, ended), (BODY, end), "{fault}");
    }
    let (reply, end) = get(&library, BOOK, "no-length").await;
    assert_eq!(header(&reply, "content-length"), [""; 0]);
    assert_eq!((parts(&reply).1, end), (BODY, End::Closed));
}

#[tokio::test]
async fn what_a_short_length_leaves_is_taken_for_the_next_reply() {
    let library = library().await;
    let bad = request(&library, "GET", BOOK, "content-length=-10", "");
    let good = request(&library, "GET", BOOK, "", "");
    let mut raw = Raw::to(&library).await;
    let (first, _) = raw.ask(&bad).await;
    assert!(first.ends_with("\"Dracula\"}"));
    let (second, _) = raw.ask(&good).await;
    assert!(second.starts_with("HTTP/1.1 200 OK"), "{second}");
}

#[tokio::test]
async fn chunks_good_and_bad() {
    let library = library().await;
    let (reply, end) = get(&library, BOOK, "chunked").await;
    assert_eq!(header(&reply, "transfer-encoding"), ["chunked"]);
    let expected = "10\r\n{\"id\":7,\"title\":\r\na\r\n\"Dracula\"}\r\n0\r\n\r\n";
    assert_eq!((parts(&reply).1, end), (expected, End::Open));
    let (reply, end) = get(&library, BOOK, "malformed-chunk").await;
    let expected = "d\r\n{\"id\":7,\"titl\r\nno size\r\ne\":\"Dracula\"}";
    assert_eq!((parts(&reply).1, end), (expected, End::Closed));
    let (reply, end) = get(&library, BOOK, "chunked=5, cut-after=headers").await;
    assert_eq!((parts(&reply).1, end), ("", End::Closed));
}

#[tokio::test]
async fn a_second_reply_is_smuggled_in() {
    let library = library().await;
    let (replies, end) = get(&library, BOOK, "smuggled-reply").await;
    let smuggled = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 17\r\n\r\n{\"smuggled\":true}";
    let (_, body) = parts(&replies);
    assert_eq!(
        (body, end),
        (format!("{BODY}{smuggled}").as_str(), End::Open)
    );
}

#[tokio::test]
async fn replies_before_the_reply() {
    let library = library().await;
    let (reply, _) = get(&library, BOOK, "interim=103").await;
    assert!(
        reply.starts_with("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n"),
        "{reply}"
    );
    let (reply, _) = get(&library, BOOK, "interim=100; times=20").await;
    let interim = "HTTP/1.1 100 Continue\r\n\r\n".repeat(20);
    assert!(
        reply.starts_with(&format!("{interim}HTTP/1.1 200 OK\r\n")),
        "{reply}"
    );
}

#[tokio::test]
async fn headers_too_many_too_large_or_twice() {
    let library = library().await;
    let (plain, _) = get(&library, BOOK, "").await;
    let (reply, _) = get(&library, BOOK, "many-headers=200").await;
    let lines = |reply: &str| parts(reply).0.lines().count();
    assert_eq!(lines(&reply), lines(&plain) + 200);
    let (reply, _) = get(&library, BOOK, "large-header=64KB").await;
    assert_eq!(header(&reply, "x-sandbox-large")[0].len(), 64 << 10);
    let (reply, _) = get(&library, BOOK, "duplicate-headers").await;
    assert_eq!(lines(&reply), 2 * lines(&plain) - 1);
    assert_eq!(header(&reply, "content-length"), ["26", "26"]);
    let (reply, _) = get(&library, BOOK, "header=Content-Length: 1").await;
    assert_eq!(header(&reply, "content-length"), ["1", "26"]);
}

#[tokio::test]
async fn a_reply_of_an_older_http() {
    let library = library().await;
    let (reply, end) = get(&library, BOOK, "http-1.0").await;
    assert!(reply.starts_with("HTTP/1.0 200 OK\r\n"), "{reply}");
    assert_eq!((parts(&reply).1, end), (BODY, End::Closed));
}

#[tokio::test]
async fn written_by_hand_a_reply_is_the_same() {
    let library = library().await;
    let sorted = |reply: &str| {
        let (head, body) = parts(reply);
        let mut lines: Vec<_> = head
            .lines()
            .filter(|line| !line.starts_with("date"))
            .collect();
        lines[1..].sort_unstable();
        format!("{}\n{body}", lines.join("\n"))
    };
    for target in [BOOK, "/lib/books/77", "/nothing", "/lib/books?q=newest"] {
        let (framework, _) = get(&library, target, "").await;
        let (ours, _) = get(&library, target, "content-length=+0").await;
        assert_eq!(sorted(&framework), sorted(&ours));
    }
    let (reply, _) = get(&library, BOOK, "chunked=1KB").await;
    assert_eq!(status(&reply), 200);
    assert!(json(&reply.replace("1a\r\n", "").replace("\r\n0\r\n\r\n", "")).is_object());
}

#[tokio::test]
async fn a_reply_without_a_body_gets_none() {
    let library = library().await;
    for (book, fault) in [
        (8, "header=X-A: 1"),
        (9, "chunked"),
        (10, "malformed-chunk"),
    ] {
        let delete = request(&library, "DELETE", &format!("/lib/books/{book}"), fault, "");
        let (reply, end) = Raw::to(&library).await.ask(&delete).await;
        assert_eq!((status(&reply), parts(&reply).1), (204, ""));
        assert_eq!(end == End::Open, fault != "malformed-chunk");
        assert_eq!(header(&reply, "content-length"), [""; 0]);
        assert_eq!(header(&reply, "transfer-encoding"), [""; 0]);
    }
}
