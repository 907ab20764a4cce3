//! Values that no two entities may share: in every way of writing, and what is said about them.

use restli_sandbox::Sandbox;
use serde_json::{Value as Json, json};
use tempfile::TempDir;

use crate::support::{Served, folder, served};

const API: &str = "
api: museum
docs: { summary: A museum. }
host: https://api.example.org
bases: { v1: { path: /v1, projection: fields } }
id_headers: [X-RestLi-Id]
groups: { all: { docs: { summary: All. }, default: true } }
";

const ROOMS: &str = "
resource: rooms
base: v1
kind: collection
key: { name: roomId, type: long }
entity: Room
docs: { summary: Rooms. }
methods:
  get: { docs: { summary: Reads a room. } }
  create: { docs: { summary: Adds a room. } }
  batch_create: { docs: { summary: Adds rooms. } }
  update: { docs: { summary: Replaces a room. } }
  batch_update: { docs: { summary: Replaces rooms. } }
  partial_update: { docs: { summary: Changes a room. } }
  delete: { docs: { summary: Removes a room. } }
entity_actions:
  rename:
    docs: { summary: Renames a room. }
    params: { name: { type: string, required: true, doc: The new name. } }
records:
  Room:
    docs: { summary: A room. }
    fields:
      floor: { type: int, doc: Its floor. }
      name: { type: string, doc: Its name. }
      note: { type: string, doc: A note. }
";

const CASES: &str = "
resource: cases
base: v1
kind: collection
key: { name: caseId, type: long }
entity: Case
docs: { summary: Show cases. }
methods:
  get: { docs: { summary: Reads a case. } }
  create: { docs: { summary: Adds a case. } }
  delete: { docs: { summary: Removes a case. } }
records:
  Case:
    docs: { summary: A show case. }
    fields:
      label: { type: string, doc: Its label. }
      size: { type: Size, doc: Its size. }
  Size:
    docs: { summary: A size. }
    fields:
      width: { type: int, doc: Its width. }
";

const SEED: &str = r#"
resources:
  rooms:
    unique: [[floor, name]]
    entities: [{ $key: 1, floor: 1, name: Hall }, { $key: 2, floor: 2, name: Hall }, { $key: 3, note: bare }]
    actions: { rename: { set: { name: "{name}" } } }
  rooms/cases:
    unique:
      - fields: [label, size.width]
        error: { code: TWICE, message: "{label} is case {key}" }
        even_deleted: true
"#;

fn museum(seed: &str) -> TempDir {
    folder(&[
        ("api.yaml", API),
        ("resources/all/rooms.yaml", ROOMS),
        ("resources/all/rooms/cases.yaml", CASES),
        ("sandbox/all.yaml", seed),
    ])
}

async fn start() -> (TempDir, Served) {
    let folder = museum(SEED);
    let served = Served::start(folder.path()).await;
    (folder, served)
}

#[tokio::test]
async fn a_combination_is_refused_in_whatever_way_it_is_written() {
    let (_folder, museum) = start().await;
    let hall = json!({"floor": 1, "name": "Hall"});
    let refused = museum
        .call("POST", "/v1/rooms", "create", hall.clone())
        .await;
    assert_eq!(
        refused.json,
        json!({
            "status": 422, "code": "DUPLICATE", "message": "It is there already",
            "explanation": [{"rule": "duplicate", "message": "the entity `1` has the same `floor`, `name`"}],
        })
    );
    let put = async |key: u32| {
        let target = format!("/v1/rooms/{key}");
        museum
            .call("PUT", &target, "update", hall.clone())
            .await
            .status
    };
    assert_eq!(put(2).await, 422);
    assert_eq!(put(1).await, 204, "its own values are no other's");
    let patch = json!({"patch": {"$set": {"floor": 1}}});
    let patched = museum
        .call("POST", "/v1/rooms/2", "partial_update", patch)
        .await;
    assert_eq!(patched.status, 422);
    assert_eq!(
        museum.ok("/v1/rooms/2").await["floor"],
        2,
        "nothing has changed"
    );
    let name = |name: &str| json!({ "name": name });
    let rename = async |name: Json| {
        museum
            .call("POST", "/v1/rooms/2?action=rename", "action", name)
            .await
            .status
    };
    assert_eq!(rename(name("Tower")).await, 200);
    let patch = json!({"patch": {"$set": {"floor": 1}}});
    let patched = museum
        .call("POST", "/v1/rooms/2", "partial_update", patch)
        .await;
    assert_eq!(patched.status, 204);
    assert_eq!(rename(name("Hall")).await, 422);
}

#[tokio::test]
async fn elements_of_a_batch_are_refused_one_by_one() {
    let (_folder, museum) = start().await;
    let elements = json!({"elements": [
        {"floor": 3, "name": "Loft"}, {"floor": 3, "name": "Loft"}, {"floor": 4, "name": "Loft"},
    ]});
    let made = museum
        .call("POST", "/v1/rooms", "batch_create", elements)
        .await;
    let statuses = made.json["elements"].as_array().unwrap().iter();
    let statuses: Vec<_> = statuses
        .map(|element| element["status"].as_u64().unwrap())
        .collect();
    assert_eq!(statuses, [201, 422, 201]);
    assert_eq!(made.json["elements"][1]["error"]["code"], "DUPLICATE");
    let entities = json!({"entities": {"1": {"floor": 2, "name": "Hall"}, "2": {"floor": 9}}});
    let target = "/v1/rooms?ids=List(1,2)";
    let updated = museum.call("PUT", target, "batch_update", entities).await;
    assert_eq!(updated.json["errors"]["1"]["status"], 422);
    assert_eq!(updated.json["results"]["2"]["status"], 204);
}

#[tokio::test]
async fn what_both_lack_is_shared_unless_they_lack_all() {
    let (_folder, museum) = start().await;
    let create = async |room: Json| {
        museum
            .call("POST", "/v1/rooms", "create", room)
            .await
            .status
    };
    assert_eq!(create(json!({"floor": 7})).await, 201);
    assert_eq!(create(json!({"floor": 7})).await, 422);
    assert_eq!(create(json!({"floor": 7, "name": "Attic"})).await, 201);
    assert_eq!(create(json!({"note": "bare"})).await, 201);
}

#[tokio::test]
async fn the_error_speaks_of_the_other_entity_even_if_it_is_gone() {
    let (_folder, museum) = start().await;
    let case = json!({"label": "Lamps", "size": {"width": 9}});
    let create = async |room: u32| {
        let target = format!("/v1/rooms/{room}/cases");
        museum.call("POST", &target, "create", case.clone()).await
    };
    let first = create(1).await;
    let key = first.header("x-restli-id").unwrap();
    assert_eq!(create(2).await.status, 201, "below another parent");
    let twice = json!({"status": 422, "code": "TWICE", "message": format!("Lamps is case {key}")});
    let again = create(1).await;
    assert_eq!((again.status, &again.json), (422, &twice));
    let location = first.header("location").unwrap();
    let deleted = museum.call("DELETE", location, "", Json::Null).await;
    assert_eq!(deleted.status, 204);
    assert_eq!(create(1).await.json, twice, "it is remembered");
}

#[tokio::test]
async fn a_post_that_was_posted_before_is_refused_with_its_urn() {
    let served = served().await;
    let post = json!({
        "author": "urn:li:organization:2414183", "commentary": "Open on Sunday",
        "visibility": "PUBLIC", "lifecycleState": "PUBLISHED",
        "distribution": {"feedDistribution": "MAIN_FEED", "targetEntities": [], "thirdPartyDistributionChannels": []},
    });
    let first = served
        .call("POST", "/rest/posts", "create", post.clone())
        .await;
    assert_eq!(first.status, 201, "{:#}", first.json);
    let urn = first.header("x-restli-id").unwrap();
    let again = served
        .call("POST", "/rest/posts", "create", post.clone())
        .await;
    let duplicate = json!({
        "status": 422, "code": "DUPLICATE_POST", "message": format!("Content is a duplicate of {urn}"),
    });
    assert_eq!((again.status, &again.json), (422, &duplicate));
    let mut other = post.clone();
    other["author"] = json!("urn:li:organization:2414184");
    let other = served.call("POST", "/rest/posts", "create", other).await;
    assert_eq!(other.status, 201, "another author");
    let location = first.header("location").unwrap();
    let deleted = served.call("DELETE", location, "", Json::Null).await;
    assert_eq!(deleted.status, 204);
    let ghost = served.call("POST", "/rest/posts", "create", post).await;
    assert_eq!(ghost.json, duplicate, "the URN of what is gone");
}

#[tokio::test]
async fn rules_that_do_not_fit_are_told() {
    let seed = r#"
resources:
  rooms:
    unique: [[], [flor], { fields: [name], error: GONE }, { fields: [name], error: { message: "{nam}" } }]
"#;
    let folder = museum(seed);
    let error = match Sandbox::start(folder.path()).await {
        Ok(_) => panic!("it started"),
        Err(error) => error.to_string(),
    };
    for wrong in [
        "rooms, unique: no field at all",
        "rooms, unique: the schema has no field `flor`; did you mean `floor`?",
        "rooms, unique: the schema has no service error `GONE`",
        "rooms, unique: `{nam}` names nothing",
    ] {
        assert!(error.contains(wrong), "{wrong}\n{error}");
    }
}
