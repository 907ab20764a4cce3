//! Keys in bodies and headers.

use std::borrow::Cow;

use restli_wire::{
    ParseErrorKind, Value, decode_simple_key, encode_key_for_body, parse_complex_key,
};

#[test]
fn simple_keys_are_bare() {
    for key in ["urn:li:book:7", "a (b), 50%", "", "it's", "é", "12"] {
        assert_eq!(encode_key_for_body(&Value::from(key)), key);
    }
}

#[test]
fn compound_and_complex_keys_escape_the_grammar_only() {
    let table = [
        (
            Value::map([("name", "xyz widget"), ("code", "1=2b")]),
            "(code:1=2b,name:xyz widget)",
        ),
        (Value::map([("x", 3), ("y", 4)]), "(x:3,y:4)"),
        (
            Value::map([
                ("x", Value::from(3)),
                ("$params", Value::map([("d", 1)])),
                ("y", Value::from(4)),
            ]),
            "($params:(d:1),x:3,y:4)",
        ),
        (Value::map([("a", "")]), "(a:'')"),
        (
            Value::map([("a:b", "urn:li:book:(7,'8')")]),
            "(a%3Ab:urn%3Ali%3Abook%3A%287%2C%278%27%29)",
        ),
        (
            Value::map([("a", "50% of é & x/y?")]),
            "(a:50%25 of é & x/y?)",
        ),
        (Value::list(["a b", "c,d"]), "List(a b,c%2Cd)"),
    ];
    for (key, text) in table {
        assert_eq!(encode_key_for_body(&key), text);
        if key.as_map().is_some() {
            assert!(parse_complex_key(text).unwrap().equivalent(&key), "{text}");
        }
    }
}

#[test]
fn complex_keys_decode_every_escape() {
    let key = parse_complex_key("(a:1%2F2%25,b:%C3%A9 /)").unwrap();
    assert_eq!(key, Value::map([("a", "1/2%"), ("b", "é /")]));
}

#[test]
fn a_complex_key_is_a_map() {
    for text in ["plain", "List(a)", "''"] {
        let error = parse_complex_key(text).unwrap_err();
        assert_eq!(error.kind, ParseErrorKind::NotAMap, "{text}");
    }
    assert_eq!(
        parse_complex_key("(a:1").map_err(|error| error.offset),
        Err(4)
    );
}

#[test]
fn simple_keys_are_read_tolerantly() {
    let table = [
        ("urn:li:book:7", "urn:li:book:7"),
        ("urn%3Ali%3Abook%3A7", "urn:li:book:7"),
        ("urn%3ali%3abook%3a7", "urn:li:book:7"),
        ("%28a%2C%20b%29", "(a, b)"),
        ("it%27s", "it's"),
        // A raw character of the grammar says that nobody has escaped it.
        ("urn:li:%3A", "urn:li:%3A"),
        ("(a%2Cb", "(a%2Cb"),
        // No escape of the grammar: a percent sign is data.
        ("50%25", "50%25"),
        ("100%", "100%"),
        ("a%20b", "a%20b"),
        // Escapes that cannot be read are data.
        ("%3A%zz", "%3A%zz"),
        ("%3A%FF", "%3A%FF"),
        ("é%3", "é%3"),
        ("", ""),
    ];
    for (text, key) in table {
        assert_eq!(decode_simple_key(text), key, "{text}");
    }
    assert!(matches!(decode_simple_key("plain"), Cow::Borrowed("plain")));
}
