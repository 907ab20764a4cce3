//! Token answers as servers really write them, and those that are none.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant, SystemTime};

use proptest::prelude::*;
use restli::oauth::{Application, ExposeSecret, Grant, TokenKind};
use restli::{ErrorKind, Result};
use serde_json::{Value as Json, json as value};

use crate::mini::server::{Reply, Server, json, with_headers};
use crate::support::{SECRET, Scripted, application, expired, now, offline};

/// What is made of an answer.
fn answered(status: u16, body: impl Into<Vec<u8>>) -> Result<Grant> {
    let application = offline().transport(Scripted::always(status, body));
    let grant = expired();
    now(async { application.refresh(&grant).await })
}

fn granted(body: Json) -> Grant {
    answered(200, body.to_string()).unwrap()
}

/// How far away a point in time is, in seconds.
fn away(time: Option<SystemTime>) -> Option<u64> {
    let left = time?.duration_since(SystemTime::now()).unwrap_or_default();
    Some((left + Duration::from_millis(500)).as_secs())
}

#[test]
fn whatever_is_left_out_of_an_answer_stays_as_it_was_or_unknown() {
    let grant = granted(value!({ "access_token": "a" }));
    assert_eq!(grant.access_token().expose_secret(), "a");
    assert_eq!((grant.expires_at(), grant.scopes()), (None, None));
    assert!(grant.id_token().is_none());
    let refresh = grant.refresh_token().unwrap();
    assert_eq!(
        refresh.expose_secret(),
        "canary-refresh-0",
        "the old one is still good"
    );
    let end = expired().refresh_token_expires_at();
    assert_eq!(away(grant.refresh_token_expires_at()), away(end));

    let other = granted(value!({ "access_token": "a", "refresh_token": "r" }));
    assert_eq!(
        other.refresh_token_expires_at(),
        None,
        "not that of the old one"
    );
}

#[test]
fn numbers_may_be_texts_and_scopes_may_have_commas() {
    for (expires, scope) in [
        (value!(60), value!("a b")),
        (value!("60"), value!("a,b")),
        (value!(60.0), value!("a, b")),
        (value!(60), value!(["a", "b"])),
    ] {
        let grant = granted(value!({
            "access_token": "a", "expires_in": expires, "scope": scope,
            "refresh_token": "r", "refresh_token_expires_in": expires, "token_type": 7,
        }));
        assert_eq!(away(grant.expires_at()), Some(60));
        assert_eq!(away(grant.refresh_token_expires_at()), Some(60));
        assert_eq!(grant.scopes().unwrap(), ["a", "b"]);
        assert_eq!(grant.token().scopes().unwrap(), ["a", "b"]);
    }
    for odd in [
        value!(0),
        value!(-1),
        value!("soon"),
        value!(null),
        value!({}),
    ] {
        let grant = granted(value!({ "access_token": "a", "expires_in": odd }));
        assert_eq!(grant.expires_at(), None, "{odd}");
    }
}

#[test]
fn an_answer_without_a_token_is_an_error_that_shows_nothing_of_it() {
    for body in [
        r#"{"accessToken": "canary-x"}"#,
        r#"{"access_token": ["canary-x"]}"#,
        r#"{"access_token": "", "refresh_token": "canary-x"}"#,
        r#"["canary-x"]"#,
        r#"{"access_token": "canary-x""#,
        "canary-x",
        "",
    ] {
        for status in [200, 201, 400, 401, 500, 302] {
            let error = answered(status, body).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Auth, "{error}");
            let shown = format!(
                "{error} {error:?} {:?} {:?}",
                error.body(),
                error.response()
            );
            assert!(!shown.contains("canary"), "{shown}");
        }
    }
}

#[test]
fn a_servers_words_are_shown_without_the_secrets_in_them() {
    let body = value!({
        "error": format!("invalid_{SECRET}"),
        "error_description": format!("no client with {SECRET} and canary-refresh-0\nhere"),
        "access_token": "canary-y",
    });
    let error = answered(400, body.to_string()).unwrap_err();
    let shown = format!(
        "{error} {error:?} {:?} {:?}",
        error.body(),
        error.response()
    );
    assert!(!shown.contains("canary"), "{shown}");
    assert!(
        error
            .to_string()
            .contains("no client with [hidden] and [hidden] here"),
        "{error}"
    );
    assert_eq!(error.code(), Some("invalid_[hidden]"));
}

#[test]
fn a_refresh_token_that_is_of_no_use_means_signing_in_again() {
    for (error, description, again) in [
        ("invalid_grant", "", true),
        (
            "invalid_request",
            "The provided grant or refresh token is expired",
            true,
        ),
        ("invalid_request", "A parameter is missing", false),
        ("invalid_client", "no such client", false),
        ("server_error", "", false),
    ] {
        let body = value!({ "error": error, "error_description": description });
        let failed = answered(400, body.to_string()).unwrap_err();
        let text = failed.to_string();
        assert_eq!(text.contains("reauthorization needed"), again, "{text}");
        assert!(text.contains(error), "{text}");
    }
}

#[tokio::test]
async fn a_server_that_is_slow_or_large_or_sends_away_is_given_up() {
    let server = Server::start(|_, _| Reply::Stall(Vec::new()));
    let application = |server: &Server| application(server.url());
    let fast = application(&server).timeout(Duration::from_millis(200));
    let begun = Instant::now();
    let error = fast.refresh(&expired()).await.unwrap_err();
    assert!(
        begun.elapsed() < Duration::from_secs(10),
        "{:?}",
        begun.elapsed()
    );
    assert!(
        error
            .to_string()
            .contains("no answer of the token endpoint in 200ms"),
        "{error}"
    );

    let large = format!("{{\"access_token\": \"{}\"}}", "a".repeat(1 << 20));
    let server = Server::always(json(200, &large));
    let error = application(&server).refresh(&expired()).await.unwrap_err();
    assert!(
        error.to_string().contains("larger than 1048576 bytes"),
        "{error}"
    );

    let elsewhere = Server::always(json(200, r#"{"access_token": "a"}"#));
    let location = format!("Location: {}\r\n", elsewhere.url());
    for status in [301, 302, 307, 308] {
        let server = Server::always(with_headers(status, &location, ""));
        let error = application(&server).refresh(&expired()).await.unwrap_err();
        assert!(error.to_string().contains("not followed"), "{error}");
    }
    assert!(elsewhere.requests().is_empty());

    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", gone.local_addr().unwrap());
    drop(gone);
    let error = crate::support::application(&url)
        .refresh(&expired())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert!(error.to_string().contains("no connection"), "{error}");
}

/// A server that keeps connections open, and how many there were.
fn keeping() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let connections = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&connections);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            count.fetch_add(1, Ordering::SeqCst);
            std::thread::spawn(move || {
                let (mut stream, mut piece) = (stream.unwrap(), [0; 4096]);
                while stream.read(&mut piece).is_ok_and(|length| length > 0) {
                    let body = r#"{"access_token": "a"}"#;
                    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}", body.len());
                    let _ = write!(stream, "{head}\r\n\r\n{body}");
                }
            });
        }
    });
    (url, connections)
}

#[test]
fn one_application_asks_from_several_runtimes_and_keeps_no_connection() {
    let (url, connections) = keeping();
    let application = application(&url);
    for _ in 0..3 {
        now(async {
            application.refresh(&expired()).await.unwrap();
            application.refresh(&expired()).await.unwrap();
        });
    }
    assert_eq!(connections.load(Ordering::SeqCst), 6);
}

#[tokio::test]
async fn an_introspection_is_read_in_the_standards_words_and_in_others() {
    let ask = |body: Json| async move {
        let application = offline().transport(Scripted::always(200, body.to_string()));
        application.introspect("token").await.unwrap()
    };
    let time = |seconds| Some(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds));
    let told = ask(value!({
        "active": true, "client_id": "client-1", "authorized_at": 1_500_000_000, "created_at": "1500000001",
        "status": "active", "expires_at": 1_500_000_060, "scope": "a,b", "auth_type": "3L",
    }))
    .await;
    assert!(told.active);
    assert_eq!(told.scopes, ["a", "b"]);
    assert_eq!(told.status.as_deref(), Some("active"));
    assert_eq!(told.client_id.as_deref(), Some("client-1"));
    assert_eq!(told.authorized_at, time(1_500_000_000));
    assert_eq!(told.created_at, time(1_500_000_001));
    assert_eq!(told.expires_at, time(1_500_000_060));
    assert_eq!(told.kind, Some(TokenKind::Member));

    let told = ask(value!({ "active": "true", "exp": 7, "iat": 5, "auth_type": "2L" })).await;
    assert!(told.active);
    assert_eq!((told.expires_at, told.created_at), (time(7), time(5)));
    assert_eq!(told.kind, Some(TokenKind::Application));
    let told = ask(value!({ "active": false })).await;
    assert!(!told.active && told.scopes.is_empty());
    let told = ask(value!({ "auth_type": "Enterprise_User" })).await;
    assert_eq!(
        told.kind,
        Some(TokenKind::Other("Enterprise_User".to_owned()))
    );
}

#[tokio::test]
async fn what_a_revocation_is_answered_does_not_matter_unless_it_is_refused() {
    for body in ["", "done", "{}"] {
        let application = offline().transport(Scripted::always(200, body));
        application.revoke("token").await.unwrap();
    }
    let refused = Scripted::always(401, r#"{"error": "invalid_client"}"#);
    let error = offline()
        .transport(refused)
        .revoke("token")
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some("invalid_client"));
}

#[tokio::test]
async fn an_application_without_a_secret_is_told_what_it_cannot_do() {
    let native = Application::new(&crate::support::SPEC, "client-1");
    for error in [
        native.client_credentials(["a"]).await.unwrap_err(),
        native.introspect("token").await.unwrap_err(),
    ] {
        assert!(
            error.hint().unwrap().contains("Application::secret"),
            "{error}"
        );
    }
}

fn near_answers() -> impl Strategy<Value = Vec<u8>> {
    let names = prop::sample::select(vec![
        "access_token",
        "expires_in",
        "refresh_token",
        "refresh_token_expires_in",
        "scope",
        "error",
        "error_description",
    ]);
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        any::<String>().prop_map(Json::from),
        Just(value!("1e400")),
        prop::collection::vec(any::<String>(), 0..3).prop_map(Json::from),
    ];
    let members = prop::collection::vec((names, leaf), 0..7);
    members.prop_map(|members| {
        let members = members
            .into_iter()
            .map(|(name, leaf)| (name.to_owned(), leaf));
        Json::Object(members.collect()).to_string().into_bytes()
    })
}

proptest! {
    #[test]
    fn no_answer_whatever_makes_it_panic(
        status in prop::sample::select(vec![200u16, 204, 302, 400, 401, 500]),
        body in prop_oneof![prop::collection::vec(any::<u8>(), 0..200), near_answers()],
    ) {
        match answered(status, body.clone()) {
            Ok(grant) => {
                let read = Grant::from_json(grant.to_json().expose_secret()).unwrap();
                let (one, other) = (grant.access_token(), read.access_token());
                prop_assert_eq!(one.expose_secret(), other.expose_secret());
            }
            Err(error) => {
                prop_assert_eq!(error.kind(), ErrorKind::Auth);
            }
        }
        let _ = Grant::from_json(&String::from_utf8_lossy(&body));
    }
}
