//! Keys, parameters and their names hold any text; none of them becomes another segment or parameter.
//!
//! `RESTLI_CASES` sets how many random texts are tried: each in a path, a query and the name of a parameter, in
//! both protocols.

use restli::{EncodedRequest, ErrorKind, Method, Protocol, Value};
use restli_wire::v1::{self, KeyKind};
use restli_wire::{parse_path_segment, parse_query_value, query_pairs, split_query};

use crate::client;
use crate::mini::Client;
use crate::texts::{self, Random};

/// How many random texts are tried unless the environment says otherwise.
const CASES: u64 = 100_000;

/// What became of the texts.
#[derive(Default)]
struct Tried {
    sent: u64,
    refused: u64,
}

#[test]
fn no_text_becomes_another_segment_or_parameter() {
    let client = client();
    let cases = std::env::var("RESTLI_CASES").ok();
    let cases = cases.map_or(CASES, |cases| cases.parse().unwrap());
    let mut tried = Tried::default();
    for text in texts::special() {
        tried.each(&client, &text, "a special text");
    }
    for seed in 0..cases {
        let text = Random(seed).text();
        tried.each(&client, &text, &format!("seed {seed}"));
    }
    println!(
        "figure T22: {cases} random texts as key, parameter and name of one, in both protocols: {} requests, 0 with another \
         number of segments or parameters, 0 raw line ends, every text read back; {} refused ({} special texts besides)",
        tried.sent,
        tried.refused,
        texts::special().len()
    );
}

impl Tried {
    fn each(&mut self, client: &Client, text: &str, origin: &str) {
        for protocol in [Protocol::V2, Protocol::V1] {
            let call = client.restli().raw(Method::Get, "/v2/books/{}/pages");
            let call = call.protocol(protocol).key(text);
            let name = format!("n{text}");
            let call = call.param("p", text).param(name.clone(), &"x");
            match call.build().and_then(|request| request.encode()) {
                Ok(request) => {
                    self.sent += 1;
                    let origin = format!("{origin}, {protocol:?}: {text:?}");
                    holds_its_place(&request, protocol, text, &name, &origin);
                }
                Err(error) => {
                    self.refused += 1;
                    assert_eq!(error.kind(), ErrorKind::Request, "{origin}");
                    let cannot_be_a_segment = match protocol {
                        Protocol::V2 => [".", ".."].contains(&text),
                        _ => ["", ".", ".."].contains(&text),
                    };
                    assert!(cannot_be_a_segment, "{origin}, {protocol:?}: {error}");
                }
            }
        }
    }
}

/// The request has the segments and parameters of every other one, and each says what it was given.
fn holds_its_place(
    request: &EncodedRequest,
    protocol: Protocol,
    text: &str,
    name: &str,
    origin: &str,
) {
    let body = String::from_utf8(request.body.clone().unwrap_or_default()).unwrap();
    for part in [&request.target, &body] {
        let raw = |c: char| c.is_control() || c == ' ' || c == '#' || !c.is_ascii();
        assert!(!part.contains(raw), "{origin}: {part}");
    }
    let (path, query) = match request.target.split_once('?') {
        Some(parts) => parts,
        None => (&*request.target, &*body),
    };
    let segments: Vec<_> = path.split('/').collect();
    let ["", "v2", "books", key, "pages"] = *segments else {
        panic!("{origin}: {path}");
    };
    assert_eq!(query.split('&').count(), 2, "{origin}: {query}");
    let read = match protocol {
        Protocol::V2 => parse_path_segment(key),
        _ => v1::parse_path_segment(key, KeyKind::Simple),
    };
    let expected = Value::token(text.to_owned());
    assert_eq!(read.as_ref(), Ok(&expected), "{origin}: {key}");
    let read = match protocol {
        Protocol::V2 => split_query(query).map(|pairs| {
            let pairs = pairs.into_iter();
            Value::map(pairs.map(|(name, value)| (name, parse_query_value(value).unwrap())))
        }),
        _ => query_pairs(query).and_then(|pairs| v1::parse_pairs(&pairs)),
    };
    let pairs = Value::map([
        ("p".to_owned(), expected),
        (name.to_owned(), Value::token("x")),
    ]);
    match read {
        Ok(read) => assert!(read.equivalent(&pairs), "{origin}: {query} is {read:?}"),
        Err(error) => panic!("{origin}: {query}: {error}"),
    }
}
