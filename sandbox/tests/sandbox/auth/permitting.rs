//! The API's 403s, and what is left out of answers for want of a scope.

use std::collections::BTreeSet;
use std::time::Duration;

use restli_sandbox::{Sandbox, TokenRequest};
use serde_json::json;

use super::wire::{Answer, read, send};
use crate::support::{features, schema};

async fn call(sandbox: &Sandbox, scopes: &[&str], verb: &str, target: &str) -> Answer {
    let request = TokenRequest::new().scopes(scopes.iter().copied());
    let token = sandbox.issue(&request).unwrap();
    let bearer = format!("Bearer {token}");
    let mut headers = vec![
        ("Authorization", bearer.as_str()),
        ("X-RestLi-Protocol-Version", "2.0.0"),
    ];
    if target.starts_with("/rest") {
        headers.push(("LinkedIn-Version", "202609"));
    }
    let body = if verb == "POST" { "{}" } else { "" };
    if !body.is_empty() {
        headers.push(("Content-Type", "application/json"));
    }
    send(sandbox, verb, target, &headers, body).await
}

async fn get(sandbox: &Sandbox, scopes: &[&str], target: &str) -> Answer {
    call(sandbox, scopes, "GET", target).await
}

#[tokio::test]
async fn a_missing_scope_is_named_with_whoever_grants_it() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let refused = get(&sandbox, &["openid", "profile"], "/v2/me").await;
    let json = refused.json();
    let explanation = &json["explanation"][0];
    assert_eq!(
        json,
        json!({
            "status": 403, "code": "ACCESS_DENIED", "serviceErrorCode": 100,
            "message": "Not enough permissions to access: me.GET.NO_VERSION",
            "explanation": [explanation],
        })
    );
    assert_eq!(explanation["rule"], "no-permission");
    assert_eq!(
        explanation["message"],
        "it takes one of `r_liteprofile`, `r_basicprofile`, `r_fullprofile`, `r_compliance`; the token has `openid`, `profile`"
    );
    let help = explanation["help"].as_str().unwrap();
    let product = "`r_basicprofile` comes with the product Partner programmes and Advertising";
    assert!(help.contains(product), "{help}");
    let declared = explanation["declared"].as_str().unwrap();
    assert!(
        declared.starts_with("resources/identity/me.yaml:"),
        "{declared}"
    );

    for (scopes, target, message) in [
        (
            &["r_ads"][..],
            "/v2/connections?q=viewer",
            "connections.FINDER-viewer.NO_VERSION",
        ),
        (&["email"], "/v2/userinfo", "userinfo.GET.NO_VERSION"),
        (&[], "/rest/posts/urn%3Ali%3Ashare%3A1", "posts.GET.202609"),
    ] {
        let refused = get(&sandbox, scopes, target).await;
        assert_eq!(refused.status, 403, "{refused:?}");
        let message = format!("Not enough permissions to access: {message}");
        assert_eq!(refused.json()["message"], message);
    }
    let nothing = get(&sandbox, &[], "/v2/me").await;
    assert!(nothing.why().ends_with("the token has none"), "{nothing:?}");
}

#[tokio::test]
async fn any_one_scope_will_do_where_any_is_said_and_all_must_be_there_where_all_is() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    for scope in [
        "r_liteprofile",
        "r_basicprofile",
        "r_fullprofile",
        "r_compliance",
    ] {
        assert_eq!(get(&sandbox, &[scope], "/v2/me").await.status, 200);
    }
    let library = Sandbox::start(features()).await.unwrap();
    let loan = async |scopes: &[&str]| {
        get(
            &library,
            scopes,
            "/lib/loans/(book:7,kind:HOME,reader:urn%3Alib%3Areader%3A3)",
        )
        .await
    };
    for scopes in [&["lend", "read"][..], &["lend", "manage", "read"]] {
        let allowed = loan(scopes).await;
        assert_eq!(allowed.status, 200, "{allowed:?}");
    }
    for scopes in [&["lend"][..], &["read"], &["manage"], &[]] {
        let refused = loan(scopes).await;
        assert_eq!(refused.status, 403, "{refused:?}");
        assert_eq!(refused.json()["message"], "No permission for GET of loans");
        let all = "it takes all of `lend`, `read`;";
        assert!(refused.why().starts_with(all), "{refused:?}");
    }
    let help = &loan(&["lend"]).await.json()["explanation"][0]["help"];
    assert_eq!(help, "`read` comes with the product Reading");
}

#[tokio::test]
async fn every_kind_of_method_is_looked_at_and_its_own_permissions_come_first() {
    let library = Sandbox::start(features()).await.unwrap();
    for (verb, target, method) in [
        (
            "GET",
            "/lib/shelves?bq=search&criteria=List((room:HALL))",
            "BATCH_FINDER-search",
        ),
        ("GET", "/lib/shelves?q=byRoom&room=HALL", "FINDER-byRoom"),
        ("GET", "/lib/shelves?ids=List(12)", "BATCH_GET"),
        ("GET", "/lib/shelves", "GET_ALL"),
        ("DELETE", "/lib/shelves/12", "DELETE"),
        ("POST", "/lib/shelves?action=reindex", "ACTION-reindex"),
    ] {
        let refused = call(&library, &["lend"], verb, target).await;
        let message = format!("No permission for {method} of shelves");
        assert_eq!(refused.status, 403, "{target} {refused:?}");
        assert_eq!(refused.json()["message"], message);
        let allowed = call(&library, &["read"], verb, target).await;
        assert_ne!(allowed.status, 403, "{target} {allowed:?}");
    }
    let token = library
        .issue(&TokenRequest::new().scopes(["read"]))
        .unwrap();
    let bearer = format!("Bearer {token}");
    let headers = [
        ("Authorization", bearer.as_str()),
        ("Content-Type", "application/json"),
    ];
    let shelf = "{\"name\":\"Ash\",\"room\":\"HALL\"}";
    let refused = send(&library, "POST", "/lib/shelves", &headers, shelf).await;
    assert_eq!(
        refused.json()["message"],
        "No permission for CREATE of shelves"
    );
    assert_eq!(refused.why(), "it takes `manage`; the token has `read`");
    assert_eq!(refused.json()["explanation"][0]["help"], "ask for `manage`");
}

#[tokio::test]
async fn fields_that_take_further_scopes_are_left_out() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let profile = ["name", "given_name", "family_name", "picture", "locale"];
    let email = ["email", "email_verified"];
    for (scopes, fields) in [
        (&["openid"][..], vec![&["sub"][..]]),
        (&["openid", "profile"], vec![&["sub"], &profile]),
        (&["openid", "email"], vec![&["sub"], &email]),
        (
            &["openid", "email", "profile"],
            vec![&["sub"], &email, &profile],
        ),
    ] {
        let answer = get(&sandbox, scopes, "/v2/userinfo").await.json();
        let seen: BTreeSet<_> = answer
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        assert_eq!(seen, fields.concat().into_iter().collect(), "{scopes:?}");
    }
    let everything = read(&sandbox, "/v2/userinfo", sandbox.token()).await.json();
    assert_eq!(everything.as_object().unwrap().len(), 8);
}

#[tokio::test]
async fn a_scope_may_take_its_time() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    sandbox.scope_lag(Duration::from_secs(300));
    let (member, other) = ("urn:li:person:qV3-mBx7Lw", "urn:li:person:b3Kp-Wq0a");
    let issue = |scopes: &[&str], subject: &str| {
        let request = TokenRequest::new().scopes(scopes.iter().copied());
        let request = request.app("sandbox-partner").subject(subject);
        sandbox.issue(&request).unwrap()
    };
    let me = async |token: &str| read(&sandbox, "/v2/me", token).await;

    let first = issue(&["w_member_social"], member);
    assert_eq!(me(&first).await.status, 403);
    let second = issue(&["w_member_social", "r_basicprofile"], member);
    let refused = me(&second).await;
    assert_eq!(
        refused.status, 403,
        "the new token behaves like the old one"
    );
    let json = refused.json();
    let help = json["explanation"][0]["help"].as_str().unwrap();
    let waits = "`r_basicprofile` was granted only just: it counts in ";
    assert!(help.starts_with(waits), "{help}");
    sandbox.advance(Duration::from_secs(200));
    let third = issue(&["r_basicprofile"], member);
    assert_eq!(
        me(&third).await.status,
        403,
        "as long as the grant is young"
    );
    sandbox.advance(Duration::from_secs(101));
    for token in [&second, &third] {
        assert_eq!(me(token).await.status, 200);
    }
    let first = me(&issue(&["r_liteprofile"], other)).await;
    assert_eq!(first.status, 200, "the first grant counts at once");
    let free = sandbox
        .issue(&TokenRequest::new().scopes(["r_liteprofile"]))
        .unwrap();
    assert_eq!(me(&free).await.status, 200);
}
