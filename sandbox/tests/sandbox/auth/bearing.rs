//! The API's 401s: each in its own words, and no secret in any of them.

use std::time::Duration;

use restli_sandbox::{Sandbox, TokenRequest};
use serde_json::{Value as Json, json};

use super::wire::{PARTNER, read, send, text, tokens};
use crate::support::{features, schema};

#[tokio::test]
async fn every_way_of_not_having_a_token_is_told_apart() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let other = Sandbox::start(features()).await.unwrap();
    let revoked = sandbox.issue(&TokenRequest::new()).unwrap();
    assert!(sandbox.revoke(&revoked));
    let expired = sandbox.issue(&TokenRequest::new()).unwrap();
    assert!(sandbox.expire(&expired));
    let own = sandbox.token();
    let granted = tokens(&sandbox, PARTNER, "r_liteprofile").await;
    let refresh = text(&granted, "refresh_token");
    let words = |code: &str, number: u32, message: &str| json!({"status": 401, "code": code, "serviceErrorCode": number, "message": message});
    let empty =
        json!({"status": 401, "serviceErrorCode": 401, "message": "Empty oauth2_access_token"});
    let invalid = words("INVALID_ACCESS_TOKEN", 65600, "Invalid access token");
    let malformed = words("INVALID_ACCESS_TOKEN", 65600, "Malformed access token");
    let over = "The token used in the request has expired";
    let over = words("EXPIRED_ACCESS_TOKEN", 65602, over);
    let ended = "The token used in the request has been revoked by the user";
    let ended = words("REVOKED_ACCESS_TOKEN", 65601, ended);
    for (header, expected, said) in [
        (None, &empty, "there is no `Authorization` header"),
        (
            Some("Bearer".to_owned()),
            &empty,
            "no token behind `Bearer`",
        ),
        (
            Some("Basic YWJjOmRlZg==".to_owned()),
            &empty,
            "not `Bearer`",
        ),
        (
            Some(own.to_owned()),
            &empty,
            "write `Bearer` before the token",
        ),
        (
            Some(format!("Bearer Bearer {own}")),
            &malformed,
            "came with another word",
        ),
        (
            Some(format!("Bearer \"{own}\"")),
            &malformed,
            "perhaps it is quoted",
        ),
        (
            Some("Bearer ==".to_owned()),
            &malformed,
            "perhaps it is quoted",
        ),
        (
            Some("Bearer unknown-one".to_owned()),
            &invalid,
            "each sandbox accepts only",
        ),
        (
            Some(format!("Bearer {own}x")),
            &invalid,
            "of another sandbox",
        ),
        (
            Some(format!("Bearer {}", other.token())),
            &invalid,
            "of another sandbox",
        ),
        (
            Some(format!("Bearer {refresh}")),
            &invalid,
            "it is a refresh token",
        ),
        (
            Some(format!("Bearer {expired}")),
            &over,
            "it expired 0 seconds ago",
        ),
        (
            Some(format!("bearer {revoked}")),
            &ended,
            "revoked from outside",
        ),
    ] {
        let headers = header.as_deref().map(|value| ("Authorization", value));
        let refused = send(&sandbox, "GET", "/v2/me", headers.as_slice(), "").await;
        assert!(refused.why().contains(said), "{said} in {refused:?}");
        let mut json = refused.json();
        json.as_object_mut().unwrap().remove("explanation").unwrap();
        assert_eq!((refused.status, &json), (401, expected));
        assert_eq!(refused.header("x-restli-error-response"), Some("true"));
        for secret in [
            own,
            &expired,
            &revoked,
            refresh,
            other.token(),
            "YWJj",
            "unknown-one",
        ] {
            assert!(!refused.body.contains(secret), "{refused:?}");
        }
    }
    let bearer = format!("BEARER  {own}");
    let answer = send(&sandbox, "GET", "/v2/me", &[("authorization", &bearer)], "").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let twice = [
        ("Authorization", bearer.as_str()),
        ("Authorization", bearer.as_str()),
    ];
    let refused = send(&sandbox, "GET", "/v2/me", &twice, "").await;
    assert_eq!(
        (refused.status, refused.json()["message"].clone()),
        (401, Json::from("Malformed access token"))
    );
    assert!(refused.why().contains("more than one"), "{refused:?}");
}

#[tokio::test]
async fn a_token_in_the_query_is_refused_even_if_it_is_good() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let token = sandbox.token();
    let bearer = format!("Bearer {token}");
    for name in ["oauth2_access_token", "access_token", "access%5Ftoken"] {
        let target = format!("/v2/me?projection=(id)&{name}={token}");
        for headers in [&[][..], &[("Authorization", bearer.as_str())]] {
            let refused = send(&sandbox, "GET", &target, headers, "").await;
            assert_eq!(refused.status, 401);
            assert!(
                refused.why().contains("is a secret in every log"),
                "{refused:?}"
            );
            assert!(!refused.body.contains(token));
        }
    }
    // A service says which names it means.
    let other = Sandbox::start(features()).await.unwrap();
    let target = "/lib/shelves/12?oauth2_access_token=x";
    let refused = read(&other, target, other.token()).await;
    assert_eq!(
        refused.status, 400,
        "a parameter that there is not: {refused:?}"
    );
}

#[tokio::test]
async fn time_passes_for_tokens() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let minute = TokenRequest::new().lifetime(Duration::from_secs(60));
    let token = sandbox.issue(&minute).unwrap();
    sandbox.advance(Duration::from_secs(30));
    assert_eq!(read(&sandbox, "/v2/me", &token).await.status, 200);
    sandbox.advance(Duration::from_secs(1030));
    let ago = async || {
        let refused = read(&sandbox, "/v2/me", &token).await;
        assert_eq!(refused.json()["code"], "EXPIRED_ACCESS_TOKEN");
        let why = refused.why();
        let ago = why.split(' ').find_map(|word| word.parse::<u64>().ok());
        ago.expect("how long ago")
    };
    assert!((1000..1100).contains(&ago().await));
    assert!(sandbox.expire(&token));
    assert!((1000..1100).contains(&ago().await), "it had expired before");
    sandbox.advance(Duration::MAX);
    assert_eq!(
        read(&sandbox, "/v2/me", sandbox.token()).await.status,
        200,
        "it never expires"
    );
}
