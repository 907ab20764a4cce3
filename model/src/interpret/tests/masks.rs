//! Masks, in both spellings, against the fields of the answer.

use super::schema::{fits, get, misfits};
use crate::model::ProjectionSpelling;

fn entity(mask: &str) -> Vec<String> {
    misfits(&get(&format!("/v1/books/7?projection={mask}")))
}

#[test]
fn masks_that_fit() {
    for mask in [
        "(id,title)",
        "(*,author~)",
        "(author~(name,home(city)))",
        "(author~author(name))",
        "(maker~author(name)~publisher(title))",
        "(maker~(name))",
        "(maker~(title))",
        "(cover~:sizes(width))",
        "(cover~cover:sizes)",
        "(others*~(name))",
        "(others~)",
        "(shelf*(city))",
        "(shelf(a,b(zip)))",
        "(places*(city))",
        "(places(*(city)))",
        "(price(com.example.Address(city)))",
        "(open(anything(at(all))))",
        "(size)",
    ] {
        let call = fits(&get(&format!("/v1/books/7?projection={mask}")));
        assert_eq!(
            call.mask.map(|(spelling, _)| spelling),
            Some(ProjectionSpelling::Projection),
            "{mask}"
        );
    }
    for mask in [
        "label,home:(city)",
        "tags:($*:(city),$start:1,$count:2)",
        "by:($*:(city),x:(zip))",
        "-label",
        "",
    ] {
        let call = fits(&get(&format!(
            "/rest/shelves/a/places/(x:1,y:2)?fields={mask}"
        )));
        assert_eq!(
            call.mask.map(|(spelling, _)| spelling),
            Some(ProjectionSpelling::Fields),
            "{mask}"
        );
    }
    for mask in [
        "(elements*(title),paging,metadata(spelled))",
        "(elements(*(title)),paging(total,links))",
        "(paging)",
        "(elements)",
    ] {
        fits(&get(&format!("/v1/books?q=search&projection={mask}")));
    }
    fits(&get(
        "/v1/books?ids=List(7)&projection=(results*(title),errors)",
    ));
}

#[test]
fn unknown_fields_are_named_with_a_suggestion() {
    assert_eq!(
        entity("(id,titel)"),
        [
            "unknown-field | mask `projection` | `titel` is no field of `Book` | did you mean `title`?"
        ]
    );
    assert_eq!(
        entity("(author~(nme))"),
        [
            "unknown-field | mask `projection` | `nme` is no field of `Author` | did you mean `name`?"
        ]
    );
    assert_eq!(
        entity("(shelf*(cty))"),
        [
            "unknown-field | mask `projection` | `cty` is no field of `Address` | did you mean `city`?"
        ]
    );
    assert_eq!(
        entity("(price(ints))"),
        ["unknown-field | mask `projection` | `ints` is no field of `Price` | did you mean `int`?"]
    );
    assert_eq!(
        entity("(maker~(titl))"),
        [
            "unknown-field | mask `projection` | `titl` is no field of `Author` or `Publisher` | did you mean `title`?"
        ]
    );
    assert_eq!(
        entity("(genre(x))"),
        [
            "unknown-field | mask `projection` | `x` is asked of a symbol of `Genre`, which has no fields | -"
        ]
    );
    assert_eq!(
        entity("(title(x))"),
        ["unknown-field | mask `projection` | `x` is asked of a string, which has no fields | -"]
    );
    assert_eq!(entity("(nonsense,titel)").len(), 2, "all at once");
    assert_eq!(
        misfits(&get("/rest/shelves/a/places/(x:1,y:2)?fields=home:(cty)")),
        ["unknown-field | mask `fields` | `cty` is no field of `Address` | did you mean `city`?"]
    );
}

#[test]
fn lists_and_records_are_told_apart() {
    assert_eq!(
        entity("(places(city))"),
        [
            "unknown-field | mask `projection` | `places` is a list: its fields are those of its elements | write `places*(…)`"
        ]
    );
    assert_eq!(
        misfits(&get(
            "/rest/shelves/a/places/(x:1,y:2)?fields=home:($*:(city))"
        )),
        [
            "unknown-field | mask `fields` | `home` is the record `Address`, which has no elements | write `home:(…)`"
        ]
    );
}

#[test]
fn the_envelope_has_its_own_fields() {
    let search = |mask: &str| misfits(&get(&format!("/v1/books?q=search&projection={mask}")));
    assert_eq!(
        search("(title)"),
        [
            "unknown-field | mask `projection` | `title` is no part of a collection | the mask begins at the envelope: write `elements*(title)`"
        ]
    );
    assert_eq!(
        search("(elemnts*(title))"),
        [
            "unknown-field | mask `projection` | `elemnts` is no part of a collection | did you mean `elements`?"
        ]
    );
    assert_eq!(
        search("(paging(totl))"),
        [
            "unknown-field | mask `projection` | `totl` is no field of `paging` | did you mean `total`?"
        ]
    );
    assert_eq!(
        search("(paging~)"),
        [
            "unknown-field | mask `projection` | `paging` is one record, neither a list nor a URN | write `paging` or `paging(…)`"
        ]
    );
    assert!(search("(elements~(id))")[0].starts_with("decoration | "));
    assert_eq!(
        search("(metadata(speled))"),
        [
            "unknown-field | mask `projection` | `speled` is no field of `SearchMetadata` | did you mean `spelled`?"
        ]
    );
}

#[test]
fn deep_masks_are_measured_in_one_walk() {
    // Each level has two kinds; measured one by one they would be more than can be counted.
    let inner = (0..50).fold("nme".to_owned(), |inner, _| format!("friend~({inner})"));
    let found = entity(&format!("(maker~({inner}))"));
    assert_eq!(
        found,
        [
            "unknown-field | mask `projection` | `nme` is no field of `Author` or `Publisher` | did you mean `name`?"
        ]
    );
}

#[test]
fn only_declared_decorations_resolve() {
    assert_eq!(
        entity("(title~)"),
        [
            "decoration | mask `projection` | `title` cannot be decorated | write `author~`, `maker~`, `cover~` or `others~`"
        ]
    );
    assert_eq!(
        entity("(author~authr(name))"),
        [
            "decoration | mask `projection` | `authr` is no kind that this field resolves | did you mean `author`?"
        ]
    );
    assert_eq!(
        entity("(cover~:size)"),
        [
            "decoration | mask `projection` | `size` is no variant of `cover` | did you mean `sizes`?"
        ]
    );
    assert_eq!(
        entity("(author*~(name))"),
        ["decoration | mask `projection` | `author` is one URN, not a list | write `author~`"]
    );
}

#[test]
fn masks_are_spelled_as_the_method_says() {
    assert_eq!(
        misfits(&get("/rest/shelves/a/places/(x:1,y:2)?projection=(label)")),
        [
            "projection | parameter `projection` | `projection` is no parameter of this method: its mask is spelled `fields` | write `fields=…`"
        ]
    );
    assert_eq!(
        misfits(&get("/v1/makers/urn%3Alib%3Aauthor%3Ax?projection=(name)")),
        [
            "projection | parameter `projection` | `projection` is no parameter of this method: its answer cannot be projected | leave it out"
        ]
    );
    let found = entity("(id,title");
    assert!(
        found[0].starts_with("grammar | mask `projection` | the mask `(id,title` cannot be read"),
        "{found:?}"
    );
}

#[test]
fn places_in_masks_are_byte_offsets() {
    let model = super::schema::model();
    let request = get("/v1/books/7?projection=(title,home,author~(name,home(titel)))");
    let found = crate::interpret::route(&model, &request).unwrap_err();
    let places: Vec<_> = found.into_iter().map(|mismatch| mismatch.at).collect();
    let mask = "(title,home,author~(name,home(titel)))";
    let at =
        |text: &str| crate::interpret::At::Mask("projection".to_owned(), mask.find(text).unwrap());
    assert_eq!(places, [at("home,author"), at("titel")]);
}
