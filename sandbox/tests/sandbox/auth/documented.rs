//! The exchanges that the documentation shows, in other values: what was sent, and the shape of what
//! came back.

use restli_sandbox::Sandbox;
use serde_json::{Value as Json, json};

use super::wire::{
    ALLOW, AUTHORIZATION, Answer, CALLBACK, INTROSPECT, NATIVE, OPEN, PARTNER, REVOKE, SERVER,
    TOKEN, browse, code, form, send, text, tokens,
};
use crate::support::schema;

/// What kinds of values the members of an answer have, without what the sandbox adds of its own.
fn shape(answer: &Answer) -> Json {
    let Json::Object(members) = answer.json() else {
        panic!("no object: {answer:?}");
    };
    let members = members
        .into_iter()
        .filter(|(name, _)| name != "explanation");
    let members = members.map(|(name, value)| {
        let kind = match value {
            Json::String(_) => "text",
            Json::Number(_) => "number",
            Json::Bool(_) => "boolean",
            _ => "other",
        };
        (name, json!(kind))
    });
    Json::Object(members.collect())
}

fn failure() -> Json {
    json!({"error": "text", "error_description": "text"})
}

#[tokio::test]
async fn a_member_is_sent_back_with_a_code_or_an_error() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let ask = |state: &'static str, scope: &'static str| {
        [
            ("response_type", "code"),
            ("client_id", "sandbox-partner"),
            ("redirect_uri", CALLBACK),
            ("state", state),
            ("scope", scope),
        ]
    };
    let wanted = ask("q7Rw20", "openid profile email");
    let back = browse(&sandbox, AUTHORIZATION, &[ALLOW], &wanted).await;
    let location = back.header("location").unwrap();
    let (code, state) = location.split_once("&state=").unwrap();
    assert!(code.starts_with("https://app.example.org/auth/callback?code=sandbox-"));
    assert_eq!((back.status, state), (302, "q7Rw20"));

    let deny = [("X-Sandbox-Consent", "deny")];
    let wanted = ask("m3Xk81", "r_basicprofile w_member_social");
    let back = browse(&sandbox, AUTHORIZATION, &deny, &wanted).await;
    assert_eq!(
        (back.status, back.header("location").unwrap()),
        (
            302,
            "https://app.example.org/auth/callback?error=user_cancelled_authorize&error_description=The%20user%20cancelled%20the%20authorization&state=m3Xk81"
        )
    );
}

#[tokio::test]
async fn a_code_is_exchanged_with_a_secret_or_a_verifier() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let secret = code(&sandbox, OPEN, "w_member_social").await;
    let [id, own] = OPEN;
    let grant = ("grant_type", "authorization_code");
    let redirect = ("redirect_uri", CALLBACK);
    let granted = form(
        &sandbox,
        TOKEN,
        &[grant, ("code", &secret), id, own, redirect],
    )
    .await;
    let expected = json!({"access_token": "text", "expires_in": "number", "scope": "text", "token_type": "text"});
    assert_eq!((granted.status, shape(&granted)), (200, expected.clone()));
    assert_eq!(granted.header("content-type"), Some("application/json"));
    assert_eq!(granted.json()["expires_in"], 5_184_000);
    assert_eq!(granted.json()["scope"], "w_member_social");

    let refused = form(&sandbox, TOKEN, &[grant, ("code", &secret), id, own]).await;
    assert_eq!((refused.status, shape(&refused)), (400, failure()));
    assert_eq!(refused.json()["error"], "invalid_request");
    let said = "A required parameter \"redirect_uri\" is missing";
    assert_eq!(refused.json()["error_description"], said);

    let redirect = ("redirect_uri", "http://127.0.0.1:40321");
    let ask = [
        ("response_type", "code"),
        ("client_id", "sandbox-native"),
        redirect,
        ("state", "1"),
        ("scope", "r_liteprofile"),
        (
            "code_challenge",
            "qJB5K4LraPm290Luy21YzNNJjrmwcmbAZGJvhIHk21I",
        ),
        ("code_challenge_method", "S256"),
    ];
    let code = browse(&sandbox, NATIVE, &[ALLOW], &ask)
        .await
        .parameter("code");
    let verifier = (
        "code_verifier",
        "a-verifier-of-an-application-on-a-laptop-0123",
    );
    let id = ("client_id", "sandbox-native");
    let granted = form(
        &sandbox,
        TOKEN,
        &[grant, ("code", &code), id, redirect, verifier],
    )
    .await;
    assert_eq!((granted.status, shape(&granted)), (200, expected));
}

#[tokio::test]
async fn an_application_acts_for_itself_if_it_may() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let grant = ("grant_type", "client_credentials");
    let [id, secret] = SERVER;
    let granted = form(&sandbox, TOKEN, &[grant, id, secret]).await;
    let expected = json!({"access_token": "text", "expires_in": "text"});
    assert_eq!((granted.status, shape(&granted)), (200, expected));
    assert_eq!(granted.json()["expires_in"], "1800");
    let [id, secret] = OPEN;
    let refused = form(&sandbox, TOKEN, &[grant, id, secret]).await;
    assert_eq!((refused.status, shape(&refused)), (401, failure()));
    assert_eq!(refused.json()["error"], "access_denied");
    let said = "This application is not allowed to create application tokens";
    assert_eq!(refused.json()["error_description"], said);
}

#[tokio::test]
async fn a_refresh_token_brings_an_access_token_and_itself() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let granted = tokens(&sandbox, PARTNER, "r_basicprofile").await;
    let [id, secret] = PARTNER;
    let grant = ("grant_type", "refresh_token");
    let token = ("refresh_token", text(&granted, "refresh_token"));
    let refreshed = form(&sandbox, TOKEN, &[grant, token, id, secret]).await;
    let expected = json!({
        "access_token": "text", "expires_in": "number", "refresh_token": "text",
        "refresh_token_expires_in": "number", "scope": "text", "token_type": "text",
    });
    assert_eq!((refreshed.status, shape(&refreshed)), (200, expected));
    assert_eq!(refreshed.json()["refresh_token"], granted["refresh_token"]);
}

#[tokio::test]
async fn a_token_is_introspected_and_revoked() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let granted = tokens(&sandbox, PARTNER, "r_liteprofile w_member_social").await;
    let token = ("token", text(&granted, "access_token"));
    let [id, secret] = PARTNER;
    let shown = form(&sandbox, INTROSPECT, &[id, secret, token]).await;
    let mut expected = json!({
        "active": "boolean", "client_id": "text", "authorized_at": "number", "created_at": "number",
        "status": "text", "expires_at": "number", "scope": "text", "auth_type": "text",
    });
    assert_eq!((shown.status, shape(&shown)), (200, expected.clone()));
    assert_eq!(shown.json()["auth_type"], "3L");

    let [server, its_secret] = SERVER;
    let grant = ("grant_type", "client_credentials");
    let own = form(&sandbox, TOKEN, &[grant, server, its_secret])
        .await
        .json();
    let own = ("token", text(&own, "access_token"));
    let shown = form(&sandbox, INTROSPECT, &[server, its_secret, own]).await;
    for name in ["authorized_at", "scope"] {
        expected.as_object_mut().unwrap().remove(name);
    }
    assert_eq!((shown.status, shape(&shown)), (200, expected));
    assert_eq!(shown.json()["auth_type"], "2L");

    let foreign = form(&sandbox, INTROSPECT, &[server, its_secret, token]).await;
    assert_eq!(
        (foreign.status, foreign.json()),
        (200, json!({"active": false}))
    );
    let ended = form(&sandbox, REVOKE, &[id, secret, token]).await;
    assert_eq!((ended.status, ended.body.as_str()), (200, ""));
}

#[tokio::test]
async fn the_server_describes_itself() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let url = sandbox.url();
    let path = "/oauth/.well-known/openid-configuration";
    let document = send(&sandbox, "GET", path, &[], "").await;
    assert_eq!(document.status, 200);
    assert_eq!(
        document.json(),
        json!({
            "issuer": format!("{url}/oauth"),
            "authorization_endpoint": format!("{url}/oauth/v2/authorization"),
            "token_endpoint": format!("{url}/oauth/v2/accessToken"),
            "userinfo_endpoint": format!("{url}/v2/userinfo"),
            "jwks_uri": format!("{url}/oauth/openid/jwks"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "scopes_supported": ["openid", "profile", "email"],
            "claims_supported": [
                "iss", "aud", "iat", "exp", "sub", "name", "given_name", "family_name", "picture",
                "email", "email_verified", "locale",
            ],
        })
    );
}
