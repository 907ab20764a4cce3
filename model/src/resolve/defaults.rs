//! Defaults of fields and parameters, measured by their types.
//!
//! They are read when all types are complete, and found again by their places: a field may have
//! been copied into other records, and a parameter into calls by another key.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::diagnostics::{Code, Diagnostic};
use crate::interpret::{self, Datum, Mismatch};
use crate::model::{DefaultValue, Field, Model, Param, Resource, Type, TypeDef, TypeId, TypeKind};
use crate::resolve::context::Context;
use crate::resolve::index::TypeDeclKind;
use crate::resolve::recursion::Circles;
use crate::source::Place;
use crate::syntax::Spanned;

/// File and first byte of the name that a default stands under.
pub(super) type At = (String, usize);

/// Defaults as written.
type Written<'a> = BTreeMap<At, &'a Spanned<Json>>;

/// Fills in the defaults.
pub(crate) fn resolve(cx: &Context<'_>, model: &mut Model) {
    let written = written(cx);
    if written.is_empty() {
        return;
    }
    let mut read: BTreeMap<At, Option<DefaultValue>> = BTreeMap::new();
    let mut add = |place: &Place, ty: &Type| {
        let at = at(place);
        if let Some(json) = written.get(&at)
            && !read.contains_key(&at)
        {
            read.insert(at, default(cx, model, place, ty, json));
        }
    };
    for field in model.types.iter().flat_map(fields) {
        add(&field.place, &field.ty);
    }
    for param in model.resources.iter().flat_map(params) {
        add(&param.place, &param.ty);
    }
    let found = |place: &Place| read.get(&at(place)).cloned().flatten();
    for def in &mut model.types {
        if let TypeKind::Record(record) = &mut def.kind {
            for field in &mut record.fields {
                field.default = found(&field.place);
            }
        }
    }
    for method in model.resources.iter_mut().flat_map(|r| &mut r.methods) {
        for param in method.params.iter_mut().chain(&mut method.headers) {
            param.default = found(&param.place);
        }
    }
    check_endless(cx, model, &written);
}

/// Refuses defaults that hold, at any depth, the very record whose default they are: filled in, that
/// record would need the default again.
fn check_endless(cx: &Context<'_>, model: &Model, written: &Written<'_>) {
    let circles = Circles::of(model, |model, id, parts| {
        let defaults = fields(&model[id]).iter().filter_map(|f| f.default.as_ref());
        defaults.for_each(|default| unfilled(model, &default.value, parts));
    });
    for (id, def) in model.types.iter().enumerate() {
        for field in fields(def) {
            let mut parts = Vec::new();
            if let Some(default) = &field.default {
                unfilled(model, &default.value, &mut parts);
            }
            if let Some(json) = written.get(&at(&field.place))
                && parts.iter().any(|part| circles.join(id, *part))
            {
                let message = format!("the default of `{}` needs itself without end", field.name);
                cx.report(
                    Diagnostic::error(Code::Default, &json.place, message)
                        .help("leave it out, or give the fields in it that have a default a value"),
                );
            }
        }
    }
}

/// The records in a value that lack a field with a default.
fn unfilled(model: &Model, value: &Datum, parts: &mut Vec<TypeId>) {
    match value {
        Datum::Record(id, given) => {
            let mut fields = fields(&model[*id]).iter().enumerate();
            let is_given = |at| given.iter().any(|(given, _)| *given == at);
            if fields.any(|(at, field)| field.default.is_some() && !is_given(at)) {
                parts.push(*id);
            }
            given.iter().for_each(|(_, v)| unfilled(model, v, parts));
        }
        Datum::Array(items) => items.iter().for_each(|v| unfilled(model, v, parts)),
        Datum::Map(entries) => entries.iter().for_each(|(_, v)| unfilled(model, v, parts)),
        Datum::Member(_, _, value) | Datum::Shape(_, _, value) => unfilled(model, value, parts),
        _ => {}
    }
}

pub(super) fn at(place: &Place) -> At {
    (place.file.path().to_owned(), place.span.start)
}

fn written<'a>(cx: &Context<'a>) -> Written<'a> {
    let mut written = Written::new();
    for item in cx.index.types.items() {
        if let TypeDeclKind::Record(syntax) = item.value.kind {
            for named in &syntax.fields {
                let default = named.value.default.as_ref();
                written.extend(default.map(|default| (at(&named.name.place), default)));
            }
        }
    }
    let documents = cx.documents.resources.iter();
    for (_, method) in documents.flat_map(|document| &document.syntax.methods.0) {
        for named in method.value.params.iter().chain(&method.value.headers) {
            let default = named.value.default.as_ref();
            written.extend(default.map(|default| (at(&named.name.place), default)));
        }
    }
    written
}

fn fields(def: &TypeDef) -> &[Field] {
    match &def.kind {
        TypeKind::Record(record) => &record.fields,
        _ => &[],
    }
}

fn params(resource: &Resource) -> impl Iterator<Item = &Param> {
    let methods = resource.methods.iter();
    methods.flat_map(|method| method.params.iter().chain(&method.headers))
}

fn default(
    cx: &Context<'_>,
    model: &Model,
    place: &Place,
    ty: &Type,
    json: &Spanned<Json>,
) -> Option<DefaultValue> {
    if cx.has_failed(place) {
        return None;
    }
    match interpret::read_default(model, ty, &json.value, place) {
        Ok(value) => Some(DefaultValue {
            json: json.value.clone(),
            value,
        }),
        Err(found) => {
            for mismatch in found {
                report(cx, ty, json, &mismatch);
            }
            None
        }
    }
}

fn report(cx: &Context<'_>, ty: &Type, json: &Spanned<Json>, mismatch: &Mismatch) {
    let whole = mismatch.message.strip_prefix("the body ");
    let message = match whole {
        Some(rest) => format!("the default {rest}"),
        None => format!("in the default, {}", mismatch.message),
    };
    let diagnostic = Diagnostic::error(Code::Default, &json.place, message);
    let diagnostic = match &mismatch.declared {
        Some(declared) => diagnostic.also(declared, "declared here"),
        None => diagnostic,
    };
    let text = json.place.text();
    cx.report(match (ty, &json.value, &mismatch.help) {
        (_, _, Some(help)) => diagnostic.help_or_suggestion(help),
        (Type::String | Type::Decimal, Json::Number(_) | Json::Bool(_), None) => {
            diagnostic.fix("put it in quotes", &json.place, format!("\"{text}\""))
        }
        (_, _, None) => {
            diagnostic.remove("write a value that fits, or remove `default:`", &json.place)
        }
    });
}
