//! Headers: method, protocol, version, media types, and those that a call declares; and tunnels.

use restli_model::Month;
use restli_model::model::RestMethod;

use super::sample::{CONTENT_TYPE, Corruption, FORM, JSON, METHOD, OVERRIDE, PROTOCOL, Sample};
use super::types;

pub(super) fn corruptions(sample: &Sample<'_>) -> Vec<Corruption> {
    let mut all = restli(sample);
    all.extend(versions(sample));
    all.extend(media_types(sample));
    all.extend(declared(sample));
    all.extend(tunnels(sample));
    all
}

/// What Rest.li's own headers say.
fn restli(sample: &Sample<'_>) -> Vec<Corruption> {
    if sample.is_plain() {
        return Vec::new();
    }
    let raw = &sample.raw;
    let other = match sample.method.rest {
        RestMethod::Get => "delete",
        _ => "get",
    };
    let given = sample.method.rest.wire_name();
    let protocol = raw.header(PROTOCOL).unwrap_or("1.0.0");
    let another = if protocol == "2.0.0" {
        "1.0.0"
    } else {
        "2.0.0"
    };
    let mut all = vec![
        Corruption::new(
            "header of another method",
            raw.with_header(METHOD, Some(other)),
            &["method"],
            METHOD,
        ),
        Corruption::new(
            "two methods",
            raw.with_header(METHOD, Some(given))
                .and_header(METHOD, other),
            &["header"],
            METHOD,
        ),
        Corruption::new(
            "unknown protocol",
            raw.with_header(PROTOCOL, Some("3.0.0")),
            &["protocol"],
            "3.0.0",
        ),
        Corruption::new(
            "two protocols",
            raw.with_header(PROTOCOL, Some(protocol))
                .and_header(PROTOCOL, another),
            &["header"],
            PROTOCOL,
        ),
    ];
    let structured = |(name, value): &(String, String)| {
        let declared = sample
            .param(name)
            .is_some_and(|param| !types::is_text(sample.model, &param.ty));
        (declared || name == "ids") && (value.starts_with("List(") || value.starts_with('('))
    };
    if sample.is_v2() && sample.pairs().iter().any(structured) {
        let raw = raw.with_header(PROTOCOL, None);
        all.push(Corruption::new("no protocol", raw, &["protocol"], PROTOCOL));
    }
    all
}

/// Versions that are not served.
fn versions(sample: &Sample<'_>) -> Vec<Corruption> {
    let Some(version) = &sample.model.api.version else {
        return Vec::new();
    };
    if !sample.model.api.bases[sample.resource.base].versioned {
        return Vec::new();
    }
    let header = version.header.as_str();
    let recorded = sample.raw.header(header).expect("a version").to_owned();
    let now = Month::of_version(&recorded).expect("a month");
    let month = |year: i16| {
        format!(
            "{:04}{:02}",
            i32::from(now.year) + i32::from(year),
            now.month
        )
    };
    let with = |value: &str| sample.raw.with_header(header, Some(value));
    vec![
        Corruption::new(
            "no version",
            sample.raw.with_header(header, None),
            &["no-version"],
            header,
        ),
        Corruption::new("empty version", with(""), &["no-version"], header),
        Corruption::new(
            "version of the past",
            with(&month(-3)),
            &["sunset-version"],
            month(-3),
        ),
        Corruption::new(
            "version of the future",
            with(&month(1)),
            &["unknown-version"],
            month(1),
        ),
        Corruption::new(
            "version that is no month",
            with("20190101"),
            &["unknown-version"],
            "20190101",
        ),
        Corruption::new(
            "version with a suffix",
            with("202609beta"),
            &["unknown-version"],
            "202609beta",
        ),
        Corruption::new(
            "two versions",
            sample.raw.and_header(header, &month(-1)),
            &["header"],
            header,
        ),
    ]
}

fn media_types(sample: &Sample<'_>) -> Vec<Corruption> {
    let mut all = vec![Corruption::new(
        "an answer that is not JSON",
        sample
            .raw
            .with_header("Accept", Some("text/html, application/xml")),
        &["accept"],
        "text/html",
    )];
    if sample.body.is_some() {
        let with = |kind: &str| sample.raw.with_header(CONTENT_TYPE, Some(kind));
        all.extend([
            Corruption::new(
                "a body that is not JSON",
                with("text/plain"),
                &["header"],
                "text/plain",
            ),
            Corruption::new("a form for a body", with(FORM), &["header"], FORM),
            Corruption::new(
                "two media types",
                with(JSON).and_header(CONTENT_TYPE, "text/plain"),
                &["header"],
                CONTENT_TYPE,
            ),
        ]);
    }
    all
}

/// The headers of the call.
fn declared(sample: &Sample<'_>) -> Vec<Corruption> {
    let mut all = Vec::new();
    for param in &sample.method.headers {
        let Some(given) = sample.raw.header(&param.name) else {
            continue;
        };
        if param.required {
            let raw = sample.raw.with_header(&param.name, None);
            all.push(Corruption::new(
                "no header",
                raw,
                &["missing-header"],
                &param.name,
            ));
        }
        let raw = sample.raw.and_header(&param.name, &format!("{given}1"));
        all.push(Corruption::new(
            "two headers",
            raw,
            &["header"],
            &param.name,
        ));
        let raw = sample.raw.with_header(&param.name, Some("zz"));
        let free = types::is_text(sample.model, &param.ty);
        all.push(
            Corruption::new("header of a wrong type", raw, &["header"], &param.name)
                .unless(free, "any text is a text"),
        );
    }
    all
}

/// The query in the body of a POST, and what can be wrong with that.
fn tunnels(sample: &Sample<'_>) -> Vec<Corruption> {
    let Some((path, query)) = sample.raw.target.split_once('?') else {
        return Vec::new();
    };
    if sample.body.is_some() || sample.is_plain() {
        return Vec::new();
    }
    let verb = sample.raw.verb.clone();
    let mut tunnel = sample
        .raw
        .with_target(path.to_owned())
        .with_body(query.to_owned());
    tunnel.verb = "POST".to_owned();
    let tunnel = tunnel
        .with_header(CONTENT_TYPE, Some(FORM))
        .with_header(OVERRIDE, Some(&verb));
    let with = |name: &str, value: &str| tunnel.with_header(name, Some(value));
    let mut get = tunnel.clone();
    get.verb = "GET".to_owned();
    let mut misspelt = tunnel.clone();
    misspelt.body.push_str("&zzz=1");
    vec![
        Corruption::new(
            "tunnel without the verb within",
            tunnel.with_header(OVERRIDE, None),
            // It is a POST then, if there is one.
            &["verb", "method", "header"],
            "",
        ),
        Corruption::new(
            "verb that has no tunnel",
            with(OVERRIDE, "PATCH"),
            &["tunnel"],
            "PATCH",
        ),
        Corruption::new("tunnel of a GET", get, &["tunnel"], "GET"),
        Corruption::new(
            "tunnel of JSON",
            with(CONTENT_TYPE, JSON),
            &["tunnel"],
            JSON,
        ),
        Corruption::new(
            "tunnel without a query",
            tunnel.with_body(String::new()),
            &["tunnel"],
            "query",
        ),
        Corruption::new(
            "two verbs within",
            tunnel.and_header(OVERRIDE, "PUT"),
            &["header"],
            OVERRIDE,
        ),
        Corruption::new(
            "misspelt parameter in a tunnel",
            misspelt,
            &["unknown-parameter", "method", "verb"],
            "zzz",
        ),
    ]
}
