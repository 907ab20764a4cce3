//! The guide's connections from the sandbox.
//!
//! The total is told, and yet pages are read to their end.

use consumer_unofficial::{Connection, connections};
use linkedin::Client;
use restli_sandbox::Sandbox;

const SCHEMA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../schema");

async fn connect() -> (Sandbox, Client) {
    let sandbox = Sandbox::start(SCHEMA).await.expect("the sandbox starts");
    let builder = Client::builder().base_url(sandbox.url());
    let client = builder.token(sandbox.token()).build().expect("a client");
    (sandbox, client)
}

fn connection(name: &str, occupation: Option<&str>) -> Connection {
    Connection {
        name: name.to_owned(),
        occupation: occupation.map(str::to_owned),
    }
}

#[tokio::test]
async fn all_connections_with_what_is_known_of_them() {
    let (_sandbox, linkedin) = connect().await;
    let found = connections(&linkedin).await.unwrap();
    assert_eq!(found.named.len(), 60 + 1 + 10, "two pages");
    assert_eq!(found.nameless, 1);
    assert_eq!(
        found.named[0],
        connection("Tor Vik", Some("Engineer at Nordtrack"))
    );
    assert_eq!(
        found.named[59],
        connection("Yuki Adeyemi", Some("Driver at Harzgleis"))
    );
    assert_eq!(found.named[60], connection("Madhavi", None));
    assert_eq!(found.named[70], connection("Pavel Ono 10", None));
}

#[tokio::test]
async fn without_a_token_nothing_comes() {
    let (sandbox, _) = connect().await;
    let builder = Client::builder().base_url(sandbox.url());
    let stranger = builder.token("another").build().unwrap();
    let error = connections(&stranger).await.unwrap_err();
    assert_eq!(error.status(), Some(401));
}
