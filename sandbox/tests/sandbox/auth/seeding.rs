//! What the schema's folder may say of the OAuth server, and what is told of mistakes in it.

use std::fs;

use restli_sandbox::{Sandbox, StartError};
use serde_json::json;

use super::wire::{ALLOW, encoded, read, send, text};
use crate::support::features;

async fn start(seed: &str) -> Result<Sandbox, StartError> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("seed.yaml");
    fs::write(&file, seed).unwrap();
    Sandbox::builder(features()).seed(&file).start().await
}

async fn wrong(seed: &str) -> String {
    match start(seed).await.unwrap_err() {
        StartError::Seed(wrong) => wrong.join("\n"),
        error => panic!("{seed}: {error}"),
    }
}

#[tokio::test]
async fn mistakes_in_apps_are_told_at_the_start() {
    for (app, said) in [
        (
            "secret: b, scopes: [reed]",
            "app `a`: the schema has no scope `reed`; did you mean `read`?",
        ),
        ("secret: b, application_scopes: [reed]", "no scope `reed`"),
        (
            "secret: b, scopes: some",
            "`scopes` is a list of scopes or `all`",
        ),
        ("scopes: all", "app `a` has no `secret`"),
        (
            "secret: b }, { client_id: a, secret: c",
            "two apps are called `a`",
        ),
        (
            "secret: b }, { client_id: '', secret: c",
            "an empty `client_id`",
        ),
        (
            "secret: b, redirect_uris: [/back]",
            "the redirect URI `/back` is not absolute",
        ),
        (
            "secret: b, redirect_uris: ['http://a.example/']",
            "is not HTTPS",
        ),
        (
            "native_redirect_uris: ['http://127.0.0.1:80/']",
            "a loopback address without its port",
        ),
        (
            "native_redirect_uris: ['https://a.example/']",
            "a loopback address without its port",
        ),
        (
            "secret: b, refresh: { lifetime: 0 }",
            "a number of seconds from 1",
        ),
        ("secret: b, lifetimes: { code: 5 }", "no app's own choice"),
        ("sceret: b", "sceret"),
    ] {
        let wrong = wrong(&format!("oauth: {{ apps: [{{ client_id: a, {app} }}] }}\n")).await;
        assert!(wrong.contains(said), "{said} in {wrong}");
        assert!(wrong.contains("seed.yaml"), "{wrong}");
    }
}

#[tokio::test]
async fn mistakes_elsewhere_are_told_at_the_start() {
    let reader = "subject: urn:lib:reader:3, name: R";
    for (seed, said) in [
        (
            "lifetimes: { member: 99999999999999 }".to_owned(),
            "lifetimes.member: a lifetime is",
        ),
        (
            "token_length: 20".to_owned(),
            "`token_length` is none from 40 to 2000",
        ),
        (
            "members: [{ subject: R, name: R }]".to_owned(),
            "the member `R` is no URN of the schema",
        ),
        (
            format!("members: [{{ {reader} }}, {{ {reader} }}]"),
            "two members are `urn:lib:reader:3`",
        ),
        (
            format!("members: [{{ {reader}, claims: {{ sub: x }} }}]"),
            "there is no `id_token` to have them",
        ),
        (
            "endpoints: { authorization: /a }".to_owned(),
            "nobody can sign in: list `members`",
        ),
        (
            "endpoints: { token: token }".to_owned(),
            "the endpoint `token` is no path",
        ),
        (
            "endpoints: { token: /t, revocation: /t }".to_owned(),
            "two endpoints are at `/t`",
        ),
        ("endpoints: { discovery: /d }".to_owned(), "take each other"),
        ("discovery: { a: b }".to_owned(), "take each other"),
        (
            "endpoints: { discovery: /d }, discovery: { issuer: '{uri}' }".to_owned(),
            "discovery speaks of `{uri}`; there are {url}",
        ),
        (
            "answers: { member: { token: '{acess_token}' } }".to_owned(),
            "answers.member speaks of `{acess_token}`",
        ),
        (
            "answers: { introspected_member: { x: '{token}' } }".to_owned(),
            "answers.introspected_member speaks of `{token}`",
        ),
        (
            "exclusive_scopes: [[read, lends]]".to_owned(),
            "exclusive_scopes: the schema has no scope `lends`; did you mean `lend`?",
        ),
        (
            "id_token: { scope: read, issuer: x, lifetime: 5, claims: reeders }".to_owned(),
            "id_token: the schema has no resource `reeders`; did you mean `readers`?",
        ),
        (
            "id_token: { scope: reed, issuer: x, lifetime: 5, claims: readers }".to_owned(),
            "id_token: the schema has no scope `reed`",
        ),
        (
            "id_token: { scope: read, issuer: x, lifetime: 5, claims: readers }".to_owned(),
            "without the endpoint `keys`",
        ),
        (
            format!(
                "members: [{{ {reader}, claims: {{ nmae: x }} }}], id_token: {{ scope: read, issuer: x, lifetime: 5, claims: readers }}"
            ),
            "claims of `urn:lib:reader:3`: ",
        ),
        (
            "errors: { unknown-cod: { status: 400 } }".to_owned(),
            "the OAuth server refuses nothing as `unknown-cod`; did you mean `unknown-code`?",
        ),
        (
            "errors: { unknown-code: { status: 200 } }".to_owned(),
            "the status of `unknown-code` is none from 400 to 499",
        ),
        (
            "errors: { unknown-code: { description: '{name}' } }".to_owned(),
            "`unknown-code` speaks of `{name}`",
        ),
        ("endpoint: {}".to_owned(), "endpoint"),
    ] {
        let wrong = wrong(&format!("oauth: {{ {seed} }}\n")).await;
        assert!(wrong.contains(said), "{said} in {wrong}");
    }
    let wrong = wrong("errors: { no-permission: { message: 'No {resorce}' } }\n").await;
    let said = "the error `no-permission`: `{resorce}` names nothing";
    assert!(wrong.contains(said), "{wrong}");
}

#[tokio::test]
async fn without_a_word_about_it_there_is_no_oauth_server() {
    let sandbox = start("resources: {}\n").await.unwrap();
    let answer = read(&sandbox, "/oauth/v2/authorization", sandbox.token()).await;
    assert_eq!(answer.status, 404);
    assert!(sandbox.token().len() > 40);
}

#[tokio::test]
async fn names_and_texts_of_the_folder_cannot_break_the_page() {
    let seed = "
oauth:
  endpoints: { authorization: /a }
  apps: [{ client_id: a, name: '<script>\"&', secret: b, redirect_uris: ['org.a://back'], scopes: [read] }]
  members: [{ subject: urn:lib:reader:3, name: '</label><b>' }]
";
    let sandbox = start(seed).await.unwrap();
    let target = "/a?response_type=code&client_id=a&redirect_uri=org.a%3A%2F%2Fback&scope=read&state=%3Ci%3E";
    let page = send(&sandbox, "GET", target, &[], "").await;
    let title = "<h1>Let &lt;script&gt;&quot;&amp; in?</h1>";
    assert!(page.body.contains(title), "{}", page.body);
    let member = "&lt;/label&gt;&lt;b&gt;</label>";
    assert!(page.body.contains(member), "{}", page.body);
    for tag in ["<script", "<b>", "<i>"] {
        assert!(!page.body.contains(tag), "{tag}");
    }
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("form-action 'self' org.a:;"), "{policy}");
}

#[tokio::test]
async fn words_answers_and_lifetimes_are_the_standards_where_nothing_else_is_said() {
    let seed = "
oauth:
  endpoints: { authorization: /a, token: /t, introspection: /i, revocation: /r }
  consent: deny
  apps:
    - client_id: a
      secret: b=&c
      redirect_uris: ['https://a.example/?x=1']
      scopes: [read]
      application_scopes: [read]
      lifetimes: { member: 70, application: 80 }
  members: [{ subject: urn:lib:reader:3, name: R }]
";
    let sandbox = start(seed).await.unwrap();
    let redirect = "https%3A%2F%2Fa.example%2F%3Fx%3D1";
    let target = format!("/a?response_type=code&client_id=a&redirect_uri={redirect}&scope=read");
    let back = send(&sandbox, "GET", &target, &[], "").await;
    assert_eq!(
        back.header("location").unwrap(),
        "https://a.example/?x=1&error=access_denied&error_description=The%20member%20has%20refused"
    );
    let without = target.replace("%3Fx%3D1", "");
    let refused = send(&sandbox, "GET", &without, &[ALLOW], "").await;
    assert_eq!(refused.status, 400, "letter by letter");
    let code = send(&sandbox, "GET", &target, &[ALLOW], "")
        .await
        .parameter("code");
    let base64 = &base64::engine::general_purpose::STANDARD;
    let basic = format!("Basic {}", base64::Engine::encode(base64, "a:b=&c"));
    let form = async |path: &str, parameters: &[(&str, &str)]| {
        let content_type = "application/x-www-form-urlencoded";
        let headers = [
            ("Content-Type", content_type),
            ("Authorization", basic.as_str()),
        ];
        send(&sandbox, "POST", path, &headers, &encoded(parameters)).await
    };
    let redirect = ("redirect_uri", "https://a.example/?x=1");
    let grant = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        redirect,
    ];
    let granted = form("/t", &grant).await.json();
    let token = text(&granted, "access_token");
    assert_eq!(
        granted,
        json!({"access_token": token, "token_type": "Bearer", "expires_in": 70, "scope": "read"})
    );
    let shown = form("/i", &[("token", token)]).await.json();
    let issued = shown["iat"].as_u64().unwrap();
    assert_eq!(
        shown,
        json!({
            "active": true, "scope": "read", "client_id": "a", "sub": "urn:lib:reader:3",
            "iat": issued, "exp": issued + 70, "token_type": "Bearer",
        })
    );
    let unknown = form("/i", &[("token", "guessed")]).await;
    assert_eq!(
        (unknown.status, unknown.json()),
        (200, json!({"active": false}))
    );
    let own = form("/t", &[("grant_type", "client_credentials")])
        .await
        .json();
    assert_eq!(
        (&own["expires_in"], &own["scope"]),
        (&json!(80), &json!("read"))
    );
    let refused = form("/t", &grant).await;
    assert_eq!(
        (refused.status, refused.failure().1.as_str()),
        (400, "invalid_grant")
    );
    let refused = form("/t", &[("grant_type", "password")]).await;
    assert_eq!(refused.failure().1, "unsupported_grant_type");
}
