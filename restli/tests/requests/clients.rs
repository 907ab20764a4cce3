//! What a client refuses, and what it never shows.

use restli::ErrorKind;

use crate::mini::*;
use crate::{client, encoded, headers, refused};

#[test]
fn headers_are_checked() {
    let client = client();
    let call = || client.books().find_by_search();
    let request = encoded(
        call()
            .client_ip("198.51.100.7")
            .with_header("X-Extra", "1")
            .build(),
    );
    assert_eq!(request.header("x-forwarded-for"), Some("198.51.100.7"));
    assert_eq!(request.header("x-extra"), Some("1"));
    let twice = encoded(
        call()
            .with_header("X-A", "1")
            .with_header("x-a", "2")
            .build(),
    );
    assert_eq!(
        headers(&twice)[3..],
        ["X-RestLi-Protocol-Version: 2.0.0", "x-a: 2"]
    );
    for value in ["a\r\nX-Evil: 1", "a\n", "a\0", "é"] {
        let reason = refused(call().client_ip(value).build());
        assert!(
            reason.contains("characters that a header cannot hold"),
            "{reason}"
        );
        assert!(!reason.contains('\n'));
    }
    assert!(refused(call().with_header("X Y", "1").build()).contains("not a valid name"));
    for name in [
        "Authorization",
        "host",
        "Content-Length",
        "X-RestLi-Method",
        "X-HTTP-Method-Override",
    ] {
        let reason = refused(call().with_header(name, "x").build());
        assert!(reason.contains("the client sets it itself"), "{reason}");
    }
}

#[test]
fn what_is_printed_holds_no_token() {
    let client = client();
    let call = client.books().find_by_author(AuthorUrn::new("x"));
    let request = call.clone().build().unwrap();
    let printed = format!(
        "{client:?} {:?} {call:?} {request:?} {:?} {:?} {:#?}",
        client.restli(),
        Client::builder().token("s3cr3t-t0k3n"),
        restli::Token::from("s3cr3t-t0k3n"),
        call.clone().pages(),
    );
    assert!(!printed.contains("s3cr3t"), "{printed}");
    assert!(printed.contains("Token([hidden])") && printed.contains("urn:lib:author:x"));
}

#[test]
fn clients_refuse_what_would_leak_the_token() {
    let build = |url: &str| {
        Client::builder()
            .base_url(url)
            .token("s3cr3t-t0k3n")
            .build()
    };
    let (mut allowed, mut refused) = (0, 0);
    for url in [
        "https://api.example.org",
        "https://api.example.org/proxy/",
        "http://localhost:8080",
        "http://127.0.0.1:1",
        "http://[::1]:8080",
    ] {
        assert_eq!(
            build(url).unwrap().restli().base_url(),
            url.trim_end_matches('/')
        );
        allowed += usize::from(url.starts_with("http:"));
    }
    for url in [
        "http://api.example.org",
        "http://localhost.example.org",
        "http://127.0.0.1.example.org",
        "http://127.0.0.1.evil",
        "http://128.0.0.1",
        "ftp://api.example.org",
        "https://user:pw@api.example.org",
        "https://api.example.org?x=1",
        "api.example.org",
        "",
    ] {
        let error = build(url).err().unwrap_or_else(|| panic!("{url}"));
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(!format!("{error} {error:?}").contains("s3cr3t"));
        refused += usize::from(url.starts_with("http:"));
    }
    // Other spellings of an address mean what they mean to the connection.
    let hexadecimal = build("http://0x7f.1:8080").unwrap();
    assert_eq!(hexadecimal.restli().base_url(), "http://127.0.0.1:8080");
    assert!(build("http://0x80.1").is_err());
    (allowed, refused) = (allowed + 1, refused + 1);
    println!(
        "figure T15: without TLS {allowed} places on this machine are allowed, {refused} others refused"
    );
    for token in ["", "s3cr3t\n", "s3cr3t\r\nX: y", "s3cr3té"] {
        let error = Client::new(token).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().starts_with("the token"), "{error}");
        assert!(!format!("{error} {error:?}").contains("s3cr3t"));
    }
    assert!(Client::builder().user_agent("a\nb").build().is_err());
}
