//! Lowering of `urns.yaml`: kinds of URNs and sets of them.

use std::collections::HashMap;

use crate::diagnostics::{Code, Diagnostic, Edit};
use crate::model::{
    Model, ResourceId, Type, TypeId, UrnIdPart, UrnIdType, UrnKind, UrnKindId, UrnSet, Variant,
};
use crate::names::Case;
use crate::resolve::context::Context;
use crate::source::Place;
use crate::syntax::{Named, Spanned, TypeExpr, UrnIdExpr, UrnKindSyntax, VariantSyntax};

/// The kinds.
pub(crate) fn kinds(cx: &Context<'_>) -> Vec<UrnKind> {
    let items = cx.index.kinds.items().iter();
    let kinds: Vec<UrnKind> = items.map(|item| kind(cx, item.name, item.value)).collect();
    let mut wire: HashMap<(&str, &str), &Place> = HashMap::new();
    for kind in &kinds {
        let Some(first) = wire.insert((&kind.namespace, &kind.name), &kind.place) else {
            continue;
        };
        let message = format!("two kinds are `urn:{}:{}`", kind.namespace, kind.name);
        cx.report(
            Diagnostic::error(Code::KindTwice, &kind.place, message)
                .label("second")
                .also(first, "first")
                .help("remove one of them, or give it another `wire_name:` or `namespace:`"),
        );
    }
    kinds
}

fn kind(cx: &Context<'_>, name: &Spanned<String>, syntax: &UrnKindSyntax) -> UrnKind {
    let wire_name = syntax.wire_name.as_ref().unwrap_or(name);
    check_urn_word(cx, wire_name);
    let find = |resource| cx.find(&cx.index.resources, Code::UnknownResource, resource);
    UrnKind {
        namespace: namespace(cx, name, syntax),
        name: wire_name.value.clone(),
        rust_name: cx.rust_name(name, syntax.rust_name.as_ref(), Case::Camel),
        id: syntax
            .id
            .as_ref()
            .and_then(|expr| id(cx, expr))
            .unwrap_or(UrnIdType::String),
        entity: syntax
            .entity
            .as_ref()
            .and_then(|entity| cx.record(entity, "the entity of a URN")),
        resource: syntax.resource.as_ref().and_then(find).map(ResourceId),
        variants: syntax
            .variants
            .iter()
            .map(|named| variant(cx, named))
            .collect(),
        docs: cx.docs(&syntax.docs),
        place: name.place.clone(),
    }
}

fn namespace(cx: &Context<'_>, name: &Spanned<String>, syntax: &UrnKindSyntax) -> String {
    let urns = cx.documents.urns.as_ref();
    let common = urns.and_then(|urns| urns.syntax.namespace.as_ref());
    match syntax.namespace.as_ref().or(common) {
        Some(namespace) => {
            check_urn_word(cx, namespace);
            namespace.value.clone()
        }
        None if cx.sink.is_misspelt(&name.place, "namespace") => String::new(),
        None => {
            let message = format!("the URN kind `{}` has no namespace", name.value);
            cx.report(
                Diagnostic::error(Code::Namespace, &name.place, message)
                    .note("the namespace is the second part of a URN, such as `li` in `urn:li:person:1`")
                    .help("write `namespace:` at the top of `urns.yaml`, or for this kind"),
            );
            String::new()
        }
    }
}

fn check_urn_word(cx: &Context<'_>, word: &Spanned<String>) {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    if word.value.is_empty() || !word.value.chars().all(plain) {
        let message = "the parts of a URN before its id have letters, digits, `_`, `-` and `.`";
        let diagnostic = Diagnostic::error(Code::InvalidName, &word.place, message);
        let text = word.value.trim_start_matches("urn:");
        let mended: String = text.chars().filter(|c| plain(*c)).collect();
        let is_meant = word.value.is_ascii() && !mended.is_empty();
        cx.report(match is_meant {
            true => diagnostic.fix(format!("write `{mended}`"), &word.place, mended),
            false => {
                diagnostic.help("write one of the words of `urn:li:person:1`, such as `person`")
            }
        });
    }
}

fn id(cx: &Context<'_>, expr: &UrnIdExpr) -> Option<UrnIdType> {
    match expr {
        UrnIdExpr::Simple(expr) => match cx.ty(expr)? {
            Type::String => Some(UrnIdType::String),
            Type::Long => Some(UrnIdType::Long),
            ty => {
                let message = "the id of a URN is `string`, `long` or a tuple";
                report_id(cx, &expr.place, message, &ty);
                None
            }
        },
        UrnIdExpr::Tuple(parts) => {
            let mut seen: HashMap<String, &Place> = HashMap::new();
            let mut lowered = Vec::new();
            for (name, expr) in parts {
                let rust_name = cx.rust_name(name, None, Case::Snake);
                if let Some(first) = seen.insert(rust_name.clone(), &name.place) {
                    let message = format!("two parts of the id would be `{rust_name}` in Rust");
                    let other = format!("{rust_name}_2");
                    cx.report(
                        Diagnostic::error(Code::Collision, &name.place, message)
                            .label("second")
                            .also(first, "first")
                            .fix(
                                format!("call it `{other}`; the name stands in no request"),
                                &name.place,
                                other,
                            ),
                    );
                }
                lowered.push(part(cx, rust_name, expr));
            }
            lowered
                .into_iter()
                .collect::<Option<Vec<_>>>()
                .map(UrnIdType::Tuple)
        }
    }
}

fn part(cx: &Context<'_>, name: String, expr: &TypeExpr) -> Option<UrnIdPart> {
    match cx.ty(expr)? {
        ty @ (Type::String | Type::Long | Type::Urn(_)) => Some(UrnIdPart { name, ty }),
        ty => {
            let message = "a part of the id of a URN is `string`, `long` or a URN";
            report_id(cx, &expr.place, message, &ty);
            None
        }
    }
}

fn report_id(cx: &Context<'_>, place: &Place, message: &str, ty: &Type) {
    let diagnostic = Diagnostic::error(Code::UrnId, place, message);
    cx.report(match ty {
        Type::Int => diagnostic.fix("write `long`", place, "long"),
        _ => diagnostic.fix("write `string`", place, "string"),
    });
}

fn variant(cx: &Context<'_>, named: &Named<VariantSyntax>) -> Variant {
    cx.check_wire_name(&named.name);
    Variant {
        name: named.name.value.clone(),
        rust_name: cx.rust_name(&named.name, named.value.rust_name.as_ref(), Case::Snake),
        docs: cx.docs(&named.value.docs),
    }
}

/// The sets.
pub(crate) fn sets(cx: &Context<'_>) -> Vec<UrnSet> {
    let sets = cx.index.sets.items().iter().map(|item| {
        if let Some(kind) = cx.index.kinds.get(&item.name.value) {
            let message = format!("`{}` is a set of URN kinds and a kind", item.name.value);
            let kind = cx.index.kinds.item(kind);
            cx.report(
                Diagnostic::error(Code::DeclaredTwice, &item.name.place, message)
                    .label("the set")
                    .also(&kind.name.place, "the kind")
                    .help(format!(
                        "call the set otherwise, such as `any_{}`",
                        item.name.value
                    )),
            );
        }
        let kinds = item.value.kinds.iter();
        let kinds = kinds.filter_map(|kind| cx.find(&cx.index.kinds, Code::UnknownKind, kind));
        UrnSet {
            name: item.name.value.clone(),
            rust_name: cx.rust_name(item.name, item.value.rust_name.as_ref(), Case::Camel),
            kinds: kinds.map(UrnKindId).collect(),
            docs: cx.docs(&item.value.docs),
            place: item.name.place.clone(),
        }
    });
    sets.collect()
}

/// Checks that the resource of a kind serves the kind's entity.
pub(crate) fn check_resources(cx: &Context<'_>, model: &Model) {
    for (kind, item) in model.urn_kinds.iter().zip(cx.index.kinds.items()) {
        let (Some(id), Some(written)) = (kind.resource, &item.value.resource) else {
            continue;
        };
        let resource = &model[id];
        let written_resource = cx.index.resources.item(id.0).value.document;
        let entity_written = written_resource.syntax.entity.is_some();
        let problem = match (kind.entity, resource.entity) {
            (None, _) if item.value.entity.is_some() => continue,
            (_, None) if entity_written || cx.sink.is_misspelt(&resource.place, "entity") => {
                continue;
            }
            (None, _) => format!("`{}` has a resource, but no entity", item.name.value),
            (_, None) => format!("the resource `{}` has no entity", resource.name),
            (Some(a), Some(b)) if a != b => format!(
                "`{}` resolves to `{}`, but the resource `{}` serves `{}`",
                item.name.value, model[a].name, resource.name, model[b].name
            ),
            _ => continue,
        };
        let mut diagnostic = Diagnostic::error(Code::UrnResource, &written.place, problem)
            .also(&resource.place, "the resource");
        if let Some(entity) = &item.value.entity {
            diagnostic = diagnostic.also(&entity.place, "the entity of the kind");
        }
        if let Some(entity) = &written_resource.syntax.entity {
            diagnostic = diagnostic.also(&entity.place, "the entity of the resource");
        }
        let name = |id: TypeId| &model[id].name;
        let mut serving = model.resources.iter().filter(|r| r.entity == kind.entity);
        let serving = (serving.next(), serving.next());
        cx.report(match (kind.entity, resource.entity) {
            (None, Some(entity)) => {
                let entry = format!("entity: {}", name(entity));
                let edit = Edit::before(&written.place, &entry);
                diagnostic.try_fix(format!("write `{entry}` for the kind"), edit)
            }
            (None, None) => diagnostic.help("write `entity:` for both, or remove `resource:`"),
            (Some(entity), None) => {
                let entry = format!("entity: {}", name(entity));
                diagnostic.help(format!("write `{entry}` for the resource"))
            }
            (Some(_), Some(other)) => match serving {
                (Some(meant), None) => diagnostic.fix(
                    format!("write `resource: {}`", meant.name),
                    &written.place,
                    &meant.name,
                ),
                _ => diagnostic.remove(
                    format!("remove `resource:`, or write `entity: {}`", name(other)),
                    &written.place,
                ),
            },
        });
    }
}
