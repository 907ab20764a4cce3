//! What clients must not send, and patches of what cannot be changed, or not like that.

use restli_model::model::{Body, Field, Model, Record, RestMethod, Type, TypeKind};
use serde_json::{Map, Value as Json, json};

use super::sample::{Corruption, Sample};
use super::site::{Site, must};
use super::types::kinds;
use super::wire::Raw;

/// The request with another body.
pub(super) fn with(sample: &Sample<'_>, body: &Json) -> Raw {
    sample.raw.with_body(body.to_string())
}

/// A field that only the server sets, in a record that is sent.
pub(super) fn read_only(
    sample: &Sample<'_>,
    body: &Json,
    site: &Site,
    record: &Record,
) -> Option<Corruption> {
    let field = record.fields.iter().find(|field| field.read_only)?;
    let mut body = body.clone();
    let members = body.pointer_mut(&site.at)?.as_object_mut()?;
    members.insert(field.name.clone(), some_value(sample.model, &field.ty));
    Some(Corruption::new(
        "read-only field",
        with(sample, &body),
        &["read-only"],
        &field.name,
    ))
}

/// Patches of what cannot be changed, or not like that.
pub(super) fn unchangeable(sample: &Sample<'_>, body: &Json) -> Vec<Corruption> {
    let Body::Patch(record) = sample.method.body else {
        return Vec::new();
    };
    let TypeKind::Record(record) = &sample.model[record].kind else {
        return Vec::new();
    };
    let mut all = Vec::new();
    let with_patch = |patch: Json| {
        let mut changed = body.clone();
        match sample.method.rest {
            RestMethod::BatchPartialUpdate => {
                let entities = changed["entities"].as_object_mut().expect("entities");
                entities.values_mut().next().expect("an entity")["patch"] = patch;
            }
            _ => changed["patch"] = patch,
        }
        with(sample, &changed)
    };
    let set = |field: &Field| {
        let value = some_value(sample.model, &field.ty);
        json!({"$set": Map::from_iter([(field.name.clone(), value)])})
    };
    for field in &record.fields {
        let name = field.name.as_str();
        let deleted = with_patch(json!({"$delete": [name]}));
        if field.read_only || field.create_only {
            let (kind, other) = match field.read_only {
                true => ("read-only field set", "read-only field deleted"),
                false => ("create-only field set", "create-only field deleted"),
            };
            all.push(Corruption::new(
                kind,
                with_patch(set(field)),
                &["read-only"],
                name,
            ));
            all.push(Corruption::new(other, deleted, &["read-only"], "$delete"));
        } else if must(field) {
            all.push(Corruption::new(
                "required field deleted",
                deleted,
                &["missing-member"],
                name,
            ));
        } else {
            let mut both = set(field);
            both["$delete"] = json!([name]);
            let raw = with_patch(both);
            all.push(Corruption::new(
                "field set and deleted",
                raw,
                &["patch", "type", "missing-member"],
                "",
            ));
        }
    }
    let commands = [
        ("misspelt command", json!({"$sett": {}}), "$sett"),
        ("patch that is none", json!([]), "patch"),
        (
            "deletion that is no list",
            json!({"$delete": "zz"}),
            "$delete",
        ),
        ("change that is no object", json!({"$set": []}), "$set"),
    ];
    for (kind, patch, culprit) in commands {
        all.push(Corruption::new(
            kind,
            with_patch(patch),
            &["patch"],
            culprit,
        ));
    }
    let raw = with_patch(json!({"$delete": ["zzz"]}));
    all.push(Corruption::new(
        "unknown field deleted",
        raw,
        &["unknown-member"],
        "zzz",
    ));
    all
}

/// A value of a kind that the type takes.
fn some_value(model: &Model, ty: &Type) -> Json {
    match kinds(model, ty).first() {
        Some(&"boolean") => json!(true),
        Some(&"number") => json!(1),
        Some(&"list") => json!([]),
        Some(&"object") => json!({}),
        _ => json!("zz"),
    }
}
