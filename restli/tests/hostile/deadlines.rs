//! A service that does not answer costs as much time as was allowed, and no more.
//!
//! It can hang before the headers, after them, or send a byte now and then, which no read timeout notices.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::time::{Duration, Instant};

use restli::{ErrorKind, RetryPolicy};

use crate::mini::Client;

/// A server that answers with this, and then a byte per second for as long as it is listened to.
fn trickling(first: &'static str, on: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            std::thread::spawn(move || {
                let mut stream = stream.unwrap();
                let _ = stream.read(&mut [0; 4096]);
                stream.write_all(first.as_bytes()).unwrap();
                while stream.write_all(on.as_bytes()).is_ok() {
                    std::thread::sleep(Duration::from_secs(1));
                }
            });
        }
    });
    url
}

const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n";

#[tokio::test]
async fn a_call_ends_at_its_time_however_the_service_hangs() {
    let mut late = Vec::new();
    for (first, on) in [("", ""), (HEAD, ""), (HEAD, " ")] {
        for whole in [true, false] {
            let builder = Client::builder().base_url(trickling(first, on));
            let builder = builder.retry(RetryPolicy::never());
            let limit = Duration::from_millis(400);
            let client = match whole {
                true => builder.timeout(limit),
                false => builder.attempt_timeout(limit),
            };
            let client = client.build().unwrap();
            let begun = Instant::now();
            let error = client.books().get(1).send().await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
            assert!(begun.elapsed() >= limit, "{error}");
            late.push((begun.elapsed() - limit).as_millis());
        }
    }
    let most = late.iter().max().unwrap();
    println!("figure T4: 6 of 6 hangs end {most} ms after their limit at most");
    // The machine may be busy; the figure above is what counts.
    assert!(*most < 500, "{late:?}");
}

#[tokio::test]
async fn a_body_that_hardly_comes_any_more_has_stalled() {
    let client = Client::builder().base_url(trickling(HEAD, " "));
    let client = client
        .retry(RetryPolicy::never())
        .stall_timeout(Duration::from_millis(1500))
        .build()
        .unwrap();
    let begun = Instant::now();
    let error = client.books().get(1).send().await.unwrap_err();
    let took = begun.elapsed();
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Timeout, Some(200))
    );
    assert!(
        error.to_string().contains("the answer has stalled"),
        "{error}"
    );
    println!(
        "figure T5: a body of 1 byte per second is given up after {} ms of 1500",
        took.as_millis()
    );
    assert!(took >= Duration::from_millis(1500) && took < Duration::from_secs(4));
}

#[tokio::test]
async fn a_body_that_is_slow_but_moves_is_read() {
    let kilobyte: &'static str = " ".repeat(1100).leak();
    let head: &'static str =
        format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{{}}", 3302).leak();
    let client = Client::builder().base_url(trickling(head, kilobyte));
    let client = client.stall_timeout(Duration::from_millis(1300));
    client.build().unwrap().books().get(1).send().await.unwrap();
}

#[tokio::test]
async fn a_call_that_waits_for_its_turn_has_not_been_sent() {
    let client = Client::builder()
        .base_url(trickling("", ""))
        .max_concurrency(1);
    let client = client.retry(RetryPolicy::never()).build().unwrap();
    let busy = client.clone();
    let busy = tokio::spawn(async move {
        let call = busy.books().get(1).with_timeout(Duration::from_secs(2));
        call.send().await.unwrap_err()
    });
    tokio::time::sleep(Duration::from_millis(50)).await;
    let book = crate::mini::Book::new("T");
    let waits = client
        .books()
        .create(&book)
        .with_timeout(Duration::from_millis(100));
    let error = waits.send().await.unwrap_err();
    assert_eq!(error.to_string(), "CREATE of books: not sent in time");
    assert!(!error.may_have_acted() && error.is_retryable());
    busy.abort();
}
