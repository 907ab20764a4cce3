//! The token endpoint: codes, secrets, and every way of not getting a token.

use std::time::Duration;

use restli_sandbox::Sandbox;
use serde_json::json;

use super::wire::{
    ALLOW, AUTHORIZATION, CALLBACK, OPEN, PARTNER, SERVER, TOKEN, asking, browse, code, encoded,
    exchanging, form, form_with, read, send, text, tokens,
};
use crate::support::schema;

const VERIFIER: &str = "a-verifier-of-an-application-on-a-laptop-0123";
const CHALLENGE: &str = "qJB5K4LraPm290Luy21YzNNJjrmwcmbAZGJvhIHk21I";
const ONE_MESSAGE: &str = "Unable to retrieve access token: appid/redirect uri/code verifier does not match authorization code. Or authorization code expired. Or external member binding exists";

#[tokio::test]
async fn one_message_has_four_causes_and_the_explanation_says_which() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let challenge = [
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    let parameters = asking(PARTNER, "r_ads", &challenge);
    let bound = browse(&sandbox, AUTHORIZATION, &[ALLOW], &parameters)
        .await
        .parameter("code");
    let plain = code(&sandbox, PARTNER, "r_ads").await;
    let other = "http://localhost:3000/callback";
    let mut wrong = VERIFIER.to_owned();
    wrong.replace_range(0..1, "b");
    for (app, code, others, cause) in [
        (
            OPEN,
            &plain,
            ("redirect_uri", CALLBACK),
            "another application",
        ),
        (
            PARTNER,
            &plain,
            ("redirect_uri", other),
            "`redirect_uri` differs",
        ),
        (
            PARTNER,
            &plain,
            ("code_verifier", VERIFIER),
            "without `code_challenge`",
        ),
        (
            PARTNER,
            &bound,
            ("code_verifier", wrong.as_str()),
            "does not fit",
        ),
        (
            PARTNER,
            &bound,
            ("redirect_uri", CALLBACK),
            "send `code_verifier`",
        ),
    ] {
        let refused = form(&sandbox, TOKEN, &exchanging(app, code, &[others])).await;
        let said = (
            400,
            "invalid_redirect_uri".to_owned(),
            ONE_MESSAGE.to_owned(),
        );
        assert_eq!(refused.failure(), said);
        assert!(refused.why().contains(cause), "{cause} in {refused:?}");
        assert_eq!(refused.header("cache-control"), Some("no-store"));
    }
    // The codes are still good.
    let right = exchanging(PARTNER, &bound, &[("code_verifier", VERIFIER)]);
    assert_eq!(form(&sandbox, TOKEN, &right).await.status, 200);
    sandbox.advance(Duration::from_secs(1799));
    let fresh = code(&sandbox, PARTNER, "r_ads").await;
    sandbox.advance(Duration::from_secs(2));
    let refused = form(&sandbox, TOKEN, &exchanging(PARTNER, &plain, &[])).await;
    assert_eq!(refused.failure().2, ONE_MESSAGE);
    assert!(refused.why().contains("expired"), "{refused:?}");
    assert_eq!(
        form(&sandbox, TOKEN, &exchanging(PARTNER, &fresh, &[]))
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn a_code_that_is_used_twice_ends_what_came_from_it() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let other = tokens(&sandbox, PARTNER, "r_liteprofile").await;
    let code = code(&sandbox, PARTNER, "r_liteprofile").await;
    let once = exchanging(PARTNER, &code, &[]);
    let granted = form(&sandbox, TOKEN, &once).await.json();
    let [id, secret] = PARTNER;
    let refresh = [
        ("grant_type", "refresh_token"),
        ("refresh_token", text(&granted, "refresh_token")),
        id,
        secret,
    ];
    let refreshed = form(&sandbox, TOKEN, &refresh).await.json();
    for tokens in [&granted, &refreshed, &other] {
        assert_eq!(
            read(&sandbox, "/v2/me", text(tokens, "access_token"))
                .await
                .status,
            200
        );
    }
    let refused = form(&sandbox, TOKEN, &once).await;
    assert_eq!(
        refused.failure(),
        (
            401,
            "invalid_request".to_owned(),
            "Unable to retrieve access token: authorization code not found".to_owned()
        )
    );
    assert!(refused.why().contains("used already"), "{refused:?}");
    for tokens in [&granted, &refreshed] {
        let refused = read(&sandbox, "/v2/me", text(tokens, "access_token")).await;
        assert_eq!(refused.json()["code"], "REVOKED_ACCESS_TOKEN");
        assert!(refused.why().contains("a second time"), "{refused:?}");
    }
    assert_eq!(form(&sandbox, TOKEN, &refresh).await.status, 400);
    let alive = read(&sandbox, "/v2/me", text(&other, "access_token")).await;
    assert_eq!(alive.status, 200, "another code has nothing to do with it");
}

#[tokio::test]
async fn each_missing_parameter_is_named() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let code = code(&sandbox, PARTNER, "r_ads").await;
    for name in [
        "grant_type",
        "code",
        "redirect_uri",
        "client_id",
        "client_secret",
    ] {
        for value in [None, Some("")] {
            let parameters = exchanging(PARTNER, &code, &[]);
            let parameters: Vec<_> = { parameters.into_iter() }
                .filter_map(|(own, given)| match own == name {
                    true => Some((own, value?)),
                    false => Some((own, given)),
                })
                .collect();
            let refused = form(&sandbox, TOKEN, &parameters).await;
            let said = format!("A required parameter \"{name}\" is missing");
            assert_eq!(refused.failure(), (400, "invalid_request".to_owned(), said));
        }
    }
    let [id, secret] = PARTNER;
    let refused = form(
        &sandbox,
        TOKEN,
        &[("grant_type", "refresh_token"), id, secret],
    )
    .await;
    assert!(refused.failure().2.contains("refresh_token"), "{refused:?}");
    let native = [("client_id", "sandbox-native"), ("client_secret", "")];
    let refused = form(
        &sandbox,
        TOKEN,
        &exchanging(native, &code, &[("client_secret", "")]),
    )
    .await;
    assert!(refused.failure().2.contains("code_verifier"), "{refused:?}");
}

#[tokio::test]
async fn what_is_no_proper_form_is_refused() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let code = code(&sandbox, PARTNER, "r_ads").await;
    let good = encoded(&exchanging(PARTNER, &code, &[]));
    let form_type = ("Content-Type", "application/x-www-form-urlencoded");
    for (headers, body, error, said) in [
        (vec![], good.clone(), "invalid_request", "no `Content-Type`"),
        (
            vec![("Content-Type", "application/json")],
            "{}".to_owned(),
            "invalid_request",
            "`application/json`",
        ),
        (
            vec![form_type],
            format!("{good}&code=other"),
            "invalid_request",
            "given twice, and `code` is",
        ),
        (
            vec![form_type],
            good.replace("=authorization_code", "=password"),
            "unsupported_grant_type",
            "`client_credentials`",
        ),
        (
            vec![form_type],
            "x".repeat(70_000),
            "invalid_request",
            "larger than",
        ),
    ] {
        let refused = send(&sandbox, "POST", TOKEN, &headers, &body).await;
        assert_eq!(
            (refused.status, refused.failure().1.as_str()),
            (400, error),
            "{said}"
        );
        assert!(refused.why().contains(said), "{refused:?}");
    }
    let in_query = format!("{TOKEN}?{good}");
    let refused = send(&sandbox, "POST", &in_query, &[form_type], "").await;
    assert_eq!(refused.status, 400);
    assert!(
        refused.why().contains("`grant_type` stands in the query"),
        "{refused:?}"
    );
    let charset = (
        "Content-Type",
        "application/x-www-form-urlencoded; charset=UTF-8",
    );
    assert_eq!(
        send(&sandbox, "POST", TOKEN, &[charset], &good)
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn an_application_shows_who_it_is_in_the_body_or_the_header() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let basic = |text: &str| {
        let text = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, text);
        format!("Basic {text}")
    };
    let right = basic("sandbox-partner:partner%2Dsecret");
    let wrong = basic("sandbox-partner:partner-secre");
    let grant = async |header: &str, others: &[(&str, &str)]| {
        let code = code(&sandbox, PARTNER, "r_ads").await;
        let mut parameters = exchanging([("x", ""), ("y", "")], &code, &[("x", ""), ("y", "")]);
        parameters.extend(others);
        form_with(&sandbox, TOKEN, &[("Authorization", header)], &parameters).await
    };
    assert_eq!(grant(&right, &[]).await.status, 200);
    assert_eq!(grant(&right, &[PARTNER[0]]).await.status, 200);
    for header in [
        wrong.as_str(),
        "Basic ???",
        "Bearer abc",
        &basic("no-colon"),
    ] {
        let refused = grant(header, &[]).await;
        let (status, error, said) = refused.failure();
        assert_eq!((status, error.as_str()), (401, "invalid_client"));
        assert_eq!(said, "Client authentication failed");
        assert_eq!(refused.header("www-authenticate"), Some("Basic"));
        assert!(!refused.body.contains("partner-secre"), "{refused:?}");
    }
    let refused = grant(&right, &[PARTNER[1]]).await;
    assert_eq!(refused.status, 400);
    assert!(refused.why().contains("one will do"), "{refused:?}");
    let refused = grant(&basic("sandbox-partnr:x"), &[]).await;
    assert_eq!(
        (refused.status, refused.failure().1.as_str()),
        (400, "invalid_client_id")
    );

    let code = code(&sandbox, PARTNER, "r_ads").await;
    for (app, status) in [
        ([PARTNER[0], OPEN[1]], 401),
        ([("client_id", "sandbox-native"), PARTNER[1]], 401),
        ([("client_id", "other"), PARTNER[1]], 400),
        (PARTNER, 200),
    ] {
        let answer = form(&sandbox, TOKEN, &exchanging(app, &code, &[])).await;
        assert_eq!(answer.status, status, "{app:?} {answer:?}");
        assert_eq!(answer.header("www-authenticate"), None);
    }
}

#[tokio::test]
async fn an_application_with_a_secret_shows_it_even_with_a_verifier() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let challenge = [
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    let parameters = asking(PARTNER, "r_ads", &challenge);
    let code = browse(&sandbox, AUTHORIZATION, &[ALLOW], &parameters)
        .await
        .parameter("code");
    let without = [("client_secret", ""), ("code_verifier", VERIFIER)];
    let refused = form(&sandbox, TOKEN, &exchanging(PARTNER, &code, &without)).await;
    assert!(refused.failure().2.contains("client_secret"), "{refused:?}");
    let with = exchanging(PARTNER, &code, &[("code_verifier", VERIFIER)]);
    assert_eq!(form(&sandbox, TOKEN, &with).await.status, 200);
}

#[tokio::test]
async fn an_application_gets_tokens_of_its_own() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let [id, secret] = SERVER;
    let grant = ("grant_type", "client_credentials");
    let granted = form(&sandbox, TOKEN, &[grant, id, secret]).await.json();
    assert_eq!(granted["expires_in"], "1800");
    assert_eq!(granted.as_object().unwrap().len(), 2, "{granted}");
    let token = text(&granted, "access_token");
    let refused = read(&sandbox, "/v2/me", token).await;
    assert_eq!(refused.status, 403);
    assert!(
        refused.why().contains("the application's own"),
        "{refused:?}"
    );

    let fewer = [grant, id, secret, ("scope", "r_validation_status")];
    assert_eq!(form(&sandbox, TOKEN, &fewer).await.status, 200);
    for (scope, said) in [
        ("r_ads", "none of the scopes"),
        ("r_validation_statu", "did you mean"),
    ] {
        let refused = form(&sandbox, TOKEN, &[grant, id, secret, ("scope", scope)]).await;
        assert_eq!(
            (refused.status, refused.failure().1.as_str()),
            (400, "unauthorized_scope_error")
        );
        assert!(refused.why().contains(said), "{refused:?}");
    }
    let [id, secret] = PARTNER;
    let refused = form(&sandbox, TOKEN, &[grant, id, secret]).await;
    let said = "This application is not allowed to create application tokens".to_owned();
    assert_eq!(refused.failure(), (401, "access_denied".to_owned(), said));
    assert_eq!(
        refused.json()["explanation"][0]["rule"],
        json!("no-application-tokens")
    );
    let [id, _] = SERVER;
    let refused = form(&sandbox, TOKEN, &[grant, id]).await;
    assert_eq!(refused.status, 400, "without its secret it is nobody");
}
