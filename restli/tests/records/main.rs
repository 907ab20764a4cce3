//! Records, enums, unions, shapes and URNs as JSON: lenient when read, and nothing lost when written.

#[path = "../mini/mod.rs"]
mod mini;

mod absence;
mod in_place;
mod keys;
mod leaves;
mod lists;

use std::collections::BTreeMap;

use mini::*;
use restli::{Decorated, Json, Urn};

/// Reads a book, and sees that it is written again as it came.
fn book(text: &str) -> Book {
    let book = lossy(text);
    let again: serde_json::Value = serde_json::to_value(&book).unwrap();
    let expected: serde_json::Value = serde_json::from_str(text).unwrap();
    assert_eq!(again, expected);
    book
}

/// Reads a book of which something is dropped.
fn lossy(text: &str) -> Book {
    serde_json::from_str(text).unwrap()
}

#[test]
fn plain_fields() {
    let book = book(
        r#"{"id":9007199254740993,"title":"T","tags":["a","b"],"digest":"\u00c8\u0001a",
            "readers":{"urn:lib:author:x":3},"sequel":{"title":"U","sequel":{}}}"#,
    );
    assert_eq!(book.id, Some(9_007_199_254_740_993), "not through a double");
    assert_eq!(book.digest.unwrap().0, [0xC8, 1, b'a']);
    assert_eq!(book.readers.unwrap()[&AuthorUrn::new("x")], 3);
    assert_eq!(book.sequel.unwrap().title.as_deref(), Some("U"));
}

#[test]
fn unknown_members_are_skipped_and_null_is_absence() {
    let book = lossy(
        r#"{"new":{"a":[1,{"b":null}]},"title":null,"id":1,"new~":1,"title~":{},"id!":{},
            "author":null,"author~":null,"author!":null,"maker~":null,"tags":null,"sequel":null}"#,
    );
    assert_eq!(serde_json::to_string(&book).unwrap(), r#"{"id":1}"#);
}

#[test]
fn names_may_be_escaped_and_values_of_another_width() {
    let book = lossy(
        r#"{"\u0069d":1,"author\u007e":{"id":"x"},"cover":{"com.example.Picture":{"ratio":2}}}"#,
    );
    assert_eq!(book.id, Some(1));
    assert_eq!(
        book.author.unwrap().resolved().unwrap().id.as_deref(),
        Some("x")
    );
    match book.cover.unwrap() {
        Cover::Picture(picture) => assert_eq!(picture.ratio, Some(2.0)),
        other => panic!("{other:?}"),
    }
}

#[test]
fn decorated_fields_in_every_order() {
    let members = [
        r#""author":"urn:lib:author:x""#,
        r#""author~":{"id":"x","name":{"en":"N"}}"#,
        r#""author!":{"status":403,"serviceErrorCode":100,"message":"no","more":[1.50]}"#,
    ];
    for order in [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
    ] {
        let text = format!("{{{}}}", order.map(|index| members[index]).join(","));
        let author = book(&text).author.unwrap();
        assert_eq!(author.urn(), Some(&AuthorUrn::new("x")));
        assert_eq!(author.resolved().unwrap().id.as_deref(), Some("x"));
        let error = author.error().unwrap();
        assert_eq!(error.status(), Some(403));
        assert_eq!(error.service_error_code(), Some(100));
        assert_eq!(error.message(), Some("no"));
        assert_eq!(error.to_string(), "status 403, service error 100: no");
        assert!(author.into_result().unwrap().is_ok());
    }
    // Each alone.
    for member in members {
        book(&format!("{{{member}}}"));
    }
    let empty = book(r#"{"author~":{}}"#).author.unwrap();
    assert_eq!(empty.resolved(), Some(&Author::default()));
    assert_eq!(empty.urn(), None);
}

#[test]
fn decorations_nest() {
    let text = r#"{"author~":{"mentor~":{"mentor!":{"message":"m"},"id":"b"},"mentor":"urn:lib:author:b"},
        "author":"urn:lib:author:a"}"#;
    let author = book(text).author.unwrap().into_resolved().unwrap();
    let mentor = author.mentor.unwrap();
    assert_eq!(mentor.urn().unwrap(), "urn:lib:author:b");
    let theirs = mentor.into_resolved().unwrap().mentor.unwrap();
    assert_eq!(theirs.error().unwrap().to_string(), "m");
}

#[test]
fn unions_by_urn_in_both_orders() {
    let urn = r#""maker":"urn:lib:publisher:7""#;
    let entity = r#""maker~":{"title":"P"}"#;
    for text in [format!("{{{urn},{entity}}}"), format!("{{{entity},{urn}}}")] {
        let maker = book(&text).maker.unwrap();
        assert!(matches!(maker.urn(), Some(MakerUrn::Publisher(urn)) if urn.id() == Ok(7)));
        match maker.resolved() {
            Some(MakerEntity::Publisher(publisher)) => {
                assert_eq!(publisher.title.as_deref(), Some("P"));
            }
            other => panic!("{other:?}"),
        }
    }
    let author = book(r#"{"maker~":{"id":"x"},"maker":"urn:lib:author:x"}"#);
    assert!(matches!(
        author.maker.unwrap().into_resolved(),
        Some(MakerEntity::Author(_))
    ));
}

#[test]
fn unions_by_urn_keep_what_they_cannot_read() {
    for text in [
        r#"{"maker":"urn:lib:robot:1","maker~":{"serial":1.10,"a":[]}}"#,
        r#"{"maker~":{"serial":1.10,"a":[]},"maker":"urn:lib:robot:1"}"#,
        r#"{"maker~":{"serial":1.10,"a":[]}}"#,
        r#"{"maker~":{"serial":1.10,"a":[]},"maker":"not a urn"}"#,
    ] {
        let maker = book(text).maker.unwrap();
        match maker.resolved() {
            Some(MakerEntity::Unknown(entity)) => {
                assert_eq!(entity.json().as_str(), r#"{"serial":1.10,"a":[]}"#);
            }
            other => panic!("{other:?}"),
        }
        assert!(
            maker
                .urn()
                .is_none_or(|urn| matches!(urn, MakerUrn::Other(_)))
        );
    }
}

#[test]
fn enums_stay_open() {
    assert_eq!(book(r#"{"binding":"SOFT"}"#).binding, Some(Binding::Soft));
    let unknown = book(r#"{"binding":"SPIRAL"}"#).binding.unwrap();
    assert_eq!(format!("{unknown} {unknown:?}"), "SPIRAL SPIRAL");
    assert_eq!("SPIRAL".parse::<Binding>().unwrap(), unknown);
    assert_ne!("RING".parse::<Binding>().unwrap(), unknown);
    assert_eq!("HARD".parse::<Binding>().unwrap(), Binding::Hard);
}

#[test]
fn unions_stay_open() {
    let text = book(r#"{"cover":{"string":"x"}}"#).cover;
    assert_eq!(text, Some(Cover::Text("x".to_owned())));
    let picture = book(r#"{"cover":{"com.example.Picture":{"width":3}}}"#).cover;
    assert!(matches!(
        picture,
        Some(Cover::Picture(Picture { width: Some(3), .. }))
    ));
    match book(r#"{"cover":{"com.example.Film":{"minutes":[1]}}}"#)
        .cover
        .unwrap()
    {
        Cover::Unknown(member) => {
            assert_eq!(member.name(), Some("com.example.Film"));
            assert_eq!(member.value().unwrap().as_str(), r#"{"minutes":[1]}"#);
        }
        other => panic!("{other:?}"),
    }
    // A projection can leave nothing of a union.
    match book(r#"{"cover":{}}"#).cover.unwrap() {
        Cover::Unknown(member) => assert_eq!(member.name(), None),
        other => panic!("{other:?}"),
    }
    let more = lossy(r#"{"cover":{"string":"x","$note":[1]},"id":1}"#);
    assert_eq!(
        (more.cover, more.id),
        (Some(Cover::Text("x".to_owned())), Some(1))
    );
}

#[test]
fn shapes_are_told_by_the_json() {
    assert_eq!(
        book(r#"{"price":"1.50"}"#).price,
        Some(Price::Text("1.50".to_owned()))
    );
    assert_eq!(book(r#"{"price": -1.5}"#).price, Some(Price::Number(-1.5)));
    assert!(matches!(
        book(r#"{"price":{"width":1}}"#).price,
        Some(Price::Picture(_))
    ));
    for (other, shape) in [
        (r#"{"price":[1]}"#, "array"),
        (r#"{"price":true}"#, "boolean"),
    ] {
        let error = serde_json::from_str::<Book>(other).unwrap_err().to_string();
        assert!(error.contains(shape) && error.contains("Price"), "{error}");
    }
}

#[test]
fn items_by_id_keep_the_shape_they_came_in() {
    let map = book(r#"{"chapters":{"9":{"width":1},"10":{"width":2}}}"#)
        .chapters
        .unwrap();
    assert_eq!(map.get("10").unwrap().width, Some(2));
    assert_eq!(map.len(), 2);
    let list = book(r#"{"chapters":[{"width":1},{"width":2},{"width":3}]}"#)
        .chapters
        .unwrap();
    assert_eq!(list.get("1"), None);
    let widths: Vec<_> = list
        .values()
        .map(|chapter| chapter.width.unwrap())
        .collect();
    assert_eq!(widths, [1, 2, 3]);
    assert!(book(r#"{"chapters":[]}"#).chapters.unwrap().is_empty());
}

#[test]
fn open_json_is_kept_as_text() {
    let notes = book(r#"{"notes":{"z":1.0,"a":12345678901234567890,"n":null}}"#)
        .notes
        .unwrap();
    assert_eq!(
        notes.as_str(),
        r#"{"z":1.0,"a":12345678901234567890,"n":null}"#
    );
    let read: BTreeMap<String, serde_json::Value> = notes.deserialize().unwrap();
    assert_eq!(read.len(), 3);
    let same: Json = r#"{"n":null, "a":12345678901234567890, "z":1.0}"#.parse().unwrap();
    assert_eq!(notes, same, "equal by meaning");
    assert_ne!(notes, Json::new(&1).unwrap());
    assert!("{".parse::<Json>().is_err());
}

#[test]
fn responses_may_hold_any_urn_and_tell() {
    for text in [
        "urn:lib:unknown:0",
        "urn:other:author:x",
        "nothing like a urn",
        "",
    ] {
        let json = serde_json::json!({ "author": text }).to_string();
        let author = book(&json).author.unwrap();
        let urn = author.urn().unwrap();
        assert!(!urn.is_expected(), "{text}");
        assert_eq!(urn.as_str(), text);
        assert!(urn.id().is_err());
    }
    assert!(AuthorUrn::new("x").is_expected());
}

#[test]
fn urns_are_built_and_taken_apart() {
    let author = AuthorUrn::new("a_b-1");
    assert_eq!(author, "urn:lib:author:a_b-1");
    assert_eq!(author.id().unwrap(), "a_b-1");
    assert_eq!((author.namespace(), author.kind()), ("lib", "author"));
    let loan = LoanUrn::new((author.clone(), -7));
    assert_eq!(loan, "urn:lib:loan:(urn:lib:author:a_b-1,-7)");
    assert_eq!(loan.id().unwrap(), (author.clone(), -7));
    let reprint = ReprintUrn::new(("x".to_owned(),));
    assert_eq!(reprint, "urn:lib:reprint:(x)");
    assert_eq!(reprint.id().unwrap(), ("x".to_owned(),));
    assert_eq!(format!("{loan} {author:?}"), format!("{loan} {author}"));

    assert_eq!("urn:lib:author:a_b-1".parse(), Ok(author.clone()));
    let wrong = "urn:lib:publisher:1".parse::<AuthorUrn>().unwrap_err();
    assert_eq!(
        wrong.to_string(),
        "`urn:lib:publisher:1` is not a URN of the form `urn:lib:author:…`"
    );
    assert!("urn:lib:author:".parse::<AuthorUrn>().is_err());
    assert!("author:x".parse::<Urn>().is_err());
    let any = author.clone().into_any();
    assert_eq!(any.clone().cast::<kind::Author>(), Ok(author));
    assert!(any.cast::<kind::Loan>().is_err());
    for broken in [
        "urn:lib:loan:(urn:lib:author:a)",
        "urn:lib:loan:x",
        "urn:lib:loan:(a,1)",
        "urn:lib:loan:(urn:lib:author:a,b)",
    ] {
        assert!(broken.parse::<LoanUrn>().unwrap().id().is_err(), "{broken}");
    }
}

#[test]
fn sets_of_kinds_sort_by_kind() {
    let publisher: MakerUrn = "urn:lib:publisher:3".parse().unwrap();
    assert_eq!(publisher, MakerUrn::from(PublisherUrn::new(3)));
    assert_eq!(publisher.to_string(), "urn:lib:publisher:3");
    assert!("urn:lib:robot:3".parse::<MakerUrn>().is_err());
    let robot: Urn = "urn:lib:robot:3".parse().unwrap();
    assert!(matches!(MakerUrn::from(robot), MakerUrn::Other(_)));
}

#[test]
fn debug_shows_the_present_fields_only() {
    let book = lossy(r#"{"title":"T","author~":{"id":"x"},"binding":"SPIRAL"}"#);
    assert_eq!(
        format!("{book:?}"),
        r#"Book{"title":"T","author~":{"id":"x"},"binding":"SPIRAL"}"#
    );
    assert_eq!(format!("{:?}", Book::default()), "Book{}");
    assert_eq!(
        format!(
            "{:#?}",
            Picture {
                width: Some(1),
                ..Picture::default()
            }
        ),
        "Picture{\n  \"width\": 1\n}"
    );
    let decorated: Decorated<Author, AuthorUrn> = Decorated::new(AuthorUrn::new("x"));
    assert!(format!("{decorated:?}").contains("urn:lib:author:x"));
}

#[test]
fn records_come_from_trees_too() {
    let text = r#"{"maker~":{"title":"P"},"maker":"urn:lib:publisher:7","price":"1","notes":{"a":1},"author":"urn:lib:author:x"}"#;
    let tree: serde_json::Value = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::from_value::<Book>(tree).unwrap(), book(text));
}
