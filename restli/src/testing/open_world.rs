//! What a newer server sends and the schema does not know, in every type of a generated crate.
//!
//! A generated test names each type once with what it holds; what is new is put in each place, and nothing of
//! it may be lost or break the reader.

use std::fmt::Write as _;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::{JsonError, JsonResult};
use crate::types::{Json, Symbols, Union, UnionByUrn, UrnSet};

/// What a field, a member or an item holds, as far as a reader may be surprised by it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the names say it")]
pub enum Held {
    Boolean,
    /// A number without a fraction, and points in time.
    Integer,
    Float,
    Text,
    Decimal,
    /// A fixed number of bytes.
    Fixed(usize),
    /// Whatever JSON it is.
    Json,
    Urn,
    Symbol,
    Union,
    Record,
    List(&'static Held),
    Map(&'static Held),
    /// A map whose keys are URNs.
    MapByUrn(&'static Held),
    /// A URN with what it resolves to beside it.
    Resolved(&'static Held),
    /// A list of URNs with what they resolve to beside it.
    ResolvedList(&'static Held),
}

/// What has a name: a field of a record, or a member of a union.
pub type Named = (&'static str, Held);

/// Things that no schema has.
struct News {
    symbol: &'static str,
    urn: &'static str,
    /// A member of a union, as JSON.
    member: &'static str,
}

const NEWS: [News; 4] = [
    News {
        symbol: "__NEW__",
        urn: "urn:li:unknown:0",
        member: r#"{"com.example.New":{"x":1}}"#,
    },
    News {
        symbol: "",
        urn: "urn:li:doesNotExist:(urn:li:unknown:0,2)",
        member: r#"{"newAlias":"text"}"#,
    },
    News {
        symbol: "a b",
        urn: "urn:example:unknown:a%2Cb",
        member: r#"{"newAlias":null}"#,
    },
    News {
        symbol: "\u{65b0}\"",
        urn: "no URN at all",
        member: r#"{"newAlias":[1,{"x":null}]}"#,
    },
];

/// A value of each kind of JSON, for members that nobody knows.
const UNKNOWN: [&str; 10] = [
    "null",
    "true",
    "-1",
    "123456789012345678901234567890",
    "1e400",
    r#""urn:li:unknown:0""#,
    "[]",
    r#"[1,[{"x":[null]}],"]"]"#,
    "{}",
    r#"{"elements":{"x":{"x":[[[[[[[[{"x":"}"}]]]]]]]]}},"x":null}"#,
];

/// Whether a value is written as it stands, or with members that nobody knows in each record.
#[derive(Clone, Copy, PartialEq)]
enum Spelling {
    Plain,
    Widened,
}

impl Held {
    /// Whether there is a thing of this kind in it, at any depth below records and unions.
    fn holds(&self, is_one: fn(&Held) -> bool) -> bool {
        is_one(self)
            || match self {
                Self::List(inner)
                | Self::Map(inner)
                | Self::MapByUrn(inner)
                | Self::Resolved(inner)
                | Self::ResolvedList(inner) => inner.holds(is_one),
                _ => false,
            }
    }

    fn is_urn(&self) -> bool {
        matches!(
            self,
            Self::Urn | Self::MapByUrn(_) | Self::Resolved(_) | Self::ResolvedList(_)
        )
    }

    /// A value as JSON, with what is new wherever it can be.
    fn write(&self, news: &News, spelling: Spelling, out: &mut String) {
        match self {
            Self::Boolean => out.push_str("true"),
            Self::Integer => out.push('5'),
            Self::Float => out.push_str("0.5"),
            Self::Text => out.push_str("\"text\""),
            Self::Decimal => out.push_str("\"12.50\""),
            Self::Fixed(size) => out.push_str(&quoted(&"\u{e9}".repeat(*size))),
            Self::Json => out.push_str(r#"{"x":[1,null]}"#),
            Self::Urn => out.push_str(&quoted(news.urn)),
            Self::Symbol => out.push_str(&quoted(news.symbol)),
            Self::Union => out.push_str(news.member),
            Self::Record => write_record(&[], news, spelling, out),
            Self::List(item) => {
                out.push('[');
                item.write(news, spelling, out);
                out.push(',');
                item.write(news, spelling, out);
                out.push(']');
            }
            Self::Map(value) | Self::MapByUrn(value) => {
                let key = match self {
                    Self::Map(_) => "any key",
                    _ => news.urn,
                };
                out.push_str(&format!("{{{}:", quoted(key)));
                value.write(news, spelling, out);
                out.push('}');
            }
            Self::Resolved(_) => out.push_str(&quoted(news.urn)),
            Self::ResolvedList(_) => out.push_str(&format!("[{}]", quoted(news.urn))),
        }
    }
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// A record with each of its fields; widened, with members that nobody knows before and behind each.
fn write_record(fields: &[Named], news: &News, spelling: Spelling, out: &mut String) {
    let wide = spelling == Spelling::Widened;
    let mut members = Vec::new();
    for (at, (name, held)) in fields.iter().enumerate() {
        let mut value = String::new();
        held.write(news, spelling, &mut value);
        if wide {
            members.push(unknown(at));
        }
        members.push((quoted(name), value));
        match held {
            Held::Resolved(entity) | Held::ResolvedList(entity) => {
                let mut value = String::new();
                entity.write(news, spelling, &mut value);
                if matches!(held, Held::ResolvedList(_)) {
                    value = format!("[{value}]");
                }
                members.push((quoted(&format!("{name}~")), value));
            }
            // Decorations of what is not decorated.
            _ if wide => {
                let decorations = ["~", "!"].map(|mark| format!("{name}{mark}"));
                let new = { decorations.into_iter() }
                    .filter(|new| fields.iter().all(|(name, _)| name != new));
                members.extend(new.map(|name| (quoted(&name), r#"{"x":1}"#.to_owned())));
            }
            _ => {}
        }
    }
    if wide {
        members.extend((0..UNKNOWN.len()).map(|at| unknown(at + fields.len())));
    }
    out.push('{');
    for (at, (name, value)) in members.iter().enumerate() {
        let comma = if at == 0 { "" } else { "," };
        // Writing into a string cannot fail.
        let _ = write!(out, "{comma}{name}:{value}");
    }
    out.push('}');
}

/// A member that nobody knows.
fn unknown(at: usize) -> (String, String) {
    let name = match at % 5 {
        0 => format!("com.example.new{at}"),
        1 => format!("new{at}~"),
        2 => format!("new{at}!"),
        3 => format!("$new{at}"),
        _ => format!("\u{65b0} {at}"),
    };
    (quoted(&name), UNKNOWN[at % UNKNOWN.len()].to_owned())
}

/// Reads a text as some type, and writes it again.
type Copied = fn(&str) -> JsonResult<Json>;

fn copied<T: Serialize + DeserializeOwned>(text: &str) -> JsonResult<Json> {
    JsonError::read::<T>(text).and_then(|value| Json::new(&value))
}

/// What of a generated crate has been looked at, and what was lost.
#[derive(Debug, Default)]
pub struct OpenWorld {
    enums: usize,
    enum_fields: usize,
    unions: usize,
    union_fields: usize,
    records: usize,
    urns: usize,
    urn_fields: usize,
    readings: usize,
    lost: Vec<String>,
}

impl OpenWorld {
    /// An enum keeps symbols that are new.
    pub fn symbols<T: Symbols + Serialize + DeserializeOwned>(&mut self) {
        self.enums += 1;
        for News { symbol, .. } in &NEWS {
            let text = quoted(symbol);
            let name = std::any::type_name::<T>();
            self.written(name, &text, &text, copied::<T>);
            let read = JsonError::read::<T>(&text);
            let is_kept = read.is_ok_and(|read| read.symbol() == *symbol);
            self.told(name, &text, is_kept);
        }
    }

    /// A type of URNs keeps those of other kinds, and says that they are.
    pub fn urn<T: UrnSet>(&mut self) {
        self.urns += 1;
        for News { urn, .. } in &NEWS {
            let text = quoted(urn);
            let name = std::any::type_name::<T>();
            self.written(name, &text, &text, copied::<T>);
            let read = JsonError::read::<T>(&text);
            // A schema may have the first of them.
            let may_be_expected = *urn == NEWS[0].urn;
            let is_told = read.is_ok_and(|read| {
                read.as_str() == *urn && (may_be_expected || !read.is_expected())
            });
            self.told(name, &text, is_told);
        }
    }

    /// A union keeps members that are new, and what is new in the members that it has.
    pub fn union<T: Union + Serialize + DeserializeOwned>(&mut self, members: &[Named]) {
        self.unions += 1;
        let (name, copied) = (std::any::type_name::<T>(), copied::<T> as Copied);
        self.written(name, "{}", "{}", copied);
        for news in &NEWS {
            self.written(name, news.member, news.member, copied);
            for (key, held) in members {
                let [plain, wide] = [Spelling::Plain, Spelling::Widened].map(|spelling| {
                    let mut value = String::new();
                    held.write(news, spelling, &mut value);
                    format!("{}:{value}", quoted(key))
                });
                let expected = format!("{{{plain}}}");
                self.written(name, &expected, &expected, copied);
                self.written(name, &format!("{{{wide},\"new\":[1]}}"), &expected, copied);
            }
        }
    }

    /// What a URN of an unknown kind resolves to is kept.
    pub fn union_by_urn<T: UnionByUrn + Serialize + DeserializeOwned>(&mut self) {
        self.unions += 1;
        let name = std::any::type_name::<T>();
        for text in UNKNOWN {
            self.written(name, text, text, copied::<T>);
            let read = JsonError::read::<T>(text);
            let is_kept = read.is_ok_and(|read| read.as_unknown().is_some());
            self.told(name, text, is_kept);
        }
    }

    /// A choice of shapes keeps what is new in each of them.
    pub fn shapes<T: Serialize + DeserializeOwned>(&mut self, alternatives: &[Held]) {
        let name = std::any::type_name::<T>();
        for (news, held) in NEWS
            .iter()
            .flat_map(|news| alternatives.iter().map(move |held| (news, held)))
        {
            let mut expected = String::new();
            held.write(news, Spelling::Plain, &mut expected);
            let mut wide = String::new();
            held.write(news, Spelling::Widened, &mut wide);
            self.written(name, &expected, &expected, copied::<T>);
            self.written(name, &wide, &expected, copied::<T>);
        }
    }

    /// A record keeps what is new in its fields, and skips members that are new.
    pub fn record<T: Serialize + DeserializeOwned>(&mut self, fields: &[Named]) {
        self.records += 1;
        let count = |is_one: fn(&Held) -> bool| {
            { fields.iter() }
                .filter(|(_, held)| held.holds(is_one))
                .count()
        };
        self.urn_fields += count(Held::is_urn);
        self.enum_fields += count(|held| matches!(held, Held::Symbol));
        self.union_fields += count(|held| matches!(held, Held::Union));
        for news in &NEWS {
            let [plain, wide] = [Spelling::Plain, Spelling::Widened].map(|spelling| {
                let mut text = String::new();
                write_record(fields, news, spelling, &mut text);
                text
            });
            let name = std::any::type_name::<T>();
            self.written(name, &plain, &plain, copied::<T>);
            self.written(name, &wide, &plain, copied::<T>);
        }
    }

    /// Whether a type reads a text, and writes it as expected.
    fn written(&mut self, name: &str, text: &str, expected: &str, copied: Copied) {
        self.readings += 1;
        let found = match copied(text) {
            // As text first: numbers that no tree can hold are kept as well.
            Ok(written) if written.as_str() == expected => return,
            Ok(written) if same(written.as_str(), expected) => return,
            Ok(written) => format!("is written as {written}, expected {expected}"),
            Err(error) => format!("cannot be read: {error}"),
        };
        self.lost.push(format!("{name}: {text} {found}"));
    }

    /// Whether what was read can be asked for.
    fn told(&mut self, name: &str, text: &str, is_told: bool) {
        if !is_told {
            self.lost.push(format!("{name}: {text} is not told"));
        }
    }

    /// Prints how much was looked at.
    ///
    /// # Panics
    ///
    /// With everything that was lost, if anything was.
    #[track_caller]
    pub fn verify(self, crate_name: &str) {
        let Self {
            enums,
            enum_fields,
            unions,
            union_fields,
            records,
            urns,
            urn_fields,
            readings,
            lost,
        } = self;
        assert!(
            lost.is_empty(),
            "{} of {readings} lost:\n{}",
            lost.len(),
            lost.join("\n")
        );
        println!(
            "figure T27: of `{crate_name}`, {enums} enums ({enum_fields} fields), {unions} unions ({union_fields} fields), \
             {records} records, {urn_fields} URN fields and {urns} types of URNs were sent what is new, in {readings} \
             readings: 0 lost"
        );
    }
}

fn same(own: &str, other: &str) -> bool {
    let tree = |text: &str| serde_json::from_str::<Value>(text).ok();
    tree(own).is_some_and(|own| tree(other) == Some(own))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn a_reader_that_refuses_what_is_new_is_noticed() {
        let mut world = OpenWorld::default();
        world.record::<BTreeMap<String, i64>>(&[("id", Held::Integer)]);
        // As it was it is read, and widened it is not.
        assert_eq!(world.lost.len(), NEWS.len());
        assert!(
            world.lost[0].contains("cannot be read"),
            "{}",
            world.lost[0]
        );
    }

    #[test]
    fn a_reader_that_keeps_or_loses_what_it_should_not_is_noticed() {
        let mut world = OpenWorld::default();
        world.record::<BTreeMap<String, Json>>(&[("id", Held::Integer)]);
        assert_eq!(world.lost.len(), NEWS.len());
        world.record::<()>(&[]);
        assert_eq!(world.lost.len(), 3 * NEWS.len());
    }

    #[test]
    #[should_panic(expected = "lost")]
    fn a_loss_fails_the_test() {
        let mut world = OpenWorld::default();
        world.shapes::<i64>(&[Held::Text]);
        world.verify("library");
    }

    #[test]
    fn a_widened_record_is_json() {
        for news in &NEWS {
            let mut text = String::new();
            let fields = [
                ("a", Held::Resolved(&Held::Record)),
                ("b", Held::MapByUrn(&Held::Union)),
            ];
            write_record(&fields, news, Spelling::Widened, &mut text);
            assert!(
                serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok(),
                "{text}"
            );
        }
    }
}
