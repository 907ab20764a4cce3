//! Defaults of fields and parameters, measured by their types.
//!
//! They are read when all types are complete, and found again by their places: a field may have
//! been copied into other records, and a parameter into calls by another key.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::diagnostics::{Code, Diagnostic};
use crate::interpret::{self, Mismatch};
use crate::model::{DefaultValue, Field, Model, Param, Resource, Type, TypeDef, TypeKind};
use crate::resolve::context::Context;
use crate::resolve::index::TypeDeclKind;
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
                report(cx, json, &mismatch);
            }
            None
        }
    }
}

fn report(cx: &Context<'_>, json: &Spanned<Json>, mismatch: &Mismatch) {
    let message = match mismatch.message.strip_prefix("the body ") {
        Some(rest) => format!("the default {rest}"),
        None => format!("in the default, {}", mismatch.message),
    };
    let diagnostic = Diagnostic::error(Code::Default, &json.place, message);
    let diagnostic = match &mismatch.declared {
        Some(declared) => diagnostic.also(declared, "declared here"),
        None => diagnostic,
    };
    cx.report(diagnostic.help_if(mismatch.help.clone()));
}
