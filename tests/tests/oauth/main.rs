//! Signing in as applications really do, against the sandbox's OAuth server: each flow from its beginning to
//! the end of its tokens.

mod browser;
mod flows;
mod lives;
mod refusals;

use linkedin_tests::SCHEMA;
use restli::oauth::{Application, Grant, OAuthSpec, Session};
use restli_sandbox::Sandbox;

/// The doors of the server that the sandbox plays.
static SPEC: OAuthSpec = OAuthSpec {
    authorization: Some("https://www.linkedin.com/oauth/v2/authorization"),
    native_authorization: Some("https://www.linkedin.com/oauth/native-pkce/authorization"),
    token: "https://www.linkedin.com/oauth/v2/accessToken",
    introspection: Some("https://www.linkedin.com/oauth/v2/introspectToken"),
    revocation: Some("https://www.linkedin.com/oauth/v2/revoke"),
    exclusive_scopes: &[&["r_emailaddress", "r_primarycontact"]],
};

async fn sandbox() -> Sandbox {
    Sandbox::start(SCHEMA).await.expect("the sandbox starts")
}

/// An application that may do everything.
fn partner(sandbox: &Sandbox) -> Application {
    Application::new(&SPEC, "sandbox-partner")
        .secret("partner-secret")
        .redirect_uri("https://app.example.org/auth/callback")
        .base_url(sandbox.url())
}

/// An application on the member's own machine.
fn native(sandbox: &Sandbox) -> Application {
    Application::new(&SPEC, "sandbox-native").base_url(sandbox.url())
}

/// An application that acts for itself.
fn server(sandbox: &Sandbox) -> Application {
    Application::new(&SPEC, "sandbox-server")
        .secret("server-secret")
        .base_url(sandbox.url())
}

/// What a member grants to the partner.
async fn granted(sandbox: &Sandbox) -> Grant {
    let authorization = partner(sandbox).authorize(["r_liteprofile"]).unwrap();
    let back = browser::decide(authorization.url(), "allow").await;
    authorization.finish(&back).await.unwrap()
}

/// A client whose tokens a session provides.
fn client(sandbox: &Sandbox, session: &Session) -> linkedin::Client {
    let client = linkedin::Client::builder().base_url(sandbox.url());
    client.token_source(session.clone()).build().unwrap()
}
