//! The authorization endpoint: the page, and every way of not getting a code.

use std::time::Duration;

use restli_sandbox::Sandbox;

use super::wire::{
    ALLOW, AUTHORIZATION, CALLBACK, NATIVE, OPEN, PARTNER, asking, browse, form_with, send,
};
use crate::support::schema;

#[tokio::test]
async fn the_page_can_be_used_by_everybody_and_runs_nothing() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let asked = asking(PARTNER, "r_1st_connections_size w_member_social", &[]);
    let page = browse(&sandbox, AUTHORIZATION, &[], &asked).await;
    assert_eq!(
        page.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    let policy = page.header("content-security-policy").unwrap();
    for part in [
        "default-src 'none';",
        "form-action 'self' https://app.example.org;",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ] {
        assert!(policy.contains(part), "{policy}");
    }
    assert_eq!(page.header("cache-control"), Some("no-store"));
    assert_eq!(page.header("x-frame-options"), Some("DENY"));
    for part in [
        "<html lang=\"en\">",
        "<title>Let Signal Box in?</title>",
        "<h1>Let Signal Box in?</h1>",
        "<dt>r_1st_connections_size</dt><dd>The number of the member&#39;s connections.</dd>",
        "<legend>Sign in as</legend>",
        "<label><input type=\"radio\" name=\"member\" value=\"urn:li:person:qV3-mBx7Lw\" checked> Juergen Koehler</label>",
        "<label><input type=\"radio\" name=\"member\" value=\"urn:li:person:b3Kp-Wq0a\"> Amara Nwosu</label>",
        "<button name=\"decision\" value=\"allow\">Allow</button>",
        "<button name=\"decision\" value=\"deny\">Deny</button>",
    ] {
        assert!(page.body.contains(part), "{part} in {}", page.body);
    }
    assert!(!page.body.contains("<script"));
    // The style is the one that the policy admits.
    let style = page.body.split("<style>").nth(1).unwrap();
    let style = style.split("</style>").next().unwrap();
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, style.as_bytes());
    let digest = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, digest);
    assert!(
        policy.contains(&format!("style-src 'sha256-{digest}'")),
        "{policy}"
    );
}

#[tokio::test]
async fn nobody_is_sent_where_it_is_not_clear_who_asked() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let evil = "https://evil.example.org/<script>";
    for (door, others, status, said) in [
        (AUTHORIZATION, ("client_id", ""), 400, "client_id"),
        (
            AUTHORIZATION,
            ("client_id", "sandbox-partnr"),
            400,
            "did you mean `sandbox-partner`?",
        ),
        (
            AUTHORIZATION,
            ("client_id", "<b>"),
            400,
            "no app `&lt;b&gt;`",
        ),
        (AUTHORIZATION, ("redirect_uri", ""), 400, "redirect_uri"),
        (
            AUTHORIZATION,
            ("redirect_uri", evil),
            401,
            "registered are `https://app.example.org/auth/callback`",
        ),
        (
            AUTHORIZATION,
            ("redirect_uri", "https://app.example.org/auth/callback/"),
            401,
            "letter by letter",
        ),
        (
            AUTHORIZATION,
            ("redirect_uri", "https://app.example.org/auth/callback#x"),
            401,
            "letter by letter",
        ),
        (
            AUTHORIZATION,
            ("redirect_uri", "http://127.0.0.1:9/callback"),
            401,
            "letter by letter",
        ),
        (
            NATIVE,
            ("x", "y"),
            401,
            "no redirect URIs on the member&#39;s own machine",
        ),
    ] {
        let parameters = asking(PARTNER, "r_liteprofile", &[others]);
        let page = browse(&sandbox, door, &[ALLOW], &parameters).await;
        assert_eq!(
            (page.status, page.header("location")),
            (status, None),
            "{others:?}"
        );
        assert!(page.body.contains(said), "{said} in {}", page.body);
        assert!(!page.body.contains("<script") && !page.body.contains("<b>"));
    }
    let native = [("client_id", "sandbox-native"), ("client_secret", "")];
    for uri in [
        "http://localhost:1/",
        "http://127.0.0.1:1/other",
        "http://127.0.0.1.example.org",
    ] {
        let parameters = asking(native, "r_liteprofile", &[("redirect_uri", uri)]);
        let page = browse(&sandbox, NATIVE, &[ALLOW], &parameters).await;
        assert_eq!((page.status, page.header("location")), (401, None), "{uri}");
        assert!(page.body.contains("with any port"), "{}", page.body);
    }
    let twice =
        format!("{AUTHORIZATION}?client_id=sandbox-partner&client_id=sandbox-open&redirect_uri=x");
    let page = send(&sandbox, "GET", &twice, &[], "").await;
    assert_eq!((page.status, page.header("location")), (400, None));
}

#[tokio::test]
async fn mistakes_go_back_to_the_application() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let digest = "qJB5K4LraPm290Luy21YzNNJjrmwcmbAZGJvhIHk21I";
    for (app, scope, others, error, said) in [
        (
            PARTNER,
            "r_lightprofile",
            vec![],
            "unauthorized_scope_error",
            "did you mean `r_liteprofile`?",
        ),
        (
            PARTNER,
            "r_ads+rw_ads",
            vec![],
            "unauthorized_scope_error",
            "separated by spaces",
        ),
        (
            OPEN,
            "openid r_ads",
            vec![],
            "unauthorized_scope_error",
            "the product Advertising, which the app does not have",
        ),
        (
            OPEN,
            "r_emailaddress",
            vec![],
            "unauthorized_scope_error",
            "Retired for new applications in 2023; use email.",
        ),
        (
            PARTNER,
            "r_emailaddress r_primarycontact",
            vec![],
            "unauthorized_scope_error",
            "only one can be asked for",
        ),
        (
            PARTNER,
            "",
            vec![],
            "invalid_request",
            "`scope` is not among",
        ),
        (
            PARTNER,
            "  ",
            vec![],
            "invalid_request",
            "`scope` is not among",
        ),
        (
            PARTNER,
            "r_ads",
            vec![("response_type", "")],
            "invalid_request",
            "`response_type` is not among",
        ),
        (
            PARTNER,
            "r_ads",
            vec![("response_type", "token")],
            "unsupported_response_type",
            "must be `code`",
        ),
        (
            PARTNER,
            "r_ads",
            vec![("state", "s 1&x"), ("nonce", "1"), ("nonce", "2")],
            "invalid_request",
            "`nonce` is",
        ),
        (
            PARTNER,
            "r_ads",
            vec![("code_challenge", digest)],
            "invalid_request",
            "send `S256`",
        ),
        (
            PARTNER,
            "r_ads",
            vec![
                ("code_challenge", digest),
                ("code_challenge_method", "plain"),
            ],
            "invalid_request",
            "is not taken",
        ),
        (
            PARTNER,
            "r_ads",
            vec![
                ("code_challenge", digest),
                ("code_challenge_method", "S512"),
            ],
            "invalid_request",
            "must be `S256`",
        ),
        (
            PARTNER,
            "r_ads",
            vec![
                ("code_challenge", "short"),
                ("code_challenge_method", "S256"),
            ],
            "invalid_request",
            "43 letters",
        ),
        (
            PARTNER,
            "r_ads",
            vec![("code_challenge_method", "S256")],
            "invalid_request",
            "without `code_challenge`",
        ),
    ] {
        let back = browse(
            &sandbox,
            AUTHORIZATION,
            &[ALLOW],
            &asking(app, scope, &others),
        )
        .await;
        let (place, query) = back.redirect();
        assert_eq!(place, CALLBACK);
        assert_eq!(query["error"], error, "{others:?} {back:?}");
        assert_eq!(query["state"], "s 1&x");
        assert_eq!(query.get("code"), None);
        assert!(back.why().contains(said), "{said} in {back:?}");
    }
    let native = [("client_id", "sandbox-native"), ("client_secret", "")];
    let parameters = asking(
        native,
        "r_liteprofile",
        &[("redirect_uri", "http://[::1]:7")],
    );
    let back = browse(&sandbox, NATIVE, &[ALLOW], &parameters).await;
    assert_eq!(back.redirect().0, "http://[::1]:7");
    assert!(
        back.why().contains("must send `code_challenge`"),
        "{back:?}"
    );
    let unwanted = browse(
        &sandbox,
        AUTHORIZATION,
        &[ALLOW],
        &asking(OPEN, "r_ads", &[]),
    )
    .await;
    assert_eq!(
        unwanted.parameter("error_description"),
        "Scope \"r_ads\" is not authorized for your application"
    );
}

#[tokio::test]
async fn a_redirect_uri_may_have_a_query_that_is_dropped() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let redirect = ("redirect_uri", "https://app.example.org/auth/callback?id=1");
    let parameters = asking(PARTNER, "r_ads", &[redirect]);
    let back = browse(&sandbox, AUTHORIZATION, &[ALLOW], &parameters).await;
    assert!(
        back.header("location")
            .unwrap()
            .starts_with(&format!("{CALLBACK}?code="))
    );
    assert!(!back.redirect().1.contains_key("id"));
}

#[tokio::test]
async fn a_member_may_refuse_on_the_page_and_by_a_header() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    for (decision, error) in [
        ("deny", "user_cancelled_authorize"),
        ("leave", "user_cancelled_login"),
    ] {
        let header = [("X-Sandbox-Consent", decision)];
        let parameters = asking(PARTNER, "r_ads", &[]);
        let back = browse(&sandbox, AUTHORIZATION, &header, &parameters).await;
        assert_eq!(back.parameter("error"), error);
        assert_eq!(back.parameter("state"), "s 1&x");

        let page = browse(&sandbox, AUTHORIZATION, &[], &parameters).await;
        let question = page.question();
        let answered = [("request", question.as_str()), ("decision", decision)];
        let back = form_with(&sandbox, AUTHORIZATION, &[], &answered).await;
        assert_eq!(back.parameter("error"), error);
        assert_eq!(back.header("set-cookie"), None);
    }
    let parameters = asking(PARTNER, "r_ads", &[]);
    for (headers, said) in [
        (
            [("X-Sandbox-Consent", "alow"), ("x", "y")],
            "is `allow`, `deny` or `leave`",
        ),
        (
            [ALLOW, ("X-Sandbox-Member", "urn:li:person:b3Kp-Wq0")],
            "did you mean `urn:li:person:b3Kp-Wq0a`?",
        ),
    ] {
        let page = browse(&sandbox, AUTHORIZATION, &headers, &parameters).await;
        assert_eq!((page.status, page.header("location")), (400, None));
        assert!(page.body.contains(said), "{}", page.body);
    }
}

#[tokio::test]
async fn nobody_answers_for_the_member() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let parameters = asking(PARTNER, "r_ads", &[]);
    let question = browse(&sandbox, AUTHORIZATION, &[], &parameters)
        .await
        .question();
    let allow = |question: &'static str| {
        [
            ("request", question),
            ("member", "urn:li:person:b3Kp-Wq0a"),
            ("decision", "allow"),
        ]
    };
    let answer = async |headers: &[(&str, &str)], answered: &[(&str, &str)]| {
        let page = form_with(&sandbox, AUTHORIZATION, headers, answered).await;
        assert_eq!((page.status, page.header("location")), (400, None));
        page.body
    };
    let mut own = allow("");
    own[0].1 = question.clone().leak();
    for origin in ["https://evil.example.org", "null"] {
        let page = form_with(&sandbox, AUTHORIZATION, &[("Origin", origin)], &own).await;
        assert_eq!((page.status, page.header("location")), (403, None));
    }
    // A page of this machine is not for that the sandbox's.
    let said = answer(&[("Origin", "http://127.0.0.1:1")], &own).await;
    assert!(said.contains("a page of somebody else"), "{said}");
    let said = answer(&[], &allow("guessed")).await;
    assert!(said.contains("answered already, or is too old"), "{said}");
    let said = answer(&[], &[own[0], ("member", "x"), own[2]]).await;
    assert!(said.contains("knows no member"), "{said}");
    let json = [("Content-Type", "application/json")];
    let said = send(&sandbox, "POST", AUTHORIZATION, &json, "{}").await;
    assert!(said.body.contains("sent as `application/json`"), "{said:?}");

    // All of that has not used the page up.
    let back = form_with(&sandbox, AUTHORIZATION, &[], &own).await;
    assert!(!back.parameter("code").is_empty());
    let said = answer(&[], &own).await;
    assert!(said.contains("answered already"), "{said}");

    let old = browse(&sandbox, AUTHORIZATION, &[], &parameters)
        .await
        .question();
    sandbox.advance(Duration::from_secs(1801));
    let said = answer(&[], &[("request", &old), own[1], own[2]]).await;
    assert!(said.contains("too old"), "{said}");
}

#[tokio::test]
async fn other_verbs_have_nothing_to_do_here() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let refused = send(&sandbox, "PUT", AUTHORIZATION, &[], "").await;
    assert_eq!(
        (refused.status, refused.header("allow")),
        (405, Some("GET, POST"))
    );
    for path in [
        super::wire::TOKEN,
        super::wire::INTROSPECT,
        super::wire::REVOKE,
    ] {
        let refused = send(&sandbox, "GET", path, &[], "").await;
        assert_eq!(
            (refused.status, refused.header("allow")),
            (405, Some("POST"))
        );
    }
    for path in [
        "/oauth/.well-known/openid-configuration",
        "/oauth/openid/jwks",
    ] {
        let refused = send(&sandbox, "POST", path, &[], "").await;
        assert_eq!(
            (refused.status, refused.header("allow")),
            (405, Some("GET"))
        );
    }
}
