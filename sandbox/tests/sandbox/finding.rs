//! Pages: get_all, finders by parameters and by parts of keys, batch finders, what stands beside elements.

use serde_json::{Value as Json, json};

use crate::support::library;

fn links(page: &Json) -> Vec<(&str, &str)> {
    let links = page["paging"]["links"].as_array().unwrap();
    let text = |link: &Json, name: &str| link[name].as_str().map(str::to_owned);
    assert!(
        links
            .iter()
            .all(|link| text(link, "type").as_deref() == Some("application/json"))
    );
    { links.iter() }
        .map(|link| {
            (
                link["rel"].as_str().unwrap(),
                link["href"].as_str().unwrap(),
            )
        })
        .collect()
}

#[tokio::test]
async fn a_page_says_where_the_others_are() {
    let library = library().await;
    let page = library.ok("/lib/shelves?fields=id&start=1&count=1").await;
    assert_eq!(
        page["elements"],
        json!([{"id": 13}]),
        "closed ones are no elements"
    );
    assert_eq!(
        links(&page),
        [
            ("prev", "/lib/shelves?count=1&fields=id&start=0"),
            ("next", "/lib/shelves?count=1&fields=id&start=2")
        ]
    );
    let next = library.ok(links(&page)[1].1).await;
    assert_eq!(next["elements"], json!([{"id": 15}]));
    assert_eq!(
        (&next["paging"]["start"], &next["paging"]["total"]),
        (&json!(2), &json!(3))
    );
    assert_eq!(
        links(&next).len(),
        1,
        "nothing follows: start + returned is the total"
    );
    for wrong in ["start=-1", "count=x", "count=-2", "count=101", "start=1.5"] {
        assert_eq!(
            library.get(&format!("/lib/shelves?{wrong}")).await.status,
            400,
            "{wrong}"
        );
    }
}

#[tokio::test]
async fn without_a_total_only_a_full_page_has_a_next_one() {
    let library = library().await;
    let page = library.ok("/lib/shelves/12/rows?count=2&fields=id").await;
    assert!(page["paging"].get("total").is_none());
    assert_eq!(
        links(&page),
        [("next", "/lib/shelves/12/rows?count=2&fields=id&start=2")]
    );
    let short = library.ok("/lib/shelves/12/rows?count=3&fields=id").await;
    assert_eq!(links(&short), [], "two of three");
    let last = library.ok(links(&page)[0].1).await;
    assert_eq!(last["elements"], json!([]), "so the last page can be empty");
    assert_eq!(
        links(&last),
        [("prev", "/lib/shelves/12/rows?count=2&fields=id&start=0")]
    );
}

#[tokio::test]
async fn links_of_a_tunneled_request_are_those_of_the_inner_one() {
    let library = library().await;
    let headers = [
        ("X-HTTP-Method-Override", "GET"),
        ("Content-Type", "application/x-www-form-urlencoded"),
    ];
    let reply = library
        .send("POST", "/lib/shelves", &headers, "count=1&fields=id")
        .await;
    assert_eq!(
        links(&reply.json),
        [("next", "/lib/shelves?count=1&fields=id&start=1")]
    );
}

#[tokio::test]
async fn metadata_and_paging_have_masks_of_their_own() {
    let library = library().await;
    let page = library.ok("/lib/shelves?fields=id&count=1").await;
    assert_eq!(page["metadata"]["rooms"], json!({"HALL": 2, "ATTIC": 1}));
    assert_eq!(page["metadata"]["books"], 9_007_199_254_740_993_i64);
    let target = "/lib/shelves?fields=id&count=1&metadataFields=rooms:(HALL)&pagingFields=total";
    assert_eq!(
        library.ok(target).await,
        json!({"elements": [{"id": 12}], "metadata": {"rooms": {"HALL": 2}}, "paging": {"total": 3}})
    );
    let wrong = library.get("/lib/shelves?metadataFields=colours").await;
    assert_eq!(wrong.status, 400);
}

#[tokio::test]
async fn a_finder_finds_what_the_parameters_say() {
    let library = library().await;
    let page = library
        .ok("/lib/shelves?fields=id&q=byRoom&room=HALL")
        .await;
    assert_eq!(page["elements"], json!([{"id": 12}, {"id": 15}]));
    assert_eq!(page["metadata"], json!({"books": 2}), "how many were found");
    let found = async |query: &str| {
        let target = format!("/lib/books?fields=id&q=search&{query}");
        library.ok(&target).await["elements"].clone()
    };
    assert_eq!(found("title=Dracula").await, json!([{"id": 7}]));
    assert_eq!(
        found("title=Nacht").await,
        json!([]),
        "the language is EN unless it is given"
    );
    assert_eq!(found("title=Nacht&language=DE").await, json!([{"id": 10}]));
    let owned = library
        .ok("/lib/books?fields=id&filter=()&owner=(reader:urn%3Alib%3Areader%3A3)&q=byOwner&since=0")
        .await;
    assert_eq!(owned["elements"], json!([{"id": 7}]));
    assert_eq!(
        library.get("/lib/shelves?q=byRoom").await.status,
        400,
        "the room is missing"
    );
    assert_eq!(
        library
            .get("/lib/shelves?q=byRoom&room=GARDEN")
            .await
            .status,
        400
    );
    let twice = library
        .get("/lib/shelves?q=byRoom&room=HALL&room=ATTIC")
        .await;
    assert_eq!(twice.status, 400, "a parameter is there once");
}

#[tokio::test]
async fn a_finder_of_an_association_takes_parts_of_the_key() {
    let library = library().await;
    let reader = "(reader:urn%3Alib%3Areader%3A3)";
    let page = library
        .ok(&format!("/lib/loans/{reader}?fields=ticket&q=byReader"))
        .await;
    assert_eq!(page["elements"], json!([{"ticket": 501}, {"ticket": 502}]));
    assert_eq!(page["paging"]["total"], 2);
    let page = library
        .ok("/lib/loans/(kind:HOME,book:8)?fields=ticket&q=byBook")
        .await;
    assert_eq!(page["elements"], json!([{"ticket": 502}]));
    let none = library
        .ok("/lib/loans/(reader:urn%3Alib%3Areader%3A9)?q=byReader")
        .await;
    assert_eq!(none["elements"], json!([]));
    assert_eq!(
        library
            .get("/lib/loans/(kind:HOME)?q=byReader")
            .await
            .status,
        400
    );
    let states = library
        .ok(&format!(
            "/lib/loans/{reader}?bq=byState&fields=ticket&states=List(LOST,BACK)"
        ))
        .await;
    assert_eq!(
        states["elements"],
        json!([{"elements": [{"ticket": 502}]}, {"elements": []}])
    );
}

#[tokio::test]
async fn each_criterion_has_a_result_or_an_error_in_its_place() {
    let library = library().await;
    let criteria = "List((room:HALL),(minCapacity:1000),(room:ATTIC,minCapacity:25))";
    let target = format!("/lib/shelves?bq=search&count=1&criteria={criteria}&fields=id");
    let found = library.ok(&target).await;
    let elements = found["elements"].as_array().unwrap();
    assert_eq!(elements.len(), 3);
    assert_eq!(elements[0]["elements"], json!([{"id": 12}]));
    assert_eq!(elements[0]["metadata"], json!({"books": 2}));
    assert_eq!(links(&elements[0])[0].0, "next");
    assert!(elements[0].get("isError").is_none());
    assert_eq!(
        elements[1],
        json!({"isError": true, "elements": [], "error": {"status": 404, "message": "Nothing is that big"}})
    );
    assert_eq!(elements[2]["elements"], json!([{"id": 13}]));
}

#[tokio::test]
async fn cursors_and_metadata_stand_together() {
    let library = library().await;
    let page = library
        .ok("/web/readers?q=search&name=I&pageSize=2&projection=(elements*(id),metadata)")
        .await;
    assert_eq!(page["elements"], json!([{"id": 3}, {"id": 5}]));
    let token = page["metadata"]["nextPageToken"].as_str().unwrap();
    let page = library
        .ok(&format!(
            "/web/readers?q=search&name=I&pageSize=2&pageToken={token}"
        ))
        .await;
    assert_eq!(page["elements"], json!([{"id": 6, "name": "Imre"}]));
    assert!(page.get("metadata").is_none(), "the last page has no token");
}
