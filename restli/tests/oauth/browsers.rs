//! A browser that comes back to a port of the application's own, and everybody else who does.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::time::{Duration, Instant};

use restli::ErrorKind;
use restli::oauth::{Application, ExposeSecret, Listening};

use crate::mini::server::{Server, json};
use crate::support::{SPEC, offline};

/// A request to the port, and all of its answer.
fn send(port: u16, request: &str) -> String {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

fn get(port: u16, target: &str) -> String {
    send(
        port,
        &format!("GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"),
    )
}

fn port(listening: &Listening) -> u16 {
    let uri = listening.redirect_uri();
    let rest = uri.trim_start_matches("http://127.0.0.1:");
    let end = rest.find('/').unwrap_or(rest.len());
    rest[..end].parse().unwrap()
}

fn state(listening: &Listening) -> String {
    let (_, rest) = listening.url().split_once("state=").unwrap();
    rest.split('&').next().unwrap().to_owned()
}

async fn listening(server: &Server, uri: &str) -> Listening {
    let application = Application::new(&SPEC, "client-1").base_url(server.url());
    let application = application.redirect_uri(uri);
    let authorization = application.authorize(["r_mail"]).unwrap();
    authorization.listen().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_browser_with_the_state_is_waited_for() {
    let server = Server::always(json(200, r#"{"access_token": "a"}"#));
    let listening = listening(&server, "http://127.0.0.1/back").await;
    let (port, state) = (port(&listening), state(&listening));
    let encoded = format!("redirect_uri=http%3A%2F%2F127.0.0.1%3A{port}%2Fback");
    assert!(listening.url().contains(&encoded), "{}", listening.url());
    let granted = tokio::spawn(listening.grant());
    let begun = Instant::now();
    let visits = tokio::task::spawn_blocking(move || {
        // Browsers open connections in advance and say nothing there.
        let silent = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
        for (target, status) in [
            ("/favicon.ico", "404"),
            ("/", "404"),
            (&*format!("/?code=c1&state={state}"), "404"),
            ("/back", "400"),
            ("/back?code=c1", "400"),
            ("/back?code=<script>&state=other", "400"),
            (&*format!("/back?code=c1&state={state}x"), "400"),
            (
                &*format!("/back?code=c1&state={state}&state={state}"),
                "400",
            ),
        ] {
            let answer = get(port, target);
            assert!(
                answer.starts_with(&format!("HTTP/1.1 {status} ")),
                "{target}: {answer}"
            );
            assert!(!answer.contains("script"), "{answer}");
        }
        let posted = format!("POST /back?code=c1&state={state} HTTP/1.1\r\n\r\n");
        assert!(send(port, &posted).starts_with("HTTP/1.1 405 "));
        assert!(send(port, "\r\n\r\n").starts_with("HTTP/1.1 405 "));
        let large = format!("GET /{} HTTP/1.1\r\n\r\n", "a".repeat(20 << 10));
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
        let _ = stream.write_all(large.as_bytes());

        let answer = get(port, &format!("/back?code=c1&state={state}"));
        drop(silent);
        answer
    });
    let answer = visits.await.unwrap();
    let took = begun.elapsed();
    assert!(
        took < Duration::from_secs(8),
        "one that says nothing holds up the others: {took:?}"
    );
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    for header in [
        "Cache-Control: no-store",
        "Referrer-Policy: no-referrer",
        "Connection: close",
    ] {
        assert!(answer.contains(header), "{answer}");
    }
    let grant = granted.await.unwrap().unwrap();
    assert_eq!(grant.access_token().expose_secret(), "a");
    let request = server.request();
    assert!(request.contains(&encoded), "{request}");
    assert!(request.contains("&code_verifier="), "{request}");
    assert!(!request.contains("client_secret"), "{request}");
    let closed = TcpStream::connect((Ipv4Addr::LOCALHOST, port));
    assert!(closed.is_err(), "the port is closed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_who_does_not_agree_ends_the_waiting() {
    let server = Server::always(json(200, "{}"));
    let listening = listening(&server, "http://127.0.0.1").await;
    let (port, state) = (port(&listening), state(&listening));
    let granted = tokio::spawn(listening.grant());
    let target = format!("/?error=user_cancelled_login&error_description=no&state={state}");
    let page = tokio::task::spawn_blocking(move || get(port, &target));
    assert!(page.await.unwrap().contains("No permission was granted"));
    let error = granted.await.unwrap().unwrap_err();
    assert_eq!(error.code(), Some("user_cancelled_login"));
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn nobody_is_waited_for_without_end() {
    let server = Server::always(json(200, "{}"));
    let listening = listening(&server, "http://127.0.0.1").await;
    let listening = listening.timeout(Duration::from_millis(50));
    let error = listening.grant().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert!(
        error.to_string().contains("nobody has come back"),
        "{error}"
    );
}

#[tokio::test]
async fn only_what_comes_to_this_machine_can_be_listened_for() {
    for uri in [
        "https://127.0.0.1/back",
        "https://app.example.org/back",
        "org.example.app:/back",
    ] {
        let authorization = offline().redirect_uri(uri).authorize(["r_mail"]).unwrap();
        let error = authorization.listen().await.unwrap_err();
        assert!(
            error.to_string().contains("nothing on this machine"),
            "{error}"
        );
    }
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let uri = format!("http://localhost:{port}/back");
    let authorization = offline().redirect_uri(&*uri).authorize(["r_mail"]).unwrap();
    assert_eq!(authorization.redirect_uri(), uri);
    let error = authorization.listen().await.unwrap_err();
    assert!(
        error.to_string().contains("cannot be listened at"),
        "{error}"
    );

    drop(taken);
    let authorization = offline().redirect_uri(&*uri).authorize(["r_mail"]).unwrap();
    let listening = authorization.listen().await.unwrap();
    assert_eq!(
        listening.redirect_uri(),
        uri,
        "a port that is named is kept"
    );
}
