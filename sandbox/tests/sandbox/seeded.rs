//! What a seed says about finding, reading and creating, on a schema made for it.
//!
//! These words of the seed are about behaviour that no schema tells: comparisons, languages, jobs.

use std::fs;

use restli_sandbox::Sandbox;
use serde_json::{Value as Json, json};
use tempfile::TempDir;

use crate::support::Served;

const API: &str = r#"
api: theatre
docs: { summary: A theatre. }
host: https://api.example.org
bases:
  v1: { path: /v1, projection: projection }
id_headers: [X-RestLi-Id]
groups:
  stage: { docs: { summary: Plays. }, default: true }
"#;

const SHOWS: &str = r#"
resource: shows
base: v1
kind: collection
key: { name: id, type: long }
entity: Show
docs: { summary: Shows. }
methods:
  get: { docs: { summary: Reads a show. }, params: { speech: { type: Speech, doc: The language. } } }
  batch_get: { docs: { summary: Reads shows. }, params: { speech: { type: Speech, doc: The language. } } }
finders:
  typed:
    paging: { style: offset, default: 10, total: true }
    docs: { summary: Finds shows by their beginning. }
    params:
      text: { type: string, required: true, doc: The beginning. }
      speech: { type: Speech, doc: The language. }
  between:
    paging: none
    docs: { summary: Finds shows by their day. }
    params:
      span: { type: Span, doc: The days. }
      seats: { type: int, doc: So many seats at least. }
      most: { type: int, doc: So many shows at most. }
records:
  Show:
    docs: { summary: A show. }
    fields:
      id: { type: long, read_only: true, doc: Id. }
      title: { type: string, doc: Title. }
      day: { type: Day, doc: Day. }
      seats: { type: int, doc: Seats. }
  Speech:
    docs: { summary: A language. }
    fields:
      code: { type: string, doc: Code. }
  Span:
    docs: { summary: Days. }
    fields:
      first: { type: Day, doc: The first. }
      last: { type: Day, doc: The last. }
  Day:
    docs: { summary: A day. }
    fields:
      day: { type: int, doc: Day. }
      month: { type: int, doc: Month. }
"#;

const ORDERS: &str = r#"
resource: orders
base: v1
kind: collection
key: { name: id, type: string }
entity: Order
docs: { summary: Orders of tickets. }
methods:
  batch_create: { docs: { summary: Orders tickets. } }
records:
  Order:
    docs: { summary: An order. }
    fields:
      id: { type: string, doc: Id. }
      show: { type: long, doc: The show. }
      name: { type: string, doc: Who orders. }
"#;

const TICKETS: &str = r#"
resource: tickets
base: v1
kind: collection
key: { name: id, type: string }
entity: Ticket
docs: { summary: Tickets. }
methods:
  get: { docs: { summary: Reads a ticket. } }
records:
  Ticket:
    docs: { summary: A ticket. }
    fields:
      order: { type: string, doc: The order. }
      holder: { type: string, doc: Who goes. }
      state: { type: string, doc: How far it is. }
"#;

const SEED: &str = r#"
resources:
  shows:
    entities:
      - { $key: 1, id: 1, title: The Tempest, day: { day: 30, month: 4 }, seats: 90, $variants: [{ when: { speech.code: de }, set: { title: Der Sturm } }] }
      - { $key: 2, id: 2, title: Stormy night, day: { day: 2, month: 5 }, seats: 40 }
      - { $key: 3, id: 3, title: Thunderstorm, day: { day: 31, month: 5 }, seats: 40 }
      - { $key: 4, id: 4, title: Der Sturm im Wasserglas, day: { day: 1, month: 6 } }
    finders:
      typed: { where: { text: { begins: title } } }
      between:
        where:
          span.first: { from: day, by: [month, day] }
          span.last: { to: day, by: [month, day] }
          seats: { from: seats }
        limit: most
  orders:
    create:
      key: order-{n}
      also:
        tickets:
          - { when: { name: Nobody }, key: "{key}", entity: { order: "{key}", state: REFUSED } }
          - key: "{key}"
            entity: { order: "{key}", holder: "{name} to {show}" }
            states: [{ polls: 2, set: { state: PRINTING } }, { set: { state: READY } }]
"#;

fn theatre(seed: &str) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    for (path, text) in [
        ("api.yaml", API),
        ("resources/stage/shows.yaml", SHOWS),
        ("resources/stage/orders.yaml", ORDERS),
        ("resources/stage/tickets.yaml", TICKETS),
        ("sandbox/all.yaml", seed),
    ] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    folder
}

async fn served() -> (TempDir, Served) {
    let folder = theatre(SEED);
    let served = Served::start(folder.path()).await;
    (folder, served)
}

fn ids(page: &Json) -> Vec<i64> {
    let elements = page["elements"].as_array().expect("a page").iter();
    elements
        .map(|show| show["id"].as_i64().expect("an id"))
        .collect()
}

#[tokio::test]
async fn a_text_is_found_by_the_beginning_of_any_of_its_words() {
    let (_folder, theatre) = served().await;
    let page = theatre.ok("/v1/shows?q=typed&text=sTo").await;
    assert_eq!(ids(&page), [2], "thunderstorm begins otherwise");
    assert_eq!(page["paging"]["total"], 1);
    let page = theatre.ok("/v1/shows?q=typed&text=the%20t").await;
    assert_eq!(ids(&page), [1], "the beginning of several words");
}

#[tokio::test]
async fn a_range_is_of_numbers_or_of_records_by_their_weightiest_field() {
    let (_folder, theatre) = served().await;
    let found = async |query: &str| ids(&theatre.ok(&format!("/v1/shows?q=between{query}")).await);
    let may = "&span=(first:(day:1,month:5),last:(day:31,month:5))";
    assert_eq!(found(may).await, [2, 3], "both ends belong to it");
    assert_eq!(found("&span=(first:(day:31,month:5))").await, [3, 4]);
    assert_eq!(found("&span=(last:(day:30,month:4))").await, [1]);
    assert_eq!(
        found("&seats=41").await,
        [1],
        "what has no number is in no range"
    );
    assert_eq!(
        found("&seats=40&most=2").await,
        [1, 2],
        "so many and no more"
    );
    assert_eq!(found("").await, [1, 2, 3, 4]);
}

#[tokio::test]
async fn an_entity_differs_by_the_parameters_it_is_read_with() {
    let (_folder, theatre) = served().await;
    let title =
        async |query: &str| theatre.ok(&format!("/v1/shows/1{query}")).await["title"].clone();
    assert_eq!(title("").await, "The Tempest");
    assert_eq!(title("?speech=(code:de)").await, "Der Sturm");
    assert_eq!(title("?speech=(code:fr)").await, "The Tempest");
    let batch = theatre.ok("/v1/shows?ids=List(1,2)&speech=(code:de)").await;
    assert_eq!(batch["results"]["1"]["title"], "Der Sturm");
    assert_eq!(batch["results"]["2"]["title"], "Stormy night");
    let page = theatre
        .ok("/v1/shows?q=typed&text=sturm&speech=(code:de)")
        .await;
    assert_eq!(ids(&page), [1, 4], "and is found by what it is then");
}

#[tokio::test]
async fn what_is_created_may_make_something_elsewhere() {
    let (_folder, theatre) = served().await;
    let orders =
        json!({ "elements": [{ "show": 1, "name": "Ida" }, { "show": 2, "name": "Nobody" }] });
    let made = theatre
        .call("POST", "/v1/orders", "batch_create", orders)
        .await;
    let key = |index: usize| {
        made.json["elements"][index]["id"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let ticket = format!("/v1/tickets/{}", key(0));
    let printing = json!({ "order": key(0), "holder": "Ida to 1", "state": "PRINTING" });
    assert_eq!(theatre.ok(&ticket).await, printing);
    assert_eq!(theatre.ok(&ticket).await, printing);
    assert_eq!(theatre.ok(&ticket).await["state"], "READY");
    let refused = theatre.ok(&format!("/v1/tickets/{}", key(1))).await;
    assert_eq!(
        refused,
        json!({ "order": key(1), "state": "REFUSED" }),
        "the first that fits"
    );
}

#[tokio::test]
async fn words_that_do_not_fit_are_told() {
    let seed = r#"
resources:
  shows:
    entities: [{ $key: 1, $variants: [{ when: { speach: de }, set: { title: 5 } }] }]
    finders:
      typed: { where: { text: { begins: title, from: title } }, limit: most }
      between: { where: { span.first: { from: day, by: [year] } } }
  orders:
    create: { also: { tikets: [{ key: x }], tickets: [{ key: "{key}", entity: { stat: x } }] } }
"#;
    let folder = theatre(seed);
    let error = match Sandbox::start(folder.path()).await {
        Ok(_) => panic!("it started"),
        Err(error) => error.to_string(),
    };
    for wrong in [
        "shows, 1: `title` is a number, not a string",
        "shows: the schema has no parameter `speach`; did you mean `speech`?",
        "shows, typed: the schema has no parameter `most`",
        "shows, typed: `text` is compared by one of `begins`, `from` and `to`",
        "shows, between: the schema has no field `year`",
        "orders, create, tikets: the schema has no resource `tikets`; did you mean `tickets`?",
        "orders, create, tickets: `stat` is a member that the schema does not know (did you mean `state`?)",
    ] {
        assert!(error.contains(wrong), "{wrong}\n{error}");
    }
}
