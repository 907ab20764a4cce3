//! JSON against a type: every misfit of a body, each with its JSON path.
//!
//! What is sent is read strictly (required members, no unknown symbols, admitted URN kinds); what
//! came is read as an open world, in which only the declared shapes must hold.

use restli_wire::split_decimal;
use serde_json::Value as Json;

use super::path::JsonPath;
use super::{At, Datum, Mismatch, Rule, describe, urn};
use crate::diagnostics::{nearest, one_of};
use crate::model::{MapKey, Model, Record, Shapes, Type, TypeId, TypeKind, Union};
use crate::source::Place;

/// Reads the JSON of one body and collects what does not fit.
pub(super) struct JsonReader<'m> {
    pub(super) model: &'m Model,
    /// Whether the body is a request's.
    pub(super) sent: bool,
    /// Whether fields that only the server sets may be there.
    read_only: bool,
    /// Whether required members must be there, in what is sent.
    pub(super) whole: bool,
    /// Whether an explicit null is an absent member.
    null_is_absent: bool,
    /// Whether what is read has been projected, so that a union may have lost its member.
    pub(super) projected: bool,
    pub(super) path: JsonPath,
    pub(super) found: Vec<Mismatch>,
    /// The declaration that the value at hand is measured by.
    declared: Option<&'m Place>,
}

impl<'m> JsonReader<'m> {
    pub(super) fn new(model: &'m Model, sent: bool, declared: &'m Place) -> Self {
        JsonReader {
            model,
            sent,
            read_only: !sent,
            whole: sent,
            null_is_absent: !sent,
            projected: false,
            path: JsonPath::default(),
            found: Vec::new(),
            declared: Some(declared),
        }
    }

    /// A reader of values that the schema itself states: strict, but of all fields.
    pub(super) fn of_schema(model: &'m Model, declared: &'m Place) -> Self {
        JsonReader {
            read_only: true,
            ..JsonReader::new(model, true, declared)
        }
    }

    /// A reader of documents that a client must read and write again as they are.
    pub(super) fn of_document(model: &'m Model, declared: &'m Place) -> Self {
        JsonReader {
            null_is_absent: false,
            ..JsonReader::new(model, false, declared)
        }
    }

    /// Whether every field may be there, also those that only the server sets.
    pub(super) fn reads_all(&self) -> bool {
        self.read_only
    }

    /// Reads a value of a type; nothing when it does not fit.
    pub(super) fn value(&mut self, value: &Json, ty: &Type) -> Option<Datum> {
        match (ty, value) {
            (Type::Json, _) => Some(Datum::Json(value.clone())),
            (Type::Named(id), _) => self.named(value, *id),
            (Type::Boolean, Json::Bool(boolean)) => Some(Datum::Boolean(*boolean)),
            (Type::Int, Json::Number(number)) if !number.is_f64() => {
                match number
                    .as_i64()
                    .and_then(|number| i32::try_from(number).ok())
                {
                    Some(int) => Some(Datum::Int(int)),
                    None => self.refuse(format!("is {number}, too large for an int"), None),
                }
            }
            (Type::Long | Type::Instant(_), Json::Number(number)) if !number.is_f64() => {
                match number.as_i64() {
                    Some(long) => Some(Datum::Long(long)),
                    None => self.refuse(format!("is {number}, too large for a long"), None),
                }
            }
            (Type::Float, Json::Number(number)) => match number.as_f64() {
                Some(float) if (float as f32).is_finite() => Some(Datum::Float(float as f32)),
                _ => self.refuse(format!("is {number}, too large for a float"), None),
            },
            (Type::Double, Json::Number(number)) => number.as_f64().map(Datum::Double),
            (Type::String, Json::String(text)) => Some(Datum::String(text.clone())),
            (Type::Decimal, Json::String(text)) => match split_decimal(text) {
                Some(_) => Some(Datum::String(text.clone())),
                None => self.refuse(format!("is `{text}`, which is no decimal number"), None),
            },
            // Readers take it, and nobody is to send it.
            (Type::Decimal, Json::Number(_)) if !self.sent => Some(Datum::Json(value.clone())),
            (Type::Bytes, Json::String(text)) => match bytes(text) {
                Some(bytes) => Some(Datum::Bytes(bytes)),
                None => self.refuse(
                    "holds a character above U+00FF, which is no byte".to_owned(),
                    None,
                ),
            },
            (Type::Urn(kinds), Json::String(text)) => {
                let check = if self.sent {
                    urn::check_sent
                } else {
                    urn::check_received
                };
                match check(self.model, text, *kinds) {
                    Ok(()) => Some(Datum::Urn(text.clone())),
                    Err(misfit) => self.refuse(misfit.message, misfit.help),
                }
            }
            (Type::Array(item), Json::Array(values)) => {
                let items: Vec<_> = values
                    .iter()
                    .enumerate()
                    .map(|(index, value)| self.element(index, |reader| reader.value(value, item)))
                    .collect();
                items.into_iter().collect::<Option<_>>().map(Datum::Array)
            }
            (Type::Map(key, item), Json::Object(members)) => {
                let entries: Vec<_> = members
                    .iter()
                    .map(|(name, value)| {
                        self.member(name, None, |reader| {
                            reader.map_key(name, *key);
                            reader.value(value, item).map(|datum| (name.clone(), datum))
                        })
                    })
                    .collect();
                entries.into_iter().collect::<Option<_>>().map(Datum::Map)
            }
            _ => {
                let message = format!(
                    "is {}, not {}",
                    describe::of_json(value),
                    describe::of_type(self.model, ty)
                );
                self.refuse(message, None)
            }
        }
    }

    /// Runs `read` on a member, measured by its own declaration if it has one.
    pub(super) fn member<T>(
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

    /// Runs `read` on an element.
    pub(super) fn element<T>(&mut self, index: usize, read: impl FnOnce(&mut Self) -> T) -> T {
        self.path.enter_index(index);
        let result = read(self);
        self.path.leave();
        result
    }

    fn named(&mut self, value: &Json, id: TypeId) -> Option<Datum> {
        let model = self.model;
        let named = &model[id];
        match &named.kind {
            TypeKind::Typeref(typeref) => self.value(value, &typeref.ty),
            TypeKind::Shapes(shapes) => self.shapes(value, id, shapes),
            TypeKind::Fixed(fixed) => match value.as_str().map(bytes) {
                Some(Some(bytes)) if bytes.len() == fixed.size as usize => {
                    Some(Datum::Bytes(bytes))
                }
                Some(_) => {
                    let size = fixed.size;
                    self.refuse(
                        format!("is not {size} characters of U+0000 to U+00FF, a byte each"),
                        None,
                    )
                }
                None => self.wrong_kind(value, id),
            },
            TypeKind::Enum(known) => {
                let Json::String(symbol) = value else {
                    return self.wrong_kind(value, id);
                };
                if self.sent && known.symbols.iter().all(|known| known.name != *symbol) {
                    let names = known.symbols.iter().map(|known| known.name.as_str());
                    let help = describe::instead(symbol, names);
                    return self.refuse(
                        format!("is `{symbol}`, which is no symbol of `{}`", named.name),
                        help,
                    );
                }
                Some(Datum::Symbol(id, symbol.clone()))
            }
            TypeKind::Record(record) => match value {
                Json::Object(members) => self.record(members, id, record),
                _ => self.wrong_kind(value, id),
            },
            TypeKind::Union(union) => match value {
                Json::Null if union.nullable => Some(Datum::Null(id)),
                Json::Object(members) => self.union(members, id, union),
                _ => self.wrong_kind(value, id),
            },
            TypeKind::UnionByUrn(_) => match value {
                Json::Object(_) => Some(Datum::Json(value.clone())),
                _ => self.wrong_kind(value, id),
            },
        }
    }

    fn record(&mut self, members: &Members, id: TypeId, record: &'m Record) -> Option<Datum> {
        let fields = self.fields(members, record);
        if self.whole {
            for field in &record.fields {
                let left_out = field.read_only || field.default.is_some();
                if field.required && !left_out && !members.contains_key(&field.name) {
                    self.lacks(Rule::MissingMember, "member", &field.name, &field.place);
                }
            }
        }
        fields.map(|fields| Datum::Record(id, fields))
    }

    fn fields(&mut self, members: &Members, record: &'m Record) -> Option<Vec<(usize, Datum)>> {
        let before = self.found.len();
        let mut fields = Vec::new();
        for (name, value) in members {
            let Some(index) = record.fields.iter().position(|field| field.name == *name) else {
                if self.sent || !self.sibling(members, record, name, value) {
                    self.unknown(name, record.fields.iter().map(|field| field.name.as_str()));
                }
                continue;
            };
            let field = &record.fields[index];
            self.member(name, Some(&field.place), |reader| {
                if field.read_only && !reader.read_only {
                    let message = "is read-only and cannot be sent".to_owned();
                    reader.push(
                        Rule::ReadOnly,
                        message,
                        Some("leave it out".to_owned()),
                        None,
                    );
                } else if value.is_null()
                    && reader.null_is_absent
                    && !is_nullable(reader.model, &field.ty)
                {
                    // A reader takes an explicit null for an absent member.
                } else if let (true, Json::Array(values), Type::Map(_, item)) =
                    (field.accepts_array, value, &field.ty)
                {
                    for (index, value) in values.iter().enumerate() {
                        reader.element(index, |reader| reader.value(value, item));
                    }
                } else {
                    let datum = match &field.decoration {
                        Some(decoration) if !reader.sent => reader.plain(value, field, decoration),
                        _ => reader.value(value, &field.ty),
                    };
                    fields.extend(datum.map(|datum| (index, datum)));
                }
            });
        }
        fields.sort_by_key(|(index, _)| *index);
        (self.found.len() == before).then_some(fields)
    }

    fn union(&mut self, members: &Members, id: TypeId, union: &'m Union) -> Option<Datum> {
        if self.projected && members.is_empty() {
            // What the mask left out is gone.
            return Some(Datum::Json(Json::Object(Members::new())));
        }
        let mut entries = members.iter();
        let (Some((key, value)), None) = (entries.next(), entries.next()) else {
            let message = format!(
                "has {} members, while a union has exactly one",
                members.len()
            );
            let keys = union.members.iter().map(|member| member.key.as_str());
            return self.refuse(message, Some(format!("write {}", one_of(keys))));
        };
        let Some(index) = union.members.iter().position(|member| member.key == *key) else {
            self.unknown(key, union.members.iter().map(|member| member.key.as_str()));
            return None;
        };
        let member = &union.members[index];
        self.member(key, None, |reader| reader.value(value, &member.ty))
            .map(|datum| Datum::Member(id, index, Box::new(datum)))
    }

    fn shapes(&mut self, value: &Json, id: TypeId, shapes: &'m Shapes) -> Option<Datum> {
        let fitting = shapes
            .alternatives
            .iter()
            .position(|alternative| has_shape(self.model, value, &alternative.ty));
        let Some(index) = fitting else {
            return self.wrong_kind(value, id);
        };
        self.value(value, &shapes.alternatives[index].ty)
            .map(|datum| Datum::Shape(id, index, Box::new(datum)))
    }

    pub(super) fn map_key(&mut self, name: &str, key: MapKey) {
        let MapKey::Urn(kinds) = key else { return };
        let check = if self.sent {
            urn::check_sent
        } else {
            urn::check_received
        };
        if let Err(misfit) = check(self.model, name, kinds) {
            self.refuse::<()>(format!("has a key that {}", misfit.message), misfit.help);
        }
    }

    fn wrong_kind(&mut self, value: &Json, id: TypeId) -> Option<Datum> {
        let wanted = describe::of_type(self.model, &Type::Named(id));
        let declared = &self.model[id].place;
        let message = format!("is {}, not {wanted}", describe::of_json(value));
        self.push(Rule::Type, message, None, Some(declared));
        None
    }

    /// Reports a member of the value at hand that nothing declares.
    pub(super) fn unknown<'n>(&mut self, name: &str, known: impl Iterator<Item = &'n str> + Clone) {
        self.path.enter_member(name);
        let at = self.path.text();
        self.path.leave();
        let place = self.place(at.clone());
        // What a server has sent is not written anew: the schema learns it.
        let help = match (nearest(name, known.clone()), &place) {
            (None, At::ResponseBody(_)) => Some(format!(
                "add `{name}` to the schema, or `{at}` to the sample's `unknown`"
            )),
            _ => describe::instead(name, known),
        };
        self.found.push(Mismatch {
            rule: Rule::UnknownMember,
            at: place,
            message: format!("`{at}` is a member that the schema does not know"),
            help,
            declared: self.declared.cloned(),
        });
    }

    /// Reports a member that the value at hand should have, at the place where it is not.
    pub(super) fn lacks(&mut self, rule: Rule, what: &str, name: &str, declared: &Place) {
        let message = format!("lacks the required {what} `{name}`");
        self.push(rule, message, None, Some(declared));
        self.path.enter_member(name);
        let at = self.place(self.path.text());
        self.path.leave();
        if let Some(found) = self.found.last_mut() {
            found.at = at;
        }
    }

    /// Reports that the value at hand is not of its type.
    pub(super) fn refuse<T>(&mut self, message: String, help: Option<String>) -> Option<T> {
        self.push(Rule::Type, message, help, None);
        None
    }

    /// Reports something about the value at hand; the message continues its path.
    pub(super) fn push(
        &mut self,
        rule: Rule,
        message: String,
        help: Option<String>,
        declared: Option<&Place>,
    ) {
        let at = self.path.text();
        let subject = if at.is_empty() {
            "the body".to_owned()
        } else {
            format!("`{at}`")
        };
        self.found.push(Mismatch {
            rule,
            at: self.place(at),
            message: format!("{subject} {message}"),
            help,
            declared: declared.or(self.declared).cloned(),
        });
    }

    fn place(&self, path: String) -> At {
        if self.sent {
            At::Body(path)
        } else {
            At::ResponseBody(path)
        }
    }
}

/// Whether null is a value of a type.
fn is_nullable(model: &Model, ty: &Type) -> bool {
    match ty {
        Type::Json => true,
        Type::Named(id) => match &model[*id].kind {
            TypeKind::Union(union) => union.nullable,
            TypeKind::Typeref(typeref) => is_nullable(model, &typeref.ty),
            _ => false,
        },
        _ => false,
    }
}

/// The members of a JSON object.
pub(super) type Members = serde_json::Map<String, Json>;

/// Whether a JSON value is of the shape that values of a type have.
fn has_shape(model: &Model, value: &Json, ty: &Type) -> bool {
    match ty {
        Type::Json => true,
        Type::Boolean => value.is_boolean(),
        Type::Int | Type::Long | Type::Float | Type::Double | Type::Instant(_) => value.is_number(),
        Type::String | Type::Bytes | Type::Urn(_) | Type::Decimal => value.is_string(),
        Type::Array(_) => value.is_array(),
        Type::Map(..) => value.is_object(),
        Type::Named(id) => match &model[*id].kind {
            TypeKind::Record(_) | TypeKind::Union(_) | TypeKind::UnionByUrn(_) => value.is_object(),
            TypeKind::Enum(_) | TypeKind::Fixed(_) => value.is_string(),
            TypeKind::Typeref(typeref) => has_shape(model, value, &typeref.ty),
            TypeKind::Shapes(shapes) => shapes
                .alternatives
                .iter()
                .any(|alternative| has_shape(model, value, &alternative.ty)),
        },
    }
}

/// The bytes of an Avro string; nothing when a character is none.
pub(super) fn bytes(text: &str) -> Option<Vec<u8>> {
    text.chars()
        .map(|character| u8::try_from(character).ok())
        .collect()
}
