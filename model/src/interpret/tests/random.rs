//! Random types and values of them: what is written is read again, in every form.
//!
//! The ignored test tries a million and prints the slowest case:
//! `cargo test -p restli-model million -- --ignored --nocapture`.

use std::time::{Duration, Instant};

use restli_wire::{
    PathSegment, QueryText, Value, encode_key_for_body, parse_complex_key, parse_path_segment,
    parse_query_value, query_pairs, v1,
};

use super::protocol;
use crate::interpret::{Datum, by_schema, read_default, to_json, to_value, values};
use crate::model::{MapKey, Model, Type, TypeId, TypeKind, UrnType};

/// A small generator of its own: the same numbers everywhere (xorshift64*).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() >> 33) as usize % end
    }

    fn text(&mut self) -> String {
        const PIECES: &[&str] = &[
            "a", "b", "7", "é", "🦀", " ", "''", "'", "(", ")", ",", ":", "%", "%28", "/", "?",
            "#", "&", "=", "+", ";", "List(", "List", ".", "[", "]", "~", "~2E", "$", "@", "\"",
            "\\", "\n", "\u{0}",
        ];
        (0..self.below(5))
            .map(|_| PIECES[self.below(PIECES.len())])
            .collect()
    }

    fn long(&mut self) -> i64 {
        match self.below(6) {
            0 => i64::MAX,
            1 => i64::MIN,
            2 => (1 << 53) + 1,
            3 => 0,
            _ => self.next() as i64,
        }
    }

    fn ty(&mut self, model: &Model, depth: usize) -> Type {
        match self.below(if depth == 0 { 9 } else { 14 }) {
            0 => Type::Boolean,
            1 => Type::Int,
            2 => Type::Long,
            3 => Type::Float,
            4 => Type::Double,
            5 => Type::Bytes,
            6 => Type::Urn(UrnType::Any),
            7 | 8 => Type::String,
            9 | 10 => Type::Array(Box::new(self.ty(model, depth - 1))),
            11 => Type::Map(MapKey::String, Box::new(self.ty(model, depth - 1))),
            _ => Type::Named(TypeId(self.below(model.types.len()) as u32)),
        }
    }

    /// A value of a type. JSON can say more than a URI: null, and what is open.
    fn datum(&mut self, model: &Model, ty: &Type, depth: usize, json: bool) -> Datum {
        match ty {
            Type::Boolean => Datum::Boolean(self.below(2) == 0),
            Type::Int => Datum::Int(self.long() as i32),
            Type::Long | Type::Instant(_) => Datum::Long(self.long()),
            Type::Decimal => Datum::String(format!("{}e{}", self.long(), self.next() as i8)),
            // Eighths: reading JSON text is exact for them with any reader.
            Type::Float => Datum::Float((self.next() as i16).into()),
            Type::Double => Datum::Double(f64::from(self.next() as i32) / 8.0),
            Type::String => Datum::String(self.text()),
            Type::Bytes => Datum::Bytes((0..self.below(4)).map(|_| self.next() as u8).collect()),
            Type::Json => Datum::Json(self.text().into()),
            Type::Urn(_) => Datum::Urn(format!("urn:lib:kind:x{}", self.text())),
            Type::Array(item) => {
                let count = self.below(4);
                Datum::Array(
                    (0..count)
                        .map(|_| self.datum(model, item, depth, json))
                        .collect(),
                )
            }
            Type::Map(_, item) => {
                let count = self.below(4);
                let mut entries: Vec<_> = { 0..count }
                    .map(|_| (self.text(), self.datum(model, item, depth, json)))
                    .collect();
                entries.sort_by(|left, right| left.0.cmp(&right.0));
                entries.dedup_by(|left, right| left.0 == right.0);
                Datum::Map(entries)
            }
            Type::Named(id) => self.named(model, *id, depth, json),
        }
    }

    fn named(&mut self, model: &Model, id: TypeId, depth: usize, json: bool) -> Datum {
        match &model[id].kind {
            TypeKind::Record(record) => {
                let mut fields = Vec::new();
                for (index, field) in record.fields.iter().enumerate() {
                    if field.required || (depth > 0 && self.below(3) == 0) {
                        let value = self.datum(model, &field.ty, depth.saturating_sub(1), json);
                        fields.push((index, value));
                    }
                }
                Datum::Record(id, fields)
            }
            TypeKind::Enum(known) => {
                let symbol = &known.symbols[self.below(known.symbols.len())];
                Datum::Symbol(id, symbol.name.clone())
            }
            TypeKind::Union(union) if json && union.nullable && self.below(3) == 0 => {
                Datum::Null(id)
            }
            TypeKind::Union(union) => {
                let index = self.below(union.members.len());
                let value = self.datum(
                    model,
                    &union.members[index].ty,
                    depth.saturating_sub(1),
                    json,
                );
                Datum::Member(id, index, Box::new(value))
            }
            TypeKind::Fixed(fixed) => {
                Datum::Bytes((0..fixed.size).map(|_| self.next() as u8).collect())
            }
            TypeKind::Typeref(typeref) => self.datum(model, &typeref.ty, depth, json),
            TypeKind::Shapes(_) | TypeKind::UnionByUrn(_) => panic!("none in this schema"),
        }
    }
}

/// The forms that a value is written in.
fn survives_uris(model: &Model, ty: &Type, datum: &Datum) -> Result<(), String> {
    let read = |form: &str, value: &Value| match values::read(model, "value", value, ty) {
        Ok(read) if read == *datum => Ok(()),
        Ok(read) => Err(format!("{form}: {read:?} of {value:?}")),
        Err(misfits) => Err(format!("{form}: {misfits:?} of {value:?}")),
    };
    let parsed = |form: &str, parsed: Result<Value, restli_wire::ParseError>| {
        parsed.map_err(|error| format!("{form}: {error}"))
    };
    let value = to_value(model, datum);
    if !matches!(value.as_token(), Some("." | "..")) {
        let segment = PathSegment::encode(&value).map_err(|error| error.to_string())?;
        read(
            "path",
            &parsed("path", parse_path_segment(segment.as_str()))?,
        )?;
    }
    read(
        "query",
        &parsed(
            "query",
            parse_query_value(QueryText::encode(&value).as_str()),
        )?,
    )?;
    if let Value::Map(_) = value {
        read(
            "body",
            &parsed("body", parse_complex_key(&encode_key_for_body(&value)))?,
        )?;
    }
    if !has_empty(&value) {
        let pairs = v1::query_pairs("p", &value).map_err(|error| error.to_string())?;
        let pairs: Vec<_> = pairs
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let query = pairs.join("&");
        let pairs = query_pairs(&query).map_err(|error| error.to_string())?;
        let tree = parsed("1.0.0", v1::parse_pairs(&pairs))?;
        let value = tree.get("p").cloned().ok_or("1.0.0: nothing")?;
        read("1.0.0", &by_schema::value(model, ty, value))?;
    }
    Ok(())
}

/// Whether protocol 1.0.0 would lose a part.
fn has_empty(value: &Value) -> bool {
    match value {
        Value::Token(_) => false,
        Value::List(values) => values.is_empty() || values.iter().any(has_empty),
        Value::Map(members) => {
            members.is_empty() || members.iter().any(|(_, value)| has_empty(value))
        }
    }
}

fn survives_json(model: &Model, ty: &Type, datum: &Datum) -> Result<(), String> {
    let text = to_json(model, datum).to_string();
    let json = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    match read_default(model, ty, &json, &model.resources[0].place) {
        Ok(read) if read == *datum => Ok(()),
        Ok(read) => Err(format!("{text}: {read:?}")),
        Err(found) => Err(format!("{text}: {found:?}")),
    }
}

fn hold(cases: usize) -> Duration {
    let model = protocol::model();
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut slowest = Duration::ZERO;
    for case in 0..cases {
        let ty = random.ty(&model, 3);
        let json = case % 2 == 0;
        let datum = random.datum(&model, &ty, 3, json);
        let open = format!("{datum:?}").contains("Json(");
        let hold = || match json {
            true => survives_json(&model, &ty, &datum),
            // What is open comes back from a URI as texts.
            false if open => Ok(()),
            false => survives_uris(&model, &ty, &datum),
        };
        let mut took = Duration::MAX;
        // A case that is slow by itself is slow again; others were only interrupted.
        for _ in 0..4 {
            if took > slowest {
                let started = Instant::now();
                hold().unwrap_or_else(|error| panic!("case {case}, {ty:?}: {error}"));
                took = took.min(started.elapsed());
            }
        }
        slowest = slowest.max(took);
    }
    slowest
}

#[test]
fn what_is_written_is_read_again() {
    hold(20_000);
}

#[test]
#[ignore = "a minute"]
fn a_million_values_are_read_again() {
    // Every second case is JSON, every other one all the forms of a URI.
    const CASES: usize = 2_000_000;
    let slowest = hold(CASES);
    println!(
        "{CASES} typed values, slowest {:.3} ms",
        slowest.as_secs_f64() * 1e3
    );
}
