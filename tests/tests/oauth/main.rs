//! Signing in as applications really do, against the sandbox's OAuth server: each flow from its beginning to
//! the end of its tokens.

mod browser;
mod flows;
mod lives;
mod refusals;

use linkedin_tests::SCHEMA;
use restli::oauth::{Application, Grant, Session};
use restli_sandbox::Sandbox;

async fn sandbox() -> Sandbox {
    Sandbox::start(SCHEMA).await.expect("the sandbox starts")
}

/// An application that may do everything.
fn partner(sandbox: &Sandbox) -> Application {
    linkedin::Client::oauth("sandbox-partner")
        .secret("partner-secret")
        .redirect_uri("https://app.example.org/auth/callback")
        .base_url(sandbox.url())
}

/// An application on the member's own machine.
fn native(sandbox: &Sandbox) -> Application {
    linkedin::Client::oauth("sandbox-native").base_url(sandbox.url())
}

/// An application that acts for itself.
fn server(sandbox: &Sandbox) -> Application {
    linkedin::Client::oauth("sandbox-server")
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
