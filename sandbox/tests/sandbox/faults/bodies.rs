//! Bodies that are not what they should be.

use std::io::Read;

use flate2::read::{GzDecoder, ZlibDecoder};
use serde_json::Value as Json;

use super::raw::{End, Raw, get, header, json, parts, request, status};
use crate::support::library;

const BOOK: &str = "/lib/books/7";

#[tokio::test]
async fn pages_of_html() {
    let library = library().await;
    for (fault, code) in [("html", 502), ("html=503", 503), ("html=200", 200)] {
        let (reply, _) = get(&library, BOOK, fault).await;
        assert_eq!(
            (status(&reply), header(&reply, "content-type")),
            (code, vec!["text/html"])
        );
        assert!(parts(&reply).1.starts_with("<html>"), "{reply}");
        assert!(parts(&reply).1.contains(&format!("<h1>{code} ")), "{reply}");
    }
}

#[tokio::test]
async fn any_text() {
    let library = library().await;
    let (reply, _) = get(&library, BOOK, r#"body="{\"elements\": [""#).await;
    assert_eq!(
        (status(&reply), header(&reply, "content-type")),
        (200, vec!["application/json"])
    );
    assert_eq!(parts(&reply).1, r#"{"elements": ["#);
    let (reply, _) = get(&library, BOOK, "body=oops; status=500; type=text/plain").await;
    assert_eq!(
        (status(&reply), header(&reply, "content-type")),
        (500, vec!["text/plain"])
    );
    let (reply, _) = get(&library, BOOK, "body=\"\"").await;
    assert_eq!((status(&reply), parts(&reply).1), (200, ""));
}

/// The bytes of a body that came in chunks.
fn joined(mut chunks: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    loop {
        let line = chunks
            .windows(2)
            .position(|pair| pair == b"\r\n")
            .expect("a chunk has a size");
        let size = std::str::from_utf8(&chunks[..line]).unwrap();
        let size = usize::from_str_radix(size, 16).unwrap();
        if size == 0 {
            assert_eq!(&chunks[line..], b"\r\n\r\n");
            return body;
        }
        body.extend(&chunks[line + 2..line + 2 + size]);
        chunks = &chunks[line + 2 + size + 2..];
    }
}

#[tokio::test]
async fn a_hundred_kilobytes_become_a_hundred_megabytes() {
    let library = library().await;
    for (coding, size, most) in [
        ("gzip", 100 << 20, 120_000),
        ("deflate", 100 << 20, 120_000),
        ("zstd", 100 << 20, 20_000),
    ] {
        let mut raw = Raw::to(&library).await;
        raw.send(&request(
            &library,
            "GET",
            BOOK,
            &format!("bomb={coding}"),
            "",
        ))
        .await;
        let (bytes, end) = raw.rest().await;
        assert_eq!(end, End::Open, "it is a reply like any other");
        assert!(bytes.len() < most, "{}", bytes.len());
        let split = bytes
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .unwrap();
        let head = String::from_utf8(bytes[..split + 4].to_vec()).unwrap();
        assert_eq!(header(&head, "content-encoding"), [coding]);
        let body = joined(&bytes[split + 4..]);
        let mut decoder: Box<dyn Read> = match coding {
            "gzip" => Box::new(GzDecoder::new(&body[..])),
            "deflate" => Box::new(ZlibDecoder::new(&body[..])),
            _ => Box::new(ruzstd::decoding::StreamingDecoder::new(&body[..]).unwrap()),
        };
        let (mut decoded, mut piece) = (0, vec![0; 1 << 20]);
        loop {
            match decoder.read(&mut piece).unwrap() {
                0 => break,
                length => decoded += length,
            }
        }
        assert_eq!(decoded, size, "{coding}");
    }
}

#[tokio::test]
async fn bodies_without_end() {
    let library = library().await;
    for (fault, name, value) in [
        ("endless-body", "transfer-encoding", vec!["chunked"]),
        (
            "endless-body=length",
            "content-length",
            vec!["1000000000000"],
        ),
        ("endless-body=close", "content-length", vec![]),
    ] {
        let mut raw = Raw::to(&library).await;
        raw.send(&request(&library, "GET", BOOK, fault, "")).await;
        let (mut all, mut piece) = (Vec::new(), vec![0; 1 << 20]);
        while all.len() < 20 << 20 {
            let length = raw.read(&mut piece).await.unwrap();
            assert!(length > 0, "{fault}");
            all.extend_from_slice(&piece[..length]);
        }
        let text = String::from_utf8(all).unwrap();
        assert_eq!(header(&text, name), value, "{fault}");
        assert_eq!(header(&text, "content-type"), ["application/json"]);
    }
}

#[tokio::test]
async fn garbage_and_the_end() {
    let library = library().await;
    let mut raw = Raw::to(&library).await;
    raw.send(&request(&library, "GET", BOOK, "garbage", ""))
        .await;
    let (bytes, end) = raw.rest().await;
    assert_eq!((bytes.len(), end), (500, End::Closed));
    assert!(!bytes.starts_with(b"HTTP"));
    assert!(bytes.iter().any(|byte| !byte.is_ascii()), "it is random");
}

#[tokio::test]
async fn faults_of_bytes_spoil_other_replies_too() {
    let library = library().await;
    let (reply, end) = get(&library, BOOK, "status=503, cut-after=40").await;
    assert_eq!((reply.len(), status(&reply), end), (40, 503, End::Closed));
    let (reply, end) = get(&library, BOOK, "bomb=gzip, cut-after=1KB; by=close").await;
    assert!(reply.contains("gzip") && end == End::Closed, "{reply}");
    let (reply, _) = get(&library, BOOK, "body=\"{}\", header=X-More: 1").await;
    assert_eq!(
        (header(&reply, "x-more"), json(&reply)),
        (vec!["1"], Json::Object(Default::default()))
    );
}
