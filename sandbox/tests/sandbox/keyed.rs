//! Keys of every kind: complex, compound, alternative, below parents, at mounts; and new ones.

use serde_json::{Value as Json, json};

use crate::support::library;

#[tokio::test]
async fn parameters_are_no_part_of_a_complex_key() {
    let library = library().await;
    let plain = "(building:Main,floor:-1,spot:(int:7))";
    let drawn = "($params:(detail:high),spot:(int:7),floor:-1,building:Main)";
    for key in [plain, drawn] {
        let map = library.ok(&format!("/lib/maps/{key}?fields=title")).await;
        assert_eq!(map, json!({"title": "Cellar"}));
    }
    let batch = library
        .ok(&format!("/lib/maps?ids=List({drawn})&fields=title"))
        .await;
    assert_eq!(batch["results"], json!({plain: {"title": "Cellar"}}));
    let body = json!({"entities": {drawn: {"title": "Deep"}}});
    let target = format!("/lib/maps?ids=List({drawn})");
    let reply = library.call("PUT", &target, "batch_update", body).await;
    assert_eq!(reply.json["results"], json!({plain: {"status": 204}}));
    let map = library.ok(&format!("/lib/maps/{plain}?fields=title")).await;
    assert_eq!(map, json!({"title": "Deep"}));
}

#[tokio::test]
async fn keys_in_answers_escape_only_what_the_grammar_needs() {
    let library = library().await;
    let key = "(building:50%25%20%C3%A9,floor:2,spot:(lib.catalog.Cell:(x:3,y:4)))";
    let batch = library
        .ok(&format!("/lib/maps?ids=List({key})&fields=title"))
        .await;
    let written = "(building:50%25 é,floor:2,spot:(lib.catalog.Cell:(x:3,y:4)))";
    assert_eq!(
        batch["results"],
        json!({written: {"title": "Second floor"}})
    );
}

#[tokio::test]
async fn the_location_of_a_complex_key_leads_to_it() {
    let library = library().await;
    let body = json!({"title": "New"});
    let created = library.call("POST", "/lib/maps", "create", body).await;
    let id = created.header("x-restli-id").unwrap();
    assert!(id.starts_with("(building:New,floor:"), "{id}");
    let map = library.ok(created.header("location").unwrap()).await;
    assert_eq!(map["title"], "New");
}

#[tokio::test]
async fn entities_of_an_association_come_to_be_by_updates() {
    let library = library().await;
    let target = "/lib/loans/(book:10,kind:HOME,reader:urn%3Alib%3Areader%3A5)";
    assert_eq!(library.get(target).await.status, 404);
    let body = json!({"due": 5, "state": "OUT"});
    assert_eq!(
        library
            .call("PUT", target, "update", body.clone())
            .await
            .status,
        201
    );
    assert_eq!(library.ok(target).await, body);
    assert_eq!(
        library.call("PUT", target, "update", body).await.status,
        204
    );
    let key = "(reader:urn%3Alib%3Areader%3A5,kind:HOME,book:10)";
    let reply = library
        .call(
            "DELETE",
            &format!("/lib/loans?ids=List({key})"),
            "batch_delete",
            Json::Null,
        )
        .await;
    let written = "(book:10,kind:HOME,reader:urn%3Alib%3Areader%3A5)";
    assert_eq!(reply.json["results"], json!({written: {"status": 204}}));
}

#[tokio::test]
async fn alternative_keys_name_the_same_entities() {
    let library = library().await;
    assert_eq!(
        library.ok("/lib/shelves/A%2F7?altkey=code&fields=id").await,
        json!({"id": 12})
    );
    let batch = library
        .ok("/lib/shelves?altkey=code&fields=id&ids=List(B%2C%20%28new%29,A/7,none)")
        .await;
    assert_eq!(
        batch["results"],
        json!({"A/7": {"id": 12}, "B, (new)": {"id": 13}}),
        "keys of the answer are in the alternative form too"
    );
    assert_eq!(batch["errors"]["none"]["status"], 404);
    let body = json!({"patch": {"$set": {"note": "by code"}}});
    let target = "/lib/shelves/E1?altkey=code";
    assert_eq!(
        library
            .call("POST", target, "partial_update", body)
            .await
            .status,
        204
    );
    assert_eq!(
        library.ok("/lib/shelves/15?fields=note").await,
        json!({"note": "by code"})
    );
    assert_eq!(
        library.call("DELETE", target, "", Json::Null).await.status,
        204
    );
    assert_eq!(library.get("/lib/shelves/15").await.status, 404);
    let ticket = library
        .ok("/lib/loans/501?altkey=ticket&fields=state")
        .await;
    assert_eq!(ticket, json!({"state": "OUT"}));
    assert_eq!(
        library.get("/lib/shelves/A%2F7?altkey=colour").await.status,
        400
    );
}

#[tokio::test]
async fn entities_below_different_parents_are_different() {
    let library = library().await;
    let height = async |shelf: u32| {
        let row = library
            .ok(&format!("/lib/shelves/{shelf}/rows/1?fields=height"))
            .await;
        row["height"].clone()
    };
    assert_eq!(
        (height(12).await, height(13).await),
        (json!(320.5), json!(300.0))
    );
    let all = library.ok("/lib/shelves/12/rows?fields=id").await;
    assert_eq!(all["elements"], json!([{"id": 1}, {"id": 2}]));
    let body = json!({"patch": {"$set": {"height": 1.5}}});
    let target = "/lib/shelves/12/rows/1";
    assert_eq!(
        library
            .call("POST", target, "partial_update", body)
            .await
            .status,
        204
    );
    assert_eq!(
        (height(12).await, height(13).await),
        (json!(1.5), json!(300.0))
    );
    let body = json!({"height": 9.0});
    let created = library
        .call("POST", "/lib/shelves/13/rows", "create", body)
        .await;
    let location = created.header("location").unwrap();
    assert!(location.starts_with("/lib/shelves/13/rows/"), "{location}");
    assert_eq!(library.ok("/lib/shelves/12/rows?fields=id").await, all);
}

#[tokio::test]
async fn resources_hang_below_each_other_at_any_depth() {
    let library = library().await;
    let label = "/lib/shelves/12/rows/1/slots/left/label";
    assert_eq!(
        library.ok(label).await,
        json!({"text": "Poetry", "colour": "GREEN"})
    );
    let other = "/lib/shelves/12/rows/2/slots/left/label";
    assert_eq!(library.get(other).await.status, 404);
    let body = json!({"text": "New"});
    assert_eq!(
        library
            .call("PUT", other, "update", body.clone())
            .await
            .status,
        201
    );
    assert_eq!(library.ok(other).await, body);
    let empty = library.ok("/lib/shelves/12/rows/1/slots/''").await;
    assert_eq!(empty, json!({"width": 0.5}), "the empty string is a key");
    let pin = "/lib/maps/(building:Main,floor:-1,spot:(int:7))/pins/4";
    assert_eq!(library.ok(pin).await["text"], "Here");
    let themes = library.ok("/lib/settings/themes?fields=dark").await;
    assert_eq!(themes["elements"], json!([{"dark": true}, {}]));
}

#[tokio::test]
async fn mounts_show_the_same_entities() {
    let library = library().await;
    let texts =
        async |target: &str| library.ok(&format!("{target}?fields=text")).await["elements"].clone();
    assert_eq!(
        texts("/lib/shelves/12/notes").await,
        json!([{"text": "Watch the step"}]),
        "the field stands for the key of the path"
    );
    let body = json!({"text": "Oiled"});
    let created = library
        .call("POST", "/lib/shelves/13/notes", "create", body)
        .await;
    let id = created.header("x-restli-id").unwrap().to_owned();
    let note = library.ok(&format!("/lib/notes/{id}")).await;
    assert_eq!(
        (&note["text"], &note["shelf"]),
        (&json!("Oiled"), &json!(13))
    );
    assert_eq!(
        library
            .get(&format!("/lib/shelves/12/notes/{id}"))
            .await
            .status,
        404
    );
    let all = texts("/lib/notes").await;
    assert_eq!(texts("/lib/tickets/5/remarks").await, all);
}

#[tokio::test]
async fn keys_that_are_bytes_or_urns() {
    let library = library().await;
    assert_eq!(
        library.ok("/lib/scans/%C3%BF%01A?fields=page").await,
        json!({"page": 3})
    );
    let created = library
        .call("POST", "/lib/scans", "create", json!({"page": 1}))
        .await;
    assert!(created.header("x-restli-id").unwrap().starts_with("AB"));
    let key = "%C3%BF%281%29%2C%3A%27%25%20abcdefg";
    let batch = library
        .ok(&format!("/lib/files?ids=List({key})&fields=name"))
        .await;
    assert_eq!(
        batch["results"],
        json!({"ÿ(1),:'% abcdefg": {"name": "c.pdf"}}),
        "simple keys are bare"
    );
    let author = library
        .ok("/web/authors/urn%3Alib%3Aauthor%3Abram%20%28jr%29%2C%202?projection=(name)")
        .await;
    assert_eq!(author, json!({"name": "Bram, Jr."}));
    let genres = library
        .ok("/lib/genres?ids=List(NOVEL,SCIENCE)&fields=name")
        .await;
    assert_eq!(genres["results"], json!({"NOVEL": {"name": "Novel"}}));
    let body = json!({"name": "Science"});
    assert_eq!(
        library
            .call("PUT", "/lib/genres/SCIENCE", "update", body)
            .await
            .status,
        201,
        "nothing else creates one"
    );
}
