//! Parameters: their names and values, pages, keys of a batch, masks.

use restli_model::interpret::{Datum, Spelling};
use restli_model::model::{PagingStyle, RestMethod, Type};

use super::path::takes_any_urn;
use super::sample::{Corruption, Sample};
use super::types::{is_open, is_text, kinds, other_kinds, wrong_text};

pub(super) fn corruptions(sample: &Sample<'_>) -> Vec<Corruption> {
    let mut all = vec![Corruption::new(
        "unknown parameter",
        sample.with_pair("zzz", "1"),
        &["unknown-parameter"],
        "zzz",
    )];
    let pairs = sample.pairs();
    for index in 0..pairs.len() {
        all.extend(names(sample, &pairs, index));
        all.extend(values(sample, &pairs, index));
    }
    all.extend(pages(sample));
    all.extend(batches(sample));
    all.extend(escapes(sample));
    all.extend(lengths(sample));
    all
}

/// What tells which call it is.
const CALL: &[&str] = &["q", "bq", "action", "ids"];

/// Misspelt, left out, given twice.
fn names(sample: &Sample<'_>, pairs: &[(String, String)], index: usize) -> Vec<Corruption> {
    let (name, value) = &pairs[index];
    let first = name.split(['.', '[']).next().unwrap_or(name);
    let mut misspelt = pairs.to_vec();
    misspelt[index].0 = format!("{first}zz{}", &name[first.len()..]);
    let mut all = vec![Corruption::new(
        "misspelt parameter",
        sample.with_pairs(&misspelt),
        match CALL.contains(&first) {
            true => &[
                "unknown-parameter",
                "method",
                "verb",
                "missing-parameter",
                "batch",
            ],
            false => &["unknown-parameter"],
        },
        match CALL.contains(&first) {
            // Without it the request is another one.
            true => String::new(),
            false => format!("{first}zz"),
        },
    )];
    let param = sample.param(name);
    // The parts of one parameter stand apart in protocol 1.0.0.
    let whole = name == first;
    if whole && param.is_some_and(|param| param.required) {
        let mut without = pairs.to_vec();
        without.retain(|(other, _)| other != name);
        let raw = sample.with_pairs(&without);
        all.push(Corruption::new(
            "missing parameter",
            raw,
            &["missing-parameter"],
            name,
        ));
    }
    let mut twice = pairs.to_vec();
    twice.push((name.clone(), value.clone()));
    let part = name.rsplit('.').next().unwrap_or(name);
    // Escapes of the older protocol are not shown.
    let part = if part.contains('~') { first } else { part };
    let is_list = first == "ids" || param.is_some_and(|param| is_list(sample, &param.ty));
    let v1 = sample.call.spelling == Spelling::V1;
    all.push(
        Corruption::new(
            "parameter given twice",
            sample.with_pairs(&twice),
            &["grammar", "parameter", "key"],
            part,
        )
        .unless(
            v1 && is_list,
            "in protocol 1.0.0 a list is a name given twice",
        ),
    );
    all
}

fn is_list(sample: &Sample<'_>, ty: &Type) -> bool {
    kinds(sample.model, ty).contains(&"list")
}

/// Of a wrong type, of another kind, with an unknown symbol, with broken escapes.
fn values(sample: &Sample<'_>, pairs: &[(String, String)], index: usize) -> Vec<Corruption> {
    let (name, value) = &pairs[index];
    let with = |text: &str| {
        let mut pairs = pairs.to_vec();
        pairs[index].1 = text.to_owned();
        sample.with_pairs(&pairs)
    };
    let mut all = Vec::new();
    let escaped = format!("{value}%zz");
    match name.as_str() {
        "q" | "bq" | "action" => {
            all.push(Corruption::new(
                "unknown call",
                with(&format!("{value}zz")),
                &["method"],
                format!("{value}zz"),
            ));
        }
        "projection" | "fields" if sample.param(name).is_none() => {}
        "altkey" => {
            all.push(Corruption::new(
                "unknown key",
                with("zz"),
                &["method"],
                "zz",
            ));
        }
        "$returnEntity" | "$fillInDefaults" => {
            all.push(Corruption::new(
                "flag that is none",
                with("zz"),
                &["parameter"],
                name,
            ));
        }
        "ids" => {
            let rules = &["key", "grammar", "batch", "type"];
            all.push(Corruption::new(
                "broken escape",
                with(&escaped),
                rules,
                name,
            ));
            all.extend(other_kinds(sample.model, value).into_iter().map(|text| {
                let open = sample.method.key.as_ref().or(sample.resource.key.as_ref());
                let open = open.is_some_and(|key| takes_any_urn(sample.model, &key.ty));
                Corruption::new("URN of another kind", with(&text), rules, "zzz")
                    .unless(open, "a URN of any kind, or a text")
            }));
        }
        _ => {}
    }
    let Some(param) = sample.param(name) else {
        return all;
    };
    all.push(Corruption::new(
        "broken escape",
        with(&escaped),
        &["grammar"],
        // Escapes of the older protocol are shown as they are, and blanks are not.
        name.split('%').next().unwrap_or(name),
    ));
    let whole = param.name == *name;
    if whole {
        let (wrong, text) = (
            wrong_text(sample.model, &param.ty),
            is_text(sample.model, &param.ty),
        );
        let v1 = sample.call.spelling == Spelling::V1 || sample.is_plain();
        let list = v1 && is_list(sample, &param.ty);
        let free = text && (v1 || matches!(param.ty, Type::Json));
        all.push(
            Corruption::new(
                "parameter of a wrong type",
                with(wrong),
                &["parameter", "grammar"],
                name,
            )
            .unless(free, "in protocol 1.0.0 any text is a text")
            .unless(
                list && is_open(sample.model, &param.ty),
                "in protocol 1.0.0 a text is a list of one",
            ),
        );
    }
    all.extend(other_kinds(sample.model, value).into_iter().map(|text| {
        Corruption::new("URN of another kind", with(&text), &["parameter"], "zzz").unless(
            is_open(sample.model, &param.ty),
            "a URN of any kind, or a text",
        )
    }));
    let given = sample
        .method
        .params
        .iter()
        .position(|known| known.name == param.name);
    let datum = sample
        .call
        .params
        .iter()
        .find(|(known, _)| Some(*known) == given);
    let mut symbols = Vec::new();
    if let Some((_, datum)) = datum {
        self::symbols(datum, &mut symbols);
    }
    for symbol in symbols {
        // Of several that look alike the first is changed, and only where it is one by itself.
        let alone = |at: &usize| {
            let is_part =
                |character: char| character.is_ascii_alphanumeric() || "_.%".contains(character);
            !value[..*at].ends_with(is_part) && !value[at + symbol.len()..].starts_with(is_part)
        };
        let found = value.match_indices(symbol).map(|(at, _)| at).find(alone);
        let Some(at) = found else { continue };
        let text = format!("{}{symbol}ZZ{}", &value[..at], &value[at + symbol.len()..]);
        let culprit = format!("{symbol}ZZ");
        all.push(Corruption::new(
            "unknown symbol",
            with(&text),
            &["parameter"],
            culprit,
        ));
    }
    all
}

fn symbols<'d>(datum: &'d Datum, found: &mut Vec<&'d str>) {
    match datum {
        Datum::Symbol(_, symbol) => found.push(symbol),
        Datum::Array(items) => items.iter().for_each(|item| symbols(item, found)),
        Datum::Record(_, fields) => fields.iter().for_each(|(_, value)| symbols(value, found)),
        Datum::Member(_, _, value) | Datum::Shape(_, _, value) => symbols(value, found),
        _ => {}
    }
}

/// Pages that are not served.
fn pages(sample: &Sample<'_>) -> Vec<Corruption> {
    const RULES: &[&str] = &["paging"];
    let with = |name: &str, value: &str| {
        let mut pairs = sample.pairs();
        pairs.retain(|(known, _)| known != name);
        pairs.push((name.to_owned(), value.to_owned()));
        sample.with_pairs(&pairs)
    };
    let declared = |name: &str| sample.param(name).is_some();
    let Some(paging) = &sample.method.paging else {
        let names = ["start", "count", "pageSize", "pageToken"].into_iter();
        let names = names.filter(|name| !declared(name));
        return names
            .map(|name| {
                let raw = with(name, "1");
                Corruption::new("page of what has none", raw, &["unknown-parameter"], name)
            })
            .collect();
    };
    let (size, others) = match paging.style {
        PagingStyle::Offset => ("count", ["pageSize", "pageToken"]),
        PagingStyle::Cursor => ("pageSize", ["start", "count"]),
    };
    let mut all = vec![
        Corruption::new(
            "page size that is no number",
            with(size, "many"),
            RULES,
            size,
        ),
        Corruption::new("page size below zero", with(size, "-1"), RULES, size),
    ];
    if paging.style == PagingStyle::Offset {
        all.push(Corruption::new(
            "start that is no number",
            with("start", "zz"),
            RULES,
            "start",
        ));
    }
    if let Some(max) = paging.max {
        let raw = with(size, &(max + 1).to_string());
        all.push(Corruption::new("page above the limit", raw, RULES, size));
    }
    for name in others.into_iter().filter(|name| !declared(name)) {
        let raw = with(name, "1");
        all.push(Corruption::new(
            "page of the other style",
            raw,
            &["unknown-parameter"],
            name,
        ));
    }
    all
}

/// More keys than a batch takes, and others than those in the body.
fn batches(sample: &Sample<'_>) -> Vec<Corruption> {
    let mut all = Vec::new();
    let pairs = sample.pairs();
    let Some(index) = pairs.iter().position(|(name, _)| name == "ids") else {
        return all;
    };
    let with = |text: String| {
        let mut pairs = pairs.clone();
        pairs[index].1 = text;
        sample.with_pairs(&pairs)
    };
    let value = &pairs[index].1;
    let list = value
        .strip_prefix("List(")
        .and_then(|rest| rest.strip_suffix(')'));
    let Some(list) = list.filter(|_| sample.is_v2()) else {
        return all;
    };
    let key = sample.method.key.as_ref().or(sample.resource.key.as_ref());
    let number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()) && !text.is_empty();
    let max = sample.method.max_batch.filter(|max| max.validated);
    // Numbers, alone or at the end of URNs, are easily made.
    let stem = list.split(',').next().unwrap_or_default();
    let stem = stem.trim_end_matches(|character: char| character.is_ascii_digit());
    let last = list.split(',').next().unwrap_or_default();
    if let (Some(max), Some(_), true) = (
        max,
        key,
        number(&last[stem.len()..]) && !stem.ends_with('-'),
    ) {
        let many: Vec<_> = (1..=max.count + 1).map(|n| format!("{stem}{n}")).collect();
        let raw = with(format!("List({})", many.join(",")));
        all.push(Corruption::new(
            "batch above the limit",
            raw,
            &["batch"],
            "ids",
        ));
    }
    all.push(Corruption::new(
        "ids that are no list",
        with("zz".to_owned()),
        &["key", "batch"],
        "ids",
    ));
    if matches!(
        sample.method.rest,
        RestMethod::BatchUpdate | RestMethod::BatchPartialUpdate
    ) {
        all.push(Corruption::new(
            "keys of the body that are no ids",
            with("List()".to_owned()),
            &["batch"],
            "ids",
        ));
    }
    all
}

/// What URL libraries do to a query that was written as it should be, and what people forget.
fn escapes(sample: &Sample<'_>) -> Vec<Corruption> {
    let mut all = Vec::new();
    let pairs = sample.pairs();
    let typed = |name: &str| {
        let param = sample.param(name);
        param.is_some_and(|param| !is_text(sample.model, &param.ty)) || name == "ids"
    };
    let pairs_of = pairs.iter().enumerate();
    for (index, (name, value)) in pairs_of.filter(|(_, (name, _))| sample.is_v2() && typed(name)) {
        let with = |text: String| {
            let mut pairs = pairs.clone();
            pairs[index].1 = text;
            sample.with_pairs(&pairs)
        };
        let structured = value.starts_with("List(") || value.starts_with('(');
        if structured {
            let escaped = { value.replace('(', "%28").replace(')', "%29") }
                .replace(',', "%2C")
                .replace(':', "%3A");
            let rules = &["parameter", "key"];
            all.push(Corruption::new(
                "escaped structure",
                with(escaped),
                rules,
                name,
            ));
        }
        let open = sample
            .param(name)
            .is_some_and(|param| is_open(sample.model, &param.ty));
        let key = sample.method.key.as_ref().or(sample.resource.key.as_ref());
        let open =
            open || name == "ids" && key.is_some_and(|key| takes_any_urn(sample.model, &key.ty));
        if value.contains("urn%3A") && !open {
            let twice = with(value.replace("%3A", "%253A"));
            let rules = &["parameter", "key"];
            all.push(Corruption::new("URN escaped twice", twice, rules, "%3A"));
        }
        if value.contains("urn%3A") {
            let raw = with(value.replace("%3A", ":"));
            all.push(Corruption::new(
                "URN that is not escaped",
                raw,
                &["grammar"],
                name,
            ));
        }
    }
    all
}

/// Queries that are too long.
fn lengths(sample: &Sample<'_>) -> Vec<Corruption> {
    if sample.model.api.version.is_none() {
        return Vec::new();
    }
    let mut all = vec![
        Corruption::new(
            "query too long",
            sample.with_pair("zzz", &"z".repeat(5000)),
            &["too-long"],
            "4096",
        ),
        Corruption::new(
            "URI too long",
            sample
                .raw
                .with_target(format!("{}{}", "/zzzzzzz".repeat(1100), sample.path())),
            &["too-long"],
            "8192",
        ),
    ];
    if sample.raw.verb == "POST" {
        let mut raw = sample.raw.with_body(String::new());
        raw.length = false;
        let culprit = "Content-Length";
        all.push(Corruption::new(
            "body without a length",
            raw,
            &["no-length"],
            culprit,
        ));
    }
    all
}
