//! The sandbox on a schema that has nothing to do with the project's: it knows no names.

use std::fs;
use std::path::Path;

use crate::support::Served;
use restli_sandbox::{Sandbox, StartError};
use serde_json::json;
use tempfile::TempDir;

const API: &str = r#"
api: library
docs: { summary: A library. }
host: https://api.example.org
bases:
  v1: { path: /v1, projection: projection, decorates: true }
  rest: { path: /rest, versioned: true, projection: fields, decorates: false }
version: { header: Library-Version, default: "202501" }
id_headers: [X-RestLi-Id]
groups:
  catalog: { docs: { summary: Books. }, default: true }
"#;

const URNS: &str = r#"
namespace: lib
kinds:
  author: { id: string, entity: Author, docs: { summary: An author. } }
  copy: { id: "(book: long, number: long)", entity: Issue, resource: copies, docs: { summary: A copy. } }
"#;

const BOOKS: &str = r#"
resource: books
base: v1
kind: collection
key: { name: id, type: long }
entity: Book
docs: { summary: Books. }
methods:
  get: { docs: { summary: Reads a book. } }
  batch_get: { docs: { summary: Reads books. } }
  get_all: { paging: { style: offset, default: 2 }, docs: { summary: Reads all books. } }
  create: { returns: entity, docs: { summary: Adds a book. } }
  delete: { docs: { summary: Removes a book. } }
actions:
  count: { docs: { summary: Counts the books. }, returns: int }
finders:
  byAuthor:
    paging: { style: cursor, default: 2 }
    docs: { summary: Finds books. }
    params:
      authors: { type: "[Urn<author>]", required: true, doc: Authors. }
records:
  Author:
    docs: { summary: An author. }
    fields:
      name: { type: string, doc: Name. }
      city: { type: string, doc: City. }
  Book:
    docs: { summary: A book. }
    fields:
      id: { type: long, read_only: true, doc: Id. }
      title: { type: string, doc: Title. }
      state: { type: string, doc: State. }
      author: { type: Urn<author>, decorates: Author, doc: Author. }
      others: { type: "[Urn<author>]", decorates: Author, doc: Others. }
      copies: { type: "[Urn<copy>]", decorates: Issue, doc: Copies. }
"#;

const COPIES: &str = r#"
resource: copies
base: rest
kind: association
key: { name: id, parts: { book: { type: long, doc: Book. }, number: { type: long, doc: Number. } } }
entity: Issue
docs: { summary: Copies. }
methods:
  get: { docs: { summary: Reads a copy. } }
  batch_get: { docs: { summary: Reads copies. } }
records:
  Issue:
    docs: { summary: A copy. }
    fields:
      shelf: { type: string, doc: Shelf. }
      note: { type: string, doc: Note. }
"#;

pub(crate) const SEED: &str = r#"
resources:
  books:
    default: (id,title)
    entities:
      - { $key: 1, id: 1, title: One, author: urn:lib:author:a, others: [urn:lib:author:b, urn:lib:author:lost], copies: ["urn:lib:copy:(1,2)"] }
      - { $repeat: 4, $with: { who: [a, b] }, $entity: { $key: "1{n}", id: "{n}", title: "Book {n}", author: "urn:lib:author:{who}" } }
      - { $key: 9, $error: { status: 410, message: Burnt } }
    finders:
      byAuthor: { where: { authors: author } }
    create:
      key: 10{n}
      entity: { title: "No. {n}" }
      states:
        - { seconds: 1.5, set: { state: new } }
        - { polls: 1, set: { state: read } }
        - { set: { state: old } }
  copies:
    entities:
      - { $key: "(number:2,book:1)", shelf: A, note: torn }
urns:
  author:
    decorated: (name)
    entities:
      - { $key: urn:lib:author:a, name: Ada, city: Bern }
      - { $key: urn:lib:author:b, name: Bo, city: Graz }
"#;

pub(crate) fn library(seed: &str) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    write("api.yaml", API);
    write("urns.yaml", URNS);
    write("scopes.yaml", "scopes: {}\n");
    write("resources/catalog/books.yaml", BOOKS);
    write("resources/catalog/copies.yaml", COPIES);
    write("sandbox/all.yaml", seed);
    folder
}

async fn served() -> (TempDir, Served) {
    let folder = library(SEED);
    let served = Served::start(folder.path()).await;
    (folder, served)
}

#[tokio::test]
async fn all_entities_come_in_pages_without_a_total() {
    let (_folder, served) = served().await;
    let page = served.ok("/v1/books").await;
    assert_eq!(
        page["elements"],
        json!([{"id": 1, "title": "One"}, {"id": 1, "title": "Book 1"}])
    );
    assert_eq!(
        page["paging"]["links"][0]["href"],
        "/v1/books?count=2&start=2"
    );
    // A full last page has a next link: without a total nobody knows that it is the last.
    let last = served.ok("/v1/books?count=5").await;
    assert_eq!(
        last["elements"].as_array().unwrap().len(),
        5,
        "closed entities are no elements"
    );
    assert_eq!(last["paging"]["links"][0]["rel"], "next");
    let end = served.ok("/v1/books?count=5&start=5").await;
    assert_eq!(end["elements"], json!([]));
    assert_eq!(
        end["paging"]["links"].as_array().unwrap().len(),
        1,
        "only prev"
    );
}

#[tokio::test]
async fn batches_tell_apart_what_is_there() {
    let (_folder, served) = served().await;
    let batch = served.ok("/v1/books?ids=List(1,9,77)").await;
    assert_eq!(batch["results"], json!({"1": {"id": 1, "title": "One"}}));
    assert_eq!(batch["statuses"], json!({"1": 200}));
    assert_eq!(batch["errors"]["9"]["status"], 410);
    assert_eq!(batch["errors"]["77"]["status"], 404);
    let masked = served
        .ok("/v1/books?ids=List(1)&projection=(results*(author~))")
        .await;
    assert_eq!(
        masked,
        json!({"results": {"1": {"author": "urn:lib:author:a", "author~": {"name": "Ada"}}}})
    );
    let fields = served
        .ok("/rest/copies?ids=List((book:1,number:2))&fields=shelf")
        .await;
    assert_eq!(
        fields["results"],
        json!({"(book:1,number:2)": {"shelf": "A"}})
    );
}

#[tokio::test]
async fn lists_of_urns_resolve_in_order_or_by_urn() {
    let (_folder, served) = served().await;
    let book = served
        .ok("/v1/books/1?projection=(others*~(city),copies~(shelf))")
        .await;
    assert_eq!(
        book,
        json!({
            "others": ["urn:lib:author:b", "urn:lib:author:lost"],
            "others~": [{"city": "Graz"}, null],
            "others!": [null, {"code": "UNRESOLVED", "message": "Not found", "status": 404}],
            "copies": ["urn:lib:copy:(1,2)"],
            "copies~": {"urn:lib:copy:(1,2)": {"shelf": "A"}},
        })
    );
}

#[tokio::test]
async fn cursors_lead_through_a_finder() {
    let (_folder, served) = served().await;
    let finder = "/v1/books?q=byAuthor&authors=List(urn%3Alib%3Aauthor%3Aa)";
    let mask = "projection=(elements*(title),metadata)";
    let reply = served.send("GET", finder, &[], "").await;
    let first = reply.json;
    assert_eq!(first["elements"].as_array().unwrap().len(), 2);
    let token = first["metadata"]["nextPageToken"].as_str().unwrap();
    let reply = served
        .send("GET", &format!("{finder}&pageToken={token}"), &[], "")
        .await;
    assert_eq!(
        reply.json["elements"],
        json!([{"id": 3, "title": "Book 3"}])
    );
    assert!(reply.json.get("metadata").is_none());
    let masked = served.ok(&format!("{finder}&{mask}")).await;
    assert_eq!(masked["metadata"], first["metadata"]);
}

#[tokio::test]
async fn creating_keeps_what_was_sent_and_time_moves_it_on() {
    let (_folder, served) = served().await;
    let created = served
        .send("POST", "/v1/books", &[], r#"{"author":"urn:lib:author:b"}"#)
        .await;
    assert_eq!(created.status, 201, "{:#}", created.json);
    assert_eq!(created.header("x-restli-id"), Some("107"));
    assert_eq!(
        created.json,
        json!({"id": 107, "author": "urn:lib:author:b", "title": "No. 7", "state": "new"})
    );
    let state = async || served.ok("/v1/books/107?projection=(state)").await["state"].clone();
    assert_eq!(state().await, "new");
    tokio::time::sleep(std::time::Duration::from_millis(1600)).await;
    assert_eq!(state().await, "read");
    assert_eq!(state().await, "old");
    assert_eq!(state().await, "old");
}

#[tokio::test]
async fn what_it_cannot_do_it_says() {
    let (_folder, served) = served().await;
    let reply = served
        .call("POST", "/v1/books?action=count", "action", json!({}))
        .await;
    assert_eq!((reply.status, &reply.json), (200, &json!({"value": 1})));
    assert_eq!(
        reply.header("x-sandbox-assumed"),
        Some("nothing says what this action answers; the value is made up")
    );
    let reply = served.get("/v1/books/5").await;
    assert_eq!(
        reply.json,
        json!({
            "status": 404, "code": "NOT_FOUND", "message": "Not found",
            "explanation": [{"rule": "not-found", "message": "`books` holds nothing at `/v1/books/5`"}],
        })
    );
}

#[tokio::test]
async fn seeds_that_do_not_fit_are_told_all_at_once() {
    let wrong = SEED
        .replace("title: One", "titel: One")
        .replace("default: (id,title)", "default: (id,tilte)")
        .replace("where: { authors: author }", "where: { author: author }")
        .replace("(number:2,book:1)", "(number:x,book:1)")
        .replace("name: Ada", "name: 7")
        .replace("urn:lib:author:b, name", "urn:lib:copy:b, name")
        + "errors: { no-tokn: {} }\n";
    let folder = library(&wrong);
    let Err(StartError::Seed(found)) = Sandbox::start(folder.path()).await else {
        panic!("it starts")
    };
    let text = found.join("\n");
    for expected in [
        "sandbox/all.yaml, books, 1: `titel` is a member that the schema does not know (did you mean `title`?)",
        "sandbox/all.yaml, books: the schema has no field `tilte`; did you mean `title`?",
        "sandbox/all.yaml, books, byAuthor: the schema has no parameter `author`; did you mean `authors`?",
        "sandbox/all.yaml, copies: `id.number` is `x`, not a long",
        "sandbox/all.yaml, author, urn:lib:author:a: `name` is a number, not a string",
        "sandbox/all.yaml, author: `urn:lib:copy:b` is no URN of `author`",
        "sandbox/all.yaml: the sandbox refuses nothing as `no-tokn`; did you mean `no-token`?",
    ] {
        assert!(
            found.iter().any(|line| line == expected),
            "{expected}\n\nis not in\n\n{text}"
        );
    }
    assert_eq!(found.len(), 7, "{text}");
}

#[tokio::test]
async fn a_sandbox_without_a_usable_schema_does_not_start() {
    let folder = library(SEED);
    fs::write(
        folder.path().join("resources/catalog/books.yaml"),
        BOOKS.replace("entity: Book", "entity: Bok"),
    )
    .unwrap();
    let Err(StartError::Schema(report)) = Sandbox::start(folder.path()).await else {
        panic!("it starts")
    };
    assert!(
        report.contains("`Bok`") && report.contains("books.yaml:6"),
        "{report}"
    );
    let Err(StartError::Read { path, .. }) = Sandbox::start("no/such/folder").await else {
        panic!("it starts")
    };
    assert_eq!(path, Path::new("no/such/folder"));
}

#[tokio::test]
async fn another_seed_and_a_port_can_be_given() {
    let folder = library(SEED);
    let seed = folder.path().join("other.txt");
    fs::write(
        &seed,
        "resources: { books: { entities: [{ $key: 5, title: Five }] } }\n",
    )
    .unwrap();
    let sandbox = Sandbox::builder(folder.path())
        .seed(&seed)
        .start()
        .await
        .unwrap();
    let bearer = format!("Bearer {}", sandbox.token());
    let reply = crate::support::send(
        sandbox.url(),
        "GET",
        "/v1/books",
        &[("Authorization", &bearer)],
        "",
    )
    .await;
    assert_eq!(reply.json["elements"], json!([{"title": "Five"}]));
    let port = sandbox.url().rsplit(':').next().unwrap().parse().unwrap();
    let taken = Sandbox::builder(folder.path()).port(port).start().await;
    assert!(matches!(taken, Err(StartError::Listen { .. })));
    drop(sandbox);
    let again = Sandbox::builder(folder.path())
        .port(port)
        .start()
        .await
        .unwrap();
    assert!(again.url().ends_with(&format!(":{port}")));
}
