//! Values that nobody chose: of any type, from the model alone.
//!
//! They stand where the sandbox's data says nothing: parts of generated keys, answers of calls that a
//! client shall be able to try all the same, and what a pattern of the data may be filled with.

use restli_model::model::{
    Field, Format, InstantUnit, MapKey, Model, Type, TypeId, TypeKind, UrnIdType, UrnKindId,
    UrnType,
};
use serde_json::{Map, Value as Json, json};

/// Instants begin here: a second of the year 2033, so that nothing has expired.
const LATER: u64 = 2_000_000_000;

/// Records within records deeper than this have their required fields only.
const DEPTH: usize = 4;

/// How much of a record is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// The required fields; all of them where none is required, since nothing tells which matter.
    Needed,
    /// All fields.
    All,
}

/// A value of a type; null of an open one.
///
/// It is as small as its extent allows: one item in a list, one entry in a map.
pub(crate) fn value(model: &Model, ty: &Type, extent: Extent) -> Json {
    numbered(model, ty, extent, 1).unwrap_or_default()
}

/// A value of a type, another one for each number from 1; nothing where the type has no more.
pub(crate) fn numbered(model: &Model, ty: &Type, extent: Extent, number: u64) -> Option<Json> {
    let mut maker = Maker {
        model,
        extent,
        number,
        within: Vec::new(),
    };
    maker.value(ty)
}

struct Maker<'m> {
    model: &'m Model,
    extent: Extent,
    number: u64,
    /// The types that are being made: none is made within itself.
    within: Vec<TypeId>,
}

impl Maker<'_> {
    fn value(&mut self, ty: &Type) -> Option<Json> {
        let number = self.number;
        Some(match ty {
            Type::Boolean => json!(self.nth(&[false, true])?),
            Type::Int => json!(i32::try_from(number).ok()?),
            Type::Long => json!(i64::try_from(number).ok()?),
            Type::Instant(InstantUnit::Seconds) => json!(LATER + number),
            Type::Instant(InstantUnit::Milliseconds) => json!((LATER + number) * 1000),
            Type::Float | Type::Double => json!(f64::from(u32::try_from(number).ok()?)),
            Type::String | Type::Bytes | Type::Decimal => json!(number.to_string()),
            Type::Json => Json::Null,
            Type::Urn(kinds) => json!(urn(self.model, *kinds, number)?),
            Type::Array(item) => Json::Array(self.value(item).into_iter().collect()),
            Type::Map(key, item) => {
                let key = match key {
                    MapKey::String => number.to_string(),
                    MapKey::Urn(kinds) => urn(self.model, *kinds, number)?,
                };
                let entry = self.value(item).map(|value| (key, value));
                Json::Object(entry.into_iter().collect())
            }
            Type::Named(id) if self.within.contains(id) => return None,
            Type::Named(id) => {
                self.within.push(*id);
                let named = self.named(*id);
                self.within.pop();
                named?
            }
        })
    }

    fn named(&mut self, id: TypeId) -> Option<Json> {
        let model = self.model;
        Some(match &model[id].kind {
            TypeKind::Typeref(typeref) => self.value(&typeref.ty)?,
            TypeKind::Record(record) => Json::Object(self.record(&record.fields)?),
            TypeKind::Enum(symbols) => json!(self.nth(&symbols.symbols)?.name),
            TypeKind::Fixed(fixed) => {
                let size = fixed.size as usize;
                let text = format!("{:0size$}", self.number);
                Some(text).filter(|text| text.len() == size)?.into()
            }
            TypeKind::Union(union) => {
                let mut members = union.members.iter();
                let member = members.find_map(|member| {
                    let value = self.value(&member.ty)?;
                    Some(json!({ member.key.as_str(): value }))
                });
                member.or(union.nullable.then_some(Json::Null))?
            }
            TypeKind::Shapes(shapes) => {
                let mut alternatives = shapes.alternatives.iter();
                alternatives.find_map(|alternative| self.value(&alternative.ty))?
            }
            TypeKind::UnionByUrn(union) => {
                let mut members = union.members.iter();
                members.find_map(|member| self.value(&Type::Named(member.ty)))?
            }
        })
    }

    fn record(&mut self, fields: &[Field]) -> Option<Map<String, Json>> {
        let shallow = self.within.len() <= DEPTH;
        let free = fields.iter().all(|field| !field.required);
        let all = shallow && (free || self.extent == Extent::All);
        let mut members = Map::new();
        for field in fields.iter().filter(|field| field.required || all) {
            match self.value(&field.ty) {
                Some(mut value) => {
                    if field.format == Some(Format::Url) {
                        as_urls(&mut value);
                    }
                    members.insert(field.name.clone(), value);
                }
                // It would need itself without end.
                None if field.required => return None,
                None => {}
            }
        }
        Some(members)
    }

    fn nth<'t, T>(&self, values: &'t [T]) -> Option<&'t T> {
        values.get(usize::try_from(self.number).ok()?.checked_sub(1)?)
    }
}

/// Makes URLs of a text, or of the texts of a list.
fn as_urls(value: &mut Json) {
    match value {
        Json::String(text) => text.insert_str(0, "https://example.org/"),
        Json::Array(items) => items.iter_mut().for_each(as_urls),
        _ => {}
    }
}

fn urn(model: &Model, kinds: UrnType, number: u64) -> Option<String> {
    let kind = match kinds {
        UrnType::Kind(kind) => kind,
        UrnType::Set(set) => *model[set].kinds.first()?,
        UrnType::Any if model.urn_kinds.is_empty() => {
            return Some(format!("urn:sandbox:entity:{number}"));
        }
        UrnType::Any => UrnKindId(0),
    };
    let kind = &model[kind];
    let id = match &kind.id {
        UrnIdType::String | UrnIdType::Long => number.to_string(),
        UrnIdType::Tuple(parts) => {
            let parts = parts.iter().map(|part| match &part.ty {
                Type::Urn(kinds) => urn(model, *kinds, number),
                _ => Some(number.to_string()),
            });
            format!("({})", parts.collect::<Option<Vec<_>>>()?.join(","))
        }
    };
    Some(format!("urn:{}:{}:{id}", kind.namespace, kind.name))
}
