//! Where tokens come from: addresses that keep secrets, and permissions that exclude each other.

use std::collections::BTreeSet;

use crate::diagnostics::{Code, Diagnostic};
use crate::model::{OAuth, ScopeId};
use crate::resolve::context::Context;
use crate::syntax::{OAuthSyntax, Spanned};

/// The OAuth 2.0 server of the API.
pub(crate) fn lower(cx: &Context<'_>, syntax: &OAuthSyntax) -> Option<OAuth> {
    let exclusive = syntax.exclusive_scopes.iter();
    let exclusive_scopes = exclusive.map(|set| self::exclusive(cx, set));
    let endpoints = syntax.endpoints.as_ref()?;
    Some(OAuth {
        authorization: endpoint(cx, &endpoints.authorization),
        native_authorization: endpoint(cx, &endpoints.native_authorization),
        token: endpoint(cx, &endpoints.token).unwrap_or_default(),
        introspection: endpoint(cx, &endpoints.introspection),
        revocation: endpoint(cx, &endpoints.revocation),
        exclusive_scopes: exclusive_scopes.filter(|set| !set.is_empty()).collect(),
    })
}

/// The address of an endpoint, over which secrets are sent. What follows the path is the client's.
fn endpoint(cx: &Context<'_>, url: &Option<Spanned<String>>) -> Option<String> {
    let url = url.as_ref()?;
    if is_endpoint(&url.value) {
        return Some(url.value.clone());
    }
    let message = "an endpoint is a full URL with `https`, without query and fragment";
    let diagnostic = Diagnostic::error(Code::OAuth, &url.place, message);
    let bare = url.value.split(['?', '#']).next().unwrap_or_default();
    let rest = bare.split_once("://").map_or(bare, |(_, rest)| rest);
    let full = format!("https://{rest}");
    let is_meant = !bare.starts_with('/') && is_endpoint(&full);
    cx.report(match is_meant {
        true => diagnostic.fix(format!("write `{full}`"), &url.place, full),
        false => diagnostic.help("write a URL such as `https://www.example.org/oauth/token`"),
    });
    None
}

fn is_endpoint(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("https://") else {
        return false;
    };
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let of_host = |c: char| c.is_ascii_alphanumeric() || "-.:[]".contains(c);
    let of_path = |c: char| c.is_ascii_alphanumeric() || "-._~/%".contains(c);
    !host.is_empty() && host.chars().all(of_host) && path.chars().all(of_path)
}

/// A set of permissions of which a token can have one at most.
fn exclusive(cx: &Context<'_>, set: &[Spanned<String>]) -> Vec<ScopeId> {
    let mut seen = BTreeSet::new();
    for twice in set.iter().filter(|name| !seen.insert(&name.value)) {
        let message = format!("`{}` stands twice in one set", twice.value);
        let diagnostic = Diagnostic::error(Code::OAuth, &twice.place, message);
        cx.report(diagnostic.remove("remove one of them", &twice.place));
    }
    if let [only] = set {
        let message = "a permission alone excludes nothing";
        cx.report(
            Diagnostic::error(Code::OAuth, &only.place, message)
                .help("write those that a token cannot have together: `[[a, b]]`"),
        );
    }
    let ids = set
        .iter()
        .filter_map(|name| cx.find(&cx.index.scopes, Code::UnknownScope, name));
    ids.map(ScopeId).collect()
}
