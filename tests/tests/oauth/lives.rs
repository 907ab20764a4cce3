//! Sixty days, a year and a hundred calls: tokens that end while they are used.

use std::time::Duration;

use futures_util::future::join_all;
use restli::ErrorKind;
use restli::oauth::{ExposeSecret, Grant, Session};

use crate::{client, granted, partner, sandbox};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn text(grant: &Grant) -> String {
    grant.access_token().expose_secret().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_calls_after_sixty_days_go_on_with_one_new_token() {
    let sandbox = sandbox().await;
    let grant = granted(&sandbox).await;
    let first = text(&grant);
    let session = Session::new(partner(&sandbox), grant);
    let linkedin = client(&sandbox, &session);
    linkedin.me().get().send().await.unwrap();

    // By the service's clock only: this program's does not know.
    sandbox.advance(60 * DAY);
    sandbox.clear_journal();
    let calls = (0..100).map(|_| {
        let linkedin = linkedin.clone();
        tokio::spawn(async move { linkedin.me().get().send().await.map(drop) })
    });
    for call in join_all(calls.collect::<Vec<_>>()).await {
        call.unwrap().unwrap();
    }
    let second = text(&session.grant().unwrap());
    assert_ne!(first, second);
    let exchanges = sandbox.journal();
    let asked = { exchanges.iter() }.filter(|own| own.target.starts_with("/oauth/v2/accessToken"));
    assert_eq!(asked.count(), 1, "of {} exchanges", exchanges.len());
    linkedin.me().get().send().await.unwrap();
    assert_eq!(text(&session.grant().unwrap()), second);
}

#[tokio::test]
async fn after_a_year_a_member_has_to_sign_in_again() {
    let sandbox = sandbox().await;
    let session = Session::new(partner(&sandbox), granted(&sandbox).await);
    let linkedin = client(&sandbox, &session);
    sandbox.advance(200 * DAY);
    linkedin.me().get().send().await.unwrap();
    sandbox.advance(166 * DAY);
    let error = linkedin.me().get().send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
    let printed = error.to_string();
    assert!(
        printed.contains("reauthorization needed: the refresh token is refused"),
        "{printed}"
    );
    assert!(error.hint().unwrap().contains("sign in again"), "{printed}");
}

#[tokio::test]
async fn a_token_that_is_revoked_is_replaced_within_the_call() {
    let sandbox = sandbox().await;
    let grant = granted(&sandbox).await;
    let session = Session::new(partner(&sandbox), grant.clone());
    let linkedin = client(&sandbox, &session);
    assert!(sandbox.revoke(grant.access_token().expose_secret()));
    linkedin.me().get().send().await.unwrap();
    assert_ne!(text(&session.grant().unwrap()), text(&grant));
}
