//! Whole or not at all: what is refused leaves nothing behind, and data that could fail later fails at
//! the start.

use restli_sandbox::Sandbox;
use serde_json::{Value as Json, json};
use tempfile::TempDir;

use crate::support::{Served, folder};

const API: &str = "
api: forge
docs: { summary: A forge. }
host: https://api.example.org
bases: { v1: { path: /v1, projection: fields } }
id_headers: [X-RestLi-Id]
groups: { all: { docs: { summary: All. }, default: true } }
";

const ORDERS: &str = "
resource: orders
base: v1
kind: collection
key: { name: orderId, type: string }
entity: Order
docs: { summary: Orders. }
methods:
  get: { docs: { summary: Reads an order. } }
  get_all: { paging: { style: offset }, docs: { summary: Reads all. } }
  create: { docs: { summary: Orders. } }
  batch_create: { docs: { summary: Orders more. } }
  update: { docs: { summary: Replaces an order. } }
actions:
  prepare:
    docs: { summary: Drafts an order. }
    params: { request: { type: Draft, required: true, doc: What is drafted. } }
    returns: Answer
  cancelAll: { docs: { summary: Cancels all. } }
  guess: { docs: { summary: Guesses. }, returns: Answer }
  repeat: { docs: { summary: Repeats an order. }, returns: Order }
entity_actions:
  show: { docs: { summary: Shows it. }, returns: Order }
  weigh:
    docs: { summary: Weighs what was ordered. }
    params: { text: { type: string, doc: A text. }, grams: { type: int, doc: Its weight. } }
records:
  Order:
    docs: { summary: An order. }
    fields:
      orderId: { type: string, doc: Its key. }
      name: { type: string, doc: Who orders. }
      mark: { type: string, doc: The mark on it. }
      grams: { type: int, doc: Its weight. }
      at: { type: long, format: epoch_ms, doc: When it was weighed. }
  Draft:
    docs: { summary: A draft. }
    fields:
      name: { type: string, required: true, doc: Who orders. }
      mark: { type: string, doc: The mark on it. }
      bytes: { type: long, doc: How large its drawing is. }
  Answer:
    docs: { summary: What was drafted. }
    fields:
      order: { type: string, required: true, doc: The order. }
      name: { type: string, required: true, doc: Who orders. }
      mark: { type: string, doc: The mark on it. }
      pages: { type: '[Page]', doc: Where the drawing goes. }
      at: { type: long, format: epoch_ms, required: true, doc: Until when. }
      link: { type: string, format: url, required: true, doc: Where it is. }
      kinds: { type: '[Metal]', required: true, doc: Of what. }
  Page:
    docs: { summary: A part. }
    fields: { first: { type: long, doc: The first byte. } }
enums:
  Metal:
    docs: { summary: A metal. }
    symbols: { IRON: { doc: Iron. } }
";

const LABELS: &str = "
resource: labels
base: v1
kind: collection
key: { name: labelId, type: string }
entity: Label
docs: { summary: Labels. }
methods:
  get: { docs: { summary: Reads a label. } }
records:
  Label:
    docs: { summary: A label. }
    fields:
      order: { type: string, doc: The order. }
      mark: { type: string, doc: The mark. }
      grams: { type: int, doc: The weight. }
";

/// Not Rest.li.
const BELL: &str = "
resource: bell
base: v1
kind: plain
docs: { summary: A bell. }
calls:
  ring: { verb: POST, docs: { summary: Rings. } }
";

const SEED: &str = r#"
resources:
  orders:
    create:
      key: o{n}
      entity: { mark: "M-{n}" }
      also:
        labels:
          - { key: "{name}", entity: { order: "{key}", mark: "{mark}", grams: "{grams}" } }
    actions:
      prepare:
        creates:
          key: d{n}
          entity: { name: "{request.name}", mark: "{request.mark}" }
        returns:
          order: "{key}"
          name: "{request.name}"
          mark: "{request.mark}"
          pages: [{ $parts: { bytes: "{request.bytes}", size: 10, entity: { first: "{first}" } } }]
      repeat: { creates: { key: "r{n}", entity: { name: Jo } } }
      weigh: { set: { grams: "{grams}", mark: "{text}!", at: { $epoch_ms: 0 } } }
  labels:
    unique: [[mark]]
    entities: [{ $key: Ida }]
"#;

fn forge(seed: &str) -> TempDir {
    folder(&[
        ("api.yaml", API),
        ("resources/all/orders.yaml", ORDERS),
        ("resources/all/labels.yaml", LABELS),
        ("resources/all/bell.yaml", BELL),
        ("sandbox/all.yaml", seed),
    ])
}

async fn start() -> (TempDir, Served) {
    let folder = forge(SEED);
    let served = Served::start(folder.path()).await;
    (folder, served)
}

async fn orders(forge: &Served) -> Json {
    forge.ok("/v1/orders?count=50").await["elements"].clone()
}

#[tokio::test]
async fn nothing_is_left_of_what_cannot_be_made_as_a_whole() {
    let (_folder, forge) = start().await;
    let order = |name: &str| json!({ "name": name });
    let taken = forge
        .call("POST", "/v1/orders", "create", order("Ida"))
        .await;
    assert_eq!((taken.status, &taken.json["code"]), (409, &json!("TAKEN")));
    assert_eq!(
        taken.json["explanation"][0]["message"],
        "`labels` has an entity with the key `Ida`"
    );
    assert_eq!(orders(&forge).await, json!([]));
    let elements = json!({"elements": [
        {"name": "Jo", "mark": "x"}, order("Ida"), {"name": "Max", "mark": "x"}, order("Uwe"),
    ]});
    let made = forge
        .call("POST", "/v1/orders", "batch_create", elements)
        .await;
    let statuses = made.json["elements"].as_array().unwrap().iter();
    let statuses: Vec<_> = statuses
        .map(|element| element["status"].as_u64().unwrap())
        .collect();
    assert_eq!(
        statuses,
        [201, 409, 422, 201],
        "the third label would have the mark of the first"
    );
    let names = orders(&forge).await;
    let names: Vec<_> = names
        .as_array()
        .unwrap()
        .iter()
        .map(|order| order["name"].clone())
        .collect();
    assert_eq!(names, ["Jo", "Uwe"]);
    assert_eq!(forge.get("/v1/labels/Max").await.status, 404);
    let nameless = forge.call("POST", "/v1/orders", "create", json!({})).await;
    assert_eq!(nameless.status, 501, "a label needs a key");
    assert_eq!(orders(&forge).await.as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn what_speaks_of_something_that_was_not_sent_is_left_out() {
    let (_folder, forge) = start().await;
    let order = json!({"name": "Jo", "grams": 7});
    let made = forge.call("POST", "/v1/orders", "create", order).await;
    let key = made.header("x-restli-id").unwrap();
    assert_eq!(
        forge.ok("/v1/labels/Jo").await,
        json!({"order": key, "grams": 7})
    );
    let act = async |target: &str, params: Json| forge.call("POST", target, "action", params).await;
    let draft =
        async |request: Json| act("/v1/orders?action=prepare", json!({ "request": request })).await;
    let drafted = draft(json!({"name": "Uwe"})).await;
    let value = &drafted.json["value"];
    assert_eq!(*value, json!({"order": value["order"], "name": "Uwe"}));
    let target = format!("/v1/orders/{}", value["order"].as_str().unwrap());
    let made = json!({"orderId": value["order"], "name": "Uwe"});
    assert_eq!(forge.ok(&target).await, made);
    let before = orders(&forge).await;
    let refused = draft(json!({"name": "Uwe", "bytes": 0})).await;
    assert_eq!(refused.status, 501, "there are no parts of no bytes");
    assert_eq!(orders(&forge).await, before, "and so no order");
    let pages = draft(json!({"name": "Uwe", "bytes": 11})).await.json["value"]["pages"].clone();
    assert_eq!(pages, json!([{"first": 0}, {"first": 10}]));
    let weigh = format!("{target}?action=weigh");
    assert_eq!(act(&weigh, json!({"grams": 3})).await.status, 200);
    let weighed = forge.ok(&target).await;
    assert_eq!((&weighed["grams"], weighed.get("mark")), (&json!(3), None));
    assert!(
        weighed["at"].as_i64() > Some(1_700_000_000_000),
        "times are written out"
    );
}

#[tokio::test]
async fn a_key_stands_in_its_field_however_an_entity_came() {
    let (_folder, forge) = start().await;
    let order = json!({"name": "Jo"});
    let made = forge.call("POST", "/v1/orders", "create", order).await;
    let location = made.header("location").unwrap();
    let key = forge.ok(location).await["orderId"].clone();
    let replaced = forge
        .call("PUT", location, "update", json!({"grams": 1}))
        .await;
    assert_eq!(replaced.status, 204);
    assert_eq!(
        forge.ok(location).await,
        json!({"orderId": key, "grams": 1})
    );
}

#[tokio::test]
async fn what_is_made_up_is_valid_and_told() {
    let (_folder, forge) = start().await;
    let guess = forge
        .call("POST", "/v1/orders?action=guess", "action", json!({}))
        .await;
    assert_eq!(
        guess.json["value"],
        json!({
            "order": "1", "name": "1", "at": 2_000_000_001_000_i64,
            "link": "https://example.org/1", "kinds": ["IRON"],
        }),
        "what is required, and nothing else"
    );
    let cancel = forge
        .call("POST", "/v1/orders?action=cancelAll", "action", json!({}))
        .await;
    let ring = forge.call("POST", "/v1/bell", "", Json::Null).await;
    let act = async |target: &str| forge.call("POST", target, "action", json!({})).await;
    let repeated = act("/v1/orders?action=repeat").await;
    let order = &repeated.json["value"];
    assert_eq!(
        order["name"], "Jo",
        "the entity that was made is no assumption"
    );
    assert_eq!(repeated.header("x-sandbox-assumed"), None);
    let show = format!(
        "/v1/orders/{}?action=show",
        order["orderId"].as_str().unwrap()
    );
    let shown = act(&show).await;
    assert_eq!(shown.json, repeated.json);
    let say = |what: &str, did: &str| format!("nothing says what this {what}; {did}");
    for (reply, told) in [
        (&guess, say("action answers", "the value is made up")),
        (&cancel, say("action does", "it changed nothing")),
        (&shown, say("action does", "it changed nothing")),
        (&ring, say("call does", "it did nothing")),
    ] {
        assert_eq!(
            (reply.status, reply.header("x-sandbox-assumed")),
            (200, Some(told.as_str()))
        );
    }
}

#[tokio::test]
async fn data_that_could_fail_later_fails_at_the_start() {
    let seed = r#"
resources:
  orders:
    create:
      key: o{n}
      entity: { mark: "{makr}" }
      states: [{ polls: 1, set: { grams: many } }, { set: { grams: 1, at: soon } }]
      also:
        labels:
          - { key: "{nmae}" }
          - { key: "{name}", entity: { grams: "{mark}" }, states: [{ set: { mark: 5 } }] }
    actions:
      prepare:
        creates: { entity: { grams: "{request.name}" }, refuse: [{ when: { name: Ida }, error: {} }] }
        returns: { order: "{key}", nam: "{request.name}", pages: "{request.bytes}" }
      weigh: { set: { grams: "{text}", mark: "{grms}" } }
"#;
    let folder = forge(seed);
    let error = match Sandbox::start(folder.path()).await {
        Ok(_) => panic!("it started"),
        Err(error) => error.to_string(),
    };
    for wrong in [
        "orders, create: `{makr}` names nothing",
        "orders, create, labels: `{nmae}` names nothing",
        "orders, create, labels: `grams` is a string, not an int",
        "orders, create, labels: `mark` is a number, not a string",
        "orders, prepare: `grams` is a string, not an int",
        "orders, prepare: `refuse` of an action stands beside `creates`",
        "orders, prepare: `nam` is a member that the schema does not know (did you mean `name`?)",
        "orders, prepare: `pages` is a number, not a list",
        "orders, weigh: `grams` is a string, not an int",
        "orders, weigh: `{grms}` names nothing",
    ] {
        assert!(error.contains(wrong), "{wrong}\n{error}");
    }
    let folder = forge(&seed.replace("{makr}", "{n}"));
    let error = match Sandbox::start(folder.path()).await {
        Ok(_) => panic!("it started"),
        Err(error) => error.to_string(),
    };
    for wrong in [
        "orders, create: `grams` is a string, not an int",
        "orders, create: `at` is a string, not",
    ] {
        assert!(error.contains(wrong), "{wrong}\n{error}");
    }
}
