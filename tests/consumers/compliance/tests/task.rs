//! Archiving what the sandbox's member did.
//!
//! The seams between calls are where events get lost or come twice.

use std::collections::BTreeSet;

use consumer_compliance::{Archived, archive};
use linkedin::restli::EpochMillis;
use linkedin::{Client, MemberEventMethod, PersonUrn};
use restli_sandbox::Sandbox;

const SCHEMA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../schema");

async fn connect() -> (Sandbox, Client) {
    let sandbox = Sandbox::start(SCHEMA).await.expect("the sandbox starts");
    let builder = Client::builder().base_url(sandbox.url());
    let client = builder.token(sandbox.token()).build().expect("a client");
    (sandbox, client)
}

fn ids(events: &[Archived]) -> BTreeSet<i64> {
    events.iter().map(|event| event.id).collect()
}

#[tokio::test]
async fn everything_is_archived_once_over_several_calls() {
    let (_sandbox, linkedin) = connect().await;
    let start = EpochMillis::from_millis(1_793_000_000_000);
    let run = archive(&linkedin, start, &BTreeSet::new()).await.unwrap();
    assert_eq!(run.events.len(), 123);
    assert_eq!(ids(&run.events).len(), 123, "none came twice");
    assert_eq!(run.until, EpochMillis::from_millis(1_793_086_401_000));

    let message = &run.events[1];
    assert_eq!(message.id, 9002);
    assert_eq!(message.actor, Some(PersonUrn::new("b3Kp-Wq0a")));
    assert_eq!(message.resource, "messages");
    assert_eq!(message.method, Some(MemberEventMethod::Create));
    let content = message.content.as_ref().unwrap().to_string();
    assert!(
        content.contains(r#""fallback":"Which lever is that?""#),
        "{content}"
    );

    let last = run.events.last().unwrap();
    assert_eq!(last.method, Some(MemberEventMethod::Action));
    assert_eq!(last.content.as_ref().unwrap().to_string(), "{}");
}

#[tokio::test]
async fn the_next_run_goes_on_and_archives_nothing_again() {
    let (_sandbox, linkedin) = connect().await;
    let middle = EpochMillis::from_millis(1_793_000_101_000);
    let none = BTreeSet::new();
    let first = archive(&linkedin, middle, &none).await.unwrap();
    assert_eq!(first.events.len(), 122, "the time itself belongs to it");
    assert_eq!(first.events[0].id, 9002);

    let known = ids(&first.events);
    let again = archive(&linkedin, first.until, &known).await.unwrap();
    assert_eq!(again.events, []);
    assert_eq!(again.until, first.until);

    let without = archive(&linkedin, first.until, &none).await.unwrap();
    assert_eq!(
        ids(&without.events),
        BTreeSet::from([9999]),
        "who forgets gets it again"
    );
}
