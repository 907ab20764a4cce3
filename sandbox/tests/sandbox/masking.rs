//! Masks in the `fields` spelling: wildcards, ranges, exclusion, map keys, union members.

use serde_json::json;

use crate::support::library;

#[tokio::test]
async fn masks_reach_into_everything() {
    let library = library().await;
    for (mask, expected) in [
        ("id,title", json!({"id": 7, "title": "Dracula"})),
        ("", json!({})),
        ("size:(pages)", json!({"size": {"pages": 418}})),
        (
            "size:(format:(width))",
            json!({"size": {"format": {"width": 129.5}}}),
        ),
        (
            "tags:($*:(label))",
            json!({"tags": [{"label": "night"}, {"label": "letters"}]}),
        ),
        (
            "tags:($*:(label),$start:1,$count:5)",
            json!({"tags": [{"label": "letters"}]}),
        ),
        (
            "tags:($start:0,$count:1)",
            json!({"tags": [{"label": "night", "weight": 0.75}]}),
        ),
        (
            "labels:($*:(colour),back:(text))",
            json!({"labels": {"front": {"colour": "RED"}, "back": {"text": "7 days"}}}),
        ),
        (
            "labels:($*:(text),-back)",
            json!({"labels": {"front": {"text": "New"}}}),
        ),
        (
            "labels:($*:(text),back:($*))",
            json!({"labels": {"front": {"text": "New"}, "back": {"text": "7 days"}}}),
        ),
        (
            "labels:(front)",
            json!({"labels": {"front": {"text": "New", "colour": "RED"}}}),
        ),
        (
            "labels:($*:($*,-text))",
            json!({"labels": {"front": {"colour": "RED"}, "back": {}}}),
        ),
        (
            "cover:(lib.catalog.Picture:(shade))",
            json!({"cover": {"lib.catalog.Picture": {"shade": 80}}}),
        ),
        (
            "owner:(reader)",
            json!({"owner": {"reader": "urn:lib:reader:3"}}),
        ),
        ("sequel:(subtitle)", json!({"sequel": {}})),
        (
            "size,size:(pages)",
            json!({"size": {"pages": 418, "format": {"height": 198.0, "width": 129.5}}}),
        ),
        ("subtitle", json!({})),
    ] {
        let book = library.ok(&format!("/lib/books/7?fields={mask}")).await;
        assert_eq!(book, expected, "{mask}");
    }
}

#[tokio::test]
async fn exclusion_leaves_everything_else() {
    let library = library().await;
    let whole = library.ok("/lib/books/9").await;
    let mut expected = whole.clone();
    expected.as_object_mut().unwrap().remove("title");
    assert_eq!(
        library.ok("/lib/books/9?fields=-title").await,
        expected,
        "though it is required"
    );
    assert_eq!(library.ok("/lib/books/9?fields=$*,-title").await, expected);
    assert_eq!(library.ok("/lib/books/9?fields=$*").await, whole);
    assert_eq!(
        library.ok("/lib/books/9?fields=$*,cover:(int)").await,
        whole,
        "every field, and a part of one, are every field"
    );
}

#[tokio::test]
async fn a_mask_is_measured_by_the_schema() {
    let library = library().await;
    for mask in ["titel", "title:(x)", "tags:(", "tags:($start:x)"] {
        let reply = library.get(&format!("/lib/books/7?fields={mask}")).await;
        assert_eq!(reply.status, 400, "{mask}: {:#}", reply.json);
    }
    let reply = library.get("/lib/books/7?projection=(id)").await;
    assert_eq!(reply.status, 400, "this service spells masks the other way");
}

#[tokio::test]
async fn elements_and_results_are_masked_each() {
    let library = library().await;
    let page = library.ok("/lib/books?fields=id&q=newest").await;
    assert_eq!(page["elements"], json!([{"id": 10}, {"id": 9}, {"id": 8}]));
    assert!(page["paging"].is_object(), "the mask starts at the element");
    let batch = library.ok("/lib/books?fields=cover&ids=List(8,9)").await;
    assert_eq!(
        batch["results"],
        json!({"8": {"cover": null}, "9": {"cover": {"int": 3}}})
    );
    let batch = library
        .ok("/web/authors?ids=List(urn%3Alib%3Aauthor%3Astoker)&projection=(results*(best~(title)))")
        .await;
    assert_eq!(
        batch,
        json!({"results": {"urn:lib:author:stoker": {"best": "urn:lib:book:7", "best~": {"title": "Dracula"}}}})
    );
}

#[tokio::test]
async fn lists_of_urns_are_resolved_in_order_or_by_urn() {
    let library = library().await;
    let missing = json!({"status": 404, "code": "UNRESOLVED", "message": "Not found"});
    let [lefanu, nobody, stoker] =
        ["lefanu", "nobody", "stoker"].map(|id| format!("urn:lib:author:{id}"));
    let urns = json!([lefanu, nobody, stoker]);
    let names = [
        json!({"name": "Sheridan Le Fanu"}),
        json!({"name": "Bram Stoker"}),
    ];
    let reader = library
        .ok("/web/readers/3?projection=(likes*~(name))")
        .await;
    assert_eq!(
        reader,
        json!({"likes": urns, "likes~": [names[0], null, names[1]], "likes!": [null, missing, null]})
    );
    let reader = library
        .ok("/web/readers/3?projection=(likes(*~(name)))")
        .await;
    assert_eq!(reader["likes~"], json!([names[0], null, names[1]]));
    let reader = library.ok("/web/readers/3?projection=(likes~(name))").await;
    assert_eq!(
        reader,
        json!({
            "likes": urns, "likes~": {&*lefanu: names[0], &*stoker: names[1]}, "likes!": {&*nobody: missing},
        })
    );
    // A kind that is not asked for is not resolved, which is no error.
    let reader = library
        .ok("/web/readers/3?projection=(follows*~author(name)~publisher(city))")
        .await;
    assert_eq!(
        reader,
        json!({
            "follows": ["urn:lib:publisher:5", stoker, "urn:lib:publisher:404", "urn:lib:branch:main"],
            "follows~": [{"city": "London"}, names[1], null, null],
            "follows!": [null, null, missing, null],
        })
    );
    let book = "/web/authors/urn%3Alib%3Aauthor%3Astoker?projection=(best~(authors*~(name)))";
    let author = library.ok(book).await;
    assert_eq!(
        author["best~"],
        json!({"authors": [stoker], "authors~": [names[1]]})
    );
    for mask in ["likes*~(title)", "likes*~reader", "favourite*~", "visits*~"] {
        let reply = library
            .get(&format!("/web/readers/3?projection=({mask})"))
            .await;
        assert_eq!(reply.status, 400, "{mask}: {:#}", reply.json);
    }
}
