//! Bodies: JSON that is none, and members that are misspelt, missing or of a wrong type.

use restli_model::model::{Body, MapKey, Model, Type, TypeKind, UrnType};
use serde_json::{Value as Json, json};

use super::patch::{read_only, unchangeable, with};
use super::sample::{CONTENT_TYPE, Corruption, JSON, Sample};
use super::site::{Site, What, find, kind};
use super::types::kinds;

pub(super) fn corruptions(sample: &Sample<'_>) -> Vec<Corruption> {
    let Some(body) = &sample.body else {
        return superfluous(sample);
    };
    let mut all = documents(sample, body);
    let mut sites = Vec::new();
    find(sample, body, &mut sites);
    for site in &sites {
        all.extend(changes(sample, body, site));
    }
    all.extend(unchangeable(sample, body));
    all
}

/// A body where none belongs.
fn superfluous(sample: &Sample<'_>) -> Vec<Corruption> {
    let takes_none = matches!(sample.method.body, Body::None);
    let body = sample.raw.with_body(r#"{"zzz": 1}"#.to_owned());
    let body = body.with_header(CONTENT_TYPE, Some(JSON));
    let rules: &[&str] = if takes_none {
        &["body"]
    } else {
        &["unknown-member"]
    };
    vec![Corruption::new(
        "body where none belongs",
        body,
        rules,
        "body",
    )]
}

/// What is no JSON, or says nothing.
fn documents(sample: &Sample<'_>, body: &Json) -> Vec<Corruption> {
    let text = body.to_string();
    let rules = &["body"];
    let required = { sample.method.params.iter() }.any(|param| param.required);
    let has_member = body.as_object().is_some_and(|members| !members.is_empty());
    let mut all = vec![
        Corruption::new(
            "JSON that ends too early",
            sample.raw.with_body(text[..text.len() - 1].to_owned()),
            rules,
            "line 1",
        ),
        Corruption::new(
            "something behind the JSON",
            sample.raw.with_body(format!("{text}]")),
            rules,
            "trailing",
        ),
        Corruption::new(
            "list for a body",
            sample.raw.with_body("[]".to_owned()),
            &["type", "patch"],
            "list",
        ),
    ];
    // Clients that are not ours send `null` where they have nothing to send.
    for (kind, nothing) in [("no body", ""), ("null for a body", "null")] {
        let raw = sample.raw.with_body(nothing.to_owned());
        match sample.method.body {
            Body::Record(_) | Body::Patch(_) => {
                all.push(Corruption::new(kind, raw, rules, "missing"));
            }
            Body::Params if required => {
                all.push(Corruption::new(kind, raw, &["missing-parameter"], ""));
            }
            _ => {}
        }
    }
    if let Some((name, value)) = body
        .as_object()
        .and_then(|members| members.iter().next())
        .filter(|_| has_member)
    {
        let twice = format!("{{{}: {value}, {}", Json::from(name.as_str()), &text[1..]);
        all.push(Corruption::new(
            "member given twice",
            sample.raw.with_body(twice),
            rules,
            name,
        ));
    }
    all
}

/// Misspelt, left out, of a wrong type, of another kind, with an unknown symbol.
fn changes(sample: &Sample<'_>, body: &Json, site: &Site) -> Vec<Corruption> {
    let model = sample.model;
    let mut all = Vec::new();
    let (parent, name) = site.at.rsplit_once('/').unwrap_or(("", ""));
    let name = name.replace("~1", "/").replace("~0", "~");
    let changed = |change: &dyn Fn(&mut Json)| {
        let mut body = body.clone();
        body.pointer_mut(&site.at)
            .map(change)
            .expect("the value is there");
        with(sample, &body)
    };
    let moved = |to: Option<&str>| {
        let mut body = body.clone();
        let members = body.pointer_mut(parent).and_then(Json::as_object_mut);
        let members = members.expect("an object");
        let value = members.remove(&name).expect("a member");
        members.extend(to.map(|to| (to.to_owned(), value)));
        with(sample, &body)
    };
    let misspelt = format!("{name}ZZ");
    match site.what {
        What::Named { required } => {
            all.push(Corruption::new(
                "misspelt member",
                moved(Some(&misspelt)),
                &["unknown-member"],
                &misspelt,
            ));
            if required {
                let rules = &["missing-member", "missing-parameter"];
                all.push(Corruption::new("missing member", moved(None), rules, &name));
            }
        }
        What::Member => {
            all.push(Corruption::new(
                "misspelt member of a union",
                moved(Some(&misspelt)),
                &["unknown-member"],
                &misspelt,
            ));
            all.push(Corruption::new(
                "union without a member",
                moved(None),
                &["type"],
                "union",
            ));
        }
        What::Keyed(key) => {
            let urn = matches!(key, MapKey::Urn(_));
            all.push(
                Corruption::new(
                    "misspelt key of a map",
                    moved(Some(&misspelt)),
                    &["type"],
                    &misspelt,
                )
                .unless(
                    !urn || misspelt.starts_with("urn:"),
                    "the keys of a map are free",
                ),
            );
        }
        What::Other => {}
    }
    let takes = kinds(model, &site.ty);
    let wrong = [
        json!([{}]),
        json!(true),
        json!({"zzz": 1}),
        json!("zz"),
        json!(7.5),
    ];
    let wrong = wrong
        .into_iter()
        .find(|wrong| !takes.contains(&kind(wrong)));
    let json = matches!(site.ty, Type::Json);
    let culprit = if site.at.is_empty() {
        "the body"
    } else {
        &name
    };
    let retyped = changed(&|value: &mut Json| *value = wrong.clone().unwrap_or(json!(true)));
    all.push(
        Corruption::new(
            "member of a wrong type",
            retyped,
            &["type", "patch"],
            culprit,
        )
        .unless(json, "open JSON takes anything"),
    );
    if takes.contains(&"number") && !json && !takes.contains(&"string") {
        let retyped = changed(&|value: &mut Json| *value = json!(value.to_string()));
        all.push(Corruption::new(
            "number as a text",
            retyped,
            &["type"],
            culprit,
        ));
    }
    if !json && !site.at.is_empty() {
        let retyped = changed(&|value: &mut Json| *value = Json::Null);
        let nullable = is_nullable(model, &site.ty);
        all.push(
            Corruption::new("null", retyped, &["type", "patch"], culprit)
                .unless(nullable, "a union may have null for a member"),
        );
    }
    match &site.ty {
        Type::Urn(kinds) => {
            let retyped = changed(&|value: &mut Json| *value = json!("urn:zz:zzz:1"));
            all.push(
                Corruption::new("URN of another kind", retyped, &["type"], "zzz")
                    .unless(*kinds == UrnType::Any, "a URN of any kind"),
            );
            let retyped = changed(&|value: &mut Json| *value = json!("zzz"));
            all.push(Corruption::new(
                "text that is no URN",
                retyped,
                &["type"],
                "zzz",
            ));
        }
        Type::Decimal => {
            let retyped = changed(&|value: &mut Json| *value = json!("1,5"));
            all.push(Corruption::new(
                "text that is no number",
                retyped,
                &["type"],
                "1,5",
            ));
        }
        Type::Named(id) if matches!(model[*id].kind, TypeKind::Enum(_)) => {
            let retyped = changed(&|value: &mut Json| *value = json!("ZZZ"));
            all.push(Corruption::new("unknown symbol", retyped, &["type"], "ZZZ"));
        }
        Type::Named(id) => {
            if let TypeKind::Record(record) = &model[*id].kind {
                all.extend(read_only(sample, body, site, record));
            }
        }
        _ => {}
    }
    all
}

fn is_nullable(model: &Model, ty: &Type) -> bool {
    match ty {
        Type::Named(id) => matches!(&model[*id].kind, TypeKind::Union(union) if union.nullable),
        _ => false,
    }
}
