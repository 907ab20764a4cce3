//! Replies that want to exhaust a reader: nesting without end, and numbers that no type holds.
//!
//! They come over a real socket and are read on a thread with a small stack, as they would be in a service that
//! has many.

use std::time::{Duration, Instant};

use restli::{Error, ErrorKind, Json};

use crate::mini::server::{Server, json};
use crate::mini::*;

/// How deep the replies are nested.
const DEPTH: usize = 100_000;

/// The stack that reading may use: all of the thread.
const STACK: usize = 1 << 20;

/// Reads book 1 from a server that answers so, on a thread with a small stack.
fn read(body: String) -> Result<Book, Error> {
    let server = Server::always(json(200, &body));
    let client = server.client();
    let reader = std::thread::Builder::new().stack_size(STACK);
    let reader = reader.spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        runtime
            .unwrap()
            .block_on(async { client.books().get(1).with_attempts(1).send().await })
    });
    reader.unwrap().join().unwrap()
}

/// How the reply is refused.
fn refused(body: String) -> String {
    let error = read(body).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
    error.to_string()
}

fn nested(open: &str, close: &str) -> String {
    format!("{}1{}", open.repeat(DEPTH), close.repeat(DEPTH))
}

#[test]
fn nesting_without_end_uses_little_of_the_stack() {
    let lists = nested("[", "]");
    let objects = nested("{\"new\":", "}");
    let maker = |value: &str| format!("\"maker\":\"urn:lib:author:x\",{value}");
    let plain = |value: &str| value.to_owned();
    let mut cases = Vec::new();
    for field in ["id", "title", "binding", "digest"] {
        cases.push((field, "{\"x\":", "}"));
    }
    for field in [
        "id", "title", "author", "binding", "cover", "price", "readers", "sequel",
    ] {
        cases.push((field, "[", "]"));
    }
    // Wrong on the second level, and what may nest.
    cases.extend([
        ("tags", "[", "]"),
        ("chapters", "[", "]"),
        ("readers", "{\"urn:lib:author:x\":", "}"),
        ("chapters", "{\"x\":{\"width\":", "}}"),
        ("cover", "{\"string\":", "}"),
        ("sequel", "{\"sequel\":", "}"),
        ("author", "{\"mentor\":", "}"),
        ("author~", "{\"mentor~\":", "}"),
        ("maker~", "{\"mentor~\":", "}"),
    ]);
    for (field, open, close) in &cases {
        for value in [nested(open, close), open.repeat(DEPTH)] {
            let member = format!("\"{field}\":{value}");
            let member = if *field == "maker~" {
                maker(&member)
            } else {
                plain(&member)
            };
            let message = refused(format!("{{{member}}}"));
            assert!(
                message.contains(&format!("at `{field}")),
                "{field}: {open}: {message}"
            );
        }
    }
    let typed = 2 * cases.len();
    let mut skipped = 0;
    for value in [&lists, &objects] {
        let book = read(format!("{{\"new\":{value},\"id\":7,\"new~\":{value}}}")).unwrap();
        assert_eq!(book.id, Some(7));
        // JSON that the schema leaves open is kept as text, and is no tree.
        let book = read(format!("{{\"notes\":{value}}}")).unwrap();
        let notes = book.notes.unwrap();
        assert_eq!(notes.as_str(), value.as_str());
        assert!(notes.to_value().is_err());
        assert!(format!("{notes:?}").len() > DEPTH);
        // What an error may be, nobody knows.
        read(format!("{{\"author!\":{value}}}")).unwrap();
        skipped += 3;
    }
    for value in ["[".repeat(DEPTH), "{\"x\":".repeat(DEPTH)] {
        refused(format!("{{\"new\":{value}"));
        skipped += 1;
    }
    println!(
        "figure T18: {DEPTH} nested brackets in {typed} typed values are typed errors with their path, in {skipped} \
         unknown or open ones skipped, kept or a typed error; all on a stack of {STACK} bytes"
    );
}

#[test]
fn every_long_is_read_exactly_and_what_is_none_is_refused_with_its_path() {
    let long = |text: &str| read(format!("{{\"title\":\"T\",\"id\":{text}}}"));
    let exact = [
        ("9007199254740993", (1 << 53) + 1),
        ("-9007199254740993", -(1 << 53) - 1),
        ("9223372036854775807", i64::MAX),
        ("-9223372036854775808", i64::MIN),
        ("0", 0),
    ];
    for (text, value) in exact {
        assert_eq!(long(text).unwrap().id, Some(value), "{text}");
    }
    let others = [
        "9223372036854775808",
        "-9223372036854775809",
        "1e400",
        "1e18",
        "1.0",
        "1.5",
        "-0",
        "-0.0",
        "NaN",
        "Infinity",
        "\"NaN\"",
        "\"1\"",
        "0x10",
        "01",
        "+1",
        "1e",
        "--1",
    ];
    let mut refusals = 0;
    for text in others {
        match long(text) {
            // Zero has no sign.
            Ok(book) => assert_eq!((text, book.id), ("-0", Some(0))),
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::Decode, "{text}: {error}");
                assert!(error.to_string().contains("at `id`"), "{text}: {error}");
                refusals += 1;
            }
        }
    }
    let (mut slowest, mut slowest_reading) = (Duration::ZERO, Duration::ZERO);
    let digits = "9".repeat(1_000_000);
    let fraction = format!("0.{digits}");
    let power = format!("1e{digits}");
    for text in [
        &digits,
        &fraction,
        &power,
        &format!("-{digits}.{digits}e-{digits}"),
    ] {
        for field in ["id", "chapters", "price", "new", "notes"] {
            let started = Instant::now();
            let body = format!("{{\"{field}\":{text}}}");
            let answer = read(body.clone());
            slowest = slowest.max(started.elapsed());
            let json: Json = body.parse().unwrap();
            let started = Instant::now();
            assert_eq!(json.deserialize::<Book>().is_ok(), answer.is_ok());
            slowest_reading = slowest_reading.max(started.elapsed());
            match (field, answer) {
                // A price may be a double; too large a one is refused.
                ("new" | "notes", Ok(_)) | ("price", Ok(_)) => {}
                (_, Ok(_)) => panic!("{field} holds a number of a million digits"),
                (_, Err(error)) => {
                    assert_eq!(error.kind(), ErrorKind::Decode);
                    let message = error.to_string();
                    assert!(
                        message.contains(&format!("at `{field}`")),
                        "{field}: {}",
                        &message[..200]
                    );
                    assert!(message.len() < 2000, "{field}: {} bytes", message.len());
                }
            }
        }
    }
    // Of a machine that does other things as well; the figure says what it took.
    assert!(slowest < Duration::from_secs(10), "{slowest:?}");
    println!(
        "figure T19: {} longs at the edges exact, {refusals} numbers that are none refused with their path, a number of \
         a million digits read or refused within {:.1} ms, {:.1} ms with sending it ({} build)",
        exact.len(),
        slowest_reading.as_secs_f64() * 1e3,
        slowest.as_secs_f64() * 1e3,
        if cfg!(debug_assertions) {
            "unoptimised"
        } else {
            "optimised"
        }
    );
}
