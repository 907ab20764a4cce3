//! An application and a browser over a plain socket, so that nothing follows, stores or repairs.

use std::collections::BTreeMap;

use restli_sandbox::Sandbox;
use serde_json::Value as Json;

use crate::support::exchange;

pub(crate) const AUTHORIZATION: &str = "/oauth/v2/authorization";
pub(crate) const NATIVE: &str = "/oauth/native-pkce/authorization";
pub(crate) const TOKEN: &str = "/oauth/v2/accessToken";
pub(crate) const INTROSPECT: &str = "/oauth/v2/introspectToken";
pub(crate) const REVOKE: &str = "/oauth/v2/revoke";
pub(crate) const CALLBACK: &str = "https://app.example.org/auth/callback";

/// The application that may have everything.
pub(crate) const PARTNER: [(&str, &str); 2] = [
    ("client_id", "sandbox-partner"),
    ("client_secret", "partner-secret"),
];
/// The application that nobody has approved for much.
pub(crate) const OPEN: [(&str, &str); 2] = [
    ("client_id", "sandbox-open"),
    ("client_secret", "open-secret"),
];
/// The application that acts for itself.
pub(crate) const SERVER: [(&str, &str); 2] = [
    ("client_id", "sandbox-server"),
    ("client_secret", "server-secret"),
];
pub(crate) const ALLOW: (&str, &str) = ("X-Sandbox-Consent", "allow");

/// Whatever came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let (_, value) = headers.find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(value)
    }

    pub(crate) fn json(&self) -> Json {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    /// Where the browser is sent, up to the query, and the decoded query.
    pub(crate) fn redirect(&self) -> (String, BTreeMap<String, String>) {
        assert_eq!(self.status, 302, "{self:?}");
        let to = self.header("location").expect("a place to go to");
        let (place, query) = to.split_once('?').unwrap_or((to, ""));
        let query = form_urlencoded::parse(query.as_bytes()).into_owned();
        (place.to_owned(), query.collect())
    }

    /// A parameter of the redirect.
    pub(crate) fn parameter(&self, name: &str) -> String {
        let (_, mut query) = self.redirect();
        query
            .remove(name)
            .unwrap_or_else(|| panic!("no {name}: {self:?}"))
    }

    /// What the sandbox says beside an error.
    pub(crate) fn why(&self) -> String {
        let json = self.json();
        json["explanation"][0]["message"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// Status, error and description.
    pub(crate) fn failure(&self) -> (u16, String, String) {
        let json = self.json();
        let text = |name: &str| json[name].as_str().unwrap_or_default().to_owned();
        (self.status, text("error"), text("error_description"))
    }

    /// The secret in a consent page.
    pub(crate) fn question(&self) -> String {
        let (_, rest) = self
            .body
            .split_once("name=\"request\" value=\"")
            .expect("a form");
        rest.split('"').next().unwrap_or_default().to_owned()
    }
}

pub(crate) async fn send(
    sandbox: &Sandbox,
    method: &str,
    target: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Answer {
    let (status, headers, body) = exchange(sandbox.url(), method, target, headers, body).await;
    Answer {
        status,
        headers,
        body,
    }
}

pub(crate) fn encoded(parameters: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(parameters)
        .finish()
}

/// Sends a form, as an application does.
pub(crate) async fn form(sandbox: &Sandbox, path: &str, parameters: &[(&str, &str)]) -> Answer {
    form_with(sandbox, path, &[], parameters).await
}

pub(crate) async fn form_with(
    sandbox: &Sandbox,
    path: &str,
    headers: &[(&str, &str)],
    parameters: &[(&str, &str)],
) -> Answer {
    let mut headers = headers.to_vec();
    headers.push(("Content-Type", "application/x-www-form-urlencoded"));
    send(sandbox, "POST", path, &headers, &encoded(parameters)).await
}

/// Sends a browser to the sandbox, as an application does.
pub(crate) async fn browse(
    sandbox: &Sandbox,
    door: &str,
    headers: &[(&str, &str)],
    parameters: &[(&str, &str)],
) -> Answer {
    let target = format!("{door}?{}", encoded(parameters));
    send(sandbox, "GET", &target, headers, "").await
}

/// The parameters with which an application asks for scopes, and others beside or in place of them.
pub(crate) fn asking<'p>(
    app: [(&'p str, &'p str); 2],
    scope: &'p str,
    others: &[(&'p str, &'p str)],
) -> Vec<(&'p str, &'p str)> {
    let usual = [
        ("response_type", "code"),
        app[0],
        ("redirect_uri", CALLBACK),
        ("state", "s 1&x"),
        ("scope", scope),
    ];
    let replaced = |name: &str| others.iter().any(|(other, _)| *other == name);
    let usual = usual.into_iter().filter(|(name, _)| !replaced(name));
    let others = others
        .iter()
        .copied()
        .filter(|(_, value)| !value.is_empty());
    usual.chain(others).collect()
}

/// A code that the first member has let an application have.
pub(crate) async fn code(sandbox: &Sandbox, app: [(&str, &str); 2], scope: &str) -> String {
    let parameters = asking(app, scope, &[]);
    let answer = browse(sandbox, AUTHORIZATION, &[ALLOW], &parameters).await;
    answer.parameter("code")
}

/// The parameters with which an application exchanges a code, and others beside them.
pub(crate) fn exchanging<'p>(
    app: [(&'p str, &'p str); 2],
    code: &'p str,
    others: &[(&'p str, &'p str)],
) -> Vec<(&'p str, &'p str)> {
    let usual = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", CALLBACK),
        app[0],
        app[1],
    ];
    let replaced = |name: &str| others.iter().any(|(other, _)| *other == name);
    let usual = usual.into_iter().filter(|(name, _)| !replaced(name));
    let others = others
        .iter()
        .copied()
        .filter(|(_, value)| !value.is_empty());
    usual.chain(others).collect()
}

/// What a code is exchanged for that the first member has let an application have.
pub(crate) async fn tokens(sandbox: &Sandbox, app: [(&str, &str); 2], scope: &str) -> Json {
    let code = code(sandbox, app, scope).await;
    let answer = form(sandbox, TOKEN, &exchanging(app, &code, &[])).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

/// Reads from the API with a token.
pub(crate) async fn read(sandbox: &Sandbox, target: &str, token: &str) -> Answer {
    let bearer = format!("Bearer {token}");
    send(sandbox, "GET", target, &[("Authorization", &bearer)], "").await
}

pub(crate) fn text<'j>(json: &'j Json, name: &str) -> &'j str {
    json[name]
        .as_str()
        .unwrap_or_else(|| panic!("no {name} in {json}"))
}
