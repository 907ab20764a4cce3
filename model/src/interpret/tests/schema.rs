//! A small library's API: one of everything that a request or an answer can hold.

use crate::interpret::{Call, HttpRequest, HttpResponse, Mismatch, check_response, route};
use crate::model::Model;
use crate::source::SourceSet;
use serde_json::Value as Json;

pub(super) const FILES: &[(&str, &str)] = &[
    (
        "api.yaml",
        r#"
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
"#,
    ),
    (
        "urns.yaml",
        r#"
namespace: lib
kinds:
  book: { id: long, entity: Book, resource: books, docs: { summary: A book. } }
  author: { id: string, entity: Author, docs: { summary: An author. } }
  publisher: { id: string, entity: Publisher, docs: { summary: A publisher. } }
  cover: { id: "(book: Urn<book>, size: string)", entity: Cover, variants: { sizes: { docs: { summary: All sizes. } } }, docs: { summary: A cover. } }
sets:
  maker: { kinds: [author, publisher], docs: { summary: Who makes books. } }
"#,
    ),
    (
        "scopes.yaml",
        "scopes:\n  read: { docs: { summary: Reading. } }\n",
    ),
    (
        "types/catalog/types.yaml",
        r#"
records:
  Author:
    docs: { summary: An author. }
    fields:
      name: { type: string, doc: Name. }
      home: { type: Address, doc: Home. }
      friend: { type: Urn<maker>, decorates: Maker, doc: A friend. }
  Publisher:
    docs: { summary: A publisher. }
    fields:
      title: { type: string, doc: Title. }
      friend: { type: Urn<maker>, decorates: Maker, doc: A friend. }
  Address:
    docs: { summary: An address. }
    fields:
      city: { type: string, required: true, doc: City. }
      zip: { type: string, doc: Code. }
  Cover:
    docs: { summary: A cover. }
    fields:
      width: { type: int, doc: Width. }
  Span:
    docs: { summary: From one year to another. }
    fields:
      min: { type: int, required: true, doc: First. }
      max: { type: int, doc: Last. }
enums:
  Genre:
    docs: { summary: A genre. }
    symbols: { NOVEL: { doc: A novel. }, ESSAY: { doc: An essay. } }
unions:
  Maker:
    docs: { summary: A maker. }
    by_urn: { author: Author, publisher: Publisher }
  Price:
    docs: { summary: A price. }
    members:
      int: { type: int, doc: Cents. }
      com.example.Address: { type: Address, doc: Where to ask. }
shapes:
  Size:
    docs: { summary: A size. }
    alternatives: { Pages: int, Text: string, Volumes: "[int]" }
typerefs:
  Isbn: { type: string, docs: { summary: A number. } }
"#,
    ),
    (
        "resources/catalog/books.yaml",
        r#"
resource: books
base: v1
kind: collection
key: { name: id, type: long }
entity: Book
docs: { summary: Books. }
methods:
  get: { docs: { summary: Reads a book. } }
  batch_get: { docs: { summary: Reads books. } }
  create: { docs: { summary: Adds a book. } }
finders:
  search:
    paging: { style: offset, default: 10, max: 50, total: true }
    metadata: SearchMetadata
    docs: { summary: Searches. }
    params:
      title: { type: string, doc: Title. }
      genre: { type: Genre, doc: Genre. }
      years: { type: Span, doc: Years. }
      makers: { type: "[Urn<maker>]", doc: Makers. }
      cover: { type: Urn<cover>, doc: Cover. }
      lent: { type: boolean, doc: Lent. }
      weight: { type: double, doc: Weight. }
      worth: { type: string, format: decimal, doc: Worth. }
      since: { type: long, format: epoch_s, doc: Since when. }
      size: { type: Size, doc: Size. }
      price: { type: Price, doc: Price. }
      marks: { type: "{string: int}", doc: Marks. }
      raw: { type: bytes, doc: Bytes. }
  byOwner:
    paging: { style: cursor }
    docs: { summary: By owner. }
    params:
      owner: { type: "Urn<author>", required: true, doc: Owner. }
    headers:
      X-Reason: { type: string, required: true, doc: Why. }
      X-Level: { type: int, doc: Level. }
actions:
  lend:
    returns: int
    docs: { summary: Lends. }
    params:
      days: { type: int, required: true, doc: Days. }
      note: { type: string, doc: Note. }
records:
  SearchMetadata:
    docs: { summary: Facts of a search. }
    fields:
      spelled: { type: string, doc: Spelling. }
  Book:
    docs: { summary: A book. }
    fields:
      id: { type: long, read_only: true, doc: Id. }
      title: { type: string, required: true, doc: Title. }
      isbn: { type: Isbn, doc: Number. }
      genre: { type: Genre, doc: Genre. }
      pages: { type: int, doc: Pages. }
      weight: { type: float, doc: Weight. }
      worth: { type: string, format: decimal, doc: Worth. }
      sold: { type: "[long]", format: epoch_ms, doc: When it was sold. }
      digest: { type: bytes, doc: Digest. }
      open: { type: json, doc: Anything. }
      author: { type: Urn<author>, decorates: Author, doc: Author. }
      maker: { type: Urn<maker>, decorates: Maker, doc: Maker. }
      cover: { type: Urn<cover>, decorates: Cover, doc: Cover. }
      others: { type: "[Urn<author>]", decorates: Author, doc: Others. }
      shelf: { type: "{string: Address}", accepts: array, doc: Where it is. }
      marks: { type: "{Urn<author>: int}", doc: Marks. }
      size: { type: Size, doc: Size. }
      price: { type: Price, doc: Price. }
      places: { type: "[Address]", doc: Places. }
"#,
    ),
    (
        "resources/catalog/places.yaml",
        r#"
resource: places
base: rest
kind: collection
path: shelves/{shelf}/places
path_keys: { shelf: { type: string } }
key: { name: id, complex: PlaceKey }
entity: Place
docs: { summary: Places. }
methods:
  get: { docs: { summary: Reads a place. } }
records:
  PlaceKey:
    docs: { summary: A place's key. }
    fields:
      x: { type: int, required: true, doc: X. }
      y: { type: int, required: true, doc: Y. }
  Place:
    docs: { summary: A place. }
    fields:
      label: { type: string, doc: Label. }
      home: { type: Address, doc: Home. }
      tags: { type: "[Address]", doc: Tags. }
      by: { type: "{string: Address}", doc: By. }
"#,
    ),
    (
        "resources/catalog/makers.yaml",
        r#"
resource: makers
base: v1
kind: collection
key: { name: maker, type: Urn<maker> }
entity: Author
docs: { summary: Makers. }
methods:
  get: { projections: [], docs: { summary: Reads a maker. } }
"#,
    ),
    (
        "resources/catalog/status.yaml",
        r#"
resource: status
base: v1
kind: plain
docs: { summary: Status. }
calls:
  get: { verb: GET, returns: json, docs: { summary: Reads it. } }
"#,
    ),
];

/// The model of the small library; panics with the report when it has none.
pub(super) fn model() -> Model {
    let (model, report) = crate::load(&SourceSet::from_files(FILES.iter().copied()));
    match model {
        Some(model) if report.is_empty() => model,
        _ => panic!("{}", report.render(false)),
    }
}

pub(super) fn get(path: &str) -> HttpRequest {
    HttpRequest {
        method: "GET".to_owned(),
        path: path.to_owned(),
        ..HttpRequest::default()
    }
}

pub(super) fn post(path: &str, body: Json) -> HttpRequest {
    HttpRequest {
        method: "POST".to_owned(),
        body: Some(body),
        ..get(path)
    }
}

pub(super) fn with(mut request: HttpRequest, name: &str, value: &str) -> HttpRequest {
    request.headers.push((name.to_owned(), value.to_owned()));
    request
}

#[track_caller]
pub(super) fn fits(request: &HttpRequest) -> Call {
    match route(&model(), request) {
        Ok(call) => call,
        Err(found) => panic!("{}: {}", request.path, lines(&found)),
    }
}

/// The mismatches of a request, each as `rule | place | message | help`.
#[track_caller]
pub(super) fn misfits(request: &HttpRequest) -> Vec<String> {
    match route(&model(), request) {
        Ok(call) => panic!("{} {} fits: {call:?}", request.method, request.path),
        Err(found) => {
            for mismatch in &found {
                let at_schema = mismatch
                    .declared
                    .as_ref()
                    .is_none_or(|place| place.file.path().ends_with(".yaml"));
                assert!(at_schema, "{mismatch}");
            }
            found.iter().map(line).collect()
        }
    }
}

/// The mismatches of an answer to a call.
pub(super) fn answer_misfits(
    request: &HttpRequest,
    status: u16,
    headers: &[(&str, &str)],
    body: Json,
) -> Vec<String> {
    let model = model();
    let call = route(&model, request).expect("the request fits");
    let headers = headers
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let response = HttpResponse {
        status,
        headers,
        body: Some(body),
    };
    check_response(&model, &call, &response)
        .iter()
        .map(line)
        .collect()
}

pub(super) fn line(mismatch: &Mismatch) -> String {
    let help = mismatch.help.as_deref().unwrap_or("-");
    format!(
        "{} | {} | {} | {help}",
        mismatch.rule, mismatch.at, mismatch.message
    )
}

fn lines(found: &[Mismatch]) -> String {
    found.iter().map(line).collect::<Vec<_>>().join("\n")
}
