//! Masks that cannot be read, and that ask for what there is not.

use std::collections::BTreeSet;

use restli_model::model::{Model, ProjectionSpelling, Returns, Type, TypeKind};
use restli_wire::Mask;

use super::sample::{Corruption, Sample};
use super::types::{behind, is_text};
use super::wire::Raw;

pub(super) fn corruptions(sample: &Sample<'_>) -> Vec<Corruption> {
    let name = match sample.method.projections.first() {
        Some(ProjectionSpelling::Projection) => "projection",
        Some(ProjectionSpelling::Fields) => "fields",
        None => return unmasked(sample),
    };
    if sample.param(name).is_some() {
        return Vec::new();
    }
    let open = entity(sample).is_some_and(|ty| is_text(sample.model, &ty));
    let (unknown, decorated) = match name {
        "projection" => ("(zzz)", "(zzz~(a))"),
        _ => ("zzz", "zzz~"),
    };
    let mut all = vec![
        Corruption::new(
            "unknown field",
            with(sample, name, unknown),
            &["unknown-field"],
            "zzz",
        )
        .unless(open, "open JSON has any field"),
        Corruption::new(
            "mask that cannot be read",
            with(sample, name, "((a)"),
            &["grammar"],
            name,
        ),
        Corruption::new(
            "unknown decorated field",
            with(sample, name, decorated),
            &["unknown-field", "decoration", "grammar"],
            "zzz",
        )
        .unless(open, "open JSON has any field"),
    ];
    let (other, text) = match name {
        "projection" => ("fields", "id"),
        _ => ("projection", "(id)"),
    };
    if sample.method.projections.len() == 1 && sample.param(other).is_none() {
        let raw = with(sample, other, text);
        all.push(Corruption::new(
            "mask in the other spelling",
            raw,
            &["projection"],
            other,
        ));
    }
    if name == "projection" {
        all.extend(undecorated(sample));
    }
    if sample.resource.name == "adAnalytics" {
        all.push(crowded(sample));
    }
    all.extend(misspelt(sample, name));
    all
}

/// What has no mask.
fn unmasked(sample: &Sample<'_>) -> Vec<Corruption> {
    let names = [("projection", "(id)"), ("fields", "id")].into_iter();
    let names = names.filter(|(name, _)| sample.param(name).is_none());
    let all = names.map(|(name, text)| {
        let raw = with(sample, name, text);
        Corruption::new("mask of what has none", raw, &["projection"], name)
    });
    all.collect()
}

fn with(sample: &Sample<'_>, name: &str, text: &str) -> Raw {
    let mut pairs = sample.pairs();
    pairs.retain(|(known, _)| known != "fields" && known != "projection");
    pairs.push((name.to_owned(), text.to_owned()));
    sample.with_pairs(&pairs)
}

/// What one thing of the answer is.
fn entity(sample: &Sample<'_>) -> Option<Type> {
    match &sample.method.returns {
        Returns::Value(ty) | Returns::ActionValue(ty) => Some(ty.clone()),
        Returns::Collection(id)
        | Returns::Batch(id)
        | Returns::CreatedEntity(id)
        | Returns::UpdatedEntity(id) => Some(Type::Named(*id)),
        Returns::Nothing | Returns::Created => None,
    }
}

/// More names than the data of the sandbox says.
fn crowded(sample: &Sample<'_>) -> Corruption {
    let Some(Type::Named(id)) = entity(sample) else {
        panic!("statistics are records");
    };
    let TypeKind::Record(record) = &sample.model[id].kind else {
        panic!("statistics are records");
    };
    let names: Vec<_> = record
        .fields
        .iter()
        .map(|field| field.name.as_str())
        .collect();
    let raw = with(sample, "fields", &names[..21].join(","));
    Corruption::new("too many fields", raw, &["too-many-fields"], "21")
}

/// A decoration of a field that is no URN, or of one that leads nowhere.
fn undecorated(sample: &Sample<'_>) -> Option<Corruption> {
    let Type::Named(id) = behind(sample.model, &entity(sample)?).clone() else {
        return None;
    };
    let TypeKind::Record(record) = &sample.model[id].kind else {
        return None;
    };
    let field = record
        .fields
        .iter()
        .find(|field| field.decoration.is_none())?;
    let mask = format!("({}~)", field.name);
    let mask = match &sample.method.returns {
        Returns::Collection(_) => format!("(elements*{mask})"),
        Returns::Batch(_) => format!("(results*{mask})"),
        _ => mask,
    };
    let raw = with(sample, "projection", &mask);
    Some(Corruption::new(
        "field that cannot be decorated",
        raw,
        &["decoration"],
        &field.name,
    ))
}

/// Each name in turn.
fn misspelt(sample: &Sample<'_>, name: &str) -> Vec<Corruption> {
    let pairs = sample.pairs();
    let Some(index) = pairs.iter().position(|(known, _)| known == name) else {
        return Vec::new();
    };
    let Some((_, mask)) = &sample.call.mask else {
        return Vec::new();
    };
    let mut free = BTreeSet::new();
    let types: Vec<_> = entity(sample).into_iter().collect();
    match (name, &sample.method.returns) {
        ("projection", Returns::Collection(_)) => {
            framed(sample.model, mask, "elements", &types, &mut free)
        }
        ("projection", Returns::Batch(_)) => {
            framed(sample.model, mask, "results", &types, &mut free)
        }
        _ => keys(sample.model, mask, &types, &mut free),
    }
    let text = &pairs[index].1;
    let all = words(text).into_iter().map(|(at, word)| {
        let mut pairs = pairs.clone();
        pairs[index].1 = format!("{}{word}ZZ{}", &text[..at], &text[at + word.len()..]);
        let rules = &["unknown-field", "decoration", "grammar"];
        Corruption::new(
            "misspelt field",
            sample.with_pairs(&pairs),
            rules,
            format!("{word}ZZ"),
        )
        .unless(
            free.contains(word),
            "the keys of a map, and the fields of open JSON, are free",
        )
    });
    all.collect()
}

/// What is free in a part of the frame.
fn framed(model: &Model, mask: &Mask, part: &str, types: &[Type], free: &mut BTreeSet<String>) {
    for (name, item) in mask.items() {
        let inner = [&item.within, &item.each].into_iter().flatten();
        match name {
            _ if name == part => inner.for_each(|mask| match mask.get("*") {
                Some(every) => {
                    let inner = [&every.within, &every.each].into_iter().flatten();
                    inner.for_each(|mask| keys(model, mask, types, free));
                }
                None => keys(model, mask, types, free),
            }),
            // What stands in the metadata is of another type.
            "metadata" => inner.for_each(|mask| free.extend(names(mask))),
            _ => {}
        }
    }
}

fn names(mask: &Mask) -> Vec<String> {
    mask.items().map(|(name, _)| name.to_owned()).collect()
}

/// The names of a mask that stand for keys of maps, or for parts of what is open.
fn keys(model: &Model, mask: &Mask, types: &[Type], free: &mut BTreeSet<String>) {
    let types = alternatives(model, types);
    for (name, item) in mask.items() {
        let mut inner = Vec::new();
        for ty in &types {
            match ty {
                Type::Map(_, value) => {
                    free.insert(name.to_owned());
                    inner.push((**value).clone());
                }
                Type::Json => {
                    free.insert(name.to_owned());
                    inner.push(Type::Json);
                }
                Type::Array(item) if name == "*" => inner.push((**item).clone()),
                Type::Named(id) => match &model[*id].kind {
                    TypeKind::Record(record) => {
                        let found = record.fields.iter().find(|field| field.name == name);
                        inner.extend(found.map(|field| field.ty.clone()));
                        let resolved = found.and_then(|field| field.decoration.as_ref());
                        for resolution in &item.resolutions {
                            let kinds = resolved.iter().flat_map(|resolved| &resolved.kinds);
                            let types: Vec<_> = kinds.map(|(_, ty)| Type::Named(*ty)).collect();
                            if let Some(mask) = &resolution.mask {
                                keys(model, mask, &types, free);
                            }
                        }
                    }
                    TypeKind::Union(union) => {
                        let found = union.members.iter().find(|member| member.key == name);
                        inner.extend(found.map(|member| member.ty.clone()));
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        if let Some(mask) = &item.within {
            keys(model, mask, &inner, free);
        }
        if let Some(mask) = &item.each {
            let items: Vec<_> = { alternatives(model, &inner).into_iter() }
                .filter_map(|ty| match ty {
                    Type::Array(item) | Type::Map(_, item) => Some(*item),
                    Type::Json => Some(Type::Json),
                    _ => None,
                })
                .collect();
            keys(model, mask, &items, free);
        }
    }
}

/// What a value of these types can be.
fn alternatives(model: &Model, types: &[Type]) -> Vec<Type> {
    let mut all = Vec::new();
    for ty in types {
        match behind(model, ty) {
            Type::Named(id) => match &model[*id].kind {
                TypeKind::Shapes(shapes) => {
                    let inner: Vec<_> = shapes
                        .alternatives
                        .iter()
                        .map(|one| one.ty.clone())
                        .collect();
                    all.extend(alternatives(model, &inner));
                }
                _ => all.push(Type::Named(*id)),
            },
            other => all.push(other.clone()),
        }
    }
    all
}

/// The names in a mask, as they are written.
fn words(text: &str) -> Vec<(usize, &str)> {
    let is_part = |character: char| character.is_ascii_alphanumeric() || "_.".contains(character);
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(offset) = text[at..].find(is_part) {
        let start = at + offset;
        let end = text[start..]
            .find(|c| !is_part(c))
            .map_or(text.len(), |end| start + end);
        all.push((start, &text[start..end]));
        at = end;
    }
    all
}
