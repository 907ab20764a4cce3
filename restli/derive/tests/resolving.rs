//! URNs that a projection resolves: beside the URN, instead of it, by kind, and with the reason of a failure.

use library::restli::{DecorationError, Json};
use library::{AuthorUrn, Decorated, Projection};

fn asked<P: Projection>() -> String {
    P::mask()
        .to_projection()
        .expect("every mask can be spelled")
}

fn read<P: Projection>(json: &str) -> P {
    serde_json::from_str(json).expect("the projection is read")
}

fn refused<P: Projection>(json: &str) -> String {
    let json: Json = json.parse().expect("JSON");
    match json.deserialize::<P>() {
        Ok(_) => panic!("the projection was read"),
        Err(error) => error.to_string(),
    }
}

const MELVILLE: &str =
    r#"{"favourite~":{"name":"Melville","id":7},"favourite":"urn:lib:author:7"}"#;
const HIDDEN: &str =
    r#"{"favourite!":{"status":403,"message":"hidden"},"favourite":"urn:lib:author:7"}"#;

#[derive(Debug, PartialEq, library::Projection)]
#[projection(of = library::Author)]
struct Name {
    name: String,
}

#[test]
fn what_a_urn_is_resolved_to_may_stand_beside_it() {
    #[derive(Debug, PartialEq, library::Projection)]
    #[projection(of = library::Reader)]
    struct Favourite {
        #[projection(resolves = "favourite")]
        author: Option<Name>,
        favourite: AuthorUrn,
    }
    assert_eq!(asked::<Favourite>(), "(favourite,favourite~(name))");
    let melville: Favourite = read(MELVILLE);
    assert_eq!(melville.author.unwrap().name, "Melville");
    assert_eq!(melville.favourite.as_str(), "urn:lib:author:7");
    let hidden: Favourite = read(HIDDEN);
    assert_eq!(hidden.author, None);
}

#[test]
fn it_may_be_demanded() {
    #[derive(Debug, PartialEq, library::Projection)]
    #[projection(of = library::Reader)]
    struct Demanding {
        #[projection(resolves = "favourite")]
        author: Name,
    }
    assert_eq!(asked::<Demanding>(), "(favourite~(name))");
    assert_eq!(read::<Demanding>(MELVILLE).author.name, "Melville");
    assert_eq!(
        refused::<Demanding>(HIDDEN),
        "at `favourite~`: it could not be resolved: status 403: hidden"
    );
    let reason =
        "it is absent, and `Demanding` demands it; a field of type `Option<…>` may be absent";
    assert_eq!(
        refused::<Demanding>(r#"{"favourite":"urn:lib:author:7"}"#),
        format!("at `favourite~`: {reason}")
    );
    let reason = "it is absent, and `Name` demands it; a field of type `Option<…>` may be absent";
    assert_eq!(
        refused::<Demanding>(r#"{"favourite~":{}}"#),
        format!("at `favourite~.name`: {reason}")
    );
}

#[test]
fn the_reason_of_a_failure_may_be_wanted_too() {
    #[derive(Debug, PartialEq, library::Projection)]
    #[projection(of = library::Reader)]
    struct Careful {
        #[projection(resolves = "favourite")]
        author: Result<Name, DecorationError>,
    }
    #[derive(Debug, PartialEq, library::Projection)]
    #[projection(of = library::Reader)]
    struct Patient {
        #[projection(resolves = "favourite")]
        author: Option<Result<Name, DecorationError>>,
    }
    assert_eq!(read::<Careful>(MELVILLE).author.unwrap().name, "Melville");
    let error = read::<Careful>(HIDDEN).author.unwrap_err();
    assert_eq!(
        (error.status(), error.message()),
        (Some(403), Some("hidden"))
    );
    assert!(refused::<Careful>("{}").starts_with("at `favourite~`: it is absent"));
    assert_eq!(read::<Patient>("{}").author, None);
    assert!(read::<Patient>(HIDDEN).author.unwrap().is_err());
}

#[test]
fn one_field_may_hold_both() {
    #[derive(library::Projection)]
    #[projection(of = library::Reader)]
    struct Both {
        favourite: Decorated<Name>,
        last: Option<Decorated<library::Maker, library::MakerUrn>>,
    }
    assert_eq!(asked::<Both>(), "(favourite,favourite~(name),last,last~)");
    let both: Both = read(MELVILLE);
    assert_eq!(both.favourite.resolved().unwrap().name, "Melville");
    assert_eq!(both.favourite.urn().unwrap().as_str(), "urn:lib:author:7");
    assert!(both.last.is_none());
    let hidden: Both = read(HIDDEN);
    assert_eq!(hidden.favourite.error().unwrap().status(), Some(403));
    assert!(refused::<Both>(r#"{"favourite~":{}}"#).starts_with("at `favourite~.name`: "));
}

#[test]
fn resolutions_nest() {
    #[derive(library::Projection)]
    #[projection(of = library::Reader)]
    struct Wisher {
        wishes: Option<Vec<Wish>>,
    }
    #[derive(library::Projection)]
    #[projection(of = library::Wish)]
    struct Wish {
        #[projection(resolves = "book")]
        book: Option<Book>,
        note: Option<String>,
    }
    #[derive(library::Projection)]
    #[projection(of = library::Book)]
    struct Book {
        title: String,
    }
    assert_eq!(asked::<Wisher>(), "(wishes*(book~(title),note))");
    let json =
        r#"{"wishes":[{"book":"urn:lib:book:1"},{"book~":{"title":"Emma"},"note":"again"}]}"#;
    let wishes = read::<Wisher>(json).wishes.unwrap();
    assert!(wishes[0].book.is_none());
    assert_eq!(wishes[1].book.as_ref().unwrap().title, "Emma");
    assert_eq!(wishes[1].note.as_deref(), Some("again"));
    let error = refused::<Wisher>(r#"{"wishes":[{},{"book~":{}}]}"#);
    assert!(error.starts_with("at `wishes[1].book~.title`: "), "{error}");
}
