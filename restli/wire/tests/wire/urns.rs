//! URN text.

use restli_wire::{UrnError, split_tuple, split_urn};

#[test]
fn urns_split_into_namespace_kind_and_id() {
    let table = [
        ("urn:li:person:a-B_9", "li", "person", "a-B_9"),
        ("urn:lla:llaPartner:7", "lla", "llaPartner", "7"),
        (
            "urn:li:loan:(urn:li:book:7,3)",
            "li",
            "loan",
            "(urn:li:book:7,3)",
        ),
        ("urn:li:fs_mini:x:y", "li", "fs_mini", "x:y"),
        ("urn:li:note:é (", "li", "note", "é ("),
    ];
    for (text, namespace, kind, id) in table {
        let urn = split_urn(text).unwrap();
        assert_eq!((urn.namespace, urn.kind, urn.id), (namespace, kind, id));
        assert_eq!(urn.to_string(), text);
    }
}

#[test]
fn texts_that_are_no_urn() {
    let table = [
        ("", UrnError::NotAUrn),
        ("abc", UrnError::NotAUrn),
        ("URN:li:person:a", UrnError::NotAUrn),
        ("urn:", UrnError::Missing("namespace")),
        ("urn::person:a", UrnError::Missing("namespace")),
        ("urn:li", UrnError::Missing("kind")),
        ("urn:li::a", UrnError::Missing("kind")),
        ("urn:li:person", UrnError::Missing("id")),
        ("urn:li:person:", UrnError::Missing("id")),
        (
            "urn:l i:person:a",
            UrnError::BadCharacter {
                part: "namespace",
                found: ' ',
                offset: 5,
            },
        ),
        (
            "urn:li:(a,b):c",
            UrnError::BadCharacter {
                part: "kind",
                found: '(',
                offset: 7,
            },
        ),
        (
            "urn:li:person%3Aa:b",
            UrnError::BadCharacter {
                part: "kind",
                found: '%',
                offset: 13,
            },
        ),
    ];
    for (text, error) in table {
        assert_eq!(split_urn(text), Err(error), "{text}");
    }
}

#[test]
fn tuples_split_at_their_own_commas() {
    let table: [(&str, &[&str]); 6] = [
        ("(a)", &["a"]),
        ("(a,b)", &["a", "b"]),
        ("(urn:li:book:7,3)", &["urn:li:book:7", "3"]),
        (
            "(urn:li:loan:(urn:li:book:7,3),x)",
            &["urn:li:loan:(urn:li:book:7,3)", "x"],
        ),
        ("((a,b),((c)),d)", &["(a,b)", "((c))", "d"]),
        ("(é,日)", &["é", "日"]),
    ];
    for (text, parts) in table {
        assert_eq!(split_tuple(text).unwrap(), parts, "{text}");
    }
}

#[test]
fn texts_that_are_no_tuple() {
    let table = [
        ("", UrnError::NotATuple),
        ("a", UrnError::NotATuple),
        ("(a)b", UrnError::NotATuple),
        ("(a)(b)", UrnError::NotATuple),
        ("(a),b", UrnError::NotATuple),
        ("(a))", UrnError::NotATuple),
        ("()", UrnError::EmptyPart(1)),
        ("(a,)", UrnError::EmptyPart(3)),
        ("(,a)", UrnError::EmptyPart(1)),
        ("(a,,b)", UrnError::EmptyPart(3)),
        ("(a,b", UrnError::Unbalanced(0)),
        ("(a,(b)", UrnError::Unbalanced(0)),
        ("(a,(b", UrnError::Unbalanced(3)),
    ];
    for (text, error) in table {
        assert_eq!(split_tuple(text), Err(error), "{text}");
    }
    let deep = "(".repeat(100_000);
    assert_eq!(split_tuple(&deep), Err(UrnError::Unbalanced(99_999)));
}

#[test]
fn ids_have_parts() {
    assert_eq!(
        split_urn("urn:li:person:a").unwrap().parts().unwrap(),
        ["a"]
    );
    let urn = split_urn("urn:li:share:(urn:li:person:a,9)").unwrap();
    assert!(urn.is_tuple());
    assert_eq!(urn.parts().unwrap(), ["urn:li:person:a", "9"]);
    assert!(split_urn("urn:li:share:(a").unwrap().parts().is_err());
}
