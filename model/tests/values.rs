//! What the model says of values: defaults, fixed, unions with null, fields of included records.

use restli_model::diagnostics::Code;
use restli_model::interpret::Datum;
use restli_model::model::{Field, Model, TypeKind};
use restli_model::source::SourceSet;

const API: &str = "\
api: library
host: https://library.example
bases: { root: { path: '', projection: fields } }
groups: { shop: { default: true } }
";

const RESOURCE: &str = "\
resource: books
base: root
kind: collection
key: { name: id, type: Md5 }
entity: Book
methods: { get: {} }
";

const TYPES: &str = "\
records:
  Book:
    includes: [Audit]
    includes_after: [Stamp, Tail]
    fields:
      edition: { type: int3, required: true, default: 1 }
      weight: { type: double, default: 5 }
      large: { type: long, default: 9007199254740993 }
      text: { type: string, default: '5' }
      flag: { type: boolean, default: false }
      sum: { type: Md5, default: \"0123456789\\u00ffabcde\" }
      raw: { type: bytes, default: \"\\u00c8\\x01\" }
      lang: { type: Lang, default: de }
      owner: { type: Owner, default: { com.ex.Person: { name: N } } }
      nobody: { type: Owner, default: null }
      tags: { type: '[string]', default: [a, 'true'] }
      counts: { type: '{string: int}', default: { a: 1 } }
      address: { type: Person, default: {} }
      $odd: { type: Hollow, doc: A name that begins with a dollar. }
      plain: { type: int, deprecated: '' }
  Audit: { fields: { by: { type: string, default: nobody } } }
  Stamp: { fields: { at: { type: long } } }
  Tail: { fields: { end: { type: boolean } } }
  Person: { fields: { name: { type: string, default: unnamed, required: true } } }
fixed:
  Md5: { size: 16, wire_name: com.ex.MD5 }
unions:
  Owner:
    nullable: true
    members: { int: int, com.ex.Person: { type: Person } }
  Hollow: { members: [] }
enums:
  Lang: { symbols: { de: {}, fr: {} } }
  Silence: { symbols: {} }
typerefs:
  int2: { type: int }
  int3: { type: int2 }
";

fn library() -> Model {
    let files = [
        ("api.yaml", API),
        ("types/common/book.yaml", TYPES),
        ("resources/shop/books.yaml", RESOURCE),
    ];
    let (model, report) = restli_model::load(&SourceSet::from_files(files));
    assert!(report.is_empty(), "{}", report.render(false));
    model.expect("there is a model without errors")
}

fn kind<'m>(model: &'m Model, name: &str) -> &'m TypeKind {
    let mut types = model.types.iter();
    &types.find(|t| t.name == name).expect("it is declared").kind
}

fn fields<'m>(model: &'m Model, name: &str) -> &'m [Field] {
    match kind(model, name) {
        TypeKind::Record(record) => &record.fields,
        kind => panic!("{kind:?}"),
    }
}

fn default(model: &Model, field: &str) -> Option<Datum> {
    let mut fields = fields(model, "Book").iter();
    let field = fields.find(|f| f.name == field).expect("it is declared");
    field.default.as_ref().map(|default| default.value.clone())
}

#[test]
fn defaults_are_values_of_their_type() {
    let model = &library();
    let text = |text: &str| Datum::String(text.to_owned());
    let sum = b"0123456789\xffabcde".to_vec();
    for (field, expected) in [
        ("edition", Datum::Int(1)),
        ("weight", Datum::Double(5.0)),
        ("large", Datum::Long(9_007_199_254_740_993)),
        ("text", text("5")),
        ("flag", Datum::Boolean(false)),
        ("sum", Datum::Bytes(sum)),
        ("raw", Datum::Bytes(vec![0xc8, 1])),
        ("tags", Datum::Array(vec![text("a"), text("true")])),
        ("counts", Datum::Map(vec![("a".to_owned(), Datum::Int(1))])),
        ("by", text("nobody")),
    ] {
        assert_eq!(default(model, field), Some(expected), "{field}");
    }
    assert!(matches!(default(model, "lang"), Some(Datum::Symbol(_, symbol)) if symbol == "de"));
    assert!(matches!(
        default(model, "owner"),
        Some(Datum::Member(_, 1, _))
    ));
    assert!(matches!(default(model, "nobody"), Some(Datum::Null(_))));
    let empty = default(model, "address");
    assert!(matches!(empty, Some(Datum::Record(_, fields)) if fields.is_empty()));
    assert_eq!(default(model, "plain"), None);
}

#[test]
fn what_has_a_default_need_not_be_sent() {
    let model = &library();
    let required = fields(model, "Book").iter().filter(|field| field.required);
    assert_eq!(required.count(), 0);
}

#[test]
fn included_fields_stand_around_the_own_ones() {
    let model = &library();
    let names: Vec<_> = fields(model, "Book")
        .iter()
        .map(|f| f.name.as_str())
        .collect();
    assert_eq!((names[0], names[1]), ("by", "edition"));
    assert_eq!(names[names.len() - 3..], ["plain", "at", "end"]);
}

#[test]
fn unions_enums_and_fixed_at_their_limits() {
    let model = &library();
    let TypeKind::Union(owner) = kind(model, "Owner") else {
        panic!("it is a union");
    };
    assert!(owner.nullable);
    assert_eq!(owner.members.len(), 2);
    assert!(matches!(kind(model, "Hollow"), TypeKind::Union(union) if union.members.is_empty()));
    assert!(matches!(kind(model, "Silence"), TypeKind::Enum(known) if known.symbols.is_empty()));
    assert!(matches!(kind(model, "Md5"), TypeKind::Fixed(fixed) if fixed.size == 16));
    let odd = fields(model, "Book").iter().find(|f| f.name == "$odd");
    assert_eq!(odd.map(|f| f.rust_name.as_str()), Some("odd"));
    let plain = fields(model, "Book").iter().find(|f| f.name == "plain");
    let deprecated = plain.and_then(|f| f.docs.deprecated.as_deref());
    assert_eq!(deprecated, Some(""), "without saying what to do instead");
}

#[test]
fn defaults_are_bounded() {
    let long = format!("[{}]", "1, ".repeat(2_000));
    let types =
        format!("records:\n  Long: {{ fields: {{ a: {{ type: '[int]', default: {long} }} }} }}\n");
    let files = [
        ("api.yaml", API),
        ("types/common/long.yaml", types.as_str()),
    ];
    let (_, report) = restli_model::load(&SourceSet::from_files(files));
    let codes: Vec<_> = report.diagnostics().iter().map(|d| d.code).collect();
    assert_eq!(codes, [Code::TooMuch], "{}", report.render(false));
}
