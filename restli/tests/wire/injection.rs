//! What a caller gives stays where it belongs: in its segment, its parameter or its header, or is refused.
//!
//! The raw bytes count, since HTTP libraries change what they are given.

use restli::{Error, ErrorKind, Method};

use crate::mini::Client;
use crate::mini::server::{Server, json};
use crate::texts;

/// What ends a line, or is cut to something that does by who keeps the lower byte only.
const EVIL: [&str; 7] = [
    "x\r\nX-Evil: 1",
    "x\nX-Evil: 1",
    "x\rX-Evil: 1",
    "x\0",
    "x\u{10d}\u{10a}X-Evil: 1",
    "x\u{7f}",
    "x\u{2028}",
];

#[tokio::test]
async fn special_texts_arrive_in_their_segment_and_parameter() {
    let server = Server::always(json(200, "{}"));
    let client = server.client();
    for text in texts::special() {
        let before = server.requests().len();
        let raw = client.restli().raw(Method::Get, "/v2/books/{}/pages");
        let call = raw
            .key(&*text)
            .param("p", &*text)
            .param("r", &1)
            .with_attempts(1);
        let sent = call.send().await;
        let requests = server.requests();
        let is_too_long = text.len() > 1 << 15;
        if is_too_long || [".", ".."].contains(&&*text) {
            let error = sent.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Request, "{error}");
            assert_eq!(requests.len(), before, "{text:?}");
            continue;
        }
        sent.unwrap_or_else(|error| panic!("{text:.60?}: {error}"));
        assert_eq!(requests.len(), before + 1);
        let (head, body) = requests[before].split_once("\r\n\r\n").unwrap();
        assert!(head.is_ascii() && body.is_ascii(), "{text:.60?}");
        assert!(!head.to_lowercase().contains("\nx-evil"), "{head}");
        let mut lines = head.split("\r\n");
        let first: Vec<_> = lines.next().unwrap().split(' ').collect();
        let [_, target, "HTTP/1.1"] = *first else {
            panic!("{text:.60?}: {first:?}");
        };
        let raw = |c: char| c.is_control() || c == '#';
        assert!(!target.contains(raw) && !body.contains(raw), "{text:.60?}");
        let headers: Vec<_> = lines.collect();
        assert!(
            headers
                .iter()
                .all(|header| !header.contains(['\r', '\n', '\0']))
        );
        // A tunnelled query brings three headers along, and the feature `gzip` one.
        let tunnelled = !target.contains('?');
        let own = if tunnelled { 9 } else { 6 } + usize::from(cfg!(feature = "gzip"));
        assert_eq!(headers.len(), own, "{headers:?}");
        let (path, query) = target.split_once('?').unwrap_or((target, body));
        assert_eq!(path.split('/').count(), 5, "{path}");
        assert_eq!(query.split('&').count(), 2, "{query}");
    }
}

/// A setting of a client or a call, from a text.
type Setting = fn(&Server, &str) -> Result<(), Error>;

#[tokio::test]
async fn settings_with_line_ends_are_refused_before_anything_is_sent() {
    let server = Server::always(json(200, "{}"));
    let settings: [(&str, Setting); 8] = [
        ("token", |server, text| {
            Client::builder()
                .base_url(server.url())
                .token(text)
                .build()
                .map(drop)
        }),
        ("token of a client", |_, text| Client::new(text).map(drop)),
        ("user agent", |server, text| {
            let builder = Client::builder().base_url(server.url()).token("t");
            builder.user_agent(text).build().map(drop)
        }),
        ("version", |server, text| {
            let client = Client::builder()
                .base_url(server.url())
                .token("t")
                .version(text)
                .build()?;
            let call = client.books().find_by_search();
            call.build().and_then(|request| request.encode()).map(drop)
        }),
        ("version of a call", |server, text| {
            let client = server.client();
            let call = client.books().find_by_search().with_version(text);
            call.build().and_then(|request| request.encode()).map(drop)
        }),
        ("header", |server, text| {
            let client = server.client();
            let call = client.books().get(1).with_header("X-Extra", text);
            call.build().and_then(|request| request.encode()).map(drop)
        }),
        ("name of a header", |server, text| {
            let client = server.client();
            let call = client.books().get(1).with_header(text, "1");
            call.build().and_then(|request| request.encode()).map(drop)
        }),
        ("typed header", |server, text| {
            let client = server.client();
            let call = client.books().find_by_search().client_ip(text);
            call.build().and_then(|request| request.encode()).map(drop)
        }),
    ];
    let mut refused = 0;
    for (name, setting) in settings {
        for text in EVIL {
            let error = setting(&server, text).expect_err(name);
            assert!(
                matches!(error.kind(), ErrorKind::Config | ErrorKind::Request),
                "{name}: {error}"
            );
            assert!(!error.to_string().contains(['\r', '\n', '\0']), "{name}");
            refused += 1;
        }
    }
    for text in ["\r\n", "\n", "\r", "\0", "\t"] {
        let url = format!("{}/{text}x", server.url());
        let error = Client::builder()
            .base_url(url)
            .token("t")
            .build()
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config, "{text:?}");
        refused += 1;
    }
    assert!(server.requests().is_empty());
    let client = server.client();
    for text in EVIL {
        let raw = client
            .restli()
            .raw(Method::Finder, "/v2/books/{}/x")
            .named(text);
        raw.key(text).param("p", text).send().await.unwrap();
    }
    for request in server.requests() {
        let (head, _) = request.split_once("\r\n\r\n").unwrap();
        assert!(
            head.is_ascii() && !head.to_lowercase().contains("\nx-evil"),
            "{head}"
        );
        let lines = 7 + usize::from(cfg!(feature = "gzip"));
        assert_eq!(head.split("\r\n").count(), lines, "{head}");
        assert!(
            !head.replace("\r\n", "").contains(char::is_control),
            "{head}"
        );
    }
    println!(
        "figure T21: {refused} settings with line ends, NUL or U+010A refused before anything was sent, {} ids, names and \
         parameters with them arrived escaped: 0 raw bytes through",
        3 * server.requests().len()
    );
}
