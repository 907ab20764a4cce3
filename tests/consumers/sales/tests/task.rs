//! An export against the sandbox, whose jobs are enqueued, processed and then done.
//!
//! Waiting has three ends: a file, a refusal, and patience that is over.

use std::time::{Duration, SystemTime};

use consumer_sales::activities;
use linkedin::Client;
use linkedin::restli::{EpochMillis, Pace};
use linkedin_flows::Error;
use restli_sandbox::Sandbox;

const SCHEMA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../schema");

const OCTOBER: (EpochMillis, EpochMillis) = (
    EpochMillis::from_millis(1_790_812_800_000),
    EpochMillis::from_millis(1_793_491_200_000),
);

async fn connect() -> (Sandbox, Client) {
    let sandbox = Sandbox::start(SCHEMA).await.expect("the sandbox starts");
    let builder = Client::builder().base_url(sandbox.url());
    let client = builder.token(sandbox.token()).build().expect("a client");
    (sandbox, client)
}

fn soon() -> Pace {
    Pace::new().with_interval(Duration::from_millis(1))
}

#[tokio::test]
async fn the_file_is_told_once_it_is_there() {
    let (_sandbox, linkedin) = connect().await;
    let before = SystemTime::now();
    let export = activities(&linkedin, 771_100, OCTOBER, soon())
        .await
        .unwrap();
    assert_eq!(
        export.url,
        "https://files.example.org/activities/400201.csv"
    );
    assert_eq!(export.rows, 412);
    let expires = export.expires_at.unwrap();
    let day = expires.duration_since(before).unwrap().as_secs();
    assert!((86_390..86_500).contains(&day), "{day}");

    let second = activities(&linkedin, 771_100, OCTOBER, soon())
        .await
        .unwrap();
    assert_eq!(
        second.url,
        "https://files.example.org/activities/400202.csv"
    );
}

#[tokio::test]
async fn another_contract_is_refused_when_the_export_is_started() {
    let (_sandbox, linkedin) = connect().await;
    let error = activities(&linkedin, 99, OCTOBER, soon())
        .await
        .unwrap_err();
    let Error::Call(error) = error else {
        panic!("{error:?}");
    };
    assert_eq!(error.status(), Some(403));
    assert!(error.to_string().contains("exportActivityData"), "{error}");
}

#[tokio::test]
async fn patience_has_an_end() {
    let (_sandbox, linkedin) = connect().await;
    let error = activities(
        &linkedin,
        771_100,
        OCTOBER,
        soon().with_deadline(Duration::ZERO),
    )
    .await;
    let told = error.unwrap_err().to_string();
    assert_eq!(told, "the export of the report is not done after 0ns");
}
