//! Many calls that need another token at once: one request is made, whatever becomes of the calls.

use std::time::{Duration, Instant, SystemTime};

use futures_util::future::join_all;
use restli::TokenSource;
use restli::oauth::{ClientCredentials, ExposeSecret, Grant, Session};

use crate::mini::server::{Reply, Server, json};
use crate::support::{
    HOUR, Scripted, application, expired, granted, granting_after, now, offline, session, shown,
};

const A_WHILE: Duration = Duration::from_millis(300);

/// As many tasks as there are, and the tokens they got.
async fn ask(source: &(impl TokenSource + Clone), tasks: usize) -> Vec<restli::Result<String>> {
    let tasks = (0..tasks).map(|_| {
        let source = source.clone();
        tokio::spawn(async move { source.token().await.map(|token| shown(&token)) })
    });
    let tasks: Vec<_> = tasks.collect();
    { join_all(tasks).await.into_iter() }
        .map(Result::unwrap)
        .collect()
}

/// Asks for a token, and goes away while the server thinks.
async fn leave(server: &Server, session: &Session) {
    let leader = tokio::spawn({
        let session = session.clone();
        async move { session.token().await }
    });
    while server.requests().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    leader.abort();
    assert!(leader.await.unwrap_err().is_cancelled());
}

/// How many requests a server sees when the first of a hundred calls is dropped.
async fn leader_cancelled() -> usize {
    let server = granting_after(A_WHILE);
    let session = session(&server);
    leave(&server, &session).await;
    for token in ask(&session, 99).await {
        assert_eq!(token.unwrap(), "Bearer canary-access-1");
    }
    server.requests().len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_calls_with_an_expired_token_make_one_request() {
    let server = granting_after(A_WHILE);
    let tokens = ask(&session(&server), 100).await;
    assert_eq!(tokens.len(), 100);
    for token in tokens {
        assert_eq!(token.unwrap(), "Bearer canary-access-1");
    }
    let request = server.request();
    assert!(request.contains("grant_type=refresh_token&refresh_token=canary-refresh-0&"));

    let cancelled = leader_cancelled().await;
    assert!(cancelled <= 2, "{cancelled}");
    println!(
        "figure T8: 100 tasks on an expired token: {} token request; leader cancelled: {cancelled}",
        server.requests().len()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_calls_of_an_application_make_one_request() {
    let server = granting_after(A_WHILE);
    let source = ClientCredentials::with_scopes(application(server.url()), ["a", "b"]).unwrap();
    assert!(source.grant().is_none());
    for token in ask(&source, 100).await {
        assert_eq!(token.unwrap(), "Bearer canary-access-1");
    }
    let request = server.request();
    assert!(
        request.contains("grant_type=client_credentials&scope=a+b&"),
        "{request}"
    );
    let refused = source.token().await.unwrap();
    let renewed = source.renew(&refused).await.unwrap().unwrap();
    assert_eq!(shown(&renewed), "Bearer canary-access-2");
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn what_is_refreshed_is_not_lost_when_everybody_has_left() {
    let server = granting_after(A_WHILE);
    let session = session(&server);
    leave(&server, &session).await;
    let access = || session.grant().unwrap().access_token().clone();
    while access().expose_secret() == "old-access" {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let grant = session.grant().unwrap();
    let refresh = grant.refresh_token().unwrap();
    assert_eq!(refresh.expose_secret(), "canary-refresh-1");
    assert_eq!(
        shown(&session.token().await.unwrap()),
        "Bearer canary-access-1"
    );
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn the_next_call_takes_over_when_a_runtime_has_ended() {
    let server = granting_after(A_WHILE);
    let session = session(&server);
    now(leave(&server, &session));
    let token = now(async { session.token().await }).unwrap();
    assert_eq!(shown(&token), "Bearer canary-access-2");
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_failure_is_shared_by_those_who_waited_and_forgotten_afterwards() {
    let server = Server::start(|number, _| {
        std::thread::sleep(A_WHILE);
        Reply::Bytes(match number {
            0 => json(
                500,
                r#"{"error": "server_error", "error_description": "of 100"}"#,
            ),
            _ => granted(number),
        })
    });
    let session = session(&server);
    for token in ask(&session, 100).await {
        let error = token.unwrap_err();
        assert_eq!(error.code(), Some("server_error"));
        assert!(error.to_string().contains("of 100"), "{error}");
    }
    assert_eq!(server.requests().len(), 1);
    for token in ask(&session, 100).await {
        assert_eq!(token.unwrap(), "Bearer canary-access-1");
    }
    assert_eq!(server.requests().len(), 2);
}

/// A grant that has lived for more than nine tenths of its hour.
fn nearly_expired() -> Grant {
    let second = |time: SystemTime| {
        time.duration_since(SystemTime::UNIX_EPOCH)
            .unwrap()
            .as_secs()
    };
    let end = SystemTime::now() + HOUR / 20;
    let json = serde_json::json!({
        "access_token": "old-access", "refresh_token": "canary-refresh-0",
        "granted_at": second(end - HOUR), "expires_at": second(end),
    });
    Grant::from_json(&json.to_string()).unwrap()
}

#[tokio::test]
async fn a_token_is_refreshed_before_its_end_and_used_to_its_end_if_that_fails() {
    let granting = Scripted::granting();
    let session = Session::new(offline().transport(granting.clone()), nearly_expired());
    let token = session.token().await.unwrap();
    assert_eq!(shown(&token), "Bearer canary-access-1");
    assert_eq!(granting.requests(), 1);

    let failing = Scripted::always(500, "{}");
    let session = Session::new(offline().transport(failing.clone()), nearly_expired());
    for _ in 0..100 {
        let token = session.token().await.unwrap();
        assert_eq!(shown(&token), "Bearer old-access");
    }
    assert_eq!(failing.requests(), 1, "it is not tried again at once");

    let early = Grant::new("old-access")
        .with_expiry(SystemTime::now() + HOUR)
        .with_refresh_token("canary-refresh-0", None);
    let session = Session::new(offline().transport(granting.clone()), early);
    session.token().await.unwrap();
    assert_eq!(granting.requests(), 1, "there is no need for another one");
}

#[tokio::test]
async fn a_good_token_is_not_held_up_by_an_early_refresh_that_hangs() {
    let server = Server::start(|_, _| Reply::Stall(Vec::new()));
    let session = Session::new(application(server.url()), nearly_expired());
    let begun = Instant::now();
    for _ in 0..10 {
        let token = session.token().await.unwrap();
        assert_eq!(shown(&token), "Bearer old-access");
    }
    let took = begun.elapsed();
    assert!(took < Duration::from_secs(8), "{took:?}");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn without_a_refresh_token_a_member_has_to_sign_in_again() {
    let none = Scripted::granting();
    let grant = Grant::new("old-access").with_expiry(SystemTime::now() - HOUR);
    let session = Session::new(offline().transport(none.clone()), grant);
    let error = session.token().await.unwrap_err();
    let text = error.to_string();
    assert!(
        text.starts_with("reauthorization needed: the access token has expired"),
        "{text}"
    );
    assert!(error.hint().unwrap().contains("sign in again"), "{text}");

    let session = Session::new(offline().transport(none.clone()), Grant::new("old-access"));
    let token = session.token().await.unwrap();
    assert_eq!(
        shown(&token),
        "Bearer old-access",
        "nobody knows of its end"
    );
    let error = session.renew(&token).await.unwrap_err();
    let text = error.to_string();
    assert!(
        text.starts_with("reauthorization needed: the access token is refused"),
        "{text}"
    );
    assert_eq!(none.requests(), 0);
}

#[test]
fn outside_of_a_runtime_there_is_an_error_and_no_panic() {
    let session = Session::new(offline(), expired());
    let error = futures_util::FutureExt::now_or_never(session.token());
    let error = error.unwrap().unwrap_err();
    assert!(error.to_string().contains("Tokio runtime"), "{error}");
}

#[cfg(feature = "blocking")]
#[test]
fn blocking_calls_are_refreshed_too() {
    let api = Server::start(|_, request| {
        Reply::Bytes(match request.contains("Bearer canary-access-1") {
            true => json(200, r#"{"id": 1}"#),
            false => json(401, "{}"),
        })
    });
    let server = granting_after(Duration::ZERO);
    let client = crate::mini::Client::builder().base_url(api.url());
    let client = client.token_source(session(&server)).build().unwrap();
    for _ in 0..3 {
        client.books().get(1).send_blocking().unwrap();
    }
    assert_eq!((api.requests().len(), server.requests().len()), (3, 1));
}
