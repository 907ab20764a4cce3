use granit_parser::{Event, Parser, ScalarStyle};
use proptest::prelude::*;

use crate::yaml::{Map, Yaml};

/// What a YAML reader makes of a text: words are plain scalars, texts are in quotes or plain.
#[derive(Clone, Debug, PartialEq)]
enum Read {
    Scalar { text: String, plain: bool },
    List(Vec<Read>),
    Map(Vec<(String, Read)>),
}

fn read(text: &str) -> Read {
    let mut events: Vec<Event<'_>> = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, _) = event.unwrap_or_else(|error| panic!("{error}\n{text}"));
        if event.is_node() || matches!(event, Event::SequenceEnd | Event::MappingEnd) {
            events.push(event);
        }
    }
    let mut events = events.into_iter();
    let value = value(&mut events).expect("a value");
    assert!(events.next().is_none(), "{text}");
    value
}

fn value<'e>(events: &mut impl Iterator<Item = Event<'e>>) -> Option<Read> {
    Some(match events.next()? {
        Event::Scalar(text, style, ..) => Read::Scalar {
            text: text.into_owned(),
            plain: style == ScalarStyle::Plain,
        },
        Event::SequenceStart(..) => Read::List(std::iter::from_fn(|| value(events)).collect()),
        Event::MappingStart(..) => {
            let mut entries = Vec::new();
            while let Some(Read::Scalar { text, .. }) = value(events) {
                entries.push((text, value(events)?));
            }
            Read::Map(entries)
        }
        _ => return None,
    })
}

/// Whether what was read is what was written.
fn same(yaml: &Yaml, read: &Read) -> bool {
    match (yaml, read) {
        (Yaml::Text(a), Read::Scalar { text, plain }) => a == text && !(*plain && is_word(text)),
        (Yaml::Word(a), Read::Scalar { text, plain }) => a == text && *plain,
        (Yaml::List(a), Read::List(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Yaml::Map(a), Read::Map(b)) => {
            let entries = a.entries.iter().zip(b);
            a.entries.len() == b.len()
                && entries
                    .into_iter()
                    .all(|((a, x), (b, y))| a == b && same(x, y))
        }
        _ => false,
    }
}

fn is_word(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "true" | "false") || text.parse::<f64>().is_ok()
}

fn one(text: &str) -> String {
    let mut map = Map::block();
    map.insert("a", text);
    let block = Yaml::Map(map).print();
    block["a: ".len()..].trim_end().to_owned()
}

fn in_flow(text: &str) -> String {
    let list = Yaml::List(vec![Yaml::text(text)]);
    let mut map = Map::block();
    map.insert("a", list);
    let flow = Yaml::Map(map).print();
    flow["a: [".len()..]
        .trim_end()
        .trim_end_matches(']')
        .to_owned()
}

#[test]
fn quotes_stand_where_they_must() {
    for (text, block, flow) in [
        ("plain", "plain", "plain"),
        ("two words", "two words", "two words"),
        ("com.ex.Book", "com.ex.Book", "com.ex.Book"),
        ("a, b", "a, b", "\"a, b\""),
        ("[string]", "\"[string]\"", "\"[string]\""),
        ("{string: int}", "\"{string: int}\"", "\"{string: int}\""),
        ("a: b", "\"a: b\"", "\"a: b\""),
        ("a:b", "a:b", "\"a:b\""),
        ("a #b", "\"a #b\"", "\"a #b\""),
        ("a#b", "a#b", "a#b"),
        ("", "\"\"", "\"\""),
        (" a", "\" a\"", "\" a\""),
        ("- a", "\"- a\"", "\"- a\""),
        ("true", "\"true\"", "\"true\""),
        ("NO", "\"NO\"", "\"NO\""),
        ("null", "\"null\"", "\"null\""),
        ("1", "\"1\"", "\"1\""),
        ("1.5e3", "\"1.5e3\"", "\"1.5e3\""),
        ("0x1f", "\"0x1f\"", "\"0x1f\""),
        ("2024-01-01", "\"2024-01-01\"", "\"2024-01-01\""),
        ("12:30", "\"12:30\"", "\"12:30\""),
        ("1st", "1st", "1st"),
        ("it's", "it's", "it's"),
        ("say \"x\"", "say \"x\"", "say \"x\""),
        ("a: \"x\"", "'a: \"x\"'", "'a: \"x\"'"),
        ("it's: \"x\"", "'it''s: \"x\"'", "'it''s: \"x\"'"),
        ("`a` and b", "\"`a` and b\"", "\"`a` and b\""),
        (
            "\u{1}\t\u{202e}",
            "\"\\x01\\t\\u202e\"",
            "\"\\x01\\t\\u202e\"",
        ),
        ("é", "é", "é"),
    ] {
        assert_eq!(one(text), block, "{text:?}");
        assert_eq!(in_flow(text), flow, "{text:?}");
    }
}

#[test]
fn long_things_become_blocks() {
    let mut inner = Map::default();
    inner.insert("type", "string");
    inner.insert("doc", "d".repeat(90));
    let mut short = Map::default();
    short.insert("type", "int");
    let mut map = Map::block();
    map.insert("short", short);
    map.insert("long", inner);
    map.insert("lines", "one\n\n  two");
    map.insert("empty", Map::default());
    let expected = format!(
        "short: {{ type: int }}\nlong:\n  type: string\n  doc: {}\nlines: |-\n  one\n\n    two\nempty: {{}}\n",
        "d".repeat(90)
    );
    assert_eq!(Yaml::Map(map).print(), expected);
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[-?:,\\[\\]{}#&*!|>'\"%@` a\n\t.]{0,12}",
        "[0-9.eExo+_:-]{1,6}",
        "(line|two words|: |\n|  |#|'){0,6}",
        Just("null".to_owned()),
        Just("<<".to_owned()),
        Just("---".to_owned()),
    ]
}

fn values() -> impl Strategy<Value = Yaml> {
    let leaf = prop_oneof![
        texts().prop_map(Yaml::Text),
        Just(Yaml::flag(true)),
        any::<i32>().prop_map(Yaml::number),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let entries = prop::collection::btree_map(texts(), inner.clone(), 0..4);
        let map = (entries, any::<bool>()).prop_map(|(entries, block)| {
            let mut map = if block { Map::block() } else { Map::default() };
            for (key, value) in entries {
                map.insert(key, value);
            }
            Yaml::Map(map)
        });
        prop_oneof![prop::collection::vec(inner, 0..4).prop_map(Yaml::List), map]
    })
}

proptest! {
    #[test]
    fn what_is_written_is_what_is_read(value in values()) {
        let mut map = Map::block();
        map.insert("value", value);
        let yaml = Yaml::Map(map);
        let text = yaml.print();
        prop_assert!(same(&yaml, &read(&text)), "{text}");
    }
}
