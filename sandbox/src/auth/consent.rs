//! The answer to the consent page, and who is signed in with a browser.
//!
//! A page of somebody else must not answer for the member: the answer takes a secret that only the
//! page has, once, and must come from the page's own place.

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

use super::authorize::{Decision, decide, decision};
use super::form::Form;
use super::words::{CONSENT, NO_FORM};
use super::{Auth, page};

const COOKIE: &str = "sandbox-session";

/// Takes a member's decision.
pub(super) async fn answer(auth: &Auth, head: &Parts, body: Body) -> Response {
    let words = &auth.settings.words;
    if !own_page(&head.headers) {
        let why = "it was sent from a page of somebody else";
        return page::failure(&words.refuse(&CONSENT, why));
    }
    let form = match Form::of_body(head, body).await {
        Ok(form) => form,
        Err(why) => return page::failure(&words.refuse(&NO_FORM, why)),
    };
    let given = |name: &str| form.get(name).unwrap_or_default();
    let decision = match decision(auth, given("decision"), given("member")) {
        Ok(decision) => decision,
        Err(why) => return page::failure(&words.refuse(&CONSENT, why)),
    };
    let asked = auth.state().asked.take(given("request"));
    let asked = asked.filter(|own| auth.now() < own.since + auth.settings.code_lifetime);
    let Some(asked) = asked else {
        let why = "the page was answered already, or is too old: have the application ask again";
        return page::failure(&words.refuse(&CONSENT, why));
    };
    let cookie = match &decision {
        Decision::Allow(subject) => Some(sign_in(auth, subject)),
        Decision::Deny | Decision::Leave => None,
    };
    let mut response = decide(auth, &asked, decision);
    if let Some(Ok(cookie)) = cookie.map(HeaderValue::try_from) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

/// The URN of the member who has signed in with this browser.
pub(super) fn session(auth: &Auth, headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter();
    let mut cookies = cookies
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='));
    let (_, secret) = cookies.find(|(name, _)| *name == COOKIE)?;
    auth.state().sessions.get(secret).cloned()
}

fn sign_in(auth: &Auth, subject: &str) -> String {
    let mut state = auth.state();
    let secret = state.tokens.secret();
    state.sessions.put(&secret, subject.to_owned());
    format!("{COOKIE}={secret}; Path=/; HttpOnly; SameSite=Lax")
}

/// Whether a form was sent from where it is sent to; browsers tell, others need not.
fn own_page(headers: &HeaderMap) -> bool {
    let text = |name| {
        headers
            .get(name)
            .map(|value| value.to_str().unwrap_or_default())
    };
    let host = text(header::HOST).unwrap_or_default();
    text(header::ORIGIN).is_none_or(|origin| origin == format!("http://{host}"))
}
