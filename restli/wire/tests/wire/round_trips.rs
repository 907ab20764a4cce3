//! Whatever is written reads back, and nothing that is read can do harm.
//!
//! The ignored tests try each property a million times and print the slowest case:
//! `cargo test -p restli-wire --test wire million -- --ignored --nocapture --test-threads 1`.

use std::fmt::Debug;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use restli_wire::v1::{self, KeyKind};
use restli_wire::{PathSegment, QueryText, Value, parse_path_segment, parse_query_value};

use super::random::Random;
use super::{properties, strategies};

proptest! {
    #[test]
    fn a_value_survives_a_path(value in strategies::value()) {
        properties::path(&value)?;
    }

    #[test]
    fn a_value_survives_a_query(name in strategies::text(), value in strategies::value()) {
        properties::query(&name, &value)?;
    }

    #[test]
    fn a_key_survives_a_body(value in strategies::value()) {
        properties::body(&value)?;
    }

    #[test]
    fn a_key_survives_protocol_1(value in strategies::value()) {
        properties::old_key(&value)?;
    }

    #[test]
    fn a_parameter_survives_protocol_1(name in strategies::text(), value in strategies::value()) {
        properties::old_query(&name, &value)?;
    }

    #[test]
    fn batch_keys_survive_protocol_1(ids in prop::collection::vec(strategies::value(), 0..4)) {
        properties::old_ids(&ids)?;
    }

    #[test]
    fn a_mask_survives_the_projection_spelling(mask in strategies::projection()) {
        properties::projection(&mask)?;
    }

    #[test]
    fn a_mask_survives_the_fields_spelling(mask in strategies::fields()) {
        properties::fields(&mask)?;
    }

    #[test]
    fn merging_is_order_free_and_adds_nothing_to_itself(left in strategies::fields(), right in strategies::fields()) {
        let merged = left.clone().merge(right.clone());
        prop_assert!(merged.equivalent(&right.merge(left.clone())));
        prop_assert!(left.clone().merge(left.clone()).equivalent(&left));
    }

    #[test]
    fn merging_resolutions_is_order_free_too(left in strategies::projection(), right in strategies::projection()) {
        let merged = left.clone().merge(right.clone());
        prop_assert!(merged.equivalent(&right.merge(left.clone())));
        prop_assert_eq!(left.clone().merge(left.clone()), left);
    }

    #[test]
    fn readers_end_with_a_value_or_an_error(text in strategies::hostile()) {
        properties::readers_end(&text)?;
        properties::readers_agree_with_writers(&text)?;
    }

    #[test]
    fn readers_end_on_bytes_too(bytes in prop::collection::vec(any::<u8>(), 0..48)) {
        properties::readers_end(&String::from_utf8_lossy(&bytes))?;
    }
}

/// The values that other clients got wrong.
fn edge_values() -> Vec<Value> {
    let reserved: String = (0..=0xFF).map(char::from).collect();
    let texts = [
        "",
        "''",
        "'",
        "List(",
        "List",
        "List()",
        "(",
        ")",
        ",",
        ":",
        "%",
        "%25",
        "100%",
        "%2",
        "+",
        " ",
        "a b",
        "~",
        "~2E",
        "[0]",
        "a.b",
        "&",
        "=",
        "a=b&c",
        "/",
        "?",
        "#",
        ";",
        "é",
        "🦀",
        "\u{0}",
        "\u{FFFF}",
        "-",
        "9007199254740993",
        "9223372036854775807",
        "-9223372036854775808",
        "urn:li:loan:(urn:li:book:7,3)",
    ];
    let mut values: Vec<_> = texts.iter().map(|text| Value::from(*text)).collect();
    values.push(Value::from(reserved));
    values.extend([i64::MIN, i64::MAX, (1 << 53) + 1].map(Value::from));
    let empty = || Value::List(Vec::new());
    values.extend([
        empty(),
        Value::Map(Vec::new()),
        Value::list([empty()]),
        Value::map([("", empty())]),
    ]);
    let named = values
        .clone()
        .into_iter()
        .map(|value| Value::map([("k", value)]));
    let listed = values.clone().into_iter().map(|value| Value::list([value]));
    let names = texts.iter().map(|name| Value::map([(*name, "v")]));
    let within: Vec<_> = named.chain(listed).chain(names).collect();
    values.extend(within);
    values
}

#[test]
fn edge_values_survive_everywhere() {
    for value in edge_values() {
        let held = [
            properties::path(&value),
            properties::query("", &value),
            properties::body(&value),
            properties::old_key(&value),
            properties::old_query("", &value),
        ];
        for held in held {
            held.unwrap_or_else(|error| panic!("{value:?}: {error}"));
        }
    }
}

#[test]
fn nesting_is_bounded() {
    let nested = |depth| (0..depth).fold(Value::from("x"), |inner, _| Value::map([("k", inner)]));
    let deep = nested(64);
    properties::path(&deep)
        .and(properties::query("", &deep))
        .and(properties::body(&deep))
        .unwrap();
    properties::old_key(&deep).unwrap();
    let too_deep = nested(65);
    assert!(parse_path_segment(PathSegment::encode(&too_deep).unwrap().as_str()).is_err());
    assert!(parse_query_value(QueryText::encode(&too_deep).as_str()).is_err());
    let old = v1::path_segment(&too_deep).unwrap();
    assert!(v1::parse_path_segment(old.as_str(), KeyKind::Complex).is_err());
}

#[test]
fn long_texts_are_refused_or_read_at_once() {
    let started = Instant::now();
    for piece in [
        "(", "List(", "a:(", "%2", "%", "(a:", "List(a,", ",", ":", "'", "~", "a.", "[0]",
        "a[0]=1&", "a=1&", "$*:(", "*(",
    ] {
        properties::readers_end(&piece.repeat(100_000)).unwrap();
    }
    assert!(
        started.elapsed() < Duration::from_secs(10),
        "{:?}",
        started.elapsed()
    );
}

/// Tries a property many times and tells the slowest case.
fn slowest<T: Debug>(
    name: &str,
    cases: u32,
    make: impl Fn(&mut Random) -> T,
    holds: impl Fn(&T) -> Result<(), TestCaseError>,
) -> Duration {
    let mut random = Random::new();
    let mut slowest = Duration::ZERO;
    for number in 0..cases {
        let case = make(&mut random);
        let (held, mut took) = timed(&case, &holds);
        held.unwrap_or_else(|error| panic!("{name}: case {number}: {case:?}: {error}"));
        // A case that is slow by itself is slow again; others were only interrupted.
        for _ in 0..3 {
            if took > slowest {
                took = took.min(timed(&case, &holds).1);
            }
        }
        slowest = slowest.max(took);
    }
    slowest
}

/// Tries a property a million times and prints the slowest case.
fn million<T: Debug>(
    name: &str,
    make: impl Fn(&mut Random) -> T,
    holds: impl Fn(&T) -> Result<(), TestCaseError>,
) {
    const CASES: u32 = 1_000_000;
    let slowest = slowest(name, CASES, make, holds).as_secs_f64() * 1e3;
    println!("{name}: {CASES} cases, slowest {slowest:.3} ms");
}

/// `RESTLI_CASES` sets another number of cases.
#[test]
fn random_values_come_back_and_random_texts_end() {
    let cases = std::env::var("RESTLI_CASES").ok();
    let cases = cases.map_or(20_000, |cases| cases.parse().unwrap());
    let places = |(name, value): &(String, Value)| {
        properties::path(value)?;
        properties::query(name, value)?;
        properties::body(value)?;
        properties::old_key(value)?;
        properties::old_query(name, value)
    };
    let pair = |random: &mut Random| (random.text(), random.value());
    let value = slowest("values", cases, pair, places);
    let reader = |text: &String| {
        properties::readers_end(text)?;
        properties::readers_agree_with_writers(text)
    };
    let text = slowest("texts", cases, Random::hostile, reader);
    let limit = Duration::from_secs(1);
    assert!(value < limit && text < limit, "{value:?} {text:?}");
    println!(
        "figure T23: {cases} random values came back equal from a path, a query and a body of both protocols, slowest \
         {:.3} ms for all of them; {cases} random texts ended in every reader, slowest {:.3} ms",
        value.as_secs_f64() * 1e3,
        text.as_secs_f64() * 1e3
    );
}

fn timed<T>(
    case: &T,
    holds: impl Fn(&T) -> Result<(), TestCaseError>,
) -> (Result<(), TestCaseError>, Duration) {
    let started = Instant::now();
    let held = holds(case);
    (held, started.elapsed())
}

macro_rules! millions {
    ($($test:ident: $make:expr => $holds:expr;)*) => {$(
        #[test]
        #[ignore = "half a minute"]
        fn $test() {
            million(stringify!($test), $make, $holds);
        }
    )*};
}

millions! {
    million_paths: Random::value => properties::path;
    million_queries: |random| (random.text(), random.value()) => |(name, value)| properties::query(name, value);
    million_body_keys: Random::value => properties::body;
    million_old_keys: Random::value => properties::old_key;
    million_old_queries: |random| (random.text(), random.value()) => |(name, value)| properties::old_query(name, value);
    million_old_batches: Random::values => |ids| properties::old_ids(ids);
    million_projections: Random::projection => properties::projection;
    million_fields: Random::fields => properties::fields;
    million_hostile_texts: Random::hostile => |text| {
        properties::readers_end(text).and_then(|()| properties::readers_agree_with_writers(text))
    };
    million_random_bytes: Random::bytes => |bytes| properties::readers_end(&String::from_utf8_lossy(bytes));
}
