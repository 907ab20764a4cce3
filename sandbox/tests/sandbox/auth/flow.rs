//! The whole way: from the application to the member's consent, to a token, to its end.

use std::time::Duration;

use restli_sandbox::Sandbox;
use serde_json::json;

use super::wire::{
    ALLOW, AUTHORIZATION, CALLBACK, INTROSPECT, NATIVE, PARTNER, REVOKE, TOKEN, asking, browse,
    code, exchanging, form, form_with, read, text,
};
use crate::support::schema;

#[tokio::test]
async fn a_member_lets_an_application_in_and_out_again() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let parameters = asking(PARTNER, "r_liteprofile w_member_social", &[]);
    let page = browse(&sandbox, AUTHORIZATION, &[], &parameters).await;
    assert_eq!(page.status, 200, "{page:?}");

    let answered = [
        ("request", page.question()),
        ("member", "urn:li:person:b3Kp-Wq0a".to_owned()),
        ("decision", "allow".to_owned()),
    ];
    let answered = answered
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let back = form(&sandbox, AUTHORIZATION, &answered).await;
    let (place, query) = back.redirect();
    assert_eq!(
        (place.as_str(), query["state"].as_str()),
        (CALLBACK, "s 1&x")
    );

    let granted = form(&sandbox, TOKEN, &exchanging(PARTNER, &query["code"], &[])).await;
    assert_eq!(granted.header("cache-control"), Some("no-store"));
    let granted = granted.json();
    assert_eq!(granted["expires_in"], 5_184_000);
    assert_eq!(granted["refresh_token_expires_in"], 31_536_000);
    assert_eq!(granted["scope"], "r_liteprofile,w_member_social");
    let token = text(&granted, "access_token");
    assert_eq!(token.len(), 350, "as long as real ones");

    let me = read(&sandbox, "/v2/me?projection=(id)", token).await;
    assert_eq!((me.status, me.json()), (200, json!({"id": "qV3-mBx7Lw"})));

    let refresh = ("refresh_token", text(&granted, "refresh_token"));
    let grant = ("grant_type", "refresh_token");
    let [id, secret] = PARTNER;
    let refreshed = form(&sandbox, TOKEN, &[grant, refresh, id, secret])
        .await
        .json();
    let second = text(&refreshed, "access_token");
    assert_ne!(second, token);
    assert_eq!(refreshed["scope"], granted["scope"]);
    assert_eq!(read(&sandbox, "/v2/me", second).await.status, 200);

    let shown = form(&sandbox, INTROSPECT, &[id, secret, ("token", second)])
        .await
        .json();
    assert_eq!(
        (&shown["active"], &shown["status"]),
        (&json!(true), &json!("active"))
    );

    let ended = form(&sandbox, REVOKE, &[id, secret, ("token", second)]).await;
    assert_eq!((ended.status, ended.body.as_str()), (200, ""));
    let refused = read(&sandbox, "/v2/me", second).await;
    assert_eq!(refused.status, 401);
    assert_eq!(refused.json()["serviceErrorCode"], 65601);
    assert_eq!(
        read(&sandbox, "/v2/me", token).await.status,
        200,
        "the other one lives"
    );
    let shown = form(&sandbox, INTROSPECT, &[id, secret, ("token", second)])
        .await
        .json();
    assert_eq!(
        (&shown["active"], &shown["status"]),
        (&json!(false), &json!("revoked"))
    );

    sandbox.advance(Duration::from_secs(5_184_000));
    let refused = read(&sandbox, "/v2/me", token).await;
    assert_eq!(refused.json()["serviceErrorCode"], 65602);
}

#[tokio::test]
async fn an_application_without_a_secret_shows_a_verifier() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let app = [("client_id", "sandbox-native"), ("client_secret", "")];
    let verifier = "a-verifier-of-an-application-on-a-laptop-0123";
    let redirect = ("redirect_uri", "http://127.0.0.1:53817");
    let ask = [
        redirect,
        (
            "code_challenge",
            "qJB5K4LraPm290Luy21YzNNJjrmwcmbAZGJvhIHk21I",
        ),
        ("code_challenge_method", "S256"),
    ];
    let back = browse(
        &sandbox,
        NATIVE,
        &[ALLOW],
        &asking(app, "r_liteprofile", &ask),
    )
    .await;
    assert_eq!(back.redirect().0, "http://127.0.0.1:53817");
    let code = back.parameter("code");
    let others = [redirect, ("client_secret", ""), ("code_verifier", verifier)];
    let granted = form(&sandbox, TOKEN, &exchanging(app, &code, &others)).await;
    assert_eq!(granted.status, 200, "{granted:?}");
    let granted = granted.json();
    assert_eq!(granted.get("refresh_token"), None, "the app gets none");
    let me = read(&sandbox, "/v2/me", text(&granted, "access_token")).await;
    assert_eq!(me.status, 200);
}

#[tokio::test]
async fn a_browser_is_not_asked_twice_for_the_same() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let ask = |headers: Vec<(&'static str, String)>, scope: &'static str, prompt: &'static str| {
        let sandbox = &sandbox;
        async move {
            let headers: Vec<_> = headers.iter().map(|(n, v)| (*n, v.as_str())).collect();
            let parameters = asking(PARTNER, scope, &[("prompt", prompt)]);
            browse(sandbox, AUTHORIZATION, &headers, &parameters).await
        }
    };
    let silent = ask(vec![], "r_liteprofile", "none").await;
    assert_eq!(silent.parameter("error"), "login_required");

    let page = ask(vec![], "r_liteprofile", "").await;
    let member = "urn:li:person:b3Kp-Wq0a";
    let question = page.question();
    let answered = [
        ("request", question.as_str()),
        ("member", member),
        ("decision", "allow"),
    ];
    let origin = [("Origin", sandbox.url())];
    let back = form_with(&sandbox, AUTHORIZATION, &origin, &answered).await;
    let cookie = back.header("set-cookie").unwrap();
    assert!(cookie.ends_with("; HttpOnly; SameSite=Lax"), "{cookie}");
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let cookie = || vec![("Cookie", format!("other=1; {cookie}"))];

    for prompt in ["", "none"] {
        let back = ask(cookie(), "r_liteprofile", prompt).await;
        assert!(!back.parameter("code").is_empty());
    }
    for prompt in ["consent", "login", "select_account"] {
        let page = ask(cookie(), "r_liteprofile", prompt).await;
        assert_eq!(page.status, 200);
        let chosen = format!("value=\"{member}\" checked");
        assert!(page.body.contains(&chosen), "{}", page.body);
        assert_eq!(page.body.matches(" checked").count(), 1);
    }
    assert_eq!(
        ask(cookie(), "r_liteprofile r_ads", "").await.status,
        200,
        "more is asked for"
    );
    let silent = ask(cookie(), "r_liteprofile r_ads", "none").await;
    assert_eq!(silent.parameter("error"), "consent_required");
    let forged = vec![("Cookie", "sandbox-session=other".to_owned())];
    assert_eq!(ask(forged, "r_liteprofile", "").await.status, 200);
}

#[tokio::test]
async fn other_scopes_than_before_end_the_tokens_from_before() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let first = super::wire::tokens(&sandbox, PARTNER, "r_liteprofile").await;
    let first = text(&first, "access_token");
    let same = super::wire::tokens(&sandbox, PARTNER, "r_liteprofile").await;
    assert_eq!(
        read(&sandbox, "/v2/me", first).await.status,
        200,
        "nothing has changed"
    );
    // Another member's and another application's tokens have nothing to do with it.
    let member = [ALLOW, ("X-Sandbox-Member", "urn:li:person:b3Kp-Wq0a")];
    let parameters = asking(PARTNER, "r_basicprofile", &[]);
    browse(&sandbox, AUTHORIZATION, &member, &parameters)
        .await
        .parameter("code");
    assert_eq!(read(&sandbox, "/v2/me", first).await.status, 200);

    code(&sandbox, PARTNER, "r_basicprofile").await;
    let refused = read(&sandbox, "/v2/me", first).await;
    assert_eq!(refused.json()["code"], "REVOKED_ACCESS_TOKEN");
    assert!(refused.why().contains("other scopes"), "{refused:?}");
    let refused = read(&sandbox, "/v2/me", text(&same, "access_token")).await;
    assert_eq!(refused.status, 401);
}
