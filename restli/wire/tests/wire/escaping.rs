//! Which characters are escaped where, and what encoders refuse.

use restli_wire::{EncodeError, PathSegment, QueryText, Value, parse_path_segment};

fn path(value: impl Into<Value>) -> String {
    PathSegment::encode(&value.into()).unwrap().into_string()
}

fn query(value: impl Into<Value>) -> String {
    QueryText::encode(&value.into()).into_string()
}

#[test]
fn tokens_in_path_and_query() {
    let table = [
        // data, in a path, in a query
        ("plain", "plain", "plain"),
        (
            "a:b (c), 50%",
            "a%3Ab%20%28c%29%2C%2050%25",
            "a%3Ab%20%28c%29%2C%2050%25",
        ),
        ("x&y=z+1", "x&y=z+1", "x%26y%3Dz%2B1"),
        ("http://h/p", "http%3A%2F%2Fh%2Fp", "http%3A//h/p"),
        ("why?", "why%3F", "why?"),
        ("a;b", "a%3Bb", "a;b"),
        ("#[]", "%23%5B%5D", "%23%5B%5D"),
        ("é", "%C3%A9", "%C3%A9"),
        (
            "日本 🦀",
            "%E6%97%A5%E6%9C%AC%20%F0%9F%A6%80",
            "%E6%97%A5%E6%9C%AC%20%F0%9F%A6%80",
        ),
        ("", "''", "''"),
        ("''", "%27%27", "%27%27"),
        ("it's", "it%27s", "it%27s"),
        ("%41", "%2541", "%2541"),
        ("List", "List", "List"),
        ("List(a)", "List%28a%29", "List%28a%29"),
        ("\u{0}\u{7f}\n", "%00%7F%0A", "%00%7F%0A"),
        (
            "\"<>\\^`{|}",
            "%22%3C%3E%5C%5E%60%7B%7C%7D",
            "%22%3C%3E%5C%5E%60%7B%7C%7D",
        ),
        (
            "urn:li:loan:(urn:li:book:7,3)",
            "urn%3Ali%3Aloan%3A%28urn%3Ali%3Abook%3A7%2C3%29",
            "urn%3Ali%3Aloan%3A%28urn%3Ali%3Abook%3A7%2C3%29",
        ),
    ];
    for (data, in_path, in_query) in table {
        assert_eq!(path(data), in_path, "path of {data:?}");
        assert_eq!(query(data), in_query, "query of {data:?}");
    }
}

#[test]
fn every_ascii_character_follows_the_table() {
    let raw_in_path = "-._~!$&*+=@";
    let raw_in_query = "-._~!$*;@/?";
    for byte in 0..=127_u8 {
        let character = char::from(byte);
        // A letter beside it keeps a single dot from being a step within the path.
        let data = format!("a{character}");
        let escaped = format!("a%{byte:02X}");
        let expected = |raw: &str| {
            let raw = character.is_ascii_alphanumeric() || raw.contains(character);
            if raw { data.clone() } else { escaped.clone() }
        };
        assert_eq!(
            path(data.clone()),
            expected(raw_in_path),
            "path {character:?}"
        );
        assert_eq!(
            query(data.clone()),
            expected(raw_in_query),
            "query {character:?}"
        );
    }
}

#[test]
fn containers_are_written_raw_with_sorted_members() {
    let filter = Value::map([
        ("year", Value::map([("min", 1990)])),
        ("lang", Value::list(["de", "fr"])),
    ]);
    assert_eq!(query(filter), "(lang:List(de,fr),year:(min:1990))");
    assert_eq!(query(Value::List(Vec::new())), "List()");
    assert_eq!(path(Value::Map(Vec::new())), "()");
    assert_eq!(
        query(Value::list(["", "''", "a,b"])),
        "List('',%27%27,a%2Cb)"
    );
    assert_eq!(
        query(Value::map([("", ""), ("a:b", "c)")])),
        "('':'',a%3Ab:c%29)"
    );
    let key = Value::map([
        ("x", Value::from(3)),
        ("y", Value::from(4)),
        ("$params", Value::map([("detail", "high")])),
    ]);
    assert_eq!(path(key), "($params:(detail:high),x:3,y:4)");
    let nested = Value::map([(
        "tags",
        Value::list([Value::map([("k", "a")]), Value::map([("k", "b")])]),
    )]);
    assert_eq!(query(nested), "(tags:List((k:a),(k:b)))");
}

#[test]
fn dots_alone_are_no_path_segment() {
    for dots in [".", ".."] {
        assert_eq!(
            PathSegment::encode(&dots.into()),
            Err(EncodeError::DotSegment(dots))
        );
        assert_eq!(
            PathSegment::literal(dots),
            Err(EncodeError::DotSegment(dots))
        );
        assert_eq!(query(dots), dots);
        assert_eq!(path(Value::list([dots])), format!("List({dots})"));
        assert_eq!(path(Value::map([("k", dots)])), format!("(k:{dots})"));
    }
    assert_eq!(path("..."), "...");
    assert_eq!(path(".a"), ".a");
}

#[test]
fn literals_stay_one_segment() {
    assert_eq!(
        PathSegment::literal("adAccounts").unwrap().as_str(),
        "adAccounts"
    );
    assert_eq!(PathSegment::literal("a/b?c").unwrap().as_str(), "a%2Fb%3Fc");
    assert_eq!(PathSegment::literal(""), Err(EncodeError::EmptyLiteral));
}

#[test]
fn empty_strings_in_a_query_are_told() {
    assert!(QueryText::encode(&Value::from("")).has_empty_string());
    assert!(QueryText::encode(&Value::map([("", 1)])).has_empty_string());
    assert!(QueryText::encode(&Value::map([("a", Value::list(["b", ""]))])).has_empty_string());
    assert!(!QueryText::encode(&Value::list(["''", "it's"])).has_empty_string());
}

#[test]
fn names_of_parameters() {
    assert_eq!(QueryText::name("q").as_str(), "q");
    assert_eq!(QueryText::name("$returnEntity").as_str(), "$returnEntity");
    assert_eq!(QueryText::name("a=b&c d").as_str(), "a%3Db%26c%20d");
}

#[test]
fn a_segment_reads_back() {
    let segment = PathSegment::encode(&Value::from("urn:li:person:a b")).unwrap();
    assert_eq!(
        parse_path_segment(segment.as_str()).unwrap(),
        Value::from("urn:li:person:a b")
    );
    assert_eq!(segment.to_string(), "urn%3Ali%3Aperson%3Aa%20b");
}
