//! Facts of fields that depend on their type: other shapes, decorations.

use crate::diagnostics::{Code, Diagnostic, one_of};
use crate::model::{
    Decoration, Model, Record, Type, TypeId, TypeKind, UnionByUrn, UrnKindId, UrnType,
};
use crate::resolve::context::Context;
use crate::resolve::index::TypeDeclKind;
use crate::resolve::types::behind_typerefs;
use crate::syntax::{FieldSyntax, Named, Spanned};

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
        cx.error(Code::Accepts, &accepts.place, message);
    }
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
        cx.report(
            Diagnostic::error(Code::NotDecorable, &target.place, message)
                .note("only a field that is a URN, or an array of URNs, can be decorated"),
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
            let entity = model[kind].entity.map(|entity| &model[entity].name);
            cx.report(
                Diagnostic::error(Code::DecorationTarget, &target.place, message)
                    .help_if(entity.map(|entity| format!("write `decorates: {entity}`"))),
            );
            None
        }
        _ => {
            let what = cx.index.types.item(id.0).value.kind.what();
            let message = format!(
                "a URN resolves to a record or a union by URN; `{}` is {what}",
                target.value
            );
            cx.report(
                Diagnostic::error(Code::DecorationTarget, &target.place, message)
                    .also(&model[id].place, "declared here"),
            );
            None
        }
    }?;
    Some(Decoration { target: id, kinds })
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
        cx.report(
            Diagnostic::error(Code::DecorationTarget, &target.place, message)
                .help("name the kind, as in `Urn<kind>`, or decorate with a union by URN"),
        );
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
            match kinds.len() {
                1 => diagnostic.help(format!("write `decorates: {entity}`")),
                _ => diagnostic.help("decorate with a union by URN"),
            }
        }
        None if cx.index.kinds.item(misfit.0).value.entity.is_some() => return None,
        None => {
            let message = format!("it is not known what `{}` resolves to", kind.name);
            Diagnostic::error(Code::DecorationTarget, &target.place, message)
                .help(format!("add `entity: {}` to the kind", target.value))
        }
    };
    cx.report(diagnostic.also(&kind.place, "the kind"));
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
    let message = match (absent, foreign) {
        (None, None) => return Some(members),
        (Some(absent), _) => format!("`{}` does not say what {absent} resolves to", target.value),
        (None, Some(foreign)) => {
            format!(
                "`{}` also resolves {foreign}, which the field cannot be",
                target.value
            )
        }
    };
    let mut diagnostic = Diagnostic::error(Code::DecorationCoverage, &target.place, message);
    if let UrnType::Set(set) = urn {
        diagnostic = diagnostic.also(&model[set].place, "the kinds of the field");
    }
    if let Some(id) = cx.index.types.get(&target.value) {
        diagnostic = diagnostic.also(&model[TypeId(id)].place, "the union");
    }
    cx.report(diagnostic);
    None
}

fn kinds_of(model: &Model, urn: UrnType) -> Option<Vec<UrnKindId>> {
    match urn {
        UrnType::Any => None,
        UrnType::Kind(kind) => Some(vec![kind]),
        UrnType::Set(set) => Some(model[set].kinds.clone()),
    }
}
