//! Introspection and revocation.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use restli_sandbox::{Sandbox, TokenRequest};
use serde_json::json;

use super::wire::{INTROSPECT, OPEN, PARTNER, REVOKE, SERVER, TOKEN, form, read, text, tokens};
use crate::support::schema;

#[tokio::test]
async fn a_token_is_described_to_its_own_application_only() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let granted = tokens(&sandbox, PARTNER, "r_liteprofile r_ads").await;
    let token = ("token", text(&granted, "access_token"));
    let [id, secret] = PARTNER;
    let shown = form(&sandbox, INTROSPECT, &[id, secret, token])
        .await
        .json();
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs();
    let created = shown["created_at"].as_u64().unwrap();
    assert!((now - 60..=now).contains(&created), "{shown}");
    assert!(shown["authorized_at"].as_u64().unwrap() <= created);
    assert_eq!(
        shown,
        json!({
            "active": true, "client_id": "sandbox-partner", "status": "active", "auth_type": "3L",
            "authorized_at": shown["authorized_at"], "created_at": created,
            "expires_at": created + 5_184_000, "scope": "r_ads,r_liteprofile",
        })
    );
    let refresh = ("token", text(&granted, "refresh_token"));
    let shown = form(&sandbox, INTROSPECT, &[id, secret, refresh])
        .await
        .json();
    assert_eq!(
        shown["expires_at"].as_u64().unwrap() / 1000,
        (created + 31_536_000) / 1000
    );

    let [other, its_secret] = OPEN;
    let foreign = form(&sandbox, INTROSPECT, &[other, its_secret, token]).await;
    assert_eq!(foreign.json(), json!({"active": false}));
    let own = ("token", sandbox.token());
    let foreign = form(&sandbox, INTROSPECT, &[id, secret, own]).await;
    assert_eq!(foreign.json(), json!({"active": false}));

    sandbox.advance(Duration::from_secs(5_184_001));
    let shown = form(&sandbox, INTROSPECT, &[id, secret, token])
        .await
        .json();
    assert_eq!(
        (&shown["active"], &shown["status"]),
        (&json!(false), &json!("expired"))
    );
}

#[tokio::test]
async fn a_token_of_an_applications_own_has_no_member_to_tell_of() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let [id, secret] = SERVER;
    let grant = ("grant_type", "client_credentials");
    let granted = form(&sandbox, TOKEN, &[grant, id, secret]).await.json();
    let token = ("token", text(&granted, "access_token"));
    let shown = form(&sandbox, INTROSPECT, &[id, secret, token])
        .await
        .json();
    let created = shown["created_at"].as_u64().unwrap();
    assert_eq!(
        shown,
        json!({
            "active": true, "client_id": "sandbox-server", "status": "active", "auth_type": "2L",
            "created_at": created, "expires_at": created + 1800,
        })
    );
}

#[tokio::test]
async fn introspection_takes_an_application_and_a_token() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let [id, secret] = PARTNER;
    let token = ("token", "guessed");
    for (path, parameters, status, error, said) in [
        (
            INTROSPECT,
            vec![id, secret, token],
            400,
            "invalid_request",
            "The token is invalid",
        ),
        (
            INTROSPECT,
            vec![id, secret],
            400,
            "invalid_request",
            "A required parameter \"token\" is missing",
        ),
        (
            INTROSPECT,
            vec![secret, token],
            400,
            "invalid_request",
            "A required parameter \"client_id\" is missing",
        ),
        (
            INTROSPECT,
            vec![id, token],
            400,
            "invalid_request",
            "A required parameter \"client_secret\" is missing",
        ),
        (
            INTROSPECT,
            vec![("client_id", "other"), secret, token],
            400,
            "invalid_client_id",
            "The passed in client_id is invalid",
        ),
        (
            INTROSPECT,
            vec![id, ("client_secret", "x"), token],
            401,
            "invalid_client",
            "Client authentication failed",
        ),
        (
            REVOKE,
            vec![id, ("client_secret", "x"), token],
            401,
            "invalid_client",
            "Client authentication failed",
        ),
        (
            REVOKE,
            vec![id, secret],
            400,
            "invalid_request",
            "A required parameter \"token\" is missing",
        ),
    ] {
        let refused = form(&sandbox, path, &parameters).await;
        assert_eq!(
            refused.failure(),
            (status, error.to_owned(), said.to_owned())
        );
    }
}

#[tokio::test]
async fn a_refresh_token_takes_along_what_came_from_it() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let [id, secret] = PARTNER;
    let granted = tokens(&sandbox, PARTNER, "r_liteprofile").await;
    let access = text(&granted, "access_token");
    let refresh = text(&granted, "refresh_token");

    let [other, its_secret] = OPEN;
    let refused = form(&sandbox, REVOKE, &[other, its_secret, ("token", access)]).await;
    assert_eq!(refused.status, 400);
    assert!(refused.why().contains("another application"), "{refused:?}");
    assert_eq!(read(&sandbox, "/v2/me", access).await.status, 200);

    let hint = ("token_type_hint", "refresh_token");
    let ended = form(&sandbox, REVOKE, &[id, secret, ("token", refresh), hint]).await;
    assert_eq!(ended.status, 200);
    let refused = read(&sandbox, "/v2/me", access).await;
    assert_eq!(refused.status, 401);
    assert!(
        refused.why().contains("its refresh token was revoked"),
        "{refused:?}"
    );
    let grant = [
        ("grant_type", "refresh_token"),
        ("refresh_token", refresh),
        id,
        secret,
    ];
    let refused = form(&sandbox, TOKEN, &grant).await;
    assert!(refused.why().contains("revoked"), "{refused:?}");
    let again = form(&sandbox, REVOKE, &[id, secret, ("token", "guessed")]).await;
    assert_eq!(again.status, 200, "what nobody has is ended already");
}

#[tokio::test]
async fn a_token_that_was_issued_for_an_application_is_its_own() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let request = TokenRequest::new().scopes(["r_ads"]).app("sandbox-open");
    let token = sandbox.issue(&request).unwrap();
    let [id, secret] = OPEN;
    let shown = form(&sandbox, INTROSPECT, &[id, secret, ("token", &token)])
        .await
        .json();
    assert_eq!(
        (&shown["active"], &shown["auth_type"]),
        (&json!(true), &json!("2L"))
    );
    let request = request
        .subject("urn:li:person:b3Kp-Wq0a")
        .lifetime(Duration::from_secs(7));
    let token = sandbox.issue(&request).unwrap();
    let shown = form(&sandbox, INTROSPECT, &[id, secret, ("token", &token)])
        .await
        .json();
    assert_eq!(
        (&shown["scope"], &shown["auth_type"]),
        (&json!("r_ads"), &json!("3L"))
    );
    let span = shown["expires_at"].as_u64().unwrap() - shown["created_at"].as_u64().unwrap();
    assert_eq!(span, 7);
}
