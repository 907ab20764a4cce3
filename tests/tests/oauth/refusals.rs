//! What goes wrong when signing in, and whether the error says what helps.

use restli::ErrorKind;

use crate::{browser, granted, native, partner, sandbox, server};

#[tokio::test]
async fn a_member_who_does_not_agree_is_told_from_a_mistake() {
    let sandbox = sandbox().await;
    for (decision, code) in [
        ("deny", "user_cancelled_authorize"),
        ("leave", "user_cancelled_login"),
    ] {
        let authorization = partner(&sandbox).authorize(["r_liteprofile"]).unwrap();
        let back = browser::decide(authorization.url(), decision).await;
        let error = authorization.finish(&back).await.unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::Auth, Some(code)));
        assert!(error.hint().unwrap().contains("has not agreed"), "{error}");
    }
}

#[tokio::test]
async fn scopes_that_an_application_does_not_have_are_told() {
    let sandbox = sandbox().await;
    let open = linkedin::Client::oauth("sandbox-open")
        .secret("open-secret")
        .redirect_uri("https://app.example.org/auth/callback")
        .base_url(sandbox.url());
    let authorization = open.authorize(["r_1st_connections"]).unwrap();
    let back = browser::decide(authorization.url(), "allow").await;
    let error = authorization.finish(&back).await.unwrap_err();
    assert_eq!(error.code(), Some("unauthorized_scope_error"));
    assert!(error.to_string().contains("r_1st_connections"), "{error}");
    assert!(error.hint().unwrap().contains("may not ask for"), "{error}");

    let error = partner(&sandbox).authorize(["r_emailaddress", "r_primarycontact"]);
    let error = error.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("`r_emailaddress` and `r_primarycontact`"),
        "{error}"
    );
}

#[tokio::test]
async fn a_code_works_once_and_for_its_own_sign_in_only() {
    let sandbox = sandbox().await;
    let authorization = partner(&sandbox).authorize(["r_liteprofile"]).unwrap();
    let back = browser::decide(authorization.url(), "allow").await;
    authorization.finish(&back).await.unwrap();
    let error = authorization.finish(&back).await.unwrap_err();
    assert!(
        error.hint().unwrap().contains("the code was used before"),
        "{error}"
    );

    let other = partner(&sandbox).authorize(["r_liteprofile"]).unwrap();
    let error = other.finish(&back).await.unwrap_err();
    assert!(error.to_string().contains("the state differs"), "{error}");

    // Kept by one process, finished by another that is set up otherwise.
    let authorization = partner(&sandbox).authorize(["r_liteprofile"]).unwrap();
    let back = browser::decide(authorization.url(), "allow").await;
    let elsewhere = "redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcallback";
    let kept = restli::oauth::ExposeSecret::expose_secret(&authorization.save()).replace(
        "redirect_uri=https%3A%2F%2Fapp.example.org%2Fauth%2Fcallback",
        elsewhere,
    );
    assert!(kept.contains(elsewhere), "{kept}");
    let error = partner(&sandbox)
        .resume(kept)
        .unwrap()
        .finish(&back)
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("does not match authorization code"),
        "{error}"
    );
    assert!(
        error
            .hint()
            .unwrap()
            .contains("`http://localhost:3000/callback`"),
        "{error}"
    );
}

#[tokio::test]
async fn a_wrong_secret_and_an_unknown_application_are_told() {
    let sandbox = sandbox().await;
    let wrong = server(&sandbox).secret("canary-secret");
    let error = wrong.client_credentials([""; 0]).await.unwrap_err();
    assert_eq!(error.code(), Some("invalid_client"));
    assert!(error.hint().unwrap().contains("secret"), "{error}");
    assert!(!format!("{error} {error:?}").contains("canary"), "{error}");

    let unknown = linkedin::Client::oauth("nobody")
        .secret("s")
        .base_url(sandbox.url());
    let error = unknown.client_credentials([""; 0]).await.unwrap_err();
    assert_eq!(error.code(), Some("invalid_client_id"));
    let error = partner(&sandbox)
        .client_credentials([""; 0])
        .await
        .unwrap_err();
    assert!(error.hint().unwrap().contains("may do this"), "{error}");
    let error = native(&sandbox).introspect("token").await.unwrap_err();
    assert!(
        error.hint().unwrap().contains("Application::secret"),
        "{error}"
    );
    let error = partner(&sandbox).introspect("nonsense").await.unwrap_err();
    assert!(
        error.to_string().contains("The token is invalid"),
        "{error}"
    );
    let foreign = granted(&sandbox).await;
    let told = server(&sandbox).introspect(foreign.token()).await.unwrap();
    assert!(!told.active, "nothing is told of others' tokens");
}
