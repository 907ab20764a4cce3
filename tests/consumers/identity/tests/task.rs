//! Signing in at the sandbox.
//!
//! The profile comes in two languages, and its picture in four sizes.

use consumer_identity::{Account, Picture, account};
use linkedin::Client;
use restli_sandbox::Sandbox;

const SCHEMA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../schema");

async fn connect() -> (Sandbox, Client) {
    let sandbox = Sandbox::start(SCHEMA).await.expect("the sandbox starts");
    let builder = Client::builder().base_url(sandbox.url());
    let client = builder.token(sandbox.token()).build().expect("a client");
    (sandbox, client)
}

#[tokio::test]
async fn the_member_with_the_largest_picture_and_the_confirmed_address() {
    let (_sandbox, linkedin) = connect().await;
    let signed_in = account(&linkedin, "de_DE").await.unwrap();
    assert_eq!(
        signed_in,
        Account {
            id: "qV3-mBx7Lw".to_owned(),
            name: "Jürgen Köhler".to_owned(),
            headline: Some("Ingenieur für Signaltechnik bei Harzgleis".to_owned()),
            picture: Some(Picture {
                url: "https://media.example.org/member/cB_41/800.jpg".to_owned(),
                width: 800,
            }),
            verified_email: Some("juergen.koehler@example.org".to_owned()),
        }
    );
}

#[tokio::test]
async fn a_language_that_the_profile_lacks_is_answered_in_the_preferred_one() {
    let (_sandbox, linkedin) = connect().await;
    let signed_in = account(&linkedin, "fi").await.unwrap();
    assert_eq!(signed_in.name, "Juergen Koehler");
    let headline = signed_in.headline.unwrap();
    assert_eq!(headline, "Signalling engineer at Harzgleis");
}

#[tokio::test]
async fn a_token_that_is_over_signs_nobody_in() {
    let (sandbox, _) = connect().await;
    let builder = Client::builder().base_url(sandbox.url());
    let stranger = builder.token("over").build().unwrap();
    let error = account(&stranger, "de").await.unwrap_err();
    assert_eq!(error.status(), Some(401));
    assert_eq!(error.service_error_code(), Some(65_600));
}
