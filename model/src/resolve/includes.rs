//! Copying the fields of included records into the records that include them.

use indexmap::IndexMap;
use indexmap::map::Entry;

use crate::diagnostics::{Code, Diagnostic};
use crate::model::{Field, Model, TypeId, TypeKind};
use crate::resolve::context::Context;
use crate::resolve::index::TypeDeclKind;
use crate::source::Place;
use crate::syntax::{RecordSyntax, Spanned};

/// Longer chains of includes are refused.
const MAX_CHAIN: usize = 64;
/// Larger records are refused.
const MAX_FIELDS: usize = 1_000;

/// Puts included fields around a record's own, in the order of `includes:` and `includes_after:`.
pub(crate) fn resolve(cx: &Context<'_>, model: &mut Model) {
    let mut done = vec![false; model.types.len()];
    for id in 0..model.types.len() {
        visit(cx, model, &mut done, id, &mut Vec::new());
    }
}

/// Completes one record after those that it includes; `above` are the records that wait for it.
fn visit(
    cx: &Context<'_>,
    model: &mut Model,
    done: &mut [bool],
    id: usize,
    above: &mut Vec<usize>,
) {
    let item = &cx.index.types.items()[id];
    let TypeDeclKind::Record(syntax) = item.value.kind else {
        return;
    };
    if done[id] || (syntax.includes.is_empty() && syntax.includes_after.is_empty()) {
        return;
    }
    above.push(id);
    let before = included(cx, model, done, &syntax.includes, above);
    let after = included(cx, model, done, &syntax.includes_after, above);
    above.pop();
    done[id] = true;
    if let TypeKind::Record(record) = &mut model.types[id].kind {
        let mut fields = before;
        fields.append(&mut record.fields);
        fields.extend(after);
        record.fields = unique(cx, fields, item.name, syntax);
        if record.fields.len() > MAX_FIELDS {
            let message = format!("a record may have {MAX_FIELDS} fields, not more");
            cx.error(Code::TooMuch, &item.name.place, message);
            record.fields.truncate(MAX_FIELDS);
        }
    }
}

/// The fields of the records with these names, which are completed first.
fn included(
    cx: &Context<'_>,
    model: &mut Model,
    done: &mut [bool],
    names: &[Spanned<String>],
    above: &mut Vec<usize>,
) -> Vec<Field> {
    let mut fields = Vec::new();
    for name in names {
        let Some(TypeId(included)) = cx.record(name, "what a record includes") else {
            continue;
        };
        let included = included as usize;
        if above.len() > MAX_CHAIN {
            let message = "records include one another in too long a chain";
            cx.error(Code::TooMuch, &name.place, message);
            continue;
        }
        if above.contains(&included) {
            let message = format!("`{}` includes itself", model.types[included].name);
            let mut diagnostic = Diagnostic::error(Code::IncludeCycle, &name.place, message)
                .also(&model.types[included].place, "the record");
            let way = above.iter().skip_while(|id| **id != included);
            for (whole, part) in way.clone().zip(way.skip(1)) {
                let part = &model.types[*part].name;
                if let Some(place) = written(cx, *whole, part) {
                    let whole = &model.types[*whole].name;
                    diagnostic = diagnostic.also(place, format!("`{whole}` includes `{part}`"));
                }
            }
            cx.report(diagnostic.remove("remove it here, or elsewhere on the way", &name.place));
            continue;
        }
        visit(cx, model, done, included, above);
        if let TypeKind::Record(record) = &model.types[included].kind {
            fields.extend(record.fields.iter().cloned());
        }
    }
    fields
}

/// Where a record includes another.
fn written<'a>(cx: &Context<'a>, id: usize, included: &str) -> Option<&'a Place> {
    let TypeDeclKind::Record(syntax) = cx.index.types.items()[id].value.kind else {
        return None;
    };
    let mut names = syntax.includes.iter().chain(&syntax.includes_after);
    let name = names.find(|name| name.value == included)?;
    Some(&name.place)
}

/// The fields without those whose name another has, which are reported.
fn unique(
    cx: &Context<'_>,
    fields: Vec<Field>,
    record: &Spanned<String>,
    syntax: &RecordSyntax,
) -> Vec<Field> {
    let is_own = |place: &Place| syntax.fields.iter().any(|own| own.name.place == *place);
    let mut kept: IndexMap<String, Field> = IndexMap::new();
    for field in fields {
        match kept.entry(field.name.clone()) {
            Entry::Vacant(slot) => {
                slot.insert(field);
            }
            Entry::Occupied(first) => {
                let first = &first.get().place;
                let message = format!("the record `{}` has `{}` twice", record.value, field.name);
                let diagnostic = Diagnostic::error(Code::DeclaredTwice, &field.place, message)
                    .label("second")
                    .also(first, "first")
                    .also(&record.place, "the record");
                let own = [&field.place, first]
                    .into_iter()
                    .find(|place| is_own(place));
                cx.report(match own {
                    Some(own) => diagnostic.remove("remove it from the record itself", own),
                    None => diagnostic.help("include only one of the records that have it"),
                });
            }
        }
    }
    kept.into_values().collect()
}
