//! What counts as shown by a sample, and how the things of a model are counted.

use restli_model::coverage::{Coverage, MethodCoverage};
use restli_model::model::{Model, ResourceId};
use restli_model::source::SourceSet;
use restli_model::statistics::{Counts, Statistics};

const API: &str = "\
api: library
docs: { summary: A library. }
host: https://api.example.org
bases:
  v2: { path: /v2, projection: projection }
groups:
  desk: { docs: { summary: Lending. } }
  shelf: { docs: { summary: Books. }, default: true }
";

const BOOKS: &str = "\
resource: books
base: v2
kind: collection
key: { name: id, type: long }
entity: Book
docs: { summary: Books. }
methods:
  get: { docs: { summary: Reads a book. } }
finders:
  text:
    paging: { style: offset }
    docs: { summary: Finds books. }
    params:
      text: { type: string, required: true, doc: What to look for. }
      language: { type: string, doc: Their language. }
  shelf:
    paging: { style: offset }
    docs: { summary: Finds the books of a shelf. }
    params:
      shelf: { type: string, required: true, doc: The shelf. }
mounts:
  member: { path: 'people/{person}/books', path_keys: { person: { type: string } } }
records:
  Book:
    docs: { summary: A book. }
    fields:
      title: { type: string, doc: Its title. }
      size: { type: Size, doc: Its size. }
enums:
  Size:
    docs: { summary: A size. }
    symbols:
      BIG: { doc: Hard to hold. }
";

/// A schema of one resource and a mount of it, with a sample of `text` below each of them.
fn library() -> Model {
    let sample = |id: &str, path: &str| {
        let file = format!("samples/shelf/{id}.json");
        let request = format!(r#"{{ "method": "GET", "path": "{path}", "headers": {{}} }}"#);
        let response = r#"{ "status": 200, "headers": {}, "body": { "elements": [] } }"#;
        let text = format!(
            r#"{{ "id": "{id}", "source": "made up", "request": {request}, "response": {response} }}"#
        );
        (file, text)
    };
    let files = [
        ("api.yaml".to_owned(), API.to_owned()),
        ("resources/shelf/books.yaml".to_owned(), BOOKS.to_owned()),
        sample("books.text.1", "/v2/books?q=text&text=Dracula"),
        sample("books.text.2", "/v2/people/7/books?q=text&text=Dracula"),
    ];
    let (model, report) = restli_model::load(&SourceSet::from_files(files));
    match model {
        Some(model) if report.is_empty() => model,
        _ => panic!("{}", report.render(false)),
    }
}

#[test]
fn samples_are_counted_by_call_and_by_parameter_and_shared_by_mounts() {
    let coverage = Coverage::of(&library());
    let expected = [(0, vec![]), (2, vec![2, 0]), (0, vec![0])];
    let expected = expected.map(|(samples, params)| MethodCoverage { samples, params });
    assert_eq!(coverage.resource(ResourceId(0)), expected);
    assert_eq!(coverage.resource(ResourceId(1)), expected);
    assert!(coverage.is_sampled(ResourceId(1)));
}

#[test]
fn parameters_of_finders_are_missed_where_no_sample_gives_them() {
    let model = library();
    let coverage = Coverage::of(&model);
    let missed = coverage.unsampled_finder_params(&model, ResourceId(0));
    assert_eq!(missed.collect::<Vec<_>>(), [(1, 1), (2, 0)]);
}

#[test]
fn everything_is_counted_in_its_group() {
    let statistics = Statistics::of(&library());
    let shelf = Counts {
        resources: 2,
        methods: 6,
        sampled_methods: 2,
        records: 1,
        fields: 2,
        enums: 1,
        unions: 0,
        samples: 2,
    };
    assert_eq!(statistics.groups, [Counts::default(), shelf]);
    assert_eq!(statistics.shared, Counts::default());
    assert_eq!(statistics.total(), shelf);
}
