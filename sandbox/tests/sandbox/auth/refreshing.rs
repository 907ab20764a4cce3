//! Refresh tokens: what they bring, how long, and that they bring it to nobody else.

use std::fs;
use std::time::Duration;

use restli_sandbox::Sandbox;
use serde_json::Value as Json;

use super::wire::{ALLOW, Answer, OPEN, PARTNER, TOKEN, encoded, form, read, send, text, tokens};
use crate::support::{features, schema};

async fn refresh(sandbox: &Sandbox, app: [(&str, &str); 2], token: &str) -> Answer {
    let grant = ("grant_type", "refresh_token");
    form(
        sandbox,
        TOKEN,
        &[grant, ("refresh_token", token), app[0], app[1]],
    )
    .await
}

fn seconds(json: &Json) -> u64 {
    json.as_u64().expect("seconds")
}

#[tokio::test]
async fn a_refresh_does_not_make_the_refresh_token_live_longer() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let granted = tokens(&sandbox, PARTNER, "r_liteprofile").await;
    let token = text(&granted, "refresh_token");
    let year = 31_536_000;
    assert_eq!(granted["refresh_token_expires_in"], year);
    for passed in [10_000_000, 20_000_000, 30_000_000] {
        sandbox.advance(Duration::from_secs(10_000_000));
        let refreshed = refresh(&sandbox, PARTNER, token).await.json();
        assert_eq!(refreshed["refresh_token"], token, "it stays the same");
        assert_eq!(refreshed["expires_in"], 5_184_000);
        let left = seconds(&refreshed["refresh_token_expires_in"]);
        assert!(
            (year - passed - 60..=year - passed).contains(&left),
            "{left}"
        );
        assert_eq!(
            read(&sandbox, "/v2/me", text(&refreshed, "access_token"))
                .await
                .status,
            200
        );
    }
    sandbox.advance(Duration::from_secs(2_000_000));
    let refused = refresh(&sandbox, PARTNER, token).await;
    assert_eq!(
        refused.failure(),
        (
            400,
            "invalid_request".to_owned(),
            "The provided authorization grant or refresh token is invalid, expired or revoked"
                .to_owned()
        )
    );
    assert!(refused.why().contains("expired"), "{refused:?}");
}

#[tokio::test]
async fn a_refresh_token_is_of_one_application_and_nothing_else() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let granted = tokens(&sandbox, PARTNER, "r_liteprofile r_ads").await;
    let token = text(&granted, "refresh_token");
    for (app, token, said) in [
        (OPEN, token, "another application"),
        (PARTNER, text(&granted, "access_token"), "an access token"),
        (PARTNER, "guessed", "not given out"),
        (PARTNER, sandbox.token(), "an access token"),
    ] {
        let refused = refresh(&sandbox, app, token).await;
        assert_eq!(refused.status, 400);
        assert!(refused.why().contains(said), "{refused:?}");
    }
    let [id, secret] = PARTNER;
    let narrow = [
        ("grant_type", "refresh_token"),
        ("refresh_token", token),
        ("scope", "r_ads"),
        id,
        secret,
    ];
    let narrower = form(&sandbox, TOKEN, &narrow).await.json();
    assert_eq!(narrower["scope"], "r_ads");
    assert_eq!(
        read(&sandbox, "/v2/me", text(&narrower, "access_token"))
            .await
            .status,
        403
    );
    let mut wider = narrow;
    wider[2].1 = "r_ads rw_ads";
    assert_eq!(form(&sandbox, TOKEN, &wider).await.status, 400);
    let refused = form(&sandbox, TOKEN, &[narrow[0], narrow[1], id]).await;
    assert!(refused.failure().2.contains("client_secret"), "{refused:?}");
    let open = tokens(&sandbox, OPEN, "openid").await;
    assert_eq!(
        open.get("refresh_token"),
        None,
        "an app that nobody has approved gets none"
    );
}

#[tokio::test]
async fn a_refresh_token_that_was_replaced_ends_everything_when_it_is_used_again() {
    let folder = tempfile::tempdir().unwrap();
    let seed = folder.path().join("seed.yaml");
    fs::write(
        &seed,
        "
oauth:
  endpoints: { authorization: /authorize, token: /token }
  apps:
    - { client_id: a, secret: b, redirect_uris: [https://a.example/], scopes: all, refresh: { lifetime: 1000, rotate: true } }
  members: [{ subject: urn:lib:reader:3, name: R }]
",
    )
    .unwrap();
    let sandbox = Sandbox::builder(features())
        .seed(&seed)
        .start()
        .await
        .unwrap();
    let query =
        "response_type=code&client_id=a&redirect_uri=https%3A%2F%2Fa.example%2F&scope=read%20lend";
    let back = send(
        &sandbox,
        "GET",
        &format!("/authorize?{query}"),
        &[ALLOW],
        "",
    )
    .await;
    let code = back.parameter("code");
    let form = async |parameters: &[(&str, &str)]| {
        let header = [("Content-Type", "application/x-www-form-urlencoded")];
        send(&sandbox, "POST", "/token", &header, &encoded(parameters)).await
    };
    let app = [("client_id", "a"), ("client_secret", "b")];
    let redirect = ("redirect_uri", "https://a.example/");
    let first = form(&[
        ("grant_type", "authorization_code"),
        ("code", &code),
        redirect,
        app[0],
        app[1],
    ])
    .await
    .json();
    // Without words of its own it answers as the standard has it.
    assert_eq!(first["scope"], "lend read");
    assert_eq!(first["token_type"], "Bearer");
    assert_eq!(first["expires_in"], 3600);
    assert_eq!(text(&first, "access_token").len(), 43);
    let refresh = async |token: &str| {
        form(&[
            ("grant_type", "refresh_token"),
            ("refresh_token", token),
            app[0],
            app[1],
        ])
        .await
    };
    sandbox.advance(Duration::from_secs(600));
    let second = refresh(text(&first, "refresh_token")).await.json();
    assert_ne!(second["refresh_token"], first["refresh_token"]);
    let third = refresh(text(&second, "refresh_token")).await.json();
    let living = text(&third, "access_token");
    assert_eq!(
        read(&sandbox, "/lib/shelves/12", living).await.status,
        404,
        "nothing is seeded"
    );

    let refused = refresh(text(&first, "refresh_token")).await;
    assert_eq!(
        (refused.status, refused.failure().1.as_str()),
        (400, "invalid_grant")
    );
    assert!(
        refused.why().contains("another refresh token stands"),
        "{refused:?}"
    );
    let refused = read(&sandbox, "/lib/shelves/12", living).await;
    assert_eq!(refused.status, 401);
    assert!(
        refused.why().contains("after another stood in its place"),
        "{refused:?}"
    );
    assert_eq!(refresh(text(&third, "refresh_token")).await.status, 400);
}

#[tokio::test]
async fn the_replacement_expires_when_the_first_would_have() {
    let folder = tempfile::tempdir().unwrap();
    let seed = folder.path().join("seed.yaml");
    fs::write(
        &seed,
        "
oauth:
  endpoints: { authorization: /authorize, token: /token }
  consent: allow
  apps:
    - { client_id: a, native_redirect_uris: ['http://127.0.0.1'], redirect_uris: ['app.a://back'], scopes: [read], pkce: true, refresh: { lifetime: 1000, rotate: true } }
  members: [{ subject: urn:lib:reader:3, name: R }]
  plain_challenge: true
",
    )
    .unwrap();
    let sandbox = Sandbox::builder(features())
        .seed(&seed)
        .start()
        .await
        .unwrap();
    let verifier = "v".repeat(43);
    let query = format!(
        "response_type=code&client_id=a&redirect_uri=app.a%3A%2F%2Fback&scope=read&code_challenge={verifier}"
    );
    let without = query.split("&code_challenge").next().unwrap();
    let refused = send(&sandbox, "GET", &format!("/authorize?{without}"), &[], "").await;
    assert_eq!(refused.redirect().0, "app.a://back");
    assert!(
        refused.why().contains("must send `code_challenge`"),
        "{refused:?}"
    );
    let back = send(&sandbox, "GET", &format!("/authorize?{query}"), &[], "").await;
    let code = back.parameter("code");
    let form = async |parameters: &[(&str, &str)]| {
        let header = [("Content-Type", "application/x-www-form-urlencoded")];
        send(&sandbox, "POST", "/token", &header, &encoded(parameters)).await
    };
    let app = ("client_id", "a");
    let redirect = ("redirect_uri", "app.a://back");
    let granted = form(&[
        ("grant_type", "authorization_code"),
        ("code", &code),
        redirect,
        app,
        ("code_verifier", &verifier),
    ])
    .await;
    let first = granted.json();
    sandbox.advance(Duration::from_secs(600));
    let refresh = async |token: &str| {
        form(&[
            ("grant_type", "refresh_token"),
            ("refresh_token", token),
            app,
        ])
        .await
    };
    let second = refresh(text(&first, "refresh_token")).await.json();
    sandbox.advance(Duration::from_secs(500));
    let refused = refresh(text(&second, "refresh_token")).await;
    assert!(refused.why().contains("it has expired"), "{refused:?}");
}
