//! Lowering of `api.yaml` and `scopes.yaml`.

use crate::diagnostics::{Code, Diagnostic, Edit};
use crate::model::{Api, ApiVersion, Base, Group, ProjectionSpelling, Scope};
use crate::names::{self, Case};
use crate::resolve::context::Context;
use crate::resolve::{error_rules, oauth};
use crate::syntax::{ApiSyntax, BaseSyntax, Named, Spanned, VersionSyntax};

/// The API; mostly empty if there is no `api.yaml`, which has been reported then.
pub(crate) fn lower(cx: &Context<'_>) -> Api {
    let Some(document) = &cx.documents.api else {
        return Api {
            name: String::new(),
            docs: Default::default(),
            docs_base: None,
            host: String::new(),
            bases: Vec::new(),
            version: None,
            id_headers: Vec::new(),
            errors: Vec::new(),
            oauth: None,
        };
    };
    let api = &document.syntax;
    let host = text(&api.host);
    if let Some(host) = &api.host {
        check_host(cx, host);
    }
    if let Some(name) = &api.name {
        cx.check_wire_name(name);
    }
    for header in &api.id_headers {
        check_header(cx, header);
    }
    Api {
        name: text(&api.name),
        docs: cx.docs(&api.docs),
        docs_base: docs_base(cx, api),
        host,
        bases: api.bases.iter().map(|named| base(cx, named)).collect(),
        version: version(cx, api),
        id_headers: api.id_headers.iter().map(|h| h.value.clone()).collect(),
        errors: error_rules::lower(cx, &api.errors),
        oauth: { api.oauth.as_ref() }.and_then(|oauth| oauth::lower(cx, oauth)),
    }
}

fn text(spanned: &Option<Spanned<String>>) -> String {
    spanned
        .as_ref()
        .map(|text| text.value.clone())
        .unwrap_or_default()
}

fn check_host(cx: &Context<'_>, host: &Spanned<String>) {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-.:[]".contains(c);
    let is_authority = |text: &str| !text.is_empty() && text.chars().all(plain);
    let (scheme, rest) = match host.value.split_once("://") {
        Some((scheme @ ("http" | "https"), rest)) => (scheme, rest),
        Some((_, rest)) => ("https", rest),
        None => ("https", host.value.as_str()),
    };
    if host.value == format!("{scheme}://{rest}") && is_authority(rest) {
        return;
    }
    let message = "a host is a scheme and a name, such as `https://api.example.com`";
    let diagnostic = Diagnostic::error(Code::Path, &host.place, message);
    let name = rest.split('/').next().unwrap_or_default();
    let alone = format!("{scheme}://{name}");
    cx.report(match is_authority(name) {
        true => {
            let help = format!("write `{alone}`; a path goes into `bases:`");
            diagnostic.fix(help, &host.place, alone)
        }
        false => diagnostic.help("write the name alone; a path goes into `bases:`"),
    });
}

fn docs_base(cx: &Context<'_>, api: &ApiSyntax) -> Option<String> {
    let base = api.docs_base.as_ref()?;
    let fits = base.value.starts_with("https://") || base.value.starts_with("http://");
    if !fits || !base.value.chars().all(|c| c.is_ascii_graphic()) {
        let full = format!("https://{}", base.value.trim_start_matches('/'));
        let diagnostic = Diagnostic::error(Code::Link, &base.place, "`docs_base` is a full URL");
        cx.report(match full.chars().all(|c| c.is_ascii_graphic()) && !fits {
            true => diagnostic.fix(format!("write `{full}`"), &base.place, full),
            false => diagnostic.help("write a URL such as `https://example.com/docs`"),
        });
    }
    Some(base.value.trim_end_matches('/').to_owned())
}

fn base(cx: &Context<'_>, named: &Named<BaseSyntax>) -> Base {
    let (name, base) = (&named.name, &named.value);
    cx.check_wire_name(name);
    if let Some(path) = &base.path {
        let mut segments = path.value.split('/');
        let rooted = segments.next() == Some("");
        let fits = |segment: &str| !segment.is_empty() && is_segment(segment);
        if !path.value.is_empty() && (!rooted || !segments.all(fits)) {
            let message =
                "the path of a base is empty, or begins with `/` and does not end with it";
            let diagnostic = Diagnostic::error(Code::Path, &path.place, message);
            let segments = path.value.split('/').filter(|segment| !segment.is_empty());
            let mended: String = segments
                .clone()
                .map(|segment| format!("/{segment}"))
                .collect();
            cx.report(match segments.clone().all(is_segment) {
                true if mended.is_empty() => {
                    diagnostic.help_with("write `\"\"`", vec![Edit::new(&path.place, "\"\"")])
                }
                true => diagnostic.fix(format!("write `{mended}`"), &path.place, mended),
                false => diagnostic.help(SEGMENT),
            });
        }
    }
    let projection = base.projection.as_ref().map(|spelling| spelling.value);
    let projection = projection.unwrap_or(ProjectionSpelling::Projection);
    let decorates = base.decorates.as_ref();
    if let (Some(decorates), ProjectionSpelling::Fields) = (decorates, projection)
        && decorates.value
    {
        let message = "`fields` cannot ask for decorations";
        cx.report(
            Diagnostic::error(Code::Projection, &decorates.place, message).fix(
                "write `decorates: false`, or `projection: projection`",
                &decorates.place,
                "false",
            ),
        );
    }
    Base {
        name: name.value.clone(),
        path: text(&base.path),
        versioned: base.versioned,
        projection,
        decorates: decorates.is_some_and(|decorates| decorates.value),
    }
}

/// What a segment of a path is made of, in the words of a help.
pub(crate) const SEGMENT: &str =
    "a segment has letters, digits, `-`, `.`, `_` and `~`, and is neither `.` nor `..`";

/// Whether a text can be a segment of a path as it stands.
pub(crate) fn is_segment(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
    !matches!(text, "" | "." | "..") && text.chars().all(plain)
}

fn version(cx: &Context<'_>, api: &ApiSyntax) -> Option<ApiVersion> {
    let Some(VersionSyntax {
        header, default, ..
    }) = &api.version
    else {
        let versioned = api.bases.iter().find(|base| base.value.versioned)?;
        let message = format!(
            "the base `{}` is versioned, but there is no `version:`",
            versioned.name.value
        );
        cx.report(
            Diagnostic::error(Code::Version, &versioned.name.place, message)
                .help("write `version: { header: …, default: … }`"),
        );
        return None;
    };
    if let Some(header) = header {
        check_header(cx, header);
    }
    if let Some(default) = default {
        check_version(cx, default);
    }
    Some(ApiVersion {
        header: text(header),
        default: text(default),
    })
}

/// A version is text, but it stands in a header.
pub(crate) fn check_version(cx: &Context<'_>, version: &Spanned<String>) {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
    if version.value.is_empty() || !version.value.chars().all(plain) {
        let message = "a version has letters, digits, `.`, `-` and `_`";
        cx.report(
            Diagnostic::error(Code::Version, &version.place, message)
                .help("write what the header is to hold, such as `\"202506\"`"),
        );
    }
}

/// A header name is a token of HTTP.
pub(crate) fn check_header(cx: &Context<'_>, header: &Spanned<String>) {
    let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    if header.value.is_empty() || !header.value.chars().all(token) {
        let message = "this cannot be the name of a header";
        let diagnostic = Diagnostic::error(Code::Header, &header.place, message);
        let parts = header
            .value
            .split(|c| !token(c))
            .filter(|part| !part.is_empty());
        let mended = parts.collect::<Vec<_>>().join("-");
        cx.report(match mended.is_empty() {
            true => diagnostic.help("a header has letters, digits and `-`"),
            false => diagnostic.fix(format!("write `{mended}`"), &header.place, mended),
        });
    }
}

/// The groups.
pub(crate) fn groups(cx: &Context<'_>) -> Vec<Group> {
    let groups = cx.index.groups.items().iter();
    let groups = groups.map(|item| {
        if !names::is_module_name(&item.name.value) {
            let message = format!("`{}` cannot be the name of a module", item.name.value);
            cx.report(
                Diagnostic::error(Code::FileName, &item.name.place, message)
                    .help("use lower-case letters, digits and `_`, and no word that Rust reserves"),
            );
        }
        Group {
            name: item.name.value.clone(),
            docs: cx.docs(&item.value.docs),
            default: item.value.default,
            example: item.value.example.clone(),
        }
    });
    groups.collect()
}

/// The permissions.
pub(crate) fn scopes(cx: &Context<'_>) -> Vec<Scope> {
    let scopes = cx.index.scopes.items().iter();
    let scopes = scopes.map(|item| {
        let name = &item.name.value;
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_graphic()) {
            let message = "the name of a permission has visible ASCII characters and no spaces";
            cx.report(
                Diagnostic::error(Code::InvalidName, &item.name.place, message)
                    .help("write it as the service spells it when it asks for consent"),
            );
            cx.mark_failed(&item.name.place);
        }
        Scope {
            name: name.clone(),
            rust_name: cx.rust_name(item.name, item.value.rust_name.as_ref(), Case::Camel),
            docs: cx.docs(&item.value.docs),
            product: item.value.product.clone(),
        }
    });
    scopes.collect()
}
