//! Calls without an async runtime.
#![cfg(feature = "blocking")]

mod mini;

use mini::server::{Reply, Server, json, with_headers};
use mini::*;
use restli::ErrorKind;

#[test]
fn every_call_can_block() {
    let server = Server::always(json(200, r#"{"id":1}"#));
    let client = server.client();
    for _ in 0..3 {
        assert_eq!(client.books().get(1).send_blocking().unwrap().id, Some(1));
    }
    let request = client.books().get(1).build().unwrap();
    assert_eq!(
        client.restli().execute_blocking(request).unwrap().id,
        Some(1)
    );
    let json = client
        .restli()
        .raw(restli::Method::Get, "/x")
        .send_blocking()
        .unwrap();
    assert_eq!(json.as_str(), r#"{"id":1}"#);
    assert_eq!(server.requests().len(), 5);
}

#[test]
fn threads_can_share_a_client() {
    let server = Server::always(json(200, r#"{"id":1}"#));
    let client = server.client();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..5 {
                    client.books().get(1).send_blocking().unwrap();
                }
            });
        }
    });
    assert_eq!(server.requests().len(), 20);
}

#[test]
fn pages_and_elements_can_block() {
    let server = Server::start(|_, request| {
        let body = match request.contains("start=10") {
            false => r#"{"elements":[{"id":1}],"paging":{"start":0,"count":10,"total":11}}"#,
            true => r#"{"elements":[{"id":2}],"paging":{"start":10,"count":10,"total":11}}"#,
        };
        Reply::Bytes(json(200, body))
    });
    let client = server.client();
    let call = || client.books().find_by_author(AuthorUrn::new("x"));
    let ids: Result<Vec<_>, _> = call()
        .stream()
        .blocking()
        .map(|book| Ok::<_, restli::Error>(book?.id))
        .collect();
    assert_eq!(ids.unwrap(), [Some(1), Some(2)]);
    assert_eq!(call().pages().blocking().count(), 2);
    assert_eq!(call().total_blocking().unwrap(), 11);
}

#[test]
fn tasks_can_block() {
    let server = Server::start(|_, request| {
        Reply::Bytes(match request.starts_with("POST") {
            true => with_headers(201, "x-restli-id: t\r\n", ""),
            false => json(200, r#"{"status":"DONE","result~":{"copies":3}}"#),
        })
    });
    let client = server.client();
    let result = client.reprints().print().wait_blocking().unwrap();
    assert_eq!(result.get().unwrap().copies, Some(3));
}

#[tokio::test]
async fn within_a_runtime_blocking_is_an_error_and_not_a_panic() {
    let server = Server::always(json(200, r#"{"id":1}"#));
    let client = server.client();
    let error = client.books().get(1).send_blocking().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Runtime);
    assert_eq!(
        error.to_string(),
        "GET of books: a blocking call within an async runtime would stop it (use the async form of the call)"
    );
    let mut pages = client.books().find_recent().pages().blocking();
    assert_eq!(
        pages.next().unwrap().unwrap_err().kind(),
        ErrorKind::Runtime
    );
    assert!(pages.next().is_none());
    assert_eq!(server.requests().len(), 0);
}

#[test]
fn one_client_serves_both_worlds_and_may_go_in_either() {
    let server = Server::always(json(200, r#"{"id":1}"#));
    let client = server.client();
    client.books().get(1).send_blocking().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        client.books().get(1).send().await.unwrap();
    });
    client.books().get(1).send_blocking().unwrap();
    // The last clone goes within a runtime.
    runtime.block_on(async move { drop(client) });
    assert_eq!(server.requests().len(), 3);
}
