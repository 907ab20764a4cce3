//! The token endpoint: a code, a refresh token or an application's secret for a token.

use std::collections::BTreeSet;
use std::time::{Duration, SystemTime};

use restli_model::model::ScopeId;
use serde_json::{Value as Json, json};

use super::authorize::Code;
use super::client::{Client, Proof, Submission};
use super::identity::id_token;
use super::read;
use super::settings::App;
use super::template::{Values, fill};
use super::tokens::{Holder, Kind, REPLACED, Scopes, Standing, Token};
use super::words::{
    CODE_MISMATCH, Failure, GRANT_TYPE, NO_APPLICATION_TOKENS, REFRESH_TOKEN, SCOPE, UNKNOWN_CODE,
};

/// What is answered of tokens.
struct Granted<'g> {
    template: &'g Json,
    access: String,
    lifetime: Duration,
    /// The refresh token, and how long it lives still.
    refresh: Option<(String, Duration)>,
    scopes: &'g BTreeSet<ScopeId>,
    id_token: Option<String>,
}

/// Answers a request for a token.
pub(super) fn exchange(asked: &Submission<'_>) -> Result<Option<Json>, Failure> {
    match asked.required("grant_type")? {
        "authorization_code" => by_code(asked),
        "refresh_token" => by_refresh_token(asked),
        "client_credentials" => by_secret(asked),
        _ => Err(asked.auth.settings.words.refuse(
            &GRANT_TYPE,
            "`grant_type` is `authorization_code`, `refresh_token` or `client_credentials`",
        )),
    }
}

fn by_code(asked: &Submission<'_>) -> Result<Option<Json>, Failure> {
    let auth = asked.auth;
    let words = &auth.settings.words;
    let secret = asked.required("code")?;
    let written = asked.required("redirect_uri")?;
    let verifier = asked.form.get("code_verifier");
    let client = asked.client(Proof::Other)?;
    let app = client.app;
    match (verifier, client.proven, &app.secret) {
        (None, false, Some(_)) => return Err(asked.missing("client_secret")),
        (None, _, None) => return Err(asked.missing("code_verifier")),
        _ => {}
    }
    let now = auth.now();
    let mut guard = auth.state();
    let state = &mut *guard;
    let Some(code) = state.codes.get_mut(secret) else {
        let why = "this sandbox has not given out the code";
        return Err(words.refuse(&UNKNOWN_CODE, why));
    };
    if code.used {
        let family = code.family;
        let why = "the code was used a second time";
        state.tokens.revoke_family(family, why);
        let why = "the code was used already; somebody may have stolen it, so the tokens that came from it are revoked";
        return Err(words.refuse(&UNKNOWN_CODE, why));
    }
    if let Err(why) = fits(code, &client, written, verifier, now) {
        return Err(words.refuse(&CODE_MISMATCH, why));
    }
    // A verifier proves the code, but not an application that could show its secret as well.
    if !client.proven && !code.asked.native && app.secret.is_some() {
        return Err(asked.missing("client_secret"));
    }
    code.used = true;
    let (asked, subject) = (code.asked.clone(), code.subject.clone());
    let holder = Holder {
        app: Some(app.client_id.clone()),
        subject: Some(subject.clone()),
        authorized: Some(code.authorized),
        family: code.family,
    };
    let mut issue = |kind, lifetime| {
        let scopes = Scopes::These(asked.scopes.clone());
        { &mut state.tokens }.issue(kind, holder.clone(), scopes, now, Some(now + lifetime))
    };
    let access = issue(Kind::Access, app.member_lifetime);
    let refresh = app
        .refresh
        .map(|own| (issue(Kind::Refresh, own.lifetime), own.lifetime));
    drop(guard);
    Ok(Some(answer(
        &Granted {
            template: &auth.settings.answers.member,
            access,
            lifetime: app.member_lifetime,
            refresh,
            scopes: &asked.scopes,
            id_token: id_token(auth, app, &subject, &asked.scopes, asked.nonce.as_deref()),
        },
        &auth.settings.scope_text(&auth.model, &asked.scopes),
    )))
}

/// Whether a code was given for just this; otherwise, which of the causes it is.
fn fits(
    code: &Code,
    client: &Client<'_>,
    written: &str,
    verifier: Option<&str>,
    now: SystemTime,
) -> Result<(), &'static str> {
    if code.asked.app != client.app.client_id {
        return Err("the code was given to another application: `client_id` differs");
    }
    if code.asked.redirect.written != written {
        return Err("`redirect_uri` differs from the one that the code was asked for with");
    }
    if code.expires <= now {
        return Err("the code has expired");
    }
    match (&code.asked.challenge, verifier) {
        (None, None) => Ok(()),
        (Some(challenge), Some(verifier)) if challenge.fits(verifier) => Ok(()),
        (Some(_), Some(_)) => Err("`code_verifier` does not fit the `code_challenge`"),
        (Some(_), None) => {
            Err("the code was asked for with `code_challenge`: send `code_verifier`")
        }
        (None, Some(_)) => {
            Err("the code was asked for without `code_challenge`, and no verifier fits")
        }
    }
}

fn by_refresh_token(asked: &Submission<'_>) -> Result<Option<Json>, Failure> {
    let auth = asked.auth;
    let words = &auth.settings.words;
    let secret = asked.required("refresh_token")?;
    let Client { app, proven } = asked.client(Proof::Other)?;
    if !proven && app.secret.is_some() {
        return Err(asked.missing("client_secret"));
    }
    let now = auth.now();
    let mut guard = auth.state();
    let tokens = &mut guard.tokens;
    let refuse = |why: &str| Err(words.refuse(&REFRESH_TOKEN, why));
    let Some(token) = tokens.get(secret).cloned() else {
        return refuse("this sandbox has not given out the refresh token");
    };
    if token.kind != Kind::Refresh {
        return refuse("it is an access token, and no refresh token");
    }
    if token.holder.app.as_ref() != Some(&app.client_id) {
        return refuse("it was given to another application");
    }
    match token.standing(now) {
        Standing::Active => {}
        Standing::Expired(_) => {
            return refuse("it has expired: have the member sign in again");
        }
        Standing::Revoked(why) => {
            if why == REPLACED {
                let why = "a refresh token was used after another stood in its place";
                tokens.revoke_family(token.holder.family, why);
            }
            return refuse(why);
        }
    }
    let scopes = match &token.scopes {
        Scopes::These(scopes) => fewer(asked, scopes)?,
        Scopes::Everything => return refuse("it was not given to an application"),
    };
    let expires = now + app.member_lifetime;
    let holder = token.holder.clone();
    let these = Scopes::These(scopes.clone());
    let access = tokens.issue(Kind::Access, holder.clone(), these, now, Some(expires));
    let left = left(&token, now);
    let refresh = match app.refresh {
        Some(own) if own.rotate => {
            tokens.replace(secret);
            let scopes = token.scopes.clone();
            tokens.issue(Kind::Refresh, holder, scopes, now, token.expires)
        }
        _ => secret.to_owned(),
    };
    drop(guard);
    Ok(Some(answer(
        &Granted {
            template: &auth.settings.answers.member,
            access,
            lifetime: app.member_lifetime,
            refresh: Some((refresh, left)),
            scopes: &scopes,
            id_token: None,
        },
        &auth.settings.scope_text(&auth.model, &scopes),
    )))
}

/// How long a token lives still.
fn left(token: &Token, now: SystemTime) -> Duration {
    let expires = token.expires.unwrap_or(now);
    expires.duration_since(now).unwrap_or_default()
}

fn by_secret(asked: &Submission<'_>) -> Result<Option<Json>, Failure> {
    let auth = asked.auth;
    let app = asked.client(Proof::Secret)?.app;
    let Some(scopes) = &app.application_scopes else {
        let why = no_own_tokens(app);
        return Err(auth.settings.words.refuse(&NO_APPLICATION_TOKENS, why));
    };
    let scopes = fewer(asked, scopes)?;
    let now = auth.now();
    let mut state = auth.state();
    let holder = Holder {
        app: Some(app.client_id.clone()),
        family: state.tokens.family(),
        ..Holder::default()
    };
    let lifetime = app.application_lifetime;
    let these = Scopes::These(scopes.clone());
    let access =
        { &mut state.tokens }.issue(Kind::Access, holder, these, now, Some(now + lifetime));
    drop(state);
    Ok(Some(answer(
        &Granted {
            template: &auth.settings.answers.application,
            access,
            lifetime,
            refresh: None,
            scopes: &scopes,
            id_token: None,
        },
        &auth.settings.scope_text(&auth.model, &scopes),
    )))
}

fn no_own_tokens(app: &App) -> String {
    format!(
        "the app `{}` has no `application_scopes`; members must let it in",
        app.client_id
    )
}

/// The scopes that are asked for out of those that there are; all of them if none are.
fn fewer(asked: &Submission<'_>, all: &BTreeSet<ScopeId>) -> Result<BTreeSet<ScopeId>, Failure> {
    let Some(text) = asked.form.get("scope") else {
        return Ok(all.clone());
    };
    let names = text.split(' ').filter(|name| !name.is_empty());
    let scopes = names.map(|name| {
        let refuse = |why: String| {
            let name = Json::from(name);
            let values = [("scope", Some(&name))];
            asked.auth.settings.words.refuse_with(&SCOPE, &values, why)
        };
        match read::scope(&asked.auth.model, name).map_err(refuse)? {
            scope if all.contains(&scope) => Ok(scope),
            _ => Err(refuse(format!(
                "`{name}` is none of the scopes that there are to give"
            ))),
        }
    });
    scopes.collect()
}

fn answer(granted: &Granted<'_>, scope: &str) -> Json {
    let seconds = |time: Duration| json!(time.as_secs());
    let access = json!(granted.access);
    let expires = seconds(granted.lifetime);
    let expires_text = json!(granted.lifetime.as_secs().to_string());
    let refresh = granted.refresh.as_ref();
    let refresh_expires = refresh.map(|(_, left)| seconds(*left));
    let refresh = refresh.map(|(token, _)| json!(token));
    let scope = (!granted.scopes.is_empty()).then(|| json!(scope));
    let id_token = granted.id_token.as_ref().map(|token| json!(token));
    let values: &Values<'_> = &[
        ("access_token", Some(&access)),
        ("expires_in", Some(&expires)),
        ("expires_in_text", Some(&expires_text)),
        ("refresh_token", refresh.as_ref()),
        ("refresh_token_expires_in", refresh_expires.as_ref()),
        ("scope", scope.as_ref()),
        ("id_token", id_token.as_ref()),
    ];
    fill(granted.template, values).unwrap_or(Json::Null)
}
