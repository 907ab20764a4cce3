//! Statistics of a Page against the sandbox: each shape of the finder as a type of its own.
#![cfg(feature = "community")]

use std::path::Path;

use linkedin::restli::EpochMillis;
use linkedin::{Client, FunctionUrn, OrganizationUrn, ShareUrn, TimeGranularity};
use linkedin_flows::statistics::{
    Facet, Span, follower_gains, followers, posts_each, posts_in_total, posts_over_time,
};
use restli_sandbox::Sandbox;

async fn sandbox() -> (Sandbox, Client) {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema");
    let sandbox = Sandbox::start(schema).await.unwrap();
    let client = Client::builder()
        .base_url(sandbox.url())
        .token(sandbox.token());
    let client = client.build().unwrap();
    (sandbox, client)
}

fn page() -> OrganizationUrn {
    OrganizationUrn::new(2414183)
}

/// So many whole days from 1 November 2026 on.
fn days(count: i64) -> Span {
    const FIRST: i64 = 1_793_318_400_000;
    Span {
        start: EpochMillis::from_millis(FIRST),
        end: EpochMillis::from_millis(FIRST + count * 86_400_000),
    }
}

#[tokio::test]
async fn followers_are_counted_by_what_they_have_in_common() {
    let (_sandbox, linkedin) = sandbox().await;
    let followers = followers(&linkedin, page()).await.unwrap();
    let function = |of, organic, paid| Facet {
        of: FunctionUrn::new(of),
        organic,
        paid,
    };
    assert_eq!(
        followers.by_function,
        [function(8, 412, 3), function(24, 96, 0)]
    );
    assert_eq!(followers.by_country.len(), 1);
    assert!(followers.by_industry.is_empty());
}

#[tokio::test]
async fn gains_come_day_by_day() {
    let (_sandbox, linkedin) = sandbox().await;
    let gains = follower_gains(&linkedin, page(), days(3), TimeGranularity::Day).await;
    let gains = gains.unwrap();
    let numbers: Vec<_> = gains.iter().map(|gain| (gain.organic, gain.paid)).collect();
    assert_eq!(numbers, [(12, 1), (9, 0), (31, 4)]);
    assert_eq!(gains[0].span, days(1));
}

#[tokio::test]
async fn posts_are_counted_in_total_over_time_and_each() {
    let (_sandbox, linkedin) = sandbox().await;
    let total = posts_in_total(&linkedin, page()).await.unwrap();
    assert_eq!(
        (total.impression_count, total.engagement),
        (Some(90210), Some(0.0174))
    );

    let spans = posts_over_time(&linkedin, page(), days(2), TimeGranularity::Day)
        .await
        .unwrap();
    let likes: Vec<_> = spans.iter().map(|span| span.numbers.like_count).collect();
    assert_eq!(likes, [Some(3), Some(-1)], "the oldest first");

    let (met, unmet) = (ShareUrn::new(7201844785523593134_i64), ShareUrn::new(1));
    let each = posts_each(&linkedin, page(), [unmet.clone(), met.clone()])
        .await
        .unwrap();
    assert_eq!(each[0].0, unmet.into());
    assert_eq!(each[0].1.impression_count, None);
    assert_eq!(each[1].0, met.into());
    assert_eq!(each[1].1.impression_count, Some(5100));
    let none = posts_each(&linkedin, page(), Vec::<ShareUrn>::new())
        .await
        .unwrap();
    assert!(none.is_empty());
}
