//! Pages that go on for ever, in circles, elsewhere, or stop too early.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use super::raw::{get, json, status};
use crate::support::{Served, library, served};

const CONNECTIONS: &str = "/v2/connections?q=viewer&count=10";
const READERS: &str = "/web/readers?q=search&name=I&pageSize=2";

async fn page(served: &Served, target: &str, fault: &str) -> Json {
    let (reply, _) = get(served, target, fault).await;
    assert_eq!(status(&reply), 200, "{reply}");
    json(&reply)
}

fn next(page: &Json) -> Option<&Json> {
    let mut links = page["paging"]["links"].as_array()?.iter();
    links
        .find(|link| link["rel"] == "next")
        .map(|link| &link["href"])
}

/// The pages that links or tokens lead to, up to so many.
async fn walk(served: &Served, first: &str, fault: &str, pages: usize) -> Vec<(String, Json)> {
    let (mut walked, mut target) = (Vec::new(), first.to_owned());
    while walked.len() < pages {
        let page = page(served, &target, fault).await;
        let token = page["metadata"]["nextPageToken"].as_str();
        let token = token.map(|token| format!("{first}&pageToken={token}"));
        let link = next(&page).and_then(Json::as_str).map(str::to_owned);
        walked.push((target, page));
        match token.or(link) {
            Some(next) => target = next,
            None => break,
        }
    }
    walked
}

#[tokio::test]
async fn next_links_lead_astray_in_twenty_ways() {
    let served = served().await;
    let own = served.sandbox.url().strip_prefix("http://").unwrap();
    let rest = "/v2/connections?q=viewer&count=10&start=10";
    for (form, href) in [
        ("absolute", format!("http://127.0.0.1:9{rest}")),
        ("scheme-relative", format!("//127.0.0.1:9{rest}")),
        ("userinfo", format!("http://{own}@127.0.0.1:9{rest}")),
        ("other-port", format!("http://127.0.0.1:9{rest}")),
        ("https", format!("https://{own}{rest}")),
        (
            "other-base",
            "/elsewhere/connections?q=viewer&count=10&start=10".to_owned(),
        ),
        (
            "other-resource",
            "/v2/elsewhere?q=viewer&count=10&start=10".to_owned(),
        ),
        (
            "dot-dot",
            "/v2/connections/../elsewhere?q=viewer&count=10&start=10".to_owned(),
        ),
        ("no-query", "/v2/connections".to_owned()),
        (
            "huge-count",
            "/v2/connections?q=viewer&count=2147483647&start=10".to_owned(),
        ),
    ] {
        let fault = format!("next-link={form}; to=127.0.0.1:9");
        let page = page(&served, CONNECTIONS, &fault).await;
        assert_eq!(next(&page), Some(&json!(href)));
        assert_eq!(page["elements"].as_array().unwrap().len(), 10);
    }
    let mut seen = BTreeSet::new();
    for _ in 0..100 {
        let page = page(&served, CONNECTIONS, "next-link").await;
        seen.insert(next(&page).unwrap().to_string());
    }
    assert_eq!(
        seen.len(),
        20,
        "without a form, each has its turn: {seen:#?}"
    );
}

#[tokio::test]
async fn what_pages_say_about_themselves() {
    let served = served().await;
    let one = page(&served, CONNECTIONS, "no-links").await;
    assert_eq!(
        (&one["paging"]["links"], &one["paging"]["total"]),
        (&json!([]), &json!(120))
    );
    let one = page(&served, CONNECTIONS, "no-total").await;
    assert_eq!(one["paging"].get("total"), None);
    assert!(next(&one).is_some());
    let one = page(&served, CONNECTIONS, "total=1000000000000").await;
    assert_eq!(one["paging"]["total"], 1_000_000_000_000_u64);
    let one = page(&served, CONNECTIONS, "no-total, no-links").await;
    assert_eq!(
        one["paging"],
        json!({ "start": 0, "count": 10, "links": [] })
    );
}

#[tokio::test]
async fn short_pages_are_not_the_last() {
    let served = served().await;
    let pages = walk(&served, CONNECTIONS, "short-pages=2", 20).await;
    let lengths: Vec<_> = { pages.iter() }
        .map(|(_, page)| page["elements"].as_array().unwrap().len())
        .collect();
    assert_eq!(lengths, [8; 12]);
    let one = page(&served, CONNECTIONS, "short-pages=99").await;
    assert_eq!(
        one["elements"].as_array().unwrap().len(),
        1,
        "a short page is not an empty one"
    );
}

#[tokio::test]
async fn pages_by_offset_go_round_in_circles() {
    let served = served().await;
    let starts = async |fault: &str| {
        let pages = walk(&served, CONNECTIONS, fault, 6).await;
        let starts: Vec<_> = { pages.iter() }
            .map(|(_, page)| page["paging"]["start"].as_u64().unwrap())
            .collect();
        assert!(
            pages
                .iter()
                .all(|(_, page)| page["elements"].as_array().unwrap().len() == 10)
        );
        starts
    };
    assert_eq!(
        starts("page-loop=1").await,
        [0; 6],
        "the next page is the page itself"
    );
    assert_eq!(starts("page-loop=2").await, [0, 10, 0, 10, 0, 10]);
    assert_eq!(starts("page-loop=3").await, [0, 10, 20, 0, 10, 20]);
    // Who counts instead of following links sees the same elements again.
    let first = page(&served, CONNECTIONS, "page-loop=2").await;
    let third = page(&served, &format!("{CONNECTIONS}&start=20"), "page-loop=2").await;
    assert_eq!(
        (&third["elements"], &third["paging"]["start"]),
        (&first["elements"], &json!(20))
    );
}

#[tokio::test]
async fn pages_by_token_go_round_in_circles() {
    let library = library().await;
    let targets = async |fault: &str| -> Vec<String> {
        let pages = walk(&library, READERS, fault, 6).await;
        let tokens = pages.into_iter().map(|(target, page)| {
            assert_eq!(page["elements"].as_array().unwrap().len(), 2);
            target
                .split("&pageToken=")
                .nth(1)
                .unwrap_or_default()
                .to_owned()
        });
        tokens.collect()
    };
    let token = |number: u32| format!("sandbox-page-{number}");
    let none = String::new;
    let one = targets("page-loop=1").await;
    assert_eq!(
        one,
        [none(), token(1), token(1), token(1), token(1), token(1)]
    );
    let two = targets("page-loop=2").await;
    assert_eq!(
        two,
        [none(), token(1), token(2), token(1), token(2), token(1)]
    );
    let endless = targets("endless-pages").await;
    assert_eq!(
        endless,
        [none(), token(1), token(2), token(3), token(4), token(5)]
    );
}

#[tokio::test]
async fn pages_without_end() {
    let served = served().await;
    let pages = walk(&served, CONNECTIONS, "endless-pages", 50).await;
    assert_eq!(pages.len(), 50);
    for (index, (_, page)) in pages.iter().enumerate() {
        assert_eq!(page["elements"].as_array().unwrap().len(), 10);
        assert_eq!(page["paging"]["start"], index * 10);
        assert_eq!(page["paging"]["total"], 1_000_000_000_000_u64);
    }
    let far = page(
        &served,
        &format!("{CONNECTIONS}&start=1000000"),
        "endless-pages",
    )
    .await;
    assert_eq!(
        next(&far),
        Some(&json!("/v2/connections?q=viewer&count=10&start=1000010"))
    );
    let none = "/v2/connections?q=viewer&count=0";
    for fault in ["page-loop=2", "endless-pages", "empty-pages"] {
        assert!(next(&page(&served, none, fault).await).is_some(), "{fault}");
    }
    let pages = walk(&served, CONNECTIONS, "empty-pages", 20).await;
    assert_eq!(pages.len(), 20);
    assert!(pages.iter().all(|(_, page)| page["elements"] == json!([])));
}

#[tokio::test]
async fn what_has_no_pages_is_left_alone() {
    let served = served().await;
    let bare = "/v2/connections?q=viewer&projection=(elements*(to))";
    for (target, faults) in [
        (
            "/v2/me",
            vec!["next-link", "endless-pages", "short-pages", "total=3"],
        ),
        (
            "/v2/nothing",
            vec!["next-link", "endless-pages", "short-pages", "total=3"],
        ),
        (bare, vec!["next-link", "no-links", "total=3"]),
    ] {
        let without = json(&get(&served, target, "").await.0);
        for fault in faults {
            let with = json(&get(&served, target, fault).await.0);
            assert_eq!(with, without, "{fault}");
        }
    }
}

#[tokio::test]
async fn a_tunneled_request_for_pages_goes_on_too() {
    let served = served().await;
    let host = served.sandbox.url().strip_prefix("http://").unwrap();
    let token = served.sandbox.token();
    let body = "q=viewer&count=10&start=5000";
    let request = format!(
        "POST /v2/connections HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n\
         X-HTTP-Method-Override: GET\r\nX-RestLi-Protocol-Version: 2.0.0\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nX-Sandbox-Fault: endless-pages\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let (reply, _) = super::raw::Raw::to(&served).await.ask(&request).await;
    assert_eq!(status(&reply), 200, "{reply}");
    let page = json(&reply);
    assert_eq!(page["paging"]["start"], 5000);
    assert_eq!(page["elements"].as_array().unwrap().len(), 10);
}
