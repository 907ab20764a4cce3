//! Tokens without ceremony: from Rust and from elsewhere.

use std::time::Duration;

use restli_sandbox::{Sandbox, StartError, TokenError, TokenRequest};
use serde_json::{Value as Json, json};

use super::wire::{read, send, text};
use crate::support::schema;

const JSON: (&str, &str) = ("Content-Type", "application/json");

#[tokio::test]
async fn what_cannot_be_issued_is_told() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let refused = |request: TokenRequest| sandbox.issue(&request).unwrap_err();
    let error = refused(TokenRequest::new().scopes(["r_ads", "rw_adds"]));
    let said = "the schema has no scope `rw_adds`; did you mean `rw_ads`?";
    assert_eq!(error, TokenError::Scope(said.to_owned()));
    let error = refused(TokenRequest::new().app("sandbox-opn"));
    assert!(matches!(&error, TokenError::App(why) if why.contains("did you mean `sandbox-open`?")));
    let error = refused(TokenRequest::new().subject("somebody"));
    assert_eq!(error.to_string(), "`somebody` is no URN of the schema");
    assert!(!sandbox.revoke("guessed"));
    assert!(!sandbox.expire("guessed"));
}

#[tokio::test]
async fn the_token_that_is_printed_can_be_chosen() {
    let own = Sandbox::builder(schema())
        .token("my.own-token==")
        .scopes(["r_liteprofile"]);
    assert!(!format!("{own:?}").contains("my.own-token"), "{own:?}");
    let sandbox = own.start().await.unwrap();
    assert_eq!(sandbox.token(), "my.own-token==");
    assert_eq!(read(&sandbox, "/v2/me", "my.own-token==").await.status, 200);
    let refused = read(&sandbox, "/v2/connections?q=viewer", "my.own-token==").await;
    assert_eq!(refused.status, 403);
    assert!(!format!("{sandbox:?}").contains("my.own-token"));
    for text in ["", "a b", "\"quoted\"", "==", "tökén"] {
        let error = Sandbox::builder(schema())
            .token(text)
            .start()
            .await
            .unwrap_err();
        assert!(
            matches!(error, StartError::Token(TokenError::Text)),
            "{text}"
        );
    }
    let error = Sandbox::builder(schema())
        .scopes(["r_liteprofil"])
        .start()
        .await
        .unwrap_err();
    let StartError::Token(why) = error else {
        panic!("{error}");
    };
    assert!(
        why.to_string().contains("did you mean `r_liteprofile`?"),
        "{why}"
    );
}

#[tokio::test]
async fn tests_in_other_languages_have_doors_of_their_own() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let post = async |path: &str, body: Json| {
        send(&sandbox, "POST", path, &[JSON], &body.to_string()).await
    };
    let wanted = json!({
        "scopes": ["r_liteprofile"], "lifetime": 60, "app": "sandbox-open",
        "subject": "urn:li:person:b3Kp-Wq0a",
    });
    let issued = post("/_sandbox/tokens", wanted).await;
    assert_eq!(issued.status, 201, "{issued:?}");
    assert_eq!(issued.header("cache-control"), Some("no-store"));
    let issued = issued.json();
    assert_eq!(issued["expires_in"], 60);
    let token = text(&issued, "access_token");
    assert_eq!(read(&sandbox, "/v2/me", token).await.status, 200);
    assert_eq!(
        read(&sandbox, "/v2/connections?q=viewer", token)
            .await
            .status,
        403
    );
    assert_eq!(
        post("/_sandbox/clock", json!({"seconds": 61})).await.status,
        200
    );
    assert_eq!(
        read(&sandbox, "/v2/me", token).await.json()["code"],
        "EXPIRED_ACCESS_TOKEN"
    );

    for (path, code) in [
        ("expire", "EXPIRED_ACCESS_TOKEN"),
        ("revoke", "REVOKED_ACCESS_TOKEN"),
    ] {
        let everything = post("/_sandbox/tokens", json!({})).await.json();
        let everything = text(&everything, "access_token");
        assert_eq!(
            read(&sandbox, "/v2/connections?q=viewer", everything)
                .await
                .status,
            200
        );
        let path = format!("/_sandbox/tokens/{path}");
        assert_eq!(post(&path, json!({"token": everything})).await.status, 200);
        assert_eq!(
            read(&sandbox, "/v2/me", everything).await.json()["code"],
            code
        );
        assert_eq!(post(&path, json!({"token": "guessed"})).await.status, 404);
    }

    assert_eq!(
        post("/_sandbox/scope-lag", json!({"seconds": 300}))
            .await
            .status,
        200
    );
    let of = |scope: &str| json!({"scopes": [scope], "app": "sandbox-open", "subject": "urn:li:person:qV3-mBx7Lw"});
    post("/_sandbox/tokens", of("openid")).await;
    let late = post("/_sandbox/tokens", of("r_liteprofile")).await.json();
    assert_eq!(
        read(&sandbox, "/v2/me", text(&late, "access_token"))
            .await
            .status,
        403
    );

    for (body, said) in [
        (json!({"scopes": ["r_adds"]}), "did you mean `r_ads`?"),
        (json!({"scops": ["r_ads"]}), "unknown field `scops`"),
        (json!(7), "the body cannot be read"),
    ] {
        let refused = post("/_sandbox/tokens", body).await;
        assert_eq!(refused.status, 400);
        assert!(
            text(&refused.json(), "message").contains(said),
            "{refused:?}"
        );
    }
    // The largest number does no harm.
    for (path, body, status) in [
        ("/_sandbox/scope-lag", json!({"seconds": u64::MAX}), 200),
        ("/_sandbox/tokens", json!({"lifetime": u64::MAX}), 201),
        ("/_sandbox/tokens", of("r_ads"), 201),
        ("/_sandbox/clock", json!({"seconds": u64::MAX}), 200),
        ("/_sandbox/tokens", of("rw_ads"), 201),
    ] {
        assert_eq!(post(path, body).await.status, status, "{path}");
    }
    assert_eq!(read(&sandbox, "/v2/me", sandbox.token()).await.status, 200);
}

#[tokio::test]
async fn a_page_in_a_browser_cannot_use_those_doors() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let form = "application/x-www-form-urlencoded";
    for headers in [
        &[][..],
        &[("Content-Type", "text/plain")],
        &[("Content-Type", form)],
    ] {
        let refused = send(&sandbox, "POST", "/_sandbox/tokens", headers, "{}").await;
        assert_eq!(refused.status, 415, "{headers:?}");
    }
    for verb in ["GET", "OPTIONS", "PUT"] {
        let refused = send(
            &sandbox,
            verb,
            "/_sandbox/clock",
            &[JSON],
            "{\"seconds\":1}",
        )
        .await;
        assert_eq!(
            (refused.status, refused.header("allow")),
            (405, Some("POST"))
        );
        assert_eq!(refused.header("access-control-allow-origin"), None);
    }
    let large = format!("{{\"token\":\"{}\"}}", "x".repeat(70_000));
    let refused = send(&sandbox, "POST", "/_sandbox/tokens/revoke", &[JSON], &large).await;
    assert_eq!(refused.status, 413);
}

#[tokio::test]
async fn issued_tokens_are_of_one_sandbox() {
    let one = Sandbox::start(schema()).await.unwrap();
    let other = Sandbox::start(schema()).await.unwrap();
    let request = TokenRequest::new().lifetime(Duration::from_secs(60));
    let issued = [one.issue(&request).unwrap(), one.issue(&request).unwrap()];
    assert_ne!(issued[0], issued[1]);
    for token in [one.token(), &issued[0], &issued[1]] {
        assert!(token.starts_with("sandbox-"));
        assert_eq!(read(&one, "/v2/me", token).await.status, 200);
        assert_eq!(read(&other, "/v2/me", token).await.status, 401);
    }
}
