//! Reading the grammar: what is accepted, and where errors point.

use restli_wire::{
    ParseError, ParseErrorKind, Value, parse_lone_token, parse_path_segment, parse_query_value,
    query_pairs, split_query,
};

fn error(text: &str) -> (usize, String) {
    let error: ParseError = parse_query_value(text).unwrap_err();
    (error.offset, error.message())
}

#[test]
fn values() {
    let table = [
        ("two%20words", Value::from("two words")),
        ("''", Value::from("")),
        ("%27%27", Value::from("''")),
        ("%27'", Value::from("''")),
        ("'''", Value::from("'''")),
        ("a+b=c", Value::from("a+b=c")),
        ("%c3%A9", Value::from("é")),
        ("%F0%9F%A6%80x%41", Value::from("🦀xA")),
        ("café", Value::from("café")),
        ("List", Value::from("List")),
        ("List()", Value::List(vec![])),
        ("()", Value::Map(vec![])),
        (
            "List(List,'',List())",
            Value::list([Value::from("List"), Value::from(""), Value::List(vec![])]),
        ),
        ("(List:List(a))", Value::map([("List", Value::list(["a"]))])),
        ("('':'')", Value::map([("", "")])),
        ("(%28:%29)", Value::map([("(", ")")])),
        (
            "(a:(b:(c:List(1,2))),d:x)",
            Value::map([
                (
                    "a",
                    Value::map([("b", Value::map([("c", Value::list([1, 2]))]))]),
                ),
                ("d", Value::from("x")),
            ]),
        ),
    ];
    for (text, value) in table {
        assert_eq!(parse_query_value(text), Ok(value.clone()), "{text}");
        assert_eq!(parse_path_segment(text), Ok(value), "{text}");
    }
}

#[test]
fn errors_point_at_the_byte() {
    let table = [
        ("", 0, "empty token (the empty string is written `''`)"),
        (
            "List(a,,b)",
            7,
            "empty token (the empty string is written `''`)",
        ),
        (
            "List(a,)",
            7,
            "empty token (the empty string is written `''`)",
        ),
        (
            "List(,a)",
            5,
            "empty token (the empty string is written `''`)",
        ),
        ("(a:)", 3, "empty token (the empty string is written `''`)"),
        ("(:b)", 1, "empty token (the empty string is written `''`)"),
        (
            "(a:b,)",
            5,
            "empty token (the empty string is written `''`)",
        ),
        ("(a)", 2, "found ')' where `:` is expected"),
        ("(a:b:c)", 4, "found ':' where `,` or `)` is expected"),
        ("((a:b):c)", 1, "found '(' where a key is expected"),
        ("(List(a):c)", 5, "found '(' where `:` is expected"),
        ("%4Cist(a)", 6, "found '(' where the end is expected"),
        ("list(a)", 4, "found '(' where the end is expected"),
        ("XList(a)", 5, "found '(' where the end is expected"),
        ("a,b", 1, "found ',' where the end is expected"),
        ("a:b", 1, "found ':' where the end is expected"),
        ("List(a))", 7, "found ')' where the end is expected"),
        ("List(a", 6, "the text ends where `,` or `)` is expected"),
        ("List(", 5, "the text ends where a value is expected"),
        ("(", 1, "the text ends where a key is expected"),
        ("(a:b,", 5, "the text ends where a key is expected"),
        ("(a:", 3, "the text ends where a value is expected"),
        ("é,%4", 2, "found ',' where the end is expected"),
        ("é%4", 2, "`%` without two hexadecimal digits"),
        ("a%", 1, "`%` without two hexadecimal digits"),
        ("(a:%41%G0)", 6, "`%` without two hexadecimal digits"),
        ("%+1", 0, "`%` without two hexadecimal digits"),
        ("a%é", 1, "`%` without two hexadecimal digits"),
        ("x%41%C3y", 4, "percent-escapes that are not UTF-8"),
        // Each run of escapes is UTF-8 of its own: half a character here, the other half raw, is none.
        ("%E6%97-%A5", 0, "percent-escapes that are not UTF-8"),
        ("List(a, b)", 7, "' ' must be percent-encoded here"),
        ("(a:1,b:2,a:3)", 9, "key `a` stands twice in this map"),
        ("(a:1,%61:2)", 5, "key `a` stands twice in this map"),
    ];
    for (text, offset, message) in table {
        assert_eq!(error(text), (offset, message.to_owned()), "{text}");
    }
}

#[test]
fn the_separators_of_a_uri_cannot_be_part_of_a_component() {
    let raw = |error: ParseError| (error.offset, error.kind);
    for character in ['/', '?', '#', '\t'] {
        let text = format!("(a:b{character})");
        let expected = (4, ParseErrorKind::RawCharacter(character));
        assert_eq!(
            parse_path_segment(&text).map_err(raw),
            Err(expected),
            "path {text}"
        );
    }
    for character in ['&', '#', '\u{0}'] {
        let text = format!("b{character}");
        let expected = (1, ParseErrorKind::RawCharacter(character));
        assert_eq!(
            parse_query_value(&text).map_err(raw),
            Err(expected),
            "query {text}"
        );
    }
    assert_eq!(parse_query_value("a/b?c"), Ok(Value::from("a/b?c")));
    assert_eq!(parse_path_segment("a&b"), Ok(Value::from("a&b")));
}

#[test]
fn nesting_is_bounded() {
    let nested = |depth: usize| format!("{}{}", "List(".repeat(depth), ")".repeat(depth));
    assert!(parse_query_value(&nested(64)).is_ok());
    let error = parse_query_value(&nested(65)).unwrap_err();
    assert_eq!(
        (error.offset, error.kind),
        (64 * 5 + 4, ParseErrorKind::TooDeep(64))
    );
    assert!(parse_query_value(&"List(".repeat(100_000)).is_err());
    assert!(parse_path_segment(&"(a:".repeat(100_000)).is_err());
}

#[test]
fn errors_print_their_place() {
    let error = parse_query_value("List(a,,b)").unwrap_err();
    assert_eq!(
        error.to_string(),
        "empty token (the empty string is written `''`) at byte 7"
    );
}

#[test]
fn documented_urns_are_one_token() {
    let table = [
        ("urn:li:person:x", "urn:li:person:x"),
        (
            "urn:li:loan:(urn:li:book:7,3)",
            "urn:li:loan:(urn:li:book:7,3)",
        ),
        ("urn%3Ali:person:%C3%A9", "urn:li:person:é"),
        ("F,S", "F,S"),
        ("''", ""),
    ];
    for (text, token) in table {
        assert_eq!(parse_lone_token(text), Ok(Value::from(token)), "{text}");
    }
    assert!(parse_query_value("urn:li:person:x").is_err());
    assert!(parse_lone_token("").is_err());
    assert_eq!(
        parse_lone_token("urn:%zz").map_err(|error| error.offset),
        Err(4)
    );
}

#[test]
fn queries_split_before_decoding() {
    let query = "filter=(lang:de%26en,a:b=c)&q=search&%24flag=true&a+b=x+y&tags=List()";
    let expected = vec![
        ("filter".to_owned(), "(lang:de%26en,a:b=c)"),
        ("q".to_owned(), "search"),
        ("$flag".to_owned(), "true"),
        ("a b".to_owned(), "x+y"),
        ("tags".to_owned(), "List()"),
    ];
    assert_eq!(split_query(query), Ok(expected));
    assert_eq!(split_query(""), Ok(vec![]));
    assert_eq!(
        split_query("a=1&&b"),
        Ok(vec![("a".to_owned(), "1"), ("b".to_owned(), "")])
    );
}

#[test]
fn repeated_parameters_are_refused_unless_asked_for() {
    let duplicate =
        |offset| ParseError::clone(&split_query("ids=1&ids=2").unwrap_err()).offset == offset;
    assert!(duplicate(6));
    let error = split_query("a=1&b=2&%61=3").unwrap_err();
    assert_eq!(
        (error.offset, error.kind),
        (8, ParseErrorKind::DuplicateParameter("a".to_owned()))
    );
    let pairs = vec![("ids".to_owned(), "1"), ("ids".to_owned(), "2")];
    assert_eq!(query_pairs("ids=1&ids=2"), Ok(pairs));
}

#[test]
fn bad_names_of_parameters() {
    assert_eq!(split_query("a=1&=2").map_err(|error| error.offset), Err(4));
    assert_eq!(
        split_query("a=1&b%=2").map_err(|error| error.offset),
        Err(5)
    );
}
