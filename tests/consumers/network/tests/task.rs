//! The network of the sandbox's viewer.
//!
//! Somebody of it cannot be shown and somebody has left; neither may stop the others.

use std::time::Duration;

use consumer_network::{Addresses, Network, network};
use linkedin::{Client, PersonUrn};
use restli_sandbox::Sandbox;

const SCHEMA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../schema");

async fn read() -> Network {
    let sandbox = Sandbox::start(SCHEMA).await.expect("the sandbox starts");
    let builder = Client::builder().base_url(sandbox.url());
    let linkedin = builder.token(sandbox.token()).build().expect("a client");
    network(&linkedin, Duration::from_millis(1)).await.unwrap()
}

#[tokio::test]
async fn every_connection_comes_once_whether_it_can_be_shown_or_not() {
    let network = read().await;
    assert_eq!(network.connections.len(), 120, "three pages");
    let mut persons: Vec<_> = network.connections.iter().map(|one| &one.person).collect();
    persons.sort();
    persons.dedup();
    assert_eq!(persons.len(), 120);

    let unshown: Vec<_> = { network.connections.iter() }
        .filter_map(|one| Some((one.person.as_str(), *one.name.as_ref().err()?)))
        .collect();
    assert_eq!(
        unshown,
        [
            ("urn:li:person:hJ7-closed", Some(403)),
            ("urn:li:person:zZ0-left", Some(404))
        ]
    );
    assert_eq!(
        network.connections[119].name.as_deref(),
        Ok("Σπύρος Ιωάννου")
    );
}

#[tokio::test]
async fn contacts_are_joined_with_connections_by_name() {
    let network = read().await;
    let amara = &network.connections[0];
    assert_eq!(amara.person, PersonUrn::new("b3Kp-Wq0a"));
    assert_eq!(amara.name.as_deref(), Ok("Amara Nwosu"));
    let addresses = Addresses {
        email: Some("amara.nwosu@example.org".to_owned()),
        phone: Some("+234 800 555 0147".to_owned()),
    };
    assert_eq!(amara.addresses, Some(addresses));
    assert!(!network.others.contains_key("Amara Nwosu"));
}

#[tokio::test]
async fn contacts_that_are_no_connections_are_kept() {
    let network = read().await;
    let office = Addresses {
        email: None,
        phone: Some("+49 5321 555000".to_owned()),
    };
    assert_eq!(
        network.others.get("Harbour office"),
        Some(&office),
        "an empty address is none"
    );
    let joined = { network.connections.iter() }.filter(|one| one.addresses.is_some());
    assert_eq!(joined.count() + network.others.len(), 43);
}
