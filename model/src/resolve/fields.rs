//! Facts of fields that depend on their type: other shapes, decorations.

use crate::diagnostics::{Code, Diagnostic, Edit, one_of};
use crate::model::{
    Decoration, Model, Record, Type, TypeId, TypeKind, UnionByUrn, UrnKindId, UrnType,
};
use crate::resolve::context::Context;
use crate::resolve::index::TypeDeclKind;
use crate::resolve::types::behind_typerefs;
use crate::source::Place;
use crate::syntax::{FieldSyntax, Named, Spanned, TypeExprKind, UrnKindSyntax};

/// Checks the fields of all records and fills in what they resolve to. Runs before the fields of
/// included records are copied, so that each field is looked at once.
pub(crate) fn resolve(cx: &Context<'_>, model: &mut Model) {
    for (id, item) in cx.index.types.items().iter().enumerate() {
        let TypeDeclKind::Record(syntax) = item.value.kind else {
            continue;
        };
        for (at, named) in syntax.fields.iter().enumerate() {
            if cx.has_failed(&named.name.place) {
                continue;
            }
            let decoration = {
                let TypeKind::Record(Record { fields }) = &model.types[id].kind else {
                    continue;
                };
                let ty = behind_typerefs(&model.types, &fields[at].ty);
                check_accepts(cx, ty, named);
                let target = named.value.decorates.as_ref();
                target.and_then(|target| decoration(cx, model, ty, named, target))
            };
            if let TypeKind::Record(record) = &mut model.types[id].kind {
                record.fields[at].decoration = decoration;
            }
        }
    }
}

fn check_accepts(cx: &Context<'_>, ty: &Type, named: &Named<FieldSyntax>) {
    if let Some(accepts) = &named.value.accepts
        && !matches!(ty, Type::Map(..))
    {
        let message = format!(
            "`{}` is no map, so an array has nothing to stand for",
            named.name.value
        );
        let diagnostic = Diagnostic::error(Code::Accepts, &accepts.place, message);
        cx.report(
            of_type(diagnostic, named)
                .remove("remove `accepts:`, or write a map as type", &accepts.place),
        );
    }
}

/// Points at the type of the field, too.
fn of_type(diagnostic: Diagnostic, named: &Named<FieldSyntax>) -> Diagnostic {
    match &named.value.ty {
        Some(ty) => diagnostic.also(&ty.place, "its type"),
        None => diagnostic,
    }
}

/// Where the type of one value is written: in a list, that of an item.
fn item_place(named: &Named<FieldSyntax>) -> Option<&Place> {
    let ty = named.value.ty.as_ref()?;
    match &ty.kind {
        TypeExprKind::Array(item) => Some(&item.place),
        _ => Some(&ty.place),
    }
}

/// Proposes a URN of the kind that resolves to a record, if there is one such kind.
fn name_the_kind(
    cx: &Context<'_>,
    diagnostic: Diagnostic,
    named: &Named<FieldSyntax>,
    target: &str,
) -> Option<Diagnostic> {
    let resolves = |kind: &&UrnKindSyntax| {
        let entity = kind.entity.as_ref();
        entity.is_some_and(|entity| entity.value == target)
    };
    let items = cx.index.kinds.items();
    let mut fitting = items.iter().filter(|item| resolves(&item.value));
    let (Some(kind), None) = (fitting.next(), fitting.next()) else {
        return None;
    };
    let place = item_place(named)?;
    let ty = format!("Urn<{}>", kind.name.value);
    Some(diagnostic.fix(format!("write `{ty}` as type"), place, ty))
}

fn decoration(
    cx: &Context<'_>,
    model: &Model,
    ty: &Type,
    field: &Named<FieldSyntax>,
    target: &Spanned<String>,
) -> Option<Decoration> {
    let ty = match ty {
        Type::Array(item) => behind_typerefs(&model.types, item),
        _ => ty,
    };
    let Type::Urn(urn) = ty else {
        let message = format!(
            "`{}` is no URN, so nothing can be resolved",
            field.name.value
        );
        let diagnostic = Diagnostic::error(Code::NotDecorable, &target.place, message)
            .note("only a field that is a URN, or an array of URNs, can be decorated");
        let diagnostic = of_type(diagnostic, field);
        let mended = match ty {
            Type::String => name_the_kind(cx, diagnostic.clone(), field, &target.value),
            _ => None,
        };
        cx.report(
            mended.unwrap_or_else(|| diagnostic.remove("remove `decorates:`", &target.place)),
        );
        return None;
    };
    let id = cx.named(target)?;
    let kinds = match (&model[id].kind, *urn) {
        (TypeKind::Record(_), urn) => by_record(cx, model, urn, id, field, target),
        (TypeKind::UnionByUrn(union), UrnType::Any) => Some(members(union)),
        (TypeKind::UnionByUrn(union), UrnType::Set(_)) => by_union(cx, model, *urn, union, target),
        (TypeKind::UnionByUrn(_), UrnType::Kind(kind)) => {
            let message = format!(
                "a URN of one kind resolves to a record, and `{}` is a union",
                target.value
            );
            let diagnostic = Diagnostic::error(Code::DecorationTarget, &target.place, message)
                .also(&model[id].place, "the union");
            cx.report(resolved_entity(cx, model, diagnostic, kind, target));
            None
        }
        _ => {
            let what = cx.index.types.item(id.0).value.kind.what();
            let message = format!(
                "a URN resolves to a record or a union by URN; `{}` is {what}",
                target.value
            );
            let diagnostic = Diagnostic::error(Code::DecorationTarget, &target.place, message)
                .also(&model[id].place, "declared here");
            cx.report(match urn {
                UrnType::Kind(kind) => resolved_entity(cx, model, diagnostic, *kind, target),
                _ => diagnostic.remove("remove `decorates:`", &target.place),
            });
            None
        }
    }?;
    Some(Decoration { target: id, kinds })
}

/// Proposes what a kind resolves to, and shows where that is said.
fn resolved_entity(
    cx: &Context<'_>,
    model: &Model,
    diagnostic: Diagnostic,
    kind: UrnKindId,
    target: &Spanned<String>,
) -> Diagnostic {
    let written = cx.index.kinds.item(kind.0).value.entity.as_ref();
    match (model[kind].entity, written) {
        (Some(entity), Some(written)) => {
            let entity = &model[entity].name;
            diagnostic
                .also(&written.place, "what the kind resolves to")
                .fix(
                    format!("write `decorates: {entity}`"),
                    &target.place,
                    entity,
                )
        }
        _ => diagnostic
            .also(&model[kind].place, "the kind")
            .help("write `entity:` for the kind, and the same record here"),
    }
}

fn members(union: &UnionByUrn) -> Vec<(UrnKindId, TypeId)> {
    union.members.iter().map(|m| (m.kind, m.ty)).collect()
}

/// A record as target: every kind must resolve to it.
fn by_record(
    cx: &Context<'_>,
    model: &Model,
    urn: UrnType,
    id: TypeId,
    field: &Named<FieldSyntax>,
    target: &Spanned<String>,
) -> Option<Vec<(UrnKindId, TypeId)>> {
    let Some(kinds) = kinds_of(model, urn) else {
        let message = format!(
            "`{}` may be a URN of any kind, so what it resolves to is open",
            field.name.value
        );
        let diagnostic = Diagnostic::error(Code::DecorationTarget, &target.place, message);
        let diagnostic = of_type(diagnostic, field);
        let mended = name_the_kind(cx, diagnostic.clone(), field, &target.value);
        cx.report(mended.unwrap_or_else(|| {
            diagnostic.help("name the kind, as in `Urn<kind>`, or decorate with a union by URN")
        }));
        return None;
    };
    let misfit = kinds.iter().find(|kind| model[**kind].entity != Some(id));
    let Some(misfit) = misfit else {
        return Some(kinds.into_iter().map(|kind| (kind, id)).collect());
    };
    let kind = &model[*misfit];
    let diagnostic = match kind.entity {
        Some(entity) => {
            let entity = &model[entity].name;
            let message = format!(
                "`{}` resolves to `{entity}`, not to `{}`",
                kind.name, target.value
            );
            let diagnostic = Diagnostic::error(Code::DecorationTarget, &target.place, message);
            let diagnostic = diagnostic.also(&model[id].place, "declared here");
            match kinds.len() {
                1 => resolved_entity(cx, model, diagnostic, *misfit, target),
                _ => diagnostic
                    .also(&kind.place, "the kind")
                    .help("decorate with a union by URN"),
            }
        }
        None if cx.index.kinds.item(misfit.0).value.entity.is_some() => return None,
        None => {
            let message = format!("it is not known what `{}` resolves to", kind.name);
            let entry = format!("entity: {}", target.value);
            Diagnostic::error(Code::DecorationTarget, &target.place, message)
                .also(&kind.place, "the kind")
                .try_fix(
                    format!("add `{entry}` to the kind"),
                    Edit::below(&kind.place, &entry),
                )
        }
    };
    cx.report(diagnostic);
    None
}

/// A union as target: its kinds must be those of the set.
fn by_union(
    cx: &Context<'_>,
    model: &Model,
    urn: UrnType,
    union: &UnionByUrn,
    target: &Spanned<String>,
) -> Option<Vec<(UrnKindId, TypeId)>> {
    let kinds = kinds_of(model, urn)?;
    let members = members(union);
    let names = |kinds: &mut dyn Iterator<Item = UrnKindId>| {
        let names: Vec<&str> = kinds.map(|kind| model[kind].name.as_str()).collect();
        (!names.is_empty()).then(|| one_of(names))
    };
    let is_member = |kind: &UrnKindId| members.iter().any(|(member, _)| member == kind);
    let absent = names(&mut kinds.iter().copied().filter(|kind| !is_member(kind)));
    let foreign = members.iter().map(|(kind, _)| *kind);
    let foreign = names(&mut foreign.filter(|kind| !kinds.contains(kind)));
    let union = &target.value;
    let (message, help) = match (absent, foreign) {
        (None, None) => return Some(members),
        (Some(absent), _) => (
            format!("`{union}` does not say what {absent} resolves to"),
            format!(
                "add it below `by_urn:` of `{union}`, or take it out of the kinds of the field"
            ),
        ),
        (None, Some(foreign)) => (
            format!("`{union}` also resolves {foreign}, which the field cannot be"),
            format!("add it to the kinds of the field, or take it out of `{union}`"),
        ),
    };
    let mut diagnostic = Diagnostic::error(Code::DecorationCoverage, &target.place, message);
    if let UrnType::Set(set) = urn {
        diagnostic = diagnostic.also(&model[set].place, "the kinds of the field");
    }
    if let Some(id) = cx.index.types.get(&target.value) {
        diagnostic = diagnostic.also(&model[TypeId(id)].place, "the union");
    }
    cx.report(diagnostic.help(help));
    None
}

fn kinds_of(model: &Model, urn: UrnType) -> Option<Vec<UrnKindId>> {
    match urn {
        UrnType::Any => None,
        UrnType::Kind(kind) => Some(vec![kind]),
        UrnType::Set(set) => Some(model[set].kinds.clone()),
    }
}
