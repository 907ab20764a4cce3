//! Batches: one outcome for each key or element, success or failure.

use serde_json::{Value as Json, json};

use crate::support::library;

/// The statuses of an answer, by key; failures are read from `errors`.
fn statuses(json: &Json) -> Vec<(String, u64)> {
    let part = |name: &str| json[name].as_object().cloned().unwrap_or_default();
    let mut statuses: Vec<_> = { part("results").into_iter() }
        .chain(part("errors"))
        .map(|(key, outcome)| (key, outcome["status"].as_u64().unwrap_or(200)))
        .collect();
    statuses.sort();
    statuses
}

fn all(expected: &[(&str, u64)]) -> Vec<(String, u64)> {
    { expected.iter() }
        .map(|(key, status)| ((*key).to_owned(), *status))
        .collect()
}

#[tokio::test]
async fn each_key_is_read_or_told_why_not() {
    let library = library().await;
    let batch = library
        .ok("/lib/shelves?ids=List(12,14,99,12)&fields=name")
        .await;
    assert_eq!(batch["results"], json!({"12": {"name": "Oak"}}));
    assert_eq!(batch["statuses"], json!({"12": 200}));
    assert_eq!(
        statuses(&batch),
        all(&[("12", 200), ("14", 423), ("99", 404)])
    );
    assert!(batch["errors"]["99"].get("explanation").is_none());
    let none = library.ok("/lib/shelves?ids=List(98,99)").await;
    assert_eq!(
        none["results"],
        json!({}),
        "a batch is a success even if nothing in it is"
    );
}

#[tokio::test]
async fn each_entity_is_replaced_by_itself() {
    let library = library().await;
    let body =
        json!({"entities": {"12": {"name": "A2"}, "14": {"name": "B2"}, "99": {"name": "C"}}});
    let reply = library
        .call(
            "PUT",
            "/lib/shelves?ids=List(12,14,99)",
            "batch_update",
            body,
        )
        .await;
    assert_eq!(reply.status, 200);
    assert_eq!(
        statuses(&reply.json),
        all(&[("12", 204), ("14", 423), ("99", 404)])
    );
    assert_eq!(
        library.ok("/lib/shelves/12?fields=name").await,
        json!({"name": "A2"})
    );
}

#[tokio::test]
async fn each_entity_is_patched_by_itself() {
    let library = library().await;
    let body = json!({"entities": {
        "12": {"patch": {"$set": {"name": "A2"}, "$delete": ["note"]}},
        "13": {"patch": {"steps": {"$reorder": [{"$fromIndex": 0, "$toIndex": 1}]}}},
        "99": {"patch": {}},
    }});
    let target = "/lib/shelves?ids=List(12,13,99)";
    let reply = library
        .call("POST", target, "batch_partial_update", body)
        .await;
    assert_eq!(reply.status, 200);
    assert_eq!(
        statuses(&reply.json),
        all(&[("12", 204), ("13", 422), ("99", 404)])
    );
    assert_eq!(
        library.ok("/lib/shelves/12?fields=name,note").await,
        json!({"name": "A2"})
    );
}

#[tokio::test]
async fn patched_entities_come_back_where_the_method_returns_them() {
    let library = library().await;
    let body = json!({"entities": {
        "978-3-20": {"patch": {"$set": {"year": 1}}},
        "978-0": {"patch": {}},
    }});
    let target = "/lib/editions?ids=List(978-3-20,978-0)&fields=year";
    let reply = library
        .call("POST", target, "batch_partial_update", body.clone())
        .await;
    assert_eq!(
        reply.json["results"],
        json!({"978-3-20": {"status": 200, "entity": {"year": 1}}})
    );
    assert_eq!(reply.json["errors"]["978-0"]["status"], 404);
    let target = "/lib/editions?$returnEntity=false&ids=List(978-3-20,978-0)";
    let reply = library
        .call("POST", target, "batch_partial_update", body)
        .await;
    assert_eq!(reply.json["results"], json!({"978-3-20": {"status": 204}}));
}

#[tokio::test]
async fn each_element_is_created_in_its_turn() {
    let library = library().await;
    let body = json!({"elements": [{"name": "A"}, {"name": "Taken"}, {"name": "B"}]});
    let reply = library
        .call("POST", "/lib/shelves", "batch_create", body)
        .await;
    assert_eq!(reply.status, 200);
    let elements = reply.json["elements"].as_array().unwrap();
    let statuses: Vec<_> = elements.iter().map(|element| &element["status"]).collect();
    assert_eq!(statuses, [201, 422, 201]);
    assert_eq!(elements[1]["error"]["message"], "name is taken");
    assert!(elements[1].get("id").is_none());
    let id = elements[2]["id"]
        .as_str()
        .expect("ids are texts, whatever the type of keys");
    let shelf = library.ok(&format!("/lib/shelves/{id}?fields=name")).await;
    assert_eq!(shelf, json!({"name": "B"}));
    assert_eq!(elements[2]["location"], format!("/lib/shelves/{id}"));
}

#[tokio::test]
async fn created_entities_come_back_where_the_method_returns_them() {
    let library = library().await;
    let body = json!({"elements": [{"isbn": "1", "year": 1999}, {"isbn": "978-3-20"}]});
    let target = "/lib/editions?fields=year";
    let reply = library
        .call("POST", target, "batch_create", body.clone())
        .await;
    let elements = &reply.json["elements"];
    assert_eq!(elements[0]["entity"], json!({"year": 1999}));
    assert_eq!(
        (&elements[1]["status"], elements[1].get("entity")),
        (&json!(409), None)
    );
    let target = "/lib/editions?$returnEntity=false";
    let reply = library.call("POST", target, "batch_create", body).await;
    assert!(reply.json["elements"][0].get("entity").is_none());
}

#[tokio::test]
async fn each_key_is_deleted_or_told_why_not() {
    let library = library().await;
    let target = "/lib/shelves?ids=List(13,14,99,13)";
    let reply = library
        .call("DELETE", target, "batch_delete", Json::Null)
        .await;
    assert_eq!(reply.status, 200);
    assert_eq!(
        statuses(&reply.json),
        all(&[("13", 204), ("14", 423), ("99", 404)])
    );
    assert_eq!(library.get("/lib/shelves/13").await.status, 404);
}

#[tokio::test]
async fn a_batch_that_is_too_long_is_refused_where_the_limit_is_checked() {
    let library = library().await;
    let elements = vec![json!({"name": "A"}); 21];
    let body = json!({ "elements": elements });
    let reply = library
        .call("POST", "/lib/shelves", "batch_create", body)
        .await;
    assert_eq!(reply.status, 400, "20 is validated");
    let ids: Vec<_> = (1..=51).map(|id| id.to_string()).collect();
    let reply = library
        .get(&format!("/lib/shelves?ids=List({})", ids.join(",")))
        .await;
    assert_eq!(reply.status, 200, "50 is advice");
}

#[tokio::test]
async fn entities_must_be_those_of_the_ids() {
    let library = library().await;
    let body = json!({"entities": {"12": {"name": "A"}, "13": {"name": "B"}}});
    let target = "/lib/shelves?ids=List(12)";
    let reply = library.call("PUT", target, "batch_update", body).await;
    assert_eq!(reply.status, 400, "{:#}", reply.json);
}
