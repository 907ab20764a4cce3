//! Whatever is written reads back, and nothing that is read can do harm.

use proptest::prelude::*;
use restli_wire::{
    Mask, PathSegment, QueryText, Resolution, Value, decode_simple_key, encode_key_for_body,
    parse_complex_key, parse_lone_token, parse_path_segment, parse_query_value, query_pairs,
    split_query, split_tuple, split_urn,
};

/// Text that meets the grammar often.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z0-9]{0,4}",
        "[(),:'%&=+/?#;.~$* a-cé🦀]{0,8}",
        "(List|''|%27|%2C|%|\\.|\\.\\.|List\\(\\))",
        any::<String>(),
    ]
}

/// Texts that look like the grammars that are read.
fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "(List\\(|\\(|\\)|,|:|''|a|%2|%C3|%A9|%28|é|/|&|=|~|\\*|\\$\\*|\\$start:|-| ){0,24}",
        "urn:[a-z:(),%]{0,16}",
    ]
}

fn value() -> impl Strategy<Value = Value> {
    let token = text().prop_map(Value::from);
    token.prop_recursive(4, 24, 4, |inner| {
        let members = prop::collection::btree_map(text(), inner.clone(), 0..4);
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Value::List),
            (members, any::<bool>()).prop_map(|(members, reverse)| {
                let mut members: Vec<_> = members
                    .into_iter()
                    .map(|(name, value)| (name.into(), value))
                    .collect();
                if reverse {
                    members.reverse();
                }
                Value::Map(members)
            }),
        ]
    })
}

/// Names that a projection can hold.
fn name() -> impl Strategy<Value = String> {
    prop_oneof!["[a-d]", "[$]?[a-zA-Z0-9_.&%'+é-]{1,6}"]
        .prop_filter("excludes", |name| !name.starts_with('-'))
}

#[derive(Clone, Debug)]
enum Step {
    All,
    Field(String),
    Within(String, Mask),
    Each(String, Mask),
    Resolve(String, Resolution),
    Exclude(String),
    Range(String, u64, Option<u64>),
}

fn build(steps: Vec<Step>) -> Mask {
    steps
        .into_iter()
        .fold(Mask::new(), |mask, step| match step {
            Step::All => mask.all(),
            Step::Field(name) => mask.field(name),
            Step::Within(name, part) => mask.within(name, part),
            Step::Each(name, part) => mask.each(name, part),
            Step::Resolve(name, resolution) => mask.resolve(name, resolution),
            Step::Exclude(name) => mask.exclude(name),
            Step::Range(name, start, count) => mask.range(name, start, count),
        })
}

fn field() -> impl Strategy<Value = Step> {
    prop_oneof![1 => Just(Step::All), 5 => name().prop_map(Step::Field)]
}

/// Wildcards as names of parts are what the builder has to put in order.
fn part_name() -> impl Strategy<Value = String> {
    prop_oneof![6 => name(), 1 => Just("*".to_owned())]
}

fn projection() -> impl Strategy<Value = Mask> {
    let leaf = prop::collection::vec(field(), 1..4).prop_map(build);
    leaf.prop_recursive(4, 24, 4, |inner| {
        let resolution = (
            prop::option::of(name()),
            prop::option::of(name()),
            prop::option::of(inner.clone()),
            any::<bool>(),
        );
        let resolution = resolution.prop_map(|(kind, variant, mask, each)| Resolution {
            kind,
            variant,
            mask,
            each,
        });
        let step = prop_oneof![
            field(),
            (part_name(), inner.clone()).prop_map(|(name, mask)| Step::Within(name, mask)),
            (part_name(), inner).prop_map(|(name, mask)| Step::Each(name, mask)),
            (part_name(), resolution)
                .prop_map(|(name, resolution)| Step::Resolve(name, resolution)),
        ];
        prop::collection::vec(step, 1..5).prop_map(build)
    })
}

fn fields() -> impl Strategy<Value = Mask> {
    let leaf = prop::collection::vec(field(), 0..4).prop_map(build);
    leaf.prop_recursive(4, 24, 4, |inner| {
        let step = prop_oneof![
            field(),
            name().prop_map(Step::Exclude),
            (part_name(), inner.clone()).prop_map(|(name, mask)| Step::Within(name, mask)),
            (part_name(), inner).prop_map(|(name, mask)| Step::Each(name, mask)),
            (name(), any::<u64>(), any::<Option<u64>>())
                .prop_map(|(name, start, count)| Step::Range(name, start, count)),
        ];
        prop::collection::vec(step, 0..5).prop_map(build)
    })
}

proptest! {
    #[test]
    fn a_value_survives_a_path(value in value()) {
        let dots = matches!(value.as_token(), Some("." | ".."));
        match PathSegment::encode(&value) {
            Ok(segment) => {
                prop_assert!(!dots);
                let back = parse_path_segment(segment.as_str()).unwrap();
                prop_assert!(back.equivalent(&value), "{segment}");
                // Sorted members make the text the only one of its value.
                prop_assert_eq!(PathSegment::encode(&back).unwrap(), segment);
            }
            Err(_) => prop_assert!(dots),
        }
    }

    #[test]
    fn a_key_never_changes_the_segments_of_a_path(value in value()) {
        if let Ok(segment) = PathSegment::encode(&value) {
            let path = format!("/a/{segment}/b");
            prop_assert_eq!(path.split('/').count(), 4);
            prop_assert!(!path.contains(['?', '#', ' ']));
            prop_assert!(path.is_ascii());
            prop_assert!(!path.contains("/./") && !path.contains("/../") && !path.contains("//"));
        }
    }

    #[test]
    fn a_value_survives_a_query(name in text(), value in value()) {
        let text = QueryText::encode(&value);
        let back = parse_query_value(text.as_str()).unwrap();
        prop_assert!(back.equivalent(&value), "{text}");
        prop_assert!(text.as_str().is_ascii());
        if !name.is_empty() {
            let query = format!("x=1&n{}={text}&y=2", QueryText::name(&name));
            let expected = vec![
                ("x".to_owned(), "1"),
                (format!("n{name}"), text.as_str()),
                ("y".to_owned(), "2"),
            ];
            prop_assert_eq!(split_query(&query).unwrap(), expected);
        }
    }

    #[test]
    fn a_key_survives_a_body(value in value()) {
        let text = encode_key_for_body(&value);
        match &value {
            Value::Token(token) => prop_assert_eq!(token, &text),
            Value::Map(_) => prop_assert!(parse_complex_key(&text).unwrap().equivalent(&value), "{text}"),
            Value::List(_) => {}
        }
    }

    #[test]
    fn a_mask_survives_the_projection_spelling(mask in projection()) {
        let text = mask.to_projection().unwrap();
        let back = Mask::parse_projection(&text).unwrap();
        prop_assert_eq!(&back, &mask, "{}", text);
        prop_assert!(back.equivalent(&mask));
        prop_assert_eq!(back.to_projection().unwrap(), text);
    }

    #[test]
    fn a_mask_survives_the_fields_spelling(mask in fields()) {
        let text = mask.to_fields().unwrap();
        let back = Mask::parse_fields(&text).unwrap();
        prop_assert!(back.equivalent(&mask), "{text}: {back:?}");
        prop_assert_eq!(back.to_fields().unwrap(), text);
    }

    #[test]
    fn merging_is_order_free_and_adds_nothing_to_itself(left in fields(), right in fields()) {
        let merged = left.clone().merge(right.clone());
        prop_assert!(merged.equivalent(&right.merge(left.clone())));
        prop_assert!(left.clone().merge(left.clone()).equivalent(&left));
    }

    #[test]
    fn merging_resolutions_is_order_free_too(left in projection(), right in projection()) {
        let merged = left.clone().merge(right.clone());
        prop_assert!(merged.equivalent(&right.merge(left.clone())));
        prop_assert_eq!(left.clone().merge(left.clone()), left);
    }

    #[test]
    fn readers_never_panic(text in hostile()) {
        let _ = parse_path_segment(&text);
        let _ = parse_query_value(&text);
        let _ = parse_lone_token(&text);
        let _ = parse_complex_key(&text);
        let _ = decode_simple_key(&text);
        let _ = split_query(&text);
        let _ = query_pairs(&text);
        let _ = split_tuple(&text);
        let _ = split_urn(&text).map(|urn| urn.parts());
        let _ = Mask::parse_fields(&text);
        let _ = Mask::parse_projection(&text);
    }

    #[test]
    fn readers_never_panic_on_bytes(bytes in prop::collection::vec(any::<u8>(), 0..48)) {
        let text = String::from_utf8_lossy(&bytes);
        let _ = parse_path_segment(&text);
        let _ = parse_query_value(&text);
        let _ = parse_complex_key(&text);
        let _ = Mask::parse_fields(&text);
        let _ = Mask::parse_projection(&text);
    }

    #[test]
    fn errors_point_into_the_text(text in hostile()) {
        for error in [parse_query_value(&text).err(), parse_path_segment(&text).err(), parse_complex_key(&text).err()] {
            prop_assert!(error.is_none_or(|error| text.is_char_boundary(error.offset)));
        }
        for error in [Mask::parse_fields(&text).err(), Mask::parse_projection(&text).err()] {
            let offset = error.and_then(|error| error.offset());
            prop_assert!(offset.is_none_or(|offset| offset <= text.len()));
        }
    }

    #[test]
    fn what_is_read_writes_and_reads_again(text in hostile()) {
        if let Ok(value) = parse_query_value(&text) {
            let again = parse_query_value(QueryText::encode(&value).as_str()).unwrap();
            prop_assert!(again.equivalent(&value));
        }
        if let Ok(mask) = Mask::parse_projection(&text) {
            let again = Mask::parse_projection(&mask.to_projection().unwrap()).unwrap();
            prop_assert_eq!(again, mask);
        }
        if let Ok(mask) = Mask::parse_fields(&text) {
            if let Ok(written) = mask.to_fields() {
                prop_assert!(Mask::parse_fields(&written).unwrap().equivalent(&mask), "{written}");
            }
        }
    }
}
