//! Whatever a key or a record holds, reading what was written gives it back, in each form that it takes.
//!
//! A long run, which prints the slowest case of each form, is left out unless it is asked for:
//! `cargo test --release --package restli --test properties -- --ignored --nocapture`.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use restli::{Bytes, Fixed, Json, Key, ToValue};
use restli_wire::{
    PathSegment, QueryText, encode_key_for_body, parse_path_segment, parse_query_value, v1,
};

/// A record with a field of every type.
#[derive(Clone, Default, PartialEq)]
struct Everything {
    flag: Option<bool>,
    int: Option<i32>,
    long: Option<i64>,
    float: Option<f32>,
    double: Option<f64>,
    text: Option<String>,
    bytes: Option<Bytes>,
    fixed: Option<Fixed<3>>,
    list: Option<Vec<String>>,
    lists: Option<Vec<Vec<i64>>>,
    map: Option<BTreeMap<String, String>>,
    either: Option<Either>,
    inner: Option<Box<Everything>>,
}

impl restli::Record for Everything {
    const NAME: &'static str = "Everything";

    fn decode<'de, A: restli::MapAccess<'de>>(
        &mut self,
        name: &str,
        value: restli::FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        match name {
            "flag" => value.read(&mut self.flag),
            "int" => value.read(&mut self.int),
            "long" => value.read(&mut self.long),
            "float" => value.read(&mut self.float),
            "double" => value.read(&mut self.double),
            "text" => value.read(&mut self.text),
            "bytes" => value.read(&mut self.bytes),
            "fixed" => value.read(&mut self.fixed),
            "list" => value.read(&mut self.list),
            "lists" => value.read(&mut self.lists),
            "map" => value.read(&mut self.map),
            "either" => value.read(&mut self.either),
            "inner" => value.read(&mut self.inner),
            _ => value.skip(),
        }
    }

    fn encode<M: restli::SerializeMap>(
        &self,
        out: &mut restli::Fields<'_, M>,
    ) -> Result<(), M::Error> {
        out.write("flag", &self.flag)?;
        out.write("int", &self.int)?;
        out.write("long", &self.long)?;
        out.write("float", &self.float)?;
        out.write("double", &self.double)?;
        out.write("text", &self.text)?;
        out.write("bytes", &self.bytes)?;
        out.write("fixed", &self.fixed)?;
        out.write("list", &self.list)?;
        out.write("lists", &self.lists)?;
        out.write("map", &self.map)?;
        out.write("either", &self.either)?;
        out.write("inner", &self.inner)
    }
}

restli::record!(Everything);
restli::param!(Everything);
restli::key!(Everything);

/// A union of a text and a record.
#[derive(Clone, PartialEq)]
enum Either {
    Text(String),
    Record(Box<Everything>),
    Unknown(restli::UnknownMember),
}

impl restli::Union for Either {
    fn decode<'de, A: restli::MapAccess<'de>>(
        member: &str,
        value: restli::MemberValue<'_, A>,
    ) -> Result<Self, A::Error> {
        match member {
            "string" => value.read().map(Self::Text),
            "com.example.Everything" => value.read().map(Self::Record),
            _ => value.unknown(member).map(Self::Unknown),
        }
    }

    fn encode<M: restli::SerializeMap>(
        &self,
        out: &mut restli::Fields<'_, M>,
    ) -> Result<(), M::Error> {
        match self {
            Self::Text(value) => out.member("string", value),
            Self::Record(value) => out.member("com.example.Everything", value),
            Self::Unknown(member) => out.unknown(member),
        }
    }
}

restli::union!(Either);

/// Texts, those among them that a careless encoder would take for something else.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => any::<String>(),
        1 => "[ -~]{0,12}",
        2 => prop::sample::select(vec![
            "", "''", "'", "List(", "List(a,b)", "(a:b)", "()", "%", "%25", "%2", "%C3%A9", "%FF", "a+b", ".",
            "..", "/", "?", "#", "&=;@$!*~", "urn:li:x:(a,b)", "$params", "é", "\u{FFFF}", "\u{10FFFF}", "\0",
            "null", "[0]", "a.b", " ",
        ]).prop_map(str::to_owned),
    ]
}

fn long() -> impl Strategy<Value = i64> {
    let edges = vec![i64::MIN, i64::MAX, 0, -1, (1 << 53) + 1, -(1 << 53) - 1];
    prop_oneof![any::<i64>(), prop::sample::select(edges)]
}

fn everything() -> impl Strategy<Value = Everything> {
    let leaf = prop::option::of(text()).prop_map(|text| Everything {
        text,
        ..Everything::default()
    });
    leaf.prop_recursive(4, 24, 2, |inner| {
        let either = prop_oneof![
            text().prop_map(Either::Text),
            inner
                .clone()
                .prop_map(|inner| Either::Record(Box::new(inner))),
        ];
        let numbers = (
            any::<Option<bool>>(),
            any::<Option<i32>>(),
            prop::option::of(long()),
            prop::option::of(
                prop::num::f32::NORMAL | prop::num::f32::ZERO | prop::num::f32::SUBNORMAL,
            ),
            prop::option::of(
                prop::num::f64::NORMAL | prop::num::f64::ZERO | prop::num::f64::SUBNORMAL,
            ),
        );
        let texts = (
            prop::option::of(text()),
            any::<Option<Vec<u8>>>(),
            any::<Option<[u8; 3]>>(),
        );
        let collections = (
            prop::option::of(prop::collection::vec(text(), 0..4)),
            prop::option::of(prop::collection::vec(
                prop::collection::vec(long(), 0..3),
                0..3,
            )),
            prop::option::of(prop::collection::btree_map(text(), text(), 0..4)),
            prop::option::of(either),
            prop::option::of(inner.prop_map(Box::new)),
        );
        (numbers, texts, collections).prop_map(|(numbers, texts, collections)| Everything {
            flag: numbers.0,
            int: numbers.1,
            long: numbers.2,
            float: numbers.3,
            double: numbers.4,
            text: texts.0,
            bytes: texts.1.map(Bytes),
            fixed: texts.2.map(Fixed),
            list: collections.0,
            lists: collections.1,
            map: collections.2,
            either: collections.3,
            inner: collections.4,
        })
    })
}

/// A value of the grammar is one segment of a path, and comes out of each form as it went in.
fn comes_back<K: Key + PartialEq + std::fmt::Debug>(key: &K) -> Result<(), TestCaseError> {
    let value = key.to_value().unwrap();
    let query = QueryText::encode(&value);
    let parsed = parse_query_value(query.as_str()).unwrap();
    let read = K::from_value(&parsed);
    prop_assert_eq!(read.as_ref(), Some(key), "{}", query);
    prop_assert!(!query.as_str().contains(['&', '#', ' ']));
    let body = encode_key_for_body(&value);
    let read = K::from_key_text(&body);
    prop_assert_eq!(read.as_ref(), Some(key), "{}", body);
    match PathSegment::encode(&value) {
        Ok(path) => {
            let parsed = parse_path_segment(path.as_str()).unwrap();
            let read = K::from_value(&parsed);
            prop_assert_eq!(read.as_ref(), Some(key), "{}", path);
            prop_assert!(!path.as_str().contains(['/', '?', '#', ' ']));
        }
        Err(_) => prop_assert!(matches!(value.as_token(), Some("." | ".."))),
    }
    Ok(())
}

fn cases() -> ProptestConfig {
    ProptestConfig {
        cases: 300,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Nothing that a server can send may hold a reader up.
fn quickly<T>(read: impl FnOnce() -> T) -> Result<T, TestCaseError> {
    let started = Instant::now();
    let value = read();
    prop_assert!(started.elapsed() < Duration::from_secs(1));
    Ok(value)
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn records_come_back_from_uris_and_bodies(record in everything()) {
        comes_back(&record)?;
    }

    #[test]
    fn records_come_back_from_json(record in everything()) {
        let text = serde_json::to_string(&record).unwrap();
        let read: Everything = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(&read, &record);
        let tree: Json = text.parse().unwrap();
        prop_assert_eq!(tree.deserialize::<Everything>().unwrap(), record);
    }

    #[test]
    fn keys_of_one_text_come_back(number in long(), bytes in any::<Vec<u8>>(), flag in any::<bool>()) {
        comes_back(&number)?;
        comes_back(&Bytes(bytes))?;
        comes_back(&flag)?;
    }

    #[test]
    fn texts_come_back(text in text()) {
        let value = text.to_value().unwrap();
        let query = QueryText::encode(&value);
        prop_assert_eq!(parse_query_value(query.as_str()).unwrap(), value);
        // A body cannot tell a text with escapes from an escaped text; every other one is kept.
        if !text.contains('%') {
            comes_back(&text)?;
        }
    }

    #[test]
    fn compound_keys_come_back_in_the_older_protocol(name in text(), number in long()) {
        let key = Everything { text: Some(name), long: Some(number), ..Everything::default() };
        let text = v1::body_key(&key.to_value().unwrap()).unwrap();
        let value = v1::parse_body_key(&text, v1::KeyKind::Compound).unwrap();
        prop_assert_eq!(Everything::from_value(&value), Some(key));
    }

    #[test]
    fn anything_is_read_quickly(text in text(), bytes in any::<Vec<u8>>()) {
        quickly(|| Everything::from_key_text(&text))?;
        quickly(|| serde_json::from_str::<Everything>(&text).is_ok())?;
        quickly(|| serde_json::from_slice::<Everything>(&bytes).is_ok())?;
        let lossy = String::from_utf8_lossy(&bytes).into_owned();
        quickly(|| Everything::from_key_text(&lossy))?;
        quickly(|| parse_path_segment(&lossy).is_ok())?;
    }
}

#[test]
fn depth_is_bounded() {
    for depth in [10, 1000, 100_000] {
        let text = format!("{}(text:x){}", "(inner:".repeat(depth), ")".repeat(depth));
        assert_eq!(Everything::from_key_text(&text).is_some(), depth < 100);
        let json = format!("{}{{}}{}", "{\"inner\":".repeat(depth), "}".repeat(depth));
        assert_eq!(
            serde_json::from_str::<Everything>(&json).is_ok(),
            depth < 100
        );
    }
    // Just below the bound, so that no stack runs out there either.
    let text = format!("{}(text:x){}", "(inner:".repeat(60), ")".repeat(60));
    assert!(Everything::from_key_text(&text).is_some());
}

/// `RESTLI_CASES` sets another number of cases.
#[test]
#[ignore = "takes minutes"]
fn a_million_records_come_back_from_each_form() {
    type Form = fn(&Everything) -> Option<Everything>;
    let forms: [(&str, Form); 4] = [
        ("path", |record| {
            let path = PathSegment::encode(&record.to_value().ok()?).ok()?;
            Everything::from_value(&parse_path_segment(path.as_str()).ok()?)
        }),
        ("query", |record| {
            let query = QueryText::encode(&record.to_value().ok()?);
            Everything::from_value(&parse_query_value(query.as_str()).ok()?)
        }),
        ("body key", |record| {
            Everything::from_key_text(&encode_key_for_body(&record.to_value().ok()?))
        }),
        ("JSON", |record| {
            serde_json::from_str(&serde_json::to_string(record).ok()?).ok()
        }),
    ];
    let cases = std::env::var("RESTLI_CASES").ok();
    let cases = cases
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(1_000_000_u32);
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let records = everything();
    let mut slowest = [Duration::ZERO; 4];
    for _ in 0..cases {
        let record = records.new_tree(&mut runner).unwrap().current();
        for ((name, form), slowest) in forms.iter().zip(&mut slowest) {
            let started = Instant::now();
            let read = form(&record);
            *slowest = started.elapsed().max(*slowest);
            assert_eq!(read.as_ref(), Some(&record), "{name}");
        }
    }
    for ((name, _), slowest) in forms.iter().zip(slowest) {
        let milliseconds = slowest.as_secs_f64() * 1000.0;
        println!("{name}: {cases} cases, slowest {milliseconds:.3} ms");
    }
}
