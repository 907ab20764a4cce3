//! Every form of a mask that the protocol has, built by the builders that users have.
//!
//! The examples are those of the protocol's own description; the names are the library's, so texts are compared
//! by their shape: names apart, they are the same.

use library::restli::{CollectionProjection, Mask, ProjectionBuilder, Resolution};
use library::{Author, AuthorProjection, Book, Reader, ReaderProjection, Shelf};

/// How the mask of an example comes about.
enum How {
    /// By builders alone.
    Typed,
    /// No builder has it, because no typed field does.
    Untyped,
    /// By builders, which spell it in another way than this text, the example in the library's words.
    Spelled(&'static str),
}

struct Case {
    example: &'static str,
    mask: Mask,
    how: How,
}

fn typed(example: &'static str, built: impl ProjectionBuilder) -> Case {
    let (mask, how) = (built.into_mask(), How::Typed);
    Case { example, mask, how }
}

fn spelled(example: &'static str, text: &'static str, built: impl ProjectionBuilder) -> Case {
    let (mask, how) = (built.into_mask(), How::Spelled(text));
    Case { example, mask, how }
}

fn untyped(example: &'static str, mask: Mask) -> Case {
    let how = How::Untyped;
    Case { example, mask, how }
}

/// The spelling `fields`: it begins at the entity.
fn fields() -> Vec<Case> {
    let book = Book::projection;
    vec![
        typed("id,name", book().id().title()),
        typed(
            "id,address:(city,geo:(lat))",
            Shelf::projection()
                .id()
                .address_with(|address| address.city().geo_with(|geo| geo.lat())),
        ),
        typed("tags:($*:(label))", book().tags_with(|tag| tag.label())),
        typed(
            "tags:($*:(label),$start:10,$count:5)",
            book().slice(10, 5, |book| book.tags_with(|tag| tag.label())),
        ),
        typed(
            "tags:($*:(label),$start:10)",
            book().slice(10, None, |book| book.tags_with(|tag| tag.label())),
        ),
        spelled(
            "tags:($*:(label),$count:5)",
            "tags:($*:(label),$count:5)",
            book().slice(0, 5, |book| book.tags_with(|tag| tag.label())),
        ),
        typed(
            "m:($*:(a),k1:(b))",
            book()
                .labels_with(|label| label.colour())
                .labels_key_with("front", |label| label.text()),
        ),
        typed("m:(k1)", book().labels_key("front")),
        typed("m:($*:($*:(a)))", book().margins_with(|tag| tag.label())),
        typed(
            "owner:(com.ex.Red:(shade))",
            book().cover_with(|cover| cover.picture_with(|picture| picture.shade())),
        ),
        typed("-secret", book().without(|book| book.price())),
        typed(
            "a:($*,-b)",
            book().size_with(|size| size.all().without(|size| size.pages())),
        ),
        typed("name", book().size()),
        typed("name:($*)", book().size_with(|size| size.all())),
        typed("", book()),
        typed("owner:(nick)", book().sequel_with(|book| book.subtitle())),
        typed("a,b", book().isbn().title()),
        typed("$*", book().all()),
        untyped("$$rest", Mask::new().field("$rest")),
        // Merged: the whole and a part, two ranges, and exclusion.
        spelled(
            "a,a:(b)",
            "size,size:(pages)",
            book().size().size_with(|size| size.pages()),
        ),
        spelled(
            "tags:($start:2,$count:3),tags:($start:4,$count:4)",
            "tags:($start:2,$count:3),tags:($start:4,$count:4)",
            book()
                .slice(2, 3, |book| book.tags())
                .slice(4, 4, |book| book.tags()),
        ),
        spelled(
            "a,-a",
            "title,-title",
            book().title().without(|book| book.title()),
        ),
    ]
}

/// The spelling `projection`: it begins at the envelope, and resolves URNs.
fn projections() -> Vec<Case> {
    let page = CollectionProjection::<ReaderProjection>::default;
    let authors = CollectionProjection::<AuthorProjection>::default;
    let reader = Reader::projection;
    vec![
        typed(
            "(elements*(id,name),paging)",
            page().elements(|reader| reader.id().name()).paging(),
        ),
        typed("(id,name)", reader().id().name()),
        typed("(paging)", page().paging()),
        typed(
            "(elements,paging(total))",
            page().elements_all().paging_with(|paging| paging.total()),
        ),
        typed(
            "(metadata(best(score)))",
            page().metadata_with(|facets: library::BookFacetsProjection| {
                facets.best_with(|hit| hit.score())
            }),
        ),
        typed(
            "(*,elements*(*))",
            page().all().elements(|reader| reader.all()),
        ),
        typed(
            "(elements*(to~))",
            page().elements(|reader| reader.favourite_resolved()),
        ),
        spelled(
            "(elements(*(to~)))",
            "(elements(*(favourite~)))",
            page().elements(|reader| reader.favourite_resolved()),
        ),
        typed(
            "(id,author~(name))",
            reader()
                .id()
                .favourite_resolved_with(|author| author.name()),
        ),
        typed("(author~)", reader().favourite_resolved()),
        typed(
            "(author~(name,city))",
            Author::projection().publisher_resolved_with(|publisher| publisher.name().city()),
        ),
        typed(
            "(author~(*))",
            reader().favourite_resolved_with(|author| author.all()),
        ),
        typed(
            "(elements*(to~(id)))",
            page().elements(|reader| reader.favourite_resolved_with(|author| author.id())),
        ),
        spelled(
            "(cover~:playableStreams)",
            "(publisher~:imprints)",
            Author::projection().publisher_imprints(),
        ),
        typed(
            "(cover~digitalmediaAsset:playableStreams)",
            Author::projection().publisher_imprints(),
        ),
        typed(
            "(cover~digitalmediaAsset:playableStreams(*))",
            Author::projection().publisher_imprints_with(|publisher| publisher.all()),
        ),
        spelled(
            "(images*(file~:playableStreams))",
            "(elements*(publisher~:imprints))",
            authors().elements(|author| author.publisher_imprints()),
        ),
        typed(
            "(author~(employer~(name)))",
            reader().favourite_resolved_with(|author| {
                author.publisher_resolved_with(|publisher| publisher.name())
            }),
        ),
        typed(
            "(author~person(name)~organization(title))",
            reader().last_resolved_with(|maker| {
                maker
                    .author_with(|author| author.name())
                    .publisher_with(|publisher| publisher.city())
            }),
        ),
        typed(
            "(author~person~organization)",
            reader().last_resolved_with(|maker| maker.author().publisher()),
        ),
        typed("(authors*~)", reader().likes_resolved()),
        typed(
            "(authors*~(name))",
            reader().likes_resolved_with(|author| author.name()),
        ),
        spelled(
            "(authors(*~person(name)~organization(title)))",
            "(follows(*~author(name)~publisher(city)))",
            reader().follows_resolved_with(|maker| {
                maker
                    .author_with(|author| author.name())
                    .publisher_with(|publisher| publisher.city())
            }),
        ),
        untyped(
            "(authors~(name))",
            Mask::new().resolve("likes", Resolution::new().with(Mask::new().field("name"))),
        ),
        typed(
            "(id,images*(file~))",
            reader().id().wishes_with(|wish| wish.book_resolved()),
        ),
    ]
}

/// A mask with every name made `x`.
fn shape(text: &str) -> String {
    let mut shape = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest
            .find(['(', ')', ',', ':', '~', '*'])
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at(end.max(first.len_utf8() * usize::from(end == 0)));
        let special = matches!(name, "$" | "$start" | "$count");
        shape.push_str(match name {
            _ if end == 0 || special || name.bytes().all(|byte| byte.is_ascii_digit()) => name,
            _ if name.starts_with("$$") => "$$x",
            _ if name.starts_with('-') => "-x",
            _ => "x",
        });
        rest = after;
    }
    shape
}

#[test]
fn every_example_of_the_protocol_is_built_and_read_back() {
    type Write = fn(&Mask) -> Result<String, restli_wire::MaskError>;
    type Read = fn(&str) -> Result<Mask, restli_wire::MaskError>;
    let spellings: [(Vec<Case>, Write, Read); 2] = [
        (fields(), Mask::to_fields, Mask::parse_fields),
        (projections(), Mask::to_projection, Mask::parse_projection),
    ];
    let (mut by_builders, mut otherwise) = (0, 0);
    for (cases, write, read) in spellings {
        for Case { example, mask, how } in cases {
            let text = write(&mask).unwrap_or_else(|error| panic!("{example}: {error}"));
            assert_eq!(read(&text).unwrap(), mask, "{example}: {text}");
            read(example).unwrap_or_else(|error| panic!("{example}: {error}"));
            match how {
                How::Typed | How::Untyped => assert_eq!(shape(&text), shape(example), "{text}"),
                How::Spelled(own) => {
                    assert_eq!(shape(own), shape(example));
                    assert!(read(own).unwrap().equivalent(&mask), "{example}: {text}");
                }
            }
            match how {
                How::Untyped => otherwise += 1,
                How::Typed | How::Spelled(_) => by_builders += 1,
            }
        }
    }
    println!("{by_builders} mask examples by builders, {otherwise} by `Mask`");
    assert_eq!((by_builders, otherwise), (45, 2));
}

#[test]
fn parts_of_an_envelope_have_parameters_of_their_own() {
    let library = library::Client::new("token").unwrap();
    let search = library
        .books()
        .find_by_search("Dracula")
        .project(|book| book.id());
    let search = search
        .project_metadata(|facets| facets.best_with(|hit| hit.score()).languages_key("EN"))
        .project_paging(|paging| paging.total());
    let target = search.build().unwrap().encode().unwrap().target;
    for part in [
        "fields=id",
        "metadataFields=best:(score),languages:(EN)",
        "pagingFields=total",
    ] {
        assert!(target.contains(part), "{part} in {target}");
    }
}

#[test]
fn keys_that_no_mask_can_name_are_errors() {
    for key in ["", "*", "a b", "a:b", "a(b)", "-a"] {
        let mask = Book::projection().labels_key(key).into_mask();
        let error = mask.to_fields().unwrap_err().to_string();
        assert!(error.contains("labels/"), "{key:?}: {error}");
    }
    let mask = Book::projection()
        .labels_key("$*")
        .labels_key("%")
        .into_mask();
    assert!(mask.to_fields().is_err(), "`$$*` would be no key");
    let mask = Book::projection()
        .labels_key("$a")
        .labels_key("50%é")
        .into_mask();
    let text = mask.to_fields().unwrap();
    assert_eq!(text, "labels:($$a,50%25%C3%A9)");
    assert_eq!(Mask::parse_fields(&text).unwrap(), mask);
}

#[test]
fn leaving_out_and_slicing_mean_what_they_say() {
    let book = Book::projection;
    for (built, expected) in [
        (
            book().without(|book| book.size_with(|size| size.all())),
            "-size",
        ),
        (book().without(|book| book.all()), "-$*"),
        (
            book().without(|book| book.tags_with(|tag| tag.label())),
            "tags:($*:(-label))",
        ),
        (
            book().without(|book| book.labels_key("front")),
            "labels:(-front)",
        ),
        (
            book()
                .slice(2, 3, |book| book.tags())
                .slice(4, 4, |book| book.tags()),
            "tags:($*,$start:2,$count:6)",
        ),
        (book().tags().slice(2, 3, |book| book.tags()), "tags:($*)"),
        (book().slice(2, 3, |book| book.tags()).tags(), "tags:($*)"),
        (
            book().slice(2, 3, |book| book.tags_with(|tag| tag.all())),
            "tags:($*:($*),$start:2,$count:3)",
        ),
        (
            book().slice(2, 3, |book| {
                book.sequel_with(|book| book.tags_with(|tag| tag.label()).authors())
            }),
            "sequel:(tags:($*:(label),$start:2,$count:3),authors:($*,$start:2,$count:3))",
        ),
    ] {
        let mask = built.into_mask();
        let text = mask.to_fields().unwrap();
        assert_eq!(text, expected);
        assert_eq!(Mask::parse_fields(&text).unwrap(), mask, "{text}");
    }
    let resolved = Reader::projection().without(|reader| reader.favourite_resolved());
    assert!(
        resolved.into_mask().to_projection().is_err(),
        "a resolution cannot be left out"
    );
}
