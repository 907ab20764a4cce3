//! The same schema in every format is the same IDL, and gives the same files in any order.

use restli_idl::{IdlFile, Options, load};
use restli_model::diagnostics::Report;

/// The files of an import and what there is to say about it.
fn import<F: Into<IdlFile>>(files: impl IntoIterator<Item = F>) -> (Vec<(String, String)>, Report) {
    let import = restli_idl::import(files, &Options::default());
    (import.files, import.report)
}

const PDL: &[(&str, &str)] = &[
    (
        "Book.pdl",
        r#"namespace com.ex
        /** A book. */
        @validate.strlen = { "min": 1, "max": 9 }
        record Book includes Audit {
          id: long
          @deprecated = "use lang" language: optional string
          lang: enum Lang { DE, @deprecated FR } = "DE"
          owner: union[null, person: string, org: long]
          tags: array[string] = []
          seen: optional map[string, com.ex.time.Stamp]
          digest: { namespace com.other fixed Digest 16 }
        }"#,
    ),
    (
        "Audit.pdl",
        "namespace com.ex record Audit { created: com.ex.time.Stamp }",
    ),
    ("Stamp.pdl", "namespace com.ex.time typeref Stamp = long"),
];

const PDSC: &[(&str, &str)] = &[
    (
        "Book.pdsc",
        r#"{ "type": "record", "name": "Book", "namespace": "com.ex", "doc": "A book.",
          "validate": { "strlen": { "max": 9, "min": 1 } },
          "include": [ "Audit" ],
          "fields": [
            { "name": "id", "type": "long", "optional": false },
            { "name": "language", "type": "string", "optional": true, "deprecated": "use lang" },
            { "name": "lang", "type": { "type": "enum", "name": "Lang", "symbols": [ "DE", "FR" ],
              "deprecatedSymbols": { "FR": true } }, "default": "DE" },
            { "name": "owner", "type": [ "null", { "alias": "person", "type": "string" },
              { "alias": "org", "type": { "type": "long" } } ] },
            { "name": "tags", "type": { "type": "array", "items": "string" }, "default": [ ] },
            { "name": "seen", "type": { "type": "map", "values": "com.ex.time.Stamp" }, "optional": true },
            { "name": "digest", "type": { "type": "fixed", "name": "com.other.Digest", "size": 16 } }
          ] }"#,
    ),
    (
        "Audit.pdsc",
        r#"{ "type": "record", "name": "com.ex.Audit", "fields": [
            { "name": "created", "type": "com.ex.time.Stamp" } ] }"#,
    ),
    (
        "Stamp.pdsc",
        r#"{ "type": "typeref", "name": "Stamp", "namespace": "com.ex.time", "ref": "long" }"#,
    ),
];

const RESOURCE: &str = r#"{ "name": "books", "namespace": "com.ex.api", "path": "/books", "schema": "com.ex.Book",
  "collection": { "identifier": { "name": "booksId", "type": "long" }, "supports": [ "get" ],
    "methods": [ { "method": "get" } ],
    "finders": [ { "name": "byTag", "parameters": [
      { "name": "tags", "type": "{ \"type\" : \"array\", \"items\" : \"string\" }" },
      { "name": "lang", "type": "com.ex.Lang", "default": "DE" } ] } ],
    "entity": { "path": "/books/{booksId}" } } }"#;

/// Models in the order of their first use, nested where they are used first.
fn snapshot() -> String {
    let book = PDSC[0].1.replace(r#""Audit""#, PDSC[1].1);
    let book = book.replacen(r#""com.ex.time.Stamp""#, PDSC[2].1, 1);
    format!(r#"{{ "models": [ {book} ], "schema": {RESOURCE} }}"#)
}

fn with_resource(files: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect();
    files.push((
        "com.ex.api.books.restspec.json".to_owned(),
        RESOURCE.to_owned(),
    ));
    files
}

fn files(files: Vec<(String, String)>) -> Vec<(String, String)> {
    let (files, report) = import(files);
    assert!(!report.has_errors(), "{}", report.render(false));
    files
}

#[test]
fn pdl_and_pdsc_are_the_same_idl() {
    let (pdl, report) = load(PDL.iter().copied());
    assert!(report.is_empty(), "{}", report.render(false));
    let (pdsc, report) = load(PDSC.iter().copied());
    assert!(report.is_empty(), "{}", report.render(false));
    assert_eq!(pdl.schemas.len(), 5);
    for (name, schema) in &pdl.schemas {
        assert_eq!(Some(schema), pdsc.schemas.get(name));
    }
}

#[test]
fn a_snapshot_alone_gives_the_same_files() {
    let restspec = files(with_resource(PDSC));
    let snapshot = files(vec![("books.snapshot.json".to_owned(), snapshot())]);
    assert_eq!(restspec, snapshot);
    assert_eq!(restspec, files(with_resource(PDL)));
}

#[test]
fn the_same_things_twice_are_no_mistake() {
    let mut all = with_resource(PDSC);
    all.push(("books.snapshot.json".to_owned(), snapshot()));
    for (path, text) in PDL {
        all.push((format!("pdl/{path}"), (*text).to_owned()));
    }
    let (found, report) = import(all);
    assert_eq!(report.counts().errors, 0, "{}", report.render(false));
    let twice = |found: &str| found.contains("two ways");
    assert!(
        !report
            .diagnostics()
            .iter()
            .any(|found| twice(&found.message))
    );
    assert_eq!(found, files(with_resource(PDSC)));
}

#[test]
fn order_does_not_count() {
    let mut all = with_resource(PDL);
    all.push((
        "Bad.pdl".to_owned(),
        "namespace com.ex record Bad { x: Missing }".to_owned(),
    ));
    all.push((
        "Bad2.pdl".to_owned(),
        "namespace com.ex record Bad { x: int }".to_owned(),
    ));
    let first = import(all.clone());
    for _ in 0..all.len() {
        all.rotate_left(1);
        let again = import(all.clone());
        assert_eq!(first.0, again.0);
        assert_eq!(first.1.render(false), again.1.render(false));
    }
    all.reverse();
    assert_eq!(first.0, import(all).0);
}

#[test]
fn what_a_broken_file_may_define_is_not_missing() {
    let (_, report) = import([
        ("A.pdl", "namespace a record A { b: B c: C }"),
        ("B.pdl", "namespace a record B { x "),
    ]);
    let messages: Vec<_> = report
        .diagnostics()
        .iter()
        .map(|d| d.message.as_str())
        .collect();
    assert_eq!(
        messages,
        ["no file defines `a.C`", "expected `:`, found the end"]
    );
}

#[test]
fn files_that_cannot_be_read_are_reported() {
    let big = "x".repeat(9 << 20);
    let (_, report) = import([
        IdlFile {
            path: "a.pdl".to_owned(),
            text: Err(restli_idl::NoText::NotUtf8),
        },
        IdlFile::from(("b.pdl", big)),
        IdlFile::from(("c.pdl", "\u{feff}record C {}")),
    ]);
    let messages: Vec<_> = report
        .diagnostics()
        .iter()
        .map(|d| d.message.as_str())
        .collect();
    assert_eq!(
        messages,
        ["the file is no UTF-8 text", "the file is too large"]
    );
}

#[test]
fn folders_are_searched() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    std::fs::create_dir_all(root.join("com/ex")).expect("a folder");
    std::fs::create_dir_all(root.join(".git")).expect("a folder");
    let write = |path: &str, bytes: &[u8]| std::fs::write(root.join(path), bytes).expect("a file");
    write("com/ex/A.pdl", b"namespace com.ex record A {}");
    write(
        "com/ex/B.pdsc",
        br#"{"type":"record","name":"com.ex.B","fields":[]}"#,
    );
    write("com/ex/notes.txt", b"nothing");
    write("com/ex/Bad.json", b"\xff");
    write(".git/C.pdl", b"broken");
    let found = restli_idl::read_files([root, &root.join("com/ex/A.pdl")]).expect("files");
    let names: Vec<_> = found
        .iter()
        .map(|file| file.path.rsplit('/').next())
        .collect();
    assert_eq!(names, [Some("A.pdl"), Some("B.pdsc"), Some("Bad.json")]);
    assert!(found[2].text.is_err());
    let missing = restli_idl::read_files([root.join("none")]).expect_err("no such file");
    assert!(missing.to_string().contains("none"));
}

#[test]
fn what_the_idl_does_not_say_can_be_said() {
    let options = Options {
        api: "library".to_owned(),
        host: "https://library.example.org".to_owned(),
    };
    let files = restli_idl::import([("A.pdl", "record A {}")], &options).files;
    assert_eq!(files[0].0, "api.yaml");
    let said = "\napi: library\nhost: https://library.example.org\n";
    assert!(files[0].1.contains(said));
}
