//! What the generator cannot write is refused with its place, never left out in silence.

use restli_codegen::unsupported;
use restli_model::source::SourceSet;

const API: &str = "\
api: library
docs: { summary: A library. }
host: https://api.example.org
bases:
  v2: { path: /v2, projection: projection, decorates: true }
groups:
  shelf: { docs: { summary: Books. }, default: true }
";

const URNS: &str = "\
namespace: li
kinds:
  author: { id: string, entity: Author, docs: { summary: Who writes. } }
";

const BOOKS: &str = "\
resource: books
base: v2
kind: collection
key: { name: id, type: long }
entity: Book
docs: { summary: Books. }
methods:
  get:
    docs: { summary: Reads one. }
records:
  Book:
    docs: { summary: A book. }
    fields:
      author: { type: Handle, decorates: Author, doc: Who wrote it. }
      authors: { type: \"[Handle]\", decorates: Author, doc: All who wrote it. }
      plain: { type: \"[PlainHandle]\", decorates: Author, doc: The same without a type of its own. }
  Author:
    docs: { summary: Who writes. }
    fields:
      name: { type: string, doc: Name. }
typerefs:
  Handle: { type: Urn<author>, rust_type: shop_types::Handle, docs: { summary: An author. } }
  PlainHandle: { type: Urn<author>, docs: { summary: An author. } }
";

#[test]
fn hand_written_urns_that_are_resolved_are_named_with_their_place() {
    let sources = SourceSet::from_files([
        ("api.yaml", API),
        ("urns.yaml", URNS),
        ("resources/shelf/books.yaml", BOOKS),
    ]);
    let (model, report) = restli_model::load(&sources);
    let model = model.unwrap_or_else(|| panic!("{}", report.render(false)));
    let found: Vec<_> = unsupported(&model)
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        found,
        [
            "resources/shelf/books.yaml:14:7: `author` resolves a `Handle`, whose Rust type is hand-written; \
             leave out `decorates`, or take a URN as its type",
            "resources/shelf/books.yaml:15:7: `authors` resolves a `Handle`, whose Rust type is hand-written; \
             leave out `decorates`, or take a URN as its type",
        ]
    );
}
