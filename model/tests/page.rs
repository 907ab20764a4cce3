//! The page of the schema language: its examples, put together, are a schema without findings.

use std::fs;
use std::path::Path;

use restli_model::source::SourceSet;

/// What the examples speak of and do not show.
const MORE: &str = "\
records:
  Audit: { fields: {} }
  Stamp: { fields: {} }
  Person: { fields: {} }
  Price: { fields: {} }
  Shelf: { fields: {} }
  RichText: { fields: {} }
  Facets: { fields: {} }
  BookSize: { fields: {} }
  Criteria: { fields: {} }
  Receipt: { fields: {} }
  Quota: { fields: {} }
  Place: { fields: {} }
  Detail: { fields: {} }
  Claims: { fields: {} }
";

const KEYED: &str = "base: v2\nkind: collection\nentity: Book\nmethods: { get: {} }\n";
const ASSOCIATION: &str = "resource: loans\nbase: v2\nkind: association\nentity: Book\n";
const SHELVES: &str =
    "resource: shelves\nbase: v2\nkind: collection\nkey: { name: id, type: long }\n";

/// The examples of the page, by their first words.
struct Page(Vec<String>);

impl Page {
    fn read() -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema/README.md");
        let text = fs::read_to_string(path).expect("the page can be read");
        let blocks = text.split("```yaml\n").skip(1);
        let blocks = blocks.map(|block| block.split("```").next().unwrap_or_default().to_owned());
        Self(blocks.collect())
    }

    fn example(&self, start: &str) -> &str {
        let mut found = self.0.iter().filter(|block| block.starts_with(start));
        let (first, second) = (found.next(), found.next());
        assert!(second.is_none(), "two examples begin with `{start}`");
        first.unwrap_or_else(|| panic!("no example begins with `{start}`"))
    }
}

#[test]
fn examples_are_a_schema() {
    let page = Page::read();
    let urns = page.example("namespace: li");
    let urns = urns.replace(
        "  shelf: {",
        "  person: { id: string, entity: Person }\n  shelf: { entity: Shelf,",
    );
    let scopes = format!(
        "{}  r_books: {{}}\n  r_all: {{}}\n",
        page.example("scopes:")
    );
    let types = page.example("records:").replace("extension: ", "# ");
    // The base of the example is not versioned, and its version is a key like any other.
    let books = page
        .example("resource: books                          # the last")
        .replace("version: ", "# ");
    let parts =
        ["alternative_keys:", "mounts:", "service_errors:"].map(|start| page.example(start));
    let books = format!("{books}{}", parts.concat());
    let nested = page.example("resource: books                          # in resources/");
    let nested = format!("{nested}entity: Book\nmethods: {{ get: {{}} }}\n");
    let mut keys = page.example("key:").lines();
    let isbns = format!(
        "resource: isbns\n{KEYED}{}\n",
        keys.next().unwrap_or_default()
    );
    let maps = format!(
        "resource: maps\n{KEYED}{}\n",
        keys.next().unwrap_or_default()
    );
    let key: Vec<&str> = keys.collect();
    let finder = "finders: { byReader: { assoc_keys: [reader], paging: none } }";
    let loans = format!("{ASSOCIATION}{}\n{finder}\n", key.join("\n"));
    let written = page.example("path: rooms");
    let own = format!("resource: own\n{KEYED}key: {{ name: id, type: long }}\n{written}");
    let files = [
        ("api.yaml", page.example("api: shop")),
        ("scopes.yaml", &scopes),
        ("urns.yaml", &urns),
        ("types/common/book.yaml", &types),
        ("types/common/more.yaml", MORE),
        ("resources/catalog/books.yaml", &books),
        ("resources/catalog/shelves.yaml", SHELVES),
        ("resources/catalog/shelves/books.yaml", &nested),
        ("resources/catalog/isbns.yaml", &isbns),
        ("resources/catalog/maps.yaml", &maps),
        ("resources/catalog/loans.yaml", &loans),
        ("resources/catalog/own.yaml", &own),
        (
            "resources/catalog/whoami.yaml",
            page.example("resource: whoami"),
        ),
    ];
    let (model, report) = restli_model::load(&SourceSet::from_files(files));
    assert!(report.is_empty(), "{}", report.render(false));
    assert!(model.is_some());
}
