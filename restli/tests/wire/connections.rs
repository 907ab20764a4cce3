//! What a network does to a call.

use std::time::{Duration, Instant};

use restli::ErrorKind;

use crate::failure;
use crate::mini::server::{Reply, Server, json};
use crate::mini::*;

#[tokio::test]
async fn large_answers_are_refused() {
    let body = format!(r#"{{"title":"{}"}}"#, "x".repeat(2000));
    let chunked = format!(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n{:x}\r\n{body}\r\n0\r\n\r\n",
        body.len()
    );
    for response in [json(200, &body), chunked.into_bytes(), json(500, &body)] {
        let server = Server::always(response.clone());
        let read = |limit| {
            let builder = Client::builder().base_url(server.url()).max_body(limit);
            async move { builder.build().unwrap().books().get(1).send().await }
        };
        let error = read(body.len() - 1).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TooLarge);
        assert!(
            error
                .to_string()
                .contains(&format!("larger than {} bytes", body.len() - 1))
        );
        match read(body.len()).await {
            Ok(book) => assert_eq!(book.title.unwrap().len(), 2000),
            Err(error) => assert_eq!(error.status(), Some(500)),
        }
    }
    // An announced size is not believed.
    let boast = "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\nConnection: close\r\n\r\n{}";
    assert_eq!(failure(boast).await.kind(), ErrorKind::Transport);
}

#[tokio::test]
async fn silence_ends_at_the_timeout() {
    let headers = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{";
    for (sent, message) in [
        ("", "no answer in time"),
        (headers, "status 200: the answer did not end in time"),
    ] {
        let server = Server::start(move |_, _| Reply::Stall(sent.into()));
        let client = server.client();
        let started = Instant::now();
        let call = client
            .books()
            .get(1)
            .with_timeout(Duration::from_millis(300));
        let error = call.send().await.unwrap_err();
        assert!(started.elapsed() < Duration::from_secs(5));
        assert_eq!(error.kind(), ErrorKind::Timeout);
        assert!(error.is_retryable());
        assert!(
            error
                .to_string()
                .starts_with(&format!("GET of books: {message}")),
            "{error}"
        );

        let builder = Client::builder()
            .base_url(server.url())
            .timeout(Duration::from_millis(300));
        let client = builder.build().unwrap();
        let error = client
            .books()
            .create(&Book::new("T"))
            .send()
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout);
        assert!(!error.is_retryable(), "it may have been created");
    }
}

#[tokio::test]
async fn connections_that_break() {
    let cut = failure("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{").await;
    assert_eq!(cut.kind(), ErrorKind::Transport);
    assert!(cut.is_retryable());
    assert_eq!(failure("").await.kind(), ErrorKind::Transport);
    let garbage = failure("SSH-2.0-OpenSSH\r\n\r\n").await;
    assert_eq!(garbage.kind(), ErrorKind::Transport);
    assert!(
        !garbage.to_string().contains("127.0.0.1"),
        "no URL in it: {garbage}"
    );

    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let client = Client::builder()
        .base_url(format!("http://{port}"))
        .build()
        .unwrap();
    let refused = client
        .books()
        .create(&Book::new("T"))
        .send()
        .await
        .unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Connect);
    assert!(refused.is_retryable(), "the service has seen nothing");
    assert!(
        refused
            .to_string()
            .starts_with("CREATE of books: no connection: "),
        "{refused}"
    );
}

#[tokio::test]
async fn what_goes_to_this_machine_takes_no_proxy() {
    const PROXY: &str = "http_proxy";
    if std::env::var_os(PROXY).is_some_and(|proxy| proxy == "http://127.0.0.1:9") {
        // The process that is started below.
        let server = Server::always(json(200, "{}"));
        server.client().books().get(1).send().await.unwrap();
        return;
    }
    let mut test = std::process::Command::new(std::env::current_exe().unwrap());
    test.args(["--exact", "what_goes_to_this_machine_takes_no_proxy"]);
    let output = test.env(PROXY, "http://127.0.0.1:9").output().unwrap();
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn without_a_runtime_a_call_is_an_error_and_not_a_panic() {
    let client = Client::new("t").unwrap();
    let mut send = Box::pin(client.books().get(1).send());
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match send.as_mut().poll(&mut context) {
        std::task::Poll::Ready(Err(error)) => assert_eq!(error.kind(), ErrorKind::Runtime),
        other => panic!("{other:?}"),
    }
}

#[test]
fn calls_and_streams_can_be_moved_to_other_threads() {
    fn is_send<T: Send>(_: T) {}
    fn is_static<T: Send + 'static>(_: T) {}
    let client = Client::new("t").unwrap();
    is_send(client.books().get(1).send());
    is_static(client.books().find_recent().stream());
    is_static(client.books().get(1).build());
    is_static(client.clone());
    is_send(client.reprints().print().wait());
}
