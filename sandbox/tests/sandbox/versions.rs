//! Versions: which are served, in which month, and what is said of the others.

use restli_sandbox::{Sandbox, StartError};
use serde_json::json;

use crate::general::{SEED, library};
use crate::support::{Served, schema, served};

const VERSION: &str = "LinkedIn-Version";
const ACCOUNTS: &str = "/rest/adAccounts?q=search&search=(status:(values:List(ACTIVE)))";
const CHANGES: &str = "/rest/memberChangeLogs?q=memberAndApplication";
const STATUS: &str = "/rest/simpleJobPostings";

/// The rule that refuses a version, or nothing.
async fn refused(served: &Served, target: &str, version: &str) -> Option<String> {
    let protocol = ("X-RestLi-Protocol-Version", "2.0.0");
    let headers = [protocol, (VERSION, version)];
    let verb = if target == STATUS { "PATCH" } else { "GET" };
    let reply = served.send_as_is(verb, target, &headers, "").await;
    let rule = reply.json["explanation"][0]["rule"].as_str()?;
    // A version that is served lets the request through to where its verb is refused, or nothing is found.
    let through = ["method", "not-found"].contains(&rule);
    (!through).then(|| rule.to_owned())
}

async fn expect(served: &Served, target: &str, versions: &[(&str, &str)]) {
    for (version, rule) in versions {
        let found = refused(served, target, version).await;
        assert_eq!(
            found.as_deref().unwrap_or("served"),
            *rule,
            "{target} {version}"
        );
    }
}

#[tokio::test]
async fn it_is_the_month_of_the_schema_and_what_it_pins_is_served() {
    let served = served().await;
    expect(
        &served,
        ACCOUNTS,
        &[
            ("202610", "unknown-version"),
            ("202609", "served"),
            ("202609.02", "served"),
            ("202509", "served"),
            ("202508", "sunset-version"),
            ("202613", "unknown-version"),
            ("2026-09", "unknown-version"),
            ("202609.x", "unknown-version"),
            ("20260901", "unknown-version"),
            ("", "no-version"),
        ],
    )
    .await;
    let pinned = [
        ("202312", "served"),
        ("202401", "sunset-version"),
        ("202509", "served"),
        ("202610", "unknown-version"),
    ];
    expect(&served, CHANGES, &pinned).await;
    let identity = [
        ("202510.03", "served"),
        ("202510", "served"),
        ("202609", "served"),
        ("202610", "unknown-version"),
    ];
    expect(&served, "/rest/identityMe", &identity).await;
    let talent = [("202409", "served"), ("202408", "sunset-version")];
    expect(&served, STATUS, &talent).await;
}

#[tokio::test]
async fn the_month_can_be_turned_on() {
    let served = served().await;
    served.sandbox.turn_to(Some("202709")).unwrap();
    let later = [
        ("202709", "served"),
        ("202609", "served"),
        ("202608", "sunset-version"),
    ];
    expect(&served, ACCOUNTS, &later).await;
    // Where the schema names a version of its own, that one is still the one to speak.
    let pinned = [
        ("202312", "served"),
        ("202401", "sunset-version"),
        ("202709", "served"),
    ];
    expect(&served, CHANGES, &pinned).await;
    served.sandbox.turn_to(Some("202311")).unwrap();
    expect(
        &served,
        CHANGES,
        &[("202312", "unknown-version"), ("202311", "served")],
    )
    .await;
    let wrong = served.sandbox.turn_to(Some("202311.03"));
    assert!(matches!(wrong, Err(StartError::Month(text)) if text == "202311.03"));
    expect(&served, CHANGES, &[("202311", "served")]).await;
    served.sandbox.turn_to(None).unwrap();
    expect(&served, CHANGES, &[("202312", "served")]).await;
}

#[tokio::test]
async fn a_sandbox_starts_in_a_month() {
    let sandbox = Sandbox::builder(schema())
        .month("202710")
        .start()
        .await
        .unwrap();
    let headers = [
        ("Authorization", format!("Bearer {}", sandbox.token())),
        (VERSION, "202609".to_owned()),
    ];
    let headers = headers
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let reply =
        crate::support::send(sandbox.url(), "GET", "/rest/adAccounts/1", &headers, "").await;
    assert_eq!(reply.status, 426);
    assert_eq!(reply.json["code"], "NONEXISTENT_VERSION");
    assert_eq!(
        reply.json["message"],
        "Requested version 202609 is not active"
    );
    let why = &reply.json["explanation"][0];
    assert_eq!(why["at"], "header `LinkedIn-Version`");
    assert_eq!(
        why["message"],
        "version `202609` was served for 12 months, and it is 202710 here"
    );
    assert_eq!(why["help"], "write `LinkedIn-Version: 202710`");
    let wrong = Sandbox::builder(schema()).month("October").start().await;
    assert!(matches!(wrong, Err(StartError::Month(_))));
}

#[tokio::test]
async fn no_version_is_asked_for_where_there_are_none() {
    let served = served().await;
    for version in [None, Some("199901"), Some("nonsense")] {
        let headers: Vec<_> = version
            .into_iter()
            .map(|version| (VERSION, version))
            .collect();
        let reply = served.send_as_is("GET", "/v2/me", &headers, "").await;
        assert_eq!(reply.status, 200, "{version:?}");
    }
    let reply = served
        .send_as_is("GET", "/rest/adAccounts/1", &[], "")
        .await;
    assert_eq!(reply.status, 400);
    assert_eq!(
        reply.json["message"],
        "A version must be present. Please specify a version by adding the LinkedIn-Version header."
    );
    let twice = [(VERSION, "202609"), ("linkedin-version", "202608")];
    let reply = served
        .send_as_is("GET", "/rest/adAccounts/1", &twice, "")
        .await;
    assert_eq!(reply.json["explanation"][0]["rule"], "header");
}

#[tokio::test]
async fn without_data_about_them_old_versions_live_for_ever() {
    let folder = library(SEED);
    let served = Served::start(folder.path()).await;
    let get = async |version: &str| {
        let headers = [
            ("X-RestLi-Protocol-Version", "2.0.0"),
            ("Library-Version", version),
        ];
        let target = "/rest/copies/(book:1,number:2)";
        served.send_as_is("GET", target, &headers, "").await
    };
    assert_eq!(get("202501").await.status, 200);
    assert_eq!(get("199001").await.status, 200);
    let reply = get("202502").await;
    assert_eq!(
        (reply.status, &reply.json["code"]),
        (400, &json!("UNKNOWN_VERSION"))
    );
    let reply = get("202501.01").await;
    assert_eq!(
        reply.json["code"], "UNKNOWN_VERSION",
        "no month has revisions"
    );
}
