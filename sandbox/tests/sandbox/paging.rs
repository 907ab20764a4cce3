//! Pages beyond the ends, and tokens that lead nowhere.

use serde_json::{Value as Json, json};

use crate::support::library;

#[tokio::test]
async fn pages_begin_and_end_anywhere() {
    let library = library().await;
    let page = async |query: &str| library.ok(&format!("/lib/shelves?fields=id&{query}")).await;
    let rels = |page: &Json| {
        let links = page["paging"]["links"].as_array().unwrap().iter();
        let links: Vec<_> = links.map(|link| link["rel"].as_str().unwrap()).collect();
        links.join(" ")
    };
    // So far beyond the end, nothing follows and everything went before.
    let beyond = page("start=2000000000&count=2").await;
    assert_eq!(beyond["elements"], json!([]));
    assert_eq!(
        (&beyond["paging"]["start"], rels(&beyond).as_str()),
        (&json!(2_000_000_000), "prev")
    );
    let at_the_end = page("start=3&count=2").await;
    assert_eq!(
        (&at_the_end["elements"], rels(&at_the_end).as_str()),
        (&json!([]), "prev")
    );
    // A page of nothing tells the total, and the next one is where it is itself.
    let none = page("count=0").await;
    assert_eq!(
        (&none["elements"], &none["paging"]["total"]),
        (&json!([]), &json!(3))
    );
    assert_eq!(rels(&none), "", "it leads nowhere");
    let most = page("count=100").await;
    assert_eq!(most["elements"].as_array().unwrap().len(), 3);
    let more = library.get("/lib/shelves?count=101").await;
    assert_eq!(
        (more.status, &more.json["explanation"][0]["rule"]),
        (400, &json!("paging"))
    );
}

#[tokio::test]
async fn a_walk_by_links_meets_everything_once() {
    let library = library().await;
    for count in 1..5 {
        let (mut seen, mut next) = (
            Vec::new(),
            Some(format!("/lib/shelves?count={count}&fields=id")),
        );
        while let Some(target) = next {
            let page = library.ok(&target).await;
            seen.extend(page["elements"].as_array().unwrap().clone());
            let links = page["paging"]["links"].as_array().unwrap();
            let link = links.iter().find(|link| link["rel"] == "next");
            next = link.map(|link| link["href"].as_str().unwrap().to_owned());
        }
        assert_eq!(
            json!(seen),
            json!([{"id": 12}, {"id": 13}, {"id": 15}]),
            "{count}"
        );
    }
}

const SEARCH: &str = "/web/readers?q=search&name=I&pageSize=1&projection=(elements*(id),metadata)";

#[tokio::test]
async fn a_token_is_opaque_and_the_same_in_every_sandbox() {
    let (one, other) = (library().await, library().await);
    let first = one.ok(SEARCH).await;
    let token = first["metadata"]["nextPageToken"].as_str().unwrap();
    assert_eq!(
        (token.len(), token.parse::<u64>().is_err()),
        (32, true),
        "{token}"
    );
    assert_eq!(other.ok(SEARCH).await, first);
    let next = other.ok(&format!("{SEARCH}&pageToken={token}")).await;
    assert_eq!(next["elements"], json!([{"id": 5}]));
    let larger = SEARCH.replace("pageSize=1", "pageSize=9");
    let next = other.ok(&format!("{larger}&pageToken={token}")).await;
    assert_eq!(
        next["elements"],
        json!([{"id": 5}, {"id": 6}]),
        "pages may grow"
    );
}

#[tokio::test]
async fn tokens_of_nobody_or_of_another_search_are_refused() {
    let library = library().await;
    let first = library.ok(SEARCH).await;
    let token = first["metadata"]["nextPageToken"].as_str().unwrap();
    let other = SEARCH.replace("name=I", "name=Im");
    for target in [
        format!("{SEARCH}&pageToken=2"),
        format!("{SEARCH}&pageToken=''"),
        format!("{SEARCH}&pageToken={}0", &token[..31]),
        format!("{other}&pageToken={token}"),
    ] {
        let reply = library.get(&target).await;
        let why = &reply.json["explanation"][0];
        assert_eq!(
            (reply.status, &why["rule"]),
            (400, &json!("paging")),
            "{target}: {:#}",
            reply.json
        );
        assert!(
            why["help"].as_str().unwrap().contains("nextPageToken"),
            "{why}"
        );
        assert!(
            why["declared"]
                .as_str()
                .unwrap()
                .starts_with("resources/lending/readers.yaml:"),
            "{why}"
        );
    }
}
