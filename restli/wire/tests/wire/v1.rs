//! Protocol 1.0.0: structure in the names of parameters, keys that are queries of their own.

use restli_wire::v1::{
    KeyKind, body_key, id_pairs, parse_body_key, parse_pairs, parse_path_segment, path_segment,
    query_pairs,
};
use restli_wire::{EncodeError, ParseErrorKind, QueryText, Value};

fn place() -> Value {
    Value::map([("x", Value::from(3)), ("y", Value::from(4))])
}

fn place_with_params() -> Value {
    Value::map([
        ("x", Value::from(3)),
        ("y", Value::from(4)),
        ("$params", Value::map([("detail", "a b")])),
    ])
}

fn loan() -> Value {
    Value::map([("book", Value::from("a&b=c")), ("reader", Value::from(3))])
}

fn query(pairs: Result<Vec<(QueryText, QueryText)>, EncodeError>) -> String {
    let pairs = pairs.unwrap();
    let pairs: Vec<_> = { pairs.iter() }
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    pairs.join("&")
}

fn read(query: &str) -> Value {
    parse_pairs(&restli_wire::query_pairs(query).unwrap()).unwrap()
}

#[test]
fn lists_have_indexes_and_records_dots() {
    let written = |value: Value| query(query_pairs("p", &value));
    assert_eq!(written(Value::from("a b&c+d")), "p=a%20b%26c%2Bd");
    assert_eq!(written(Value::list(["x", "y"])), "p%5B0%5D=x&p%5B1%5D=y");
    let record = Value::map([
        ("b", Value::map([("c", Value::from(2))])),
        ("a", Value::from(1)),
        ("d", Value::list([Value::map([("e", "")])])),
    ]);
    assert_eq!(written(record), "p.a=1&p.b.c=2&p.d%5B0%5D.e=");
}

#[test]
fn brackets_may_stand_raw_and_names_may_repeat() {
    let read = |text: &str| read(text).get("a").cloned().unwrap();
    let list = Value::list(["x", "y"]);
    assert_eq!(read("a[0]=x&a[1]=y"), list);
    assert_eq!(read("a%5B0%5D=x&a%5b1%5d=y"), list);
    assert_eq!(read("a[7]=y&b=1&a[3]=x"), list, "indexes order, gaps close");
    assert_eq!(read("a=x&a=y"), list);
    assert_eq!(read("a=x"), Value::from("x"));
    assert_eq!(read("a="), Value::from(""));
    assert_eq!(
        read("a=List(x)"),
        Value::from("List(x)"),
        "no grammar of 2.0.0"
    );
    assert_eq!(
        read("a[0].b=x").as_list().unwrap()[0].get("b"),
        Some(&Value::from("x"))
    );
}

#[test]
fn characters_of_names_are_escaped_with_a_tilde() {
    let member = "com.ex.Red[0]~";
    let union = Value::map([(member, Value::map([("shade", "a.b~[]")]))]);
    let text = query(query_pairs("p", &union));
    assert_eq!(text, "p.com~2Eex~2ERed~5B0~5D~7E.shade=a.b~%5B%5D");
    assert_eq!(read(&text).get("p"), Some(&union));
    let key = body_key(&union).unwrap();
    assert_eq!(key, "com~2Eex~2ERed~5B0~5D~7E.shade=a.b~%5B%5D");
}

#[test]
fn keys_of_a_path() {
    let segment = |key: &Value| path_segment(key).unwrap().into_string();
    assert_eq!(segment(&Value::from(12)), "12");
    assert_eq!(segment(&Value::from("a/b c")), "a%2Fb%20c");
    assert_eq!(segment(&place()), "x=3&y=4");
    assert_eq!(
        segment(&place_with_params()),
        "$params.detail=a%20b&x=3&y=4"
    );
    assert_eq!(segment(&loan()), "book=a%26b%3Dc&reader=3");

    let read = |text, kind| parse_path_segment(text, kind).unwrap();
    assert_eq!(
        read("urn:li:book:7", KeyKind::Simple),
        Value::from("urn:li:book:7")
    );
    assert_eq!(read("a+b%20c", KeyKind::Simple), Value::from("a+b c"));
    assert!(read("y=4&x=3", KeyKind::Complex).equivalent(&place()));
    assert!(read("x=3&y=4&$params.detail=a+b", KeyKind::Complex).equivalent(&place_with_params()));
    assert!(read("book=a%26b%3Dc&reader=3", KeyKind::Compound).equivalent(&loan()));
}

#[test]
fn ids_of_a_batch_repeat() {
    let ids = |ids: &[Value], kind| query(id_pairs(ids, kind));
    assert_eq!(
        ids(&[Value::from(1), Value::from("a=b")], KeyKind::Simple),
        "ids=1&ids=a%3Db"
    );
    let loans = ids(&[loan(), loan()], KeyKind::Compound);
    assert_eq!(
        loans.split('&').next(),
        Some("ids=book%3Da%2526b%253Dc%26reader%3D3")
    );
    let places = ids(&[place_with_params(), place()], KeyKind::Complex);
    assert_eq!(
        places,
        "ids%5B0%5D.$params.detail=a%20b&ids%5B0%5D.x=3&ids%5B0%5D.y=4&ids%5B1%5D.x=3&ids%5B1%5D.y=4"
    );

    let read_places = read(&places);
    let [first, second] = read_places.get("ids").unwrap().as_list().unwrap() else {
        panic!("{read_places:?}");
    };
    assert!(first.equivalent(&place_with_params()) && second.equivalent(&place()));
    let read_loans = read(&loans);
    for text in read_loans.get("ids").unwrap().as_list().unwrap() {
        let key = parse_body_key(text.as_token().unwrap(), KeyKind::Compound).unwrap();
        assert!(key.equivalent(&loan()));
    }
}

#[test]
fn keys_of_bodies_are_those_of_paths() {
    assert_eq!(body_key(&Value::from("a/b c")).unwrap(), "a/b c");
    assert_eq!(body_key(&loan()).unwrap(), "book=a%26b%3Dc&reader=3");
    assert!(
        parse_body_key("reader=3&book=a%26b%3dc", KeyKind::Compound)
            .unwrap()
            .equivalent(&loan())
    );
    assert_eq!(
        parse_body_key("50%", KeyKind::Simple).unwrap(),
        Value::from("50%")
    );
}

#[test]
fn what_has_no_text_is_left_out_or_refused() {
    let empty = Value::List(Vec::new());
    assert_eq!(query_pairs("p", &empty).unwrap(), []);
    let partly = Value::map([("a", empty.clone()), ("b", Value::from(1))]);
    assert_eq!(query(query_pairs("p", &partly)), "p.b=1");
    assert_eq!(body_key(&partly).unwrap(), "b=1");

    let refused = |result: Result<(), EncodeError>| result.unwrap_err().to_string();
    let shifts = Value::list([empty.clone(), Value::from("x")]);
    assert_eq!(
        refused(query_pairs("p", &shifts).map(drop)),
        "protocol 1.0.0 cannot write an empty list or map within a list"
    );
    for key in [
        Value::from(""),
        Value::from("."),
        Value::from(".."),
        empty,
        Value::Map(Vec::new()),
    ] {
        assert!(path_segment(&key).is_err(), "{key:?}");
    }
    let nothing = [Value::Map(Vec::new())];
    assert!(
        id_pairs(&nothing, KeyKind::Complex).is_err()
            && id_pairs(&nothing, KeyKind::Compound).is_err()
    );
    assert!(query_pairs("", &place()).is_err());
}

#[test]
fn names_that_make_no_sense_are_errors() {
    let kind = |query: &str| {
        let pairs = restli_wire::query_pairs(query).unwrap();
        parse_pairs(&pairs).unwrap_err().kind
    };
    assert_eq!(kind("a~2=1"), ParseErrorKind::BadTilde);
    assert_eq!(kind("a~zz=1"), ParseErrorKind::BadTilde);
    assert_eq!(kind("a~é=1"), ParseErrorKind::BadTilde);
    for name in [
        "a[",
        "a[]",
        "a[-1]",
        "a[%2B1]",
        "a[x]",
        "a[99999999999999999999]",
    ] {
        assert_eq!(
            kind(&format!("{name}=1")),
            ParseErrorKind::BadIndex,
            "{name}"
        );
    }
    assert!(matches!(
        kind("a[0]b=1"),
        ParseErrorKind::Unexpected { found: 'b', .. }
    ));
    for query in [
        "a=1&a.b=2",
        "a.b=1&a=2",
        "a[0]=1&a.b=2",
        "a.b=1&a[0]=2",
        "a[0]=1&a=2",
        "a=1&a[0]=2",
    ] {
        assert!(
            matches!(kind(query), ParseErrorKind::Contradiction(_)),
            "{query}"
        );
    }
    assert_eq!(
        kind(&format!("a{}=1", ".b".repeat(64))),
        ParseErrorKind::TooDeep(64)
    );
    assert_eq!(
        kind(&format!("a{}=1", "[0]".repeat(64))),
        ParseErrorKind::TooDeep(64)
    );
    let key = |text| parse_path_segment(text, KeyKind::Complex).unwrap_err();
    assert_eq!(key("(x:3,y:4)").kind, ParseErrorKind::NotAPair);
    assert_eq!(
        (key("a=1&b").kind, key("a=1&b").offset),
        (ParseErrorKind::NotAPair, 4)
    );
    assert_eq!(key("").kind, ParseErrorKind::EmptyToken);
    assert_eq!(key("a=b/c").kind, ParseErrorKind::RawCharacter('/'));
}
