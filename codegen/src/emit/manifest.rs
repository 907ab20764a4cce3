//! `Cargo.toml` and `rustfmt.toml` of the generated crate.

use std::collections::BTreeSet;

use restli_model::model::{GroupId, TypeKind};

use crate::docs::Text;
use crate::emit::{Context, client, group};
use crate::layout::FileKey;
use crate::options::Dependencies;
use crate::print;

/// `Cargo.toml`.
pub(super) fn emit(cx: &Context<'_>) -> String {
    let mut text = print::header("#", &cx.options.source("api.yaml"));
    text.push_str(&package(cx));
    text.push_str(&features(cx));
    text.push_str(&dependencies(cx));
    text
}

/// `rustfmt.toml`: the printer of the generated files is not rustfmt.
pub(super) fn formatting(cx: &Context<'_>) -> String {
    let header = print::header("#", &cx.options.source("api.yaml"));
    format!("{header}\ndisable_all_formatting = true\n")
}

fn package(cx: &Context<'_>) -> String {
    let name = &cx.options.crate_name;
    let description = format!("Typed client of {}", client::summary(cx));
    let description = string(description.trim_end_matches('.'));
    let inherited = match cx.options.dependencies {
        Dependencies::Workspace => {
            "version.workspace = true\nedition.workspace = true\nlicense.workspace = true\n\
             publish.workspace = true\nrust-version = \"1.85\"\n\n[lints]\nworkspace = true\n"
        }
        Dependencies::Paths(_) => {
            "version = \"0.1.0\"\nedition = \"2024\"\npublish = false\nrust-version = \"1.85\"\n"
        }
    };
    format!(
        "\n[package]\nname = {}\ndescription = {description}\n{inherited}",
        string(name)
    )
}

fn features(cx: &Context<'_>) -> String {
    let groups: Vec<GroupId> = group::all(cx).collect();
    let name = |id: &GroupId| string(&cx.model[*id].name);
    let defaults = groups.iter().filter(|id| cx.model[**id].default).map(name);
    let oauth = cx.model.api.oauth.as_ref().map(|_| string("oauth"));
    let defaults = defaults
        .chain(oauth.clone())
        .chain([string("rustls")])
        .collect::<Vec<_>>()
        .join(", ");
    let full = groups.iter().map(name).collect::<Vec<_>>().join(", ");
    let mut text =
        format!("\n[features]\ndefault = [{defaults}]\n# Every group.\nfull = [{full}]\n");
    for id in &groups {
        let group = &cx.model[*id];
        let needs = cx.layout.needs.get(id).into_iter().flatten();
        let needs = needs
            .map(|id| string(&cx.model[*id].name))
            .collect::<Vec<_>>()
            .join(", ");
        if let Some(summary) = &group.docs.summary {
            text.push_str(&comment(summary));
        }
        text.push_str(&format!("{} = [{needs}]\n", key(&group.name)));
    }
    if oauth.is_some() {
        text.push_str(
            "# Signing members in, and the tokens of applications.\noauth = [\"restli/oauth\"]\n",
        );
    }
    text.push_str(
        "# TLS by rustls with the platform's roots.\nrustls = [\"restli/rustls\"]\n\
         # TLS by the operating system's library.\nnative-tls = [\"restli/native-tls\"]\n\
         # Answers compressed by gzip.\ngzip = [\"restli/gzip\"]\n\
         # HTTP/2.\nhttp2 = [\"restli/http2\"]\n\
         # Proxies of the operating system's settings, besides those of the environment.\n\
         system-proxy = [\"restli/system-proxy\"]\n\
         # `send_blocking` on every call.\nblocking = [\"restli/blocking\"]\n\
         # Points in time to and from `jiff::Timestamp`.\njiff = [\"restli/jiff\"]\n\
         # Decimals to and from `rust_decimal::Decimal`.\n\
         rust_decimal = [\"restli/rust_decimal\"]\n",
    );
    text
}

fn dependencies(cx: &Context<'_>) -> String {
    let mut text = "\n[dependencies]\n".to_owned();
    for package in extensions(cx) {
        text.push_str(&dependency(cx, &package, &[], &[]));
    }
    text.push_str(&dependency(
        cx,
        "restli",
        &["default-features = false"],
        &[],
    ));
    if cx.has_tests() {
        text.push_str("\n[dev-dependencies]\n");
        text.push_str(&dependency(
            cx,
            "restli",
            &["default-features = false"],
            &["testing"],
        ));
        text.push_str(&dependency(
            cx,
            "tokio",
            &["version = \"1\""],
            &["macros", "rt"],
        ));
    }
    text
}

/// One dependency. What a workspace settles for its members is said only outside of one.
fn dependency(cx: &Context<'_>, package: &str, outside: &[&str], features: &[&str]) -> String {
    let mut facts = Vec::new();
    match &cx.options.dependencies {
        Dependencies::Workspace => facts.push("workspace = true".to_owned()),
        Dependencies::Paths(paths) => {
            match paths.get(package) {
                Some(path) => facts.push(format!("path = {}", string(path))),
                None if outside.iter().any(|fact| fact.starts_with("version")) => {}
                None => facts.push("version = \"*\"".to_owned()),
            }
            facts.extend(outside.iter().map(|fact| (*fact).to_owned()));
        }
    }
    if !features.is_empty() {
        let features: Vec<String> = features.iter().map(|feature| string(feature)).collect();
        facts.push(format!("features = [{}]", features.join(", ")));
    }
    match facts.as_slice() {
        [only] if only == "workspace = true" => format!("{}.workspace = true\n", key(package)),
        facts => format!("{} = {{ {} }}\n", key(package), facts.join(", ")),
    }
}

/// The packages of hand-written types and macros that the schema names.
pub(super) fn extensions(cx: &Context<'_>) -> BTreeSet<String> {
    let used = cx.layout.types.iter();
    let used = used
        .filter(|(file, _)| !matches!(file, FileKey::Tests))
        .flat_map(|(_, ids)| ids);
    let paths = used.flat_map(|id| {
        let def = &cx.model[*id];
        let hand_written = match &def.kind {
            TypeKind::Typeref(typeref) => typeref.rust_type.clone(),
            _ => None,
        };
        [def.extension.clone(), hand_written]
    });
    let packages = paths.flatten().filter_map(|path| {
        let package = path
            .trim_start_matches("::")
            .split("::")
            .next()?
            .trim()
            .replace('_', "-");
        (!matches!(
            package.as_str(),
            "" | "std" | "core" | "alloc" | "crate" | "restli"
        ))
        .then_some(package)
    });
    packages.collect()
}

fn comment(text: &str) -> String {
    let mut paragraph = Text::default();
    paragraph.foreign(text);
    paragraph
        .lines()
        .iter()
        .map(|line| format!("# {line}\n"))
        .collect()
}

/// A key of TOML, quoted where it must be.
fn key(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    match !name.is_empty() && name.chars().all(bare) {
        true => name.to_owned(),
        false => string(name),
    }
}

/// A basic string of TOML.
fn string(text: &str) -> String {
    let mut out = "\"".to_owned();
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
