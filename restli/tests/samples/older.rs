//! Samples of services that speak protocol 1.0.0.

use crate::differences;
use crate::mini::*;

const BATCH: &str = r#"{
    "request": {
        "method": "PUT",
        "path": "/v2/archive/maps?ids[1].x=3&ids[1].y=4&ids[0].$params.detail=a&ids[0].x=1&ids[0].y=2",
        "headers": {},
        "body": {"entities": {"y=4&x=3": {"days": 2}, "$params.detail=a&x=1&y=2": {"days": 1}}}
    },
    "response": {
        "status": 200,
        "headers": {},
        "body": {"results": {"y=2&x=1": {"status": 204}}, "errors": {"x=3&y=4": {"status": 403}}}
    }
}"#;

const GET: &str = r#"{
    "request": {"method": "GET", "path": "/v2/archive/loans/reader=urn:lib:author:x&book=7", "headers": {}},
    "response": {"status": 200, "headers": {}, "body": {"days": 3}}
}"#;

async fn batch(sample: &str) -> usize {
    let found = differences(sample, async |client| {
        let key = restli::ComplexKey::new(MapKey::new(1, 2)).params(MapParams::new("a"));
        let entities = [
            (key, Loan::new(1)),
            (MapKey::new(3, 4).into(), Loan::new(2)),
        ];
        client.archive().batch_update_maps(entities).send().await
    });
    found.await.len()
}

async fn get(sample: &str) -> usize {
    let found = differences(sample, async |client| {
        let key = LoansKey::new(7, AuthorUrn::new("x"));
        client.archive().get_loan(key).send().await
    });
    found.await.len()
}

#[tokio::test]
async fn requests_are_compared_by_what_they_mean() {
    assert_eq!(batch(BATCH).await, 0);
    assert_eq!(get(GET).await, 0);
}

#[tokio::test]
async fn every_change_of_a_request_is_noticed() {
    for (from, to) in [
        ("ids[1].x=3", "ids[1].x=4"),
        ("ids[0].$params.detail=a&", ""),
        ("ids[0].x=1", "ids[1].x=1"),
        ("\"y=4&x=3\"", "\"y=4&x=5\""),
        ("\"days\": 2", "\"days\": 3"),
        ("archive/maps", "archive/loans"),
    ] {
        assert!(BATCH.contains(from));
        assert_ne!(
            batch(&BATCH.replacen(from, to, 1)).await,
            0,
            "{from} -> {to}"
        );
    }
    for (from, to) in [
        ("book=7", "book=8"),
        ("&book=7", ""),
        ("author:x", "author:y"),
    ] {
        assert!(GET.contains(from));
        assert_ne!(get(&GET.replacen(from, to, 1)).await, 0, "{from} -> {to}");
    }
}
