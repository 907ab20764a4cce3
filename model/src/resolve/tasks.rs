//! Tasks: a job that is created, polled and read, from methods and fields that exist.

use restli_wire::Mask;

use crate::diagnostics::{Code, Diagnostic, Edit, nearest, one_of};
use crate::model::{
    Body, Enum, Field, InstantUnit, Model, PathPart, Record, Resource, ResourceId, RestMethod,
    Task, Type, TypeId, TypeKind, UrnType,
};
use crate::names::{self, Case};
use crate::resolve::context::Context;
use crate::resolve::masks::{self, Help};
use crate::resolve::types::behind_typerefs;
use crate::source::Place;
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
            cx.report(
                Diagnostic::error(Code::TaskMethod, &name.place, message)
                    .also(&resource.place, "the resource")
                    .help("write `entity:` for the resource, with the record that is polled"),
            );
        }
        return None;
    };
    let create = method(cx, resource, syntax.create.as_ref(), RestMethod::Create);
    let poll = method(cx, resource, syntax.poll.as_ref(), RestMethod::Get);
    for (at, name) in [(create, &syntax.create), (poll, &syntax.poll)] {
        if let (Some(at), Some(name)) = (at, name) {
            check_arguments(cx, resource, at, name);
        }
    }
    let status = syntax.status.as_ref();
    let status_field = status.and_then(|status| field(cx, model, entity, status.field.as_ref()?));
    if let (Some(status), Some((_, field))) = (status, status_field) {
        check_symbols(cx, model, entity, status, field);
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
        let diagnostic = Diagnostic::error(Code::TaskMethod, &name.place, message)
            .also(&resource.place, "the resource");
        cx.report(match fitting.as_slice() {
            [] => diagnostic.help(format!("the resource needs the method `{wanted}`")),
            [only] => diagnostic.fix(format!("write `{only}`"), &name.place, *only),
            names => diagnostic
                .did_you_mean_or(nearest(&name.value, names.iter().copied()), || {
                    format!("write {}", one_of(names.iter().copied()))
                }),
        });
    }
    found
}

/// A task is begun with nothing in hand, and then known by its key alone.
fn check_arguments(cx: &Context<'_>, resource: &Resource, at: usize, name: &Spanned<String>) {
    let method = &resource.methods[at];
    let parent = resource.path.iter().find_map(|part| match part {
        PathPart::Key(key) => Some(key),
        PathPart::Segment(_) => None,
    });
    let params = method.params.iter().chain(&method.headers);
    let param = params.into_iter().find(|param| param.required);
    let needed = if let Some(key) = parent {
        format!("the key `{}`", key.name)
    } else if let Some(param) = param {
        format!("`{}`", param.name)
    } else if matches!(method.body, Body::Record(_) | Body::Patch(_)) {
        "a body".to_owned()
    } else {
        return;
    };
    let message = format!("`{}` needs {needed}, which a task cannot give", name.value);
    cx.report(
        Diagnostic::error(Code::TaskMethod, &name.place, message)
            .also(&method.place, "the method")
            .help("leave the task out: whoever makes the call can ask again until it is done"),
    );
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
        let names = || fields.iter().map(|field| field.name.as_str());
        let meant = nearest(&name.value, names());
        let message = format!(
            "the record `{}` has no field `{}`",
            model[record].name, name.value
        );
        cx.report(
            Diagnostic::error(Code::TaskField, &name.place, message)
                .also(&model[record].place, "the record")
                .did_you_mean_or(meant, || format!("its fields are {}", one_of(names()))),
        );
        return None;
    };
    (!cx.has_failed(&fields[at].place)).then_some((at, &fields[at]))
}

/// The enum of a field, if it is one.
fn symbols_of<'m>(model: &'m Model, field: &Field) -> Option<(TypeId, &'m Enum)> {
    match behind_typerefs(&model.types, &field.ty) {
        Type::Named(id) => match &model[*id].kind {
            TypeKind::Enum(known) => Some((*id, known)),
            _ => None,
        },
        _ => None,
    }
}

fn check_symbols(
    cx: &Context<'_>,
    model: &Model,
    entity: TypeId,
    status: &StatusSyntax,
    field: &Field,
) {
    let Some((id, Enum { symbols })) = symbols_of(model, field) else {
        if let Some(written) = &status.field {
            let message = format!("the status `{}` is no enum", field.name);
            let diagnostic = Diagnostic::error(Code::TaskField, &written.place, message)
                .also(&field.place, "the field");
            let fields = match &model[entity].kind {
                TypeKind::Record(record) => record.fields.as_slice(),
                _ => &[],
            };
            let enums = fields
                .iter()
                .filter(|field| symbols_of(model, field).is_some());
            let enums: Vec<&str> = enums.map(|field| field.name.as_str()).collect();
            cx.report(match enums.as_slice() {
                [] => diagnostic.help("give the field an enum as type"),
                [only] => diagnostic.fix(format!("write `{only}`"), &written.place, *only),
                several => diagnostic.help(format!("write {}", one_of(several.iter().copied()))),
            });
        }
        return;
    };
    for written in status.succeeded.iter().chain(&status.failed) {
        if symbols.iter().any(|symbol| symbol.name == written.value) {
            continue;
        }
        let names = || symbols.iter().map(|symbol| symbol.name.as_str());
        let meant = nearest(&written.value, names());
        let message = format!("the status has no symbol `{}`", written.value);
        cx.report(
            Diagnostic::error(Code::TaskSymbol, &written.place, message)
                .also(&model[id].place, "the enum")
                .did_you_mean_or(meant, || format!("its symbols are {}", one_of(names()))),
        );
    }
    for written in &status.failed {
        let both = status
            .succeeded
            .iter()
            .find(|other| other.value == written.value);
        if let Some(both) = both {
            let message = format!("`{}` cannot be success and failure", written.value);
            let diagnostic = Diagnostic::error(Code::TaskSymbol, &written.place, message);
            cx.report(
                diagnostic
                    .label("failure")
                    .also(&both.place, "success")
                    .remove("remove it from one of the two", &written.place),
            );
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
        let diagnostic = Diagnostic::error(Code::TaskField, &name.place, message)
            .also(&field.place, "the field");
        let entity = match &field.ty {
            Type::Urn(UrnType::Kind(kind)) => model[*kind].entity,
            _ => None,
        };
        cx.report(match entity {
            Some(entity) => {
                let entry = format!("decorates: {}", model[entity].name);
                let edit = Edit::below(&field.place, &entry);
                diagnostic.try_fix(format!("give the field `{entry}`"), edit)
            }
            None => diagnostic.help("name a field that is a single URN and has `decorates:`"),
        });
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
        cx.report(
            Diagnostic::error(Code::TaskField, &name.place, message)
                .also(&result.place, "the result")
                .also(&model[target].place, "what it resolves to")
                .remove("remove `expires:`", &name.place),
        );
        return None;
    }
    let (at, field) = field(cx, model, target, name)?;
    let is_time = Type::Instant(InstantUnit::Milliseconds);
    if *behind_typerefs(&model.types, &field.ty) != is_time {
        let message = format!("`{}` is no time", field.name);
        let diagnostic = Diagnostic::error(Code::TaskField, &name.place, message)
            .also(&field.place, "the field");
        cx.report(match field.ty {
            Type::Long => diagnostic.try_fix(
                "give the field `format: epoch_ms`",
                Edit::below(&field.place, "format: epoch_ms"),
            ),
            _ => diagnostic.help("give the field `type: long` and `format: epoch_ms`"),
        });
    }
    Some(at)
}

fn mask(cx: &Context<'_>, model: &Model, entity: TypeId, text: &Spanned<String>) -> Option<Mask> {
    match Mask::parse_projection(&text.value) {
        Ok(mask) => {
            for problem in masks::problems(model, entity, &mask) {
                let place = word(text, &problem.name);
                let place = place.as_ref().unwrap_or(&text.place);
                let diagnostic = Diagnostic::error(Code::TaskMask, place, problem.message)
                    .also(&problem.declared, "declared here");
                cx.report(match problem.help {
                    Help::Name(meant) if *place != text.place => {
                        diagnostic.did_you_mean(Some(&meant))
                    }
                    Help::Name(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
                    Help::Words(words) => diagnostic.help(words),
                });
                cx.mark_failed(&text.place);
            }
            Some(mask)
        }
        Err(error) => {
            let place = match error.offset() {
                Some(at) => syntax::part(text, at..at + 1),
                None => text.place.clone(),
            };
            cx.report(
                Diagnostic::error(Code::TaskMask, &place, error.message())
                    .help("write the names of fields in brackets, as in `(status,result~(name))`"),
            );
            None
        }
    }
}

/// Where a name stands in a mask, if it stands there once.
fn word(mask: &Spanned<String>, name: &str) -> Option<Place> {
    let text = &mask.value;
    let is_apart = |at: &usize| {
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        !text[..*at].ends_with(is_name) && !text[at + name.len()..].starts_with(is_name)
    };
    let mut found = text.match_indices(name).map(|(at, _)| at).filter(is_apart);
    match (found.next(), found.next()) {
        (Some(at), None) => Some(syntax::part(mask, at..at + name.len())),
        _ => None,
    }
}

/// Proposes to ask for a field, too.
fn ask_for(cx: &Context<'_>, text: &Spanned<String>, message: String, field: &Field, wanted: &str) {
    let diagnostic =
        Diagnostic::error(Code::TaskMask, &text.place, message).also(&field.place, "the field");
    let help = format!("add `{wanted}` to the mask");
    let edit = match word(text, &field.name) {
        Some(place) => Some(Edit::new(&place, wanted)),
        None if text.value.starts_with('(') => {
            let part = syntax::part(text, 0..1);
            let first = text.value[1..].trim_start();
            let comma = if first.starts_with(')') { "" } else { "," };
            (part.text() == "(").then(|| Edit::new(&part, format!("({wanted}{comma}")))
        }
        None => None,
    };
    cx.report(diagnostic.try_fix(help, edit));
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
        ask_for(cx, text, message, status, &status.name);
    }
    if let Some(result) = result
        && mask
            .get(&result.name)
            .is_none_or(|item| item.resolutions.is_empty())
    {
        let message = format!("the mask does not ask for the result `{}~`", result.name);
        ask_for(cx, text, message, result, &format!("{}~", result.name));
    }
}
