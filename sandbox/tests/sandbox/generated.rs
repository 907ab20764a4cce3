//! Keys that nobody chose: every type of key, without a word about it in the sandbox's data.

use std::fs;

use serde_json::{Value as Json, json};
use tempfile::TempDir;

use crate::support::Served;

const API: &str = "
api: store
docs: { summary: A store of things. }
host: https://api.example.org
bases: { v1: { path: /v1, projection: fields } }
id_headers: [X-RestLi-Id]
groups: { all: { docs: { summary: All. }, default: true } }
";

const URNS: &str = "
namespace: st
kinds:
  thing: { id: string, docs: { summary: A thing. } }
  part: { id: '(whole: Urn<thing>, number: long)', docs: { summary: A part. } }
";

const TYPES: &str = "
records:
  Thing:
    docs: { summary: A thing. }
    fields:
      note: { type: string, doc: A note. }
      code: { type: string, doc: A code. }
      x: { type: int, doc: A part of its key. }
      at: { type: Place, doc: Another part of its key. }
  Spot:
    docs: { summary: Where something is. }
    fields:
      x: { type: int, required: true, doc: Column. }
      at: { type: Place, required: true, doc: Place. }
      note: { type: string, doc: Not needed. }
  Detail:
    docs: { summary: How much. }
    fields:
      level: { type: int, doc: How much. }
fixed:
  Tag: { size: 4, docs: { summary: Four bytes. } }
enums:
  Colour:
    docs: { summary: A colour. }
    symbols: { RED: { doc: Red. }, BLUE: { doc: Blue. } }
unions:
  Place:
    docs: { summary: A place. }
    members: { string: { type: string, doc: By name. }, int: { type: int, doc: By number. } }
typerefs:
  Number: { type: long, docs: { summary: A number. } }
";

const KEYS: &[(&str, &str)] = &[
    ("longs", "{ name: id, type: long }"),
    ("ints", "{ name: id, type: int }"),
    ("strings", "{ name: id, type: string }"),
    ("booleans", "{ name: id, type: boolean }"),
    ("doubles", "{ name: id, type: double }"),
    ("blobs", "{ name: id, type: bytes }"),
    ("tags", "{ name: id, type: Tag }"),
    ("colours", "{ name: id, type: Colour }"),
    ("numbers", "{ name: id, type: Number }"),
    ("things", "{ name: id, type: Urn<thing> }"),
    ("parts", "{ name: id, type: Urn<part> }"),
    ("spots", "{ name: id, complex: Spot, params: Detail }"),
    ("codes", "{ name: code, type: string }"),
];

async fn store() -> (TempDir, Served) {
    let folder = TempDir::new().expect("a folder");
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    write("api.yaml", API);
    write("urns.yaml", URNS);
    write("scopes.yaml", "scopes: {}\n");
    write("types/common/things.yaml", TYPES);
    for (name, key) in KEYS {
        let resource = format!(
            "resource: {name}\nbase: v1\nkind: collection\nkey: {key}\nentity: Thing\n\
             docs: {{ summary: Things. }}\nmethods:\n  get: {{ docs: {{ summary: Reads. }} }}\n  \
             create: {{ docs: {{ summary: Creates. }} }}\n  delete: {{ docs: {{ summary: Deletes. }} }}\n"
        );
        write(&format!("resources/all/{name}.yaml"), &resource);
    }
    let served = Served::start(folder.path()).await;
    (folder, served)
}

#[tokio::test]
async fn every_type_of_key_has_a_next_one() {
    let (_folder, store) = store().await;
    for (name, _) in KEYS {
        let target = format!("/v1/{name}");
        let mut seen = Vec::new();
        for note in ["first", "second"] {
            let created = store
                .call("POST", &target, "create", json!({ "note": note }))
                .await;
            assert_eq!(created.status, 201, "{name}: {:#}", created.json);
            let id = created.header("x-restli-id").unwrap().to_owned();
            assert!(!seen.contains(&id), "{name}: {id} twice");
            let location = created.header("location").unwrap();
            assert_eq!(store.ok(location).await["note"], note, "{location}");
            seen.push(id);
        }
    }
}

#[tokio::test]
async fn types_with_few_values_run_out_and_start_again() {
    let (_folder, store) = store().await;
    let create = async || store.call("POST", "/v1/colours", "create", json!({})).await;
    let first = create().await;
    assert_eq!(first.header("x-restli-id"), Some("RED"));
    assert_eq!(create().await.header("x-restli-id"), Some("BLUE"));
    assert_eq!(create().await.status, 501, "there is no third colour");
    store
        .call("DELETE", first.header("location").unwrap(), "", Json::Null)
        .await;
    assert_eq!(create().await.header("x-restli-id"), Some("RED"));
}

#[tokio::test]
async fn a_key_that_was_sent_is_taken_as_it_is() {
    let (_folder, store) = store().await;
    let body = json!({"code": "a b"});
    let created = store
        .call("POST", "/v1/codes", "create", body.clone())
        .await;
    assert_eq!(created.header("x-restli-id"), Some("a b"));
    assert_eq!(created.header("location"), Some("/v1/codes/a%20b"));
    let again = store.call("POST", "/v1/codes", "create", body).await;
    assert_eq!((again.status, &again.json["code"]), (409, &json!("TAKEN")));
    let body = json!({"x": 5, "at": {"string": "a b"}});
    let spot = store.call("POST", "/v1/spots", "create", body).await;
    assert_eq!(
        (spot.header("x-restli-id"), spot.header("location")),
        (
            Some("(at:(string:a b),x:5)"),
            Some("/v1/spots/(at:(string:a%20b),x:5)")
        ),
        "body form here, URI form there"
    );
    let part = store
        .call("POST", "/v1/spots", "create", json!({"x": 7}))
        .await;
    let id = part.header("x-restli-id").unwrap();
    assert!(id.ends_with(",x:7)"), "the part that the entity has: {id}");
}

#[tokio::test]
async fn a_new_key_is_written_into_the_entity() {
    let (_folder, store) = store().await;
    let created = store.call("POST", "/v1/codes", "create", json!({})).await;
    let code = store.ok(created.header("location").unwrap()).await["code"].clone();
    assert_eq!(code, created.header("x-restli-id").unwrap());
}
