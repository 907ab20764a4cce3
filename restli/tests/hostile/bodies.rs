//! Answers that are larger than they look, shorter than they say, or never end.
//!
//! Whatever comes, memory stays below the limit of the client, and nothing that was cut passes for an answer.

#[cfg(feature = "gzip")]
use std::io::Write as _;

use restli::{Error, ErrorKind, RetryPolicy};

use crate::HEAP;
use crate::mini::server::{Reply, Server, with_headers};
use crate::mini::{Book, Client};

const LIMIT: usize = 1 << 20;

fn client(server: &Server) -> Client {
    let builder = Client::builder()
        .base_url(server.url())
        .token("s3cr3t-t0k3n");
    builder
        .max_body(LIMIT)
        .retry(RetryPolicy::never())
        .build()
        .unwrap()
}

/// The error of an answer, and how much memory it has taken at most.
async fn taken(reply: Vec<u8>) -> (Error, usize) {
    let server = Server::always(reply);
    let client = client(&server);
    let before = HEAP.current_usage();
    HEAP.reset_peak_usage();
    let error = client.books().get(1).send().await.unwrap_err();
    (error, HEAP.peak_usage().saturating_sub(before))
}

fn chunks(bytes: usize) -> Vec<u8> {
    let mut reply = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
    while reply.len() < bytes {
        reply.extend_from_slice(chunk.as_bytes());
    }
    reply
}

#[tokio::test]
async fn memory_is_bounded_whatever_comes() {
    let mut most = 0;
    let mut check = |(error, taken): (Error, usize), own: usize, kind| {
        assert_eq!(error.kind(), kind, "{error}");
        // What the server of the test itself holds is no part of it.
        most = most.max(taken.saturating_sub(own));
    };
    let reply = chunks(20 << 20);
    check(taken(reply.clone()).await, reply.len(), ErrorKind::TooLarge);
    let boast = b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n{}".to_vec();
    check(taken(boast).await, 0, ErrorKind::Transport);
    let modest = b"HTTP/1.1 200 OK\r\nContent-Length: 9999999999999999999999\r\n\r\n{}".to_vec();
    check(taken(modest).await, 0, ErrorKind::Transport);
    #[cfg(feature = "gzip")]
    check(taken(gzip_bomb(100 << 20)).await, 0, ErrorKind::TooLarge);
    println!(
        "figure T10: 4 bombs and lies take {} KiB at most, with a limit of {} KiB",
        most >> 10,
        LIMIT >> 10
    );
    assert!(most <= 2 * LIMIT, "{most} bytes");
}

/// An answer that is so large after decompression.
#[cfg(feature = "gzip")]
fn gzip_bomb(bytes: usize) -> Vec<u8> {
    let level = flate2::Compression::best();
    let mut squeezed = flate2::write::GzEncoder::new(Vec::new(), level);
    let blanks = vec![b' '; 1 << 20];
    for _ in 0..bytes >> 20 {
        squeezed.write_all(&blanks).unwrap();
    }
    let body = squeezed.finish().unwrap();
    let length = body.len();
    let mut reply =
        format!("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {length}\r\n\r\n")
            .into_bytes();
    reply.extend(body);
    reply
}

#[cfg(feature = "gzip")]
#[tokio::test]
async fn what_is_compressed_as_asked_is_read() {
    let body = {
        let level = flate2::Compression::default();
        let mut squeezed = flate2::write::GzEncoder::new(Vec::new(), level);
        squeezed.write_all(br#"{"title":"T"}"#).unwrap();
        squeezed.finish().unwrap()
    };
    let length = body.len();
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    );
    let mut reply = head.clone().into_bytes();
    reply.extend(&body);
    let server = Server::always(reply);
    let book = client(&server).books().get(1).send().await.unwrap();
    assert_eq!(book.title.as_deref(), Some("T"));
    assert!(server.request().contains("accept-encoding: gzip"));
    // The same with a byte changed is not what its headers say.
    let mut reply = head.into_bytes();
    reply.extend(body.iter().map(|byte| byte ^ 1));
    let (error, _) = taken(reply).await;
    assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
}

/// An answer of two kilobytes; its JSON is whole only with its last byte.
fn whole(chunked: bool) -> Vec<u8> {
    let body = format!(r#"{{"title":"{}"}}"#, "t".repeat(1900));
    if !chunked {
        return with_headers(200, "Content-Type: application/json\r\n", &body).to_vec();
    }
    let mut reply = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    for piece in body.as_bytes().chunks(400) {
        reply.extend(format!("{:x}\r\n", piece.len()).bytes());
        reply.extend(piece);
        reply.extend(b"\r\n");
    }
    reply.extend(b"0\r\n\r\n");
    reply
}

#[tokio::test]
async fn an_answer_cut_anywhere_is_no_answer() {
    let (mut cuts, mut accepted) = (0, 0);
    for chunked in [false, true] {
        let reply = whole(chunked);
        let length = reply.len();
        let server = Server::start(move |number, _| Reply::Bytes(reply[..number].to_vec()));
        let client = client(&server);
        for cut in 0..length {
            match client.books().get(1).send().await {
                Ok(_) => accepted += 1,
                Err(error) => assert!(
                    matches!(error.kind(), ErrorKind::Transport),
                    "cut at {cut} of {length}: {error}"
                ),
            }
            cuts += 1;
        }
        client.books().get(1).send().await.unwrap();
    }
    println!("figure T20: {cuts} cuts of two answers of 2 KB: {accepted} accepted");
    assert!(cuts >= 2048 * 2 - 200);
    assert_eq!(accepted, 0);
}

#[tokio::test]
async fn what_follows_an_answer_is_not_taken_for_the_next_one() {
    let smuggled = "HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{\"title\":\"A\"}\
                    HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{\"title\":\"B\"}";
    let server = Server::always(smuggled);
    let client = client(&server);
    for _ in 0..20 {
        let book = client.books().get(1).send().await.unwrap();
        assert_eq!(book.title.as_deref(), Some("A"));
    }
    assert_eq!(
        server.requests().len(),
        20,
        "each has an exchange of its own"
    );
    let both =
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 13\r\n\r\n{\"title\":\"A\"}";
    let (error, _) = taken(both.as_bytes().to_vec()).await;
    assert_eq!(error.kind(), ErrorKind::Transport);
}

#[tokio::test]
async fn a_method_may_have_a_limit_of_its_own() {
    let large = format!(r#"{{"title":"{}"}}"#, "t".repeat(2 << 20));
    let server = Server::always(with_headers(200, "", &large));
    let client = client(&server);
    let error = client.books().get(1).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    let book: Book = client
        .books()
        .get(1)
        .with_max_body(4 << 20)
        .send()
        .await
        .unwrap();
    assert_eq!(book.title.unwrap().len(), 2 << 20);
    static SPEC: restli::MethodSpec =
        restli::MethodSpec::get("books", "/v2/books/{}").max_body(4 << 20);
    let call = restli::Call::<Book>::new(client.restli(), &SPEC).key(&1_i64);
    assert_eq!(call.send().await.unwrap().title.unwrap().len(), 2 << 20);
}
