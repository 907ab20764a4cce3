//! Each way to a token, to a call that it is good for.

use std::time::{Duration, SystemTime};

use linkedin_tests::SCHEMA;
use restli::TokenSource;
use restli::oauth::{ClientCredentials, ExposeSecret, FileStorage, Session, TokenKind};
use restli_sandbox::Sandbox;

use crate::{browser, client, granted, native, partner, sandbox, server};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Whether a point in time is so many days away.
fn days_away(time: Option<SystemTime>, days: u32) -> bool {
    let away = time.unwrap().duration_since(SystemTime::now()).unwrap();
    away > days * DAY - DAY / 24 && away <= days * DAY
}

#[tokio::test]
async fn a_web_server_signs_a_member_in_across_two_requests() {
    let sandbox = sandbox().await;
    let application = partner(&sandbox);
    let authorization = application
        .authorize(["r_liteprofile", "w_member_social"])
        .unwrap();
    let kept = authorization.save();
    let back = browser::decide(authorization.url(), "allow").await;
    drop(authorization);
    assert!(
        back.starts_with("https://app.example.org/auth/callback?code="),
        "{back}"
    );

    let resumed = application.resume(kept).unwrap();
    let grant = resumed.finish(&back).await.unwrap();
    assert_eq!(
        grant.scopes().unwrap(),
        ["r_liteprofile", "w_member_social"]
    );
    assert!(days_away(grant.expires_at(), 60), "{grant:?}");
    assert!(
        days_away(grant.refresh_token_expires_at(), 365),
        "{grant:?}"
    );
    assert_eq!(grant.access_token().expose_secret().len(), 350);

    let session = Session::new(application, grant);
    assert!(days_away(session.sign_in_again_by(), 365));
    let me = client(&sandbox, &session).me().get().send().await.unwrap();
    assert_eq!(me.id.as_deref(), Some("qV3-mBx7Lw"));
}

#[tokio::test]
async fn pkce_beside_a_secret_is_taken_as_well() {
    let sandbox = sandbox().await;
    let authorization = partner(&sandbox).pkce().authorize(["openid"]).unwrap();
    let back = browser::decide(authorization.url(), "allow").await;
    let grant = authorization.finish(&back).await.unwrap();
    assert!(grant.id_token().is_some(), "{grant:?}");
}

#[tokio::test]
async fn a_program_on_the_members_machine_listens_for_the_browser() {
    let sandbox = sandbox().await;
    for uri in ["http://127.0.0.1", "http://127.0.0.1/callback"] {
        let application = native(&sandbox).redirect_uri(uri);
        let authorization = application.authorize(["r_liteprofile"]).unwrap();
        let listening = authorization.listen().await.unwrap();
        let url = listening.url().to_owned();
        let granted = tokio::spawn(listening.grant());
        let back = browser::decide(&url, "allow").await;
        assert!(back.starts_with("http://127.0.0.1:"), "{back}");
        let page = browser::get(&back, "").await;
        assert!(page.contains("Back to the application"), "{page}");
        let grant = granted.await.unwrap().unwrap();
        assert!(grant.refresh_token().is_none(), "this app gets none");
        assert_eq!(grant.sign_in_again_by(), grant.expires_at());
        let session = Session::new(application, grant);
        client(&sandbox, &session).me().get().send().await.unwrap();
    }
}

#[tokio::test]
async fn an_application_acts_for_itself() {
    let sandbox = sandbox().await;
    let application = server(&sandbox);
    let grant = application
        .client_credentials(["r_validation_status"])
        .await
        .unwrap();
    assert_eq!(grant.scopes().unwrap(), ["r_validation_status"]);
    let left = grant
        .expires_at()
        .unwrap()
        .duration_since(SystemTime::now())
        .unwrap();
    assert!(
        left <= Duration::from_secs(1800) && left > Duration::from_secs(1700),
        "{left:?}"
    );
    let told = application.introspect(grant.token()).await.unwrap();
    assert!(told.active);
    assert_eq!(told.kind, Some(TokenKind::Application));

    let source = ClientCredentials::new(application.clone());
    let token = source.token().await.unwrap();
    assert!(application.introspect(token.clone()).await.unwrap().active);
    sandbox.advance(Duration::from_secs(1801));
    assert!(!application.introspect(token.clone()).await.unwrap().active);
    let renewed = source.renew(&token).await.unwrap().unwrap();
    assert!(application.introspect(renewed).await.unwrap().active);
}

#[tokio::test]
async fn a_token_is_looked_at_and_given_back() {
    let sandbox = sandbox().await;
    let application = partner(&sandbox);
    let grant = granted(&sandbox).await;
    let told = application.introspect(grant.token()).await.unwrap();
    assert!(told.active);
    assert_eq!(told.status.as_deref(), Some("active"));
    assert_eq!(told.scopes, ["r_liteprofile"]);
    assert_eq!(told.client_id.as_deref(), Some("sandbox-partner"));
    assert_eq!(told.kind, Some(TokenKind::Member));
    assert!(days_away(told.expires_at, 60), "{told:?}");
    let since = SystemTime::now()
        .duration_since(told.authorized_at.unwrap())
        .unwrap();
    assert!(since < Duration::from_secs(60), "{since:?}");

    application.revoke(grant.token()).await.unwrap();
    let told = application.introspect(grant.token()).await.unwrap();
    assert!(!told.active);
    assert_eq!(told.status.as_deref(), Some("revoked"));

    let other = application.refresh(&grant).await.unwrap();
    assert!(application.introspect(other.token()).await.unwrap().active);
    application
        .revoke(other.refresh_token().unwrap())
        .await
        .unwrap();
    assert!(!application.introspect(other.token()).await.unwrap().active);
}

#[tokio::test]
async fn a_program_goes_on_where_it_has_ended() {
    let folder = tempfile::tempdir().unwrap();
    let storage = FileStorage::new(folder.path().join("grant.json"));
    let sandbox = Sandbox::start(SCHEMA).await.unwrap();
    let session = Session::new(partner(&sandbox), granted(&sandbox).await);
    session.stored_in(storage.clone()).save().await.unwrap();

    sandbox.advance(61 * DAY);
    let session = Session::load(partner(&sandbox), storage.clone()).await;
    let session = session.unwrap().unwrap();
    client(&sandbox, &session).me().get().send().await.unwrap();
    let held = session.grant().unwrap();

    let session = Session::load(partner(&sandbox), storage).await;
    let session = session.unwrap().unwrap();
    let loaded = session.grant().unwrap();
    let text = |grant: &restli::oauth::Grant| grant.access_token().expose_secret().to_owned();
    assert_eq!(text(&loaded), text(&held), "the refreshed grant was saved");
    client(&sandbox, &session).me().get().send().await.unwrap();

    session.sign_out().await.unwrap();
    let error = client(&sandbox, &session)
        .me()
        .get()
        .send()
        .await
        .unwrap_err();
    assert!(
        error.to_string().contains("reauthorization needed"),
        "{error}"
    );
}
