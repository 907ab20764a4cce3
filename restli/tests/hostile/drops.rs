//! A call that is dropped leaves nothing behind: no connection, no place in the queue, no price of a retry.
//!
//! Servers are stopped and users lose patience at any point, so calls are dropped at any point here.

use std::future::Future as _;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;
use std::time::Duration;

use restli::{RetryPolicy, Token, TokenFuture, TokenSource};

use crate::mini::Client;

/// A server whose answers come in pieces, every third of them 503; and how many connections are open.
fn server() -> (String, Arc<AtomicUsize>, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (open, requests) = (Arc::<AtomicUsize>::default(), Arc::<AtomicUsize>::default());
    let (now, count) = (Arc::clone(&open), Arc::clone(&requests));
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (now, count) = (Arc::clone(&now), Arc::clone(&count));
            let mut stream = stream.unwrap();
            stream.set_nodelay(true).unwrap();
            now.fetch_add(1, Ordering::SeqCst);
            std::thread::spawn(move || {
                let mut head = [0; 4096];
                while let Ok(1..) = stream.read(&mut head) {
                    let number = count.fetch_add(1, Ordering::SeqCst);
                    let status = if number % 3 == 0 { 503 } else { 200 };
                    let first = format!("HTTP/1.1 {status} X\r\nContent-Length: 20\r\n");
                    let pieces = [first.as_str(), "\r\n", "{          ", "        }"];
                    let sent = pieces.iter().all(|piece| {
                        std::thread::sleep(Duration::from_micros(300));
                        stream.write_all(piece.as_bytes()).is_ok()
                    });
                    if !sent {
                        break;
                    }
                }
                now.fetch_sub(1, Ordering::SeqCst);
            });
        }
    });
    (url, open, requests)
}

/// A source that takes a moment.
struct Slow;

impl TokenSource for Slow {
    fn token(&self) -> TokenFuture<'_, Token> {
        Box::pin(async {
            tokio::time::sleep(Duration::from_micros(200)).await;
            Ok(Token::new("s3cr3t-t0k3n"))
        })
    }
}

#[tokio::test]
async fn a_call_dropped_at_any_point_leaves_nothing_behind() {
    let (url, open, requests) = server();
    let retry = RetryPolicy::new()
        .backoff(Duration::from_millis(1), Duration::from_millis(2))
        .budget(20);
    let client = Client::builder().base_url(&url).token_source(Slow);
    let client = client.retry(retry).max_concurrency(4).build().unwrap();
    let (mut dropped, mut finished) = (0, 0);
    for seed in 0..100_000_u64 {
        if dropped == 1000 {
            break;
        }
        // After so many wake-ups it is dropped, wherever it is then.
        let most = (seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) % 8;
        let mut call = pin!(client.books().get(1).send());
        let mut polls = 0;
        let ended = std::future::poll_fn(|context| match call.as_mut().poll(context) {
            Poll::Ready(_) => Poll::Ready(true),
            Poll::Pending if polls == most => Poll::Ready(false),
            Poll::Pending => {
                polls += 1;
                Poll::Pending
            }
        });
        match ended.await {
            true => finished += 1,
            false => dropped += 1,
        }
    }
    assert_eq!(dropped, 1000);

    // All four places are free: four calls at once come to their end.
    let calls = (0..4).map(|_| client.books().get(1).send());
    let four = futures_util::future::join_all(calls);
    tokio::time::timeout(Duration::from_secs(5), four)
        .await
        .unwrap();

    drop(client);
    let mut left = usize::MAX;
    for _ in 0..100 {
        left = open.load(Ordering::SeqCst);
        if left == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    println!(
        "figure T7: {dropped} calls dropped at up to 8 points, {finished} finished, {} requests: {left} connections left, 4 of 4 places \
         free",
        requests.load(Ordering::SeqCst)
    );
    assert_eq!(left, 0);
}

#[tokio::test]
async fn a_call_dropped_before_its_retry_gives_the_price_back() {
    use crate::mini::server::{Server, json};
    let server = Server::always(json(503, "{}"));
    let retry = RetryPolicy::new()
        .attempts(6)
        .backoff(Duration::from_secs(3600), Duration::from_secs(3600))
        .budget(5);
    let client = Client::builder()
        .base_url(server.url())
        .token("s3cr3t-t0k3n");
    let client = client
        .retry(retry)
        .timeout(Duration::from_secs(36_000))
        .build()
        .unwrap();
    // Fifty calls pay for five retries, so a price that was kept would show soon.
    for number in 0..50 {
        let call = client.books().get(1).send();
        let waits = tokio::time::timeout(Duration::from_millis(30), call).await;
        assert!(
            waits.is_err(),
            "call {number} has nothing left for its retry"
        );
    }
    assert_eq!(server.requests().len(), 50);
}
