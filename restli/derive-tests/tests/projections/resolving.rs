//! URNs that a projection resolves: beside the URN, instead of it, by kind, and with the reason of a failure.

use library::restli::{DecoratedList, DecorationError};
use library::{AuthorUrn, Decorated};

use super::{asked, read, refused};

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
    assert_eq!(
        refused::<Demanding>(r#"{"favourite~":{}}"#),
        format!("at `favourite~`: {reason}")
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
    assert!(
        read::<Both>(r#"{"favourite~":{}}"#)
            .favourite
            .resolved()
            .is_none()
    );
}

#[test]
fn an_empty_object_is_all_that_is_left_of_some_failures() {
    #[derive(library::Projection)]
    #[projection(of = library::Reader)]
    struct Lenient {
        #[projection(resolves = "favourite")]
        author: Option<Name>,
    }
    assert_eq!(read::<Lenient>(r#"{"favourite~":{}}"#).author, None);
    // With something in it, it is an author, and the name is missing.
    let error = refused::<Lenient>(r#"{"favourite~":{"id":7}}"#);
    assert!(error.starts_with("at `favourite~.name`: "), "{error}");
}

#[test]
fn an_entity_may_stand_in_place_of_its_urn() {
    #[derive(library::Projection)]
    #[projection(of = library::Reader)]
    struct Card {
        favourite: AuthorUrn,
        #[projection(resolves = "favourite")]
        author: Option<Name>,
    }
    let card: Card = read(r#"{"favourite":{"name":"Melville","id":7,"$URN":"urn:lib:author:7"}}"#);
    assert_eq!(card.author.unwrap().name, "Melville");
    assert_eq!(card.favourite.as_str(), "urn:lib:author:7");
}

#[test]
fn lists_are_resolved_urn_by_urn() {
    #[derive(Debug, library::Projection)]
    #[projection(of = library::Reader)]
    struct Likes {
        likes: DecoratedList<Name, AuthorUrn>,
    }
    #[derive(library::Projection)]
    #[projection(of = library::Reader)]
    struct Urns {
        likes: Vec<AuthorUrn>,
    }
    assert_eq!(asked::<Likes>(), "(likes,likes*~(name))");
    assert_eq!(asked::<Urns>(), "(likes)");
    let ordered = r#"{"likes~":[{"name":"Melville"},null,{}],"likes":["urn:lib:author:7","urn:lib:author:8","urn:lib:author:9"]}"#;
    let by_urn = r#"{"likes":["urn:lib:author:7","urn:lib:author:8","urn:lib:author:9"],"likes~":{"urn:lib:author:7":{"name":"Melville"}}}"#;
    for json in [ordered, by_urn] {
        let likes = read::<Likes>(json).likes;
        assert_eq!(likes.len(), 3);
        let names: Vec<_> = likes.resolved().map(|author| &*author.name).collect();
        assert_eq!(names, ["Melville"]);
        let of_first = likes.get(&"urn:lib:author:7".parse().unwrap()).unwrap();
        assert_eq!(of_first.resolved().unwrap().name, "Melville");
        assert_eq!(read::<Urns>(json).likes.len(), 3);
    }
}

#[test]
fn lists_of_several_kinds_wait_for_their_urns() {
    #[derive(Debug, PartialEq, library::Projection)]
    #[projection(of = library::Maker)]
    enum Maker {
        Author(Name),
        #[projection(other)]
        Other,
    }
    #[derive(library::Projection)]
    #[projection(of = library::Reader)]
    struct Follows {
        follows: DecoratedList<Maker>,
    }
    assert_eq!(asked::<Follows>(), "(follows,follows*~author(name))");
    let follows: Follows = read(
        r#"{"follows~":[{"name":"Melville"},{"name":"Elm"}],"follows":["urn:lib:author:7","urn:lib:publisher:8"]}"#,
    );
    let makers: Vec<_> = follows.follows.resolved().collect();
    let melville = Maker::Author(Name {
        name: "Melville".into(),
    });
    assert_eq!(makers, [&melville, &Maker::Other]);
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
    let error = refused::<Wisher>(r#"{"wishes":[{},{"book~":{"id":1}}]}"#);
    assert!(error.starts_with("at `wishes[1].book~.title`: "), "{error}");
}
