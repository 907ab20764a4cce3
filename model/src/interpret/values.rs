//! Values of the URI grammar against a type: keys and parameters.
//!
//! On the wire they are trees of texts; what each text is, the type alone can tell.

use restli_wire::{Value, split_decimal};

use super::json::bytes;
use super::path::JsonPath;
use super::{Datum, describe, urn};
use crate::model::{Field, MapKey, Model, Record, Shapes, Type, TypeId, TypeKind, Union};
use crate::source::Place;

/// Something in a key or parameter that is not of its type.
#[derive(Clone, Debug)]
pub(super) struct Misfit {
    /// What is wrong, with the place inside the key or parameter.
    pub(super) message: String,
    /// The nearest valid form.
    pub(super) help: Option<String>,
    /// The field that says otherwise; the key or parameter itself unless there is one.
    pub(super) declared: Option<Place>,
}

impl Misfit {
    /// Of the key or parameter as a whole.
    pub(super) fn new(message: String, help: Option<String>) -> Self {
        Self {
            message,
            help,
            declared: None,
        }
    }
}

/// Reads a value and collects all that does not fit; `name` is that of the key or parameter.
pub(super) fn read(
    model: &Model,
    name: &str,
    value: &Value,
    ty: &Type,
) -> Result<Datum, Vec<Misfit>> {
    run(model, name, |reader| reader.value(value, ty))
}

/// Reads a value as a record, such as a complex key, without the members that `left_out` names.
pub(super) fn read_record(
    model: &Model,
    name: &str,
    value: &Value,
    ty: TypeId,
    left_out: &str,
) -> Result<Datum, Vec<Misfit>> {
    run(model, name, |reader| match (value, &model[ty].kind) {
        (Value::Map(members), TypeKind::Record(record)) => {
            let members: Vec<_> = members
                .iter()
                .filter(|(name, _)| name != left_out)
                .cloned()
                .collect();
            reader.record(&members, ty, record)
        }
        _ => reader.value(value, &Type::Named(ty)),
    })
}

fn run<'m>(
    model: &'m Model,
    name: &str,
    read: impl FnOnce(&mut ValueReader<'m>) -> Option<Datum>,
) -> Result<Datum, Vec<Misfit>> {
    let mut reader = ValueReader {
        model,
        path: JsonPath::default(),
        found: Vec::new(),
        declared: None,
    };
    reader.path.enter_member(name);
    match read(&mut reader) {
        Some(datum) if reader.found.is_empty() => Ok(datum),
        _ => Err(reader.found),
    }
}

type Members = [(std::borrow::Cow<'static, str>, Value)];

struct ValueReader<'m> {
    model: &'m Model,
    path: JsonPath,
    found: Vec<Misfit>,
    declared: Option<&'m Place>,
}

impl<'m> ValueReader<'m> {
    fn value(&mut self, value: &Value, ty: &Type) -> Option<Datum> {
        match (ty, value) {
            (Type::Named(id), _) => self.named(value, *id),
            (Type::Json, _) => Some(Datum::Json(json(value))),
            (Type::Array(item), Value::List(values)) => {
                let items: Vec<_> = values
                    .iter()
                    .enumerate()
                    .map(|(index, value)| {
                        self.path.enter_index(index);
                        let datum = self.value(value, item);
                        self.path.leave();
                        datum
                    })
                    .collect();
                items.into_iter().collect::<Option<_>>().map(Datum::Array)
            }
            (Type::Map(key, item), Value::Map(members)) => {
                let entries: Vec<_> = members
                    .iter()
                    .map(|(name, value)| {
                        self.map_key(name, *key);
                        let datum = self.member(name, None, |reader| reader.value(value, item));
                        datum.map(|datum| (name.to_string(), datum))
                    })
                    .collect();
                entries.into_iter().collect::<Option<_>>().map(Datum::Map)
            }
            (_, Value::Token(text)) => self.token(text, ty),
            _ => self.wrong_kind(value, ty),
        }
    }

    fn token(&mut self, text: &str, ty: &Type) -> Option<Datum> {
        let datum = match ty {
            Type::Boolean => text.parse().ok().map(Datum::Boolean),
            Type::Int => text.parse().ok().map(Datum::Int),
            Type::Long | Type::Instant(_) => text.parse().ok().map(Datum::Long),
            Type::Float => text
                .parse()
                .ok()
                .filter(|float: &f32| float.is_finite())
                .map(Datum::Float),
            Type::Double => text
                .parse()
                .ok()
                .filter(|double: &f64| double.is_finite())
                .map(Datum::Double),
            Type::String => Some(Datum::String(text.to_owned())),
            Type::Decimal => split_decimal(text).map(|_| Datum::String(text.to_owned())),
            Type::Bytes => bytes(text).map(Datum::Bytes),
            Type::Urn(kinds) => match urn::check_sent(self.model, text, *kinds) {
                Ok(()) => Some(Datum::Urn(text.to_owned())),
                Err(misfit) => return self.refuse(misfit.message, misfit.help),
            },
            _ => None,
        };
        if datum.is_none() {
            let wanted = describe::of_type(self.model, ty);
            let help =
                matches!(ty, Type::Array(_)).then(|| "lists are written `List(a,b)`".to_owned());
            self.refuse(format!("is `{text}`, not {wanted}"), help)
        } else {
            datum
        }
    }

    fn named(&mut self, value: &Value, id: TypeId) -> Option<Datum> {
        let model = self.model;
        let named = &model[id];
        match (&named.kind, value) {
            (TypeKind::Typeref(typeref), _) => self.value(value, &typeref.ty),
            (TypeKind::Shapes(shapes), _) => self.shapes(value, id, shapes),
            (TypeKind::Enum(known), Value::Token(symbol)) => {
                let mut symbols = known.symbols.iter().map(|known| known.name.as_str());
                if symbols.any(|known| known == symbol) {
                    return Some(Datum::Symbol(id, symbol.to_string()));
                }
                let help = describe::instead(
                    symbol,
                    known.symbols.iter().map(|known| known.name.as_str()),
                );
                self.refuse(
                    format!("is `{symbol}`, which is no symbol of `{}`", named.name),
                    help,
                )
            }
            (TypeKind::Fixed(fixed), Value::Token(text)) => match bytes(text) {
                Some(bytes) if bytes.len() == fixed.size as usize => Some(Datum::Bytes(bytes)),
                _ => {
                    let size = fixed.size;
                    self.refuse(
                        format!("is not {size} characters of U+0000 to U+00FF, a byte each"),
                        None,
                    )
                }
            },
            (TypeKind::Record(record), Value::Map(members)) => self.record(members, id, record),
            (TypeKind::Union(union), Value::Map(members)) => self.union(members, id, union),
            _ => self.wrong_kind(value, &Type::Named(id)),
        }
    }

    fn record(&mut self, members: &Members, id: TypeId, record: &'m Record) -> Option<Datum> {
        let before = self.found.len();
        let mut fields = Vec::new();
        for (name, value) in members {
            match record.fields.iter().position(|field| field.name == *name) {
                Some(index) => {
                    let field = &record.fields[index];
                    let datum = self.member(name, Some(&field.place), |reader| {
                        reader.value(value, &field.ty)
                    });
                    fields.extend(datum.map(|datum| (index, datum)));
                }
                None => {
                    let help = describe::instead(
                        name,
                        record.fields.iter().map(|field| field.name.as_str()),
                    );
                    self.refuse::<()>(format!("has no member `{name}`"), help);
                }
            }
        }
        let must = |field: &&Field| field.required && field.default.is_none();
        for field in record.fields.iter().filter(must) {
            if members.iter().all(|(name, _)| field.name != *name) {
                let message = format!("lacks the required member `{}`", field.name);
                self.refuse::<()>(message, None);
            }
        }
        // One key has several spellings; as data it is one.
        fields.sort_by_key(|(index, _)| *index);
        (self.found.len() == before).then_some(Datum::Record(id, fields))
    }

    fn union(&mut self, members: &Members, id: TypeId, union: &'m Union) -> Option<Datum> {
        let keys = || union.members.iter().map(|member| member.key.as_str());
        let [(key, value)] = members else {
            let message = format!(
                "has {} members, while a union has exactly one",
                members.len()
            );
            return self.refuse(message, describe::instead("", keys()));
        };
        let Some(index) = union.members.iter().position(|member| member.key == *key) else {
            return self.refuse(
                format!("has no member `{key}`"),
                describe::instead(key, keys()),
            );
        };
        self.member(key, None, |reader| {
            reader.value(value, &union.members[index].ty)
        })
        .map(|datum| Datum::Member(id, index, Box::new(datum)))
    }

    fn shapes(&mut self, value: &Value, id: TypeId, shapes: &'m Shapes) -> Option<Datum> {
        let fitting = shapes
            .alternatives
            .iter()
            .position(|alternative| has_shape(self.model, value, &alternative.ty));
        let Some(index) = fitting else {
            // What is meant for a text says best what is wrong with one.
            let texts = shapes.alternatives.iter().map(|one| &one.ty);
            let mut texts =
                texts.filter(|ty| value.as_token().is_some() && takes_texts(self.model, ty));
            return match (texts.next(), texts.next()) {
                (Some(only), None) => self.value(value, only),
                _ => self.wrong_kind(value, &Type::Named(id)),
            };
        };
        self.value(value, &shapes.alternatives[index].ty)
            .map(|datum| Datum::Shape(id, index, Box::new(datum)))
    }

    fn map_key(&mut self, name: &str, key: MapKey) {
        let MapKey::Urn(kinds) = key else { return };
        if let Err(misfit) = urn::check_sent(self.model, name, kinds) {
            self.refuse::<()>(format!("has a key that {}", misfit.message), misfit.help);
        }
    }

    fn member<T>(
        &mut self,
        name: &str,
        declared: Option<&'m Place>,
        read: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let outer = self.declared;
        self.declared = declared.or(outer);
        self.path.enter_member(name);
        let result = read(self);
        self.path.leave();
        self.declared = outer;
        result
    }

    fn wrong_kind(&mut self, value: &Value, ty: &Type) -> Option<Datum> {
        let came = match value {
            Value::Token(_) => "a text",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
        };
        let help = match value {
            Value::Token(_) => None,
            _ => Some("percent-encode `(`, `)`, `,` and `:` where they are data".to_owned()),
        };
        self.refuse(
            format!("is {came}, not {}", describe::of_type(self.model, ty)),
            help,
        )
    }

    fn refuse<T>(&mut self, message: String, help: Option<String>) -> Option<T> {
        self.found.push(Misfit {
            message: format!("`{}` {message}", self.path.text()),
            help,
            declared: self.declared.cloned(),
        });
        None
    }
}

/// Whether a value is of the shape that values of a type have: a text, a list or a map.
fn has_shape(model: &Model, value: &Value, ty: &Type) -> bool {
    match ty {
        Type::Json => true,
        Type::Array(_) => matches!(value, Value::List(_)),
        Type::Map(..) => matches!(value, Value::Map(_)),
        Type::Named(id) => match &model[*id].kind {
            TypeKind::Record(_) | TypeKind::Union(_) | TypeKind::UnionByUrn(_) => {
                matches!(value, Value::Map(_))
            }
            TypeKind::Enum(_) | TypeKind::Fixed(_) => matches!(value, Value::Token(_)),
            TypeKind::Typeref(typeref) => has_shape(model, value, &typeref.ty),
            TypeKind::Shapes(shapes) => shapes
                .alternatives
                .iter()
                .any(|one| has_shape(model, value, &one.ty)),
        },
        // Numbers and texts look alike here, so the first alternative that can be read wins.
        _ => value
            .as_token()
            .is_some_and(|text| is_text_of(model, text, ty)),
    }
}

/// Whether values of a type are texts in a URI, such as numbers and URNs.
fn takes_texts(model: &Model, ty: &Type) -> bool {
    match ty {
        Type::Array(_) | Type::Map(..) | Type::Json => false,
        Type::Named(id) => match &model[*id].kind {
            TypeKind::Enum(_) | TypeKind::Fixed(_) => true,
            TypeKind::Typeref(typeref) => takes_texts(model, &typeref.ty),
            _ => false,
        },
        _ => true,
    }
}

fn is_text_of(model: &Model, text: &str, ty: &Type) -> bool {
    read(model, "", &Value::token(text.to_owned()), ty).is_ok()
}

fn json(value: &Value) -> serde_json::Value {
    match value {
        Value::Token(text) => serde_json::Value::from(text.as_ref()),
        Value::List(values) => values.iter().map(json).collect(),
        Value::Map(members) => serde_json::Value::Object(
            members
                .iter()
                .map(|(name, value)| (name.to_string(), json(value)))
                .collect(),
        ),
    }
}
