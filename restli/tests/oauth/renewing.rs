//! A service that refuses a token, rightly or not, and clocks that are set.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use futures_util::future::join_all;
use restli::TokenSource;
use restli::oauth::{Grant, Session};

use crate::mini::Client;
use crate::mini::server::{Reply, Server, json};
use crate::support::{HOUR, Scripted, application, granted, offline, shown};

/// A session whose token looks good.
fn good() -> Grant {
    Grant::new("old-access")
        .with_expiry(SystemTime::now() + HOUR)
        .with_refresh_token("canary-refresh-0", None)
}

fn client(api: &Server, session: &Session) -> Client {
    let client = Client::builder().base_url(api.url());
    client.token_source(session.clone()).build().unwrap()
}

#[tokio::test]
async fn a_service_that_refuses_every_token_is_asked_twice() {
    let api = Server::always(json(401, r#"{"message": "no"}"#));
    let tokens = Server::start(|number, _| Reply::Bytes(granted(number + 1)));
    let session = Session::new(application(tokens.url()), good());
    let error = client(&api, &session).books().get(1).send().await;
    let error = error.unwrap_err();
    assert_eq!(error.status(), Some(401), "{error}");
    let (requests, refreshes) = (api.requests().len(), tokens.requests().len());
    assert_eq!((requests, refreshes), (2, 1));
    println!("figure T9: always 401: {requests} requests, {refreshes} refresh");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn calls_that_are_refused_at_once_share_one_refresh() {
    let api = Server::start(|_, request| {
        // Everybody is there before anybody is answered.
        std::thread::sleep(Duration::from_millis(100));
        Reply::Bytes(match request.contains("Bearer canary-access-") {
            true => json(200, r#"{"id": 1}"#),
            false => json(401, "{}"),
        })
    });
    let tokens = Server::start(|number, _| Reply::Bytes(granted(number + 1)));
    let session = Session::new(application(tokens.url()), good());
    let client = client(&api, &session);
    let calls = (0..30).map(|_| {
        let client = client.clone();
        tokio::spawn(async move { client.books().get(1).send().await.map(drop) })
    });
    for call in join_all(calls.collect::<Vec<_>>()).await {
        call.unwrap().unwrap();
    }
    assert_eq!(tokens.requests().len(), 1);
    assert_eq!(api.requests().len(), 60);
}

#[tokio::test]
async fn who_comes_late_with_a_refused_token_gets_the_newer_one() {
    let scripted = Scripted::granting();
    let session = Session::new(offline().transport(scripted.clone()), good());
    let old = session.token().await.unwrap();
    let first = session.renew(&old).await.unwrap().unwrap();
    let late = session.renew(&old).await.unwrap().unwrap();
    assert_eq!(shown(&first), "Bearer canary-access-1");
    assert_eq!(shown(&late), "Bearer canary-access-1");
    assert_eq!(scripted.requests(), 1);
    let second = session.renew(&late).await.unwrap().unwrap();
    assert_eq!(shown(&second), "Bearer canary-access-2");
    assert_eq!(scripted.requests(), 2);
}

#[tokio::test]
async fn the_same_token_again_is_no_other_token() {
    let scripted = Scripted::always(200, r#"{"access_token": "old-access"}"#);
    let session = Session::new(offline().transport(scripted), good());
    let old = session.token().await.unwrap();
    assert!(session.renew(&old).await.unwrap().is_none());
}

/// A session of a grant that was stored when the wall clock was away from where it is now.
fn stored(set: i64, scripted: &Scripted) -> Session {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let now = i64::try_from(now.unwrap().as_secs()).unwrap();
    let json = serde_json::json!({
        "access_token": "old-access", "refresh_token": "canary-refresh-0",
        "granted_at": now + set, "expires_at": now + set + 5_184_000,
        "refresh_token_expires_at": now + set + 31_536_000,
    });
    let grant = Grant::from_json(&json.to_string()).unwrap();
    Session::new(offline().transport(scripted.clone()), grant)
}

#[tokio::test]
async fn a_wall_clock_that_was_set_costs_one_refresh_at_most() {
    let year = 31_536_000;
    let mut most = 0;
    // The clock was set forward since, so the token looks expired; or back, so it seems to live for long.
    for set in [
        -10 * year,
        -2 * year,
        -year / 6,
        -60,
        0,
        60,
        year,
        10 * year,
    ] {
        for really_expired in [false, true] {
            let scripted = Scripted::granting();
            let session = stored(set, &scripted);
            for _ in 0..20 {
                let token = session.token().await.unwrap();
                let refused = really_expired && shown(&token) == "Bearer old-access";
                if refused {
                    session.renew(&token).await.unwrap().unwrap();
                }
            }
            let requests = scripted.requests();
            assert!(requests <= 1, "{set}: {requests}");
            assert_eq!(requests == 1, really_expired || set <= -year / 6, "{set}");
            most = most.max(requests);
        }
    }
    println!("figure T26: wall clock set back or forward: {most} refresh at most");
}

#[tokio::test]
async fn somebody_is_told_before_a_member_has_to_sign_in_again() {
    let told = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&told);
    let end = SystemTime::now() + 24 * HOUR;
    let grant = good().with_refresh_token("canary-refresh-0", Some(end));
    let session = Session::new(offline(), grant).warn_before(48 * HOUR, move |at| {
        assert_eq!(at, end);
        count.fetch_add(1, Ordering::SeqCst);
    });
    assert_eq!(session.sign_in_again_by(), Some(end));
    for _ in 0..5 {
        session.token().await.unwrap();
    }
    assert_eq!(told.load(Ordering::SeqCst), 1, "once a day");

    let count = Arc::clone(&told);
    let session = Session::new(offline(), session.grant().unwrap());
    let session = session.warn_before(12 * HOUR, move |_| {
        count.fetch_add(1, Ordering::SeqCst);
    });
    session.token().await.unwrap();
    assert_eq!(told.load(Ordering::SeqCst), 1, "there is time still");
    let unknown = Session::new(offline(), good());
    assert_eq!(unknown.sign_in_again_by(), None);
}
