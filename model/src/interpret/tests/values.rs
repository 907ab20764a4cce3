//! Keys, URNs and parameters: values of the URI grammar against their types.

use super::schema::{fits, get, misfits, model, with};
use crate::interpret::{Datum, Spelling, to_value};

#[test]
fn keys_are_typed() {
    assert_eq!(fits(&get("/v1/books/-7")).keys, [(0, Datum::Long(-7))]);
    assert_eq!(
        misfits(&get("/v1/books/x7")),
        ["key | path | `id` is `x7`, not a long | -"]
    );
    let call = fits(&get("/rest/shelves/a%2Fb/places/(y:2,x:1)"));
    assert_eq!(call.keys[0], (0, Datum::String("a/b".to_owned())));
    assert!(
        matches!(&call.keys[1], (1, Datum::Record(_, fields)) if *fields == [(0, Datum::Int(1)), (1, Datum::Int(2))])
    );
    assert_eq!(
        fits(&get("/rest/shelves/a/places/($params:(),x:1,y:2)"))
            .keys
            .len(),
        2
    );
    assert_eq!(
        misfits(&get("/rest/shelves/a/places/(x:1)")),
        ["key | path | `id` lacks the required member `y` | -"]
    );
    assert_eq!(
        misfits(&get("/rest/shelves/a/places/(x:1,y:2,z:3)")),
        ["key | path | `id` has no member `z` | did you mean `x`?"]
    );
    assert_eq!(
        misfits(&get("/rest/shelves/a/places/7")),
        ["key | path | `id` is a text, not the record `PlaceKey` | -"]
    );
    let ids = fits(&get("/v1/books?ids=List(7,8)")).ids;
    assert_eq!(ids, [Datum::Long(7), Datum::Long(8)]);
    assert_eq!(
        misfits(&get("/v1/books?ids=List(7,b)")),
        ["key | parameter `ids` | `id` is `b`, not a long | -"]
    );
    assert_eq!(
        misfits(&get("/v1/books?ids=7")),
        [
            "key | parameter `ids` | `ids` is `7`, not a list of keys | lists are written `List(a,b)`"
        ]
    );
}

#[test]
fn lone_urns_may_have_raw_colons() {
    let urn = |text: &str| Datum::Urn(text.to_owned());
    let encoded = fits(&get("/v1/makers/urn%3Alib%3Aauthor%3Ax"));
    assert_eq!(
        (encoded.keys[0].1.clone(), encoded.spelling),
        (urn("urn:lib:author:x"), Spelling::V2)
    );
    let raw = fits(&get("/v1/makers/urn:lib:author:x"));
    assert_eq!(
        (raw.keys[0].1.clone(), raw.spelling),
        (urn("urn:lib:author:x"), Spelling::Documented)
    );
    let parameter = fits(&get(
        "/v1/books?q=search&cover=urn:lib:cover:(urn:lib:book:7,small)",
    ));
    assert_eq!(parameter.spelling, Spelling::Documented);
    let strict = with(
        get("/v1/makers/urn:lib:author:x"),
        "X-RestLi-Protocol-Version",
        "2.0.0",
    );
    let found = misfits(&strict);
    assert!(found[0].starts_with("grammar | path |"), "{found:?}");
    assert!(
        found[0].ends_with("write `urn%3Alib%3Aauthor%3Ax`"),
        "{found:?}"
    );
    let list = misfits(&get("/v1/books?q=search&makers=List(urn:lib:author:x)"));
    assert!(
        list[0].starts_with("grammar | parameter `makers` |"),
        "{list:?}"
    );
}

#[test]
fn urns_have_admitted_kinds_and_their_form() {
    assert_eq!(
        misfits(&get("/v1/makers/urn%3Alib%3Abook%3A7")),
        [
            "key | path | `maker` is a URN of `book`, not a URN of `author` or `publisher` | write `urn:lib:author:{id}` or `urn:lib:publisher:{id}`"
        ]
    );
    assert_eq!(
        misfits(&get("/v1/makers/7")),
        [
            "key | path | `maker` is `7`, which is no URN | write `urn:lib:author:{id}` or `urn:lib:publisher:{id}`"
        ]
    );
    for (cover, wrong) in [
        (
            "urn%3Alib%3Acover%3A%28urn%3Alib%3Abook%3A7%29",
            "whose id has 1 parts, not 2",
        ),
        (
            "urn%3Alib%3Acover%3A7",
            "whose id is no tuple in parentheses",
        ),
        (
            "urn%3Alib%3Acover%3A%28urn%3Alib%3Aauthor%3A7%2Csmall%29",
            "a part `book` that is a URN of `author`",
        ),
        (
            "urn%3Alib%3Acover%3A%28urn%3Alib%3Abook%3Ax%2Csmall%29",
            "whose id is no number of 64 bits",
        ),
    ] {
        let found = misfits(&get(&format!("/v1/books?q=search&cover={cover}")));
        assert!(found[0].contains(wrong), "{found:?}");
        assert!(
            found[0].ends_with("write `urn:lib:cover:(urn:lib:book:{number},{size})`")
                || wrong.contains("part"),
            "{found:?}"
        );
    }
}

#[test]
fn parameters_are_typed_and_written_back() {
    let model = model();
    for query in [
        "title=two%20words",
        "title=''",
        "genre=NOVEL",
        "years=(max:2,min:1)",
        "makers=List(urn%3Alib%3Aauthor%3Ax,urn%3Alib%3Apublisher%3Ay)",
        "makers=List()",
        "lent=true",
        "weight=1.5E10",
        "worth=12.50",
        "worth=-1E%2B400",
        "since=-1",
        "size=12",
        "size=thick",
        "size=List(1,2)",
        "price=(int:5)",
        "price=(com.example.Address:(city:Bern))",
        "marks=(a:1,b:2)",
        "raw=%C3%BF",
    ] {
        let call = fits(&get(&format!("/v1/books?q=search&{query}")));
        let [(_, datum)] = call.params.as_slice() else {
            panic!("{query}: {call:?}")
        };
        let (_, text) = query.split_once('=').unwrap();
        let value = restli_wire::parse_query_value(text).unwrap();
        assert!(
            to_value(&model, datum).equivalent(&value),
            "{query}: {datum:?}"
        );
    }
}

#[test]
fn parameters_of_a_wrong_type_are_named() {
    for (query, wrong) in [
        ("title=List(a)", "`title` is a list, not a string"),
        (
            "genre=NOVELLA",
            "`genre` is `NOVELLA`, which is no symbol of `Genre` | did you mean `NOVEL`?",
        ),
        ("years=(min:x)", "`years.min` is `x`, not an int"),
        ("years=(max:1)", "`years` lacks the required member `min`"),
        (
            "years=(min:1,mx:2)",
            "`years` has no member `mx` | did you mean `max`?",
        ),
        ("years=1990", "`years` is a text, not the record `Span`"),
        (
            "makers=urn%3Alib%3Aauthor%3Ax",
            "`makers` is `urn:lib:author:x`, not a list | lists are written `List(a,b)`",
        ),
        (
            "makers=List(urn%3Alib%3Abook%3A7)",
            "`makers[0]` is a URN of `book`",
        ),
        ("lent=1", "`lent` is `1`, not a boolean"),
        ("weight=heavy", "`weight` is `heavy`, not a double"),
        (
            "worth=12%2C50",
            "`worth` is `12,50`, not a decimal number as a string",
        ),
        (
            "since=1.5",
            "`since` is `1.5`, not a long of seconds since 1970",
        ),
        ("size=(a:1)", "`size` is a map, not a value of `Size`"),
        (
            "price=(int:5,string:a)",
            "`price` has 2 members, while a union has exactly one",
        ),
        (
            "price=(itn:5)",
            "`price` has no member `itn` | did you mean `int`?",
        ),
        (
            "price=(int:5000000000)",
            "`price.int` is `5000000000`, not an int",
        ),
        ("marks=(a:b)", "`marks.a` is `b`, not an int"),
        ("raw=%E2%82%AC", "`raw` is `€`, not bytes"),
    ] {
        let name = query.split_once('=').unwrap().0;
        let found = misfits(&get(&format!("/v1/books?q=search&{query}")));
        assert!(
            found.len() == 1 && found[0].starts_with(&format!("parameter | parameter `{name}` | ")),
            "{found:?}"
        );
        assert!(found[0].contains(wrong), "{found:?} should contain {wrong}");
    }
}
