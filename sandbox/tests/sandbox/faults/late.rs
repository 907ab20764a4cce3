//! Replies that are late, and connections that are not there any more.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::raw::{End, Raw, get, request};
use crate::support::library;

const BOOK: &str = "/lib/books/7";

async fn took(work: impl Future) -> Duration {
    let start = Instant::now();
    work.await;
    start.elapsed()
}

#[tokio::test]
async fn replies_are_late_by_what_is_said() {
    let library = library().await;
    let reply = async |fault: &str| {
        let mut raw = Raw::to(&library).await;
        let request =
            request(&library, "GET", BOOK, fault, "").replace("Host", "Connection: close\r\nHost");
        raw.send(&request).await;
        took(raw.rest()).await
    };
    // A client that waits for less gets nothing; `rest` waits for 500 ms.
    let time = reply("latency=200ms").await;
    assert!(time >= Duration::from_millis(190), "{time:?}");
    let time = reply("latency=50ms, latency=60ms..70ms").await;
    assert!(time >= Duration::from_millis(105), "{time:?}");
    let time = reply("latency=log-normal; median=50ms; sigma=0").await;
    assert!(time >= Duration::from_millis(45), "{time:?}");
    assert!(reply("").await < Duration::from_millis(150));
}

#[tokio::test]
async fn who_waits_holds_nobody_up() {
    let library = library().await;
    let slow = request(&library, "GET", BOOK, "latency=5s", "");
    let mut waiting = Vec::new();
    for _ in 0..50 {
        let mut raw = Raw::to(&library).await;
        raw.send(&slow).await;
        waiting.push(raw);
    }
    let time = took(library.ok(BOOK)).await;
    assert!(time < Duration::from_secs(1), "{time:?}");
}

#[tokio::test]
async fn what_is_late_has_been_done() {
    let library = library().await;
    let body = r#"{"name":"Ash","code":"Z1","room":"HALL"}"#;
    let count = async || {
        let shelves = library.ok("/lib/shelves?count=100").await;
        shelves["elements"].as_array().unwrap().len()
    };
    let before = count().await;
    let mut raw = Raw::to(&library).await;
    raw.send(&request(
        &library,
        "POST",
        "/lib/shelves",
        "latency=10s",
        body,
    ))
    .await;
    sleep(Duration::from_millis(100)).await;
    drop(raw);
    assert_eq!(count().await, before + 1);
}

#[tokio::test]
async fn an_idle_connection_is_closed_when_it_is_told() {
    let library = library().await;
    let good = request(&library, "GET", BOOK, "", "");
    let closing = request(&library, "GET", BOOK, "close-idle=100ms", "");
    let mut raw = Raw::to(&library).await;
    for _ in 0..3 {
        raw.send(&closing).await;
        sleep(Duration::from_millis(50)).await;
    }
    let start = Instant::now();
    let pieces = raw.timed("").await;
    let replies: Vec<u8> = pieces.into_iter().flat_map(|(_, piece)| piece).collect();
    let replies = String::from_utf8_lossy(&replies).into_owned();
    assert_eq!(replies.matches("HTTP/1.1 200").count(), 3);
    let time = start.elapsed();
    assert!(time < Duration::from_millis(500), "{time:?}");
    let mut raw = Raw::to(&library).await;
    assert_eq!(raw.ask(&good).await.1, End::Open);
    let (reply, end) = get(&library, BOOK, "close-idle=0ms").await;
    assert!(
        reply.contains("Dracula") && !reply.contains("connection: close"),
        "{reply}"
    );
    assert_eq!(end, End::Closed);
}
