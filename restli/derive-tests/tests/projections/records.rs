//! Structs that are projections of records: fields, parts of them, lists and maps, and what they demand.

use std::collections::BTreeMap;

use library::{AuthorUrn, Colour, Isbn, Label, Projection, Tag};

use super::{asked, read, refused};

#[derive(Debug, PartialEq, library::Projection)]
#[projection(of = library::Book)]
struct Title {
    isbn: Isbn,
    title: String,
    subtitle: Option<String>,
}

#[test]
fn fields_are_asked_for_by_their_name_on_the_wire() {
    #[derive(library::Projection)]
    #[projection(of = library::Book)]
    #[expect(dead_code, reason = "only its mask is looked at")]
    struct Times {
        created_at: library::restli::EpochMillis,
        edition: Option<i32>,
    }
    assert_eq!(asked::<Title>(), "(isbn,title,subtitle)");
    assert_eq!(asked::<Times>(), "(createdAt,edition)");
}

#[test]
fn what_was_asked_for_is_read_in_any_order_and_nothing_else() {
    let title: Title = read(
        r#"{"size":{"height":3},"subtitle":"Or: The Whale","isbn":"1","unknown":[1],"title":"Moby-Dick"}"#,
    );
    let expected = Title {
        isbn: "1".into(),
        title: "Moby-Dick".into(),
        subtitle: Some("Or: The Whale".into()),
    };
    assert_eq!(title, expected);
    let title: Title = read(r#"{"isbn":"1","title":"Emma","subtitle":null}"#);
    assert_eq!(title.subtitle, None);
}

#[test]
fn what_must_be_there_is_an_error_with_its_path_where_it_is_not() {
    let reason = "it is absent, and `Title` demands it; a field of type `Option<…>` may be absent";
    assert_eq!(
        refused::<Title>(r#"{"isbn":"1"}"#),
        format!("at `title`: {reason}")
    );
    assert_eq!(
        refused::<Title>(r#"{"isbn":"1","title":null}"#),
        format!("at `title`: {reason}")
    );
}

#[derive(Debug, PartialEq, library::Projection)]
#[projection(of = library::Book)]
struct Whole {
    tags: Vec<Tag>,
    labels: Option<BTreeMap<String, Label>>,
    authors: Option<Vec<AuthorUrn>>,
    size: Option<library::Size>,
}

#[derive(Debug, PartialEq, library::Projection)]
#[projection(of = library::Tag)]
struct Word {
    label: String,
}

#[derive(Debug, PartialEq, library::Projection)]
#[projection(of = library::Label)]
struct Paint {
    colour: Option<Colour>,
}

#[derive(Debug, PartialEq, library::Projection)]
#[projection(of = library::Book)]
struct Parts {
    tags: Vec<Word>,
    labels: Option<BTreeMap<String, Paint>>,
    sequel: Option<Title>,
}

#[test]
fn records_lists_and_maps_are_taken_whole_or_in_part() {
    assert_eq!(asked::<Whole>(), "(tags,labels,authors,size)");
    assert_eq!(
        asked::<Parts>(),
        "(tags*(label),labels*(colour),sequel(isbn,title,subtitle))"
    );
    let parts: Parts =
        read(r#"{"tags":[{"label":"sea"},{"label":"whale"}],"labels":{"spine":{"colour":"RED"}}}"#);
    assert_eq!(parts.tags[1].label, "whale");
    let paint = &parts.labels.unwrap()["spine"];
    assert_eq!(paint.colour, Some(Colour::Red));
    assert_eq!(parts.sequel, None);
}

#[test]
fn a_path_leads_through_lists_maps_and_boxes() {
    let reason = |name| {
        format!("it is absent, and `{name}` demands it; a field of type `Option<…>` may be absent")
    };
    assert_eq!(
        refused::<Parts>(r#"{"tags":[{"label":"a"},{}]}"#),
        format!("at `tags[1].label`: {}", reason("Word"))
    );
    assert_eq!(
        refused::<Parts>(r#"{"tags":[],"sequel":{"isbn":"1"}}"#),
        format!("at `sequel.title`: {}", reason("Title"))
    );

    #[derive(library::Projection)]
    #[projection(of = library::Label)]
    #[expect(dead_code, reason = "it is never read whole")]
    struct Painted {
        colour: Colour,
    }
    #[derive(library::Projection)]
    #[projection(of = library::Book)]
    #[expect(dead_code, reason = "it is never read whole")]
    struct Labels {
        labels: BTreeMap<String, Painted>,
    }
    assert_eq!(
        refused::<Labels>(r#"{"labels":{"the spine":{}}}"#),
        format!("at `labels[\"the spine\"].colour`: {}", reason("Painted"))
    );
}

#[test]
fn fields_may_be_called_otherwise() {
    #[derive(library::Projection)]
    #[projection(of = library::Book)]
    struct Renamed {
        #[projection(rename = "isbn")]
        number: Isbn,
        r#title: String,
    }
    assert_eq!(asked::<Renamed>(), "(isbn,title)");
    let book: Renamed = read(r#"{"isbn":"1","title":"Emma"}"#);
    assert_eq!((book.number.as_str(), book.title.as_str()), ("1", "Emma"));
}

#[test]
fn a_bare_name_is_found_through_the_named_crate() {
    use library::Book;

    #[derive(library::Projection)]
    #[projection(of = Book, crate = library)]
    #[expect(dead_code, reason = "only its mask is looked at")]
    struct Bare {
        title: String,
    }
    assert_eq!(asked::<Bare>(), "(title)");
}

#[test]
fn a_projection_may_have_parameters() {
    #[derive(library::Projection)]
    #[projection(of = library::Book)]
    struct With<T: Projection<Of = library::Tag>, const N: usize = 1> {
        title: Option<String>,
        tags: Vec<T>,
    }
    assert_eq!(asked::<With<Word>>(), "(title,tags*(label))");
    let book: With<Word> = read(r#"{"tags":[{"label":"sea"}]}"#);
    assert_eq!((book.title, book.tags.len()), (None, 1));
}

#[test]
fn hand_written_types_are_taken_whole() {
    use std::net::IpAddr;

    #[derive(library::Projection)]
    #[projection(of = library::TerminalState)]
    struct Reached {
        #[projection(whole)]
        next: IpAddr,
    }
    #[derive(library::Projection)]
    #[projection(of = library::TerminalState)]
    struct PerhapsReached {
        #[projection(rename = "next", whole)]
        address: Option<IpAddr>,
    }
    assert_eq!(asked::<PerhapsReached>(), "(next)");
    let address: IpAddr = "10.0.0.7".parse().expect("an address");
    assert_eq!(read::<Reached>(r#"{"next":"10.0.0.7"}"#).next, address);
    assert_eq!(read::<PerhapsReached>("{}").address, None);
    assert!(refused::<Reached>("{}").starts_with("at `next`: it is absent"));
}

#[test]
fn what_nobody_asked_for_may_be_anything() {
    let book: Title = read(r#"{"isbn":"1","title":"Emma","edition":"first","tags":7,"size":[]}"#);
    assert_eq!(book.title, "Emma");
}
