//! Copying the fields of included records into the records that include them.

use indexmap::IndexMap;
use indexmap::map::Entry;

use crate::diagnostics::{Code, Diagnostic};
use crate::model::{Field, Model, TypeId, TypeKind};
use crate::resolve::context::Context;
use crate::resolve::index::TypeDeclKind;
use crate::syntax::Spanned;

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
        record.fields = unique(cx, fields, &item.name.value);
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
            cx.report(
                Diagnostic::error(Code::IncludeCycle, &name.place, message)
                    .also(&model.types[included].place, "the record"),
            );
            continue;
        }
        visit(cx, model, done, included, above);
        if let TypeKind::Record(record) = &model.types[included].kind {
            fields.extend(record.fields.iter().cloned());
        }
    }
    fields
}

/// The fields without those whose name another has, which are reported.
fn unique(cx: &Context<'_>, fields: Vec<Field>, record: &str) -> Vec<Field> {
    let mut kept: IndexMap<String, Field> = IndexMap::new();
    for field in fields {
        match kept.entry(field.name.clone()) {
            Entry::Vacant(slot) => {
                slot.insert(field);
            }
            Entry::Occupied(first) => {
                let message = format!("the record `{record}` has `{}` twice", field.name);
                cx.report(
                    Diagnostic::error(Code::DeclaredTwice, &field.place, message)
                        .also(&first.get().place, "first"),
                );
            }
        }
    }
    kept.into_values().collect()
}
