//! The header in which a request asks for faults, and what is said to mistakes in it.

use super::raw::{End, get, header, json, status};
use crate::support::library;

const BOOK: &str = "/lib/books/7";

#[tokio::test]
async fn several_faults_hit_one_request() {
    let library = library().await;
    let (reply, _) = get(&library, BOOK, "latency=1ms, header=X-A: 1, header=X-B: 2").await;
    assert_eq!(
        (header(&reply, "x-a"), header(&reply, "x-b")),
        (vec!["1"], vec!["2"])
    );
    let (reply, _) = get(
        &library,
        BOOK,
        "header=X-A: 1\r\nX-Sandbox-Fault: header=\"X-B: 2, 3\"",
    )
    .await;
    assert_eq!(
        (header(&reply, "x-a"), header(&reply, "x-b")),
        (vec!["1"], vec!["2, 3"])
    );
}

#[tokio::test]
async fn of_two_replies_the_first_counts() {
    let library = library().await;
    let (reply, end) = get(&library, BOOK, "status=503, reset-after-request, html=502").await;
    assert_eq!((status(&reply), end), (503, End::Open));
}

#[tokio::test]
async fn a_mistake_is_told_and_nothing_is_done() {
    let library = library().await;
    for (fault, message) in [
        (
            "cut-afer=3",
            "the header `x-sandbox-fault` cannot be read: there is no fault `cut-afer`; did you mean `cut-after`?",
        ),
        (
            "reset-on-accept",
            "the header `x-sandbox-fault` cannot be read: `reset-on-accept` happens before there is a request; write a rule for it",
        ),
    ] {
        let (reply, _) = get(&library, BOOK, fault).await;
        assert_eq!(
            (status(&reply), json(&reply)["message"].as_str()),
            (400, Some(message))
        );
    }
}

#[tokio::test]
async fn uploads_are_hit_too() {
    let library = library().await;
    let (reply, _) = get(&library, "/-/uploads/1", "status=503").await;
    assert_eq!(status(&reply), 503);
}
