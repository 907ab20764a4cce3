//! The authorization endpoint: an application sends a member here, and gets them back with a code.
//!
//! Until it is clear whose redirect URI it is, mistakes are told to whoever looks at the page, and
//! never sent anywhere; afterwards they go back to the application.

use std::time::SystemTime;

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use axum::response::Response;

use super::asked::{self, Asked};
use super::form::Form;
use super::redirect::Redirect;
use super::settings::{App, Consent};
use super::words::{CONSENT, CONSENT_NEEDED, DENIED, Failure, SIGN_IN_CANCELLED, SIGN_IN_NEEDED};
use super::{Auth, consent, page, reply};

/// Decides without a page: `allow`, `deny` or `leave`.
const CONSENT_HEADER: &str = "x-sandbox-consent";
/// The member who decides so; the first one if it is left out.
const MEMBER_HEADER: &str = "x-sandbox-member";

/// A code that was handed out.
pub(super) struct Code {
    pub(super) asked: Asked,
    /// The URN of the member who has agreed.
    pub(super) subject: String,
    pub(super) authorized: SystemTime,
    pub(super) expires: SystemTime,
    /// What tokens that come from it belong to.
    pub(super) family: u64,
    pub(super) used: bool,
}

/// What a member decides.
pub(super) enum Decision {
    /// The member lets the application in.
    Allow(String),
    Deny,
    /// The member does not even sign in.
    Leave,
}

/// Asks a member, or takes the answer.
pub(super) async fn answer(auth: &Auth, native: bool, head: &Parts, body: Body) -> Response {
    match head.method {
        Method::GET => {
            let form = Form::of_query(head);
            match asked::sender(auth, native, &form) {
                Ok((app, redirect)) => ask(auth, app, native, &redirect, &form, &head.headers),
                Err(failure) => page::failure(&failure),
            }
        }
        Method::POST => consent::answer(auth, head, body).await,
        _ => reply::not_allowed("GET, POST"),
    }
}

/// Asks whoever is there, unless it is decided already.
fn ask(
    auth: &Auth,
    app: &App,
    native: bool,
    redirect: &Redirect,
    form: &Form,
    headers: &HeaderMap,
) -> Response {
    let words = &auth.settings.words;
    let back = |failure: &Failure| back(redirect, form.get("state"), failure);
    let asked = match Asked::read(auth, app, native, redirect, form) {
        Ok(asked) => asked,
        Err(failure) => return back(&failure),
    };
    match decided(auth, headers) {
        Ok(Some(decision)) => return decide(auth, &asked, decision),
        Ok(None) => {}
        Err(why) => return page::failure(&words.refuse(&CONSENT, why)),
    }
    let prompt = form.get("prompt").unwrap_or_default();
    let prompts = |words: &[&str]| prompt.split(' ').any(|own| words.contains(&own));
    let member = consent::session(auth, headers);
    let granted = { member.iter() }.any(|subject| {
        let granted = auth.state().tokens.granted(&asked.app, subject);
        asked.scopes.is_subset(&granted)
    });
    match member {
        Some(subject) if granted && !prompts(&["login", "consent", "select_account"]) => {
            decide(auth, &asked, Decision::Allow(subject))
        }
        Some(_) if prompts(&["none"]) => {
            let why = "`prompt` is `none`, and the member has not granted all of the scopes yet";
            back(&words.refuse(&CONSENT_NEEDED, why))
        }
        None if prompts(&["none"]) => {
            let why = "`prompt` is `none`, and nobody has signed in with this browser";
            back(&words.refuse(&SIGN_IN_NEEDED, why))
        }
        member => {
            let mut state = auth.state();
            let secret = state.tokens.secret();
            let response = page::consent(auth, app, &asked, member.as_deref(), &secret);
            state.asked.put(&secret, asked);
            response
        }
    }
}

/// What was decided before anybody was asked.
fn decided(auth: &Auth, headers: &HeaderMap) -> Result<Option<Decision>, String> {
    let header = |name: &str| {
        headers
            .get(name)
            .map(|value| value.to_str().unwrap_or_default())
    };
    let word = header(CONSENT_HEADER).or(match auth.settings.consent {
        Consent::Ask => None,
        Consent::Allow => Some("allow"),
        Consent::Deny => Some("deny"),
    });
    let Some(word) = word else { return Ok(None) };
    let first = || {
        auth.settings
            .members
            .first()
            .map(|own| own.subject.as_str())
    };
    let member = header(MEMBER_HEADER).or_else(first).unwrap_or_default();
    decision(auth, word, member).map(Some)
}

/// The decision that a word stands for.
pub(super) fn decision(auth: &Auth, word: &str, member: &str) -> Result<Decision, String> {
    match word {
        "allow" => match auth.settings.member(member) {
            Some(member) => Ok(Decision::Allow(member.subject.clone())),
            None => Err(auth.no_member(member)),
        },
        "deny" => Ok(Decision::Deny),
        "leave" => Ok(Decision::Leave),
        _ => Err("a decision is `allow`, `deny` or `leave`".to_owned()),
    }
}

/// Sends the member back to the application as was decided.
pub(super) fn decide(auth: &Auth, asked: &Asked, decision: Decision) -> Response {
    let words = &auth.settings.words;
    let state = asked.state.as_deref();
    let subject = match decision {
        Decision::Allow(subject) => subject,
        Decision::Deny => {
            let failure = words.refuse(&DENIED, "the member has chosen not to let it in");
            return back(&asked.redirect, state, &failure);
        }
        Decision::Leave => {
            let why = "the member has chosen not to sign in";
            return back(
                &asked.redirect,
                state,
                &words.refuse(&SIGN_IN_CANCELLED, why),
            );
        }
    };
    let now = auth.now();
    let mut held = auth.state();
    if auth.settings.new_scopes_revoke {
        held.tokens.grant_only(&asked.app, &subject, &asked.scopes);
    }
    held.tokens.grant(&asked.app, &subject, &asked.scopes, now);
    let secret = held.tokens.secret();
    let code = Code {
        asked: asked.clone(),
        subject,
        authorized: now,
        expires: now + auth.settings.code_lifetime,
        family: held.tokens.family(),
        used: false,
    };
    held.codes.put(&secret, code);
    let parameters = [("code", Some(secret.as_str())), ("state", state)];
    reply::redirect(&with(&asked.redirect, &parameters), None)
}

fn back(redirect: &Redirect, state: Option<&str>, failure: &Failure) -> Response {
    let parameters = [
        ("error", Some(failure.error.as_str())),
        ("error_description", Some(failure.description.as_str())),
        ("state", state),
    ];
    reply::redirect(&with(redirect, &parameters), Some(&failure.beside()))
}

fn with(redirect: &Redirect, parameters: &[(&str, Option<&str>)]) -> String {
    let there = parameters
        .iter()
        .filter_map(|(name, value)| Some((*name, (*value)?)));
    redirect.with(&there.collect::<Vec<_>>())
}
