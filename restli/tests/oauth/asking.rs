//! Where a browser is sent, and what is made of what it comes back with.

use restli::ErrorKind;
use restli::oauth::{Application, Authorization, ExposeSecret};

use crate::mini::server::{Server, json};
use crate::support::{SPEC, application, granted, offline};

fn parameter(url: &str, name: &str) -> Option<String> {
    let (_, query) = url.split_once('?').unwrap();
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(known, _)| *known == name)?;
    Some(value.to_owned())
}

/// What the browser comes back with.
fn back(authorization: &Authorization, parameters: &str) -> String {
    let state = authorization.state().expose_secret();
    format!("https://app.example.org/back?{parameters}&state={state}")
}

#[test]
fn the_url_holds_what_the_standard_asks_for_and_no_secret() {
    let authorization = offline().authorize(["r_mail", "w_post", "r_mail"]).unwrap();
    let url = authorization.url();
    let state = authorization.state().expose_secret();
    assert_eq!(
        url,
        format!(
            "https://www.example.org/oauth/authorize?response_type=code&client_id=client-1\
             &redirect_uri=https%3A%2F%2Fapp.example.org%2Fback&state={state}&scope=r_mail%20w_post"
        )
    );
    assert!(state.len() >= 22, "128 bits at least");
    let other = offline().authorize(["r_mail"]).unwrap();
    assert_ne!(other.state().expose_secret(), state);
}

#[test]
fn an_application_without_a_secret_shows_a_challenge_at_a_door_of_its_own() {
    let native = Application::new(&SPEC, "client-1");
    let authorization = native.authorize(["r_mail"]).unwrap();
    let url = authorization.url();
    assert!(
        url.starts_with("https://www.example.org/oauth/native?"),
        "{url}"
    );
    assert_eq!(parameter(url, "code_challenge_method").unwrap(), "S256");
    assert_eq!(parameter(url, "code_challenge").unwrap().len(), 43);
    let saved = authorization.save();
    let verifier = parameter(&format!("?{}", saved.expose_secret()), "verifier").unwrap();
    assert!(!url.contains(&verifier), "the verifier stays here");

    let url = offline().pkce().authorize(["r_mail"]).unwrap();
    assert!(
        url.url()
            .starts_with("https://www.example.org/oauth/authorize?")
    );
    assert!(parameter(url.url(), "code_challenge").is_some());
}

#[test]
fn what_cannot_be_asked_for_is_told_before_anybody_is_sent_anywhere() {
    let scopes = |scopes: &[&str]| offline().authorize(scopes).unwrap_err();
    let error = scopes(&["r_mail", "w_post", "r_contact"]);
    let text = error.to_string();
    assert!(text.contains("`r_mail` and `r_contact`"), "{text}");
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert!(scopes(&[]).to_string().contains("no scope"));
    for odd in ["a b", "", "a,b", "a\nb", "ä"] {
        assert!(scopes(&[odd]).to_string().contains("is no scope"), "{odd}");
    }

    let bare = Application::new(&SPEC, "client-1").secret("s");
    let error = bare.clone().authorize(["r_mail"]).unwrap_err();
    assert!(error.to_string().contains("redirect URI"), "{error}");
    assert!(error.hint().unwrap().contains("redirect_uri"), "{error}");
    for uri in [
        "http://app.example.org/back",
        "https://app.example.org/#x",
        "/back",
    ] {
        let error = bare
            .clone()
            .redirect_uri(uri)
            .authorize(["r_mail"])
            .unwrap_err();
        assert!(error.to_string().contains("redirect URI"), "{error}");
    }
    let clear = offline().base_url("http://www.example.org");
    let error = clear.authorize(["r_mail"]).unwrap_err();
    assert!(error.to_string().contains("https"), "{error}");
}

#[tokio::test]
async fn a_code_becomes_a_grant() {
    let server = Server::always(granted(1));
    let application = application(server.url());
    let authorization = application.authorize(["r_mail", "w_post"]).unwrap();
    let back = back(&authorization, "code=c%2B1");
    let grant = authorization.finish(&back).await.unwrap();
    assert_eq!(grant.access_token().expose_secret(), "canary-access-1");
    let scopes = grant.scopes().unwrap();
    assert_eq!(
        scopes,
        ["r_mail", "w_post"],
        "the answer tells none, so all are granted"
    );

    let request = server.request();
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("POST /oauth/token HTTP/1.1\r\n"), "{head}");
    assert!(head.contains("content-type: application/x-www-form-urlencoded\r\n"));
    assert!(head.contains("accept: application/json\r\n"));
    assert!(!head.contains("authorization:"));
    assert_eq!(
        body,
        "grant_type=authorization_code&code=c%2B1\
         &redirect_uri=https%3A%2F%2Fapp.example.org%2Fback&client_id=client-1\
         &client_secret=canary-secret"
    );
}

#[tokio::test]
async fn a_sign_in_goes_on_in_another_request() {
    let server = Server::always(granted(1));
    let application = application(server.url()).pkce();
    let first = application.authorize(["r_mail", "w_post"]).unwrap();
    let kept = first.save();
    let back = back(&first, "code=c1");
    let challenge = parameter(first.url(), "code_challenge").unwrap();
    drop(first);

    let resumed = application.resume(kept.clone()).unwrap();
    assert_eq!(resumed.scopes(), ["r_mail", "w_post"]);
    assert_eq!(
        parameter(resumed.url(), "code_challenge").unwrap(),
        challenge
    );
    resumed.finish(&back).await.unwrap();
    assert!(server.request().contains("&code_verifier="));

    let kept = kept.expose_secret();
    for damaged in ["", "nonsense", &kept[..40], &kept.replace("state=", "s=")] {
        let error = application.resume(damaged).unwrap_err();
        assert!(error.to_string().contains("cannot be read"), "{error}");
    }
    let other = Application::new(&SPEC, "client-2").secret("s");
    let error = other.resume(kept).unwrap_err();
    assert!(error.to_string().contains("another application"), "{error}");
}

#[tokio::test]
async fn only_the_answer_to_this_sign_in_is_taken() {
    let server = Server::always(granted(1));
    let authorization = application(server.url()).authorize(["r_mail"]).unwrap();
    let state = authorization.state().expose_secret();
    let longer = format!("code=c1&state={state}x");
    let shorter = format!("code=c1&state={}", &state[..42]);
    let twice = format!("code=c1&code=c2&state={state}");
    let two_states = format!("code=c1&state={state}&state=x");
    let neither = format!("a=b&state={state}");
    for (redirected, expected) in [
        ("code=c1&state=other", "the state differs"),
        (&longer, "the state differs"),
        (&shorter, "the state differs"),
        ("https://app.example.org/back?code=c1", "without the state"),
        ("code=c1&state=", "without the state"),
        ("", "without the state"),
        (&twice, "`code` stands more than once"),
        (&two_states, "`state` stands more than once"),
        (&neither, "neither a code nor an error"),
    ] {
        let error = authorization.finish(redirected).await.unwrap_err();
        assert!(
            error.to_string().contains(expected),
            "{redirected}: {error}"
        );
        assert!(!error.to_string().contains(state), "{error}");
    }
    assert_eq!(server.requests(), Vec::<String>::new());
    let url = back(&authorization, "code=c1");
    authorization.finish(&format!("{url}#top")).await.unwrap();
}

#[tokio::test]
async fn why_nothing_was_granted_is_told_with_what_helps() {
    let authorization = offline().authorize(["r_mail"]).unwrap();
    for (code, hint) in [
        ("access_denied", "has not agreed"),
        ("user_cancelled_login", "has not agreed"),
        ("user_cancelled_authorize", "has not agreed"),
        ("unauthorized_scope_error", "may not ask for"),
        ("invalid_scope", "may not ask for"),
        ("invalid_redirect_uri", "letter by letter"),
        ("login_required", "must be asked"),
        ("temporarily_unavailable", "later"),
    ] {
        let said = format!("error={code}&error_description=It+was%0Aso");
        let redirected = back(&authorization, &said);
        let error = authorization.finish(&redirected).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Auth);
        assert_eq!(error.code(), Some(code));
        assert!(error.hint().unwrap().contains(hint), "{error}");
        let text = error.to_string();
        assert!(
            text.contains("no permission was granted: It was so"),
            "{text}"
        );
    }
    let redirected = back(&authorization, "error=odd");
    let error = authorization.finish(&redirected).await.unwrap_err();
    assert_eq!((error.code(), error.hint()), (Some("odd"), None));
}

#[tokio::test]
async fn a_code_that_brings_nothing_has_its_causes_told_in_order() {
    let body = r#"{"error": "invalid_redirect_uri", "error_description": "appid/redirect uri/code verifier does not match authorization code. Or authorization code expired."}"#;
    let server = Server::always(json(400, body));
    let fail = |application: Application| async move {
        let authorization = application.authorize(["r_mail"]).unwrap();
        let redirected = back(&authorization, "code=c1");
        authorization.finish(&redirected).await.unwrap_err()
    };
    let error = fail(application(server.url())).await;
    assert_eq!(error.code(), Some("invalid_redirect_uri"));
    let hint = error.hint().unwrap();
    let causes = [
        "used before",
        "too old",
        "redirect URI",
        "client id",
        "verifier",
    ];
    let places = causes.map(|cause| hint.find(cause).unwrap_or_else(|| panic!("{hint}")));
    assert!(places.is_sorted(), "{hint}");
    assert!(hint.contains("`https://app.example.org/back`"), "{hint}");
    assert!(!hint.contains("PKCE"), "{hint}");

    let error = fail(application(server.url()).pkce()).await;
    assert!(error.hint().unwrap().contains("PKCE"), "{error}");

    let server = Server::always(json(401, r#"{"error": "invalid_client"}"#));
    let error = fail(application(server.url())).await;
    assert!(error.hint().unwrap().contains("secret"), "{error}");
}
