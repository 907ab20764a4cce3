//! Folders in the format of Rest.li's client test suite become samples of a schema.

use std::fs;
use std::path::Path;

use restli_idl::suite::{Kind, Sample, Source, Suite};
use restli_idl::{Import, Options};
use restli_model::diagnostics::Report;

const REQUEST: &str = "PUT /shelves/7?a=%28x HTTP/1.1\r\nAccept: application/json\r\nX-A: 1\r\nX-a: 2\r\n\r\n{\n  \"name\" : \"A\",\n  \"size\" : 9007199254740993.0\n}\r\n";
const RESPONSE: &str =
    "HTTP/1.1 204 No Content\r\ncontent-length: 0\r\nX-RestLi-Protocol-Version: 2.0.0\r\n\r\n\r\n";
const MANIFEST: &str = r#"{
  "jsonTestData": [{ "data": "data/any.json" }],
  "schemaTestData": [{ "schema": "com.ex.Shelf", "data": "data/shelf.json", "withFixup": "data/filled.json" }],
  "wireProtocolTestData": [{ "name": "shelves", "restspec": "shelves.restspec.json", "snapshot": "none.json",
    "operations": [{ "name": "Shelves-update", "method": "update", "request": "a.req", "response": "a.res",
      "status": 204 }] }]
}"#;

/// A suite of one operation and two documents, with some files changed.
fn suite(changed: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let files = [
        ("manifest.json", MANIFEST),
        ("a.req", REQUEST),
        ("a.res", RESPONSE),
        ("data/any.json", r#"{ "largest" : 9223372036854775807 }"#),
        (
            "data/shelf.json",
            r#"{ "name": "A", "door": { "wide": 1 }, "boards": [{ "x": 1, "y": 2 }] }"#,
        ),
        ("data/filled.json", r#"{ "name": "A", "size": 1 }"#),
        (
            "schemas/Shelf.pdl",
            "namespace com.ex record Shelf { name: string, size: int = 1, boards: array[record Board { x: int }] = [] }",
        ),
        (
            "shelves.restspec.json",
            r#"{ "name": "shelves", "path": "/shelves", "schema": "com.ex.Shelf", "collection": {
              "identifier": { "name": "id", "type": "long" }, "supports": ["update"],
              "entity": { "path": "/shelves/{id}" } } }"#,
        ),
    ];
    for (path, text) in files.iter().chain(changed) {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    folder
}

fn read(folder: &Path) -> (Vec<Sample>, Report) {
    let suite = Suite::read(folder).expect("a manifest");
    let idl = suite.idl(Source::Restspecs, true).expect("IDL");
    let import: Import = restli_idl::import(idl, &Options::default());
    assert!(
        !import.report.has_errors(),
        "{}",
        import.report.render(false)
    );
    suite.samples(&import)
}

fn messages(report: &Report) -> Vec<&str> {
    let found = report.diagnostics().iter();
    found.map(|found| found.message.as_str()).collect()
}

#[test]
fn an_exchange_is_kept_as_it_is_written() {
    let (samples, report) = read(suite(&[]).path());
    assert!(report.is_empty(), "{}", report.render(false));
    let wire = &samples[0];
    assert_eq!(wire.kind, Kind::Wire);
    assert_eq!(wire.method.as_deref(), Some("update"));
    assert_eq!(wire.path, "samples/conformance/wire_shelves_update.json");
    // Target and numbers as text, a header that stands twice joined, the length left out.
    assert_eq!(
        wire.text,
        r#"{
  "id": "wire_shelves_update",
  "source": "conformance suite, wire operation Shelves-update",
  "request": { "method": "PUT", "path": "/shelves/7?a=%28x", "headers": { "Accept": "application/json", "X-A": "1, 2" }, "body": { "name": "A", "size": 9007199254740993.0 } },
  "response": { "status": 204, "headers": { "X-RestLi-Protocol-Version": "2.0.0" }, "body": null }
}
"#
    );
}

#[test]
fn documents_name_what_their_schema_does_not_know() {
    let (samples, _) = read(suite(&[]).path());
    assert_eq!(samples[1].kind, Kind::Schema);
    for part in [
        r#""type": "Shelf","#,
        r#""filled": { "name": "A", "size": 1 },"#,
        r#""unknown": ["door", "boards[0].y"]"#,
    ] {
        assert!(samples[1].text.contains(part), "{}", samples[1].text);
    }
    assert_eq!(samples[2].kind, Kind::Json);
    assert!(
        samples[2]
            .text
            .contains(r#""json": { "largest": 9223372036854775807 }"#)
    );
}

#[test]
fn what_does_not_hold_is_told() {
    for (file, text, expected) in [
        (
            "a.res",
            "HTTP/1.1 200 OK\r\n\r\n\r\n",
            "`Shelves-update` is answered with 200, and the manifest says 204",
        ),
        (
            "a.res",
            "HTTP/1.1 x\r\n\r\n\r\n",
            "the first line of an answer has no status",
        ),
        (
            "a.req",
            "PUT\r\n\r\n\r\n",
            "the first line is none of HTTP: it has fewer than two words",
        ),
        ("a.req", "", "the file is empty"),
        (
            "a.req",
            "PUT /a HTTP/1.1\r\nAccept\r\n\r\n",
            "a header needs a name and a colon",
        ),
        (
            "a.req",
            "PUT /a HTTP/1.1\r\nAccept: b",
            "a blank line must follow the headers",
        ),
        (
            "a.req",
            "PUT /a HTTP/1.1\r\n\r\n{ \"a\" }\r\n",
            "expected `:`, found `}`",
        ),
        (
            "data/any.json",
            "{",
            "expected the name of a member in quotes",
        ),
    ] {
        let (_, report) = read(suite(&[(file, text)]).path());
        assert_eq!(messages(&report), [expected], "{file}: {text}");
    }
    let gone = suite(&[]);
    fs::remove_file(gone.path().join("a.req")).expect("a file");
    let (_, report) = read(gone.path());
    assert!(messages(&report)[0].starts_with("`a.req` cannot be read: "));
    let error = MANIFEST.replace(r#""status": 204"#, r#""status": 204, "errorMessage": "no""#);
    let (_, report) = read(suite(&[("manifest.json", &error)]).path());
    assert_eq!(
        messages(&report),
        ["the error's `message` is not that of the manifest"]
    );
    let unknown = MANIFEST.replace("com.ex.Shelf", "com.ex.Shelve");
    let (_, report) = read(suite(&[("manifest.json", &unknown)]).path());
    assert_eq!(messages(&report), ["no file defines `com.ex.Shelve`"]);
}

#[test]
fn a_manifest_that_cannot_be_used_is_refused() {
    for (text, expected) in [
        ("{", "expected the name of a member in quotes"),
        ("[]", "expected an object, found a list"),
        (
            r#"{ "jsonTestData": [{ "data": "../x.json" }] }"#,
            "`../x.json` is no path below the folder of the suite",
        ),
        (
            r#"{ "jsonTestData": [{}] }"#,
            "a JSON document needs `data`",
        ),
    ] {
        let report = Suite::read(suite(&[("manifest.json", text)]).path()).expect_err("mistakes");
        assert_eq!(messages(&report), [expected], "{text}");
    }
}
