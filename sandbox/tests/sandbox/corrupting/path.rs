//! Segments of the path, keys, and the verb.

use restli_model::interpret::resource_at;
use restli_model::model::{Key, KeyType, Model, PathPart, RestMethod, Type, Verb};

use super::sample::{Corruption, METHOD, Sample};
use super::types::{self, other_kinds, wrong_text};
use super::wire::Raw;

pub(super) fn corruptions(sample: &Sample<'_>) -> Vec<Corruption> {
    let mut all = vec![Corruption::new(
        "segments behind the path",
        sample
            .raw
            .with_target(with_path(sample, format!("{}/nobody/knows", sample.path()))),
        &["resource"],
        "nobody/knows",
    )];
    let segments: Vec<_> = sample
        .path()
        .split('/')
        .skip(1)
        .map(str::to_owned)
        .collect();
    let changed = |index: usize, text: &str| {
        let mut segments = segments.clone();
        segments[index] = text.to_owned();
        sample
            .raw
            .with_target(with_path(sample, format!("/{}", segments.join("/"))))
    };
    let base = &sample.model.api.bases[sample.resource.base].path;
    let depth = base.split('/').filter(|part| !part.is_empty()).count();
    for (index, part) in sample.resource.path.iter().enumerate() {
        let index = depth + index;
        match part {
            PathPart::Segment(_) => {
                let text = format!("{}zz", segments[index]);
                // Where a key may stand as well, the word is one.
                let rules = &["resource", "key", "verb", "method", "grammar"];
                all.push(Corruption::new(
                    "misspelt segment",
                    changed(index, &text),
                    rules,
                    text,
                ));
            }
            PathPart::Key(key) => all.extend(keys(sample, key, &segments[index], |text| {
                changed(index, text)
            })),
        }
    }
    let own = depth + sample.resource.path.len();
    if let (Some(text), [], Some(key)) = (
        segments.get(own),
        sample.method.partial_key.as_slice(),
        sample.method.key.as_ref().or(sample.resource.key.as_ref()),
    ) {
        all.extend(keys(sample, key, text, |text| changed(own, text)));
    }
    all.extend(verbs(sample));
    all.extend(bases(sample));
    all
}

/// The same below another base, where that has no such resource.
fn bases(sample: &Sample<'_>) -> Vec<Corruption> {
    let own = &sample.model.api.bases[sample.resource.base].path;
    let rest = sample
        .path()
        .strip_prefix(own.as_str())
        .expect("it is below its base");
    let others = { sample.model.api.bases.iter() }
        .map(|base| format!("{}{rest}", base.path))
        .filter(|path| resource_at(sample.model, path).is_none());
    let all = others.map(|path| {
        let raw = sample.raw.with_target(with_path(sample, path.clone()));
        Corruption::new("another base", raw, &["resource"], path)
    });
    all.collect()
}

fn with_path(sample: &Sample<'_>, path: String) -> String {
    match sample.raw.target.split_once('?') {
        Some((_, query)) => format!("{path}?{query}"),
        None => path,
    }
}

/// A key of a wrong type, of another kind, with broken escapes.
fn keys(
    sample: &Sample<'_>,
    key: &Key,
    text: &str,
    changed: impl Fn(&str) -> Raw,
) -> Vec<Corruption> {
    const RULES: &[&str] = &["key", "grammar"];
    let mut all = vec![Corruption::new(
        "broken escape in a key",
        changed(&format!("{text}%zz")),
        RULES,
        "%zz",
    )];
    match &key.ty {
        KeyType::Simple(ty) => {
            let wrong = wrong_text(sample.model, ty);
            let free = types::is_text(sample.model, ty) && !sample.is_v2();
            let key = Corruption::new("key of a wrong type", changed(wrong), RULES, &key.name);
            all.push(key.unless(free, "in protocol 1.0.0 any text is a text"));
        }
        KeyType::Complex { .. } | KeyType::Compound(_) => {
            let key = Corruption::new("key without its parts", changed("zz"), RULES, &key.name);
            all.push(key);
        }
    }
    all.extend(other_kinds(sample.model, text).into_iter().map(|other| {
        let free = takes_any_urn(sample.model, &key.ty);
        Corruption::new(
            "URN of another kind in a key",
            changed(&other),
            RULES,
            "zzz",
        )
        .unless(free, "a URN of any kind, or a text")
    }));
    all
}

/// Whether a key takes any URN, or is a text that may look like one.
pub(super) fn takes_any_urn(model: &Model, ty: &KeyType) -> bool {
    match ty {
        KeyType::Simple(ty) => types::is_open(model, ty),
        KeyType::Compound(id) | KeyType::Complex { key: id, .. } => {
            types::is_open(model, &Type::Named(*id))
        }
    }
}

/// Verbs that the resource has no call for.
fn verbs(sample: &Sample<'_>) -> Vec<Corruption> {
    let verbs = ["GET", "POST", "PUT", "DELETE", "PATCH"].into_iter();
    let has = |verb: &str| {
        sample
            .resource
            .methods
            .iter()
            .any(|method| verb_of(method.rest, method.verb) == verb)
    };
    let wrong = verbs.filter(|verb| !has(verb)).map(|verb| {
        let mut raw = sample.raw.with_header(METHOD, None);
        raw.verb = verb.to_owned();
        Corruption::new("verb that the path does not have", raw, &["method"], "verb")
    });
    wrong.collect()
}

fn verb_of(rest: RestMethod, verb: Option<Verb>) -> &'static str {
    match (rest, verb) {
        (_, Some(Verb::Get)) => "GET",
        (_, Some(Verb::Post)) => "POST",
        (_, Some(Verb::Put)) => "PUT",
        (_, Some(Verb::Delete)) => "DELETE",
        (RestMethod::Update | RestMethod::BatchUpdate, _) => "PUT",
        (RestMethod::Delete | RestMethod::BatchDelete, _) => "DELETE",
        (
            RestMethod::Get
            | RestMethod::BatchGet
            | RestMethod::GetAll
            | RestMethod::Finder
            | RestMethod::BatchFinder,
            _,
        ) => "GET",
        _ => "POST",
    }
}
