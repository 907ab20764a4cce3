//! Projections in their two spellings.

use restli_wire::{Mask, MaskError, Resolution};

fn mask() -> Mask {
    Mask::new()
}

#[test]
fn projections_are_written_and_read() {
    let name = || mask().field("name");
    let table = [
        (mask().field("id").field("name"), "(id,name)"),
        (mask().all(), "(*)"),
        (mask().field("paging"), "(paging)"),
        (
            mask().field("id").within("address", mask().field("city")),
            "(id,address(city))",
        ),
        (
            mask()
                .each("elements", mask().field("id").field("name"))
                .field("paging"),
            "(elements*(id,name),paging)",
        ),
        (mask().each("results", name()), "(results*(name))"),
        (
            mask().field("id").resolve("author", Resolution::new()),
            "(id,author~)",
        ),
        (
            mask().resolve("author", Resolution::new().with(name().field("city"))),
            "(author~(name,city))",
        ),
        (
            mask().resolve("author", Resolution::new().with(mask().all())),
            "(author~(*))",
        ),
        (
            mask().each("elements", mask().resolve("to", Resolution::new())),
            "(elements*(to~))",
        ),
        (
            mask().resolve("cover", Resolution::new().through("playableStreams")),
            "(cover~:playableStreams)",
        ),
        (
            mask().resolve(
                "cover",
                Resolution::new()
                    .of_kind("digitalmediaAsset")
                    .through("playableStreams"),
            ),
            "(cover~digitalmediaAsset:playableStreams)",
        ),
        (
            mask().resolve(
                "cover",
                Resolution::new()
                    .through("v")
                    .with(mask().each("elements", mask().field("x"))),
            ),
            "(cover~:v(elements*(x)))",
        ),
        (
            mask().each(
                "images",
                mask().resolve("file", Resolution::new().through("playableStreams")),
            ),
            "(images*(file~:playableStreams))",
        ),
        (
            mask().resolve(
                "author",
                Resolution::new().with(mask().resolve("employer", Resolution::new().with(name()))),
            ),
            "(author~(employer~(name)))",
        ),
        (
            mask()
                .resolve("author", Resolution::new().of_kind("person").with(name()))
                .resolve(
                    "author",
                    Resolution::new()
                        .of_kind("organization")
                        .with(mask().field("title")),
                ),
            "(author~person(name)~organization(title))",
        ),
        (
            mask()
                .resolve(
                    "urns",
                    Resolution::new().of_kind("a").with(name()).for_each(),
                )
                .resolve(
                    "urns",
                    Resolution::new().of_kind("b").through("v").for_each(),
                )
                .field("id"),
            "(urns*~a(name)~b:v,id)",
        ),
        (
            mask()
                .field("to")
                .resolve("to", Resolution::new().with(mask().field("id"))),
            "(to,to~(id))",
        ),
        (
            mask()
                .all()
                .each("elements", mask().all().resolve("org", Resolution::new())),
            "(*,elements*(*,org~))",
        ),
        (
            mask().resolve("a", Resolution::new().with(mask().field("$URN"))),
            "(a~($URN))",
        ),
        (
            mask()
                .field("a b".replace(' ', "-"))
                .field("é")
                .field("x&y"),
            "(a-b,%C3%A9,x%26y)",
        ),
        (
            mask().within("owner", mask().within("com.ex.Red", mask().field("shade"))),
            "(owner(com.ex.Red(shade)))",
        ),
    ];
    for (mask, text) in table {
        assert_eq!(mask.to_projection().as_deref(), Ok(text));
        assert_eq!(Mask::parse_projection(text), Ok(mask), "{text}");
    }
}

#[test]
fn fields_are_written_and_read() {
    let table = [
        (mask(), ""),
        (mask().all(), "$*"),
        (mask().field("id").field("name"), "id,name"),
        (
            mask().field("id").within(
                "address",
                mask().field("city").within("geo", mask().field("lat")),
            ),
            "id,address:(city,geo:(lat))",
        ),
        (
            mask().each("tags", mask().field("label")),
            "tags:($*:(label))",
        ),
        (
            mask()
                .each("tags", mask().field("label"))
                .range("tags", 10, Some(5)),
            "tags:($*:(label),$start:10,$count:5)",
        ),
        (
            mask()
                .each("m", mask().field("a"))
                .within("m", mask().within("k1", mask().field("b"))),
            "m:($*:(a),k1:(b))",
        ),
        (
            mask().within("owner", mask().within("com.ex.Red", mask().field("shade"))),
            "owner:(com.ex.Red:(shade))",
        ),
        (mask().exclude("secret"), "-secret"),
        (mask().within("a", mask().all().exclude("b")), "a:($*,-b)"),
        (mask().field("$rest").exclude("$gone"), "$$rest,-$$gone"),
        (mask().within("a", mask()), "a:()"),
        (
            mask().each("a", mask().each("*", mask().field("b"))),
            "a:($*:($*:($*:(b))))",
        ),
        (
            mask().within(
                "results",
                mask().within("x y".replace(' ', "_"), mask().field("é")),
            ),
            "results:(x_y:(%C3%A9))",
        ),
    ];
    for (mask, text) in table {
        assert_eq!(mask.to_fields().as_deref(), Ok(text));
        assert_eq!(Mask::parse_fields(text), Ok(mask), "{text}");
    }
}

#[test]
fn one_builder_serves_both_spellings() {
    let mask = mask()
        .each("tags", mask().field("label"))
        .within("geo", mask().field("lat"))
        .all();
    assert_eq!(mask.to_projection().unwrap(), "(*,tags*(label),geo(lat))");
    assert_eq!(mask.to_fields().unwrap(), "$*,tags:($*:(label)),geo:(lat)");
}

#[test]
fn other_ways_to_write_a_projection() {
    let table = [
        ("(elements(*(to~)),paging)", "(elements*(to~),paging)"),
        ("(values(*~a(x)~b(y)))", "(values*~a(x)~b(y))"),
        ("(a(*(*(b))))", "(a*(*(b)))"),
        ("(a(**(b)))", "(a*(*(b)))"),
        ("(a(**~))", "(a*(*~))"),
        ("(a*)", "(a*(*))"),
        ("(a(*(b),k(c)))", "(a(k(c)),a*(b))"),
        ("(a,a(b))", "(a(*,b))"),
        ("(a(b),a)", "(a(*,b))"),
        ("(a(b),c,a(d))", "(a(b,d),c)"),
        ("(a,a*(b~))", "(a*(*,b~))"),
        ("(a~(x),a~(y))", "(a~(x,y))"),
        ("(a~(x),b,a~k(y))", "(a~(x),a~k(y),b)"),
        ("(a~,a~(x))", "(a~,a~(x))"),
        ("(a~k:v~k:w~l)", "(a~k:v,a~k:w~l)"),
        ("(a,a)", "(a)"),
        ("(*,*)", "(*)"),
        ("(*(b),*)", "(*(*,b))"),
        ("(*,*(b))", "(*(*,b))"),
        ("( a , b~ ( c ) )", "(a,b~(c))"),
        ("%28a%2Cb%28c%29%29", "(a,b(c))"),
        ("(-1(a))", "(-1(a))"),
    ];
    for (text, canonical) in table {
        let mask = Mask::parse_projection(text).unwrap();
        assert_eq!(mask.to_projection().unwrap(), canonical, "{text}");
        assert_eq!(Mask::parse_projection(canonical), Ok(mask), "{canonical}");
    }
}

#[test]
fn other_ways_to_write_fields() {
    let table = [
        (" id , a : ( b ) ", "id,a:(b)"),
        ("id%2Cname", "id,name"),
        ("a,a:(b)", "a:($*,b)"),
        ("a:(b),a", "a:($*,b)"),
        ("a:($*,$*:(b))", "a:($*:($*,b))"),
        ("a:(b),-a", "-a"),
        ("-a,a", "-a"),
        ("t:($count:5)", "t:($*,$start:0,$count:5)"),
        ("t:($start:7,b)", "t:(b,$start:7)"),
        (
            "t:($*:(a),$start:0,$count:5),t:($*:(b),$start:10,$count:5)",
            "t:($*:(a,b),$start:0,$count:15)",
        ),
        (
            "t:($*:(a),$start:3,$count:5),t:($start:4)",
            "t:($*:(a),$start:3)",
        ),
        (
            "t:($start:1,$count:18446744073709551615),t:($start:2,$count:1)",
            "t:($*,$start:1,$count:18446744073709551615)",
        ),
        // Without a range every element is asked for, and that covers any range.
        ("t:($*:(a),$start:10),t:($*:(b))", "t:($*:(a,b))"),
        ("t,t:($start:10)", "t"),
        ("$*,$*:($start:1)", "$*"),
        ("$*:($start:1),$*", "$*"),
        ("t:($start:10),t", "t"),
        ("a:($*:($start:1))", "a:($*:($*,$start:1))"),
    ];
    for (text, canonical) in table {
        let mask = Mask::parse_fields(text).unwrap();
        assert_eq!(mask.to_fields().unwrap(), canonical, "{text}");
        assert!(
            Mask::parse_fields(canonical).unwrap().equivalent(&mask),
            "{canonical}"
        );
    }
}

#[test]
fn errors_of_projections_point_at_the_byte() {
    let table = [
        ("", 0, "the text ends where `(` is expected"),
        ("a", 0, "found 'a' where `(` is expected"),
        ("()", 1, "found ')' where the name of a field is expected"),
        ("(a,)", 3, "found ')' where the name of a field is expected"),
        ("(a", 2, "the text ends where `,` or `)` is expected"),
        ("(a)b", 3, "found 'b' where the end is expected"),
        ("(a()", 3, "found ')' where the name of a field is expected"),
        ("(a(b)~)", 5, "found '~' where `,` or `)` is expected"),
        (
            "(a~:)",
            4,
            "found ')' where the name of a variant is expected",
        ),
        ("(~a)", 1, "found '~' where the name of a field is expected"),
        ("(a***)", 3, "found '*' where `,` or `)` is expected"),
        ("(é,a b c,%2)", 10, "`%` without two hexadecimal digits"),
        (
            "(%C3%A9%28%28)",
            10,
            "found '(' where the name of a field is expected",
        ),
        (
            "(a:(b))",
            2,
            "`:` has no place here (`a(b)`; `a:(b)` belongs to the `fields` spelling)",
        ),
    ];
    for (text, offset, message) in table {
        let error = Mask::parse_projection(text).unwrap_err();
        assert_eq!(
            (error.offset(), error.message()),
            (Some(offset), message),
            "{text}"
        );
    }
}

#[test]
fn errors_of_fields_point_at_the_byte() {
    let table = [
        (
            "a,",
            2,
            "the text ends where the name of a field is expected",
        ),
        (",a", 0, "found ',' where the name of a field is expected"),
        ("a:b", 2, "found 'b' where `(` is expected"),
        ("a(b)", 1, "found '(' where the end is expected"),
        ("a:(b", 4, "the text ends where `,` or `)` is expected"),
        ("a:(b))", 5, "found ')' where the end is expected"),
        ("-a:(b)", 2, "found ':' where the end is expected"),
        ("(a)", 0, "found '(' where the name of a field is expected"),
        ("a:($start)", 9, "found ')' where `:` is expected"),
        ("a:($start:x)", 10, "a number is expected"),
        ("a:($start:)", 10, "a number is expected"),
        ("a:($start:+1)", 10, "a number is expected"),
        (
            "a:($count:18446744073709551616)",
            10,
            "a number is expected",
        ),
        ("a:($start:1,$start:2)", 12, "`$start` stands twice"),
        (
            "a:(-$start:1)",
            4,
            "`$start` belongs into the parentheses of an array field",
        ),
        (
            "a,$count:1",
            2,
            "`$count` belongs into the parentheses of an array field",
        ),
        (
            "a,$rest",
            2,
            "`$rest` is not a special name (a field with `$` first is written `$$rest`)",
        ),
        ("a,*", 2, "every element is written `$*` here"),
        (
            "a,to~",
            4,
            "`~` belongs to the `projection` spelling; `fields` cannot resolve URNs",
        ),
    ];
    for (text, offset, message) in table {
        let error = Mask::parse_fields(text).unwrap_err();
        assert_eq!(
            (error.offset(), error.message()),
            (Some(offset), message),
            "{text}"
        );
    }
}

#[test]
fn nesting_is_bounded() {
    let projection = |depth: usize| format!("{}a{}", "(a".repeat(depth), ")".repeat(depth));
    assert!(Mask::parse_projection(&projection(64)).is_ok());
    assert!(Mask::parse_projection(&projection(65)).is_err());
    assert!(Mask::parse_projection(&"(a~".repeat(100_000)).is_err());
    let fields = |depth: usize| format!("a{}{}", ":(a".repeat(depth), ")".repeat(depth));
    assert!(Mask::parse_fields(&fields(64)).is_ok());
    assert!(Mask::parse_fields(&fields(65)).is_err());
    assert!(Mask::parse_fields(&"a:(".repeat(100_000)).is_err());
}

#[test]
fn what_a_spelling_cannot_say_is_an_error() {
    let path = |error: MaskError| match error {
        MaskError::NotExpressible { path, spelling, .. } => (path, spelling),
        other => panic!("{other}"),
    };
    let refused_projections = [
        (mask(), ""),
        (mask().within("a", mask()), "a"),
        (mask().resolve("a", Resolution::new().with(mask())), "a"),
        (mask().within("a", mask().exclude("b")), "a/b"),
        (
            mask().each("a", mask().field("c").range("b", 0, None)),
            "a/b",
        ),
        (mask().field(""), ""),
        (mask().field("a").within("b", mask().field("c:d")), "b/c:d"),
        (mask().field("a b"), "a b"),
        (mask().field("a~"), "a~"),
        (mask().resolve("a", Resolution::new().of_kind("")), "a"),
        (mask().resolve("a", Resolution::new().through("v(w")), "a"),
    ];
    for (mask, expected) in refused_projections {
        let error = mask.to_projection().map_err(path);
        assert_eq!(error, Err((expected.to_owned(), "projection")), "{mask:?}");
    }
    let refused_fields = [
        (
            mask().within("a", mask().resolve("b", Resolution::new())),
            "a/b",
        ),
        (mask().field("-a"), "-a"),
        (mask().field("a(b"), "a(b"),
    ];
    for (mask, expected) in refused_fields {
        let error = mask.to_fields().map_err(path);
        assert_eq!(error, Err((expected.to_owned(), "fields")), "{mask:?}");
    }
    let error = mask()
        .within("a", mask().exclude("b"))
        .to_projection()
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "`a/b` cannot be written as `projection`: this spelling cannot leave out a field"
    );
    assert_eq!(error.offset(), None);
    let error = mask().to_projection().unwrap_err();
    assert_eq!(
        error.to_string(),
        "the projection cannot be written as `projection`: it asks for no field"
    );
}
