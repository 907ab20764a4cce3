//! Checked values as Rust expressions.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use restli_model::interpret::Datum;
use restli_model::model::{
    Field, InstantUnit, MapKey, Record, Type, TypeId, TypeKind, Typeref, UrnIdType, UrnType,
};

use crate::emit::example::decimal::{decimal, decimal_argument};
use crate::emit::{Scope, argument, record};
use crate::names;

/// Makes expressions for one file, whose imports it collects.
pub(super) struct Values<'s, 'm> {
    pub(super) scope: &'s Scope<'m>,
    /// Whether the file is one of the crate itself, which may write records out.
    inside: bool,
}

impl<'s, 'm> Values<'s, 'm> {
    /// For a file of the crate.
    pub(super) fn inside(scope: &'s Scope<'m>) -> Self {
        let inside = true;
        Self { scope, inside }
    }

    /// For whoever uses the crate.
    pub(super) fn outside(scope: &'s Scope<'m>) -> Self {
        let inside = false;
        Self { scope, inside }
    }
}

impl Values<'_, '_> {
    /// An expression for a parameter of this type, which converts what it is given.
    pub(super) fn argument(&self, ty: &Type, datum: &Datum) -> Option<TokenStream> {
        match (argument::resolved(self.scope.model, ty), datum) {
            (Type::String, Datum::String(text)) => Some(quote!(#text)),
            (Type::Decimal, Datum::String(text)) => Some(decimal_argument(text)),
            (Type::Array(item), Datum::Array(items)) => self.list(item, items),
            (Type::Map(key, value), Datum::Map(entries)) => self.entries(*key, value, entries),
            (Type::Urn(UrnType::Set(_)), Datum::Urn(text)) => self.urn(text),
            (Type::Named(id), Datum::Record(_, fields)) => {
                let TypeKind::Record(record) = &self.scope.model[*id].kind else {
                    return None;
                };
                match fields.as_slice() {
                    [(index, Datum::String(text))]
                        if record::is_one_text(self.scope, record)
                            && record.fields[*index].required =>
                    {
                        Some(quote!(#text))
                    }
                    fields => self.record(*id, record, fields),
                }
            }
            _ => self.owned(ty, datum),
        }
    }

    /// An expression of exactly this type.
    pub(super) fn owned(&self, ty: &Type, datum: &Datum) -> Option<TokenStream> {
        Some(match (argument::resolved(self.scope.model, ty), datum) {
            (Type::Boolean, Datum::Boolean(value)) => quote!(#value),
            (Type::Int, Datum::Int(value)) => number(Literal::i64_unsuffixed((*value).into())),
            (Type::Long, Datum::Long(value)) => number(Literal::i64_unsuffixed(*value)),
            (Type::Long, Datum::Int(value)) => number(Literal::i64_unsuffixed((*value).into())),
            (Type::Float, Datum::Float(value)) if value.is_finite() => {
                number(Literal::f32_unsuffixed(*value))
            }
            (Type::Double, Datum::Double(value)) if value.is_finite() => {
                number(Literal::f64_unsuffixed(*value))
            }
            (Type::String, Datum::String(text)) => quote!(#text.to_owned()),
            (Type::Decimal, Datum::String(text)) => decimal(text),
            (Type::Instant(unit), Datum::Long(value)) => {
                let count = number(Literal::i64_unsuffixed(*value));
                match unit {
                    InstantUnit::Milliseconds => quote!(restli::EpochMillis::from_millis(#count)),
                    InstantUnit::Seconds => quote!(restli::EpochSeconds::from_seconds(#count)),
                }
            }
            (Type::Bytes, Datum::Bytes(bytes)) => {
                let bytes = Literal::byte_string(bytes);
                quote!(restli::Bytes(#bytes.to_vec()))
            }
            (Type::Json, Datum::Json(json)) => {
                let text = json.to_string();
                quote!(#text.parse::<restli::Json>().unwrap())
            }
            (Type::Urn(UrnType::Kind(_)), Datum::Urn(text)) => self.urn(text)?,
            (Type::Urn(UrnType::Set(set)), Datum::Urn(text)) => {
                let (set, urn) = (self.scope.urn(UrnType::Set(*set)), self.urn(text)?);
                quote!(#set::from(#urn))
            }
            (Type::Urn(UrnType::Any), Datum::Urn(text)) => match self.urn(text) {
                Some(urn) => quote!(#urn.into_any()),
                None => quote!(#text.parse::<restli::Urn>().unwrap()),
            },
            (Type::Array(item), Datum::Array(items)) => {
                let items = items.iter().map(|datum| self.owned(item, datum));
                let items: Vec<_> = items.collect::<Option<_>>()?;
                quote!(vec![#(#items),*])
            }
            (Type::Map(key, value), Datum::Map(entries)) => {
                let entries = self.owned_entries(*key, value, entries)?;
                self.scope.map(&quote!(_), &quote!(_));
                quote!(BTreeMap::from([#(#entries),*]))
            }
            (Type::Named(id), datum) => self.named(*id, datum)?,
            _ => return None,
        })
    }

    fn named(&self, id: TypeId, datum: &Datum) -> Option<TokenStream> {
        // Bytes are written without the name of their type, which must not be imported then.
        if let (TypeKind::Fixed(_), Datum::Bytes(bytes)) = (&self.scope.model[id].kind, datum) {
            let bytes = Literal::byte_string(bytes);
            return Some(quote!(restli::Fixed(*#bytes)));
        }
        let name = self.scope.named(id);
        match (&self.scope.model[id].kind, datum) {
            (TypeKind::Record(record), Datum::Record(_, fields)) => match self.inside {
                true => self.written_out(id, record, fields),
                false => self.record(id, record, fields),
            },
            (TypeKind::Union(_), Datum::Null(_)) => Some(quote!(#name::Null)),
            (TypeKind::Enum(symbols), Datum::Symbol(_, wire)) => {
                let known = symbols.symbols.iter().find(|symbol| symbol.name == *wire);
                Some(match known.map(|symbol| names::ident(&symbol.rust_name)) {
                    Some(symbol) => quote!(#name::#symbol),
                    None => quote!(<#name as restli::Symbols>::from_symbol(#wire)),
                })
            }
            (TypeKind::Union(union), Datum::Member(_, index, value)) => {
                let member = union.members.get(*index)?;
                let (variant, value) = (
                    names::ident(&member.rust_name),
                    self.owned(&member.ty, value)?,
                );
                Some(quote!(#name::#variant(#value)))
            }
            (TypeKind::Shapes(shapes), Datum::Shape(_, index, value)) => {
                let shape = shapes.alternatives.get(*index)?;
                let (variant, value) = (
                    names::ident(&shape.rust_name),
                    self.owned(&shape.ty, value)?,
                );
                Some(quote!(#name::#variant(#value)))
            }
            // Not by `From`: such a type may refuse to be made of any text.
            (TypeKind::Typeref(typeref), Datum::String(text)) if is_text(self.scope, typeref) => {
                Some(quote!(#text.parse::<#name>().unwrap()))
            }
            (TypeKind::Typeref(typeref), datum) => {
                let value = self.owned(&typeref.ty, datum)?;
                Some(quote!(#name::from(#value)))
            }
            _ => None,
        }
    }

    /// `Record::new(required…).optional(…)`; where the constructor does not allow it, field by field.
    fn record(&self, id: TypeId, record: &Record, given: &[(usize, Datum)]) -> Option<TokenStream> {
        self.built(id, record, given)
            .or_else(|| self.assigned(id, record, given))
    }

    /// `{ let mut record: Record = Default::default(); record.field = Some(…); record }`, which can lack what is
    /// required: services answer that too.
    fn assigned(
        &self,
        id: TypeId,
        record: &Record,
        given: &[(usize, Datum)],
    ) -> Option<TokenStream> {
        let name = self.scope.named(id);
        let variable = names::variable(&self.scope.model[id].rust_name);
        let fields = given.iter().map(|(index, datum)| {
            let field = record.fields.get(*index)?;
            let name = names::ident(&field.rust_name);
            let value = self.field(field, datum)?;
            Some(quote!(#variable.#name = Some(#value);))
        });
        let fields: Vec<_> = fields.collect::<Option<_>>()?;
        Some(match fields.is_empty() {
            true => quote!(<#name as Default>::default()),
            false => quote!({
                let mut #variable: #name = Default::default();
                #(#fields)*
                #variable
            }),
        })
    }

    fn built(&self, id: TypeId, record: &Record, given: &[(usize, Datum)]) -> Option<TokenStream> {
        let name = self.scope.named(id);
        let value = |field: &Field| {
            let (_, datum) = given
                .iter()
                .find(|(index, _)| record.fields[*index].name == field.name)?;
            self.argument(&field.ty, datum)
        };
        let required = record::required(record);
        let arguments = required.iter().map(|field| value(field));
        let arguments: Vec<_> = arguments.collect::<Option<_>>()?;
        let rest = given.iter().map(|(index, _)| &record.fields[*index]);
        let rest = rest.filter(|field| !required.iter().any(|own| own.name == field.name));
        let setters = rest.map(|field| {
            // A caller cannot set it, so a sample that does cannot be written.
            let value = if field.read_only { None } else { value(field) }?;
            let setter = names::ident(&field.rust_name);
            Some(quote!(.#setter(#value)))
        });
        let setters: Vec<_> = setters.collect::<Option<_>>()?;
        Some(quote!(#name::new(#(#arguments),*) #(#setters)*))
    }

    /// `Record { field: Some(…), ..Default::default() }`, which needs no constructor.
    fn written_out(
        &self,
        id: TypeId,
        record: &Record,
        given: &[(usize, Datum)],
    ) -> Option<TokenStream> {
        let name = self.scope.named(id);
        let fields = given.iter().map(|(index, datum)| {
            let field = record.fields.get(*index)?;
            let name = names::ident(&field.rust_name);
            let value = self.field(field, datum)?;
            Some(quote!(#name: Some(#value)))
        });
        let fields: Vec<_> = fields.collect::<Option<_>>()?;
        Some(
            match (fields.is_empty(), fields.len() < record.fields.len()) {
                (true, _) => quote!(<#name as Default>::default()),
                (_, true) => quote!(#name { #(#fields,)* ..Default::default() }),
                (_, false) => quote!(#name { #(#fields),* }),
            },
        )
    }

    /// The value of a field, without its `Option`.
    pub(super) fn field(&self, field: &Field, datum: &Datum) -> Option<TokenStream> {
        let model = self.scope.model;
        let mut value = match (argument::item(model, &field.ty), datum) {
            // An empty list must say what it is empty of.
            (Some(item), Datum::Array(items)) if field.decoration.is_some() => {
                self.list(item, items)?
            }
            _ => self.owned(&field.ty, datum)?,
        };
        if let Some(decorated) = argument::decorated(model, field) {
            value = quote!(#decorated::new(#value));
        } else if field.accepts_array && matches!(field.ty, Type::Map(..)) {
            value = quote!((#value).into());
        }
        if field.boxed {
            value = quote!(Box::new(#value));
        }
        Some(value)
    }

    fn list(&self, item: &Type, items: &[Datum]) -> Option<TokenStream> {
        if items.is_empty() {
            let ty = self.scope.ty(item);
            return Some(quote!(Vec::<#ty>::new()));
        }
        // Elements that convert must all have one type: texts have, the URNs of a set have not.
        let is_text = matches!(argument::resolved(self.scope.model, item), Type::String);
        let element = |datum| match is_text {
            true => self.argument(item, datum),
            false => self.owned(item, datum),
        };
        let items: Vec<_> = items.iter().map(element).collect::<Option<_>>()?;
        Some(quote!([#(#items),*]))
    }

    fn entries(
        &self,
        key: MapKey,
        value: &Type,
        entries: &[(String, Datum)],
    ) -> Option<TokenStream> {
        if entries.is_empty() {
            let (key, value) = (self.scope.map_key(key), self.scope.ty(value));
            return Some(quote!(Vec::<(#key, #value)>::new()));
        }
        let entries = self.owned_entries(key, value, entries)?;
        Some(quote!([#(#entries),*]))
    }

    fn owned_entries(
        &self,
        key: MapKey,
        value: &Type,
        entries: &[(String, Datum)],
    ) -> Option<Vec<TokenStream>> {
        let entries = entries.iter().map(|(name, datum)| {
            let name = match key {
                MapKey::String => quote!(#name.to_owned()),
                MapKey::Urn(urn) => self.owned(&Type::Urn(urn), &Datum::Urn(name.clone()))?,
            };
            let value = self.owned(value, datum)?;
            Some(quote!((#name, #value)))
        });
        entries.collect()
    }

    /// `PersonUrn::new("abc")`, if the schema knows the kind and the id is of its type.
    fn urn(&self, text: &str) -> Option<TokenStream> {
        let model = self.scope.model;
        let parts = restli_wire::split_urn(text).ok()?;
        let kinds = model.urn_kinds.iter().enumerate();
        let (index, kind) = { kinds }
            .find(|(_, kind)| kind.namespace == parts.namespace && kind.name == parts.kind)?;
        let id = restli_model::model::UrnKindId(index as u32);
        let ty = self.scope.urn(UrnType::Kind(id));
        let id = match &kind.id {
            UrnIdType::String => {
                let id = parts.id;
                quote!(#id)
            }
            UrnIdType::Long => long_argument(parts.id.parse().ok()?),
            UrnIdType::Tuple(declared) => {
                let found = restli_wire::split_tuple(parts.id).ok()?;
                if found.len() != declared.len() {
                    return None;
                }
                let parts = declared
                    .iter()
                    .zip(found)
                    .map(|(part, text)| match part.ty {
                        Type::String => Some(quote!(#text.to_owned())),
                        Type::Long => Some(number(Literal::i64_unsuffixed(text.parse().ok()?))),
                        _ => self.owned(&part.ty, &Datum::Urn(text.to_owned())),
                    });
                let parts: Vec<_> = parts.collect::<Option<_>>()?;
                quote!((#(#parts,)*))
            }
        };
        Some(quote!(#ty::new(#id)))
    }
}

fn is_text(scope: &Scope<'_>, typeref: &Typeref) -> bool {
    *argument::resolved(scope.model, &typeref.ty) == Type::String
}

/// What takes an `i64` or anything that becomes one: without its type, a literal would be an `i32`.
pub(super) fn long_argument(value: i64) -> TokenStream {
    number(match i32::try_from(value) {
        Ok(_) => Literal::i64_unsuffixed(value),
        Err(_) => Literal::i64_suffixed(value),
    })
}

/// A literal may be negative, which is two tokens.
pub(super) fn number(literal: Literal) -> TokenStream {
    let text = literal.to_string();
    match text.strip_prefix('-') {
        Some(digits) => {
            let digits: Literal = digits.parse().unwrap_or(literal);
            quote!(-#digits)
        }
        None => quote!(#literal),
    }
}
