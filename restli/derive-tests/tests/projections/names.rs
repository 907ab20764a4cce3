//! Names that what is derived could stumble over: those of its own variables, of its parameters, and of macros.

use super::asked;

#[expect(
    unreachable_pub,
    reason = "how far it is said to be seen is what counts"
)]
pub mod shown {
    //! A projection may be seen farther than what is in it.

    #[derive(library::Projection)]
    #[projection(of = library::Tag)]
    #[expect(dead_code, reason = "only its mask is looked at")]
    struct Word {
        label: String,
    }

    /// What is seen.
    #[derive(library::Projection)]
    #[projection(of = library::Book)]
    #[expect(dead_code, reason = "only its mask is looked at")]
    pub struct Card {
        tags: Vec<Word>,
    }
}

#[test]
fn parts_may_be_private() {
    assert_eq!(asked::<shown::Card>(), "(tags*(label))");
}

#[test]
fn fields_may_be_called_like_variables() {
    #[derive(library::Projection)]
    #[projection(of = library::Book)]
    #[expect(dead_code, reason = "only its mask is looked at")]
    struct Odd {
        #[projection(rename = "id")]
        index: i64,
        #[projection(rename = "title")]
        value: String,
        #[projection(rename = "subtitle")]
        members: Option<String>,
        #[projection(rename = "edition")]
        slot0: Option<i32>,
        #[projection(rename = "version")]
        asked: Option<i32>,
        #[projection(rename = "etag")]
        r#type: Option<String>,
    }
    assert_eq!(asked::<Odd>(), "(id,title,subtitle,edition,version,etag)");
}

#[test]
fn types_may_be_called_like_parameters() {
    #[derive(library::Projection)]
    #[projection(of = library::Tag)]
    #[expect(dead_code, reason = "only its mask is looked at")]
    struct Map {
        label: String,
    }
    #[derive(library::Projection)]
    #[projection(of = library::Book)]
    #[expect(dead_code, reason = "only its mask is looked at")]
    struct Input<Source: library::Projection<Of = library::Size>> {
        tags: Vec<Map>,
        size: Option<Source>,
    }
    #[derive(library::Projection)]
    #[projection(of = library::Size)]
    #[expect(dead_code, reason = "only its mask is looked at")]
    struct Pages {
        pages: Option<i32>,
    }
    assert_eq!(asked::<Input<Pages>>(), "(tags*(label),size(pages))");
}

#[test]
fn types_may_come_through_a_macro() {
    macro_rules! card {
        ($card:ident, $author:ty) => {
            #[derive(library::Projection)]
            #[projection(of = library::Reader)]
            #[expect(dead_code, reason = "only its mask is looked at")]
            struct $card {
                #[projection(resolves = "favourite")]
                author: $author,
                name: Option<String>,
            }
        };
    }
    card!(Card, Option<library::Author>);
    assert_eq!(asked::<Card>(), "(favourite~,name)");
}

#[test]
fn an_entity_may_hold_one_of_the_same_name() {
    #[derive(library::Projection)]
    #[projection(of = library::Book)]
    #[expect(dead_code, reason = "only its mask is looked at")]
    struct Book {
        title: String,
        sequel: Option<library::Book>,
    }
    assert_eq!(asked::<Book>(), "(title,sequel)");
}

#[test]
fn deprecated_fields_may_be_allowed() {
    #[derive(library::Projection)]
    #[projection(of = library::Book)]
    #[allow(deprecated, dead_code, reason = "the genre, until there are tags")]
    struct Genre {
        genre: Option<String>,
    }
    assert_eq!(asked::<Genre>(), "(genre)");
}
