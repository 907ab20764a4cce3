use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;

fn raw(markup: &str) -> LittleText {
    serde_json::from_value(serde_json::Value::from(markup)).unwrap()
}

fn plain(text: &str) -> Segment<'_> {
    Segment::Plain(text.into())
}

fn mention<'a>(name: &'a str, urn: &'a str) -> Segment<'a> {
    Segment::Mention {
        name: name.into(),
        urn: urn.into(),
    }
}

fn hashtag(tag: &str) -> Segment<'_> {
    Segment::Hashtag(tag.into())
}

/// Texts full of what means something in the markup.
fn hostile() -> impl Strategy<Value = String> {
    let pieces = vec![
        "@[",
        "](",
        ")",
        "{hashtag|",
        "\\#",
        "|",
        "}",
        "#",
        "\\",
        "a",
        "é",
        " ",
        "urn:li:person:x",
        "_",
        "*",
        "~",
        "<",
        ">",
        "(",
        "[",
        "]",
        "{",
        "@",
        "＃",
        "#tag",
    ];
    let pieces = prop::collection::vec(prop::sample::select(pieces), 0..16);
    prop_oneof![pieces.prop_map(|pieces| pieces.concat()), any::<String>()]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn plain_text_comes_back(text in hostile()) {
        let little = LittleText::plain(&text);
        prop_assert_eq!(little.to_plain(), text.clone());
        let segments: Vec<_> = little.segments().collect();
        prop_assert_eq!(segments.len(), usize::from(!text.is_empty()));
        prop_assert_eq!(LittleText::from_raw(little.as_raw()), Ok(little.clone()));
    }

    #[test]
    fn what_is_built_is_read_and_is_markup(before in hostile(), name in hostile(), urn in ".{1,8}", tag in ".{1,8}", after in hostile()) {
        let tag = tag.trim_start_matches(['#', '＃']);
        let little = LittleText::plain(&before).mention(&name, &urn).hashtag(tag).text(&after);
        let mut expected = vec![plain(&before), mention(&name, &urn)];
        expected.extend((!tag.is_empty()).then(|| hashtag(tag)));
        expected.push(plain(&after));
        expected.retain(|segment| *segment != plain(""));
        prop_assert_eq!(little.segments().collect::<Vec<_>>(), expected);
        prop_assert_eq!(LittleText::from_raw(little.as_raw()), Ok(little.clone()));
    }

    #[test]
    fn anything_is_read_and_written_as_it_came(markup in hostile()) {
        let little = raw(&markup);
        prop_assert_eq!(serde_json::to_value(&little).unwrap(), serde_json::Value::from(markup.clone()));
        let _ = (little.to_plain(), format!("{little:?}"));
        if let Err(error) = LittleText::from_raw(markup.clone()) {
            let stray = markup[error.offset()..].chars().next().unwrap();
            prop_assert!(RESERVED.contains(&stray));
        }
        // Adjacent texts are one.
        let segments: Vec<_> = little.segments().collect();
        let is_plain = |segment: &Segment<'_>| matches!(segment, Segment::Plain(_));
        prop_assert!(!segments.windows(2).any(|pair| pair.iter().all(is_plain)));
    }
}

#[test]
fn every_reserved_character_is_escaped() {
    let text = LittleText::plain(r"(){}[]<>@|~_*#\");
    let expected = r"\(\)\{\}\[\]\<\>\@\|\~\_\*\#\\";
    assert_eq!(text.as_raw(), expected);
    assert_eq!(
        LittleText::plain("a-b: c, d. 'é'").as_raw(),
        "a-b: c, d. 'é'"
    );
}

#[test]
fn elements_are_found_among_text() {
    let cases: &[(&str, &[Segment<'_>])] = &[
        ("", &[]),
        (
            r"Hi @[Ann \(A\)](urn:li:person:a_b), see {hashtag|\#|a\_b}\!",
            &[
                plain("Hi "),
                mention("Ann (A)", "urn:li:person:a_b"),
                plain(", see "),
                hashtag("a_b"),
                plain("\\!"),
            ],
        ),
        (
            "#one #two-three",
            &[hashtag("one"), plain(" "), hashtag("two"), plain("-three")],
        ),
        ("a#b # ##c", &[plain("a#b # #"), hashtag("c")]),
        ("{hashtag|#|x}{hashtag|＃|y}", &[hashtag("x"), hashtag("y")]),
        (
            "@[A (B)](urn:li:x:(1,2))",
            &[mention("A (B)", "urn:li:x:(1,2)")],
        ),
        (r"\@[A](b) \#c", &[plain("@[A](b) #c")]),
        ("@[A](", &[plain("@[A](")]),
        ("@[A]()", &[plain("@[A]()")]),
        ("@[A@[B](c)", &[plain("@[A"), mention("B", "c")]),
        ("{hashtag|\\#|}", &[plain("{hashtag|#|}")]),
        ("ends with \\", &[plain("ends with \\")]),
    ];
    for (markup, expected) in cases {
        let text = raw(markup);
        let found: Vec<_> = text.segments().collect();
        assert_eq!(found, *expected, "{markup}");
    }
}

#[test]
fn what_is_no_markup_is_named_by_its_byte() {
    let cases = [
        (
            "é (a)",
            3,
            r"`(` at byte 3 is no markup here; as text it is written `\(`",
        ),
        (
            r"a\b",
            1,
            r"`\` at byte 1 escapes nothing; a backslash is written `\\`",
        ),
        (
            "1 # 2",
            2,
            r"`#` at byte 2 is no markup here; as text it is written `\#`",
        ),
        (
            "snake_case",
            5,
            r"`_` at byte 5 is no markup here; as text it is written `\_`",
        ),
        (
            "@[A](b) @[C]",
            8,
            r"`@` at byte 8 is no markup here; as text it is written `\@`",
        ),
    ];
    for (markup, offset, message) in cases {
        let error = LittleText::from_raw(markup).unwrap_err();
        assert_eq!(
            (error.offset(), error.to_string()),
            (offset, message.to_owned())
        );
        assert_eq!(markup.parse::<LittleText>(), Err(error));
    }
    assert!(LittleText::from_raw(r"#tag @[A](b) {hashtag|\#|c} \(d\)").is_ok());
}

#[test]
fn hostile_texts_take_no_longer_than_others() {
    for piece in ["@[", "@[a](", "{hashtag|\\#|", "#", "\\", "@[a](((", "]("] {
        let markup = piece.repeat(200_000);
        let started = Instant::now();
        assert!(!raw(&markup).to_plain().is_empty());
        assert!(started.elapsed() < Duration::from_secs(5), "{piece}");
    }
}
