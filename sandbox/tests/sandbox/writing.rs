//! Writing one entity and reading it back: create, update, delete, and what is refused.

use serde_json::{Value as Json, json};

use crate::support::library;

#[tokio::test]
async fn what_is_created_can_be_read_where_the_answer_says() {
    let library = library().await;
    let sent = json!({"name": "Ash", "room": "ATTIC"});
    let created = library.call("POST", "/lib/shelves", "create", sent).await;
    assert_eq!((created.status, &created.json), (201, &Json::Null));
    let id = created.header("x-restli-id").unwrap();
    let location = created.header("location").unwrap();
    assert_eq!(location, format!("/lib/shelves/{id}"));
    let shelf = library.ok(location).await;
    assert_eq!(shelf["name"], "Ash");
    assert_eq!(shelf["id"].to_string(), id);
}

#[tokio::test]
async fn no_key_is_given_twice_even_after_a_deletion() {
    let library = library().await;
    let create = async || {
        let body = json!({"name": "Ash"});
        let created = library.call("POST", "/lib/shelves", "create", body).await;
        created.header("location").unwrap().to_owned()
    };
    let first = create().await;
    assert_eq!(
        library.call("DELETE", &first, "", Json::Null).await.status,
        204
    );
    assert_ne!(create().await, first);
}

#[tokio::test]
async fn the_created_entity_comes_back_unless_it_is_not_wanted() {
    let library = library().await;
    let sent = json!({"isbn": "978-3-99", "year": 2001});
    let target = "/lib/editions?fields=year";
    let created = library.call("POST", target, "create", sent.clone()).await;
    assert_eq!((created.status, created.json), (201, json!({"year": 2001})));
    let target = "/lib/editions?$returnEntity=false";
    let created = library.call("POST", target, "create", sent.clone()).await;
    assert_eq!((created.status, created.json), (201, Json::Null));
    let target = "/lib/editions?$returnEntity=perhaps";
    let refused = library.call("POST", target, "create", sent).await;
    assert_eq!(refused.status, 400);
}

#[tokio::test]
async fn an_update_replaces_all_but_what_clients_cannot_send() {
    let library = library().await;
    let body = json!({"name": "Oak II", "room": "CELLAR"});
    let updated = library.call("PUT", "/lib/shelves/12", "update", body).await;
    assert_eq!((updated.status, updated.json), (204, Json::Null));
    assert_eq!(
        library.ok("/lib/shelves/12").await,
        json!({
            "name": "Oak II", "room": "CELLAR",
            "id": 12, "code": "A/7", "createdAt": 1_700_000_000_000_i64, "createdBy": "urn:lib:reader:3",
        }),
        "read-only and create-only fields keep their values"
    );
}

#[tokio::test]
async fn fields_that_cannot_be_written_are_refused() {
    let library = library().await;
    for (verb, method, body, field) in [
        (
            "PUT",
            "update",
            json!({"name": "A", "createdAt": 1}),
            "createdAt",
        ),
        (
            "PUT",
            "update",
            json!({"name": "A", "code": "other"}),
            "code",
        ),
        (
            "POST",
            "partial_update",
            json!({"patch": {"$set": {"id": 1}}}),
            "id",
        ),
        (
            "POST",
            "partial_update",
            json!({"patch": {"$set": {"code": "x"}}}),
            "code",
        ),
        ("PUT", "update", json!({"room": "HALL"}), "name"),
        ("PUT", "update", json!({"name": 7}), "name"),
        ("PUT", "update", json!({"name": "A", "nmae": "B"}), "nmae"),
    ] {
        let reply = library
            .call(verb, "/lib/shelves/12", method, body.clone())
            .await;
        assert_eq!(reply.status, 422, "{body}: {:#}", reply.json);
        assert_eq!(reply.json["status"], 422);
        assert_eq!(reply.header("x-restli-error-response"), Some("true"));
        let message = reply.json["message"].as_str().unwrap();
        assert!(message.contains(field), "{body}: {message}");
    }
    assert_eq!(
        library.ok("/lib/shelves/12").await["name"],
        "Oak",
        "nothing was changed"
    );
}

#[tokio::test]
async fn a_deleted_entity_is_gone() {
    let library = library().await;
    let deleted = library
        .call("DELETE", "/lib/shelves/13", "", Json::Null)
        .await;
    assert_eq!((deleted.status, deleted.json), (204, Json::Null));
    for (verb, method, body) in [
        ("GET", "", Json::Null),
        ("DELETE", "", Json::Null),
        ("PUT", "update", json!({"name": "A"})),
        ("POST", "partial_update", json!({"patch": {}})),
    ] {
        let reply = library.call(verb, "/lib/shelves/13", method, body).await;
        assert_eq!(reply.status, 404, "{verb}: {:#}", reply.json);
    }
}

#[tokio::test]
async fn the_data_can_refuse_what_the_schema_allows() {
    let library = library().await;
    let body = json!({"name": "Taken"});
    let reply = library.call("POST", "/lib/shelves", "create", body).await;
    assert_eq!(
        (reply.status, &reply.json["message"]),
        (422, &json!("name is taken"))
    );
    for (verb, method, body) in [
        ("GET", "", Json::Null),
        ("PUT", "update", json!({"name": "A"})),
        ("DELETE", "", Json::Null),
    ] {
        let reply = library.call(verb, "/lib/shelves/14", method, body).await;
        assert_eq!(
            (reply.status, &reply.json["code"]),
            (423, &json!("CLOSED")),
            "{verb}"
        );
    }
}

#[tokio::test]
async fn a_simple_resource_is_there_again_when_it_is_updated() {
    let library = library().await;
    let days = async || library.ok("/lib/settings").await["days"].clone();
    assert_eq!(days().await, 21);
    let patch = json!({"patch": {"$set": {"days": 7}}});
    let patched = library
        .call("POST", "/lib/settings", "partial_update", patch)
        .await;
    assert_eq!(patched.status, 204);
    assert_eq!(days().await, 7);
    let deleted = library
        .call("DELETE", "/lib/settings", "", Json::Null)
        .await;
    assert_eq!(deleted.status, 204);
    assert_eq!(library.get("/lib/settings").await.status, 404);
    let updated = library
        .call("PUT", "/lib/settings", "update", json!({"days": 3}))
        .await;
    assert_eq!(updated.status, 201);
    assert_eq!(days().await, 3);
}

#[tokio::test]
async fn defaults_are_written_out_only_when_asked_for() {
    let library = library().await;
    let row = library.ok("/lib/shelves/12/rows/1").await;
    assert_eq!(row, json!({"id": 1, "height": 320.5}));
    let row = library
        .ok("/lib/shelves/12/rows/1?$fillInDefaults=true")
        .await;
    assert_eq!(row, json!({"id": 1, "height": 320.5, "material": "oak"}));
    let settings = library
        .ok("/lib/settings?$fillInDefaults=true&fields=card:(note,copies)")
        .await;
    assert_eq!(settings, json!({"card": {"note": "", "copies": 2}}));
}
