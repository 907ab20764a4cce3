//! What an application asks a member for, as it stands in the query of the authorization endpoint.

use std::collections::BTreeSet;
use std::time::SystemTime;

use restli_model::model::ScopeId;
use serde_json::Value as Json;

use super::form::Form;
use super::redirect::Redirect;
use super::secret::{challenge, same};
use super::settings::App;
use super::words::{CHALLENGE, Failure, REDIRECT_URI, RESPONSE_TYPE, SCOPE, UNKNOWN_CLIENT};
use super::{Auth, read};

/// What an application asks a member for.
#[derive(Clone)]
pub(super) struct Asked {
    /// Its client id.
    pub(super) app: String,
    /// Whether it came through the door for applications on a member's own machine.
    pub(super) native: bool,
    pub(super) redirect: Redirect,
    pub(super) state: Option<String>,
    pub(super) scopes: BTreeSet<ScopeId>,
    pub(super) challenge: Option<Challenge>,
    pub(super) nonce: Option<String>,
    pub(super) since: SystemTime,
}

/// What the verifier of a code is measured against.
#[derive(Clone)]
pub(super) enum Challenge {
    /// Its digest.
    Digest(String),
    /// Itself.
    Plain(String),
}

impl Challenge {
    pub(super) fn fits(&self, verifier: &str) -> bool {
        match self {
            Challenge::Digest(digest) => same(digest, &challenge(verifier)),
            Challenge::Plain(plain) => same(plain, verifier),
        }
    }
}

impl Asked {
    /// Reads what a known application asks for; otherwise, why it cannot.
    pub(super) fn read(
        auth: &Auth,
        app: &App,
        native: bool,
        redirect: &Redirect,
        form: &Form,
    ) -> Result<Self, Failure> {
        Ok(Asked {
            app: app.client_id.clone(),
            native,
            redirect: redirect.clone(),
            state: form.get("state").map(str::to_owned),
            scopes: scopes(auth, app, form)?,
            challenge: challenged(auth, app, native, form)?,
            nonce: form.get("nonce").map(str::to_owned),
            since: auth.now(),
        })
    }
}

/// Who asks, and where the answer goes.
pub(super) fn sender<'a>(
    auth: &'a Auth,
    native: bool,
    form: &Form,
) -> Result<(&'a App, Redirect), Failure> {
    let words = &auth.settings.words;
    for name in ["client_id", "redirect_uri"] {
        if form.repeated() == Some(name) {
            return Err(words.repeated(name));
        }
    }
    let required = |name| form.get(name).ok_or_else(|| words.missing(name));
    let client_id = required("client_id")?;
    let written = required("redirect_uri")?;
    let Some(app) = auth.settings.app(client_id) else {
        let why = auth.no_app(client_id);
        let client_id = Json::from(client_id);
        let values = [("client_id", Some(&client_id))];
        return Err(words.refuse_with(&UNKNOWN_CLIENT, &values, why));
    };
    let ignores_query = auth.settings.ignores_redirect_query;
    match Redirect::of(app, native, written, ignores_query) {
        Some(redirect) => Ok((app, redirect)),
        None => {
            let own = match native {
                true => &app.native_redirect_uris,
                false => &app.redirect_uris,
            };
            let why = match (native, own.join("`, `")) {
                (true, own) if own.is_empty() => {
                    "the app has no redirect URIs on the member's own machine".to_owned()
                }
                (true, own) => format!("registered are, with any port, `{own}`"),
                (false, own) => format!("registered are `{own}`, letter by letter"),
            };
            Err(words.refuse(&REDIRECT_URI, why))
        }
    }
}

/// The scopes of a request that an application may make.
fn scopes(auth: &Auth, app: &App, form: &Form) -> Result<BTreeSet<ScopeId>, Failure> {
    let words = &auth.settings.words;
    if let Some(name) = form.repeated() {
        return Err(words.repeated(name));
    }
    match form.get("response_type") {
        Some("code") => {}
        Some(_) => return Err(words.refuse(&RESPONSE_TYPE, "`response_type` must be `code`")),
        None => return Err(words.missing("response_type")),
    }
    let text = form.get("scope").ok_or_else(|| words.missing("scope"))?;
    let mut scopes = BTreeSet::new();
    let commas = auth.settings.commas_separate_scopes;
    let names = text.split(|c| c == ' ' || commas && c == ',');
    for name in names.filter(|name| !name.is_empty()) {
        let refuse = |why| {
            let name = Json::from(name);
            words.refuse_with(&SCOPE, &[("scope", Some(&name))], why)
        };
        let scope = match read::scope(&auth.model, name) {
            Ok(scope) => scope,
            Err(_) if name.contains([',', '+']) => {
                return Err(refuse("scopes are separated by spaces".to_owned()));
            }
            Err(why) => return Err(refuse(why)),
        };
        if !app.scopes.contains(&scope) {
            let scope = &auth.model[scope];
            let product = scope.product.as_deref().map(|product| {
                format!(": it comes with the product {product}, which the app does not have")
            });
            let mut why = format!(
                "the app `{}` may not ask for `{name}`{}",
                app.client_id,
                product.unwrap_or_default()
            );
            if let Some(instead) = &scope.docs.deprecated {
                why.push_str(&format!(". {instead}"));
            }
            return Err(refuse(why));
        }
        scopes.insert(scope);
        let mut exclusive = auth.settings.exclusive_scopes.iter();
        if let Some(both) = exclusive.find(|both| both.intersection(&scopes).count() > 1) {
            let names = both.iter().map(|id| auth.model[*id].name.as_str());
            let names = names.collect::<Vec<_>>().join("`, `");
            return Err(refuse(format!("of `{names}` only one can be asked for")));
        }
    }
    match scopes.is_empty() {
        true => Err(words.missing("scope")),
        false => Ok(scopes),
    }
}

fn challenged(
    auth: &Auth,
    app: &App,
    native: bool,
    form: &Form,
) -> Result<Option<Challenge>, Failure> {
    let refuse = |why: &str| Err(auth.settings.words.refuse(&CHALLENGE, why));
    let method = form.get("code_challenge_method");
    let Some(text) = form.get("code_challenge") else {
        return match (native || app.pkce, method) {
            (true, _) => refuse("this application must send `code_challenge`"),
            (false, Some(_)) => refuse("`code_challenge_method` is there without `code_challenge`"),
            (false, None) => Ok(None),
        };
    };
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
    let verifier = |text: &str| (43..=128).contains(&text.len()) && text.chars().all(allowed);
    match method {
        Some("S256") if text.len() == 43 && verifier(text) => {
            Ok(Some(Challenge::Digest(text.to_owned())))
        }
        Some("S256") => refuse(
            "`code_challenge` is no SHA-256 digest of 43 letters in URL-safe base 64 without padding",
        ),
        Some("plain") | None if auth.settings.plain_challenge => match verifier(text) {
            true => Ok(Some(Challenge::Plain(text.to_owned()))),
            false => refuse("`code_challenge` has not 43 to 128 letters, digits and `-._~`"),
        },
        Some("plain") => refuse("`code_challenge_method=plain` is not taken: send `S256`"),
        None => refuse("without `code_challenge_method` the challenge is a plain one: send `S256`"),
        Some(_) => refuse("`code_challenge_method` must be `S256`"),
    }
}
