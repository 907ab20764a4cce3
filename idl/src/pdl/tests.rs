use std::sync::Arc;

use crate::ast::{Schema, SchemaKind, TypeKind};
use crate::diagnostics::{Report, Sink, SourceFile};
use crate::pdl;
use crate::read::SchemaReader;

fn read(text: &str) -> (Vec<Schema>, Report) {
    let file = Arc::new(SourceFile::new("a.pdl".to_owned(), text.to_owned()));
    let sink = Sink::default();
    let mut reader = SchemaReader::new(&sink);
    let complete = pdl::read(&file, &mut reader);
    let schemas = reader.schemas;
    let report = sink.into_report();
    assert!(complete || report.has_errors(), "{text}");
    (schemas, report)
}

fn first(text: &str) -> String {
    let (_, report) = read(text);
    match report.diagnostics().first() {
        None => "fine".to_owned(),
        Some(found) => {
            let (line, column) = found.place().line_column();
            format!("{line}:{column} {}", found.message)
        }
    }
}

#[test]
fn mistakes_have_places() {
    for (text, expected) in [
        (
            "",
            "1:1 expected `record`, `enum`, `typeref` or `fixed`, found the end",
        ),
        ("namespace", "1:10 expected a namespace, found the end"),
        ("namespace 1", "1:11 expected a namespace, found `1`"),
        (
            "record",
            "1:7 expected the name of the schema, found the end",
        ),
        (
            "record a.B {}",
            "1:8 `a.B` cannot be a name here, which has letters, digits and `_`",
        ),
        ("record A {", "1:11 expected a field or `}`, found the end"),
        ("record A { a }", "1:14 expected `:`, found `}`"),
        ("record A { a: }", "1:15 expected a type, found `}`"),
        (
            "record A { a: optional }",
            "1:24 expected a type, found `}`",
        ),
        ("record A { a: import }", "1:15 `import` is a word of PDL"),
        (
            "record A { a: int = }",
            "1:21 expected a JSON value, found `}`",
        ),
        (
            "record A { a: int = {1} }",
            "1:22 expected the name of a member in quotes, or `}`, found `1`",
        ),
        (
            "record A { a: array int }",
            "1:21 expected `[`, found `int`",
        ),
        (
            "record A { a: map[string] }",
            "1:25 expected a type, found `]`",
        ),
        (
            "record A {} record B {}",
            "1:13 expected the end of the file, which defines one schema, found `record`",
        ),
        ("fixed A x", "1:9 expected the number of bytes, found `x`"),
        ("fixed A -1", "1:9 expected the number of bytes, found `-1`"),
        ("typeref A int", "1:11 expected `=`, found `int`"),
        ("enum A { A A }", "1:12 the symbol `A` is written twice"),
        (
            "union[int]",
            "1:1 expected `record`, `enum`, `typeref` or `fixed`, found `union`",
        ),
        ("@ record A {}", "1:2 expected the name of a property"),
        (
            "@a = record A {}",
            "1:6 expected a JSON value, found `record`",
        ),
        (
            "@a @a.b record A {}",
            "1:5 the property `a` is written twice",
        ),
        (
            "record ` {}",
            "1:8 a name in backticks that is empty or not closed",
        ),
        (
            "record A { a: \"x }",
            "1:15 a text that is not closed on its line",
        ),
        ("record A { /* }", "1:12 a comment that is not closed"),
        ("record A { a: int = \"\\x\" }", "1:22 `\\x` is no escape"),
        ("record A { a: ? }", "1:15 `?` is no part of PDL"),
        (
            "record A { a: x. }",
            "1:17 expected the next part of the name",
        ),
    ] {
        assert_eq!(first(text), expected, "{text}");
    }
}

#[test]
fn commas_and_comments_are_blank() {
    let (schemas, report) =
        read("/* a */ record, A, /* b */ { , a: int,, // c\n b: array[, int ,] = [1,,2 3] }");
    assert!(report.is_empty(), "{}", report.render(false));
    let SchemaKind::Record(record) = &schemas[0].kind else {
        panic!("no record")
    };
    assert_eq!(record.fields.len(), 2);
}

#[test]
fn words_in_backticks_are_names() {
    let (schemas, report) =
        read("namespace `record`.x record `enum` { `optional`: optional `union` }");
    assert!(report.is_empty(), "{}", report.render(false));
    assert_eq!(schemas[0].name.value.as_str(), "record.x.enum");
    let SchemaKind::Record(record) = &schemas[0].kind else {
        panic!("no record")
    };
    let field = &record.fields[0];
    assert!(field.optional);
    assert_eq!(field.name.value, "optional");
    assert_eq!(field.ty.as_name().unwrap().as_str(), "record.x.union");
}

#[test]
fn names_are_looked_up_in_order() {
    let (schemas, report) = read(
        "namespace a import b.C import b.string record R {\n\
         prim: string imported: C own: D full: c.C nested: { namespace n record N { x: D y: C } } }",
    );
    assert!(report.is_empty(), "{}", report.render(false));
    let mut names = Vec::new();
    for schema in &schemas {
        schema.each_type(&mut |ty| match &ty.kind {
            TypeKind::Named(name) => names.push(name.as_str().to_owned()),
            kind => names.push(format!("{kind:?}")),
        });
    }
    assert_eq!(
        names,
        [
            "n.D",
            "b.C",
            "Primitive(String)",
            "b.C",
            "a.D",
            "c.C",
            "n.N"
        ]
    );
}

#[test]
fn a_brace_behind_includes_opens_the_record_or_an_inline_type() {
    for (text, included) in [
        ("record A includes B { namespace: string }", 1),
        ("record A includes B { record: string }", 1),
        (
            "record A includes B { namespace n record C {} } { x: int }",
            2,
        ),
        ("record A includes B { fixed C 2 } { x: int }", 2),
        ("record A includes { package p record C {} } {}", 1),
    ] {
        let (schemas, report) = read(text);
        assert!(report.is_empty(), "{text}\n{}", report.render(false));
        match schemas.last().map(|schema| &schema.kind) {
            Some(SchemaKind::Record(record)) => assert_eq!(record.include.len(), included),
            _ => panic!("no record"),
        }
    }
}

#[test]
fn includes_behind_an_inline_record_end_at_the_next_field() {
    let (schemas, report) =
        read("record A { x: record B {} includes C D y: int includes: record E {} @p z: int }");
    assert!(report.is_empty(), "{}", report.render(false));
    let record = |name: &str| {
        let schema = schemas
            .iter()
            .find(|schema| schema.name.value.as_str() == name);
        match schema.map(|schema| &schema.kind) {
            Some(SchemaKind::Record(record)) => record,
            _ => panic!("no record {name}"),
        }
    };
    assert_eq!(record("B").include_after.len(), 2);
    let fields: Vec<_> = record("A")
        .fields
        .iter()
        .map(|f| f.name.value.as_str())
        .collect();
    assert_eq!(fields, ["x", "y", "includes", "z"]);
}

#[test]
fn documentation_belongs_to_what_follows() {
    let (schemas, _) = read(
        "/** One. */ @p /** Two. */ record A { /** F. */ a: int /* no */ b: int /** lost */ }",
    );
    assert_eq!(schemas[0].doc.as_deref(), Some("Two."));
    let SchemaKind::Record(record) = &schemas[0].kind else {
        panic!("no record")
    };
    assert_eq!(record.fields[0].doc.as_deref(), Some("F."));
    assert_eq!(record.fields[1].doc, None);
}
