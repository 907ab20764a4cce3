//! Enums that are projections of unions: told by their key, or by the kind of the URN beside them.

use library::{Isbn, ReaderUrn};

use super::{asked, read, refused};

#[derive(Debug, PartialEq, library::Projection)]
#[projection(of = library::Person)]
struct Name {
    name: String,
}

#[derive(Debug, PartialEq, library::Projection)]
#[projection(of = library::Owner)]
enum Holder {
    Person(Name),
    #[projection(rename = "Reader")]
    Member(ReaderUrn),
}

#[derive(Debug, PartialEq, library::Projection)]
#[projection(of = library::Owner)]
enum AnyHolder {
    Person(Name),
    #[projection(other)]
    Somebody,
}

#[derive(Debug, PartialEq, library::Projection)]
#[projection(of = library::Book)]
struct Held {
    isbn: Isbn,
    owner: Holder,
}

#[derive(Debug, PartialEq, library::Projection)]
#[projection(of = library::Book)]
struct PerhapsHeld {
    owner: Option<Holder>,
}

#[test]
fn members_are_asked_for_by_their_key() {
    assert_eq!(asked::<Held>(), "(isbn,owner(person(name),reader))");
    let held: Held = read(r#"{"isbn":"1","owner":{"person":{"name":"Ann"}}}"#);
    assert_eq!(held.owner, Holder::Person(Name { name: "Ann".into() }));
    let held: Held = read(r#"{"isbn":"1","owner":{"reader":"urn:lib:reader:3"}}"#);
    assert_eq!(held.owner, Holder::Member(ReaderUrn::new(3)));
}

#[test]
fn another_member_is_absent_or_the_other_one() {
    let school = r#"{"isbn":"1","owner":{"school":"Elm"}}"#;
    assert!(refused::<Held>(school).starts_with("at `owner`: it is absent, and `Held` demands it"));
    assert_eq!(read::<PerhapsHeld>(school).owner, None);
    // What a mask that names other members leaves of a union.
    assert_eq!(read::<PerhapsHeld>(r#"{"owner":{}}"#).owner, None);

    #[derive(library::Projection)]
    #[projection(of = library::Book)]
    struct AnyHeld {
        owner: AnyHolder,
    }
    assert_eq!(read::<AnyHeld>(school).owner, AnyHolder::Somebody);
    let error = refused::<AnyHeld>(r#"{"owner":{"person":{}}}"#);
    assert!(error.starts_with("at `owner.person.name`: "), "{error}");
}

#[derive(Debug, PartialEq, library::Projection)]
#[projection(of = library::Author)]
struct Author {
    name: Option<String>,
}

#[derive(Debug, PartialEq, library::Projection)]
#[projection(of = library::Maker)]
enum Maker {
    Author(Author),
    Publisher(library::Publisher),
}

#[derive(Debug, PartialEq, library::Projection)]
#[projection(of = library::Reader)]
struct Last {
    #[projection(resolves = "last")]
    maker: Option<Maker>,
}

#[test]
fn kinds_of_urns_are_asked_for_each() {
    assert_eq!(asked::<Last>(), "(last,last~author(name)~publisher)");
    let last: Last = read(r#"{"last~":{"name":"Melville"},"last":"urn:lib:author:7"}"#);
    let melville = Author {
        name: Some("Melville".into()),
    };
    assert_eq!(last.maker, Some(Maker::Author(melville)));
    let last: Last = read(r#"{"last":"urn:lib:publisher:7","last~":{"name":"Elm"}}"#);
    assert!(matches!(last.maker, Some(Maker::Publisher(_))));
    // A kind that nobody has asked for.
    let last: Last = read(r#"{"last":"urn:lib:shelf:7","last~":{"name":"Elm"}}"#);
    assert_eq!(last.maker, None);
}

#[test]
fn the_urn_comes_along_where_its_kind_tells_one_from_all_others() {
    #[derive(library::Projection)]
    #[projection(of = library::Maker)]
    #[expect(dead_code, reason = "only its mask is looked at")]
    enum OneKind {
        Author(Author),
        #[projection(other)]
        Other,
    }
    #[derive(library::Projection)]
    #[projection(of = library::Reader)]
    #[expect(dead_code, reason = "only its mask is looked at")]
    struct ByOneKind {
        #[projection(resolves = "last")]
        maker: OneKind,
    }
    assert_eq!(asked::<ByOneKind>(), "(last,last~author(name))");
}

#[test]
fn an_error_beside_a_union_leaves_it_alone() {
    let json = r#"{"owner":{"person":{"name":"Ann"}},"owner!":{"status":403}}"#;
    assert!(read::<PerhapsHeld>(json).owner.is_some());
}

#[test]
fn null_is_another_member() {
    #[derive(Debug, PartialEq, library::Projection)]
    #[projection(of = library::Cover)]
    enum Cover {
        Text(String),
        #[projection(other)]
        Other,
    }
    assert_eq!(
        serde_json::from_str::<Vec<Cover>>(r#"[{"string":"a"},null]"#).expect("covers"),
        [Cover::Text("a".into()), Cover::Other]
    );
}
