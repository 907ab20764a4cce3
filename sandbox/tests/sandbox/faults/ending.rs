//! Connections that end before, instead of or after a reply, and what has been done by then.

use std::time::Duration;

use restli_sandbox::faults::{Fault, Rule};
use tokio::time::sleep;

use super::raw::{End, Raw, get, request};
use crate::support::library;

const BOOK: &str = "/lib/books/7";

#[tokio::test]
async fn a_connection_ends_before_anything_is_read() {
    let library = library().await;
    for (fault, end) in [
        ("reset-on-accept", End::Reset),
        ("close-on-accept", End::Closed),
        ("hang-on-accept", End::Open),
    ] {
        let faults = library.sandbox.faults();
        faults.add(Rule::parse(fault).unwrap().nth(2)).unwrap();
        assert!(get(&library, BOOK, "").await.0.contains("Dracula"));
        let mut second = Raw::to(&library).await;
        assert_eq!(second.rest().await, (vec![], end), "{fault}");
        assert!(get(&library, BOOK, "").await.0.contains("Dracula"));
        let rules = faults.rules();
        assert_eq!((rules[0].seen, rules[0].hit), (3, 1));
        faults.clear();
    }
}

#[tokio::test]
async fn what_was_done_when_the_connection_ended() {
    let library = library().await;
    for (name, end) in [
        ("reset", End::Reset),
        ("close", End::Closed),
        ("hang", End::Open),
    ] {
        for (when, done) in [("before", false), ("after", true)] {
            let fault = format!("{name}-{when}-request");
            let body = r#"{"name":"Ash","code":"Z1","room":"HALL"}"#;
            let shelves = library.ok("/lib/shelves?count=100").await;
            let before = shelves["elements"].as_array().unwrap().len();
            let create = request(&library, "POST", "/lib/shelves", &fault, body);
            let reply = Raw::to(&library).await.ask(&create).await;
            assert_eq!(reply, (String::new(), end), "{fault}");
            let shelves = library.ok("/lib/shelves?count=100").await;
            let after = shelves["elements"].as_array().unwrap().len();
            assert_eq!(after - before, usize::from(done), "{fault}");
        }
    }
}

#[tokio::test]
async fn a_reply_can_be_replaced_after_the_request_was_acted_upon() {
    let library = library().await;
    for (fault, done) in [
        ("status=504", 0),
        ("status=504; acted", 1),
        ("html=502; acted", 1),
    ] {
        library.sandbox.faults().clear();
        let count = async || {
            let shelves = library.ok("/lib/shelves?count=100").await;
            shelves["elements"].as_array().unwrap().len()
        };
        let before = count().await;
        let body = r#"{"name":"Ash","code":"Z1","room":"HALL"}"#;
        let create = request(&library, "POST", "/lib/shelves", fault, body);
        let (reply, end) = Raw::to(&library).await.ask(&create).await;
        assert!(reply.starts_with("HTTP/1.1 50"), "{reply}");
        assert_eq!(end, End::Open);
        assert_eq!(count().await - before, done, "{fault}");
    }
}

#[tokio::test]
async fn a_fault_hits_its_request_on_a_connection_that_was_used_before() {
    let library = library().await;
    let good = request(&library, "GET", BOOK, "", "");
    for (fault, end) in [
        ("reset-before-request", End::Reset),
        ("close-after-request", End::Closed),
    ] {
        let bad = request(&library, "GET", BOOK, fault, "");
        let mut raw = Raw::to(&library).await;
        for _ in 0..2 {
            assert!(raw.ask(&good).await.0.contains("Dracula"));
        }
        assert_eq!(raw.ask(&bad).await, (String::new(), end));
    }
}

#[tokio::test]
async fn requests_that_are_sent_at_once_are_answered_in_turn() {
    let library = library().await;
    let good = request(&library, "GET", BOOK, "", "");
    let bad = request(
        &library,
        "GET",
        BOOK,
        "dribble=40; every=1ms, header=X-Second: yes",
        "",
    );
    let (replies, end) = Raw::to(&library)
        .await
        .ask(&[&*good, &bad, &good].concat())
        .await;
    assert_eq!(end, End::Open);
    let heads: Vec<_> = replies.matches("HTTP/1.1 200 OK\r\n").collect();
    assert_eq!(heads.len(), 3, "{replies}");
    assert_eq!(replies.matches("X-Second: yes\r\n").count(), 1);
    assert!(!replies.contains("sandbox-script"), "{replies}");
    let second = replies.find("X-Second").unwrap();
    assert_eq!(replies[..second].matches("Dracula\"").count(), 1);
}

#[tokio::test]
async fn a_request_waits_for_the_reply_to_the_one_before() {
    let library = library().await;
    let stalled = request(&library, "GET", BOOK, "stall-after=300; for=400ms", "");
    let body = r#"{"name":"Ash","code":"Z1","room":"HALL"}"#;
    let create = request(&library, "POST", "/lib/shelves", "", body);
    let count = async || {
        let shelves = library.ok("/lib/shelves?count=100").await;
        shelves["elements"].as_array().unwrap().len()
    };
    let before = count().await;
    let mut raw = Raw::to(&library).await;
    raw.send(&[stalled, create].concat()).await;
    sleep(Duration::from_millis(100)).await;
    assert_eq!(count().await, before);
    sleep(Duration::from_millis(500)).await;
    assert_eq!(count().await, before + 1);
}

#[tokio::test]
async fn a_reset_takes_no_other_connection_with_it() {
    let library = library().await;
    library
        .sandbox
        .faults()
        .add(Rule::new(Fault::status(503)).path("/never"))
        .unwrap();
    let mut other = Raw::to(&library).await;
    let good = request(&library, "GET", BOOK, "", "");
    assert!(other.ask(&good).await.0.contains("Dracula"));
    assert_eq!(
        get(&library, BOOK, "reset-after-request").await.1,
        End::Reset
    );
    assert!(other.ask(&good).await.0.contains("Dracula"));
}
