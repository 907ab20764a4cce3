//! The report against the sandbox, number by number.
//!
//! Money is summed up here, so a digit that is lost on the way must show.

use consumer_ads::{places, spending};
use linkedin::Client;
use restli_sandbox::Sandbox;
use rust_decimal::Decimal;

const SCHEMA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../schema");

async fn connect() -> (Sandbox, Client) {
    let sandbox = Sandbox::start(SCHEMA).await.expect("the sandbox starts");
    let builder = Client::builder().base_url(sandbox.url());
    let client = builder.token(sandbox.token()).build().expect("a client");
    (sandbox, client)
}

fn decimal(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}

#[tokio::test]
async fn a_month_by_day_for_all_active_campaigns() {
    let (_sandbox, linkedin) = connect().await;
    let report = spending(&linkedin, 507_300_881, 2026, 10).await.unwrap();
    let named: Vec<_> = { report.iter() }
        .map(|spending| (spending.campaign, spending.name.as_str()))
        .collect();
    assert_eq!(
        named,
        [
            (600_100_501, "Steam days"),
            (600_100_503, "Signal box tours"),
            (600_100_504, "Museum shop")
        ],
        "the paused one is left out, and so is that of another account"
    );

    let steam = &report[0];
    assert_eq!(steam.days.len(), 31, "neither 30 September nor 1 November");
    assert_eq!(steam.days[&1], decimal("12.1"));
    assert_eq!(steam.days[&31], decimal("12.31"));
    // 31 times 12, the tenths of nine days, the hundredths of 22.
    assert_eq!(steam.total(), decimal("381.01"));
    assert_eq!(steam.impressions, 31 * 1200);

    let tours = &report[1];
    assert_eq!(tours.days.len(), 10);
    assert_eq!(tours.total(), decimal("1.0"), "exactly: no floats");
    assert_eq!(tours.impressions, 900);

    assert!(report[2].days.is_empty());
    assert_eq!(report[2].total(), Decimal::ZERO);
}

#[tokio::test]
async fn an_account_without_active_campaigns_asks_for_no_statistics() {
    let (_sandbox, linkedin) = connect().await;
    let report = spending(&linkedin, 507_300_000, 2026, 2).await.unwrap();
    assert_eq!(report, []);
}

#[tokio::test]
async fn a_month_without_ads_has_campaigns_and_no_days() {
    let (_sandbox, linkedin) = connect().await;
    let report = spending(&linkedin, 507_300_881, 2024, 2).await.unwrap();
    assert_eq!(report.len(), 3);
    assert!(report.iter().all(|spending| spending.days.is_empty()));
}

#[tokio::test]
async fn places_by_the_beginning_of_a_word() {
    let (_sandbox, linkedin) = connect().await;
    let found = places(&linkedin, "port").await.unwrap();
    let shown: Vec<_> = { found.iter() }
        .map(|place| (place.urn.as_str(), place.name.as_str()))
        .collect();
    assert_eq!(
        shown,
        [
            ("urn:li:geo:106692355", "Porto, Portugal"),
            ("urn:li:geo:100364837", "Portugal"),
            ("urn:li:geo:104246759", "New Portland, Maine, United States"),
        ],
        "the skill is of another facet"
    );
    assert_eq!(places(&linkedin, "ortug").await.unwrap(), []);
}
