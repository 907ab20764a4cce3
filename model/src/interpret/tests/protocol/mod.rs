//! Requests and answers of the whole protocol: what the conformance suite covers and what it does not.
//!
//! The API is a library's again, with every kind of key, method and value.

mod answers;
mod batches;
mod keys;
mod masks;
mod old_protocol;
mod patches;

use serde_json::Value as Json;

use crate::interpret::{Call, Datum, HttpRequest, HttpResponse, check_response, route, to_value};
use crate::model::{Method, Model};
use crate::source::SourceSet;

const FILES: &[(&str, &str)] = &[
    (
        "api.yaml",
        r#"
api: library
docs: { summary: A library. }
host: https://api.example.org
bases:
  root: { path: "", projection: fields }
  v2: { path: /v2, projection: projection, decorates: true }
id_headers: [X-RestLi-Id, X-LinkedIn-Id]
groups:
  catalog: { docs: { summary: Books. }, default: true }
"#,
    ),
    ("urns.yaml", "namespace: lib\n"),
    (
        "types/catalog/types.yaml",
        r#"
records:
  Book:
    wire_name: com.ex.Book
    docs: { summary: A book. }
    fields:
      id: { type: long, read_only: true, doc: Id. }
      isbn: { type: string, create_only: true, doc: Isbn. }
      name: { type: string, required: true, doc: Name. }
      note: { type: string, doc: Note. }
      edition: { type: int, default: 1, doc: Edition. }
      weight: { type: float, doc: Weight. }
      digest: { type: Md5, doc: Digest. }
      cover: { type: bytes, doc: Cover. }
      lent: { type: boolean, doc: Lent. }
      address: { type: Address, doc: Where it is. }
      tags: { type: "[string]", doc: Tags. }
      steps: { type: "[Address]", doc: Steps. }
      labels: { type: "{string: Address}", doc: Labels. }
      owner: { type: Owner, doc: Owner. }
      open: { type: json, doc: Open. }
  Address:
    wire_name: com.ex.Address
    docs: { summary: An address. }
    fields:
      city: { type: string, required: true, doc: City. }
      zip: { type: string, doc: Zip. }
      geo: { type: Geo, doc: Place. }
  Geo:
    docs: { summary: A place. }
    fields:
      lat: { type: double, doc: Latitude. }
  MapKey:
    docs: { summary: Key of a map. }
    fields:
      x: { type: int, required: true, doc: X. }
      y: { type: int, required: true, doc: Y. }
      layers: { type: "[string]", doc: Layers. }
      owner: { type: Owner, doc: Owner. }
  MapParams:
    docs: { summary: Parameters of a key. }
    fields:
      detail: { type: string, doc: Detail. }
  Criteria:
    docs: { summary: What to look for. }
    fields:
      lang: { type: string, doc: Language. }
      year: { type: int, doc: Year. }
  Facets:
    docs: { summary: Facts of a search. }
    fields:
      spelled: { type: string, doc: Spelling. }
      counts: { type: "{string: int}", doc: Counts. }
fixed:
  Md5: { size: 2, wire_name: com.ex.Md5, docs: { summary: A digest. } }
enums:
  Lang: { docs: { summary: A language. }, symbols: { DE: { doc: German. }, FR: { doc: French. } } }
unions:
  Owner:
    docs: { summary: An owner. }
    nullable: true
    members:
      int: { type: int, doc: A number. }
      com.ex.Address: { type: Address, doc: An address. }
"#,
    ),
    (
        "resources/catalog/books.yaml",
        r#"
resource: books
base: root
kind: collection
key: { name: booksId, type: long }
alternative_keys:
  isbn: { type: string, doc: The number on the back. }
entity: Book
docs: { summary: Books. }
service_errors:
  QUOTA: { status: 429, details: Criteria, doc: Too many. }
methods:
  get: { errors: [QUOTA], docs: { summary: Reads. } }
  batch_get: { max_batch: { count: 3, validated: true }, docs: { summary: Reads. } }
  get_all: { paging: { style: offset }, docs: { summary: Reads all. } }
  create: { returns: entity, docs: { summary: Adds. } }
  batch_create: { returns: entity, docs: { summary: Adds. } }
  update: { docs: { summary: Replaces. } }
  batch_update: { docs: { summary: Replaces. } }
  partial_update: { returns: entity, docs: { summary: Changes. } }
  batch_partial_update: { returns: entity, docs: { summary: Changes. } }
  delete: { docs: { summary: Deletes. } }
  batch_delete: { docs: { summary: Deletes. } }
finders:
  search:
    paging: { style: offset }
    metadata: Facets
    docs: { summary: Searches. }
    params:
      lang: { type: Lang, default: DE, doc: Language. }
      digest: { type: Md5, doc: Digest. }
      cover: { type: bytes, doc: Cover. }
      weight: { type: float, doc: Weight. }
      lent: { type: boolean, doc: Lent. }
      text: { type: string, doc: Text. }
      tags: { type: "[string]", doc: Tags. }
      marks: { type: "{string: int}", doc: Marks. }
      filter: { type: Criteria, doc: Filter. }
      bq: { type: string, rust_name: quality, doc: An ordinary parameter of this name. }
batch_finders:
  searches:
    batch_param: criteria
    params: { criteria: { type: "[Criteria]", required: true, doc: Criteria. } }
    metadata: Facets
    paging: { style: offset }
    docs: { summary: Searches. }
actions:
  reindex:
    returns: int
    params:
      deep: { type: boolean, default: true, doc: Deep. }
      owner: { type: Owner, doc: Owner. }
    docs: { summary: Reindexes. }
entity_actions:
  lock: { docs: { summary: Locks. } }
"#,
    ),
    (
        "resources/catalog/books/chapters.yaml",
        r#"
resource: chapters
kind: collection
key: { name: chaptersId, type: string }
entity: Address
docs: { summary: Chapters. }
methods:
  get: { docs: { summary: Reads. } }
"#,
    ),
    (
        "resources/catalog/books/chapters/marks.yaml",
        r#"
resource: marks
kind: simple
entity: Geo
docs: { summary: Marks. }
methods:
  get: { docs: { summary: Reads. } }
  update: { docs: { summary: Replaces. } }
  delete: { docs: { summary: Deletes. } }
actions:
  reset: { docs: { summary: Resets. } }
"#,
    ),
    (
        "resources/catalog/loans.yaml",
        r#"
resource: loans
base: root
kind: association
key: { name: loansId, parts: { book: { type: long }, reader: { type: string } } }
entity: Address
docs: { summary: Loans. }
methods:
  get: { docs: { summary: Reads. } }
  batch_get: { docs: { summary: Reads. } }
  batch_update: { docs: { summary: Replaces. } }
finders:
  byReader: { assoc_keys: [reader], paging: none, docs: { summary: Of a reader. } }
  all: { paging: none, docs: { summary: All. } }
"#,
    ),
    (
        "resources/catalog/maps.yaml",
        r#"
resource: maps
base: root
kind: collection
key: { name: mapsId, complex: MapKey, params: MapParams }
entity: Address
docs: { summary: Maps. }
mounts:
  shelf: { path: "shelves/{shelf}/maps", path_keys: { shelf: { type: string } } }
methods:
  get: { docs: { summary: Reads. } }
  batch_get: { docs: { summary: Reads. } }
  batch_update: { docs: { summary: Replaces. } }
  batch_partial_update: { docs: { summary: Changes. } }
"#,
    ),
    (
        "resources/catalog/archive.yaml",
        r#"
resource: archive
base: v2
kind: collection
protocol: "1.0.0"
key: { name: archiveId, complex: MapKey, params: MapParams }
entity: Book
docs: { summary: Old books. }
methods:
  get: { docs: { summary: Reads. } }
  batch_get: { docs: { summary: Reads. } }
  batch_update: { docs: { summary: Replaces. } }
finders:
  search:
    paging: { style: offset }
    docs: { summary: Searches. }
    params:
      tags: { type: "[string]", doc: Tags. }
      filter: { type: Criteria, doc: Filter. }
      all: { type: "[Criteria]", doc: Several. }
      marks: { type: "{string: int}", doc: Marks. }
      owner: { type: Owner, doc: Owner. }
      text: { type: string, doc: Text. }
"#,
    ),
    (
        "resources/catalog/oldLoans.yaml",
        r#"
resource: oldLoans
base: v2
kind: association
protocol: "1.0.0"
key: { name: oldLoansId, parts: { book: { type: long }, reader: { type: string } } }
entity: Address
docs: { summary: Old loans. }
methods:
  get: { docs: { summary: Reads. } }
  batch_get: { docs: { summary: Reads. } }
  batch_delete: { docs: { summary: Deletes. } }
finders:
  byReader: { assoc_keys: [reader], paging: none, docs: { summary: Of a reader. } }
"#,
    ),
];

pub(super) fn model() -> Model {
    let (model, report) = crate::load(&SourceSet::from_files(FILES.iter().copied()));
    match model {
        Some(model) if report.is_empty() => model,
        _ => panic!("{}", report.render(false)),
    }
}

/// A request: `GET /books/7`, with `Name: value` lines and a body.
fn request(head: &str, body: Option<Json>) -> HttpRequest {
    let mut lines = head.lines();
    let (method, path) = lines.next().and_then(|line| line.split_once(' ')).unwrap();
    let header = |line: &str| {
        let (name, value) = line.split_once(':').unwrap();
        (name.to_owned(), value.trim().to_owned())
    };
    HttpRequest {
        method: method.to_owned(),
        path: path.to_owned(),
        headers: lines.map(header).collect(),
        body,
    }
}

#[track_caller]
fn fits(model: &Model, head: &str, body: Option<Json>) -> Call {
    match route(model, &request(head, body)) {
        Ok(call) => call,
        Err(found) => panic!(
            "{head}: {}",
            found
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("\n")
        ),
    }
}

/// What does not fit, as `rule | place | message`.
#[track_caller]
fn misfits(model: &Model, head: &str, body: Option<Json>) -> Vec<String> {
    match route(model, &request(head, body)) {
        Ok(call) => panic!("{head} fits: {call:?}"),
        Err(found) => found
            .iter()
            .map(|found| format!("{} | {found}", found.rule))
            .collect(),
    }
}

/// What of an answer does not fit a request.
#[track_caller]
fn answer(model: &Model, head: &str, sent: Option<Json>, status: u16, body: Json) -> Vec<String> {
    let call = fits(model, head, sent);
    let response = HttpResponse {
        status,
        headers: vec![("X-RestLi-Id".to_owned(), "12".to_owned())],
        body: Some(body).filter(|body| !body.is_null()),
    };
    let found = check_response(model, &call, &response);
    found
        .iter()
        .map(|found| format!("{} | {found}", found.rule))
        .collect()
}

fn method<'m>(model: &'m Model, call: &Call) -> &'m Method {
    &model[call.method.resource].methods[call.method.method]
}

/// Data as the texts of the URI grammar, which read easily.
fn shown(model: &Model, data: &[Datum]) -> String {
    let values = data.iter().map(|datum| to_value(model, datum));
    restli_wire::QueryText::encode(&values.collect::<Vec<_>>().into()).into_string()
}
