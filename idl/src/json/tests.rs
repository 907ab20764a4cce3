use std::sync::Arc;

use crate::ast::Spanned;
use crate::diagnostics::{Report, Sink, SourceFile};
use crate::json::{Json, MAX_DEPTH, Value, parse, parse_inside};

fn read(text: &str) -> (Option<Json>, Report) {
    let file = Arc::new(SourceFile::new("a.json".to_owned(), text.to_owned()));
    let sink = Sink::default();
    let json = parse(&file, &sink);
    (json, sink.into_report())
}

fn message(text: &str) -> String {
    let (_, report) = read(text);
    let diagnostic = &report.diagnostics()[0];
    let (line, column) = diagnostic.place().line_column();
    format!("{line}:{column} {}", diagnostic.message)
}

#[test]
fn members_keep_their_order_and_places() {
    let (json, report) = read("{ // first\n  \"b\": [1, -2.5e3, true],\n  /* then */ \"a\": {}\n}");
    assert!(report.is_empty());
    let json = json.unwrap();
    let members = json.as_object().unwrap();
    let names: Vec<_> = members.iter().map(|m| m.name.value.as_str()).collect();
    assert_eq!(names, ["b", "a"]);
    assert_eq!(members[0].value.place.text(), "[1, -2.5e3, true]");
    assert_eq!(members[1].name.place.to_string(), "a.json:3:14");
}

#[test]
fn mistakes_have_places() {
    for (text, expected) in [
        ("", "1:1 expected a value"),
        (
            "{\n  \"a\": 1\n  \"b\": 2\n}",
            "3:3 expected `,`, found `\"`",
        ),
        ("{\"a\": [1, 2", "1:12 expected `,`, found the end"),
        ("{\"a\"", "1:5 expected `:`, found the end"),
        (
            "{\"a\": \"x\n\"}",
            "1:7 a text that is not closed on its line",
        ),
        ("[1,]", "1:4 expected a value"),
        ("{\"a\":1,}", "1:8 expected the name of a member in quotes"),
        ("[01]", "1:2 not a number"),
        ("[1.]", "1:2 not a number"),
        (
            "[tru]",
            "1:2 expected a value; a text stands in double quotes",
        ),
        ("[1] 2", "1:5 text behind the end of the JSON"),
        ("[1 /* x", "1:4 a comment that is not closed"),
        ("[1 /*/ ]", "1:4 a comment that is not closed"),
        ("[\"\\x\"]", "1:3 `\\x` is no escape"),
        ("{\"a\":1,\"a\":2}", "1:8 `a` is written twice"),
    ] {
        assert_eq!(message(text), expected, "{text}");
    }
}

#[test]
fn depth_is_limited() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(read(&nested(MAX_DEPTH)).0.is_some());
    assert!(message(&nested(100_000)).ends_with("nested too deeply"));
}

#[test]
fn places_inside_texts_are_those_of_the_file() {
    let (json, _) = read(r#"{"type": "{ \"type\" : \"é\\u0041\", \"items\" : 7 }"}"#);
    let json = json.unwrap();
    let literal = json.get("type").unwrap();
    let text = literal.as_text().unwrap().to_owned();
    let sink = Sink::default();
    let inner = parse_inside(&Spanned::new(text, literal.place.clone()), &sink).unwrap();
    assert_eq!(inner.get("type").unwrap().as_text(), Some("éA"));
    assert_eq!(inner.get("items").unwrap().place.text(), "7");
    let name = &inner.as_object().unwrap()[1].name;
    assert_eq!(name.place.text(), r#"\"items\""#);
}

#[test]
fn mistakes_inside_texts_have_places() {
    let (json, _) = read(r#"["{ \"type\" \"array\" }"]"#);
    let json = json.unwrap();
    let Value::List(items) = &json.value else {
        panic!("no list")
    };
    let literal = Spanned::new(
        items[0].as_text().unwrap().to_owned(),
        items[0].place.clone(),
    );
    let sink = Sink::default();
    assert!(parse_inside(&literal, &sink).is_none());
    let report = sink.into_report();
    assert_eq!(report.diagnostics()[0].place().line_column(), (1, 14));
}

#[test]
fn equality_is_that_of_meaning() {
    let same = |a: &str, b: &str| read(a).0.unwrap() == read(b).0.unwrap();
    assert!(same(r#"{"a":1,"b":[{}]}"#, r#"{ "b" : [ { } ], "a" : 1 }"#));
    assert!(!same(r#"{"a":1}"#, r#"{"a":1,"b":2}"#));
    assert!(!same("[1,2]", "[2,1]"));
}
