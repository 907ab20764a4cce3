//! Tasks: a job that is created, polled and read, from methods and fields that exist.

use restli_wire::Mask;

use crate::diagnostics::{Code, Diagnostic, nearest, one_of};
use crate::model::{
    Enum, Field, InstantUnit, Model, Record, Resource, ResourceId, RestMethod, Task, Type, TypeId,
    TypeKind,
};
use crate::names::{self, Case};
use crate::resolve::context::Context;
use crate::resolve::masks;
use crate::resolve::types::behind_typerefs;
use crate::syntax::{self, Named, Spanned, StatusSyntax, TaskSyntax};

/// Fills in the tasks of all resources.
pub(crate) fn resolve(cx: &Context<'_>, model: &mut Model) {
    for (id, item) in cx.index.resources.items().iter().enumerate() {
        let tasks = item.value.document.syntax.tasks.iter();
        let tasks = tasks.filter_map(|named| task(cx, model, ResourceId(id as u32), named));
        let tasks = tasks.collect();
        model.resources[id].tasks = tasks;
    }
}

fn task(
    cx: &Context<'_>,
    model: &Model,
    resource: ResourceId,
    named: &Named<TaskSyntax>,
) -> Option<Task> {
    let (name, syntax) = (&named.name, &named.value);
    let written = &cx.index.resources.item(resource.0).value.document.syntax;
    let resource = &model[resource];
    written.kind.as_ref()?;
    let Some(entity) = resource.entity else {
        if written.entity.is_none() && !cx.sink.is_misspelt(&name.place, "entity") {
            let message = "a task needs a resource with an entity";
            cx.error(Code::TaskMethod, &name.place, message);
        }
        return None;
    };
    let create = method(cx, resource, syntax.create.as_ref(), RestMethod::Create);
    let poll = method(cx, resource, syntax.poll.as_ref(), RestMethod::Get);
    let status = syntax.status.as_ref();
    let status_field = status.and_then(|status| field(cx, model, entity, status.field.as_ref()?));
    if let (Some(status), Some((_, field))) = (status, status_field) {
        check_symbols(cx, model, status, field);
    }
    let result = syntax.result.as_ref();
    let result_field = result.and_then(|result| result_field(cx, model, entity, result));
    let expires = syntax.expires.as_ref().and_then(|expires| {
        let (_, field) = result_field?;
        expires_field(cx, model, field, expires)
    });
    let projection = syntax.projection.as_ref();
    let mask = projection.and_then(|text| mask(cx, model, entity, text));
    if let (Some(mask), Some(text)) = (&mask, projection)
        && !cx.has_failed(&text.place)
    {
        let status = status_field.map(|(_, field)| field);
        let result = result_field.map(|(_, field)| field);
        check_mask(cx, mask, text, status, result);
    }
    let rust_name = cx.rust_name(name, syntax.rust_name.as_ref(), Case::Snake);
    let docs = cx.docs(&syntax.docs);
    let symbols = |symbols: &[Spanned<String>]| symbols.iter().map(|s| s.value.clone()).collect();
    Some(Task {
        name: name.value.clone(),
        rust_type: names::type_of(&rust_name),
        rust_name,
        create: create?,
        poll: poll?,
        projection: mask?,
        status: status_field?.0,
        succeeded: symbols(&status?.succeeded),
        failed: symbols(&status?.failed),
        result: result_field?.0,
        expires,
        docs,
        place: name.place.clone(),
    })
}

fn method(
    cx: &Context<'_>,
    resource: &Resource,
    name: Option<&Spanned<String>>,
    rest: RestMethod,
) -> Option<usize> {
    let name = name?;
    let methods = &resource.methods;
    let found = methods
        .iter()
        .position(|m| m.rest == rest && m.name == name.value);
    if found.is_none() {
        let message = format!("`{}` has no such method", resource.name);
        let fitting = methods.iter().filter(|m| m.rest == rest);
        let fitting: Vec<&str> = fitting.map(|m| m.name.as_str()).collect();
        let wanted = if rest == RestMethod::Get {
            "get"
        } else {
            "create"
        };
        let help = match fitting.as_slice() {
            [] => format!("the resource needs the method `{wanted}`"),
            names => format!("write {}", one_of(names.iter().copied())),
        };
        cx.report(Diagnostic::error(Code::TaskMethod, &name.place, message).help(help));
    }
    found
}

fn field<'m>(
    cx: &Context<'_>,
    model: &'m Model,
    record: TypeId,
    name: &Spanned<String>,
) -> Option<(usize, &'m Field)> {
    let TypeKind::Record(Record { fields }) = &model[record].kind else {
        return None;
    };
    let found = fields.iter().position(|field| field.name == name.value);
    let Some(at) = found else {
        let names = fields.iter().map(|field| field.name.as_str());
        let meant = nearest(&name.value, names);
        let message = format!(
            "the record `{}` has no field `{}`",
            model[record].name, name.value
        );
        cx.report(
            Diagnostic::error(Code::TaskField, &name.place, message)
                .also(&model[record].place, "the record")
                .did_you_mean(meant),
        );
        return None;
    };
    (!cx.has_failed(&fields[at].place)).then_some((at, &fields[at]))
}

fn check_symbols(cx: &Context<'_>, model: &Model, status: &StatusSyntax, field: &Field) {
    let ty = behind_typerefs(&model.types, &field.ty);
    let known = match ty {
        Type::Named(id) => match &model[*id].kind {
            TypeKind::Enum(known) => Some(known),
            _ => None,
        },
        _ => None,
    };
    let Some(Enum { symbols }) = known else {
        if let Some(written) = &status.field {
            let message = format!("the status `{}` is no enum", field.name);
            let diagnostic = Diagnostic::error(Code::TaskField, &written.place, message);
            cx.report(diagnostic.also(&field.place, "the field"));
        }
        return;
    };
    for written in status.succeeded.iter().chain(&status.failed) {
        if symbols.iter().any(|symbol| symbol.name == written.value) {
            continue;
        }
        let names = symbols.iter().map(|symbol| symbol.name.as_str());
        let meant = nearest(&written.value, names);
        let message = format!("the status has no symbol `{}`", written.value);
        cx.report(Diagnostic::error(Code::TaskSymbol, &written.place, message).did_you_mean(meant));
    }
    for written in &status.failed {
        let both = status
            .succeeded
            .iter()
            .find(|other| other.value == written.value);
        if let Some(both) = both {
            let message = format!("`{}` cannot be success and failure", written.value);
            let diagnostic = Diagnostic::error(Code::TaskSymbol, &written.place, message);
            cx.report(diagnostic.also(&both.place, "success"));
        }
    }
}

fn result_field<'m>(
    cx: &Context<'_>,
    model: &'m Model,
    entity: TypeId,
    name: &Spanned<String>,
) -> Option<(usize, &'m Field)> {
    let (at, field) = field(cx, model, entity, name)?;
    if field.decoration.is_none() || matches!(field.ty, Type::Array(_)) {
        let message = format!(
            "the result `{}` is no field that resolves to a record",
            field.name
        );
        cx.report(
            Diagnostic::error(Code::TaskField, &name.place, message)
                .also(&field.place, "the field")
                .help("give the field `decorates:`"),
        );
        return None;
    }
    Some((at, field))
}

fn expires_field(
    cx: &Context<'_>,
    model: &Model,
    result: &Field,
    name: &Spanned<String>,
) -> Option<usize> {
    let target = result.decoration.as_ref()?.target;
    if !matches!(model[target].kind, TypeKind::Record(_)) {
        let message = "the result is one of several records, so it has no field to tell its end";
        cx.error(Code::TaskField, &name.place, message);
        return None;
    }
    let (at, field) = field(cx, model, target, name)?;
    let is_time = Type::Instant(InstantUnit::Milliseconds);
    if *behind_typerefs(&model.types, &field.ty) != is_time {
        let message = format!("`{}` is no time", field.name);
        cx.report(
            Diagnostic::error(Code::TaskField, &name.place, message)
                .also(&field.place, "the field")
                .help("give the field `type: long` and `format: epoch_ms`"),
        );
    }
    Some(at)
}

fn mask(cx: &Context<'_>, model: &Model, entity: TypeId, text: &Spanned<String>) -> Option<Mask> {
    match Mask::parse_projection(&text.value) {
        Ok(mask) => {
            for problem in masks::problems(model, entity, &mask) {
                let diagnostic = Diagnostic::error(Code::TaskMask, &text.place, problem.message);
                cx.report(diagnostic.help_if(problem.help));
                cx.mark_failed(&text.place);
            }
            Some(mask)
        }
        Err(error) => {
            let place = match error.offset() {
                Some(at) => syntax::part(text, at..at + 1),
                None => text.place.clone(),
            };
            cx.error(Code::TaskMask, &place, error.message());
            None
        }
    }
}

/// Polling must ask for what it looks at.
fn check_mask(
    cx: &Context<'_>,
    mask: &Mask,
    text: &Spanned<String>,
    status: Option<&Field>,
    result: Option<&Field>,
) {
    if mask.selects_all() {
        return;
    }
    if let Some(status) = status
        && !mask.get(&status.name).is_some_and(|item| item.selected)
    {
        let message = format!("the mask does not ask for the status `{}`", status.name);
        cx.error(Code::TaskMask, &text.place, message);
    }
    if let Some(result) = result
        && mask
            .get(&result.name)
            .is_none_or(|item| item.resolutions.is_empty())
    {
        let message = format!("the mask does not ask for the result `{}~`", result.name);
        cx.error(Code::TaskMask, &text.place, message);
    }
}
