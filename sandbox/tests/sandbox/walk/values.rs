//! Valid values of any type, made up from the model.

use restli_model::model::{
    Field, Format, InstantUnit, Key, KeyType, MapKey, Model, Type, TypeId, TypeKind, UrnIdType,
    UrnKindId, UrnType,
};
use restli_wire::Value;
use serde_json::{Map, Value as Json, json};

use crate::random::Random;

/// Values stand no deeper within values.
const DEEPEST: usize = 10;
/// What is optional is left out where no more than this is left of the depth.
const NEEDED_ONLY: usize = 7;

/// Makes values that a client may send; no text or number comes twice.
pub(super) struct Values<'m> {
    model: &'m Model,
    random: Random,
    /// The last number that was used.
    pub(super) number: i64,
    /// Whether wanted fields are there even if clients cannot send them.
    pub(super) read_only: bool,
    /// Kinds of URNs that are taken where a type has them among others.
    pub(super) preferred: Vec<UrnKindId>,
}

impl<'m> Values<'m> {
    pub(super) fn new(model: &'m Model, seed: u64) -> Self {
        Values {
            model,
            random: Random::new(seed),
            number: 0,
            read_only: false,
            preferred: Vec::new(),
        }
    }

    /// An entity that can be created: all required fields, those that are `wanted`, and some more.
    pub(super) fn entity(&mut self, record: TypeId, wanted: &[&str]) -> Json {
        let TypeKind::Record(known) = &self.model[record].kind else {
            panic!("{} is no record", self.model[record].name);
        };
        let mut members = Map::new();
        for field in &known.fields {
            let named = wanted.contains(&field.name.as_str());
            if field.read_only && !(named && self.read_only) {
                continue;
            }
            let wanted = field.required || named;
            if wanted || self.random.one_in(2) {
                let value = self.field(field);
                assert!(value.is_some() || !wanted, "no `{}`", field.name);
                members.extend(value.map(|value| (field.name.clone(), value)));
            }
        }
        Json::Object(members)
    }

    /// A value of a type.
    pub(super) fn value(&mut self, ty: &Type) -> Json {
        self.make(ty, DEEPEST)
            .unwrap_or_else(|| panic!("no value of {ty:?}"))
    }

    /// A value of a field.
    pub(super) fn field(&mut self, field: &Field) -> Option<Json> {
        self.within(field, DEEPEST)
    }

    fn within(&mut self, field: &Field, depth: usize) -> Option<Json> {
        match field.format {
            Some(Format::Url) => self.make(&field.ty, depth).map(url),
            _ => self.make(&field.ty, depth),
        }
    }

    /// A key of a resource.
    pub(super) fn key(&mut self, key: &Key) -> Json {
        match &key.ty {
            KeyType::Simple(ty) => self.value(ty),
            KeyType::Compound(record) | KeyType::Complex { key: record, .. } => {
                self.value(&Type::Named(*record))
            }
        }
    }

    fn next(&mut self) -> i64 {
        self.number += 1;
        self.number
    }

    fn make(&mut self, ty: &Type, depth: usize) -> Option<Json> {
        Some(match ty {
            Type::Boolean => json!(self.random.one_in(2)),
            Type::Int => json!(1_000_000 + self.next()),
            // More than an int holds.
            Type::Long => json!(8_000_000_000_i64 + self.next()),
            Type::Instant(InstantUnit::Seconds) => json!(1_790_000_000 + self.next()),
            Type::Instant(InstantUnit::Milliseconds) => json!(1_790_000_000_000 + self.next()),
            // Eighths are exact.
            Type::Float | Type::Double => json!(self.next() as f64 + 0.125),
            Type::Decimal => json!(format!("{}.50", self.next())),
            Type::String => match self.next() {
                odd if odd % 3 == 0 => json!(format!("it's (1), 50%: {odd}/x&y=z")),
                plain => json!(format!("text {plain}")),
            },
            Type::Bytes => json!(format!("\u{1}{}", self.next())),
            Type::Json => json!({ "open": self.next() }),
            Type::Urn(kinds) => json!(self.urn(*kinds)),
            Type::Array(item) => {
                let count = 1 + self.random.below(2);
                (0..count).map_while(|_| self.make(item, depth)).collect()
            }
            Type::Map(key, item) => {
                let name = match key {
                    MapKey::String => format!("key {}", self.next()),
                    MapKey::Urn(kinds) => self.urn(*kinds),
                };
                let entry = self.make(item, depth).map(|value| (name, value));
                Json::Object(entry.into_iter().collect())
            }
            Type::Named(id) => self.named(*id, depth)?,
        })
    }

    fn named(&mut self, id: TypeId, depth: usize) -> Option<Json> {
        let model = self.model;
        Some(match &model[id].kind {
            TypeKind::Typeref(typeref) => self.make(&typeref.ty, depth)?,
            // Of some enums no symbol is known.
            TypeKind::Enum(known) if known.symbols.is_empty() => return None,
            TypeKind::Enum(known) => {
                let symbol = &known.symbols[self.random.below(known.symbols.len())];
                json!(symbol.name)
            }
            TypeKind::Fixed(fixed) => {
                json!(format!(
                    "{:0size$}",
                    self.next(),
                    size = fixed.size as usize
                ))
            }
            TypeKind::Union(union) => {
                let first = self.random.below(union.members.len());
                let members = union.members.iter().cycle().skip(first);
                let mut members = members.take(union.members.len());
                members.find_map(|member| {
                    let value = self.make(&member.ty, depth.checked_sub(1)?)?;
                    Some(json!({ member.key.as_str(): value }))
                })?
            }
            TypeKind::Shapes(shapes) => {
                let shape = self.random.below(shapes.alternatives.len());
                self.make(&shapes.alternatives[shape].ty, depth)?
            }
            TypeKind::Record(record) => {
                let mut members = Map::new();
                for field in record.fields.iter().filter(|field| !field.read_only) {
                    if !field.required && (depth <= NEEDED_ONLY || !self.random.one_in(3)) {
                        continue;
                    }
                    let deeper = depth.checked_sub(1);
                    let value = deeper.and_then(|depth| self.within(field, depth));
                    match value {
                        Some(value) => {
                            members.insert(field.name.clone(), value);
                        }
                        None if field.required => return None,
                        None => {}
                    }
                }
                Json::Object(members)
            }
            TypeKind::UnionByUrn(_) => return None,
        })
    }

    fn urn(&mut self, kinds: UrnType) -> String {
        let model = self.model;
        let all: Vec<_> = (0..model.urn_kinds.len() as u32).map(UrnKindId).collect();
        let kinds = match kinds {
            UrnType::Kind(kind) => vec![kind],
            UrnType::Set(set) => model[set].kinds.clone(),
            UrnType::Any => all,
        };
        let preferred = self.preferred.iter().find(|kind| kinds.contains(kind));
        let kind = match preferred {
            Some(kind) => *kind,
            None => kinds[self.random.below(kinds.len())],
        };
        let kind = &model[kind];
        let id = match &kind.id {
            UrnIdType::String => format!("x{}", self.next()),
            UrnIdType::Long => self.next().to_string(),
            UrnIdType::Tuple(parts) => {
                let parts = parts.iter().map(|part| match &part.ty {
                    Type::Urn(kinds) => self.urn(*kinds),
                    _ => self.next().to_string(),
                });
                format!("({})", parts.collect::<Vec<_>>().join(","))
            }
        };
        format!("urn:{}:{}:{id}", kind.namespace, kind.name)
    }
}

/// A text, or the texts of a list, as URLs.
fn url(value: Json) -> Json {
    match value {
        Json::String(text) => {
            let path = text.replace(|letter: char| !letter.is_ascii_alphanumeric(), "-");
            json!(format!("https://example.org/{path}"))
        }
        Json::Array(items) => items.into_iter().map(url).collect(),
        other => other,
    }
}

/// JSON as a value of the URI grammar.
pub(super) fn uri_value(json: &Json) -> Value {
    match json {
        Json::String(text) => Value::from(text.clone()),
        Json::Array(items) => Value::List(items.iter().map(uri_value).collect()),
        Json::Object(members) => {
            let members = members.iter().filter(|(_, value)| !value.is_null());
            Value::map(members.map(|(name, value)| (name.clone(), uri_value(value))))
        }
        other => Value::from(other.to_string()),
    }
}

/// The value at a path of members.
pub(super) fn at<'j>(json: &'j Json, path: &str) -> Option<&'j Json> {
    path.split('.').try_fold(json, |json, step| json.get(step))
}
